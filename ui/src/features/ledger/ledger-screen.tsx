import { useNavigate } from '@tanstack/react-router';
import { BookOpenCheck, ScrollText } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Btn } from '@/components/button';
import { byTime, inOrder } from '@/components/by-time';
import type { Column } from '@/components/data-table';
import { DayRange } from '@/components/day-range';
import { ErrorState, Skeleton } from '@/components/feedback';
import { ListPage } from '@/components/list-page';
import { useMe } from '@/components/me';
import { usePeopleOptions } from '@/components/people-options';
import { RowLink } from '@/components/row-link';
import { PlainViews } from '@/components/saved-views';
import { MoneyText, When } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { sumMoney } from '@/lib/money';
import { useOpAll, useOpPages, type EntryKind, type Input, type LedgerAccountRow, type LedgerEntryRow, type Permission } from '@/ipc';
import { BooksDialog } from './books-dialog';

const entryKinds: EntryKind[] = ['voucher_sale', 'voucher_refund', 'float', 'pay_in', 'pay_out', 'drawer_difference', 'vendor_top_up', 'vendor_settlement', 'commission'];

export interface LedgerSearchState {
  account?: number | undefined;
  shift?: number | undefined;
  person?: number | undefined;
  place?: number | undefined;
  kind?: EntryKind | undefined;
  from?: string | undefined;
  to?: string | undefined;
  desc?: boolean | undefined;
}

const nothing: LedgerSearchState = { account: undefined, shift: undefined, person: undefined, place: undefined, kind: undefined, from: undefined, to: undefined, desc: undefined };
/** As many accounts stand above the rows; the filter has them all. */
const onTop = 8;

type May = (permission: Permission | undefined) => boolean;

/** Cash is ours: more of it is a debit. What vendors have with us, and what came in, is the other side. */
export function sides(row: LedgerEntryRow): { debit: string | null; credit: string | null } {
  const isNegative = row.amount.startsWith('-');
  const size = isNegative ? row.amount.slice(1) : row.amount;
  const isDebit = (row.account_kind === 'drawer') !== isNegative;
  return { debit: isDebit ? size : null, credit: isDebit ? null : size };
}

/** Where a row comes from, if this person may look there. */
export function originOf(row: LedgerEntryRow, may: May): string | undefined {
  if (row.subject_kind === 'sale' && row.subject_id !== null && may('sale.view')) return `/sales?open=${row.subject_id}`;
  if (row.subject_kind?.startsWith('vendor_') && row.vendor_id !== null && may('vendor.view')) return `/vendors/${row.vendor_id}?tab=${row.subject_kind === 'vendor_transfer' ? 'transfers' : 'settlements'}`;
  if (row.cash_session_id !== null && may('cash.view')) return `/cash?open=${row.cash_session_id}`;
  return undefined;
}

type Name = (account: { kind: LedgerAccountRow['kind']; name: string }) => string;

/** Drawers and vendors by their own name; what vouchers brought in by its place, where there are several. */
function useAccountName(): Name {
  const { t } = useTranslation();
  const { locations } = useMe();
  const several = locations.length > 1;
  return useCallback<Name>((account) => {
    if (account.kind !== 'voucher_revenue') return account.name;
    return several ? `${t('counter:accounts.voucher_revenue')} · ${account.name}` : t('counter:accounts.voucher_revenue');
  }, [t, several]);
}

