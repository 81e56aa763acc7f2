import type { TFunction } from 'i18next';
import { formatBytes, formatDate, formatMoney, formatSpan } from '@/lib/format';
import type { ActivityRow, Permission } from '@/ipc';
import { actionWord, fieldWord, kindWord } from './words';

type May = (permission: Permission | undefined) => boolean;

/** What deeds are done to, as the filter offers it. */
export const deedKinds = [
  'voucher_batch', 'voucher', 'plan', 'router', 'sale', 'cash_session', 'cash_drawer', 'vendor', 'user', 'role', 'location', 'printer', 'export', 'saved_view', 'job', 'installation',
] as const;

/** Where a thing has its screen, and what it takes to look there. */
const screens: Record<string, { needs: Permission; to: (id: number) => string }> = {
  voucher_batch: { needs: 'voucher.view', to: (id) => `/batches/${id}` },
  voucher: { needs: 'voucher.view', to: (id) => `/vouchers?open=${id}` },
  plan: { needs: 'plan.view', to: (id) => `/plans/${id}` },
  router: { needs: 'router.view', to: (id) => `/routers/${id}` },
  sale: { needs: 'sale.view', to: (id) => `/sales?open=${id}` },
  cash_session: { needs: 'cash.view', to: (id) => `/cash?open=${id}` },
  vendor: { needs: 'vendor.view', to: (id) => `/vendors/${id}` },
  user: { needs: 'user.view', to: (id) => `/users?edit=${id}` },
  role: { needs: 'user.view', to: (id) => `/roles?open=${id}` },
};

