import type { TFunction } from 'i18next';
import { formatDayTime, formatDuration, formatMoney, formatNumber } from '@/lib/format';
import type { AuditChange, AuditRow } from '@/ipc';

/** The kinds of rows whose changes are kept, as the filter offers them. */
export const auditKinds = [
  'plan', 'voucher_batch', 'voucher', 'router', 'user', 'user_grant', 'role', 'settings', 'location', 'bandwidth_profile', 'printer', 'vendor', 'vendor_price', 'reseller_account', 'cash_drawer', 'cash_session', 'voucher_template',
] as const;

export function kindWord(t: TFunction, kind: string): string {
  return t(`audit:kinds.${kind}` as 'audit:kinds.plan', { defaultValue: kind.replaceAll('_', ' ') });
}

/** A column by the word of its screen; a setting is a row of its own, whose name stands in `subject`. */
export function fieldWord(t: TFunction, field: string): string {
  return t(`audit:fields.${field}` as 'audit:fields.name', { defaultValue: field.replaceAll('_', ' ') });
}

const isInstant = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text);
const isMoney = (field: string, value: unknown) => /^price_|_price$|amount$/.test(field) && /^-?\d+(\.\d+)?$/.test(String(value));

/** What rows that are named by number are called, by the column that names them: `role_id` → 3 → `Loket`. */
export type Names = Record<string, ReadonlyMap<number, string>>;

/** A state by the words of the kind it is a state of: an `active` batch still gives codes, an `active` voucher is in use. */
function statusWord(t: TFunction, kind: string, status: string): string {
  if (kind === 'voucher') return t(`states:voucher.${status}` as 'states:voucher.active', { defaultValue: status });
  if (kind !== 'voucher_batch') return status;
  return status === 'active' ? t('states:record.active') : t(`states:batch.${status}` as 'states:batch.paused', { defaultValue: status });
}

/** A value of a column of a kind, as the rest of the program would write it. */
export function valueWord(t: TFunction, { kind, field }: { kind: string; field: string }, value: unknown, names: Names = {}): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return t(value ? 'common:yes' : 'common:no');
  if (isMoney(field, value)) return formatMoney(String(value));
  if (typeof value === 'number') {
    const name = names[field]?.get(value);
    if (name !== undefined) return name;
    if (field.endsWith('_s')) return formatDuration(value);
    return /_(id|by)$/.test(field) || field === 'port' ? `#${value}` : `${formatNumber(value)}${field.endsWith('_kbps') ? ' kbit/s' : ''}`;
  }
  if (typeof value === 'string' && field === 'status') return statusWord(t, kind, value);
  if (typeof value === 'string') return isInstant(value) ? formatDayTime(value) : value;
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map((one) => valueWord(t, { kind, field: '' }, one)).join(', ');
  return JSON.stringify(value);
}

/** `harga jual Rp 4.500 → Rp 5.000`; of a secret only that it was changed. */
function changeWord(t: TFunction, kind: string, { field, old, new: next, is_secret }: AuditChange, names: Names): string {
  const name = fieldWord(t, field);
  return is_secret ? t('audit:secretChanged', { name }) : `${name} ${valueWord(t, { kind, field }, old, names)} → ${valueWord(t, { kind, field }, next, names)}`;
}

/** What a list gained and lost, where both are lists: a role with forty permissions changes by one. */
export function listChange(change: AuditChange): { added: string[]; gone: string[] } | undefined {
  const { old, new: next } = change;
  if (!Array.isArray(old) || !Array.isArray(next)) return undefined;
  const [before, after] = [old.map(String), next.map(String)];
  return { added: after.filter((one) => !before.includes(one)), gone: before.filter((one) => !after.includes(one)) };
}

/** The whole deed in a sentence: `mengubah paket 1 Hari: harga jual Rp 4.500 → Rp 5.000`. */
export function auditSentence(t: TFunction, row: AuditRow, names: Names = {}): string {
  const thing = [kindWord(t, row.kind), row.kind === 'settings' && row.subject ? fieldWord(t, row.subject) : (row.subject ?? `#${row.row_id}`)].join(' ');
  if (row.act === 'delete') return t('audit:deleted', { thing });
  const said = row.changes.slice(0, 2).map((change) => (row.kind === 'settings' && change.field === 'value' ? `${valueWord(t, { kind: row.kind, field: '' }, change.old)} → ${valueWord(t, { kind: row.kind, field: '' }, change.new)}` : shortChange(t, row.kind, change, names)));
  const rest = row.changes.length - said.length;
  return `${t('audit:changed', { thing })}: ${said.join(', ')}${rest > 0 ? ` ${t('audit:more', { count: rest })}` : ''}`;
}

function shortChange(t: TFunction, kind: string, change: AuditChange, names: Names): string {
  const list = change.is_secret ? undefined : listChange(change);
  if (!list) return changeWord(t, kind, change, names);
  return `${fieldWord(t, change.field)} ${[list.added.length > 0 ? `+${list.added.length}` : '', list.gone.length > 0 ? `−${list.gone.length}` : ''].filter(Boolean).join(' ')}`;
}

/** What a deed is called; one this version does not know shows the operation's name. */
export function actionWord(t: TFunction, action: string): string {
  return t(`audit:actions.${action}` as 'audit:actions.plan_create', { defaultValue: action.replaceAll('_', ' ') });
}

export function sourceWord(t: TFunction, source: string | null): string {
  return source === null ? '–' : t(`audit:sources.${source}` as 'audit:sources.window', { defaultValue: source });
}
