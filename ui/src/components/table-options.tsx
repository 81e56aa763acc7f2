import { Menu } from '@mantine/core';
import { Columns3, Rows3 } from 'lucide-react';
import { useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { readPreference, writePreference } from '@/lib/preferences';
import { Btn } from './button';

export type Density = 'compact' | 'normal' | 'cosy';

const listeners = new Set<() => void>();

function change(key: string, value: string): void {
  writePreference(key, value);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Density (one for all tables) and hidden columns (per table), kept on this computer. */
export function useTablePreferences(id: string): { density: Density; hidden: string[] } {
  const density = useSyncExternalStore(subscribe, () => readPreference('density') ?? 'normal') as Density;
  const hiddenText = useSyncExternalStore(subscribe, () => readPreference(`table.${id}.hidden`) ?? '');
  const hidden = useMemo(() => (hiddenText ? hiddenText.split(',') : []), [hiddenText]);
  return { density, hidden };
}

export function setDensity(density: Density): void {
  change('density', density);
}

/** The two quiet buttons at the end of a list's filter bar. */
export function TableOptions({ id, columns }: { id: string; columns: { id: string; header: string; fixed?: boolean }[] }) {
  const { t } = useTranslation();
  const { density, hidden } = useTablePreferences(id);
  const words: Record<Density, string> = { compact: t('common:compact'), normal: t('common:normal'), cosy: t('common:cosy') };
  const order: Density[] = ['compact', 'normal', 'cosy'];
  return (
    <>
      <Menu>
        <Menu.Target>
          <Btn tone="ghost" size="sm" icon={Rows3}>
            {words[density]}
          </Btn>
        </Menu.Target>
        <Menu.Dropdown>
          {order.map((one) => (
            <Menu.Item key={one} onClick={() => setDensity(one)} aria-current={one === density}>
              {words[one]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu closeOnItemClick={false}>
        <Menu.Target>
          <Btn tone="ghost" size="sm" icon={Columns3}>
            {t('common:columns')}
          </Btn>
        </Menu.Target>
        <Menu.Dropdown>
          {columns.filter((column) => !column.fixed).map((column) => {
            const on = !hidden.includes(column.id);
            const next = on ? [...hidden, column.id] : hidden.filter((one) => one !== column.id);
            return (
              <Menu.Item
                key={column.id}
                role="menuitemcheckbox"
                aria-checked={on}
                leftSection={<span className={`Check ${on ? 'on' : ''}`} aria-hidden="true" />}
                onClick={() => change(`table.${id}.hidden`, next.join(','))}
              >
                {column.header}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
