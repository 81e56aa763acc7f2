import { Menu, Popover } from '@mantine/core';
import { Columns3, Rows3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Btn } from './button';
import { CheckField } from './field';
import { useDensity, useTablePreferences, type Density } from './table-preferences';

/** The two quiet buttons at the end of a list's filter bar. */
export function TableOptions({ id, columns }: { id: string; columns: { id: string; header: string; fixed?: boolean }[] }) {
  'use memo';
  const { t } = useTranslation();
  const [density, setDensity] = useDensity();
  const { hidden, setHidden, reset, changed } = useTablePreferences(id);
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
      <Popover position="bottom-end" trapFocus returnFocus shadow="none">
        <Popover.Target>
          <Btn tone="ghost" size="sm" icon={Columns3}>
            {t('common:columns')}
          </Btn>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('common:columns')} className="ColumnChoice">
          {columns.filter((column) => !column.fixed).map((column) => (
            <CheckField
              key={column.id}
              label={column.header}
              checked={!hidden.includes(column.id)}
              onChange={(on) => setHidden(on ? hidden.filter((one) => one !== column.id) : [...hidden, column.id])}
            />
          ))}
          <Btn tone="ghost" size="sm" disabled={!changed} onClick={reset}>
            {t('common:resetColumns')}
          </Btn>
        </Popover.Dropdown>
      </Popover>
    </>
  );
}
