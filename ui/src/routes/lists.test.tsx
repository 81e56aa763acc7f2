import { waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SavedView } from '@/ipc';
import { driftItems } from '@/ipc/mock-drift';
import { open, screen, type Opened } from '@/testing/render';

/** The first cells of a table as they stand. */
async function firsts(table: string): Promise<string[]> {
  const rows = await within(await screen.findByRole('table', { name: table })).findAllByRole('row');
  return rows.slice(1).map((row) => within(row).getAllByRole('cell')[0]?.textContent ?? '');
}

describe.each([
  { at: '/users', operation: 'user_list', column: 'Nama pengguna', asked: { sort: 'username' }, address: 'sort=username' },
  { at: '/users', operation: 'user_list', column: 'Masuk terakhir', asked: { sort: 'last_sign_in_at' }, address: 'sort=last_sign_in_at' },
  { at: '/plans', operation: 'plan_list', column: 'Harga jual', asked: { sort: 'price_sell' }, address: 'sort=price_sell' },
  { at: '/plans', operation: 'plan_list', column: 'Stok', asked: { sort: 'stock' }, address: 'sort=stock' },
] as const)('$at by $column', ({ at, operation, column, asked, address }) => {
  it('is asked of the program, turned by the same press, kept in the address and under a name', async () => {
    const { user, mock, path } = await open(at);
    const last = () => mock.calls.findLast((call) => call.name === operation)?.input;
    await user.click(await screen.findByRole('button', { name: column }));
    await waitFor(() => expect(last()).toMatchObject({ ...asked, descending: false }));
    expect(path()).toContain(address);
    expect(screen.getByRole('columnheader', { name: column }).getAttribute('aria-sort')).toBe('ascending');
    const before = await firsts(at === '/users' ? 'Pengguna' : 'Paket voucher');
    await user.click(screen.getByRole('button', { name: column }));
    await waitFor(() => expect(last()).toMatchObject({ ...asked, descending: true }));
    await waitFor(async () => expect(await firsts(at === '/users' ? 'Pengguna' : 'Paket voucher')).not.toEqual(before));
    await user.click(await screen.findByRole('button', { name: 'Simpan tampilan' }));
    await user.type(await screen.findByLabelText('Nama tampilan'), 'Urut');
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'saved_view_create')?.input).toMatchObject({ screen: at.slice(1), search: { ...asked, desc: true } }));
  });
});

describe.each([
  { at: '/sales', operation: 'sale_list', column: 'Waktu' },
  { at: '/ledger', operation: 'ledger_entry_list', column: 'Waktu' },
  { at: '/cash', operation: 'cash_session_list', column: 'Dibuka' },
  { at: '/prints', operation: 'voucher_print_list', column: 'Waktu' },
  { at: '/batches', operation: 'voucher_batch_list', column: 'Dibuat' },
  { at: '/notices', operation: 'notice_list', column: 'Sejak' },
] as const)('$at by $column', ({ at, operation, column }) => {
  it('stands the newest first, is turned by a press and by the next, and keeps it in the address', async () => {
    const { user, mock, path } = await open(at);
    const last = () => mock.calls.findLast((call) => call.name === operation)?.input as { descending?: boolean };
    const head = await screen.findByRole('columnheader', { name: column });
    expect(head.getAttribute('aria-sort')).toBe('descending');
    expect(last().descending).toBeUndefined();
    await user.click(within(head).getByRole('button', { name: column }));
    await waitFor(() => expect(last().descending).toBe(false));
    expect(path()).toContain('desc=false');
    expect(screen.getByRole('columnheader', { name: column }).getAttribute('aria-sort')).toBe('ascending');
    await user.click(screen.getByRole('button', { name: column }));
    await waitFor(() => expect(path()).not.toContain('desc'));
    expect(screen.getByRole('columnheader', { name: column }).getAttribute('aria-sort')).toBe('descending');
  });
});

/** A table once its rows are there. */
async function withRows(name: string): Promise<HTMLElement> {
  const table = await screen.findByRole('table', { name });
  await waitFor(() => {
    expect(table.getAttribute('aria-busy')).toBe('false');
    expect(within(table).getAllByRole('row').length).toBeGreaterThan(2);
  });
  return table;
}

/** What a column says from the first row to the last, as words or as numbers. */
function columnOf(table: HTMLElement, column: string): (string | number)[] {
  const head = within(table).getByRole('columnheader', { name: column });
  const at = [...(head.parentElement?.children ?? [])].indexOf(head);
  const place = (row: HTMLElement) => Number(row.getAttribute('aria-rowindex'));
  const rows = within(table).getAllByRole('row').filter((row) => row.closest('tbody')).sort((a, b) => place(a) - place(b));
  const said = rows.map((row) => row.children[at]?.textContent ?? '');
  if (!said.every((one) => /^−?(Rp)?\s?[\d.,]+$/.test(one))) return said;
  return said.map((one) => Number(one.replaceAll(/[^\d−]/g, '').replace('−', '-')));
}