function columnsOf(t: TFunction, may: May, nameOf: Name): Column<LedgerEntryRow>[] {
  const amount = (value: string | null) => (value === null ? '' : <MoneyText amount={value} />);
  return [
    { id: 'number', header: t('books:entry'), width: 62, fixed: true, align: 'right', cell: (row) => formatNumber(row.number) },
    { id: 'at', header: t('books:at'), width: 112, sortable: true, cell: (row) => <When at={row.at} time /> },
    { id: 'account', header: t('books:account'), width: 150, cell: (row) => nameOf({ kind: row.account_kind, name: row.account_name }) },
    { id: 'kind', header: t('books:kind'), width: 148, cell: (row) => t(`counter:entries.${row.kind as EntryKind}`, { defaultValue: row.kind }) },
    { id: 'document', header: t('books:documentOf'), width: 116, cell: (row) => <Origin row={row} to={originOf(row, may)} t={t} /> },
    { id: 'debit', header: t('books:debit'), width: 100, align: 'right', cell: (row) => amount(sides(row).debit) },
    { id: 'credit', header: t('books:credit'), width: 100, align: 'right', cell: (row) => amount(sides(row).credit) },
    { id: 'after', header: t('books:after'), width: 104, align: 'right', cell: (row) => <MoneyText amount={row.balance_after} /> },
    { id: 'counter', header: t('books:counter'), width: 150, cell: (row) => (row.counter_accounts.length === 0 ? <span className="q">–</span> : row.counter_accounts.map(nameOf).join(', ')) },
    { id: 'user', header: t('books:by'), width: 106, cell: (row) => row.user_name ?? <span className="q">{t('books:program')}</span> },
    { id: 'note', header: t('books:note'), width: 160, cell: (row) => row.note || <span className="q">–</span> },
  ];
}

function Origin({ row, to, t }: { row: LedgerEntryRow; to: string | undefined; t: TFunction }) {
  const words = row.document_number ?? (row.session_number === null ? undefined : t('books:shiftOf', { number: formatNumber(row.session_number) }));
  if (words === undefined) return <span className="q">–</span>;
  return to === undefined ? words : <RowLink to={to} className="Link">{words}</RowLink>;
}

