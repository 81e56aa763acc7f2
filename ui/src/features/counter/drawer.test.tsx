import { waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { IpcError, type PrinterView, type SaleView } from '@/ipc';
import { mockTransport } from '@/ipc/mock';
import { printers } from '@/ipc/mock-printing';
import { open, screen } from '@/testing/render';
import { openForCash } from './slips';

vi.mock('@/lib/files', async (original) => ({ ...(await original<object>()), printPdf: vi.fn() }));

beforeEach(() => window.localStorage.clear());

const at = (id: number, drawer: number | null, prints: PrinterView['prints']): PrinterView => ({ ...(printers[0] as PrinterView), printer_id: id, name: `Printer ${id}`, cash_drawer_id: drawer, prints });
const entry = async () => (await screen.findByLabelText('Angka, nama, atau kode')) as HTMLInputElement;
const inputs = (mock: Awaited<ReturnType<typeof open>>['mock'], name: string) => mock.calls.filter((call) => call.name === name).map((call) => call.input);
const lost = () => { throw new IpcError({ code: 'door_unreachable', params: {}, incident: '' }); };

describe('the printer of a counter', () => {
  it('is its drawer’s before the place’s, and never another drawer’s', async () => {
    const rows = [at(1, 2, ['slip', 'receipt', 'report']), at(2, null, ['slip', 'receipt']), at(3, 1, ['slip'])];
    const { user, mock } = await open('/counter', {
      printer_list: () => ({ rows, next: null }),
      voucher_slips_print: (input) => ({ printer_id: 3, printer_name: 'Printer 3', pieces: input.voucher_ids.length }),
      sale_receipt_print: () => ({ printer_id: 2, printer_name: 'Printer 2', pieces: 1 }),
    });
    await user.type(await entry(), '3{Enter}');
    await screen.findByText(/^Nota N-2611-/);
    await waitFor(() => expect(inputs(mock, 'voucher_slips_print')[0]).toMatchObject({ printer_id: 3, cash_session_id: 1, opens_drawer: true }));
    await user.click(await screen.findByRole('button', { name: 'Cetak nota' }));
    await waitFor(() => expect(inputs(mock, 'sale_receipt_print')[0]).toMatchObject({ printer_id: 2 }));
    expect(inputs(mock, 'cash_drawer_open')).toHaveLength(0);
  });

  it('prints a receipt again that was looked up, away from the counter, where only that drawer has one', async () => {
    const rows = [at(1, 2, ['receipt']), at(3, 1, ['receipt'])];
    const { user, mock } = await open('/sales?open=185', { printer_list: () => ({ rows, next: null }), sale_receipt_print: () => ({ printer_id: 3, printer_name: 'Printer 3', pieces: 1 }) });
    await user.click(await screen.findByRole('button', { name: 'Cetak nota' }));
    await waitFor(() => expect(inputs(mock, 'sale_receipt_print')[0]).toMatchObject({ printer_id: 3 }));
  });
});

describe('the receipt', () => {
  it('of a sale at this counter, the last or an earlier one, comes out at its drawer before the place’s printer', async () => {
    const { user, mock } = await open('/counter', {
      printer_list: () => ({ rows: [at(1, 2, ['receipt']), at(2, null, ['receipt']), at(3, 1, ['receipt'])], next: null }),
      sale_receipt_print: () => ({ printer_id: 3, printer_name: 'Printer 3', pieces: 1 }),
    });
    await user.type(await entry(), '3{Enter}');
    await screen.findByText(/^Nota N-2611-/);
    await user.click(await screen.findByRole('button', { name: 'Cetak nota' }));
    await user.click(await screen.findByRole('button', { name: /^Lihat nota N-2611-0185/ }));
    await user.click(await within(await screen.findByRole('dialog', { name: /N-2611-/ })).findByRole('button', { name: 'Cetak nota' }));
    await waitFor(() => expect(inputs(mock, 'sale_receipt_print').map((input) => (input as { printer_id?: number }).printer_id)).toEqual([3, 3]));
  });
});

describe('the drawer', () => {
  const sold = async (change: { card: boolean; method: 'cash' | 'qris' }) => {
    const sale = structuredClone((await mockTransport().call('sale_get', { sale_id: 185 })) as SaleView);
    sale.row.method = change.method;
    for (const line of sale.lines) line.is_card = change.card;
    return sale;
  };

  it('opens for cash that has no slip, by a pulse of its own, once', async () => {
    const { mock } = await open('/counter', { voucher_slips_print: () => ({ printer_id: 1, printer_name: 'x', pieces: 1 }) });
    const pulses = () => inputs(mock, 'cash_drawer_open');
    const opens = at(1, null, ['slip']);
    const kept = pulses().length;
    await openForCash(await sold({ card: true, method: 'cash' }), opens);
    expect(pulses().slice(kept)).toEqual([{ cash_session_id: 1, document: 'sale', number: 185 }]);
    await openForCash(await sold({ card: true, method: 'qris' }), opens);
    await openForCash(await sold({ card: false, method: 'cash' }), opens);
    expect(pulses(), 'the slip carries it').toHaveLength(kept + 1);
    // Where the slips come out of a printer without a drawer, or as a PDF, another printer may have it.
    await openForCash(await sold({ card: false, method: 'cash' }), { ...opens, opens_drawer: false });
    await openForCash(await sold({ card: false, method: 'cash' }), null);
    expect(pulses()).toHaveLength(kept + 3);
    const refused = (code: string) => mock.answer({ cash_drawer_open: () => { throw new IpcError({ code, params: {}, incident: '' }); } });
    refused('printer_refused');
    expect(await openForCash(await sold({ card: true, method: 'cash' }), opens)).toMatchObject({ code: 'printer_refused' });
    refused('permission_denied');
    expect(await openForCash(await sold({ card: true, method: 'cash' }), opens)).toBeUndefined();
  });

  it('opens for money put in and taken out, and for a sale that is undone', async () => {
    const { user, mock } = await open('/counter');
    await entry();
    await user.keyboard('{F8}');
    const move = within(await screen.findByRole('dialog', { name: 'Kas masuk / keluar' }));
    await user.type(move.getByLabelText('Jumlah'), '18000');
    await user.type(move.getByLabelText('Untuk apa'), 'beli galon');
    await user.click(move.getByRole('button', { name: 'Ambil dari laci' }));
    await waitFor(() => expect(inputs(mock, 'cash_drawer_open')).toEqual([{ cash_session_id: 1, document: 'movement', number: 2 }]));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(await screen.findByRole('button', { name: 'Batalkan N-2611-0185' }));
    const undo = within(await screen.findByRole('dialog'));
    await user.type(undo.getByLabelText('Alasan'), 'salah paket');
    await user.click(undo.getByRole('button', { name: 'Batalkan nota' }));
    await waitFor(() => expect(inputs(mock, 'cash_drawer_open')[1]).toMatchObject({ cash_session_id: 1, document: 'sale' }));
  });
});

describe('an answer that was lost', () => {
  it('of a count is asked for again as it was sent, and tells the difference', async () => {
    const { user, mock } = await open('/counter');
    await entry();
    await user.keyboard('{F10}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Tutup shift' }));
    mock.answer({ cash_session_close: lost });
    await user.type(dialog.getByLabelText('Uang dihitung'), '235000');
    await user.click(dialog.getByRole('button', { name: 'Tutup shift' }));
    await dialog.findByText('Belum tahu apakah tercatat.');
    expect(dialog.getByLabelText('Uang dihitung').matches(':disabled')).toBe(true);
    const { handlers } = { handlers: mockTransport() };
    mock.answer({ cash_session_close: (input) => handlers.call('cash_session_close', input) as never });
    await user.click(dialog.getByRole('button', { name: 'Tanyakan lagi' }));
    const result = await screen.findByRole('dialog', { name: /^Shift 41 ditutup/ });
    expect(result.textContent).toContain('−Rp2.000');
    const asked = inputs(mock, 'cash_session_close');
    expect(asked).toHaveLength(2);
    expect(asked[1]).toEqual(asked[0]);
  });

  it('of a sale undone stays as it was sent, also when it is opened again, and is asked for by the same key', async () => {
    const { user, mock } = await open('/counter', { sale_void: lost });
    const asked = () => inputs(mock, 'sale_void');
    await user.click(await screen.findByRole('button', { name: 'Batalkan N-2611-0185' }));
    const undo = within(await screen.findByRole('dialog'));
    await user.type(undo.getByLabelText('Alasan'), 'salah paket');
    await user.click(undo.getByRole('button', { name: 'Batalkan nota' }));
    await undo.findByText('Belum tahu apakah tercatat.');
    expect(undo.getByLabelText('Alasan').matches(':disabled')).toBe(true);
    expect((undo.getByRole('button', { name: 'Batalkan nota' }) as HTMLButtonElement).disabled).toBe(true);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(await screen.findByRole('button', { name: 'Batalkan N-2611-0185' }));
    const again = within(await screen.findByRole('dialog'));
    expect((again.getByLabelText('Alasan') as HTMLInputElement).value).toBe('salah paket');
    await user.click(again.getByRole('button', { name: 'Tanyakan lagi' }));
    await waitFor(() => expect(asked()).toHaveLength(2));
    expect(asked()[1]).toEqual(asked()[0]);
    mock.answer({ sale_void: () => { throw new IpcError({ code: 'sale_taken_back', params: {}, incident: '' }); } });
    await user.click(await again.findByRole('button', { name: 'Tanyakan lagi' }));
    expect(await again.findByText(/sudah dikembalikan|sudah dibatalkan/i)).toBeTruthy();
    // Another reason is another deed.
    await user.type(again.getByLabelText('Alasan'), ' besar');
    await user.click(again.getByRole('button', { name: 'Batalkan nota' }));
    await waitFor(() => expect(asked()).toHaveLength(4));
    expect((asked()[3] as { idempotency_key: string }).idempotency_key).not.toBe((asked()[0] as { idempotency_key: string }).idempotency_key);
  });
});
