import type {
  Dashboard, JobRow, Me, Permission, PlanView, RoleRow, RouterView, Settings, SheetPreset, SystemStatus, UserRow, VoucherBatchRow, VoucherRow,
} from './contract.gen';

// A made-up shop, the same at every start: for tests, the gallery and pictures.

export const now = new Date('2026-11-21T07:32:00Z');
export const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

export const allPermissions: Permission[] = [
  'dashboard.view', 'settings.view', 'settings.edit', 'user.view', 'user.edit', 'desk.switch', 'audit.view', 'router.view', 'router.edit', 'router.sync',
  'plan.view', 'plan.edit', 'voucher.view', 'voucher.create', 'voucher.void', 'voucher.extend', 'voucher.unlock', 'voucher.print', 'printer.manage', 'cash.view', 'cash.operate', 'cash.move',
  'cash.manage', 'sale.view', 'sale.create', 'sale.void', 'sale.refund', 'vendor.view', 'vendor.edit', 'vendor.settle', 'vendor.own', 'ledger.view', 'report.view', 'job.view', 'job.manage', 'database.manage',
];

export const status: SystemStatus = {
  version: '0.1.0', stage: 'ready', company_name: 'Sinar Desa Net', installation: '7f3a9c21', locale: 'id', database_kind: 'embedded', database_place: '~/.local/share/simpul/postgres',
  database_version: '18.4', desk_clock_off_s: null, has_demo_router: true,
};

export const me: Me = {
  user_id: 1, name: 'Hendra Saputra', username: 'hendra', role_code: 'super_admin', role_name: 'Pemilik', permissions: allPermissions, locale: 'id',
  color_scheme: 'auto', has_pin: true, must_change_password: false, idle_lock_minutes: 30, locations: [{ location_id: 1, name: 'Kantor Utama', time_zone: 'Asia/Jakarta' }],
};

export const settings: Settings = {
  company_name: 'Sinar Desa Net', company_address: 'Jl. Kaliurang km 9, Sleman', company_phone: '+6281234567890', company_email: '', currency_code: 'IDR',
  timezone: 'Asia/Jakarta', locale: 'id', auto_sync_mikrotik: true, voucher_router_retention_days: 7, usage_retention_days: 730,
  session_retention_days: 365, notice_retention_days: 90, job_retention_days: 30, export_retention_days: 3, idle_lock_minutes: 30, version: 9,
};

function router(router_id: number, name: string, part: Partial<RouterView['state']>, truth: RouterView['truth']): RouterView {
  return {
    router_id, version: 1, location_id: 1, name, host: `10.10.${router_id}.1`, port: 8729, transport: 'tls', username: 'simpul', tls_pin: '7f3a91c0d2be47a1c291',
    hotspot_dns_name: 'sdn.net', hotspot_server: null, is_active: true, truth,
    expiry_fallback: 'off', expiry_fallback_state: 'none', expiry_fallback_reason: null,
    state: {
      link: 'up', last_seen_at: ago(0.1), error_code: null, error_params: null, ros_version: '7.16.2', board_name: 'hEX S', identity: name, cpu_load: 18,
      free_memory: 164e6, total_memory: 256e6, uptime_s: 3_564_000, clock_offset_s: 2, license_level: 'L4', hotspot_active: 118, has_http_pap: true, held_by: 'Kantor', ...part,
    },
  };
}

export const routers: RouterView[] = [
  router(1, 'CCR-Menara', { board_name: 'CCR2004-1G-12S+2XS', hotspot_active: 12, license_level: 'L6', cpu_load: 9 }, { applied: 640, pending: 0, failed: 0, drifted: 0 }),
  router(2, 'RB-Pasar', { clock_offset_s: -860, has_http_pap: false, hotspot_active: 148 }, { applied: 1842, pending: 8, failed: 3, drifted: 5 }),
  router(3, 'RB-Krajan', { hotspot_active: 78 }, { applied: 512, pending: 0, failed: 0, drifted: 0 }),
  router(4, 'RB-Kantor', { hotspot_active: 30 }, { applied: 310, pending: 190, failed: 0, drifted: 0 }),
  router(5, 'RB-Masjid', { link: 'down', last_seen_at: ago(18), error_code: 'router_timeout', error_params: { host: '10.10.5.1', port: 8729 }, hotspot_active: null, cpu_load: null }, { applied: 402, pending: 14, failed: 0, drifted: 0 }),
];

