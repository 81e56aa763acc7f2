import type { Input, Output } from './client';
import type { AdoptReport, DriftChoice, DriftCounts, DriftItem, DriftKind, DriftRouter, OperationName } from './contract.gen';
import { IpcError } from './error';
import * as data from './mock-data';

// Three routers that do not hold what was asked, each in its own way: RB-Pasar differs, RB-Kantor waits, RB-Krajan was there before a restore.

type Handlers = { [N in OperationName]: (input: Input<N>) => Output<N> | Promise<Output<N>> };
type Drift = Pick<Handlers, 'drift_summary' | 'drift_list' | 'drift_resolve' | 'router_reconcile_confirm' | 'router_compare' | 'router_adopt_preview' | 'router_adopt'>;

const user = (name: string, limit: string, more: Record<string, string> = {}) => ({ name, profile: '1-HARI', 'limit-uptime': limit, disabled: 'false', ...more });

function item(drift_id: number, kind: DriftKind, name: string, part: Partial<DriftItem>): DriftItem {
  return {
    drift_id, router_id: 2, router_name: 'RB-Pasar', location_id: 1, kind, state: 'open', name, voucher_id: kind.startsWith('profile') || kind === 'stray' ? null : 4000 + drift_id, plan_id: null,
    batch_code: kind.startsWith('profile') ? null : 'VB-2611-014', ros_id: kind.endsWith('missing') ? null : `*${drift_id}F`, ours: null, seen: null, now: null, fields: [], reason: `router_row_${kind}`,
    can_take: false, take_refused: null, seen_at: data.ago(60 * 26), found_at: data.ago(44 - drift_id), looked_at: data.ago(3), ...part,
  };
}

const profile = { 'rate-limit': '5M/10M', 'shared-users': '1', 'session-timeout': 'none' };

export const driftItems: DriftItem[] = [
  item(1, 'profile_differs', '1-HARI', { plan_id: 3, ours: profile, seen: profile, now: { ...profile, 'rate-limit': '5M/8M', 'shared-users': '2' }, fields: ['rate-limit', 'shared-users'], can_take: true, reason: 'router_profile_differs' }),
  item(2, 'differs', data.codeOf(61), { ours: user(data.codeOf(61), '1d'), seen: user(data.codeOf(61), '1d'), now: user(data.codeOf(61), '3d'), fields: ['limit-uptime'], take_refused: 'drift_take_field' }),
  item(3, 'differs', data.codeOf(62), { ours: user(data.codeOf(62), '1d'), seen: user(data.codeOf(62), '1d'), now: user(data.codeOf(62), '1d', { disabled: 'true' }), fields: ['disabled'], can_take: true }),
  item(4, 'missing', data.codeOf(63), { ours: user(data.codeOf(63), '1d'), seen: user(data.codeOf(63), '1d'), take_refused: 'drift_take_missing' }),
  item(5, 'unwanted', data.codeOf(64), { now: user(data.codeOf(64), '1d'), take_refused: 'drift_take_unwanted' }),
  item(6, 'stray', data.codeOf(65), { now: user(data.codeOf(65), '1d', { comment: 'simpul|v1|9f31c0aa|VB-2610-002|88123' }), take_refused: 'drift_take_stray', batch_code: null }),
  item(7, 'differs', data.codeOf(66), { state: 'ignored', ours: user(data.codeOf(66), '1d'), seen: user(data.codeOf(66), '1d'), now: user(data.codeOf(66), '1d', { comment: 'titip Pak RT' }), fields: ['comment'] }),
];

function commandsOf(one: DriftItem, choice: DriftChoice): string[] {
  const menu = one.kind.startsWith('profile') ? '/ip hotspot user profile' : '/ip hotspot user';
  const words = one.fields.map((field) => `${field}=${one.ours?.[field] ?? ''}`).join(' ');
  if (choice === 'remove') return [`${menu} remove [find .id=${one.ros_id}]`];
  if (choice !== 'push') return [];
  if (one.kind.endsWith('missing')) return [`${menu} add ${Object.entries(one.ours ?? {}).map(([key, value]) => `${key}=${value}`).join(' ')}`];
  return one.kind === 'unwanted' ? [`${menu} remove [find name=${one.name}]`] : [`${menu} set [find name=${one.name}] ${words}`];
}

function refusedOf(one: DriftItem, choice: DriftChoice): string | null {
  if (choice === 'take') return one.can_take ? null : one.take_refused;
  if (choice === 'push') return one.kind === 'stray' ? 'drift_push_stray' : null;
  return choice === 'remove' && one.kind !== 'stray' ? 'drift_remove_not_stray' : null;
}

