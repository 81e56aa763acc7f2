import type { Input, Output } from './client';
import type { ActivityRow, AuditRow, LocationRow, Me, OperationName, Permission, RoleRow, SessionRow, UserRow } from './contract.gen';
import { IpcError } from './error';
import * as data from './mock-data';

// People, roles, sessions, places and the audit trail of the made-up shop; what is changed stays changed.

type Handlers = { [N in OperationName]: (input: Input<N>) => Output<N> | Promise<Output<N>> };
type Names =
  | 'session_get' | 'session_list' | 'session_revoke' | 'session_revoke_others' | 'user_session_list' | 'user_session_revoke' | 'session_lock' | 'session_unlock' | 'session_touch' | 'session_quick_list' | 'session_quick_begin' | 'session_quick_end'
  | 'me_get' | 'me_preferences_set' | 'me_password_change' | 'me_pin_set' | 'user_list' | 'user_create' | 'user_update' | 'user_password_reset' | 'user_unlock'
  | 'role_list' | 'role_create' | 'role_update' | 'role_deactivate' | 'permission_list' | 'location_list' | 'location_create' | 'location_update'
  | 'audit_list';
type People = Pick<Handlers, Names>;

const clone = <T>(value: T): T => structuredClone(value);
const refuse = (code: string, params: Record<string, unknown> = {}): never => {
  throw new IpcError({ code, params, incident: '51ce' });
};

const sessionFacts: [SessionRow['source'], string | null, number][] = [
  ['window', 'kantor-pc', 0], ['lan', 'Chrome, Android', 95], ['cli', null, 60 * 30],
];

function sessionsOf(own: boolean): SessionRow[] {
  return sessionFacts.map(([source, device_name, minutes], i) => ({
    session_id: 40 + i, source, device_name, created_at: data.ago(60 * 24 * (i + 1)), seen_at: data.ago(minutes), expires_at: data.ago(-60 * 24 * 29), is_current: own && i === 0, is_locked: i === 1,
  }));
}

const places: LocationRow[] = [
  { location_id: 1, version: 1, name: 'Kantor Utama', address: 'Jl. Kaliurang km 9, Sleman', phone: '+6281234567890', time_zone: 'Asia/Jakarta', is_zone_fixed: true, is_active: true, router_count: 4, user_count: 4, created_at: data.ago(60 * 24 * 400) },
  { location_id: 2, version: 1, name: 'Pos Kebonagung', address: 'Dusun Kebonagung', phone: null, time_zone: 'Asia/Jakarta', is_zone_fixed: false, is_active: true, router_count: 1, user_count: 1, created_at: data.ago(60 * 24 * 90) },
];

const change = (field: string, old: unknown, next: unknown, is_secret = false) => ({ field, old, new: next, is_secret });
const trailFacts: [string, string, AuditRow['changes'], Partial<AuditRow>?][] = [
  ['plan', '1 Hari', [change('price_sell', '4500.00', '5000.00'), change('download_kbps', 8000, 10_000)]],
  ['user', 'Rina Wulandari', [change('role_id', 3, 2), change('password_hash', null, null, true)]],
  ['router', 'RB-Pasar', [change('host', '10.10.2.9', '10.10.2.1')], { user_id: 3, user_name: 'Joko Susilo' }],
  ['settings', 'company_phone', [change('value', '+628111', '+6281234567890')]],
  ['voucher_batch', 'VB-2611-015', [change('status', 'active', 'paused')], { user_id: 2, user_name: 'Rina Wulandari', source: 'lan' }],
  ['plan_router', 'RB-Masjid', [change('router_id', 5, null)], { act: 'delete' }],
  ['role', 'Loket', [change('permissions', ['voucher.view'], ['voucher.view', 'voucher.print'])]],
  ['voucher', 'k7m4qx', [change('status', 'active', 'used')], { user_id: null, user_name: null, source: 'job' }],
];

const trail: AuditRow[] = trailFacts.map(([kind, subject, changes, part], i) => ({
  audit_id: 90 - i, at: data.ago(6 + i * i * 47), user_id: 1, user_name: 'Hendra Saputra', source: 'window', act: 'update', kind, row_id: i + 1, subject, location_id: 1, changes, ...part,
}));

