import type { Input, Output } from './client';
import type { CashSessionView, OperationName, SaleLineView, SaleRow, SaleView } from './contract.gen';
import { IpcError } from './error';
import * as data from './mock-data';

type Handlers = { [N in OperationName]: (input: Input<N>) => Output<N> };

const money = (rupiah: number) => `${rupiah}.00`;
const rupiah = (amount: string) => Number.parseInt(amount, 10);

const opened: CashSessionView = {
  cash_session_id: 1, number: 41, location_id: 1, cash_drawer_id: 1, drawer_name: 'Loket depan', user_id: 2, user_name: 'Rina', is_mine: true, opened_by_name: 'Rina',
  opened_at: data.ago(391), float_amount: '200000.00', sale_count: 3, expected_amount: '237000.00', closed_at: null, closed_by_name: null, counted_amount: null,
  difference_amount: null, difference_reason: null, note: '',
};

/** The shift of the evening before, counted and closed. */
const earlier: CashSessionView = {
  ...opened, cash_session_id: 40, number: 40, user_id: 1, user_name: 'Hendra Saputra', is_mine: false, opened_by_name: 'Hendra Saputra', opened_at: data.ago(1_700), closed_at: data.ago(1_100), closed_by_name: 'Hendra Saputra',
  sale_count: 3, expected_amount: '205000.00', counted_amount: '205000.00', difference_amount: '0.00',
};

function line(plan: (typeof data.plans)[number], i: number, made: boolean): SaleLineView {
  return {
    voucher_id: 9000 + plan.plan_id * 100 + i, code: `k7m4q${String.fromCharCode(97 + (i % 26))}`, password: null, plan_id: plan.plan_id, plan_name: plan.terms.name, batch_id: 17, batch_code: 'VB-2611-017', number: i + 1,
    price: plan.terms.price_sell, is_made_now: made, is_card: false, status: 'available', truth: made ? 'pending' : 'applied', truth_reason: null, router_name: made ? 'RB-Masjid' : 'RB-Pasar',
    router_link: made ? 'down' : 'up', router_seen_at: data.ago(made ? 18 : 0), refund_id: null,
  };
}

function sale(id: number, lines: SaleLineView[], at: string, change: Partial<SaleView> = {}): SaleView {
  const names = [...new Set(lines.map((one) => one.plan_name))];
  const row: SaleRow = {
    sale_id: id, document_number: `N-2611-${String(id).padStart(4, '0')}`, kind: 'sale', refund_of_id: null, refund_of_number: null, location_id: 1, cash_session_id: 1, session_number: 41, cash_drawer_id: 1, drawer_name: 'Loket depan', at,
    user_id: 2, user_name: 'Rina', method: 'cash',
    total_amount: money(lines.reduce((sum, one) => sum + rupiah(one.price), 0)), items: names.map((plan_name) => ({ plan_name, quantity: lines.filter((one) => one.plan_name === plan_name).length })),
    codes: lines.slice(0, 3).map((one) => one.code), tendered_amount: null, change_amount: null, quantity: lines.length, taken_back: 0, pending: lines.filter((one) => one.truth !== 'applied').length,
  };
  return withMoney({ row, tendered_amount: row.total_amount, change_amount: '0.00', reference: '', reason: null, lines, ...change });
}

/** The row says what was given as its document does. */
function withMoney(made: SaleView): SaleView {
  return { ...made, row: { ...made.row, tendered_amount: made.tendered_amount, change_amount: made.change_amount } };
}

