import type { Input, Output } from './client';
import type { OperationName, ResellerAccount, VendorLine, VendorRow, VendorSettlementRow, VendorStockRow, VendorTransferRow, VendorView } from './contract.gen';
import { IpcError } from './error';
import * as data from './mock-data';
import { mockSheet } from './mock-pdf';

type Handlers = { [N in OperationName]: (input: Input<N>) => Output<N> | Promise<Output<N>> };

const money = (rupiah: number) => `${rupiah}.00`;
const rupiah = (amount: string) => Number.parseInt(amount, 10);
const page = <Row>(rows: Row[]) => ({ rows: structuredClone(rows), next: null });

function row(vendor_id: number, name: string, part: Partial<VendorRow>): VendorRow {
  return {
    vendor_id, version: 1, location_id: 1, name, contact_person: null, phone: '+6281234567890', is_active: true, mode: 'consignment', pricing: 'commission_percent', commission_bp: 1000,
    commission_amount: '0.00', balance: '0.00', in_hand: 0, to_settle: 0, to_settle_amount: '0.00', ...part,
  };
}

const vendors: VendorRow[] = [
  row(1, 'Kios Pak Darto', { contact_person: 'Pak Darto', in_hand: 41, to_settle: 12, to_settle_amount: '54000.00', balance: '-25000.00' }),
  row(2, 'Toko Maju Jaya', { pricing: 'own_price', commission_bp: 0, mode: 'prepaid', in_hand: 18, balance: '160000.00' }),
  row(3, 'Warung Bu Tini', { contact_person: 'Bu Tini', mode: 'prepaid', pricing: 'commission_fixed', commission_amount: '500.00', commission_bp: 0, in_hand: 30, balance: '72500.00' }),
];

const some = (quantity: number): VendorLine[] => [{ plan_id: 3, plan_name: '1 Hari', quantity, price: '5000.00', commission: '500.00', amount: money(4500 * quantity) }];
const range = (quantity: number, batch_id = 17, from_number = 1) => [{ batch_id, batch_code: `VB-2611-0${batch_id}`, plan_name: '1 Hari', from_number, to_number: from_number + quantity - 1, quantity }];

const stock: VendorStockRow[] = [
  { batch_id: 17, batch_code: 'VB-2611-017', plan_name: '1 Hari', handed: 48, in_hand: 29, from_number: 8, to_number: 48, active: 4, ended: 15, paid: 7, to_settle: 12, returned: 0, value: '130500.00', handed_at: data.ago(2_900) },
  { batch_id: 15, batch_code: 'VB-2611-015', plan_name: '3 Jam', handed: 24, in_hand: 12, from_number: 1, to_number: 24, active: 0, ended: 12, paid: 12, to_settle: 0, returned: 6, value: '21600.00', handed_at: data.ago(9_400) },
];

const transfers: VendorTransferRow[] = [
  { vendor_transfer_id: 2, document_number: 'ST-2611-0002', kind: 'return', vendor_id: 1, vendor_name: 'Kios Pak Darto', location_id: 1, at: data.ago(700), user_name: 'Rina', quantity: 6, gross_amount: '12000.00', commission_amount: '1200.00', charged_amount: '0.00', note: '', ranges: range(6) },
  { vendor_transfer_id: 1, document_number: 'ST-2611-0001', kind: 'hand_over', vendor_id: 1, vendor_name: 'Kios Pak Darto', location_id: 1, at: data.ago(2_900), user_name: 'Hendra', quantity: 48, gross_amount: '240000.00', commission_amount: '24000.00', charged_amount: '0.00', note: 'titip dua minggu', ranges: range(48) },
];

const settlements: VendorSettlementRow[] = [
  {
    vendor_settlement_id: 1, document_number: 'SV-2611-0001', kind: 'settlement', vendor_id: 1, vendor_name: 'Kios Pak Darto', location_id: 1, at: data.ago(1_500), user_name: 'Rina', quantity: 7, gross_amount: '35000.00',
    commission_amount: '3500.00', paid_amount: '6500.00', balance_before: '0.00', balance_after: '-25000.00', method: 'cash', cash_session_id: 1, reference: '', reverses_number: null, reversed_by_number: null, note: '', lines: some(7),
  },
];