function plan(plan_id: number, name: string, hours: number, days: number, sell: string, cost: string, kbps: number, stock: number): PlanView {
  return {
    plan_id, version: 1, location_id: 1, is_active: true, stock, created_at: ago(60 * 24 * 90),
    routers: routers.slice(0, 4).map((one) => ({
      router_id: one.router_id, router_name: one.name, truth: one.router_id === 2 && plan_id === 3 ? 'drifted' : 'applied', reason: one.router_id === 2 && plan_id === 3 ? '5M/8M' : null, link: one.state.link,
    })),
    terms: {
      name, shortcut_key: plan_id, usage_limit_s: hours ? hours * 3600 : null, data_limit_bytes: null, validity_s: days ? days * 86_400 : null, shared_users: 1, lock_mac: false,
      upload_kbps: kbps / 2, download_kbps: kbps, price_sell: sell, price_cost: cost, profile_name: name.replaceAll(' ', '-').toUpperCase(), low_stock_at: 50,
    },
  };
}

export const plans: PlanView[] = [
  plan(1, '3 Jam', 3, 1, '2000.00', '1500.00', 5000, 412),
  plan(2, '6 Jam', 6, 1, '3000.00', '2000.00', 5000, 260),
  plan(3, '1 Hari', 0, 1, '5000.00', '3500.00', 10_000, 38),
  plan(4, '3 Hari', 0, 3, '12000.00', '9000.00', 10_000, 186),
  plan(5, '7 Hari', 0, 7, '20000.00', '16000.00', 10_000, 97),
  plan(6, '30 Hari', 0, 30, '65000.00', '52000.00', 10_000, 31),
];

const batchFacts: [string, number, number, 'active' | 'paused' | 'void', number][] = [
  ['VB-2611-018', 3, 500, 'active', 190], ['VB-2611-017', 5, 100, 'active', 0], ['VB-2611-016', 5, 200, 'active', 14], ['VB-2611-015', 1, 300, 'paused', 120],
  ['VB-2611-014', 3, 400, 'active', 5], ['VB-2611-012', 4, 200, 'active', 0], ['VB-2611-009', 2, 300, 'active', 0], ['VB-2611-006', 6, 60, 'void', 0],
];

export const batches: VoucherBatchRow[] = batchFacts.map(([batch_code, plan_id, quantity, state, pending], i) => {
  const of = plans[plan_id - 1];
  const price = of?.terms.price_sell ?? '0';
  const failed = batch_code === 'VB-2611-012' ? 3 : 0;
  return {
    batch_id: 18 - i, batch_code, location_id: 1, plan_id, plan_name: of?.terms.name ?? '', quantity, status: state, price_sell: price,
    total_revenue: `${(Number.parseInt(price, 10) * quantity).toString()}.00`, available: state === 'void' ? 0 : Math.round(quantity * (1 - i * 0.12)),
    truth: { applied: quantity - pending - failed, pending, failed, drifted: batch_code === 'VB-2611-012' ? 1 : 0 }, printed_at: i === 0 ? null : ago(600 * i),
    created_by_name: i % 3 === 0 ? 'Hendra Saputra' : 'Rina', created_at: ago(60 * 9 * (i + 0.3)),
  };
});

const signs = 'abcdefghjkmnpqrstuvwxyz23456789';

/** The n-th made-up code: the same every time, spread like a random one. */
export function codeOf(n: number): string {
  let value = (n * 2_654_435_761) % 887_503_681;
  let code = '';
  for (let i = 0; i < 6; i += 1) {
    code += signs[value % signs.length];
    value = Math.floor(value / signs.length);
  }
  return code;
}

