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
    expect(table.getAttribute('aria-rowcount')).toBe('12480');
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
    expect(screen.getByText('12.476')).toBeTruthy();
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

  it('says once when a print was made', async () => {
    await open('/vouchers?did=printed&from=2026-11-01&to=2026-11-20');
    expect(await screen.findAllByRole('columnheader', { name: 'Dicetak' })).toHaveLength(1);
  });
});
