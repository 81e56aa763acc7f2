import { AppWindow, Globe, SquareTerminal, X, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SessionRow } from '@/ipc';
import { Btn } from './button';
import { Icon } from './icon';
import { Ago, When } from './text';

const sources: Record<string, LucideIcon> = { window: AppWindow, lan: Globe, cli: SquareTerminal };

/** Where somebody is signed in, newest use first; each can be ended. */
export function SessionList({ rows, onRevoke }: { rows: SessionRow[]; onRevoke?: (row: SessionRow) => void }) {
  const { t } = useTranslation();
  return (
    <ul className="Rows tall SessionList">
      {rows.map((row) => {
        const source = t(`session:sources.${row.source}` as 'session:sources.lan', { defaultValue: row.source });
        const name = row.device_name ?? source;
        return (
          <li key={row.session_id}>
            <Icon as={sources[row.source] ?? Globe} className="q" />
            <span className="grow cut">
              <b className="m">{name}</b> {row.is_current && <span className="t-good sm">{t('session:thisOne')}</span>} {row.is_locked && <span className="q sm">{t('session:isLocked')}</span>}
              <span className="sm q cut block">
                {row.device_name ? `${source} · ` : ''}
                {t('session:lastUsed')} <Ago at={row.seen_at} /> · {t('session:since')} <When at={row.created_at} time />
              </span>
            </span>
            {onRevoke && !row.is_current && (
              <Btn tone="ghost" size="sm" icon={X} aria-label={t('session:endNamed', { name })} onClick={() => onRevoke(row)}>
                {t('session:end')}
              </Btn>
            )}
          </li>
        );
      })}
    </ul>
  );
}
