import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { expectAccessible, open, screen } from '@/testing/render';
import { draftOf, problemsOf, readDraft } from './batch-draft';
import { firstCard } from './sheet-preview';

describe('batch list', () => {
  it('shows batches with the worst truth and is accessible', async () => {
    const { view } = await open('/batches');
    const table = await screen.findByRole('table', { name: 'Batch voucher' });
    const row = await within(table).findByRole('row', { name: /VB-2611-012/ });
    expect(row.textContent).toContain('Gagal');
    await expectAccessible(view.container);
  });

  it('says what a batch is when there is none', async () => {
    await open('/batches', { voucher_batch_list: () => ({ rows: [], next: null }) });
    expect(await screen.findByText('Belum ada batch')).toBeTruthy();
  });
});

describe('new batch', () => {
  it('says what will happen, warns, and makes it once', async () => {
    const { user, mock, path, view } = await open('/batches/new?plan=3');
    const quantity = await screen.findByLabelText('Jumlah');
    await user.clear(quantity);
    await user.type(quantity, '200');
    const panel = screen.getByRole('complementary', { name: 'Yang akan terjadi' });
    await waitFor(() => expect(panel.textContent).toContain('1.000.000'));
    expect(panel.textContent).toContain('Lembar terakhir hanya berisi 8 dari 24 kartu');
    await user.click(within(panel).getByRole('button', { name: 'Jadikan 216' }));
    expect((screen.getByLabelText('Jumlah') as HTMLInputElement).value).toBe('216');
    await expectAccessible(view.container);
    await user.click(screen.getByRole('button', { name: /^Buat 216 voucher/ }));
    await waitFor(() => expect(path()).toBe('/batches/18'));
    const made = mock.calls.filter((call) => call.name === 'voucher_batch_create');
    expect(made).toHaveLength(1);
    expect(made[0]?.input).toMatchObject({ draft: { plan_id: 3, quantity: 216, sheet: { preset: 'a4-24', qr: true } } });
    expect(made[0]?.input).toHaveProperty('idempotency_key', expect.stringMatching(/^[0-9a-f-]{36}$/));
  });

  it('repeats the same key when a lost answer is sent again', async () => {
    const { user, mock } = await open('/batches/new?plan=3', {
      voucher_batch_create: () => {
        throw new IpcError({ code: 'door_unreachable' });
      },
    });
    const button = await screen.findByRole('button', { name: /^Buat 24 voucher/ });
    await user.click(button);
    expect(await screen.findByText('Program tidak menjawab.')).toBeTruthy();
    await user.click(button);
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'voucher_batch_create')).toHaveLength(2));
    const keys = mock.calls.filter((call) => call.name === 'voucher_batch_create').map((call) => (call.input as { idempotency_key: string }).idempotency_key);
    expect(keys[0]).toBe(keys[1]);
  });

  it('sends nothing while something is missing', async () => {
    const { user, mock } = await open('/batches/new');
    await user.click(await screen.findByRole('button', { name: /^Buat 24 voucher/ }));
    expect((await screen.findAllByText('Pilih paket')).length).toBeGreaterThan(1);
    expect(mock.calls.some((call) => call.name === 'voucher_batch_create')).toBe(false);
  });

  it('sends people to plans when there is nothing to sell', async () => {
    await open('/batches/new', { plan_list: () => ({ rows: [], next: null }) });
    expect(await screen.findByText('Belum ada paket')).toBeTruthy();
  });

  it('knows its limits', () => {
    const form = { ...readDraft(), planId: 1 };
    expect(problemsOf({ ...form, quantity: 10_001 })).toEqual({ quantity: true });
    expect(problemsOf({ ...form, length: 3, prefix: 'A' })).toEqual({ length: true, prefix: true });
    expect(draftOf({ ...form, routerId: 4 })?.router_ids).toEqual([4]);
  });

  it('cuts the first card out of a centred grid', () => {
    const preset = { preset: 'a4-24', paper: 'A4', columns: 3, rows: 8, design: 'tenang', has_qr: true, card_width_mm: 65, card_height_mm: 35 };
    expect(firstCard(preset)).toEqual({ x: 7.5, y: 8.5, width: 65, height: 35 });
    expect(firstCard({ ...preset, paper: '58 mm' })).toBeUndefined();
  });
});

