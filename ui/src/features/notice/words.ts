import type { TFunction } from 'i18next';
import { CircleAlert, DatabaseBackup, Hourglass, KeyRound, OctagonX, ShieldAlert, Ticket, Unplug, type LucideIcon } from 'lucide-react';
import { describeError } from '@/i18n/errors';
import { formatDayTime, formatNumber } from '@/lib/format';
import type { NoticeRow } from '@/ipc';

const icons: Record<string, LucideIcon> = { router_down: Unplug, stock_low: Ticket, job_dead: OctagonX, backup_failed: DatabaseBackup, license_near: KeyRound, shift_open: Hourglass, access_changed: ShieldAlert };

export const noticeIcon = (kind: string): LucideIcon => icons[kind] ?? CircleAlert;

/** Kinds that are told of; of backups nothing is told before the program makes them. */
export const noticeKinds = Object.keys(icons).filter((kind) => kind !== 'backup_failed');

/** The kind of a notice in a word or two; one this version does not know shows its own name. */
export function noticeKind(t: TFunction, kind: string): string {
  return t(`notice:kinds.${kind}` as 'notice:kinds.router_down', { defaultValue: kind });
}

/** The sentence: what happened (`title`), and what is known besides (`detail`). */
export function noticeWords(t: TFunction, notice: Pick<NoticeRow, 'kind' | 'params'>): { title: string; detail: string } {
  const { kind, params } = notice;
  const words: Record<string, unknown> = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'number' ? formatNumber(value) : typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? formatDayTime(value) : (value ?? '')]),
  );
  if (typeof params['kind'] === 'string') words['kind'] = t(`job:kinds.${params['kind']}` as 'job:kinds.router_drain', { defaultValue: params['kind'] });
  const title = t(`notice:titles.${kind}` as 'notice:titles.router_down', { ...words, context: kind === 'access_changed' ? params['what'] : undefined, defaultValue: noticeKind(t, kind) });
  const error = typeof params['error_code'] === 'string' ? describeError({ code: params['error_code'], params }, t).title : '';
  const detail = t(`notice:details.${kind}` as 'notice:details.router_down', { ...words, context: detailContext(kind, params), defaultValue: '' });
  // An error's sentence with blanks that the notice cannot fill says less than none.
  return { title, detail: [detail, error.includes('{{') ? '' : error].filter(Boolean).join(' ') };
}

/** A detail that needs a fact which is not always there. */
function detailContext(kind: string, params: Record<string, unknown>): string | undefined {
  if (kind === 'stock_low') return typeof params['days'] === 'number' ? 'days' : undefined;
  if (kind === 'access_changed') return params['is_own'] === true ? 'own' : typeof params['by'] === 'string' ? undefined : 'command';
  if (kind === 'job_dead') return typeof params['router'] === 'string' ? 'router' : undefined;
  return undefined;
}