const rising = (a: string | number, b: string | number) => (typeof a === 'number' ? a - Number(b) : a.localeCompare(String(b), 'id', { numeric: true }));

describe.each([
  { at: '/routers', operation: 'router_list', table: 'Router', word: 'Nama', number: 'Tertunda' },
  { at: '/vendors', operation: 'vendor_list', table: 'Agen & reseller', word: 'Nama agen', number: 'Saldo' },
  { at: '/vendors/1', operation: 'vendor_stock_list', table: 'Kode', word: 'Batch', number: 'Nilai di tangan' },
  { at: '/stock', operation: 'stock_list', table: 'Stok', word: 'Paket', number: 'Nilai siap jual' },
  { at: '/reports?by=plan&range=free&from=2026-11-01&to=2026-11-07', operation: 'report_get', table: 'Laporan', word: 'Paket', number: 'Bersih' },
  { at: '/provisioning', operation: 'drift_summary', table: 'Provisi & beda', word: 'Router', number: 'Tertunda' },
  { at: '/routers/1?tab=interfaces', operation: 'router_interface_list', table: 'Antarmuka', word: 'Nama', number: 'Putus' },
] as const)('$at', ({ at, operation, table: name, word, number }) => {
  it('is put in order by its heads where it stands, turned by the next press, and not in the address', async () => {
    const { user, mock, path } = await open(at);
    const table = await withRows(name);
    const questions = () => new Set(mock.calls.filter((call) => call.name === operation).map((call) => JSON.stringify(call.input)));
    const [before, asked] = [path(), questions()];
    for (const [column, first] of [[word, 'ascending'], [number, 'descending']] as const) {
      const told = () => within(table).getByRole('columnheader', { name: column }).getAttribute('aria-sort');
      expect(told()).toBeNull();
      await user.click(within(table).getByRole('button', { name: column }));
      expect(told()).toBe(first);
      const once = columnOf(table, column);
      expect(new Set(once).size).toBeGreaterThan(1);
      const sorted = once.toSorted(rising);
      expect(once).toEqual(first === 'ascending' ? sorted : sorted.toReversed());
      await user.click(within(table).getByRole('button', { name: column }));
      expect(told()).toBe(first === 'ascending' ? 'descending' : 'ascending');
      expect(columnOf(table, column)).toEqual(once.toReversed());
    }
    expect(path()).toBe(before);
    // The program was asked nothing new for it.
    expect(asked.size).toBeGreaterThan(0);
    expect(questions()).toEqual(asked);
  });
});

describe('the differences of a router', () => {
  const column = 'Nama';

  it('are put in order where all of them are here', async () => {
    const { user } = await open('/provisioning/2');
    const table = await withRows('Beda di RB-Pasar');
    await user.click(within(table).getByRole('button', { name: column }));
    const once = columnOf(table, column);
    expect(once.length).toBeGreaterThan(3);
    await user.click(within(table).getByRole('button', { name: column }));
    expect(columnOf(table, column)).toEqual(once.toReversed());
  });

  it('stand as the program has them while some are still to be read', async () => {
    await open('/provisioning/2', { drift_list: ({ page }) => (page?.after ? new Promise(() => undefined) : { rows: driftItems, next: '7' }) });
    const table = await screen.findByRole('table', { name: 'Beda di RB-Pasar' });
    await within(table).findByRole('row', { name: /1-HARI/ });
    expect(within(table).queryByRole('button', { name: column })).toBeNull();
  });
});

describe('views of lists', () => {
  it.each(['/sales?method=qris', '/ledger?kind=float', '/cash?person=1', '/prints?again=true', '/plans?inactive=true', '/users?search=rina', '/vendors?inactive=true', '/stock?by=vendor', '/reports?range=week', '/provisioning?trouble=true'])('are kept of %s', async (address) => {
    const { user, mock, path } = await open(address);
    await user.click(await screen.findByRole('button', { name: 'Simpan tampilan' }));
    await user.type(await screen.findByLabelText('Nama tampilan'), 'Saya');
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    expect((await screen.findByRole('tab', { name: 'Saya' })).getAttribute('aria-selected')).toBe('true');
    const [screenOf = '', question = ''] = address.slice(1).split('?');
    const [[key = ''] = []] = [...new URLSearchParams(question)];
    const made = mock.calls.find((call) => call.name === 'saved_view_create')?.input as { screen: string; search: object };
    expect([made.screen, ...Object.keys(made.search)]).toEqual([screenOf, key]);
    const [all] = screen.getAllByRole('tab');
    if (!all) throw new Error('no view of all');
    await user.click(all);
    await waitFor(() => expect(path()).not.toContain(key));
    await user.click(screen.getByRole('tab', { name: 'Saya' }));
    await waitFor(() => expect(path()).toContain(question));
  });

  it.each(['/stock', '/reports', '/provisioning', '/provisioning/2'])('say of %s which one this version cannot open', async (address) => {
    const { mock, user } = await open(address, { saved_view_list: () => [{ ...kept({ warna: 1 }), problem: 'saved_view_filter_unknown' }] });
    await user.click(await screen.findByRole('button', { name: /Saya tidak dapat dibuka/ }));
    expect(screen.queryByRole('tab', { name: 'Saya' })).toBeNull();
    expect(mock.calls.find((call) => call.name === 'saved_view_remove')?.input).toEqual({ saved_view_id: 7 });
  });
});

