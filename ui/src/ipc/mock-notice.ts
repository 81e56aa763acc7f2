import type { Input, Output } from './client';
import type { NoticePreferences, NoticeRow, OperationName } from './contract.gen';
import * as data from './mock-data';

// What the made-up shop would call attention to.

type Handlers = { [N in OperationName]: (input: Input<N>) => Output<N> | Promise<Output<N>> };
type Notices = Pick<Handlers, 'notice_list' | 'notice_summary' | 'notice_read' | 'notice_take' | 'notice_preferences_get' | 'notice_preferences_set'>;

const facts: [string, string, Record<string, unknown>, string, number, number | null, boolean][] = [
  ['router_down', 'bad', { router: 'RB-Masjid', since: data.ago(18) }, '/routers/5', 18, null, false],
  ['stock_low', 'warn', { plan: '1 Hari', left: 38, days: 1 }, '/plans/3', 95, null, false],
  ['job_dead', 'bad', { kind: 'router_drain', error_code: 'router_sign_in_failed', router: 'RB-Pasar' }, '/jobs?group=failed', 390, null, false],
  ['license_near', 'warn', { router: 'RB-Pasar', active: 188, limit: 200 }, '/routers/2', 60 * 20, null, true],
  ['router_down', 'bad', { router: 'RB-Krajan', since: data.ago(60 * 30) }, '/routers/3', 60 * 30, 60 * 29, true],
  ['backup_failed', 'bad', { error_code: 'database_disk_full' }, '/about', 60 * 50, 60 * 26, true],
];

export const notices: NoticeRow[] = facts.map(([kind, severity, params, link, raised, cleared, read], i) => ({
  notice_id: 60 - i, kind: kind as NoticeRow['kind'], severity: severity as NoticeRow['severity'], params, link, location_id: 1, raised_at: data.ago(raised), cleared_at: cleared === null ? null : data.ago(cleared), read_at: read ? data.ago(raised - 1) : null,
}));

export function noticeHandlers(): Notices {
  let rows = structuredClone(notices);
  let preferences: NoticePreferences = {
    kinds: ['router_down', 'stock_low', 'job_dead', 'license_near', 'shift_open'].map((kind) => ({ kind: kind as NoticeRow['kind'], program: true, system: kind === 'router_down' })), quiet_from: '21:00', quiet_until: '06:00',
  };
  const summary = () => ({ unread: rows.filter((row) => row.read_at === null).length, open: rows.filter((row) => row.cleared_at === null).length, newest: rows[0]?.notice_id ?? null });
  return {
    notice_list: (input) => ({
      rows: structuredClone(data.turned(rows.filter((row) => (!input.unread_only || row.read_at === null) && (!input.open_only || row.cleared_at === null) && (input.kind === undefined || row.kind === input.kind)), input.descending).slice(0, input.page?.limit ?? 100)),
      next: null,
    }),
    notice_summary: summary,
    notice_read: ({ notice_ids, up_to }) => {
      const hit = (row: NoticeRow) => notice_ids?.includes(row.notice_id) || (up_to !== undefined && row.notice_id <= up_to);
      rows = rows.map((row) => (row.read_at === null && hit(row) ? { ...row, read_at: data.now.toISOString() } : row));
      return summary();
    },
    notice_take: () => [],
    notice_preferences_get: () => structuredClone(preferences),
    notice_preferences_set: (input) => (preferences = structuredClone(input)),
  };
}
