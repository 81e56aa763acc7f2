import { Menu } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '@/lib/clock';
import { isoDay } from '@/lib/format';
import { named, periodOf, periodWith } from '@/lib/period';
import { DayField } from './day-field';
import { Icon } from './icon';

interface Part {
  from: string | undefined;
  to: string | undefined;
}

/**
 * From a day and to a day, both included. Either may stay open, unless the period is `whole`. Where the two would cross,
 * or lie further apart than `longest` days, the one that was not touched follows.
 */
export function DayRange({ from, to, onChange, whole = false, longest, quick = true }: Part & {
  onChange: (part: Part) => void;
  whole?: boolean;
  longest?: number;
  /** With the periods that have a name, for screens that do not offer them already. */
  quick?: boolean;
}) {
  const { t } = useTranslation();
  const put = (part: { from?: string; to?: string }) => {
    const period = periodWith({ ...(from ? { from } : {}), ...(to ? { to } : {}) }, part, longest);
    onChange({ from: period.from, to: period.to });
  };
  return (
    <div className="row tight Days" role="group" aria-label={t('common:period')}>
      {quick && <Quick from={from} to={to} whole={whole} onChange={onChange} />}
      <DayField bare label={t('common:from')} value={from ?? ''} clearable={!whole} onChange={(day) => put({ from: day })} />
      <span className="q" aria-hidden="true">–</span>
      <DayField bare label={t('common:to')} value={to ?? ''} clearable={!whole} onChange={(day) => put({ to: day })} />
    </div>
  );
}

function Quick({ from, to, whole, onChange }: Part & { whole: boolean; onChange: (part: Part) => void }) {
  const { t } = useTranslation();
  const today = isoDay(useNow(60_000));
  const at = named.find((range) => {
    const period = periodOf(range, today);
    return period.from === from && period.to === to;
  });
  const word = at ? t(`common:ranges.${at}`) : t(from || to ? 'common:ranges.free' : 'common:ranges.any');
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className="Chip DayQuick" aria-label={`${t('common:period')}: ${word}`}>
          <span>
            {word}
            <Icon as={ChevronDown} size={12} />
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {!whole && <Menu.Item aria-current={!from && !to} onClick={() => onChange({ from: undefined, to: undefined })}>{t('common:ranges.any')}</Menu.Item>}
        {named.map((range) => (
          <Menu.Item key={range} aria-current={range === at} onClick={() => onChange(periodOf(range, today))}>
            {t(`common:ranges.${range}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