const kept = (search: SavedView['search']): SavedView => ({ saved_view_id: 7, name: 'Saya', search, is_shared: false, is_own: true, owner_name: 'Hendra', problem: null });

/** Keeps what the address holds, and says what was sent to be kept. */
async function keep({ user, mock }: Opened) {
  await user.click(await screen.findByRole('button', { name: 'Simpan tampilan' }));
  await user.type(await screen.findByLabelText('Nama tampilan'), 'Saya');
  await user.click(screen.getByRole('button', { name: 'Simpan' }));
  await screen.findByRole('tab', { name: 'Saya' });
  return mock.calls.find((call) => call.name === 'saved_view_create')?.input as { screen: string; search: SavedView['search'] };
}

describe('a view of a report', () => {
  afterEach(() => void vi.useRealTimers());

  const asked = ({ mock }: Opened) => mock.calls.findLast((call) => call.name === 'report_get')?.input;

  it('holds a period by its name: opened in another week, it is of that week', async () => {
    vi.useFakeTimers({ now: new Date('2027-03-03T05:00:00Z'), toFake: ['Date'] });
    // Days that a period with a name does not ask for are no part of it.
    const then = await open('/reports?range=week&by=plan&from=2026-11-01&to=2026-11-07');
    const { search } = await keep(then);
    expect(search).toEqual({ range: 'week', by: 'plan' });
    expect(asked(then)).toMatchObject({ by: 'plan', from_on: '2027-03-01', to_on: '2027-03-03' });
    then.view.unmount();
    vi.setSystemTime(new Date('2027-03-11T05:00:00Z'));
    const now = await open('/reports', { saved_view_list: () => [kept(search)] });
    await now.user.click(await screen.findByRole('tab', { name: 'Saya' }));
    await waitFor(() => expect(asked(now)).toMatchObject({ by: 'plan', from_on: '2027-03-08', to_on: '2027-03-11' }));
    expect(now.path()).not.toContain('from=');
  });

  it('holds days where days were chosen', async () => {
    const { search } = await keep(await open('/reports?range=free&from=2026-11-01&to=2026-11-07'));
    expect(search).toEqual({ range: 'free', from: '2026-11-01', to: '2026-11-07' });
  });

  it('is left by the tab of its kind, with all of it; another kind is of the same period', async () => {
    const { user, path } = await open('/reports?range=week&by=plan', { saved_view_list: () => [kept({ range: 'week', by: 'plan' })] });
    expect((await screen.findByRole('tab', { name: 'Saya' })).getAttribute('aria-selected')).toBe('true');
    await user.click(screen.getByRole('tab', { name: 'Shift dan selisih' }));
    await waitFor(() => expect(path()).toBe('/reports?range=week&kind=shifts'));
    await user.click(screen.getByRole('tab', { name: 'Saya' }));
    await waitFor(() => expect(path()).toBe('/reports?range=week&by=plan'));
    await user.click(screen.getByRole('tab', { name: 'Penjualan' }));
    await waitFor(() => expect(path()).toBe('/reports'));
    expect(screen.getByRole('tab', { name: 'Penjualan' }).getAttribute('aria-selected')).toBe('true');
  });
});

describe('a view of differences', () => {
  it('is of every router: kept at one, opened at another', async () => {
    const there = await open('/provisioning/2?state=ignored&open=7');
    const made = await keep(there);
    expect(made).toMatchObject({ screen: 'drift', search: { state: 'ignored' } });
    expect(Object.keys(made.search)).toEqual(['state']);
    there.view.unmount();
    const { user, mock, path } = await open('/provisioning/5', { saved_view_list: ({ screen: list }) => (list === 'drift' ? [kept(made.search)] : []) });
    await user.click(await screen.findByRole('tab', { name: 'Saya' }));
    await waitFor(() => expect(path()).toBe('/provisioning/5?state=ignored'));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'drift_list')?.input).toMatchObject({ router_id: 5, state: 'ignored' }));
    await user.click(screen.getByRole('tab', { name: /^Semua/ }));
    await waitFor(() => expect(path()).toBe('/provisioning/5'));
  });

  it('is left by its kind: another one is looked for with the same words, the same one again is all of it', async () => {
    const { user, path } = await open('/provisioning/2?search=vb&kind=differs');
    await user.click(await screen.findByRole('tab', { name: /^Semua/ }));
    await waitFor(() => expect(path()).toBe('/provisioning/2?search=vb'));
    await user.click(screen.getByRole('tab', { name: /^Semua/ }));
    await waitFor(() => expect(path()).toBe('/provisioning/2'));
  });
});