/** What was sold in the shift before, one of it taken back since. */
function before(plans: typeof data.plans): SaleView[] {
  const [small, , daily, weekly] = plans;
  if (!small || !daily || !weekly) return [];
  const then = (of: SaleView, method: SaleRow['method'], part: Partial<SaleRow> = {}) => {
    const cash = method === 'cash';
    const row = { ...of.row, cash_session_id: 40, session_number: 40, user_id: 1, user_name: 'Hendra Saputra', method, ...part };
    return withMoney({ ...of, row, tendered_amount: cash ? '20000.00' : null, change_amount: cash ? money(20_000 - rupiah(row.total_amount)) : null, reference: method === 'transfer' ? 'BRI 4471' : '' });
  };
  const lines = [line(daily, 11, false), line(daily, 12, false)];
  const part = then(sale(182, lines.map((one, i) => (i === 0 ? { ...one, refund_id: 183, status: 'void' as const } : one)), data.ago(1_350)), 'cash', { taken_back: 1 });
  const back = then(sale(183, lines.slice(0, 1), data.ago(1_300)), 'cash', { kind: 'refund', refund_of_id: 182, refund_of_number: 'N-2611-0182', total_amount: `-${daily.terms.price_sell}` });
  return [
    { ...back, tendered_amount: null, change_amount: null, row: { ...back.row, tendered_amount: null, change_amount: null }, reason: 'salah paket' },
    part,
    then(sale(181, [line(weekly, 6, false)], data.ago(1_380)), 'transfer'),
    then(sale(180, [line(small, 8, false), line(small, 9, false), line(small, 10, false), line(daily, 13, false)], data.ago(1_420)), 'qris'),
  ];
}

/** As the program narrows: by number, by code, by what the address of the screen says. */
function asked(input: Input<'sale_list'>, { row, lines }: SaleView): boolean {
  const text = input.search?.trim().toLowerCase();
  const day = row.at.slice(0, 10);
  return (
    (input.cash_session_id === undefined || row.cash_session_id === input.cash_session_id) &&
    (input.user_id === undefined || row.user_id === input.user_id) &&
    (input.plan_id === undefined || lines.some((one) => one.plan_id === input.plan_id)) &&
    (input.method === undefined || row.method === input.method) &&
    (input.kind === undefined || row.kind === input.kind) &&
    (input.voucher_id === undefined || lines.some((one) => one.voucher_id === input.voucher_id)) &&
    (input.from_on === undefined || day >= input.from_on) &&
    (input.to_on === undefined || day <= input.to_on) &&
    (text === undefined || text === '' || row.document_number.toLowerCase().startsWith(text) || (/^\d+$/.test(text) && Number(row.document_number.split('-').at(-1)) === Number(text)) || lines.some((one) => one.code === text))
  );
}

