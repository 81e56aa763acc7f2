import { databaseHandlers } from './mock-database';
import { logoHandlers } from './mock-logo';
import { printingHandlers } from './mock-printing';
import type { Input, Output, Transport } from './client';
import { readPreference } from '@/lib/preferences';
import type { Me, OperationName, VoucherBatchRow, VoucherBatchView, VoucherFilter, VoucherRow } from './contract.gen';
import { IpcError } from './error';
import * as data from './mock-data';
import { counterHandlers } from './mock-counter';
import { driftHandlers } from './mock-drift';
import { exportHandlers } from './mock-export';
import { ledgerHandlers } from './mock-ledger';
import { liveHandlers } from './mock-network';
import { noticeHandlers } from './mock-notice';
import { mockSheet } from './mock-pdf';
import { deeds, peopleHandlers } from './mock-people';
import { reportHandlers } from './mock-report';
import { vendorHandlers } from './mock-vendor';

type Handlers = { [N in OperationName]: (input: Input<N>) => Output<N> | Promise<Output<N>> };

export interface MockTransport extends Transport {
  /** Every call made, for tests. */
  calls: { name: OperationName; input: unknown }[];
  /** Replaces single answers. */
  answer: (handlers: Partial<Handlers>) => void;
  /** Sends an event to whoever listens. */
  emit: (tags: string[]) => void;
}

const done = { done: true };
const clone = <T>(value: T): T => structuredClone(value);

function find<T>(rows: T[], hit: (row: T) => boolean, code: string): T {
  const row = rows.find(hit);
  if (!row) throw new IpcError({ code, params: {}, incident: '0f3a' });
  return clone(row);
}

/** One page by a cursor that is the number of rows before it. */
function paged<T>(count: number, at: (index: number) => T, page: { after?: string; limit?: number } | undefined) {
  const start = Number(page?.after ?? 0);
  const end = Math.min(count, start + (page?.limit ?? 100));
  return { rows: Array.from({ length: end - start }, (_, i) => at(start + i)), next: end < count ? String(end) : null };
}

const matches = (filter: VoucherFilter, row: VoucherRow) =>
  (filter.status.length === 0 || filter.status.includes(row.status)) &&
  (!filter.router_trouble || row.truth !== 'applied') &&
  (filter.batch_id === undefined || row.batch_id === filter.batch_id) &&
  (filter.plan_id === undefined || row.plan_name === data.plans[filter.plan_id - 1]?.terms.name) &&
  (filter.search === undefined || row.code.includes(filter.search.toLowerCase()) || row.batch_code.startsWith(filter.search.toUpperCase()));

let total = 12_480;

function selected(filter: VoucherFilter): VoucherRow[] | undefined {
  const all = filter.status.length === 0 && !filter.router_trouble && filter.batch_id === undefined && filter.plan_id === undefined && filter.search === undefined;
  return all ? undefined : Array.from({ length: total }, (_, i) => data.voucherAt(i)).filter((row) => matches(filter, row));
}

function batchView(row: VoucherBatchRow): VoucherBatchView {
  const active = row.status === 'void' ? 0 : row.quantity - row.available;
  return {
    row: clone(row), code: { mode: 'code', alphabet: 'lower_digits', length: 6, prefix: '' }, sheet: { preset: 'a4-24', qr: true }, notes: null, price_cost: '3500.00', job_id: 904,
    counts: { available: row.available, active: Math.floor(active * 0.3), used: Math.floor(active * 0.2), expired: active - Math.floor(active * 0.3) - Math.floor(active * 0.2), void: row.status === 'void' ? row.quantity : 0 },
    routers: data.routers.slice(1, 4).map((one) => ({
      router_id: one.router_id, router_name: one.name, link: one.state.link, last_seen_at: one.state.last_seen_at,
      truth: one.router_id === 4 ? row.truth : { applied: row.quantity, pending: 0, failed: 0, drifted: 0 },
    })),
  };
}

