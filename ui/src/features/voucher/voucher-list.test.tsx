import { act, fireEvent, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { codeOf, me } from '@/ipc/mock-data';
import { isoDay } from '@/lib/format';
import { expectAccessible, open, screen } from '@/testing/render';
import { isSummed, voucherFilter } from './question';

const empty = { count: 0, back: 0, counts: { available: 0, active: 0, used: 0, expired: 0, void: 0 }, value_sell: '0.00', value_cost: '0.00' };

describe('voucher list', () => {
  it('shows rows of a long list, its totals, and is accessible', async () => {
    const { view } = await open('/vouchers');
    const table = await screen.findByRole('table', { name: 'Daftar voucher' });
    await waitFor(() => expect(within(table).getAllByRole('row').length).toBeGreaterThan(10));
    // 12,480 rows exist; only those near the window are in the page.
    expect(within(table).getAllByRole('row').length).toBeLessThan(100);
    await waitFor(() => expect(table.getAttribute('aria-rowcount')).toBe('12481'));
    expect(screen.getByText('98.420.000')).toBeTruthy();
    await expectAccessible(view.container);
  });

  it('keeps search and filters in the address', async () => {
    const { user, path, mock } = await open('/vouchers');
    await user.click(await screen.findByRole('tab', { name: /Siap jual/ }));
    await waitFor(() => expect(path()).toContain('view=available'));
    await user.type(screen.getByRole('searchbox'), 'vb-2611-018');
    await waitFor(() => expect(path()).toContain('search=vb-2611-018'));
    const last = mock.calls.findLast((call) => call.name === 'voucher_list');
    expect(last?.input).toMatchObject({ filter: { status: ['available'], search: 'vb-2611-018' } });
  });

  it('is asked for the moment its key is pressed, once and no longer than a screen, and then for what adds to it', async () => {
    const { user, mock } = await open('/about');
    await screen.findByRole('navigation', { name: 'Menu utama' });
    const before = mock.calls.length;
    await user.keyboard('gv');
    await screen.findByRole('table', { name: 'Daftar voucher' });
    await waitFor(() => expect(mock.calls.slice(before).some((call) => call.name === 'saved_view_list')).toBe(true));
    const asked = mock.calls.slice(before);
    const names = asked.map((call) => call.name);
    expect(asked.filter((call) => call.name === 'voucher_list').map((call) => call.input)).toMatchObject([{ page: { limit: 80 } }]);
    for (const later of ['voucher_totals', 'plan_list', 'user_list', 'saved_view_list'] as const) expect(names.indexOf(later)).toBeGreaterThan(names.indexOf('voucher_list'));
  });

  it('puts what is typed into the address once it is answered, and brings nobody back who has left', async () => {
    let answer = () => undefined as void;
    const { path } = await open('/vouchers', {
      voucher_list: ((input: { filter: { search?: string } }) => (input.filter.search === undefined ? { rows: [], next: null } : new Promise((done) => {
        answer = () => done({ rows: [], next: null });
      }))) as never,
    });
    const box = await screen.findByRole('searchbox');
    fireEvent.change(box, { target: { value: 'ab' } });
    expect(path()).toBe('/vouchers');
    answer();
    await waitFor(() => expect(path()).toBe('/vouchers?search=ab'));
    fireEvent.change(box, { target: { value: 'abc' } });
    fireEvent.click(screen.getAllByRole('link', { name: /^Beranda/ })[0] as HTMLElement);
    await waitFor(() => expect(path()).toBe('/'));
    await act(() => new Promise((done) => setTimeout(done, 200)));
    expect(path()).toBe('/');
  });

  it('says what to do when there is none, and another thing when nothing matches', async () => {
    const overrides = { voucher_list: () => ({ rows: [], next: null }), voucher_totals: () => empty };
    const first = await open('/vouchers', overrides);
    expect(await screen.findByText('Belum ada voucher')).toBeTruthy();
    first.view.unmount();
    await open('/vouchers?search=xyz', overrides);
    expect(await screen.findByText('Tidak ada yang cocok')).toBeTruthy();
    expect(screen.queryByText('Belum ada voucher')).toBeNull();
  });

  it('shows the error with its code and tries again', async () => {
    const { user, mock } = await open('/vouchers', {
      voucher_list: () => {
        throw new IpcError({ code: 'permission_denied', params: { permission: 'voucher.view' }, incident: '7c1e' });
      },
    });
    expect(await screen.findByText('permission_denied · 7c1e')).toBeTruthy();
    mock.answer({ voucher_list: () => ({ rows: [], next: null }), voucher_totals: () => empty });
    await user.click(screen.getByRole('button', { name: 'Coba lagi' }));
    expect(await screen.findByText('Belum ada voucher')).toBeTruthy();
  });

  it('voids what is selected by keyboard, with a reason', async () => {
    const { user, mock } = await open('/vouchers?sort=id&desc=false');
    const list = await screen.findByRole('group', { name: 'Daftar voucher' });
    await waitFor(() => expect(within(list).getAllByRole('row').length).toBeGreaterThan(5));
    act(() => list.focus());
    fireEvent.keyDown(list, { key: 'ArrowDown' });
    fireEvent.keyDown(list, { key: 'x' });
    expect(await screen.findByText('1 dipilih')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Batalkan…' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Batalkan voucher' }));
    expect(mock.calls.some((call) => call.name === 'voucher_void')).toBe(false);
    await user.type(within(dialog).getByLabelText('Alasan'), 'salah cetak');
    await user.click(within(dialog).getByRole('button', { name: 'Batalkan voucher' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'voucher_void')?.input).toEqual({ voucher_ids: [2], reason: 'salah cetak' }));
  });

  it('opens the history of a code that was typed whole or scanned, and goes on into the list with a part of one', async () => {
    const { user, path, mock } = await open('/vouchers');
    await screen.findByRole('table', { name: 'Daftar voucher' });
    await user.keyboard(`/http://hotspot.lan/login?username=${codeOf(5)}&password=x{Enter}`);
    const drawer = await screen.findByRole('dialog');
    await waitFor(() => expect(drawer.textContent?.replaceAll(/\s/g, '')).toContain(codeOf(5)));
    expect(path()).toContain('open=');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const box = screen.getByRole('searchbox');
    await user.clear(box);
    await user.type(box, 'vb-2611-018{Enter}');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Daftar voucher' })));
    expect(path()).not.toContain('open=');
    // Nothing was typed: nothing is looked for.
    await user.clear(box);
    const before = mock.calls.filter((call) => call.name === 'voucher_find').length;
    await user.type(box, '{Enter}');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Daftar voucher' })));
    expect(mock.calls.filter((call) => call.name === 'voucher_find')).toHaveLength(before);
  });

  it('opens nothing for who typed on before the answer came', async () => {
    const waiting: (() => void)[] = [];
    const { user, path } = await open('/vouchers', { voucher_find: (() => new Promise((_, reject) => { waiting.push(() => reject(new IpcError({ code: 'voucher_not_found', params: {}, incident: '' }))); })) as never });
    const box = await screen.findByRole('searchbox');
    await user.type(box, 'abc{Enter}d');
    await act(async () => waiting[0]?.());
    expect(document.activeElement).toBe(box);
    expect((box as HTMLInputElement).value).toBe('abcd');
    expect(path()).not.toContain('open=');
  });

  it('opens one code beside the list', async () => {
    const { view } = await open('/vouchers?open=5');
    const dialog = await screen.findByRole('dialog');
    await waitFor(() => expect(dialog.textContent).toContain('RB-Pasar'));
    expect(dialog.textContent?.replaceAll(/\s/g, '')).toContain(codeOf(5));
    await expectAccessible(view.baseElement);
  });

  it('has a row each time it happened, with its day, person and document in chips and a column', async () => {
    const { user, path, mock, view } = await open('/vouchers?did=turnover&from=2026-11-01&to=2026-11-07&person=3&method=qris&hour=9');
    expect((await screen.findAllByText('Terjual dan dikembalikan')).length).toBeGreaterThan(1);
    const asked = () => mock.calls.findLast((call) => call.name === 'voucher_list')?.input;
    const happened = { what: 'turnover', from_on: '2026-11-01', to_on: '2026-11-07', user_id: 3, method: 'qris', hour: 9 };
    await waitFor(() => expect(asked()).toMatchObject({ filter: { happened } }));
    expect((await screen.findAllByText('kembali')).length).toBeGreaterThan(0);
    expect(screen.getByRole('link', { name: 'N-2611-12480' }).getAttribute('href')).toBe('/sales?search=N-2611-12480');
    // Sums: of 12,480 rows two came back.
    expect(await screen.findByText('12.476')).toBeTruthy();
    await expectAccessible(view.container);
    await user.click(screen.getByRole('button', { name: 'Hapus saringan Kejadian' }));
    await waitFor(() => expect(path()).toBe('/vouchers'));
    await waitFor(() => expect(asked()).not.toMatchObject({ filter: { happened } }));
  });

  it('begins what happened with this month, and is told no sums it may not have', async () => {
    const { user, path, mock } = await open('/vouchers', { me_get: () => ({ ...me, permissions: ['voucher.view', 'sale.view'] }) });
    await user.click(await screen.findByRole('button', { name: /Saringan/ }));
    const group = within(await screen.findByRole('group', { name: 'Kejadian' }));
    // What vendors have is for who sees vendors.
    expect(group.queryByRole('menuitem', { name: 'Diserahkan ke agen' })).toBeNull();
    await user.click(group.getByRole('menuitem', { name: 'Terjual' }));
    const today = isoDay(Date.now());
    const days = { from_on: `${today.slice(0, 8)}01`, to_on: today };
    await waitFor(() => expect(path()).toBe(`/vouchers?did=sold&from=${days.from_on}&to=${today}`));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'voucher_list')?.input).toMatchObject({ filter: { happened: { what: 'sold', ...days } } }));
    expect(mock.calls.some((call) => call.name === 'voucher_totals' && JSON.stringify(call.input).includes('happened'))).toBe(false);
    expect(screen.queryByText('98.420.000')).toBeNull();
  });

  it('asks for sums where they can be told', () => {
    const all = () => true;
    const told = (search: Parameters<typeof voucherFilter>[0], may: (one: string | undefined) => boolean = all) => isSummed(may, voucherFilter(search));
    const year = { from: '2026-01-01', to: '2027-01-02' };
    expect([told({}), told({ stock: 'plain' }), told({ did: 'copy_trouble' }), told({ did: 'activated', ...year }), told({ did: 'made', search: 'abc' }), told({ did: 'sold', batch: 3 })]).toEqual(Array(6).fill(true));
    expect([told({ did: 'activated' }), told({ did: 'made', from: '2026-01-01' }), told({ did: 'void', from: '2026-01-01', to: '2027-01-03' }), told({ did: 'sold', search: ' ' })]).toEqual(Array(4).fill(false));
    const cashier = (one: string | undefined) => one !== 'report.view';
    expect([told({ did: 'turnover', ...year }, cashier), told({ did: 'charged', batch: 3 }, cashier), told({ did: 'handed', ...year }, cashier), told({ did: 'activated', ...year }, cashier)]).toEqual([false, false, true, true]);
    expect(told({ did: 'handed', ...year }, (one) => one !== 'vendor.view')).toBe(false);
  });

  it('asks for what the view means', () => {
    expect(voucherFilter({ did: 'copy_pending', from: '2026-11-01', router: 4 })).toEqual({ status: [], router_trouble: false, happened: { what: 'copy_pending', router_id: 4 } });
    expect(voucherFilter({ from: '2026-11-01', own: true })).toEqual({ status: [], router_trouble: false, no_vendor: true });
    expect(voucherFilter({ view: 'ended' })).toEqual({ status: ['used', 'expired', 'void'], router_trouble: false });
    expect(voucherFilter({ view: 'trouble', plan: 3 })).toEqual({ status: [], router_trouble: true, plan_id: 3 });
    expect(voucherFilter({ status: 'active', search: ' ab ' })).toEqual({ status: ['active'], router_trouble: false, search: 'ab' });
  });

  it('lets go of what is chosen when its rows become other rows', async () => {
    const { user, mock, path } = await open('/vouchers?sort=id&desc=false');
    await user.click((await screen.findAllByRole('checkbox', { name: /^Pilih baris/ }))[1] as HTMLElement);
    expect(await screen.findByText('1 dipilih')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /Saringan/ }));
    await user.click((await screen.findAllByRole('menuitem', { name: 'Terjual' })).at(-1) as HTMLElement);
    await waitFor(() => expect(path()).toContain('did=sold'));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'voucher_list')?.input).toMatchObject({ filter: { happened: { what: 'sold' } } }));
    // The second sale has the number of the second code, and is no code.
    expect(await screen.findByRole('columnheader', { name: 'Terjual' })).toBeTruthy();
    expect(screen.queryByText('1 dipilih')).toBeNull();
    expect(screen.queryByRole('row', { selected: true })).toBeNull();
  });

  it('stands in the order in which it happened, and is turned by that head', async () => {
    const { user, mock, path } = await open('/vouchers?did=sold');
    const asked = () => mock.calls.findLast((call) => call.name === 'voucher_list')?.input;
    const head = await screen.findByRole('columnheader', { name: 'Terjual' });
    expect(head.getAttribute('aria-sort')).toBe('descending');
    await user.click(within(head).getByRole('button', { name: 'Terjual' }));
    await waitFor(() => expect(asked()).toMatchObject({ sort: 'id', descending: false }));
    expect(screen.getByRole('columnheader', { name: 'Terjual' }).getAttribute('aria-sort')).toBe('ascending');
    await user.click(screen.getByRole('button', { name: 'Kode' }));
    await waitFor(() => expect(asked()).toMatchObject({ sort: 'code', descending: false }));
    expect(screen.getByRole('columnheader', { name: 'Terjual' }).getAttribute('aria-sort')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Terjual' }));
    await waitFor(() => expect(path()).toBe('/vouchers?did=sold&desc=false'));
    // The order goes with what it is an order of.
    await user.click(screen.getByRole('button', { name: 'Hapus saringan Kejadian' }));
    await waitFor(() => expect(path()).toBe('/vouchers'));
  });

  it('has no order by time where rows are copies', async () => {
    await open('/vouchers?did=copy_trouble');
    const head = await screen.findByRole('columnheader', { name: 'Bermasalah di router' });
    expect(within(head).queryByRole('button')).toBeNull();
  });

  it('says once when a print was made', async () => {
    await open('/vouchers?did=printed&from=2026-11-01&to=2026-11-20');
    expect(await screen.findAllByRole('columnheader', { name: 'Dicetak' })).toHaveLength(1);
  });
});
