import type { Input, Output } from './client';
import type { AccountKind, EntryKind, LedgerAccountRow, LedgerEntryRow, OperationName } from './contract.gen';
import * as data from './mock-data';

type Handlers = { [N in OperationName]: (input: Input<N>) => Output<N> };

const money = (rupiah: number) => `${rupiah}.00`;

interface Account {
  id: number;
  kind: AccountKind;
  name: string;
  vendor?: number;
}

const revenue: Account = { id: 1, kind: 'voucher_revenue', name: 'Kantor Utama' };
const front: Account = { id: 2, kind: 'drawer', name: 'Loket depan' };
const back: Account = { id: 3, kind: 'drawer', name: 'Loket belakang' };
const tini: Account = { id: 4, kind: 'vendor', name: 'Warung Bu Tini', vendor: 3 };
const darto: Account = { id: 5, kind: 'vendor', name: 'Kios Pak Darto', vendor: 1 };
const accounts = [revenue, front, back, tini, darto];

interface Deed {
  kind: EntryKind;
  at: number;
  by: [number, string];
  subject?: [string, number, string | null];
  shift?: [number, number];
  note?: string;
  moves: [Account, number][];
}

const hendra: [number, string] = [1, 'Hendra Saputra'];
const rina: [number, string] = [2, 'Rina Wulandari'];

// The oldest first, as they were written.
const deeds: Deed[] = [
  { kind: 'float', at: 1_700, by: hendra, subject: ['cash_session', 40, null], shift: [40, 40], moves: [[front, 200_000]] },
  { kind: 'voucher_sale', at: 1_420, by: hendra, subject: ['sale', 180, 'N-2611-0180'], shift: [40, 40], moves: [[revenue, 11_000]] },
  { kind: 'voucher_sale', at: 1_380, by: hendra, subject: ['sale', 181, 'N-2611-0181'], shift: [40, 40], moves: [[revenue, 25_000]] },
  { kind: 'voucher_sale', at: 1_350, by: hendra, subject: ['sale', 182, 'N-2611-0182'], shift: [40, 40], moves: [[revenue, 10_000], [front, 10_000]] },
  { kind: 'voucher_refund', at: 1_300, by: hendra, subject: ['sale', 183, 'N-2611-0183'], shift: [40, 40], note: 'salah paket', moves: [[revenue, -5_000], [front, -5_000]] },
  { kind: 'pay_out', at: 1_100, by: hendra, subject: ['cash_session', 40, null], shift: [40, 40], moves: [[front, -205_000]] },
  { kind: 'vendor_settlement', at: 900, by: rina, subject: ['vendor_settlement', 1, 'SV-2611-0001'], moves: [[darto, -35_000], [revenue, 35_000]] },
  { kind: 'commission', at: 900, by: rina, subject: ['vendor_settlement', 1, 'SV-2611-0001'], moves: [[darto, 3_500], [revenue, -3_500]] },
  { kind: 'float', at: 391, by: rina, subject: ['cash_session', 1, null], shift: [1, 41], moves: [[front, 200_000]] },
  { kind: 'vendor_top_up', at: 200, by: rina, subject: ['vendor_settlement', 2, 'SV-2611-0002'], shift: [1, 41], moves: [[tini, 100_000], [front, 100_000]] },
  { kind: 'pay_out', at: 120, by: rina, shift: [1, 41], note: 'beli pulsa listrik', moves: [[front, -50_000]] },
  { kind: 'voucher_sale', at: 14, by: rina, subject: ['sale', 184, 'N-2611-0184'], shift: [1, 41], moves: [[revenue, 5_000], [front, 5_000]] },
  { kind: 'voucher_sale', at: 11, by: rina, subject: ['sale', 185, 'N-2611-0185'], shift: [1, 41], moves: [[revenue, 4_000], [front, 4_000]] },
  { kind: 'voucher_sale', at: 8, by: rina, subject: ['sale', 186, 'N-2611-0186'], shift: [1, 41], moves: [[revenue, 5_000], [front, 5_000]] },
];

/** The rows as the database numbers and balances them, the newest first. */
function written(): { entries: LedgerEntryRow[]; rows: LedgerAccountRow[] } {
  const held = new Map<number, { balance: number; entries: number }>();
  const entries: LedgerEntryRow[] = [];
  for (const deed of deeds) {
    for (const [account, amount] of deed.moves) {
      const was = held.get(account.id) ?? { balance: 0, entries: 0 };
      held.set(account.id, { balance: was.balance + amount, entries: was.entries + 1 });
      const others = deed.moves.filter(([one]) => one !== account).map(([one]) => ({ ledger_account_id: one.id, kind: one.kind, name: one.name }));
      entries.unshift({
        ledger_entry_id: entries.length + 1, ledger_account_id: account.id, account_kind: account.kind, account_name: account.name, location_id: 1, number: was.entries + 1, at: data.ago(deed.at), kind: deed.kind, amount: money(amount),
        balance_before: money(was.balance), balance_after: money(was.balance + amount), cash_session_id: deed.shift?.[0] ?? null, session_number: deed.shift?.[1] ?? null, subject_kind: deed.subject?.[0] ?? null,
        subject_id: deed.subject?.[1] ?? null, document_number: deed.subject?.[2] ?? null, vendor_id: deed.moves.find(([one]) => one.vendor !== undefined)?.[0].vendor ?? null, counter_accounts: others,
        user_id: deed.by[0], user_name: deed.by[1], note: deed.note ?? '',
      });
    }
  }
  const rows = accounts.map((one) => ({
    ledger_account_id: one.id, location_id: 1, kind: one.kind, cash_drawer_id: one.kind === 'drawer' ? one.id - 1 : null, vendor_id: one.vendor ?? null, name: one.name, balance: money(held.get(one.id)?.balance ?? 0),
    entries: held.get(one.id)?.entries ?? 0,
  }));
  return { entries, rows };
}

/** The ledger of the made-up shop, and a check that finds it in order. */
export function ledgerHandlers(): Pick<Handlers, 'ledger_account_list' | 'ledger_entry_list' | 'books_verify'> {
  const { entries, rows } = written();
  return {
    ledger_account_list: () => ({ rows: structuredClone(rows), next: null }),
    ledger_entry_list: (input) => ({
      rows: structuredClone(data.turned(entries.filter((row) =>
        (input.ledger_account_id === undefined || row.ledger_account_id === input.ledger_account_id) &&
        (input.cash_session_id === undefined || row.cash_session_id === input.cash_session_id) &&
        (input.user_id === undefined || row.user_id === input.user_id) &&
        (input.kind === undefined || row.kind === input.kind) &&
        (input.from_on === undefined || row.at.slice(0, 10) >= input.from_on) &&
        (input.to_on === undefined || row.at.slice(0, 10) <= input.to_on)), input.descending)),
      next: null,
    }),
    books_verify: () => ({ is_clean: true, accounts: rows.length, entries: entries.length, sessions: 2, sales: 7, vouchers: 12, findings: [] }),
  };
}
