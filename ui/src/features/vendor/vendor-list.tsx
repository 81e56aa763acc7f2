import { Handshake, Plus } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { BtnLink } from '@/components/button';
import type { Column } from '@/components/data-table';
import { SearchBox } from '@/components/filters';
import { ListPage } from '@/components/list-page';
import { useMay } from '@/components/me';
import { PlainViews } from '@/components/saved-views';
import { useSorted } from '@/components/sorted';
import { State, stateWord } from '@/components/state';
import { MoneyText } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { hundredthsOf } from '@/lib/money';
import { useOpPages, type VendorRow } from '@/ipc';
import { Balance, isOwed, negated, plus, termsText } from './words';

export interface VendorSearchState {
  search?: string | undefined;
  inactive?: boolean | undefined;
}

const contactOf = (row: VendorRow) => [row.contact_person, row.phone].filter(Boolean).join(' · ');
const stateOf = (row: VendorRow) => (row.is_active ? 'active' : 'inactive');

function columnsOf(t: TFunction): Column<VendorRow>[] {
  return [
    { id: 'name', header: t('vendor:name'), width: 170, fixed: true, sortBy: (row) => row.name, cell: (row) => <span className="m">{row.name}</span> },
    { id: 'contact', header: t('vendor:contact'), width: 190, sortBy: contactOf, cell: (row) => contactOf(row) || <span className="q">–</span> },
    { id: 'mode', header: t('vendor:mode'), width: 110, sortBy: (row) => t(`vendor:modes.${row.mode}`), cell: (row) => t(`vendor:modes.${row.mode}`) },
    { id: 'terms', header: t('vendor:terms'), width: 150, sortBy: (row) => termsText(row, t), cell: (row) => termsText(row, t) },
    { id: 'state', header: t('common:status'), width: 84, sortBy: (row) => stateWord('record', stateOf(row)), cell: (row) => <State kind="record" state={stateOf(row)} /> },
    { id: 'in_hand', header: t('vendor:inHand'), width: 80, align: 'right', sortBy: (row) => row.in_hand, cell: (row) => formatNumber(row.in_hand) },
    {
      id: 'to_settle', header: t('vendor:toSettle'), width: 130, align: 'right', sortBy: (row) => hundredthsOf(row.to_settle_amount),
      cell: (row) => (row.to_settle === 0 ? <span className="q">–</span> : <span>{formatNumber(row.to_settle)} · <MoneyText amount={row.to_settle_amount} /></span>),
    },
    { id: 'balance', header: t('vendor:balance'), width: 120, align: 'right', sortBy: (row) => hundredthsOf(row.balance), cell: (row) => <Balance amount={row.balance} /> },
  ];
}

export function VendorListScreen({ search, onSearch, onOpen }: { search: VendorSearchState; onSearch: (patch: Partial<VendorSearchState>) => void; onOpen: (row: VendorRow) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const list = useOpPages('vendor_list', { include_inactive: search.inactive ?? false, ...(search.search ? { search: search.search } : {}) });
  const columns = useMemo(() => columnsOf(t), [t]);
  const { rows, ...order } = useSorted('vendors', columns, list.rows, { list, few: true });
  const setText = useCallback((text: string) => onSearch({ search: text || undefined }), [onSearch]);
  const add = may('vendor.edit') && (
    <BtnLink tone="primary" icon={Plus} to="/vendors/new" hotkey="n">
      {t('vendor:new')}
    </BtnLink>
  );
  const owed = list.rows.filter((row) => isOwed(row.balance)).map((row) => negated(row.balance));
  return (
    <ListPage
      id="vendors"
      title={t('vendor:title')}
      detail={list.rows.length > 0 ? formatNumber(list.rows.length) : undefined}
      actions={add}
      above={<PlainViews id="vendors" search={search} nothing={nothing} onSearch={onSearch} />}
      search={<SearchBox value={search.search ?? ''} onChange={setText} placeholder={t('vendor:searchLabel')} />}
      filters={[{ id: 'inactive', label: t('common:status'), options: [{ value: 'true', label: t('vendor:inactiveToo') }] }]}
      values={{ inactive: search.inactive ? 'true' : undefined }}
      onFilter={(_, value) => onSearch({ inactive: value === 'true' ? true : undefined })}
      onClear={search.search ? () => onSearch(nothing) : undefined}
      columns={columns}
      list={{ ...list, rows }}
      rowId={vendorKey}
      {...order}
      onOpen={onOpen}
      empty={{ icon: Handshake, title: t('vendor:emptyTitle'), hint: t('vendor:emptyHint'), action: add }}
      totals={[
        { label: t('vendor:inHand'), value: formatNumber(list.rows.reduce((sum, row) => sum + row.in_hand, 0)) },
        { label: t('vendor:toSettle'), value: <MoneyText amount={plus('0', ...list.rows.map((row) => row.to_settle_amount))} /> },
        { label: t('vendor:owes'), value: <MoneyText amount={plus('0', ...owed)} /> },
      ]}
    />
  );
}

const nothing: VendorSearchState = { search: undefined, inactive: undefined };
const vendorKey = (row: VendorRow) => String(row.vendor_id);
