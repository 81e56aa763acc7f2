import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { Column, SortValue } from '@/components/data-table';
import { mayDeed } from '@/components/deeds';
import type { Fact } from '@/components/layout';
import { useMay } from '@/components/me';
import { instantOf } from '@/components/sorted';
import { MoneyText } from '@/components/text';
import { formatDate, formatMoney, formatNumber } from '@/lib/format';
import { hundredthsOf } from '@/lib/money';
import type { PaidBy, ReportBy, ReportKind, ReportTable, ReportView, VoucherDeed } from '@/ipc';

/** A row of any kind: its numbers by their names. */
export interface AnyRow {
  key: number;
  day: string | null;
  name: string;
  sums: Sums;
  before: Sums;
}
export type Sums = Record<string, number | string>;

interface Measure {
  id: string;
  /** The field of the sums; amounts are text. */
  field: string;
  /** Above the table, with what it was before. */
  isFigure?: boolean;
  /** What happened to the codes it counts: they are its rows. Shifts have rows of their own. */
  did?: VoucherDeed;
}

const measures: Record<ReportKind, Measure[]> = {
  sales: [
    { id: 'sold', field: 'sold', isFigure: true, did: 'sold' },
    { id: 'sold_amount', field: 'sold_amount', did: 'sold' },
    { id: 'refunded', field: 'refunded', did: 'taken_back' },
    { id: 'refunded_amount', field: 'refunded_amount', did: 'taken_back' },
    { id: 'net', field: 'net_amount', isFigure: true, did: 'turnover' },
    { id: 'cost', field: 'cost_amount', isFigure: true, did: 'turnover' },
    { id: 'margin', field: 'margin_amount', isFigure: true, did: 'turnover' },
  ],
  truths: [
    { id: 'printed', field: 'printed', isFigure: true, did: 'printed' },
    { id: 'handed', field: 'handed', did: 'handed' },
    { id: 'sold', field: 'sold', isFigure: true, did: 'turnover' },
    { id: 'vendor_sold', field: 'vendor_sold', isFigure: true, did: 'charged' },
    { id: 'activated', field: 'activated', isFigure: true, did: 'activated' },
    { id: 'ended', field: 'ended', isFigure: true, did: 'ended' },
    { id: 'void', field: 'void', did: 'void' },
    { id: 'sold_value', field: 'sold_amount', did: 'turnover' },
    { id: 'used_value', field: 'activated_value', did: 'activated' },
  ],
  unsold: [
    { id: 'ended', field: 'ended', isFigure: true, did: 'ended' },
    { id: 'unsold', field: 'unsold', isFigure: true, did: 'unsold' },
    { id: 'unsold_value', field: 'unsold_value', isFigure: true, did: 'unsold' },
    { id: 'unsold_cost', field: 'unsold_cost', did: 'unsold' },
    { id: 'void', field: 'void', isFigure: true, did: 'void' },
    { id: 'void_cost', field: 'void_cost', did: 'void' },
  ],
  shifts: [
    { id: 'shifts', field: 'shifts', isFigure: true },
    { id: 'sold_amount', field: 'sold_amount', isFigure: true },
    { id: 'refunded_amount', field: 'refunded_amount' },
    { id: 'expected', field: 'expected_amount' },
    { id: 'counted', field: 'counted_amount' },
    { id: 'difference', field: 'difference_amount', isFigure: true },
    { id: 'unexplained', field: 'unexplained', isFigure: true },
  ],
  vendors: [
    { id: 'codes', field: 'codes', isFigure: true, did: 'charged' },
    { id: 'gross', field: 'gross_amount', did: 'charged' },
    { id: 'commission', field: 'commission_amount', isFigure: true, did: 'charged' },
    { id: 'net', field: 'net_amount', isFigure: true, did: 'charged' },
    { id: 'cost', field: 'cost_amount', did: 'charged' },
    { id: 'margin', field: 'margin_amount', isFigure: true, did: 'charged' },
  ],
};

