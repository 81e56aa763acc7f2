import type { Input, Output } from './client';
import type { OperationName, ReportRow, ReportTable, SalesSums, ShiftSums, StockRow, TruthSums, UnsoldSums, VendorSums } from './contract.gen';
import { IpcError } from './error';
import * as data from './mock-data';
import { mockSheet } from './mock-pdf';

type Handlers = { [N in OperationName]: (input: Input<N>) => Output<N> };

const money = (rupiah: number) => `${rupiah}.00`;

/** The same made-up number each time, for the n-th of something. */
const some = (n: number, most: number) => Math.floor((Math.abs(Math.sin(n * 12.9898) * 43_758.5453) % 1) * most);

/** Codes of a batch, each in one place: what was sold left the stock, what was used was sold before. */
function ofBatch(quantity: number, available: number, n: number): Partial<StockRow> {
  const left = quantity - available;
  const [lost, handed] = [Math.min(left, some(n + 3, 6)), n % 2 === 0 ? Math.min(24, Math.floor(left / 3)) : 0];
  const card = Math.round(available * 0.7);
  const sold = left - lost - handed;
  const activated = Math.round(sold * 0.92);
  return { made: quantity, printed: quantity, plain: available - card, card, handed, sold, activated, ended: Math.round(activated * 0.7), void: lost, value_sell: money(available * 5000), value_cost: money(available * 3500) };
}

function stockRow(key: number, name: string, n: number, part: Partial<StockRow> = {}): StockRow {
  const [plain, card] = [some(n, 120), some(n + 50, 260)];
  const sold = 120 + some(n + 7, 400);
  const activated = Math.round(sold * 0.92);
  return {
    key, name, detail: null, location_id: 1, made: plain + card + sold + 60, printed: card + sold, plain, card, handed: n % 2 === 0 ? 48 : 0, sold, activated, ended: Math.round(activated * 0.7), void: some(n + 3, 12),
    value_sell: money((plain + card) * 5000), value_cost: money((plain + card) * 3500), low_stock_at: null, is_low: false, ...part,
  };
}

const sales = (n: number): SalesSums => {
  const sold = 12 + some(n, 40);
  const refunded = some(n + 9, 3);
  const net = (sold - refunded) * 5000;
  return { sold, sold_amount: money(sold * 5000), refunded, refunded_amount: money(refunded * 5000), net_amount: money(net), cost_amount: money((sold - refunded) * 3500), margin_amount: money((sold - refunded) * 1500) };
};
const truths = (n: number): TruthSums => {
  const sold = 12 + some(n, 40);
  return { printed: n % 5 === 0 ? 240 : 0, handed: n % 7 === 0 ? 48 : 0, sold, sold_amount: money(sold * 5000), vendor_sold: some(n + 5, 18), activated: sold - some(n + 2, 6), activated_value: money(sold * 5000), ended: some(n + 4, 30), void: some(n + 6, 2) };
};
const unsold = (n: number): UnsoldSums => ({ ended: 10 + some(n, 30), unsold: some(n + 1, 4), unsold_value: money(some(n + 1, 4) * 5000), unsold_cost: money(some(n + 1, 4) * 3500), void: some(n + 6, 2), void_cost: money(some(n + 6, 2) * 3500) });
const shifts = (n: number): ShiftSums => ({ shifts: 1, sold_amount: money(200_000 + some(n, 90) * 5000), refunded_amount: money(0), expected_amount: money(400_000), counted_amount: money(n % 4 === 0 ? 395_000 : 400_000), difference_amount: money(n % 4 === 0 ? -5000 : 0), unexplained: n % 8 === 0 ? 1 : 0 });

const vendors = (n: number): VendorSums => {
  const codes = 8 + some(n, 60);
  return { codes, gross_amount: money(codes * 5000), commission_amount: money(codes * 500), net_amount: money(codes * 4500), cost_amount: money(codes * 3500), margin_amount: money(codes * 1000) };
};

/** Adds what has the same name: counts as numbers, amounts as whole rupiah. */
function sum<S extends object>(all: S[]): S {
  const total: Record<string, number | string> = {};
  for (const one of all) {
    for (const [name, value] of Object.entries(one)) {
      total[name] = typeof value === 'string' ? money(Number.parseInt(String(total[name] ?? '0'), 10) + Number.parseInt(value, 10)) : Number(total[name] ?? 0) + Number(value);
    }
  }
  return total as S;
}