const truths: [VoucherRow['truth'], string | null][] = [['applied', null], ['applied', null], ['applied', null], ['pending', null], ['applied', null], ['drifted', 'router_row_differs'], ['applied', null], ['failed', 'router_name_taken']];
const lives: VoucherRow['status'][] = ['available', 'available', 'available', 'available', 'active', 'active', 'used', 'expired', 'available', 'void'];

/** The n-th of a list as long as is asked for: rows are made when they are looked at. */
export function voucherAt(n: number): VoucherRow {
  const batch = batches[Math.floor(n / 400) % batches.length];
  if (!batch) throw new Error('no batches');
  const life = lives[(n * 7) % lives.length] ?? 'available';
  const [truth, truth_reason] = truths[n % 13 < 8 ? (n % 13) : 0] ?? ['applied', null];
  const used = life === 'active' || life === 'used' || life === 'expired';
  return {
    row_id: n + 1, voucher_id: n + 1, code: codeOf(n + 1), number: (n % 400) + 1, batch_id: batch.batch_id, batch_code: batch.batch_code, plan_name: batch.plan_name, location_id: 1,
    status: life, truth, truth_reason, seen_at: truth === 'pending' ? null : ago(2), first_login_at: used ? ago(200 + n) : null, first_login_exact: n % 5 !== 0,
    expires_at: used ? ago(-900 + n) : null, printed_at: batch.printed_at, sold_at: null, price_sell: batch.price_sell, created_at: batch.created_at,
    happened_at: null, happened_by: null, happened_in: null, is_back: false,
  };
}

export const presets: SheetPreset[] = [
  { preset: 'a4-24', paper: 'A4', columns: 3, rows: 8, design: 'tenang', has_qr: true, card_width_mm: 65, card_height_mm: 35 },
  { preset: 'a4-40', paper: 'A4', columns: 4, rows: 10, design: 'tenang', has_qr: true, card_width_mm: 48.75, card_height_mm: 28 },
  { preset: 'a4-30', paper: 'A4', columns: 3, rows: 10, design: 'harga', has_qr: true, card_width_mm: 65, card_height_mm: 28 },
  { preset: 'a4-70', paper: 'A4', columns: 5, rows: 14, design: 'rapat', has_qr: false, card_width_mm: 39, card_height_mm: 20 },
  { preset: 'slip-58', paper: '58 mm', columns: 1, rows: 1, design: 'slip', has_qr: true, card_width_mm: 48, card_height_mm: 84 },
];

export const users: UserRow[] = [
  ['Hendra Saputra', 'hendra', 1, 'super_admin', true], ['Rina Wulandari', 'rina', 3, 'operator', true], ['Joko Susilo', 'joko', 7, 'noc', true], ['Bu Tini', 'tini', 3, 'operator', false],
].map(([name, username, role_id, role_code, is_active], i) => ({
  user_id: i + 1, version: 1, name: String(name), username: String(username), phone: i === 1 ? '+6281390427716' : null, role_id: Number(role_id), role_code: String(role_code),
  is_active: Boolean(is_active), all_locations: true, location_ids: [], last_sign_in_at: i === 3 ? null : ago(30 + i * 300), created_at: ago(60 * 24 * 60),
  role_name: ['Pemilik', 'Loket', 'NOC', 'Loket'][i] ?? '', grants: (i === 1 ? ['voucher.void'] : []) as Permission[], locked_until: i === 2 ? ago(-11) : null, failures: i === 2 ? 5 : 0, must_change_password: i === 3, has_pin: i < 2, session_count: [3, 1, 2, 0][i] ?? 0,
}));

export const roles: RoleRow[] = [
  [1, 'super_admin', 'Pemilik', allPermissions], [2, 'admin', 'Admin', allPermissions.filter((permission) => permission !== 'database.manage')], [3, 'operator', 'Loket', ['dashboard.view', 'plan.view', 'voucher.view', 'voucher.print', 'voucher.create'] as Permission[]],
  [7, 'noc', 'NOC', ['dashboard.view', 'router.view', 'router.edit', 'router.sync', 'voucher.view'] as Permission[]],
].map(([role_id, code, name, permissions]) => ({ role_id: Number(role_id), code: String(code), name: String(name), version: 1, description: '', is_system: true, is_super: code === 'super_admin', is_active: true, permissions: permissions as Permission[], user_count: 1 }));