/** What people did with a router of late. */
const routerActs = (subject_id: number | null) =>
  (['router_session_kick', 'drift_resolve', 'router_sync'] as const).map((action, i) => ({
    activity_id: 9 - i, at: data.ago(1 + i * 13), user_id: i + 1, user_name: i === 1 ? 'Joko' : 'Hendra', action, subject_kind: 'router', subject_id, source: 'window', details: {},
  }));

function handlers(): Handlers {
  let batches = clone(data.batches);
  // The made-up person speaks what this computer was last set to.
  const me: Me = { ...clone(data.me), locale: readPreference('language') === 'en' ? 'en' : 'id' };
  let settings = clone(data.settings);
  const voucher = (voucher_id: number): Output<'voucher_get'> => ({
    row: data.voucherAt(voucher_id - 1), version: 3, locked_mac: voucher_id % 2 === 0 ? 'A4:50:46:1E:9C:16' : null, password: null, usage_limit_s: null, data_limit_bytes: 5e9, validity_s: 86_400, uptime_s: 11_520, bytes_used: 1.2e9, last_seen_at: data.ago(2), void_reason: null, vendor_name: null,
    copies: data.routers.slice(1, 4).map((one, i) => ({ router_id: one.router_id, router_name: one.name, truth: i === 0 ? 'applied' : 'pending', reason: null, applied_at: i === 0 ? data.ago(600) : null, seen_at: i === 0 ? data.ago(2) : null })),
    events: [
      { at: data.ago(200), kind: 'first_login', user_name: null, details: { router_id: 2, is_exact: true } },
      { at: data.ago(590), kind: 'printed', user_name: 'Rina', details: {} },
      { at: data.ago(600), kind: 'created', user_name: 'Rina', details: {} },
    ],
  });
  const batch = (id: number) => batches.find((row) => row.batch_id === id) ?? batches[0];
  const setBatch = (id: number, status: VoucherBatchRow['status']) => {
    batches = batches.map((row) => (row.batch_id === id ? { ...row, status } : row));
    return batchView(find(batches, (row) => row.batch_id === id, 'voucher_batch_not_found'));
  };
  return {
    system_status: () => clone(data.status),
    owner_create: () => ({ signed_in: { me: clone(me) }, recovery_code: 'K7MQ-4XH2-P9TW-3DRV-8NBC-6JFY' }),
    session_sign_in: () => ({ me: clone(me) }),
    session_sign_out: () => done,
    installation_join: () => done,
    installation_recovery_renew: () => ({ recovery_code: 'B3XW-7KQD-R2TN-5HVJ-9MPC-4YGA' }),
    ...databaseHandlers(),
    ...logoHandlers(),
    ...printingHandlers(),
    ...peopleHandlers(clone(me)),
    ...noticeHandlers(),
    ...exportHandlers(),
    ...counterHandlers(),
    ...ledgerHandlers(),
    ...reportHandlers(),
    ...vendorHandlers(),
    activity_list: (input) => ({
      rows: input.subject_kind === 'router' ? routerActs(input.subject_id ?? null) : input.subject_id === undefined ? data.turned(deeds.filter((row) => (input.action === undefined || row.action === input.action) && (input.subject_kind === undefined || row.subject_kind === input.subject_kind)), input.descending) : [
        { activity_id: 3, at: data.ago(12), user_id: 2, user_name: 'Rina', action: 'voucher_sheet_render', subject_kind: 'voucher_batch', subject_id: 17, source: 'window', details: {} },
        { activity_id: 2, at: data.ago(15), user_id: 2, user_name: 'Rina', action: 'voucher_batch_create', subject_kind: 'voucher_batch', subject_id: 17, source: 'window', details: { quantity: 100 } },
      ],
      next: null,
    }),
    settings_get: () => clone(settings),
    settings_update: (input) => {
      if (input.version !== settings.version) throw new IpcError({ code: 'row_changed_meanwhile', incident: '5' });
      return clone((settings = { ...clone(input), version: input.version + 1 }));
    },
    router_list: (input) => paged(data.routers.length, (i) => find(data.routers, (_) => data.routers[i] === _, 'router_not_found'), input.page),
    router_get: (input) => find(data.routers, (row) => row.router_id === input.router_id, 'router_not_found'),
    router_test: () => ({
      passed: false,
      tls_pin: '7f3a91c0d2be47a1c291',
      steps: [
        { step: 'address', status: 'passed', took_ms: 4, code: null, params: null, found: null, remedy: null },
        { step: 'port', status: 'passed', took_ms: 11, code: null, params: null, found: null, remedy: null },
        { step: 'certificate', status: 'passed', took_ms: 22, code: null, params: null, found: 'SHA-256 7F:3A…C2:91', remedy: null },
        { step: 'sign_in', status: 'passed', took_ms: 31, code: null, params: null, found: 'RouterOS 7.16.2, CCR2004', remedy: null },
        { step: 'permissions', status: 'failed', took_ms: 9, code: 'router_policy_missing', params: { group: 'simpul', policies: ['sensitive'] }, found: null, remedy: '/user group set simpul policy=api,read,write,test,sensitive' },
        { step: 'clock', status: 'skipped', took_ms: 0, code: null, params: null, found: null, remedy: null },
        { step: 'hotspot', status: 'skipped', took_ms: 0, code: null, params: null, found: null, remedy: null },
      ],
    }),
    router_setup_script: (input) => ({
      password: 't7Kp-vx2n-Rm4c',
      script: `/user group add name=${input.username} \\\n  policy=api,read,write,test,sensitive\n/user add name=${input.username} group=${input.username} \\\n  address=10.10.0.8 password="t7Kp-vx2n-Rm4c"\n/certificate add name=simpul common-name=simpul\n/certificate sign simpul\n/ip service set api-ssl \\\n  certificate=simpul disabled=no`,
    }),
    router_create: () => find(data.routers, () => true, 'router_not_found'),
    router_update: (input) => find(data.routers, (row) => row.router_id === input.router_id, 'router_not_found'),
    router_deactivate: (input) => find(data.routers, (row) => row.router_id === input.router_id, 'router_not_found'),
    router_sync: (input) => find(data.routers, (row) => row.router_id === input.router_id, 'router_not_found'),
    ...liveHandlers(),
    ...driftHandlers(),
    plan_list: (input) => {
      const by = (row: (typeof data.plans)[number]) => (input.sort === 'price_sell' ? Number(row.terms.price_sell) : input.sort === 'stock' ? row.stock : row.terms.name);
      const rows = input.sort ? data.sorted(data.plans, by, input.descending) : data.plans;
      return paged(rows.length, (i) => find(rows, (_) => rows[i] === _, 'plan_not_found'), input.page);
    },
    plan_get: (input) => find(data.plans, (row) => row.plan_id === input.plan_id, 'plan_not_found'),
    plan_create: () => find(data.plans, () => true, 'plan_not_found'),
    plan_update: (input) => find(data.plans, (row) => row.plan_id === input.plan_id, 'plan_not_found'),
    voucher_sheet_presets: () => clone(data.presets),
    voucher_batch_preview: (draft) => {
      const plan = find(data.plans, (row) => row.plan_id === draft.plan_id, 'plan_not_found');
      const preset = data.presets.find((one) => one.preset === draft.sheet.preset);
      const perSheet = (preset?.columns ?? 3) * (preset?.rows ?? 8);
      const money = (amount: string) => `${Number.parseInt(amount, 10) * draft.quantity}.00`;
      const lastCards = draft.quantity % perSheet || perSheet;
      return {
        batch_code: 'VB-2611-019', example_code: 'sk7m4q', quantity: draft.quantity, sheets: Math.ceil(draft.quantity / perSheet), last_sheet_cards: lastCards, cards_per_sheet: perSheet,
        value_sell: money(plan.terms.price_sell), value_cost: money(plan.terms.price_cost), code_space: 887_503_681, code_space_used_percent: 0.001, provisioning_seconds: 4,
        routers: data.routers.slice(1, 3).map((one) => ({ router_id: one.router_id, router_name: one.name, link: one.state.link, last_seen_at: one.state.last_seen_at, truth: one.truth })),
        warnings: [
          { code: 'qr_login_off', params: { router: 'RB-Pasar' } },
          ...(lastCards < perSheet ? [{ code: 'last_sheet_short', params: { cards: lastCards, of: perSheet } }] : []),
        ],
      };
    },
    voucher_sheet_preview: (draft) => {
      const preset = data.presets.find((one) => one.preset === draft.sheet.preset) ?? data.presets[0];
      return { file_name: 'VB-2611-019.pdf', media_type: 'application/pdf', pages: Math.ceil(draft.quantity / ((preset?.columns ?? 1) * (preset?.rows ?? 1))), content_base64: mockSheet(preset?.columns ?? 3, preset?.rows ?? 8) };
    },
    voucher_batch_create: () => batchView(find(batches, () => true, 'voucher_batch_not_found')),
    voucher_batch_list: (input) => {
      const rows = data.turned(batches, input.descending);
      return paged(rows.length, (i) => find(rows, (row) => rows[i] === row, 'voucher_batch_not_found'), input.page);
    },
    voucher_batch_get: (input) => batchView(find(batches, (row) => row.batch_id === input.batch_id, 'voucher_batch_not_found')),
    voucher_batch_pause: (input) => setBatch(input.batch_id, 'paused'),
    voucher_batch_resume: (input) => setBatch(input.batch_id, 'active'),
    voucher_batch_void: (input) => {
      setBatch(input.batch_id, 'void');
      return { voided: 180, skipped: 20 };
    },
    voucher_sheet_render: () => ({ file_name: 'VB-2611-018.pdf', media_type: 'application/pdf', pages: 9, content_base64: mockSheet(3, 8, 200) }),
    voucher_slips_render: (input) => ({ file_name: 'slip.pdf', media_type: 'application/pdf', pages: input.voucher_ids.length, content_base64: mockSheet(1, 1) }),
    voucher_slip_render: () => ({ file_name: 'slip.pdf', media_type: 'application/pdf', pages: 1, content_base64: mockSheet(1, 1) }),
    voucher_list: (input) => {
      const some = selected(input.filter);
      const size = some?.length ?? total;
      // Each time it happened, by the minute; every ninth sale was taken back.
      const did = input.filter.happened;
      const at = (i: number) => ({ ...(some?.[i] ?? data.voucherAt(i)), ...(did?.what.startsWith('copy_') ? { row_id: i + 1, happened_in: 'RB-Pasar' } : did ? { row_id: i + 1, happened_at: data.ago((size - i) * 7), happened_by: 'Rina Wulandari', happened_in: did.what === 'turnover' ? `N-2611-${String(i + 1).padStart(4, '0')}` : null, is_back: did.what === 'turnover' && i % 9 === 4 } : {}) });
      return paged(size, (i) => at(input.descending ? size - 1 - i : i), input.page);
    },
    voucher_totals: (input) => {
      const some = selected(input.filter);
      return {
        count: some?.length ?? total, back: input.filter.happened?.what === 'turnover' ? 2 : 0, counts: { available: 6242, active: 2496, used: 1248, expired: 1248, void: 1246 }, value_sell: some ? '14218000.00' : '98420000.00', value_cost: some ? '10390000.00' : '71200000.00',
      };
    },
    voucher_get: (input) => voucher(input.voucher_id),
    voucher_find: (input) => {
      for (let i = 0; i < 300; i += 1) if (data.voucherAt(i).code === input.code) return voucher(i + 1);
      throw new IpcError({ code: 'voucher_not_found', params: { code: input.code }, incident: '7c1e' });
    },
    voucher_extend: (input) => voucher(input.voucher_id),
    voucher_unlock: (input) => voucher(input.voucher_id),
    voucher_kick: (input) => voucher(input.voucher_id),
    voucher_void: (input) => ({ voided: input.voucher_ids.length, skipped: 0 }),
    job_list: (input) => {
      const rows = data.jobs.filter((row) => (input.group === undefined || row.group === input.group) && (input.kind === undefined || row.kind === input.kind));
      return paged(rows.length, (i) => find(rows, (_) => rows[i] === _, 'job_not_found'), input.page);
    },
    job_summary: () => ({
      running: 1, waiting: 1, failed: 1,
      cards: [{ batch_id: 18, batch_code: 'VB-2611-018', done: 310, total: 500, failed: 0, per_second: 84, waiting_for: ['RB-Kantor'], is_paused: batch(18)?.status === 'paused' }],
      workers: [{ host: 'kantor-pc', version: '0.1.0', seen_at: data.ago(0), is_alive: true }],
    }),
    job_retry: (input) => find(data.jobs, (row) => row.job_id === input.job_id, 'job_not_found'),
    job_cancel: (input) => find(data.jobs, (row) => row.job_id === input.job_id, 'job_not_found'),
    dashboard_get: () => clone(data.dashboard),
    demo_router_start: () => ({ host: '127.0.0.1', port: 8728, username: 'admin', password: 'demo' }),
  };
}