/** The way to what a deed was done to, where there is one and this person may take it. */
export function subjectLink({ subject_kind, subject_id }: ActivityRow, may: May): string | undefined {
  const screen = subject_kind === null ? undefined : screens[subject_kind];
  return screen && subject_id !== null && may(screen.needs) ? screen.to(subject_id) : undefined;
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** What people call the thing, as far as the deed kept it. */
function nameOf(t: TFunction, { subject_kind, subject_id, user_id, user_name, details }: ActivityRow): string | undefined {
  switch (subject_kind) {
    case 'voucher_batch':
      return text(details['batch_code']);
    case 'sale':
      return text(details['document_number']) ?? text(details['number']);
    case 'cash_session':
      // Where a drawer was opened for a document, the number is that document's.
      return details['document'] === undefined && typeof details['number'] === 'number' ? String(details['number']) : undefined;
    case 'export':
      return text(details['file_name']);
    case 'installation':
      return text(details['installation']);
    case 'job':
      return text(details['kind']) && t(`job:kinds.${String(details['kind'])}` as 'job:kinds.router_drain', { defaultValue: String(details['kind']) });
    case 'user':
      return text(details['name']) ?? (subject_id === user_id ? (user_name ?? undefined) : undefined);
    default:
      return text(details['name']);
  }
}

/** `batch VB-2611-017`; by its row where nothing better was kept. Nothing for what is done to no thing. */
export function subjectWord(t: TFunction, row: ActivityRow): string | undefined {
  if (row.subject_kind === null) return undefined;
  const name = nameOf(t, row) ?? (row.subject_id === null ? '' : `#${row.subject_id}`);
  return `${kindWord(t, row.subject_kind)} ${name}`.trim();
}

/** How a fact is put; nothing where it says nothing. */
type Say = (t: TFunction, value: unknown, row: ActivityRow) => string | undefined;

const fact = (t: TFunction, key: string, values: Record<string, unknown> = {}) => t(`audit:facts.${key}` as 'audit:facts.again', values);
const count = (key: string): Say => (t, value) => (typeof value === 'number' && value > 0 ? fact(t, key, { count: value }) : undefined);
const named = (kind: string): Say => (t, value) => text(value) && `${kindWord(t, kind)} ${String(value)}`;
const field = (name: string): Say => (t, value) => text(value) && `${fieldWord(t, name)} ${String(value)}`;
const quoted = (key: string): Say => (t, value) => text(value) && fact(t, key, { value });
const flag = (key: string, when = true): Say => (t, value) => (value === when ? fact(t, key) : undefined);
const given = (format: (value: number) => string): Say => (_, value) => (typeof value === 'number' ? `+${format(value)}` : undefined);
const day = (value: unknown) => formatDate(`${String(value)}T12:00:00Z`);
const days = (until: string): Say => (_, from, { details }) => text(from) && text(details[until]) && (from === details[until] ? day(from) : `${day(from)} – ${day(details[until])}`);
const plain: Say = (_, value) => text(value);

/** Sums; those of nothing are left out. */
const sums: Record<string, Say> = Object.fromEntries(
  Object.entries({ total: '', amount: '', paid: 'paid', float: 'float_amount', counted: 'counted_amount', expected: 'expected_amount', difference: 'difference_amount' }).map(([key, name]) => [
    key,
    (t: TFunction, value: unknown) => (Number(value) ? [name === '' ? '' : name === 'paid' ? fact(t, 'paid') : fieldWord(t, name), formatMoney(String(value))].filter(Boolean).join(' ') : undefined),
  ]),
);

/** Every fact that is told, in the order of the sentence; why it was done comes last. */
const facts: Record<string, Say> = {
  quantity: count('codes'),
  cards: count('cards'),
  voided: count('voided'),
  plans: count('plans'),
  users: count('users'),
  comments: count('comments'),
  count: (t, value, row) => count(row.subject_kind === 'user' ? 'sessions' : 'differences')(t, value, row),
  refused: count('refused'),
  sessions_ended: count('sessions'),
  rows: count('rows'),
  left_out: (t, value) => (typeof value === 'number' ? t('audit:more', { count: value }) : undefined),
  choice: (t, value) => text(value) && t(`drift:choices.${String(value)}` as 'drift:choices.take', { defaultValue: String(value) }),
  kind: (t, value, { action }) => (action === 'report_print' ? t(`report:kinds.${String(value)}` as 'report:kinds.sales', { defaultValue: String(value) }) : undefined),
  by: (t, value, { action }) => {
    if (action === 'report_print') return t(`report:bys.${String(value)}` as 'report:bys.day', { defaultValue: String(value) });
    if (action === 'stock_print') return t(`stock:bys.${String(value)}` as 'stock:bys.plan', { defaultValue: String(value) });
    return value === 'pin' || value === 'password' ? fieldWord(t, `${value}_hash`) : undefined;
  },
  from_on: days('to_on'),
  from: (t, value, row) => (row.details['to'] === undefined ? text(value) && fact(t, 'from', { value }) : days('to')(t, value, row)),
  document_number: (_, value, { subject_kind }) => (subject_kind === 'sale' ? undefined : text(value)),
  of: (t, value, { action }) => text(value) && (action === 'cash_pay_out_refuse' ? actionWord(t, String(value)) : fact(t, 'of', { value })),
  plan: named('plan'),
  router: named('router'),
  drawer: (t, value, row) => (value === true ? fact(t, 'drawerOpened') : named('cash_drawer')(t, value, row)),
  username: field('username'),
  mac: field('mac'),
  people: (_, value) => (Array.isArray(value) && value.length > 0 ? value.map(String).join(', ') : undefined),
  database: plain,
  place: plain,
  mode: (t, value) => text(value) && t(`vendor:modes.${String(value)}` as 'vendor:modes.prepaid', { defaultValue: String(value) }),
  pricing: (t, value) => text(value) && t(`vendor:pricings.${String(value)}` as 'vendor:pricings.own_price', { defaultValue: String(value) }),
  ...sums,
  method: (t, value) => text(value) && t(`counter:methods.${String(value)}` as 'counter:methods.cash', { defaultValue: String(value) }),
  usage_s: given(formatSpan),
  validity_s: given(formatSpan),
  data_bytes: given(formatBytes),
  printer: named('printer'),
  is_active: (t, value) => (value === false ? t('states:record.inactive') : undefined),
  is_shared: (t, value) => fact(t, value === true ? 'shared' : 'unshared'),
  has_pin: flag('pinGone', false),
  forget_pin: flag('pinForgotten'),
  locked: flag('locked'),
  spent: flag('spent'),
  is_reprint: flag('again'),
  reason: quoted('reason'),
  note: quoted('note'),
};

/** The facts that are told, or name what the deed was done to. */
export const told: ReadonlySet<string> = new Set([...Object.keys(facts), 'to', 'to_on', 'name', 'batch_code', 'number', 'file_name', 'installation']);

/**
 * The deed in a sentence: `Membuat batch: 100 kode, paket 1 Hari`. Sums are told to who may look at the document they stand
 * on. What this version does not know is left out.
 */
export function deedSentence(t: TFunction, row: ActivityRow, may: May): string {
  const screen = row.subject_kind === null ? undefined : screens[row.subject_kind];
  const hides = screen !== undefined && !may(screen.needs);
  const said = Object.entries(facts).flatMap(([key, say]) => {
    const value = row.details[key];
    if (value === undefined || value === null || (hides && key in sums)) return [];
    return say(t, value, row) || [];
  });
  return [actionWord(t, row.action), said.join(', ')].filter(Boolean).join(': ');
}
