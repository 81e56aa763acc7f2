import { Link } from '@tanstack/react-router';
import { PackageOpen, Plus, Printer } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Bars } from '@/components/bars';
import { Btn } from '@/components/button';
import type { Column } from '@/components/data-table';
import { toastError } from '@/components/dialog';
import { Seg } from '@/components/field';
import { ListPage } from '@/components/list-page';
import { useMay } from '@/components/me';
import { PlainViews } from '@/components/saved-views';
import { useSorted } from '@/components/sorted';
import { MoneyText } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { hundredthsOf, sumMoney } from '@/lib/money';
import { lowest, missing, type Level } from '@/lib/stock';
import { useOp, useOpPages, useWrite, type Document, type StockBy, type StockPart, type StockRow } from '@/ipc';

export interface StockSearchState {
  by?: StockBy | undefined;
  plan?: number | undefined;
  vendor?: number | undefined;
  place?: number | undefined;
  low?: boolean | undefined;
}

const nothing: StockSearchState = { by: undefined, plan: undefined, vendor: undefined, place: undefined, low: undefined };

/** How many codes are where: every number leads to its rows, and what runs low is made with one key. */
export function StockListScreen({ search, onSearch, onBatch, onReplenish, onPaper }: {
  search: StockSearchState;
  onSearch: (patch: Partial<StockSearchState>) => void;
  onBatch: (batchId: number) => void;
  onReplenish: (planId: number, count: number | undefined) => void;
  onPaper: (paper: Document) => void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const by = search.by ?? 'plan';
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const asked = {
    by,
    low_only: search.low ?? false,
    ...(search.plan ? { plan_id: search.plan } : {}),
    ...(search.vendor ? { vendor_id: search.vendor } : {}),
    ...(search.place ? { location_id: search.place } : {}),
  };
  const list = useOpPages('stock_list', { ...asked, on_hand_only: false });
  const print = useWrite('stock_print');
  const plans = useOp('plan_list', { include_inactive: true }, { enabled: may('plan.view') });
  const places = useOp('location_list', {}, { enabled: may('settings.view') });
  const vendors = useOp('stock_list', { by: 'vendor', low_only: false, on_hand_only: false });
  const columns = useMemo(() => stockColumns(t, by, search), [t, by, search]);
  // The chart and the key that makes more keep to the list's own order. Batches may be many.
  const { rows, ...order } = useSorted(`stock-${by}`, columns, list.rows, { list, few: by !== 'batch' });
  const sum = (pick: (row: StockRow) => number) => formatNumber(list.rows.reduce((total, row) => total + pick(row), 0));
  const narrowed = Boolean(search.plan ?? search.vendor ?? search.place) || search.low === true;
  const make = may('voucher.create');
  const wanted = by === 'plan' ? wantedOf(list.rows, selected) : undefined;
  const replenish = (row: StockRow) => onReplenish(row.key, missing(levelOf(row)));
  const open = (row: StockRow) => {
    if (by === 'batch') onBatch(row.key);
    else if (by === 'plan') onSearch({ by: 'batch', plan: row.key });
    else if (by === 'place') onSearch({ by: undefined, place: row.key });
    else if (row.key > 0) onSearch({ by: undefined, vendor: row.key });
  };
  const options = {
    plan: (plans.data?.rows ?? []).map((plan) => ({ value: String(plan.plan_id), label: plan.terms.name })),
    vendor: (vendors.data?.rows ?? []).filter((row) => row.key > 0).map((row) => ({ value: String(row.key), label: row.name })),
    place: (places.data ?? []).map((place) => ({ value: String(place.location_id), label: place.name })),
  };
  const ways: StockBy[] = ['plan', 'batch', 'vendor', 'place'];
  return (
    <ListPage
      id="stock"
      title={t('stock:title')}
      actions={
        <>
          <Btn icon={Printer} hotkey="p" busy={print.isPending} disabled={list.rows.length === 0} onClick={() => print.mutate(asked, { onSuccess: onPaper, onError: (error) => toastError(error, t) })}>
            {t('report:print')}
          </Btn>
          {make && (
            <Btn tone="primary" icon={Plus} hotkey="F9" disabled={!wanted} title={wanted ? undefined : t('stock:chooseFirst')} onClick={() => wanted && replenish(wanted)}>
              {wanted ? t('stock:replenishPlan', { plan: wanted.name }) : t('stock:replenish')}
            </Btn>
          )}
        </>
      }
      above={
        <>
          <PlainViews id="stock" search={search} nothing={nothing} onSearch={onSearch} />
          {list.rows.length > 0 && <StockChart rows={list.rows} by={by} />}
        </>
      }
      search={<Seg label={t('stock:by')} value={by} onChange={(value) => onSearch({ by: value === 'plan' ? undefined : value, low: undefined })} options={ways.map((value) => ({ value, label: t(`stock:bys.${value}`) }))} />}
      filters={[
        { id: 'plan', label: t('stock:plan'), options: by === 'plan' && !search.plan ? [] : options.plan },
        { id: 'vendor', label: t('stock:vendor'), options: options.vendor },
        ...(options.place.length > 1 ? [{ id: 'place', label: t('stock:place'), options: options.place }] : []),
        ...(by === 'plan' ? [{ id: 'low', label: t('stock:low'), options: [{ value: 'yes', label: t('stock:lowOnly') }] }] : []),
      ]}
      values={{ plan: search.plan?.toString(), vendor: search.vendor?.toString(), place: search.place?.toString(), low: search.low ? 'yes' : undefined }}
      onFilter={(id, value) => onSearch(id === 'low' ? { low: value ? true : undefined } : { [id]: value ? Number(value) : undefined })}
      columns={columns}
      list={{ ...list, rows }}
      rowId={stockKey}
      {...order}
      {...(by === 'plan' && make ? { selected, onSelect: setSelected } : {})}
      onOpen={open}
      onClear={narrowed ? () => onSearch({ ...nothing, by: search.by }) : undefined}
      empty={{ icon: PackageOpen, title: t('stock:emptyTitle'), hint: t('stock:emptyHint') }}
      totals={[
        { label: t('stock:onHand'), value: sum((row) => row.plain + row.card) },
        { label: t('stock:handed'), value: sum((row) => row.handed) },
        { label: t('stock:sold'), value: sum((row) => row.sold) },
        { label: t('stock:activated'), value: sum((row) => row.activated) },
        { label: t('stock:value'), value: <MoneyText amount={sumMoney(list.rows.map((row) => row.value_sell))} /> },
      ]}
    />
  );
}

/** The bars: what can be sold now, what vendors have, what was sold. */
const drawn = [
  { id: 'onHand', of: (row: StockRow) => row.plain + row.card },
  { id: 'handed', of: (row: StockRow) => row.handed },
  { id: 'sold', of: (row: StockRow) => row.sold },
] as const;

/** Most bars beside each other; batches are many. */
const BARS = 24;

function StockChart({ rows, by }: { rows: StockRow[]; by: StockBy }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(true);
  const bars = rows.slice(0, BARS).map((row) => {
    const label = row.name || t('stock:shop');
    return { key: String(row.key), label, title: `${label}: ${drawn.map((part) => `${t(`stock:${part.id}`)} ${formatNumber(part.of(row))}`).join(' · ')}`, values: drawn.map((part) => part.of(row)) };
  });
  return (
    <div className="ReportHead">
      <div className="row tight">
        <span className="sm q">{rows.length > BARS ? t('stock:firstBars', { count: BARS }) : ''}</span>
        <span className="grow" />
        {isOpen && drawn.map((part, n) => <span className="Leg" key={part.id}><i style={{ background: `var(--series-${n + 1})` }} />{t(`stock:${part.id}`)}</span>)}
        <button type="button" className="Link sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'report:hideChart' : 'report:showChart')}
        </button>
      </div>
      {isOpen && (
        <div className="ReportChart">
          <Bars bars={bars} label={`${t('stock:title')} – ${t(`stock:bys.${by}`)}`} format={formatNumber} />
        </div>
      )}
    </div>
  );
}

const stockKey = (row: StockRow) => String(row.key);

const levelOf = (row: StockRow): Level => ({ low_stock_at: row.low_stock_at, on_hand: row.plain + row.card });

/**
 * What is made more of: what is chosen, else what is lowest, else the only one there is. A notice leads to one plan, also
 * where a week's use raised it and the plan does not say what is low.
 */
function wantedOf(rows: StockRow[], selected: ReadonlySet<string>): StockRow | undefined {
  const low = rows.filter((row) => row.is_low);
  return rows.find((row) => selected.has(stockKey(row))) ?? lowest(low, levelOf) ?? (rows.length === 1 ? rows[0] : undefined);
}

/** What the list of vouchers is asked in its address. */
interface Target {
  own?: boolean | undefined;
  plan?: number | undefined;
  batch?: number | undefined;
  vendor?: number | undefined;
  place?: number | undefined;
  stock?: StockPart | undefined;
  status?: 'void' | undefined;
}

/** The rows of the list of vouchers that a number counts. */
function target(row: StockRow, by: StockBy, search: StockSearchState, id: StockPart | 'made' | 'void'): Target {
  const kept: Target = { plan: search.plan, vendor: search.vendor, place: search.place };
  const what: Target = id === 'made' ? {} : id === 'void' ? { status: 'void' } : { stock: id };
  return { ...kept, ...what, ...(by === 'vendor' && row.key === 0 ? { own: true, vendor: undefined } : { [by]: row.key }) };
}

function stockColumns(t: TFunction, by: StockBy, search: StockSearchState): Column<StockRow>[] {
  const number = (id: Exclude<StockPart, 'on_hand'> | 'made' | 'void', width: number): Column<StockRow> => ({
    id,
    header: t(`stock:${id}`),
    width,
    align: 'right',
    sortBy: (row) => row[id],
    cell: (row) => {
      const n = row[id];
      if (n === 0) return <span className="q">{formatNumber(n)}</span>;
      return (
        <Link to="/vouchers" search={target(row, by, search, id)}>
          {formatNumber(n)}
        </Link>
      );
    },
  });
  return [
    {
      id: 'name', header: t(`stock:bys.${by}`), width: 126, fixed: true, sortBy: (row) => row.name || t('stock:shop'),
      cell: (row) => (
        <>
          <span className="m">{row.name || t('stock:shop')}</span> {row.detail && <span className="q">{row.detail}</span>}
          {row.is_low && <span className="Count warn">{t('stock:isLow')}</span>}
        </>
      ),
    },
    number('made', 62),
    number('printed', 68),
    number('plain', 104),
    number('card', 104),
    number('handed', 98),
    number('sold', 62),
    number('activated', 66),
    number('ended', 64),
    number('void', 56),
    ...(by === 'plan' ? [{ id: 'low', header: t('stock:lowBelow'), width: 86, align: 'right' as const, sortBy: (row: StockRow) => row.low_stock_at, cell: (row: StockRow) => (row.low_stock_at === null ? <span className="q">–</span> : <span className="q2">{formatNumber(row.low_stock_at)}</span>) }] : []),
    {
      id: 'value', header: t('stock:value'), width: 112, align: 'right', sortBy: (row) => hundredthsOf(row.value_sell),
      cell: (row) => (row.plain + row.card === 0 ? <MoneyText amount={row.value_sell} /> : <Link to="/vouchers" search={target(row, by, search, 'on_hand')}><MoneyText amount={row.value_sell} /></Link>),
    },
  ];
}