/** Answers while nobody is signed in. */
export const signedOut: Partial<Handlers> = {
  me_get: () => {
    throw new IpcError({ code: 'sign_in_required', incident: '1' });
  },
};

/** Answers of a machine nobody has used yet: the account is made as the first thing, the shop is empty. */
export function firstStart(): Partial<Handlers> {
  let owner: Me | undefined;
  const none = { rows: [], next: null };
  return {
    system_status: () => ({ ...clone(data.status), stage: owner ? 'ready' : 'first_owner', company_name: owner ? 'Sinar Desa Net' : null }),
    me_get: () => {
      if (!owner) throw new IpcError({ code: 'sign_in_required', incident: '1' });
      return clone(owner);
    },
    owner_create: (input) => {
      owner = { ...clone(data.me), name: input.name, username: input.username, locale: input.locale };
      return { signed_in: { me: clone(owner) }, recovery_code: 'K7MQ-4XH2-P9TW-3DRV-8NBC-6JFY' };
    },
    router_list: () => none,
    job_summary: () => ({ running: 0, waiting: 0, failed: 0, cards: [], workers: [{ host: 'kantor-pc', version: '0.1.0', seen_at: data.ago(0), is_alive: true }] }),
    plan_list: () => none,
    voucher_batch_list: () => none,
    dashboard_get: () => ({ ...clone(data.dashboard), sold: { today: 0, amount_today: '0', yesterday: 0, week_ago: 0 }, activated_today: 0, activated_week_ago: 0, activated_value_today: '0', created_today: 0, stock: 0, stock_value: '0', online: 0, pending_copies: 0, trouble_copies: 0, routers: [], plans: [], actions: [] }),
  };
}

/**
 * The whole contract answered from memory.
 * @param vouchers how many there are, for looking at and measuring long lists
 */
export function mockTransport(overrides: Partial<Handlers> = {}, vouchers = 12_480): MockTransport {
  total = vouchers;
  const table: Handlers = { ...handlers(), ...overrides };
  const listeners = new Set<(tags: string[]) => void>();
  const calls: MockTransport['calls'] = [];
  return {
    calls,
    answer: (more) => void Object.assign(table, more),
    emit: (tags) => listeners.forEach((listener) => listener(tags)),
    async call(name, input) {
      calls.push({ name, input: structuredClone(input) });
      return (table[name] as (input: unknown) => unknown)(input);
    },
    listen(onTags, onLink) {
      listeners.add(onTags);
      onLink(true);
      return () => void listeners.delete(onTags);
    },
  };
}
