import { act, fireEvent, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { codeOf } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';
import { voucherFilter } from './question';

const empty = { count: 0, counts: { available: 0, active: 0, used: 0, expired: 0, void: 0 }, value_sell: '0.00', value_cost: '0.00' };

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

  it('asks for what the view means', () => {
    expect(voucherFilter({ view: 'ended' })).toEqual({ status: ['used', 'expired', 'void'], router_trouble: false });
    expect(voucherFilter({ view: 'trouble', plan: 3 })).toEqual({ status: [], router_trouble: true, plan_id: 3 });
    expect(voucherFilter({ status: 'active', search: ' ab ' })).toEqual({ status: ['active'], router_trouble: false, search: 'ab' });
  });
});