/** Vendors that can be looked at and dealt with; what is done is in the lists afterwards. */
export function vendorHandlers() {
  let all = structuredClone(vendors);
  let moved = structuredClone(transfers);
  let settled = structuredClone(settlements);
  const find = (id: number) => {
    const found = all.find((one) => one.vendor_id === id);
    if (!found) throw new IpcError({ code: 'vendor_not_found', params: {}, incident: '0f3a' });
    return found;
  };
  const put = (vendor: VendorRow) => {
    all = all.map((one) => (one.vendor_id === vendor.vendor_id ? vendor : one));
    return vendor;
  };
  const view = (vendor: VendorRow): VendorView => ({
    row: structuredClone(vendor), email: null, address: 'Pasar Sleman', description: null, people: [],
    prices: vendor.pricing === 'own_price' ? data.plans.slice(0, 3).map((plan) => ({ plan_id: plan.plan_id, plan_name: plan.terms.name, price_sell: plan.terms.price_sell, price: plan.terms.price_cost })) : [],
  });
  const count = (pick: Input<'vendor_transfer_preview'>['pick']) => pick.quantity ?? (pick.codes && pick.codes.length > 0 ? pick.codes.length : (pick.to_number ?? 24) - (pick.from_number ?? 1) + 1);
  const preview: Handlers['vendor_transfer_preview'] = ({ vendor_id, kind, pick }) => {
    const vendor = find(vendor_id);
    const quantity = count(pick);
    const amount = 4500 * quantity;
    const charged = vendor.mode === 'prepaid' ? amount : 0;
    const after = rupiah(vendor.balance) + (kind === 'return' ? charged : -charged);
    return {
      quantity, gross_amount: money(5000 * quantity), commission_amount: money(500 * quantity), amount: money(amount), lines: some(quantity), ranges: range(quantity, pick.batch_id ?? undefined, pick.from_number ?? undefined), charged_amount: money(charged),
      balance_before: vendor.balance, balance_after: money(after), is_short: kind === 'hand_over' && after < 0 && charged > 0,
    };
  };
  const transfer = (input: Input<'vendor_hand_over'>, kind: VendorTransferRow['kind']): VendorTransferRow => {
    const vendor = find(input.vendor_id);
    const now = preview({ vendor_id: input.vendor_id, kind, pick: input.pick }) as Output<'vendor_transfer_preview'>;
    const made: VendorTransferRow = {
      vendor_transfer_id: moved.length + 1, document_number: `ST-2611-000${moved.length + 1}`, kind, vendor_id: vendor.vendor_id, vendor_name: vendor.name, location_id: 1, at: data.ago(0), user_name: 'Hendra Saputra',
      quantity: now.quantity, gross_amount: now.gross_amount, commission_amount: now.commission_amount, charged_amount: now.charged_amount, note: input.note ?? '', ranges: now.ranges,
    };
    moved = [made, ...moved];
    put({ ...vendor, balance: now.balance_after, in_hand: vendor.in_hand + (kind === 'return' ? -1 : 1) * now.quantity });
    return made;
  };
  const settlement = (vendor: VendorRow, part: Partial<VendorSettlementRow> & Pick<VendorSettlementRow, 'kind' | 'paid_amount' | 'balance_after' | 'method'>): VendorSettlementRow => {
    const made: VendorSettlementRow = {
      vendor_settlement_id: settled.length + 1, document_number: `SV-2611-000${settled.length + 1}`, vendor_id: vendor.vendor_id, vendor_name: vendor.name, location_id: 1, at: data.ago(0), user_name: 'Hendra Saputra',
      quantity: 0, gross_amount: '0.00', commission_amount: '0.00', balance_before: vendor.balance, cash_session_id: part.method === 'cash' ? 1 : null, reference: '', reverses_number: null, reversed_by_number: null, note: '', lines: [], ...part,
    };
    settled = [made, ...settled];
    put({ ...vendor, balance: made.balance_after });
    return made;
  };
  const pay = (input: Input<'vendor_top_up'>, kind: 'top_up' | 'pay_out'): VendorSettlementRow => {
    const vendor = find(input.vendor_id);
    const after = rupiah(vendor.balance) + (kind === 'top_up' ? 1 : -1) * rupiah(input.amount);
    return settlement(vendor, { kind, paid_amount: money(rupiah(input.amount)), balance_after: money(after), method: input.method, note: input.note ?? '' });
  };
  const owed: Handlers['vendor_settlement_preview'] = ({ vendor_id, sold }) => {
    const vendor = find(vendor_id);
    const said = (sold ?? []).reduce((sum, one) => sum + one.to_number - one.from_number + 1, 0);
    const quantity = vendor.to_settle + said;
    const amount = 4500 * quantity;
    return {
      quantity, used: vendor.to_settle, lines: quantity === 0 ? [] : some(quantity), gross_amount: money(5000 * quantity), commission_amount: money(500 * quantity), amount: money(amount), balance_before: vendor.balance,
      owed: money(Math.max(0, amount - rupiah(vendor.balance))), settled_at: data.ago(1_500),
    };
  };
  const statement = (from_on: string, to_on: string): Output<'vendor_statement_get'> => ({
    vendor_id: 1, vendor_name: 'Kios Pak Darto', from_on, to_on, opening_balance: '0.00', closing_balance: '-25000.00',
    lines: [
      { at: data.ago(2_900), document_number: 'ST-2611-0001', kind: 'hand_over', quantity: 48, amount: '0.00', value: '216000.00', balance: '0.00' },
      { at: data.ago(1_500), document_number: 'SV-2611-0001', kind: 'settlement', quantity: 7, amount: '-35000.00', value: null, balance: '-35000.00' },
      { at: data.ago(1_500), document_number: 'SV-2611-0001', kind: 'commission', quantity: 7, amount: '3500.00', value: null, balance: '-31500.00' },
      { at: data.ago(1_500), document_number: 'SV-2611-0001', kind: 'paid_in', quantity: 0, amount: '6500.00', value: null, balance: '-25000.00' },
    ],
  });
  const paper = () => ({ file_name: 'Kios-Pak-Darto.pdf', media_type: 'application/pdf', pages: 1, content_base64: mockSheet(3, 8, 3) });
  const own: ResellerAccount = { name: 'Kios Pak Darto', mode: 'consignment', pricing: 'commission_percent', commission_bp: 1000, commission_amount: '0.00', balance: '-25000.00', in_hand: 41, to_settle: 12, to_settle_amount: '54000.00', prices: [] };
  return {
    vendor_list: (input) => page(all.filter((one) => (input.include_inactive || one.is_active) && one.name.toLowerCase().includes((input.search ?? '').toLowerCase()))),
    vendor_get: ({ vendor_id }) => view(find(vendor_id)),
    vendor_create: ({ terms }) => {
      const made = row(all.length + 1, terms.name, { mode: terms.mode, pricing: terms.pricing, commission_bp: terms.commission_bp ?? 0, commission_amount: money(rupiah(terms.commission_amount ?? '0')) });
      all = [...all, made];
      return view(made);
    },
    vendor_update: ({ vendor_id, terms, is_active }) => view(put({ ...find(vendor_id), name: terms.name, mode: terms.mode, pricing: terms.pricing, is_active, version: find(vendor_id).version + 1 })),
    vendor_people_set: ({ vendor_id, user_ids }) => ({ ...view(find(vendor_id)), people: user_ids.map((user_id) => ({ user_id, name: `Orang ${user_id}`, username: `orang-${user_id}`, is_active: true })) }),
    vendor_transfer_preview: preview,
    vendor_hand_over: (input) => transfer(input, 'hand_over'),
    vendor_return: (input) => transfer(input, 'return'),
    vendor_transfer_list: ({ vendor_id }) => page(moved.filter((one) => vendor_id === undefined || one.vendor_id === vendor_id)),
    vendor_stock_list: ({ in_hand_only }) => page(stock.filter((one) => !in_hand_only || one.in_hand > 0)),
    vendor_payment_void: ({ vendor_settlement_id, reason }) => {
      const paid = settled.find((one) => one.vendor_settlement_id === vendor_settlement_id);
      if (!paid) throw new IpcError({ code: 'vendor_settlement_not_found', params: {} });
      const vendor = find(paid.vendor_id);
      const isOut = paid.kind === 'pay_out';
      const after = rupiah(vendor.balance) + (isOut ? 1 : -1) * rupiah(paid.paid_amount);
      const made = settlement(vendor, { kind: isOut ? 'top_up' : 'pay_out', paid_amount: paid.paid_amount, balance_after: money(after), method: paid.method, note: reason, reverses_number: paid.document_number });
      settled = settled.map((one) => (one === paid ? { ...one, reversed_by_number: made.document_number } : one));
      return made;
    },
    vendor_top_up: (input) => pay(input, 'top_up'),
    vendor_pay_out: (input) => pay(input, 'pay_out'),
    vendor_settlement_preview: owed,
    vendor_settlement_create: (input) => {
      const vendor = find(input.vendor_id);
      const due = owed({ vendor_id: input.vendor_id, sold: input.sold ?? [] }) as Output<'vendor_settlement_preview'>;
      put({ ...vendor, to_settle: 0, to_settle_amount: '0.00' });
      const after = rupiah(vendor.balance) - rupiah(due.amount) + rupiah(input.paid_amount);
      return settlement(find(input.vendor_id), { kind: 'settlement', paid_amount: money(rupiah(input.paid_amount)), balance_after: money(after), method: input.method, quantity: due.quantity, gross_amount: due.gross_amount, commission_amount: due.commission_amount, lines: due.lines });
    },
    vendor_settlement_list: ({ vendor_id }) => page(settled.filter((one) => vendor_id === undefined || one.vendor_id === vendor_id)),
    vendor_statement_get: ({ from_on, to_on }) => statement(from_on, to_on),
    vendor_statement_render: paper,
    reseller_account_get: () => structuredClone(own),
    reseller_stock_list: () => page(stock),
    reseller_transfer_list: () => page(moved.filter((one) => one.vendor_id === 1)),
    reseller_settlement_list: () => page(settled.filter((one) => one.vendor_id === 1)),
    reseller_statement_render: paper,
  } satisfies Partial<Handlers>;
}
