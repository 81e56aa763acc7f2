import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { Column } from '@/components/data-table';
import type { Fact } from '@/components/layout';
import { MoneyText } from '@/components/text';
import { formatDate, formatMoney, formatNumber } from '@/lib/format';
import type { ReportBy, ReportKind, ReportTable, ReportView, SaleMethod, StockPart } from '@/ipc';

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
  /** The vouchers that a number is about, where a plan or vendor says which. */
  stock?: StockPart;
  /** The documents a number is about: sales alone, or what took them back as well. */
  documents?: 'sale' | 'all';
}

const measures: Record<ReportKind, Measure[]> = {
  sales: [
    { id: 'sold', field: 'sold', isFigure: true, documents: 'sale' },
    { id: 'sold_amount', field: 'sold_amount', documents: 'sale' },
    { id: 'refunded', field: 'refunded', documents: 'all' },
    { id: 'refunded_amount', field: 'refunded_amount', documents: 'all' },
    { id: 'net', field: 'net_amount', isFigure: true, documents: 'all' },
    { id: 'cost', field: 'cost_amount', isFigure: true },
    { id: 'margin', field: 'margin_amount', isFigure: true },
  ],
  truths: [
    { id: 'printed', field: 'printed', isFigure: true, stock: 'printed' },
    { id: 'handed', field: 'handed', stock: 'handed' },
    { id: 'sold', field: 'sold', isFigure: true, stock: 'sold' },
    { id: 'activated', field: 'activated', isFigure: true, stock: 'activated' },
    { id: 'ended', field: 'ended', isFigure: true, stock: 'ended' },
    { id: 'void', field: 'void' },
    { id: 'sold_value', field: 'sold_amount' },
    { id: 'used_value', field: 'activated_value' },
  ],
  unsold: [
    { id: 'ended', field: 'ended', isFigure: true, stock: 'ended' },
    { id: 'unsold', field: 'unsold', isFigure: true },
    { id: 'unsold_value', field: 'unsold_value', isFigure: true },
    { id: 'unsold_cost', field: 'unsold_cost' },
    { id: 'void', field: 'void', isFigure: true },
    { id: 'void_cost', field: 'void_cost' },
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
    { id: 'codes', field: 'codes', isFigure: true },
    { id: 'gross', field: 'gross_amount' },
    { id: 'commission', field: 'commission_amount', isFigure: true },
    { id: 'net', field: 'net_amount', isFigure: true },
    { id: 'cost', field: 'cost_amount' },
    { id: 'margin', field: 'margin_amount', isFigure: true },
  ],
};

/** What the bars of a kind show, side by side. */
export const drawn: Record<ReportKind, string[]> = { sales: ['net_amount'], truths: ['sold', 'activated'], unsold: ['unsold', 'void'], shifts: ['sold_amount'], vendors: ['net_amount', 'commission_amount'] };

export const waysOf: Record<ReportKind, ReportBy[]> = {
  sales: ['day', 'plan', 'cashier', 'place', 'method', 'hour'],
  truths: ['day', 'plan', 'vendor', 'place'],
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
  if (by === 'method') return t(`report:labels.${row.name as 'cash'}`);
  return row.name;
}

function Value({ value }: { value: number | string | undefined }) {
  if (typeof value === 'string') return <MoneyText amount={value} />;
  return <span className={value ? '' : 'q'}>{formatNumber(value ?? 0)}</span>;
}

/** What the report was asked, as far as a list can be asked the same. */
export interface Asked {
  from: string;
  to: string;
  place?: number | undefined;
  plan?: number | undefined;
  person?: number | undefined;
}

/** The documents a row of the sales report counts; none where they cannot be told apart (by hour). */
function documentsOf(row: AnyRow, by: ReportBy, asked: Asked) {
  const { from, to, place, plan, person } = asked;
  const same = { from, to, place, plan, person };
  if (row.day) return { ...same, from: row.day, to: row.day };
  if (by === 'plan') return { ...same, plan: row.key };
  if (by === 'cashier') return { ...same, person: row.key };
  if (by === 'place') return { ...same, place: row.key };
  if (by === 'method') return { ...same, method: row.name as SaleMethod };
  return undefined;
}

/** A number that leads to its rows, where the list of vouchers or of sales can be asked for them. */
function Cell({ row, by, kind, measure, sales }: { row: AnyRow; by: ReportBy; kind: ReportKind; measure: Measure; sales: Asked | undefined }): ReactNode {
  const value = row.sums[measure.field];
  const documents = kind === 'sales' && sales && measure.documents ? documentsOf(row, by, sales) : undefined;
  if (kind === 'sales') {
    // An amount of nothing is text, and still nothing to look at.
    return documents && Number(value) !== 0 ? <Link to="/sales" search={{ ...documents, kind: measure.documents === 'sale' ? 'sale' : undefined }}><Value value={value} /></Link> : <Value value={value} />;
  }
  const search = by === 'plan' ? { plan: row.key } : by === 'vendor' && row.key > 0 ? { vendor: row.key } : by === 'place' ? { place: row.key } : undefined;
  if (measure.id === 'unexplained' && value) {
    return (
      <Link to="/cash" search={{ view: 'unexplained' }}>
        <Value value={value} />
      </Link>
    );
  }
  if (!measure.stock || !search || !value) return <Value value={value} />;
  return (
    <Link to="/vouchers" search={{ ...search, stock: measure.stock }}>
      <Value value={value} />
    </Link>
  );
}

/** `sales`: what was asked, for who may look at sales. */
export function reportColumns(t: TFunction, kind: ReportKind, by: ReportBy, sales: Asked | undefined): Column<AnyRow>[] {
  return [
    { id: 'name', header: t(`report:bys.${by}`), width: 170, fixed: true, cell: (row) => <span className="m">{rowName(t, by, row)}</span> },
    ...measures[kind].map((measure): Column<AnyRow> => ({
      id: measure.id,
      header: t(`report:measures.${measure.id as 'sold'}`),
      width: 104,
      align: 'right',
      cell: (row) => <Cell row={row} by={by} kind={kind} measure={measure} sales={sales} />,
    })),
  ];
}

/** Below the table: what does not stand above it. */
export function totalsOf(t: TFunction, view: ReportView): Fact[] {
  const { total } = anyTable(view.table);
  return measures[view.kind].filter((measure) => !measure.isFigure).map((measure) => ({ label: t(`report:measures.${measure.id as 'sold'}`), value: <Value value={total[measure.field]} /> }));
}

export interface Figure {
  id: string;
  label: string;
  value: number | string | undefined;
  before: number | string | undefined;
}

export function figuresOf(t: TFunction, view: ReportView): Figure[] {
  const { total, before } = anyTable(view.table);
  return measures[view.kind]
    .filter((measure) => measure.isFigure)
    .map((measure) => ({ id: measure.id, label: t(`report:measures.${measure.id as 'sold'}`), value: total[measure.field], before: before[measure.field] }));
}