/** Stock and reports of the made-up shop. */
export function reportHandlers(): Pick<Handlers, 'stock_list' | 'stock_print' | 'report_get' | 'report_print'> {
  return {
    stock_list: (input) => {
      const rows = {
        plan: () => data.plans.map((plan, i) => stockRow(plan.plan_id, plan.terms.name, i + 1, i === 2 ? { plain: 9, card: 29, low_stock_at: 50, is_low: true } : { low_stock_at: 50 })),
        batch: () => data.batches.map((batch, i) => stockRow(batch.batch_id, batch.batch_code, i + 20, { detail: batch.plan_name, ...ofBatch(batch.quantity, batch.available, i + 20) })),
        vendor: () => [stockRow(0, '', 40), stockRow(1, 'Warung Bu Tini', 41, { plain: 0, card: 0, handed: 96, value_sell: money(0) })],
        place: () => [stockRow(1, 'Kantor Utama', 60)],
      }[input.by]();
      const kept = rows.filter((row) => (!input.low_only || row.is_low) && (!input.on_hand_only || row.plain + row.card > 0) && (input.plan_id === undefined || input.by !== 'plan' || row.key === input.plan_id) && (input.vendor_id === undefined || input.by !== 'vendor' || row.key === input.vendor_id));
      return { rows: kept, next: null };
    },
    report_get: (input) => {
      const days = Math.round((Date.parse(input.to_on) - Date.parse(input.from_on)) / 86_400_000) + 1;
      if (days < 1 || days > 367) throw new IpcError({ code: 'input_invalid', params: { fields: [{ field: 'to_on', rule: 'out_of_range' }] }, incident: '5d1c' });
      // As many days before; a month before for what is longer than a week.
      const earlier = (on: string) => new Date(Date.parse(on) - (days > 7 ? 31 : days) * 86_400_000).toISOString().slice(0, 10);
      const day = (i: number) => new Date(Date.parse(input.from_on) + i * 86_400_000).toISOString().slice(0, 10);
      const things = input.by === 'plan' ? data.plans.map((plan) => [plan.plan_id, plan.terms.name] as const)
        : input.by === 'cashier' && input.kind === 'truths' ? ([[2, 'Rina'], [3, 'Joko'], [0, '']] as const)
        : input.by === 'cashier' ? ([[2, 'Rina'], [3, 'Joko']] as const)
        : input.by === 'method' ? ([[1, 'cash'], [2, 'qris']] as const)
        : input.by === 'vendor' && input.kind === 'vendors' ? ([[1, 'Warung Bu Tini'], [2, 'Kios Pak Darto']] as const)
        : input.by === 'vendor' ? ([[0, ''], [1, 'Warung Bu Tini']] as const)
        : input.by === 'shift' ? ([[41, '#41 Loket depan · Rina'], [40, '#40 Loket depan · Joko']] as const) : ([[1, 'Kantor Utama']] as const);
      const rows = <S>(make: (n: number) => S): ReportRow<S>[] =>
        input.by === 'day' ? Array.from({ length: days }, (_, i) => ({ key: 20_000 + i, day: day(i), name: '', sums: make(i + 1), before: make(i + 90) }))
        : input.by === 'hour' ? Array.from({ length: 24 }, (_, i) => ({ key: i, day: null, name: '', sums: make(i + 1), before: make(i + 90) }))
        : things.map(([key, name], i) => ({ key, day: null, name, sums: make(i + 200), before: make(i + 300) }));
      const table = <S extends object>(make: (n: number) => S) => {
        const all = rows(make);
        return { rows: all, total: sum(all.map((row) => row.sums)), before: sum(all.map((row) => row.before)) };
      };
      const tables: Record<typeof input.kind, () => ReportTable> = {
        sales: () => ({ kind: 'sales', ...table(sales) }),
        truths: () => ({ kind: 'truths', ...table(truths) }),
        unsold: () => ({ kind: 'unsold', ...table(unsold) }),
        shifts: () => ({ kind: 'shifts', ...table(shifts) }),
        vendors: () => ({ kind: 'vendors', ...table(vendors) }),
      };
      return { kind: input.kind, by: input.by, from_on: input.from_on, to_on: input.to_on, before_from_on: earlier(input.from_on), before_to_on: earlier(input.to_on), table: tables[input.kind](), at: data.ago(0) };
    },
    stock_print: (input) => ({ file_name: `stock-${input.by}.pdf`, media_type: 'application/pdf', pages: 1, content_base64: mockSheet(1, 1) }),
    report_print: (input) => ({ file_name: `${input.kind}-${input.from_on}-${input.to_on}.pdf`, media_type: 'application/pdf', pages: 1, content_base64: mockSheet(1, 1) }),
  };
}