const deedFacts: [string, string | null, number | null, ActivityRow['details'], Partial<ActivityRow>?][] = [
  ['voucher_sheet_print', 'voucher_batch', 17, { batch_code: 'VB-2611-017', printer: 'Kantor', cards: 100, preset: 'a4-40', is_reprint: true, reason: 'lembar basah' }],
  ['voucher_batch_create', 'voucher_batch', 17, { batch_code: 'VB-2611-017', quantity: 100, plan: '1 Hari' }],
  ['sale_create', 'sale', 31, { document_number: 'N1-2611-0031', quantity: 3, total: '15000.00', method: 'cash' }],
  ['cash_session_close', 'cash_session', 12, { number: 8, counted: '412000.00', expected: '414000.00', difference: '-2000.00', of: 'Rina Wulandari' }],
  ['voucher_extend', 'voucher', 3, { usage_s: 3600, was: 'expired', reason: 'listrik padam' }],
  ['printer_update', 'printer', 2, { name: 'Kasir', kind: 'receipt', is_active: false, drawer_id: null }, { user_id: 1, user_name: 'Hendra Saputra' }],
  ['session_sign_in', 'user', 2, {}],
  ['report_print', null, null, { kind: 'sales', by: 'hour', from_on: '2026-11-01', to_on: '2026-11-21' }, { user_id: 1, user_name: 'Hendra Saputra' }],
];

/** What people of the made-up shop did, the newest first. */
export const deeds: ActivityRow[] = deedFacts.map(([action, subject_kind, subject_id, details, part], i) => ({
  activity_id: 60 - i, at: data.ago(4 + i * i * 31), user_id: 2, user_name: 'Rina Wulandari', action, subject_kind, subject_id, source: 'window', details, ...part,
}));