/** A counter that sells: what was sold is in the list, and its cash in the drawer. */
export function counterHandlers() {
  let shift: CashSessionView | null = { ...opened };
  let closed: CashSessionView = opened;
  const plan = (id: number) => {
    const found = data.plans.find((one) => one.plan_id === id);
    if (!found) throw new IpcError({ code: 'plan_not_found', params: {}, incident: '0f3a' });
    return found;
  };
  const some = data.plans[0];
  const other = data.plans[2] ?? some;
  let sales: SaleView[] = some && other ? [sale(186, [line(other, 4, true)], data.ago(8)), sale(185, [line(some, 1, false), line(some, 2, false)], data.ago(11)), sale(184, [line(other, 3, false)], data.ago(14)), ...before(data.plans)] : [];
  const current = (): CashSessionView => shift ?? closed;
  const drawer = () => ({ cash_drawer_id: 1, version: 1, location_id: 1, name: 'Loket depan', is_active: true, cash_session_id: shift?.cash_session_id ?? null, session_user_name: shift?.user_name ?? null });
  const add = (amount: number) => {
    if (shift) shift = { ...shift, expected_amount: money(rupiah(shift.expected_amount ?? '0') + amount) };
  };
  const get = (id: number) => {
    const found = sales.find((one) => one.row.sale_id === id);
    if (!found) throw new IpcError({ code: 'sale_not_found', params: {}, incident: '0f3a' });
    return found;
  };
  const back = (id: number, kind: 'refund' | 'void', reason: string): SaleView => {
    const of = get(id);
    const made = sale(Math.max(...sales.map((one) => one.row.sale_id)) + 1, of.lines, data.ago(0));
    made.row = { ...made.row, kind, refund_of_id: id, refund_of_number: of.row.document_number, total_amount: `-${of.row.total_amount}`, pending: 0 };
    sales = [{ ...made, tendered_amount: null, change_amount: null, reason }, ...sales.map((one) => (one === of ? { ...of, row: { ...of.row, taken_back: of.row.quantity } } : one))];
    add(-rupiah(of.row.total_amount));
    return sales[0] ?? made;
  };
  return {
    cash_drawer_list: () => ({ rows: [drawer()], next: null }),
    cash_drawer_create: () => drawer(),
    cash_drawer_update: () => drawer(),
    cash_drawer_open: () => ({ printer_name: 'Kasir depan' }),
    cash_session_list: (input) => ({ rows: (shift ? [shift] : input.open_only ? [] : [closed]).filter((one) => input.user_id === undefined || one.user_id === input.user_id), next: null }),
    cash_session_get: (input) => (input.cash_session_id === earlier.cash_session_id ? earlier : current()),
    cash_session_open: (input) => (shift = { ...opened, float_amount: input.float_amount, expected_amount: input.float_amount, sale_count: 0, opened_at: data.ago(0) }),
    cash_session_close: (input) => {
      const expected = current().expected_amount ?? '0.00';
      closed = { ...current(), closed_at: data.ago(0), closed_by_name: 'Rina', counted_amount: input.counted_amount, expected_amount: expected, difference_amount: money(rupiah(input.counted_amount) - rupiah(expected)) };
      shift = null;
      return closed;
    },
    cash_session_explain: (input) => (closed = { ...closed, difference_reason: input.reason }),
    cash_session_take_over: () => current(),
    cash_session_report: () => ({
      session: closed, first_document: 'N-2611-0184', last_document: 'N-2611-0187', by_method: [{ method: 'cash', sale_count: 3, sale_amount: '37000.00', refund_count: 0, refund_amount: '0.00' }],
      by_plan: [{ plan_id: 1, plan_name: '3 Jam', quantity: 2, amount: '4000.00' }], cash_sales: '37000.00', cash_refunds: '0.00', pay_ins: '0.00', pay_outs: '0.00', movements: [],
      expected_amount: closed.expected_amount ?? '0.00', handed_over: closed.counted_amount ?? '0.00',
    }),
    cash_pay_in: (input) => {
      add(rupiah(input.amount));
      return { ledger_entry_id: 1, session: current() };
    },
    cash_pay_out: (input) => {
      add(-rupiah(input.amount));
      return { ledger_entry_id: 2, session: current() };
    },
    sale_create: (input) => {
      const lines = input.lines.flatMap((one) => Array.from({ length: one.quantity }, (_, i) => line(plan(one.plan_id), i, plan(one.plan_id).stock === 0)));
      const made = sale(Math.max(0, ...sales.map((one) => one.row.sale_id)) + 1, lines, data.ago(0));
      made.row.method = input.method;
      made.tendered_amount = input.tendered_amount ?? null;
      made.change_amount = input.tendered_amount === undefined ? null : money(rupiah(input.tendered_amount) - rupiah(made.row.total_amount));
      sales = [made, ...sales];
      if (shift) shift = { ...shift, sale_count: shift.sale_count + 1 };
      if (input.method === 'cash') add(rupiah(made.row.total_amount));
      return made;
    },
    sale_list: (input) => {
      const found = data.turned(sales.filter((one) => asked(input, one)).map((one) => one.row), input.descending);
      return { rows: found.slice(0, input.page?.limit ?? found.length), next: null };
    },
    sale_get: (input) => get(input.sale_id),
    sale_stock_get: () => ({ rows: data.plans.map((one) => ({ plan_id: one.plan_id, codes: one.stock })) }),
    sale_void: (input) => back(input.sale_id, 'void', input.reason),
    sale_refund: (input) => back(input.sale_id, 'refund', input.reason),
  } satisfies Partial<Handlers>;
}