/** What the bars of a kind show, side by side. */
export const drawn: Record<ReportKind, string[]> = { sales: ['net_amount'], truths: ['sold', 'vendor_sold', 'activated'], unsold: ['unsold', 'void'], shifts: ['sold_amount'], vendors: ['net_amount', 'commission_amount'] };

export const waysOf: Record<ReportKind, ReportBy[]> = {
  sales: ['day', 'plan', 'cashier', 'place', 'method', 'hour'],
  truths: ['day', 'plan', 'vendor', 'cashier', 'place'],
  unsold: ['day', 'plan', 'vendor', 'place'],
  shifts: ['shift', 'day', 'cashier', 'place'],
  vendors: ['vendor', 'day', 'plan', 'place'],
};

/** Rows and sums of whatever kind it is. */
export function anyTable(table: ReportTable): { rows: AnyRow[]; total: Sums; before: Sums } {
  return { rows: table.rows as unknown as AnyRow[], total: table.total as unknown as Sums, before: table.before as unknown as Sums };
}

/** A count or an amount as a number: only to draw bars, never to compute with. */
export const size = (value: number | string | undefined) => Number(value ?? 0);

export function saying(value: number | string | undefined): string {
  return typeof value === 'string' ? formatMoney(value) : formatNumber(value ?? 0);
}

export function rowName(t: TFunction, by: ReportBy, row: AnyRow): string {
  if (row.day) return formatDate(`${row.day}T12:00:00Z`);
  if (by === 'hour') return `${String(row.key).padStart(2, '0')}.00`;
  if (by === 'vendor' && row.key === 0) return t('report:labels.shop');
  if (by === 'cashier' && row.key === 0) return t('report:labels.nobody');
  if (by === 'method') return t(`report:labels.${row.name as 'cash'}`);
  return row.name;
}

/** A count or an amount as a column compares it. */
const inSize = (value: number | string | undefined): SortValue => (typeof value === 'string' ? hundredthsOf(value) : value);

function Value({ value }: { value: number | string | undefined }) {
  if (typeof value === 'string') return <MoneyText amount={value} />;
  return <span className={value ? '' : 'q'}>{formatNumber(value ?? 0)}</span>;
}

/** What the report was asked, as far as its rows can be asked the same. */
export interface Asked {
  from: string;
  to: string;
  place?: number | undefined;
  plan?: number | undefined;
  person?: number | undefined;
  unexplained?: boolean | undefined;
}

/** What the list of vouchers is asked in its address. */
interface Rows extends Omit<Asked, 'unexplained'> {
  did: VoucherDeed;
  vendor?: number;
  own?: boolean;
  hour?: number;
  nobody?: boolean;
  method?: PaidBy;
}

/** What happens to a code wherever it is: of the shop itself are those that no vendor has. */
const ofCodes = new Set<VoucherDeed>(['activated', 'ended', 'unsold', 'void']);
/** What is told of a cashier: what they sold, and what became of it. */
const ofCashier = new Set<VoucherDeed>(['sold', 'taken_back', 'turnover', 'activated', 'ended']);

/** The rows of the list of vouchers that a number counts: of a row of the report, or of all of it. */
export function rowsOf(did: VoucherDeed, by: ReportBy, row: Pick<AnyRow, 'key' | 'day' | 'name'> | undefined, asked: Omit<Asked, 'unexplained'>): Rows {
  const all = { ...asked, did };
  if (!row) return all;
  if (row.day) return { ...all, from: row.day, to: row.day };
  switch (by) {
    case 'plan':
      return { ...all, plan: row.key };
    case 'place':
      return { ...all, place: row.key };
    case 'hour':
      return { ...all, hour: row.key };
    case 'method':
      return { ...all, method: row.name as PaidBy };
    case 'vendor':
      return row.key > 0 ? { ...all, vendor: row.key } : ofCodes.has(did) ? { ...all, own: true } : all;
    case 'cashier':
      if (!ofCashier.has(did)) return all;
      return row.key > 0 ? { ...all, person: row.key } : { ...all, nobody: true };
    default:
      return all;
  }
}

