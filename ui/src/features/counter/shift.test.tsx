import { notifications } from '@mantine/notifications';
import { waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { IpcError, type CashSessionView, type PrintTemplate } from '@/ipc';
import { mockTransport } from '@/ipc/mock';
import { ago, me } from '@/ipc/mock-data';
import { printers } from '@/ipc/mock-printing';
import { expectAccessible, open, screen } from '@/testing/render';

vi.mock('@/lib/files', async (original) => ({ ...(await original<object>()), printPdf: vi.fn() }));

beforeEach(() => {
  window.localStorage.clear();
  notifications.clean();
});

const entry = async () => (await screen.findByLabelText('Angka, nama, atau kode')) as HTMLInputElement;

/** The thermal printer of the counter, told to print these by itself. */
const printing = (...prints: PrintTemplate[]) => ({ printer_list: () => ({ rows: printers.slice(0, 1).map((row) => ({ ...row, prints })), next: null }) });
const calls = (mock: Awaited<ReturnType<typeof open>>['mock'], name: string) => mock.calls.filter((call) => call.name === name);

describe('the cash desk', () => {
  it('lists shifts with their difference and opens the report', async () => {
    const ended = { closed_at: ago(10), closed_by_name: 'Rina', counted_amount: '235000.00', difference_amount: '-2000.00' };
    const shift = (await mockTransport().call('cash_session_list', { open_only: true, mine_only: false, unexplained_only: false })) as { rows: CashSessionView[] };
    const row = { ...(shift.rows[0] as CashSessionView), ...ended };
    const { user, mock, path, view } = await open('/cash', { cash_session_list: () => ({ rows: [row], next: null }), cash_session_get: () => row });
    expect((await screen.findAllByText('Selisih belum dijelaskan')).length).toBeGreaterThan(0);
    await user.click(screen.getByRole('cell', { name: 'Loket depan' }));
    await waitFor(() => expect(path()).toContain('open=1'));
    const drawer = within(await screen.findByRole('dialog', { name: 'Shift 41' }));
    expect(await drawer.findByText('Menurut paket')).toBeTruthy();
    await expectAccessible(view.baseElement as HTMLElement);
    await user.type(drawer.getByLabelText('Alasan'), 'salah kembalian');
    await user.click(drawer.getByRole('button', { name: 'Simpan alasan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'cash_session_explain')?.input).toEqual({ cash_session_id: 1, reason: 'salah kembalian' }));
  });
});

describe('a shift somebody forgot', () => {
  /** Rina's, open since yesterday, as who manages the desk sees it: what should be there is not told before the count. */
  const forgotten = async () => {
    const shift = (await mockTransport().call('cash_session_get', { cash_session_id: 1 })) as CashSessionView;
    const row: CashSessionView = { ...shift, is_mine: false, expected_amount: null, opened_at: ago(1_500) };
    return { row, answers: { cash_session_list: () => ({ rows: [row], next: null }), cash_session_get: () => row } };
  };

  it('is taken over with a reason, and is then one’s own', async () => {
    const { row, answers } = await forgotten();
    const mine = { ...row, is_mine: true, user_id: 1, user_name: 'Hendra Saputra' };
    const { user, mock, view } = await open('/cash?open=1', { ...answers, cash_session_take_over: () => mine });
    const drawer = within(await screen.findByRole('dialog', { name: 'Shift 41' }));
    await user.click(await drawer.findByRole('button', { name: 'Ambil alih' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Ambil alih shift 41 dari Rina?' }));
    expect(dialog.getByText(/^Anda yang lalu menghitung dan menutupnya/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Ambil alih' }));
    expect(await dialog.findByText('Wajib diisi')).toBeTruthy();
    expect(calls(mock, 'cash_session_take_over')).toEqual([]);
    await expectAccessible(view.baseElement as HTMLElement);
    mock.answer({ cash_session_get: () => mine });
    await user.type(dialog.getByLabelText('Alasan'), ' Rina pulang {Enter}');
    expect(await screen.findByText('Shift 41 diambil alih')).toBeTruthy();
    expect(calls(mock, 'cash_session_take_over').map((call) => call.input)).toEqual([{ cash_session_id: 1, reason: 'Rina pulang' }]);
    await waitFor(() => expect(screen.queryByRole('dialog', { name: /^Ambil alih/ })).toBeNull());
    await waitFor(() => expect(drawer.queryByRole('button', { name: 'Ambil alih' })).toBeNull());
    expect(drawer.getByRole('button', { name: 'Tutup shift' })).toBeTruthy();
  });

  it('stays as it is where that is refused, and what was typed with it', async () => {
    const { answers } = await forgotten();
    const { user } = await open('/cash?open=1', { ...answers, cash_session_take_over: () => { throw new IpcError({ code: 'cash_session_closed', params: {}, incident: '4' }); } });
    await user.click(await screen.findByRole('button', { name: 'Ambil alih' }));
    const dialog = within(await screen.findByRole('dialog', { name: /^Ambil alih shift 41/ }));
    await user.type(dialog.getByLabelText('Alasan'), 'Rina pulang{Enter}');
    expect(await dialog.findByText(/Shift ini sudah ditutup/)).toBeTruthy();
    expect((dialog.getByLabelText('Alasan') as HTMLInputElement).value).toBe('Rina pulang');
    expect(screen.queryByText('Shift 41 diambil alih')).toBeNull();
  });

  it('is counted blind and closed by who manages the desk, without being taken over', async () => {
    const { answers } = await forgotten();
    const { user, mock } = await open('/cash?open=1', answers);
    const drawer = within(await screen.findByRole('dialog', { name: 'Shift 41' }));
    expect(await drawer.findByText(/^Shift ini masih buka/)).toBeTruthy();
    await user.click(drawer.getByRole('button', { name: 'Tutup shift' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Tutup shift' }));
    await user.type(dialog.getByLabelText('Uang dihitung'), '235000{Enter}');
    const result = await screen.findByRole('dialog', { name: /^Shift 41 ditutup/ });
    expect(result.textContent).toContain('−Rp2.000');
    expect(calls(mock, 'cash_session_close').map((call) => call.input)).toMatchObject([{ cash_session_id: 1, counted_amount: '235000' }]);
    expect(calls(mock, 'cash_session_take_over')).toEqual([]);
  });

  it('is left to others where this person does not manage the desk', async () => {
    const { answers } = await forgotten();
    await open('/cash?open=1', { ...answers, me_get: () => ({ ...me, permissions: me.permissions.filter((one) => one !== 'cash.manage') }) });
    const drawer = within(await screen.findByRole('dialog', { name: 'Shift 41' }));
    expect(await drawer.findByText(/^Shift ini masih buka/)).toBeTruthy();
    for (const name of ['Ambil alih', 'Tutup shift']) expect(drawer.queryByRole('button', { name })).toBeNull();
  });
});

describe('the shift', () => {
  it('is not left by a slip of the hand with something typed', async () => {
    const { user } = await open('/counter');
    await entry();
    await user.keyboard('{F8}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Kas masuk / keluar' }));
    await user.type(dialog.getByLabelText('Untuk apa'), 'beli galon');
    await user.keyboard('{Escape}');
    await user.click(await screen.findByRole('button', { name: 'Tetap di sini' }));
    expect((dialog.getByLabelText('Untuk apa') as HTMLInputElement).value).toBe('beli galon');
    await user.click(dialog.getByRole('button', { name: 'Batal' }));
    await user.click(await screen.findByRole('button', { name: 'Tinggalkan' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.keyboard('{F8}');
    await screen.findByRole('dialog', { name: 'Kas masuk / keluar' });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('comes first', async () => {
    const { user, mock, view } = await open('/counter', { cash_session_list: () => ({ rows: [], next: null }), cash_drawer_list: () => ({ rows: [], next: null }) });
    expect(await screen.findByText('Belum ada shift')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^Buka shift/ }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('Nama laci'), 'Loket depan');
    await user.type(within(dialog).getByLabelText('Modal awal'), '200000');
    await expectAccessible(view.baseElement as HTMLElement);
    await user.click(within(dialog).getByRole('button', { name: 'Buka shift' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'cash_session_open')?.input).toEqual({ cash_drawer_id: 1, float_amount: '200000' }));
  });

  it('is counted blind, and a difference is asked about afterwards', async () => {
    const { user, mock } = await open('/counter');
    await entry();
    await user.keyboard('{F10}');
    const dialog = await screen.findByRole('dialog', { name: 'Tutup shift' });
    expect(dialog.textContent).not.toContain('237.000');
    await user.type(within(dialog).getByLabelText('Uang dihitung'), '235000');
    await user.click(within(dialog).getByRole('button', { name: 'Tutup shift' }));
    const result = await screen.findByRole('dialog', { name: /^Shift 41 ditutup/ });
    expect(result.textContent).toContain('−Rp2.000');
    await user.type(within(result).getByLabelText('Alasan'), 'salah kembalian');
    await user.click(within(result).getByRole('button', { name: 'Simpan alasan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'cash_session_explain')?.input).toEqual({ cash_session_id: 1, reason: 'salah kembalian' }));
  });

  it('takes money in and out with a reason', async () => {
    const { user, mock } = await open('/counter');
    await entry();
    await user.keyboard('{F8}');
    const dialog = await screen.findByRole('dialog', { name: 'Kas masuk / keluar' });
    await user.type(within(dialog).getByLabelText('Jumlah'), '18000');
    await user.type(within(dialog).getByLabelText('Untuk apa'), 'beli galon');
    await user.click(within(dialog).getByRole('button', { name: 'Ambil dari laci' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'cash_pay_out')?.input).toMatchObject({ cash_session_id: 1, amount: '18000', reason: 'beli galon' }));
  });

  it('asks for the same movement until it is answered, also after the form was closed', async () => {
    const lost = () => { throw new IpcError({ code: 'door_unreachable', params: {}, incident: '' }); };
    const { user, mock } = await open('/counter', { cash_pay_out: lost });
    await entry();
    await user.keyboard('{F8}');
    const dialog = await screen.findByRole('dialog', { name: 'Kas masuk / keluar' });
    await user.type(within(dialog).getByLabelText('Jumlah'), '18000');
    await user.type(within(dialog).getByLabelText('Untuk apa'), 'beli galon');
    await user.click(within(dialog).getByRole('button', { name: 'Ambil dari laci' }));
    await within(dialog).findByText('Belum tahu apakah tercatat.');
    expect(within(dialog).getByLabelText('Jumlah').matches(':disabled')).toBe(true);
    // What was sent is kept: closing asks nothing and loses nothing.
    await user.click(within(dialog).getByRole('button', { name: 'Batal' }));
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Kas masuk / keluar' })).toBeNull());
    await user.keyboard('{F8}');
    const again = await screen.findByRole('dialog', { name: 'Kas masuk / keluar' });
    expect((within(again).getByLabelText('Jumlah') as HTMLInputElement).value).toBe('18.000');
    await user.click(within(again).getByRole('button', { name: 'Tanyakan lagi' }));
    const asked = () => mock.calls.filter((call) => call.name === 'cash_pay_out').map((call) => call.input);
    await waitFor(() => expect(asked()).toHaveLength(2));
    expect(asked()[1]).toEqual(asked()[0]);
  });

  it('prints the report of a shift that was closed on its printer, and as a PDF', async () => {
    const { user, mock } = await open('/counter', { ...printing('report'), cash_session_print: () => ({ printer_id: 1, printer_name: 'Kasir depan', pieces: 1 }) });
    await entry();
    await user.keyboard('{F10}');
    await user.type(await screen.findByLabelText('Uang dihitung'), '237000');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Tutup shift' }));
    await user.click(await screen.findByRole('button', { name: 'Cetak laporan' }));
    expect(await screen.findByText('Dikirim ke Kasir depan')).toBeTruthy();
    expect(calls(mock, 'cash_session_render')).toHaveLength(0);
    await user.click(screen.getByRole('button', { name: 'Laporan PDF' }));
    await waitFor(() => expect(calls(mock, 'cash_session_render')[0]?.input).toEqual({ cash_session_id: 1, paper: 'a4' }));
  });

  it('prints the report of a closed shift out of the list, without a printer as a PDF', async () => {
    const shift = (await mockTransport().call('cash_session_list', { open_only: true, mine_only: false, unexplained_only: false })) as { rows: CashSessionView[] };
    const ended = { ...(shift.rows[0] as CashSessionView), closed_at: ago(10), closed_by_name: 'Rina', counted_amount: '237000.00', difference_amount: '0.00' };
    const { user, mock } = await open('/cash', { cash_session_list: () => ({ rows: [ended], next: null }) });
    await user.click(await screen.findByRole('button', { name: /^Laporan Z shift/ }));
    await waitFor(() => expect(calls(mock, 'cash_session_render')).toHaveLength(1));
    expect(calls(mock, 'cash_session_print')).toHaveLength(0);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is busy with the report that was asked for, whatever row stands there now', async () => {
    const shift = (await mockTransport().call('cash_session_list', { open_only: true, mine_only: false, unexplained_only: false })) as { rows: CashSessionView[] };
    const ended = { ...(shift.rows[0] as CashSessionView), closed_at: ago(10), closed_by_name: 'Rina', counted_amount: '237000.00', difference_amount: '0.00' };
    const next = { ...ended, cash_session_id: ended.cash_session_id + 1, number: ended.number + 1 };
    let rows = [ended];
    const { user, mock } = await open('/cash', { cash_session_list: () => ({ rows, next: null }), cash_session_render: () => new Promise(() => undefined) as never });
    await user.click(await screen.findByRole('button', { name: /^Laporan Z shift/ }));
    await waitFor(() => expect(calls(mock, 'cash_session_render')).toHaveLength(1));
    rows = [next, ended];
    mock.emit(['*']);
    await user.click(await screen.findByRole('button', { name: `Laporan Z shift ${next.number}` }));
    await waitFor(() => expect(calls(mock, 'cash_session_render').map((call) => (call.input as { cash_session_id: number }).cash_session_id)).toEqual([ended.cash_session_id, next.cash_session_id]));
  });
});
