import { EqualNot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/icon';
import { CodeText } from '@/components/text';
import type { DriftItem } from '@/ipc';

/** Every property any of the three knows; those that differ come first. */
export function propertiesOf(item: Pick<DriftItem, 'ours' | 'seen' | 'now' | 'fields'>): string[] {
  const all = new Set([item.ours, item.seen, item.now].flatMap((side) => Object.keys(side ?? {})));
  const differing = item.fields.filter((field) => all.has(field));
  return [...differing, ...[...all].filter((field) => !differing.includes(field)).sort()];
}

/** The differing fields on one line: `rate-limit 5M/10M`. Where there is no row at all, that is what is said. */
export function Brief({ side, fields }: { side: Record<string, string> | null; fields: string[] }) {
  const { t } = useTranslation();
  if (!side) return <span className="q">{t('drift:noRow')}</span>;
  const known = fields.filter((field) => field in side);
  if (known.length === 0) return <span className="q">{t('drift:row')}</span>;
  return (
    <span className="Brief">
      {known.map((field) => (
        <span key={field} title={`${field}=${side[field]}`}>
          <i>{field}</i> <CodeText code={side[field] || '""'} plain />
        </span>
      ))}
    </span>
  );
}

/** Ours, last seen, the router now: side by side, what differs is marked by sign, word and ground. */
export function ThreeWay({ item }: { item: DriftItem }) {
  const { t } = useTranslation();
  const sides = [item.ours, item.seen, item.now];
  return (
    <table className="ThreeWay">
      <thead>
        <tr>
          <th scope="col">{t('drift:property')}</th>
          <th scope="col">{t('drift:ours')}</th>
          <th scope="col">{t('drift:seen')}</th>
          <th scope="col">{t('drift:now')}</th>
        </tr>
      </thead>
      <tbody>
        {sides.some((side) => side === null) && (
          <tr className="none">
            <th scope="row">{t('drift:exists')}</th>
            {['ours', 'seen', 'now'].map((name, i) => (
              <td key={name} className={sides[i] ? '' : 'q'}>{t(sides[i] ? 'drift:row' : 'drift:noRow')}</td>
            ))}
          </tr>
        )}
        {propertiesOf(item).map((property) => {
          const differs = item.fields.includes(property);
          return (
            <tr key={property} className={differs ? 'differs' : ''}>
              <th scope="row">
                {differs && <Icon as={EqualNot} size={12} className="t-warn" />} {property}
                {differs && <span className="sr"> {t('drift:differs')}</span>}
              </th>
              {['ours', 'seen', 'now'].map((name, i) => {
                const value = sides[i]?.[property];
                return <td key={name}>{value === undefined ? <span className="q">–</span> : <CodeText code={value || '""'} plain />}</td>;
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