describe('batch detail', () => {
  it('shows progress by truth and pauses', async () => {
    const { user, mock, view } = await open('/batches/18');
    expect(await screen.findByText('310 dari 500 terpasang', { selector: 'h2' })).toBeTruthy();
    await expectAccessible(view.container);
    const [pause] = await screen.findAllByRole('button', { name: 'Jeda' });
    const header = screen.getAllByRole('button', { name: 'Jeda' }).find((button) => button.classList.contains('Btn')) ?? pause;
    if (header) await user.click(header);
    await waitFor(() => expect(mock.calls.some((call) => call.name === 'voucher_batch_pause')).toBe(true));
    expect(await screen.findByText('Pemasangan dijeda.')).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'Urungkan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'voucher_batch_resume')?.input).toEqual({ batch_id: 18 }));
  });

  it('prints the first time at once and asks why the second time', async () => {
    const noPrinter = { printer_list: () => ({ rows: [], next: null }) };
    const first = await open('/batches/18', noPrinter);
    await first.user.click(await screen.findByRole('button', { name: /Cetak lembar/ }));
    await waitFor(() => expect(first.mock.calls.find((call) => call.name === 'voucher_sheet_render')?.input).toEqual({ batch_id: 18 }));
    first.view.unmount();
    const again = await open('/batches/17', noPrinter);
    await again.user.click(await screen.findByRole('button', { name: /Cetak ulang lembar/ }));
    const dialog = await screen.findByRole('dialog');
    await again.user.type(within(dialog).getByLabelText('Alasan cetak ulang'), 'kertas macet');
    await again.user.click(within(dialog).getByRole('button', { name: 'Cetak' }));
    await waitFor(() => expect(again.mock.calls.find((call) => call.name === 'voucher_sheet_render')?.input).toEqual({ batch_id: 17, reprint_reason: 'kertas macet' }));
  });

  it('prints on the printer of the place, or as a PDF, and why again with either', async () => {
    const sent = { voucher_sheet_print: () => ({ printer_id: 2, printer_name: 'EPSON L3210', pieces: 21 }) };
    const first = await open('/batches/18', sent);
    await first.user.click(await screen.findByRole('button', { name: /^Cetak di EPSON L3210/ }));
    expect(await screen.findByText('21 lembar dikirim ke EPSON L3210')).toBeTruthy();
    expect(first.mock.calls.find((call) => call.name === 'voucher_sheet_print')?.input).toEqual({ batch_id: 18 });
    await first.user.click(screen.getByRole('button', { name: 'Lembar PDF' }));
    await waitFor(() => expect(first.mock.calls.some((call) => call.name === 'voucher_sheet_render')).toBe(true));
    first.view.unmount();
    const again = await open('/batches/17', sent);
    await again.user.click(await screen.findByRole('button', { name: /Cetak ulang lembar/ }));
    const dialog = within(await screen.findByRole('dialog'));
    await again.user.type(dialog.getByLabelText('Alasan cetak ulang'), 'kertas macet');
    await again.user.click(dialog.getByRole('button', { name: 'PDF' }));
    await waitFor(() => expect(again.mock.calls.find((call) => call.name === 'voucher_sheet_render')?.input).toEqual({ batch_id: 17, reprint_reason: 'kertas macet' }));
    expect(again.mock.calls.some((call) => call.name === 'voucher_sheet_print')).toBe(false);
  });

  it('tells a batch that is not there by its code', async () => {
    await open('/batches/999');
    expect(await screen.findByText(/voucher_batch_not_found/)).toBeTruthy();
  });
});