/** Every movement of money, in the account it moved: nothing here is ever changed. */
export function LedgerScreen({ search, onSearch }: { search: LedgerSearchState; onSearch: (patch: Partial<LedgerSearchState>) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const { permissions } = me;
  const may = useCallback<May>((permission) => permission === undefined || permissions.includes(permission), [permissions]);
  const nameOf = useAccountName();
  const navigate = useNavigate();
  const [checking, setChecking] = useState(false);
  const asked: Omit<Input<'ledger_entry_list'>, 'page'> = {
    ...(search.account ? { ledger_account_id: search.account } : {}),
    ...(search.shift ? { cash_session_id: search.shift } : {}),
    ...(search.person ? { user_id: search.person } : {}),
    ...(search.place ? { location_id: search.place } : {}),
    ...(search.kind ? { kind: search.kind } : {}),
    ...(search.from ? { from_on: search.from } : {}),
    ...(search.to ? { to_on: search.to } : {}),
    ...inOrder(search.desc),
  };
  const list = useOpPages('ledger_entry_list', asked);
  const accounts = useOpAll('ledger_account_list', search.place ? { location_id: search.place } : {});
  const people = usePeopleOptions(list.rows);
  const columns = useMemo(() => columnsOf(t, may, nameOf), [t, may, nameOf]);
  const named = accounts.rows.map((row) => ({ value: String(row.ledger_account_id), label: nameOf(row) }));
  // One of another place, from a link: its rows say its name.
  const other = accounts.rows.some((row) => row.ledger_account_id === search.account) ? undefined : list.rows.find((row) => row.ledger_account_id === search.account);
  if (other) named.push({ value: String(other.ledger_account_id), label: nameOf({ kind: other.account_kind, name: other.account_name }) });
  const shift = list.rows.find((row) => row.cash_session_id === search.shift)?.session_number;
  const narrowed = Object.entries(search).some(([key, value]) => key !== 'desc' && value !== undefined);
  const total = (side: 'debit' | 'credit') => <MoneyText amount={sumMoney(list.rows.flatMap((row) => sides(row)[side] ?? []))} />;
  return (
    <>
      <ListPage
        id="ledger"
        title={t('books:ledgerTitle')}
        detail={list.rows.length > 0 ? `${formatNumber(list.rows.length)}${list.hasNextPage ? '+' : ''}` : undefined}
        actions={<Btn icon={BookOpenCheck} hotkey="c" onClick={() => setChecking(true)}>{t('books:check')}</Btn>}
        above={
          <>
            <Accounts accounts={accounts} chosen={search.account} onChoose={(account) => onSearch({ account })} />
            <PlainViews id="ledger" search={search} nothing={nothing} onSearch={onSearch} />
          </>
        }
        search={<DayRange from={search.from} to={search.to} onChange={onSearch} />}
        filters={[
          { id: 'account', label: t('books:account'), options: named },
          { id: 'kind', label: t('books:kind'), options: entryKinds.map((value) => ({ value, label: t(`counter:entries.${value}`) })) },
          { id: 'person', label: t('books:by'), options: people },
          ...(search.shift ? [{ id: 'shift', label: t('counter:shift'), options: [{ value: String(search.shift), label: shift === null || shift === undefined ? `#${search.shift}` : formatNumber(shift) }] }] : []),
          ...(me.locations.length > 1 ? [{ id: 'place', label: t('counter:place'), options: me.locations.map((place) => ({ value: String(place.location_id), label: place.name })) }] : []),
        ]}
        values={{ account: search.account?.toString(), kind: search.kind, person: search.person?.toString(), shift: search.shift?.toString(), place: search.place?.toString() }}
        onFilter={(id, value) => onSearch(id === 'kind' ? { kind: value as EntryKind | undefined } : { [id]: value ? Number(value) : undefined })}
        columns={columns}
        list={list}
        rowId={entryKey}
        {...byTime('at', search.desc, onSearch)}
        onOpen={(row) => {
          const to = originOf(row, may);
          if (to !== undefined) void navigate({ href: to });
        }}
        onClear={narrowed ? () => onSearch(nothing) : undefined}
        empty={{ icon: ScrollText, title: t('books:noEntries'), hint: t('books:noEntriesHint') }}
        totals={[
          { label: t('common:shown'), value: formatNumber(list.rows.length) },
          { label: t('books:debit'), value: total('debit') },
          { label: t('books:credit'), value: total('credit') },
        ]}
        note={t('books:appendOnly')}
      />
      {checking && <BooksDialog onClose={() => setChecking(false)} />}
    </>
  );
}

/** What each account holds; pressed, the rows are of it alone. */
function Accounts({ accounts, chosen, onChoose }: { accounts: ReturnType<typeof useOpAll<'ledger_account_list'>>; chosen: number | undefined; onChoose: (account: number | undefined) => void }) {
  const { t } = useTranslation();
  const nameOf = useAccountName();
  if (accounts.error && accounts.rows.length === 0) return <div className="Tills"><ErrorState error={accounts.error} compact onRetry={accounts.retry} /></div>;
  if (accounts.isPending) return <div className="Tills"><Skeleton lines={1} /></div>;
  // Who owes or holds most stands before the others; what is ours before vendors.
  const all = [...accounts.rows].sort((a, b) => Number(a.kind === 'vendor') - Number(b.kind === 'vendor') || (a.kind === 'vendor' ? Math.abs(Number(b.balance)) - Math.abs(Number(a.balance)) : 0));
  const shown = all.filter((row, i) => i < onTop || row.ledger_account_id === chosen);
  return (
    <div className="Tills" role="group" aria-label={t('books:accounts')}>
      {shown.map((row) => (
        <button key={row.ledger_account_id} type="button" className="Till" aria-pressed={row.ledger_account_id === chosen} onClick={() => onChoose(row.ledger_account_id === chosen ? undefined : row.ledger_account_id)}>
          <span className="sm q2">{nameOf(row)}</span>
          <b className="m"><MoneyText amount={row.balance} /></b>
        </button>
      ))}
      {all.length > shown.length && <span className="sm q">{t('books:moreAccounts', { count: all.length - shown.length })}</span>}
    </div>
  );
}

const entryKey = (row: LedgerEntryRow) => String(row.ledger_entry_id);
