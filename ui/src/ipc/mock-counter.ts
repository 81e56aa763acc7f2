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
    sale_id: id, document_number: `N-2611-${String(id).padStart(4, '0')}`, kind: 'sale', refund_of_id: null, refund_of_number: null, location_id: 1, cash_session_id: 1, at, user_name: 'Rina', method: 'cash',
    total_amount: money(lines.reduce((sum, one) => sum + rupiah(one.price), 0)), items: names.map((plan_name) => ({ plan_name, quantity: lines.filter((one) => one.plan_name === plan_name).length })),
    quantity: lines.length, taken_back: 0, pending: lines.filter((one) => one.truth !== 'applied').length,
  };
  return { row, tendered_amount: row.total_amount, change_amount: '0.00', reference: '', reason: null, lines, ...change };
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
  let sales: SaleView[] = some && other ? [sale(186, [line(other, 4, true)], data.ago(8)), sale(185, [line(some, 1, false), line(some, 2, false)], data.ago(11)), sale(184, [line(other, 3, false)], data.ago(14))] : [];
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
    cash_session_list: (input) => ({ rows: shift ? [shift] : input.open_only ? [] : [closed], next: null }),
    cash_session_get: () => current(),
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
    sale_list: () => ({ rows: sales.map((one) => one.row), next: null }),
    sale_get: (input) => get(input.sale_id),
    sale_stock_get: () => ({ rows: data.plans.map((one) => ({ plan_id: one.plan_id, codes: one.stock })) }),
    sale_void: (input) => back(input.sale_id, 'void', input.reason),
    sale_refund: (input) => back(input.sale_id, 'refund', input.reason),
    ledger_account_list: () => ({ rows: [], next: null }),
    ledger_entry_list: () => ({ rows: [], next: null }),
    books_verify: () => ({ is_clean: true, accounts: 2, entries: 9, sessions: 1, sales: sales.length, vouchers: 4, findings: [] }),
  } satisfies Partial<Handlers>;
}