/** A number that leads to its rows, where there are some: an amount of nothing is text, and still nothing to look at. */
function Leading({ value, measure, by, row, asked }: { value: number | string | undefined; measure: Measure; by: ReportBy; row?: AnyRow | undefined; asked: Asked | undefined }): ReactNode {
  const may = useMay();
  const shown = <Value value={value} />;
  if (measure.did && !mayDeed(may, measure.did)) return shown;
  if (!asked || Number(value ?? 0) === 0) return shown;
  if (measure.did) return <Link to="/vouchers" search={rowsOf(measure.did, by, row, asked)}>{shown}</Link>;
  if (row && by === 'shift') return <Link to="/cash" search={{ open: row.key }}>{shown}</Link>;
  return <Link to="/reports" search={shiftsOf(measure, by, row, asked)}>{shown}</Link>;
}

/** Shifts one by one: the rows of what is told of several. */
export function shiftsOf(measure: Pick<Measure, 'id'>, by: ReportBy, row: Pick<AnyRow, 'key' | 'day'> | undefined, { unexplained, ...asked }: Asked) {
  return {
    ...asked, kind: 'shifts' as const, by: 'shift' as const, range: 'free' as const,
    ...(row?.day ? { from: row.day, to: row.day } : {}),
    ...(row && by === 'cashier' ? { person: row.key } : {}),
    ...(row && by === 'place' ? { place: row.key } : {}),
    ...(unexplained || measure.id === 'unexplained' ? { unexplained: true } : {}),
  };
}

/** `asked`: what the report was asked, for who may look at its rows. */
export function reportColumns(t: TFunction, kind: ReportKind, by: ReportBy, asked: Asked | undefined): Column<AnyRow>[] {
  return [
    { id: 'name', header: t(`report:bys.${by}`), width: 170, fixed: true, sortBy: (row) => (row.day ? instantOf(row.day) : by === 'hour' ? row.key : rowName(t, by, row)), cell: (row) => <span className="m">{rowName(t, by, row)}</span> },
    ...measures[kind].map((measure): Column<AnyRow> => ({
      id: measure.id,
      header: t(`report:measures.${measure.id as 'sold'}`),
      width: 104,
      align: 'right',
      sortBy: (row) => inSize(row.sums[measure.field]),
      cell: (row) => <Leading value={row.sums[measure.field]} measure={measure} by={by} row={row} asked={asked} />,
    })),
  ];
}

/** Below the table: what does not stand above it. */
export function totalsOf(t: TFunction, view: ReportView, asked: Asked | undefined): Fact[] {
  const { total } = anyTable(view.table);
  return measures[view.kind]
    .filter((measure) => !measure.isFigure)
    .map((measure) => ({ label: t(`report:measures.${measure.id as 'sold'}`), value: <Leading value={total[measure.field]} measure={measure} by={view.by} asked={asked} /> }));
}

export interface Figure {
  id: string;
  label: string;
  value: number | string | undefined;
  before: number | string | undefined;
  /** The same, leading to their rows. */
  shown: ReactNode;
  shownBefore: ReactNode;
}

export function figuresOf(t: TFunction, view: ReportView, asked: Asked | undefined): Figure[] {
  const { total, before } = anyTable(view.table);
  const earlier = asked && { ...asked, from: view.before_from_on, to: view.before_to_on };
  return measures[view.kind]
    .filter((measure) => measure.isFigure)
    .map((measure) => {
      const [value, was] = [total[measure.field], before[measure.field]];
      return {
        id: measure.id, label: t(`report:measures.${measure.id as 'sold'}`), value, before: was,
        shown: <Leading value={value} measure={measure} by={view.by} asked={asked} />,
        shownBefore: <Leading value={was} measure={measure} by={view.by} asked={earlier} />,
      };
    });
}