export function peopleHandlers(first: Me): People {
  let me = first;
  let users: UserRow[] = clone(data.users);
  let roles: RoleRow[] = clone(data.roles);
  let locations = clone(places);
  let mine = sessionsOf(true);
  let locked = false;
  let quick = false;
  const user = (id: number): UserRow => users.find((row) => row.user_id === id) ?? refuse('user_not_found');
  const setUser = (id: number, part: Partial<UserRow>): UserRow => {
    const next = { ...user(id), ...part, version: user(id).version + 1 };
    users = users.map((row) => (row.user_id === id ? next : row));
    return clone(next);
  };
  const role = (id: number): RoleRow => roles.find((row) => row.role_id === id) ?? refuse('role_not_found');
  const setRole = (id: number, part: Partial<RoleRow>): RoleRow => {
    const next = { ...role(id), ...part, version: role(id).version + 1 };
    roles = roles.map((row) => (row.role_id === id ? next : row));
    return clone(next);
  };
  const roleFacts = (id: number) => ({ role_id: id, role_code: role(id).code, role_name: role(id).name });
  return {
    session_get: () => ({ session_id: 40, user_id: me.user_id, name: me.name, username: me.username, is_locked: locked, is_quick: quick, may_switch: true, must_change_password: me.must_change_password, has_pin: me.has_pin, pin_tries_left: 5, idle_lock_minutes: me.idle_lock_minutes }),
    session_list: () => clone(mine),
    session_revoke: ({ session_id }) => {
      mine = mine.filter((row) => row.session_id !== session_id);
      return { done: true };
    },
    session_revoke_others: () => {
      const count = mine.length - 1;
      mine = mine.filter((row) => row.is_current);
      return { count };
    },
    user_session_list: ({ user_id }) => (user(user_id).session_count > 0 ? sessionsOf(false).slice(0, user(user_id).session_count) : []),
    user_session_revoke: ({ user_id, session_id }) => {
      const count = session_id === undefined ? user(user_id).session_count : 1;
      setUser(user_id, { session_count: user(user_id).session_count - count });
      return { count };
    },
    session_lock: () => {
      locked = true;
      return { done: true };
    },
    session_touch: () => ({ done: true }),
    session_quick_list: () => [{ user_id: 2, name: 'Rina Wulandari', role_code: 'operator', role_name: 'Loket' }],
    session_quick_begin: ({ user_id }) => {
      const { name, username } = user(user_id);
      locked = false;
      quick = true;
      return clone((me = { ...me, user_id, name, username }));
    },
    session_quick_end: () => {
      quick = false;
      me = first;
      return { done: true };
    },
    session_unlock: ({ pin, password }) => {
      if (pin !== undefined && pin !== '2580') return refuse('pin_wrong', { tries_left: 4 });
      if (pin === undefined && !password) return refuse('password_wrong');
      locked = false;
      return clone(me);
    },
    me_get: () => (locked ? refuse('session_locked') : clone(me)),
    me_preferences_set: (input) => (me = { ...me, locale: input.locale ?? me.locale, color_scheme: input.color_scheme ?? me.color_scheme }),
    me_password_change: () => {
      me = { ...me, must_change_password: false };
      const count = mine.length - 1;
      mine = mine.filter((row) => row.is_current);
      return { count };
    },
    me_pin_set: ({ pin }) => (me = { ...me, has_pin: pin !== undefined }),
    user_list: (input) => {
      const words = input.search?.toLowerCase() ?? '';
      const found = users.filter((row) => `${row.name} ${row.username}`.toLowerCase().includes(words));
      const { sort } = input;
      return { rows: clone(sort ? data.sorted(found, (row) => row[sort] ?? '', input.descending) : found), next: null };
    },
    user_create: (input) => {
      const made: UserRow = {
        user_id: users.length + 1, version: 1, name: input.name, username: input.username, phone: input.phone ?? null, ...roleFacts(input.role_id), is_active: true, all_locations: input.all_locations, location_ids: input.location_ids,
        last_sign_in_at: null, created_at: data.ago(0), grants: input.grants ?? [], locked_until: null, failures: 0, must_change_password: input.must_change_password ?? false, has_pin: false, session_count: 0,
      };
      users = [...users, made];
      return clone(made);
    },
    user_update: (input) => setUser(input.user_id, {
      name: input.name, phone: input.phone ?? null, is_active: input.is_active, all_locations: input.all_locations, location_ids: input.location_ids, ...(input.grants ? { grants: input.grants } : {}), ...roleFacts(input.role_id),
    }),
    user_password_reset: ({ user_id }) => {
      setUser(user_id, { must_change_password: true, session_count: 0 });
      return { username: user(user_id).username, password: 'kopi-7Kp-vx2n', until: data.ago(-60 * 24 * 3) };
    },
    user_unlock: ({ user_id }) => setUser(user_id, { locked_until: null, failures: 0 }),
    role_list: () => clone(roles.map((row) => ({ ...row, user_count: users.filter((one) => one.role_id === row.role_id).length }))),
    role_create: (input) => {
      if (roles.some((row) => row.name === input.name)) return refuse('role_name_taken');
      const made: RoleRow = { role_id: 100 + roles.length, version: 1, code: `role_${roles.length}`, name: input.name, description: input.description ?? '', is_system: false, is_super: false, is_active: true, permissions: input.permissions, user_count: 0 };
      roles = [...roles, made];
      return clone(made);
    },
    role_update: (input) => setRole(input.role_id, { name: input.name, description: input.description ?? '', permissions: input.permissions, is_active: input.is_active }),
    role_deactivate: ({ role_id }) => {
      const count = users.filter((one) => one.role_id === role_id).length;
      return count > 0 ? refuse('role_in_use', { user_count: count }) : setRole(role_id, { is_active: false });
    },
    permission_list: () => data.allPermissions.map((permission: Permission) => {
      const [area = '', action = ''] = permission.split('.');
      return { permission, area, action, is_held: me.permissions.includes(permission) };
    }),
    location_list: () => clone(locations),
    location_create: (input) => {
      if (locations.some((row) => row.name === input.name)) return refuse('location_name_taken');
      const made: LocationRow = { location_id: locations.length + 1, version: 1, name: input.name, address: input.address ?? '', phone: input.phone ?? null, time_zone: input.time_zone, is_zone_fixed: false, is_active: true, router_count: 0, user_count: 0, created_at: data.ago(0) };
      locations = [...locations, made];
      return clone(made);
    },
    location_update: (input) => {
      const before = locations.find((row) => row.location_id === input.location_id) ?? refuse('location_not_found');
      if (before.is_zone_fixed && before.time_zone !== input.time_zone) return refuse('location_zone_fixed');
      if (!input.is_active && before.router_count > 0) return refuse('location_in_use', { router_count: before.router_count });
      const next: LocationRow = { ...before, name: input.name, address: input.address ?? '', phone: input.phone ?? null, time_zone: input.time_zone, is_active: input.is_active, version: before.version + 1 };
      locations = locations.map((row) => (row.location_id === input.location_id ? next : row));
      return clone(next);
    },
    audit_list: (input) => ({
      rows: clone(data.turned(trail.filter((row) => (input.kind === undefined || row.kind === input.kind) && (input.user_id === undefined || row.user_id === input.user_id) && (input.act === undefined || row.act === input.act)), input.descending)),
      next: null,
    }),
  };
}