/** Rows that stand the newest first, turned where the oldest is asked for first. */
export function turned<Row>(rows: Row[], descending = true): Row[] {
  return descending ? rows : rows.toReversed();
}

/** Rows in the order of what `by` says of them. */
export function sorted<Row>(rows: Row[], by: (row: Row) => string | number, descending = false): Row[] {
  const side = (a: Row, b: Row) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0);
  return rows.toSorted((a, b) => (descending ? side(b, a) : side(a, b)));
}

function job(job_id: number, kind: string, group: JobRow['group'], part: Partial<JobRow>): JobRow {
  return {
    job_id, kind, group, state: group, subject: null, router_id: null, progress_done: null, progress_total: null, attempts: 1, max_attempts: 5, error_code: null, error_params: null,
    run_at: ago(3), created_at: ago(5), finished_at: null, ...part,
  };
}

export const jobs: JobRow[] = [
  job(904, 'router_drain', 'running', { subject: 'RB-Kantor', router_id: 4, progress_done: 310, progress_total: 500 }),
  job(903, 'router_drain', 'waiting', { subject: 'RB-Masjid', router_id: 5, attempts: 3, error_code: 'router_timeout', error_params: { host: '10.10.5.1', port: 8729 }, run_at: ago(-2) }),
  job(902, 'router_poll', 'waiting', { subject: 'RB-Pasar', router_id: 2, attempts: 0, run_at: ago(-0.5) }),
  job(880, 'router_drain', 'failed', { subject: 'RB-Pasar', router_id: 2, attempts: 5, error_code: 'router_sign_in_failed', error_params: { username: 'simpul' }, created_at: ago(400), finished_at: ago(390) }),
  job(871, 'voucher_expire', 'done', { created_at: ago(32), finished_at: ago(31) }),
  job(870, 'router_poll', 'done', { subject: 'CCR-Menara', router_id: 1, created_at: ago(33), finished_at: ago(33) }),
];

const dayCounts = [122, 148, 231, 180, 119, 102, 126, 94, 90, 95, 108, 170, 244, 143];

export const dashboard: Dashboard = {
  sold: { today: 214, amount_today: '1284000.00', yesterday: 251, week_ago: 198 },
  activated_today: 143, activated_week_ago: 126, activated_value_today: '1046000.00', created_today: 500, stock: 1024, stock_value: '8412000.00', online: 268, pending_copies: 212,
  trouble_copies: 9, at: now.toISOString(),
  activated_days: dayCounts.map((count, i) => ({
    day: `2026-11-${String(8 + i).padStart(2, '0')}`, count, value: `${count * 6000}.00`, count_before: Math.round(count * (0.82 + ((i * 7) % 5) * 0.07)),
  })),
  plans: plans.map((one, i) => ({ plan_id: one.plan_id, name: one.terms.name, stock: one.stock, activated_7_days: [210, 164, 311, 72, 48, 12][i] ?? 0 })),
  routers: routers.map((one) => ({
    router_id: one.router_id, name: one.name, link: one.state.link, last_seen_at: one.state.last_seen_at, online: one.state.hotspot_active, pending: one.truth.pending,
    clock_wrong: Math.abs(one.state.clock_offset_s ?? 0) > 600,
  })),
  actions: [
    { code: 'router_down', params: { router: 'RB-Masjid', last_seen_at: ago(18), pending: 14 }, link: '/routers/5' },
    { code: 'copies_failed', params: { count: 3, router: 'RB-Pasar' }, link: '/routers/2' },
    { code: 'router_clock_wrong', params: { router: 'RB-Pasar', offset_s: -860 }, link: '/routers/2' },
    { code: 'stock_low', params: { plan: '1 Hari', stock: 38, week: 311 }, link: '/plans' },
  ],
};
