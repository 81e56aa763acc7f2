import { waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { counterHandlers } from '@/ipc/mock-counter';
import { allPermissions, me } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';

beforeEach(() => window.localStorage.clear());

const asked = (mock: Awaited<ReturnType<typeof open>>['mock']) => mock.calls.findLast((call) => call.name === 'sale_list')?.input as Record<string, unknown>;
const numbers = () => screen.queryAllByText(/^N-2611-\d{4}$/, { selector: 'td .m' }).map((one) => one.textContent);

describe('sales', () => {
  it('are all there, with who, where, what, how it was paid and whether it stands', async () => {
    const { view } = await open('/sales');
    const row = (await screen.findByText('N-2611-0182', { selector: 'td .m' })).closest('tr') as HTMLElement;
    expect(numbers()).toHaveLength(7);
    for (const words of ['Hendra Saputra', 'Loket depan', 'Tunai', 'Sebagian dikembalikan']) expect(within(row).getByText(words)).toBeTruthy();
    expect(row.textContent).toContain('1 Hari × 2');
    // What was given, and what went back.
    expect(row.textContent).toContain('20.000');
    const refund = screen.getByText('N-2611-0183', { selector: 'td .m' }).closest('tr') as HTMLElement;
    expect(within(refund).getByText('Pengembalian')).toBeTruthy();
    expect(within(refund).getByText('N-2611-0182')).toBeTruthy();
    await expectAccessible(view.container);
  });

  it('are found by number, by its digits and by a code', async () => {
    const { user, mock, path } = await open('/sales');
    await screen.findByText('N-2611-0186', { selector: 'td .m' });
    await user.keyboard('/');
    await user.keyboard('0182');
    await waitFor(() => expect(numbers()).toEqual(['N-2611-0182']));
    expect(asked(mock)).toMatchObject({ search: '0182' });
    expect(path()).toBe('/sales?search=0182');
  });

  it('are narrowed by person, shift, days and way of payment, and so is their file', async () => {
    const { user, mock } = await open('/sales?shift=40&person=1&method=cash&kind=sale&from=2026-11-20&to=2026-11-21&plan=3');
    await screen.findByText('N-2611-0182', { selector: 'td .m' });
    const question = { cash_session_id: 40, user_id: 1, method: 'cash', kind: 'sale', from_on: '2026-11-20', to_on: '2026-11-21', plan_id: 3 };
    expect(asked(mock)).toMatchObject(question);
    expect(numbers()).toEqual(['N-2611-0182']);
    expect(screen.getByRole('button', { name: 'Shift: 40' })).toBeTruthy();
    await user.keyboard('e');
    await user.click(await screen.findByRole('button', { name: /^Buat berkas/ }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'export_create')?.input).toMatchObject({ list: 'sale_list', input: question }));
  });

  it('open with their codes, shift and paper', async () => {
    const { user, mock, path } = await open('/sales?open=182');
    const drawer = within(await screen.findByRole('dialog', { name: 'Penjualan N-2611-0182' }));
    expect((await drawer.findByRole('link', { name: '40 · Loket depan' })).getAttribute('href')).toBe('/cash?open=40');
    expect(drawer.getAllByRole('link', { name: /^VB-2611-017 no\./ })).toHaveLength(2);
    await user.click(drawer.getByRole('button', { name: 'Nota PDF' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'sale_receipt_render')?.input).toMatchObject({ sale_id: 182 }));
    // One of its codes was taken back: that document is one press away.
    await user.click(drawer.getByRole('button', { name: 'Dikembalikan' }));
    await waitFor(() => expect(path()).toBe('/sales?open=183'));
  });

  it('of an earlier day are paid back for the codes that are chosen, out of a shift that is open, once', async () => {
    const { user, mock } = await open('/sales?open=180');
    await user.click(await screen.findByRole('button', { name: 'Kembalikan uang' }));
    // Its shift is closed: nothing is undone any more.
    expect(screen.queryByRole('button', { name: 'Batalkan nota' })).toBeNull();
    const dialog = within(await screen.findByRole('dialog', { name: 'Kembalikan uang nota N-2611-0180' }));
    await dialog.findByText(/41 · Loket depan/);
    const boxes = dialog.getAllByRole('checkbox');
    expect(boxes).toHaveLength(4);
    await user.click(boxes[0] as HTMLElement);
    await user.type(dialog.getByLabelText('Alasan'), 'tidak bisa masuk');
    mock.answer({ sale_refund: () => { throw new IpcError({ code: 'door_unreachable' }); } });
    await user.keyboard('{Enter}');
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'sale_refund')).toHaveLength(1));
    // Nobody knows: it stays as it was sent, and is asked for again.
    const again = await dialog.findByRole('button', { name: 'Tanyakan lagi' });
    expect(dialog.getByLabelText('Alasan').matches(':disabled')).toBe(true);
    const counter = counterHandlers();
    mock.answer({ sale_refund: (input) => counter.sale_refund(input) });
    await user.click(again);
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'sale_refund')).toHaveLength(2));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'cash_drawer_open')?.input).toMatchObject({ cash_session_id: 1, document: 'sale' }));
    const [first, second] = mock.calls.filter((call) => call.name === 'sale_refund').map((call) => call.input as { voucher_ids: number[]; cash_session_id: number });
    expect(first).toEqual(second);
    expect(first).toMatchObject({ cash_session_id: 1 });
    expect(first?.voucher_ids).toHaveLength(3);
  });

  it('are paid back out of nobody else’s drawer unless it was chosen', async () => {
    const [shift] = counterHandlers().cash_session_list({ open_only: true, mine_only: false, unexplained_only: false }).rows;
    if (!shift) throw new Error('the made-up shop has no shift');
    const { user, mock } = await open('/sales?open=180', { cash_session_list: () => ({ rows: [{ ...shift, is_mine: false, user_name: 'Rina' }], next: null }) });
    await user.click(await screen.findByRole('button', { name: 'Kembalikan uang' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Kembalikan uang nota N-2611-0180' }));
    const from = (await dialog.findByRole('combobox', {}, { timeout: 5000 })) as HTMLSelectElement;
    expect(from.value).toBe('');
    await user.type(dialog.getByLabelText('Alasan'), 'tidak bisa masuk{Enter}');
    expect(await dialog.findByText('Wajib diisi')).toBeTruthy();
    expect(mock.calls.some((call) => call.name === 'sale_refund')).toBe(false);
    await user.selectOptions(from, String(shift.cash_session_id));
    await user.click(dialog.getByRole('button', { name: 'Kembalikan uang' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'sale_refund')?.input).toMatchObject({ cash_session_id: shift.cash_session_id }));
  });

  it('are undone only by who may, while their shift is open', async () => {
    const all = await open('/sales?open=186');
    expect(await screen.findByRole('button', { name: 'Batalkan nota' })).toBeTruthy();
    all.view.unmount();
    // Who sees the shift, and that it is open, and may not.
    const { mock } = await open('/sales?open=186', { me_get: () => ({ ...me, permissions: allPermissions.filter((one) => one !== 'sale.void') }) });
    await screen.findByRole('button', { name: 'Kembalikan uang' });
    await waitFor(() => expect(mock.calls.some((call) => call.name === 'cash_session_get')).toBe(true));
    await screen.findByRole('link', { name: /Loket depan/ });
    expect(screen.queryByRole('button', { name: 'Batalkan nota' })).toBeNull();
  });

  it('are looked at by who may not take back', async () => {
    await open('/sales?open=186', { me_get: () => ({ ...me, permissions: allPermissions.filter((one) => !['sale.void', 'sale.refund', 'voucher.print', 'cash.view', 'voucher.view'].includes(one)) }) });
    const drawer = within(await screen.findByRole('dialog', { name: 'Penjualan N-2611-0186' }));
    expect(await drawer.findByRole('button', { name: 'Nota PDF' })).toBeTruthy();
    for (const name of ['Batalkan nota', 'Kembalikan uang', 'Cetak ulang']) expect(drawer.queryByRole('button', { name })).toBeNull();
    expect(drawer.queryByRole('link', { name: /Loket depan|VB-2611/ })).toBeNull();
  });

  it('say that there are none, that none matches, and what went wrong', async () => {
    const { mock, user } = await open('/sales', { sale_list: () => ({ rows: [], next: null }) });
    expect(await screen.findByText('Belum ada penjualan')).toBeTruthy();
    mock.answer({ sale_list: () => { throw new IpcError({ code: 'permission_denied', params: { permission: 'sale.view' } }); } });
    await user.keyboard('/x');
    expect(await screen.findByRole('alert')).toBeTruthy();
  });

  it('of a shift are one press from it', async () => {
    const { user, path } = await open('/cash?open=40');
    await user.click(await screen.findByRole('link', { name: 'Nota shift ini' }));
    await waitFor(() => expect(path()).toBe('/sales?shift=40'));
    await waitFor(() => expect(numbers()).toHaveLength(4));
  });

  it('of shifts of one person are asked of the program', async () => {
    const { mock } = await open('/cash?person=2');
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'cash_session_list')?.input).toMatchObject({ user_id: 2 }));
  });
});