const report: AdoptReport = {
  router_id: 2, done: false, users_total: 412, users_ours: 180, users_adoptable: 221, users_adopted: 0, more: 216,
  profiles: [
    { name: '1hari-5rb', outcome: 'new', reason: null, plan_id: null, batch_id: null, batch_code: null, price_sell: '5000.00', price_cost: '3500.00', validity_s: 86_400, usage_limit_s: null, data_limit_bytes: null, shared_users: 1, upload_kbps: 2048, download_kbps: 5120, users: 140, has_script: true },
    { name: '1-HARI', outcome: 'known', reason: null, plan_id: 3, batch_id: null, batch_code: null, price_sell: '5000.00', price_cost: '3500.00', validity_s: 86_400, usage_limit_s: null, data_limit_bytes: null, shared_users: 1, upload_kbps: 5000, download_kbps: 10_000, users: 81, has_script: false },
    { name: 'default', outcome: 'skipped', reason: 'adopt_built_in', plan_id: null, batch_id: null, batch_code: null, price_sell: '0.00', price_cost: '0.00', validity_s: null, usage_limit_s: null, data_limit_bytes: null, shared_users: 1, upload_kbps: null, download_kbps: null, users: 2, has_script: false },
  ],
  skipped: [{ reason: 'adopt_dynamic', count: 7 }, { reason: 'adopt_disabled', count: 4 }],
  rows: Array.from({ length: 5 }, (_, i) => ({
    name: `vc-${data.codeOf(i + 900)}`, profile: i % 2 ? '1-HARI' : '1hari-5rb', comment: i === 0 ? 'nov/22/2026 08:14:00' : 'vc-812-11.20.26', status: i === 0 ? ('active' as const) : i === 4 ? null : ('available' as const), expires_at: i === 0 ? data.ago(-1000) : null, uptime_s: i === 0 ? 4300 : 0,
    reason: i === 4 ? 'adopt_disabled' : null,
  })),
};

export function driftHandlers(): Drift {
  let items = structuredClone(driftItems);
  const opened = new Set<number>();
  const compared = new Map<number, string>();
  const rowOf = (router_id: number): DriftRouter => {
    const router = data.routers.find((one) => one.router_id === router_id);
    if (!router) throw new IpcError({ code: 'router_not_found' });
    const mine = items.filter((one) => one.router_id === router_id);
    const open: DriftCounts = { missing: 0, differs: 0, unwanted: 0, stray: 0, profile_missing: 0, profile_differs: 0 };
    for (const one of mine) if (one.state === 'open') open[one.kind] += 1;
    return {
      router_id, router_name: router.name, location_id: 1, link: router.state.link, compared_at: compared.get(router_id) ?? (router_id === 5 ? null : data.ago(60 * 7)), truth: router.truth,
      waiting: router.truth.pending, held: router_id === 4 ? 120 : 0, oldest_waiting_at: router.truth.pending > 0 ? data.ago(router_id === 5 ? 18 : 2) : null, open,
      ignored: mine.filter((one) => one.state === 'ignored').length, resolving: mine.filter((one) => one.state === 'resolving').length, foreign_users: router_id === 2 ? 221 : 0, foreign_profiles: router_id === 2 ? 2 : 0,
      gate: router_id === 3 && !opened.has(3) ? { since: data.ago(95), highest_seen: 88_123, highest_ours: 87_940 } : null,
    };
  };
  return {
    drift_summary: () => ({ rows: data.routers.map((one) => rowOf(one.router_id)), next: null }),
    drift_list: (input) => {
      const rows = items.filter(
        (one) =>
          (input.router_id === undefined || one.router_id === input.router_id) && (input.state === undefined || one.state === input.state) && (!input.kinds?.length || input.kinds.includes(one.kind)) &&
          (input.search === undefined || one.name.toLowerCase().includes(input.search.toLowerCase())),
      );
      return { rows: structuredClone(rows.slice(0, input.page?.limit ?? 100)), next: null };
    },
    drift_resolve: ({ router_id, choice, drift_ids, kinds, dry_run }) => {
      const rows = items.filter((one) => one.router_id === router_id && (drift_ids.length > 0 ? drift_ids.includes(one.drift_id) : one.state === 'open' && (kinds.length === 0 || kinds.includes(one.kind))));
      const steps = rows.map((one) => {
        const refused = refusedOf(one, choice);
        return {
          drift_id: one.drift_id, name: one.name, kind: one.kind, commands: refused ? [] : commandsOf(one, choice), book: choice === 'take' && !refused ? one.fields.map((field) => `${field}=${one.now?.[field] ?? ''}`).join(' ') : null, refused, held: false,
        };
      });
      const taken = new Set(steps.filter((step) => step.refused === null).map((step) => step.drift_id));
      if (!dry_run) items = items.map((one) => (taken.has(one.drift_id) ? { ...one, state: choice === 'ignore' ? ('ignored' as const) : ('resolving' as const) } : one));
      return { dry_run, choice, count: taken.size, refused: rows.length - taken.size, more: 0, rows: steps, job_id: dry_run ? null : 905 };
    },
    router_reconcile_confirm: ({ router_id }) => {
      opened.add(router_id);
      return rowOf(router_id);
    },
    router_compare: ({ router_id }) => {
      compared.set(router_id, new Date().toISOString());
      return rowOf(router_id);
    },
    router_adopt_preview: ({ router_id }) => ({ ...structuredClone(report), router_id }),
    router_adopt: ({ router_id, profile_names, with_users }) => {
      const users = with_users ? report.profiles.filter((one) => profile_names.includes(one.name)).reduce((sum, one) => sum + one.users, 0) : 0;
      return { ...structuredClone(report), router_id, done: true, users_adopted: users, profiles: report.profiles.filter((one) => profile_names.includes(one.name)).map((one) => ({ ...one, batch_id: 19, batch_code: 'VB-2611-019' })) };
    },
  };
}
