import { ReceiptText } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { byTime, inOrder } from '@/components/by-time';
import type { Column } from '@/components/data-table';
import { DayRange } from '@/components/day-range';
import { SearchBox } from '@/components/filters';
import { ListPage } from '@/components/list-page';
import { useMay, useMe } from '@/components/me';
import { usePeopleOptions } from '@/components/people-options';
import { PlainViews } from '@/components/saved-views';
import { State } from '@/components/state';
import { CodeText, MoneyText, When } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { sumMoney } from '@/lib/money';
import { useOp, useOpPages, type Input, type SaleKind, type SaleMethod, type SaleRow } from '@/ipc';
import { SaleDrawer } from './sale-drawer';
import { saleState } from './sale-state';

export interface SaleSearchState {
  search?: string | undefined;
  person?: number | undefined;
  shift?: number | undefined;
  place?: number | undefined;
  plan?: number | undefined;
  method?: SaleMethod | undefined;
  kind?: SaleKind | undefined;
  from?: string | undefined;
  to?: string | undefined;
  desc?: boolean | undefined;
  open?: number | undefined;
}

const methods: SaleMethod[] = ['cash', 'qris', 'transfer'];
const kinds: SaleKind[] = ['sale', 'refund', 'void'];
const nothing: SaleSearchState = { search: undefined, person: undefined, shift: undefined, place: undefined, plan: undefined, method: undefined, kind: undefined, from: undefined, to: undefined, desc: undefined };

/** The question of the address, as the operation takes it. */
function saleQuestion(search: SaleSearchState): Omit<Input<'sale_list'>, 'page'> {
  const text = search.search?.trim();
  return {
    ...(text ? { search: text } : {}),
    ...(search.person ? { user_id: search.person } : {}),
    ...(search.shift ? { cash_session_id: search.shift } : {}),
    ...(search.place ? { location_id: search.place } : {}),
    ...(search.plan ? { plan_id: search.plan } : {}),
    ...(search.method ? { method: search.method } : {}),
    ...(search.kind ? { kind: search.kind } : {}),
    ...(search.from ? { from_on: search.from } : {}),
    ...(search.to ? { to_on: search.to } : {}),
    ...inOrder(search.desc),
  };
}

const itemsOf = (row: SaleRow) => row.items.map((item) => (item.quantity === 1 ? item.plan_name : `${item.plan_name} × ${formatNumber(item.quantity)}`)).join(', ');

function columnsOf(t: TFunction): Column<SaleRow>[] {
  const amount = (value: string | null) => (value === null ? <span className="q">–</span> : <MoneyText amount={value} />);
  return [
    { id: 'number', header: t('books:number'), width: 116, fixed: true, cell: (row) => <span className="m">{row.document_number}</span> },
    { id: 'at', header: t('books:at'), width: 111, sortable: true, cell: (row) => <When at={row.at} time /> },
    { id: 'user', header: t('counter:person'), width: 121, cell: (row) => row.user_name },
    { id: 'shift', header: t('counter:shift'), width: 119, cell: (row) => <>{formatNumber(row.session_number)} <span className="q">{row.drawer_name}</span></> },
    { id: 'items', header: t('books:items'), width: 140, cell: (row) => <Items row={row} /> },
    { id: 'state', header: t('common:status'), width: 172, cell: (row) => <State kind="sale" state={saleState(row)} detail={row.refund_of_number ?? (row.pending > 0 ? t('books:pending', { count: row.pending }) : undefined)} /> },
    { id: 'method', header: t('counter:method'), width: 84, cell: (row) => t(`counter:methods.${row.method}`) },
    { id: 'total', header: t('counter:total'), width: 92, align: 'right', cell: (row) => <MoneyText amount={row.total_amount} /> },
    { id: 'given', header: t('books:given'), width: 92, align: 'right', cell: (row) => amount(row.tendered_amount) },
    { id: 'change', header: t('counter:change'), width: 101, align: 'right', cell: (row) => amount(row.change_amount) },
  ];
}

function Items({ row }: { row: SaleRow }) {
  const more = row.quantity - row.codes.length;
  return (
    <span className="cut">
      {itemsOf(row)} <span className="q sm">{row.codes.map((code) => <span key={code}><CodeText code={code} /> </span>)}{more > 0 && `+${formatNumber(more)}`}</span>
    </span>
  );
}

/** Every sale, refund and void there ever was: found by its number or by a code of it. */
export function SaleListScreen({ search, onSearch }: { search: SaleSearchState; onSearch: (patch: Partial<SaleSearchState>) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const me = useMe();
  const list = useOpPages('sale_list', saleQuestion(search));
  const plans = useOp('plan_list', { include_inactive: true }, { enabled: may('plan.view') });
  const shift = useOp('cash_session_get', { cash_session_id: search.shift ?? 0 }, { enabled: search.shift !== undefined && may('cash.view') });
  const people = usePeopleOptions(list.rows);
  const columns = useMemo(() => columnsOf(t), [t]);
  const setText = useCallback((text: string) => onSearch({ search: text || undefined }), [onSearch]);
  const { open: _open, ...asked } = search;
  const narrowed = Object.entries(asked).some(([key, value]) => key !== 'desc' && value !== undefined);
  const number = shift.data?.number ?? list.rows.find((row) => row.cash_session_id === search.shift)?.session_number;
  const filters = [
    { id: 'person', label: t('counter:person'), options: people },
    // Chosen where shifts are: there are too many for a menu.
    ...(search.shift ? [{ id: 'shift', label: t('counter:shift'), options: [{ value: String(search.shift), label: number === undefined ? `#${search.shift}` : formatNumber(number) }] }] : []),
    ...(me.locations.length > 1 ? [{ id: 'place', label: t('counter:place'), options: me.locations.map((place) => ({ value: String(place.location_id), label: place.name })) }] : []),
    { id: 'plan', label: t('books:plan'), options: (plans.data?.rows ?? []).map((plan) => ({ value: String(plan.plan_id), label: plan.terms.name })) },
    { id: 'method', label: t('counter:method'), options: methods.map((value) => ({ value, label: t(`counter:methods.${value}`) })) },
    { id: 'kind', label: t('books:kind'), options: kinds.map((value) => ({ value, label: t(`counter:kinds.${value}`) })) },
  ];
  const words = new Set(['method', 'kind']);
  return (
    <>
      <ListPage
        id="sales"
        title={t('books:salesTitle')}
        detail={list.rows.length > 0 ? `${formatNumber(list.rows.length)}${list.hasNextPage ? '+' : ''}` : undefined}
        above={<PlainViews id="sales" search={asked} nothing={nothing} onSearch={onSearch} />}
        search={
          <>
            <SearchBox value={search.search ?? ''} onChange={setText} placeholder={t('books:saleSearch')} />
            <DayRange from={search.from} to={search.to} onChange={onSearch} />
          </>
        }
        filters={filters}
        values={{ person: search.person?.toString(), shift: search.shift?.toString(), place: search.place?.toString(), plan: search.plan?.toString(), method: search.method, kind: search.kind }}
        onFilter={(id, value) => onSearch({ [id]: value === undefined || words.has(id) ? value : Number(value) })}
        columns={columns}
        list={list}
        rowId={saleKey}
        {...byTime('at', search.desc, onSearch)}
        onOpen={(row) => onSearch({ open: row.sale_id })}
        onClear={narrowed ? () => onSearch(nothing) : undefined}
        empty={{ icon: ReceiptText, title: t('books:noSales'), hint: t('books:noSalesHint') }}
        totals={[
          { label: t('books:documents'), value: formatNumber(list.rows.length) },
          { label: t('books:codes'), value: formatNumber(list.rows.reduce((sum, row) => sum + (row.kind === 'sale' ? row.quantity : -row.quantity), 0)) },
          { label: t('books:net'), value: <MoneyText amount={sumMoney(list.rows.map((row) => row.total_amount))} /> },
        ]}
      />
      <SaleDrawer id={search.open} onClose={() => onSearch({ open: undefined })} onSale={(id) => onSearch({ open: id })} />
    </>
  );
}

const saleKey = (row: SaleRow) => String(row.sale_id);
