import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError, type PrinterView } from '@/ipc';
import { me } from '@/ipc/mock-data';
import { printers } from '@/ipc/mock-printing';
import { expectAccessible, open, screen } from '@/testing/render';

const section = async () => within((await screen.findByRole('heading', { name: 'Printer' })).closest('section') as HTMLElement);

describe('printers', () => {
  it('are added with an address and what they print by themselves', async () => {
    const { user, mock } = await open('/settings?tab=printers');
    await user.click(await (await section()).findByRole('button', { name: 'Tambah printer' }));
    const form = within(await screen.findByRole('dialog'));
    await expectAccessible(screen.getByRole('dialog'));
    await user.click(form.getByRole('button', { name: 'Simpan' }));
    expect(form.getAllByText('Wajib diisi').length).toBe(2);
    await user.type(form.getByLabelText('Nama'), 'Kasir');
    await user.type(form.getByLabelText('Alamat'), '192.168.1.60');
    await user.click(form.getByLabelText('Memotong kertas'));
    await user.clear(form.getByLabelText('Geser ke kanan'));
    await user.type(form.getByLabelText('Geser ke kanan'), '1,5');
    await user.click(form.getByLabelText('Nota'));
    await user.click(form.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'printer_create')?.input).toMatchObject({
      location_id: 1,
      printer: { name: 'Kasir', kind: 'network', target: '192.168.1.60', paper: 'mm58', has_cutter: true, offset_x_mm: 1.5, offset_y_mm: 0, prints: ['slip', 'report'] },
    }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('stand at a drawer, and take paper from another only when that was said and asked', async () => {
    const kasir = { ...printers[0], prints: ['slip', 'receipt'] } as PrinterView;
    const { user, mock } = await open('/settings?tab=printers', { printer_list: () => ({ rows: [kasir], next: null }) });
    const created = () => mock.calls.filter((call) => call.name === 'printer_create').map((call) => call.input);
    const add = async () => {
      await user.click(await (await section()).findByRole('button', { name: 'Tambah printer' }));
      const form = within(await screen.findByRole('dialog'));
      await user.type(form.getByLabelText('Nama'), 'Kasir belakang');
      await user.type(form.getByLabelText('Alamat'), '192.168.1.61');
      return form;
    };
    // At the place it takes what nobody prints, and nothing else by itself.
    const form = await add();
    const ticks = () => ['Slip', 'Nota', 'Laporan shift'].map((name) => (form.getByRole('checkbox', { name: new RegExp(`^${name}`) }) as HTMLInputElement).checked);
    expect(ticks()).toEqual([false, false, true]);
    expect(form.getAllByText('Sekarang dicetak Kasir depan.')).toHaveLength(2);
    // At a drawer of its own nothing is taken from anybody.
    await user.selectOptions(await form.findByLabelText('Di laci'), 'Loket depan');
    expect(ticks()).toEqual([true, true, true]);
    await user.selectOptions(form.getByLabelText('Di laci'), '');
    await user.click(form.getByRole('checkbox', { name: /^Slip/ }));
    expect(form.getByText('Sekarang dicetak Kasir depan; pindah ke sini.')).toBeTruthy();
    await user.click(form.getByRole('button', { name: 'Simpan' }));
    const question = within(await screen.findByRole('dialog', { name: 'Ambil dari printer lain?' }));
    expect(question.getByRole('listitem').textContent).toBe('Kasir depan: Slip');
    await expectAccessible(screen.getByRole('dialog', { name: 'Ambil dari printer lain?' }));
    await user.click(question.getByRole('button', { name: 'Batal' }));
    expect(created()).toHaveLength(0);
    await user.selectOptions(form.getByLabelText('Di laci'), 'Loket depan');
    await user.click(form.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(created()).toHaveLength(1));
    expect(created()[0]).toMatchObject({ printer: { cash_drawer_id: 1, prints: ['report', 'slip'] } });
    // Asked and answered, it is taken.
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const again = await add();
    await user.click(again.getByRole('checkbox', { name: /^Slip/ }));
    await user.click(again.getByRole('button', { name: 'Simpan' }));
    await user.click(await screen.findByRole('button', { name: 'Ambil dan simpan' }));
    await waitFor(() => expect(created()).toHaveLength(2));
    expect(created()[1]).toMatchObject({ printer: { prints: ['report', 'slip'] } });
    expect(created()[1]).not.toHaveProperty('printer.cash_drawer_id');
  });

  it('say at which drawer they stand', async () => {
    await open('/settings?tab=printers', { printer_list: () => ({ rows: [{ ...printers[0], cash_drawer_id: 1, cash_drawer_name: 'Loket depan' } as PrinterView], next: null }) });
    expect(await (await section()).findByText(/laci Loket depan/)).toBeTruthy();
  });

  it('do not take an offset no roll can have', async () => {
    const { user, mock } = await open('/settings?tab=printers');
    await user.click(await (await section()).findByRole('button', { name: 'Ubah Kasir depan' }));
    const form = within(await screen.findByRole('dialog'));
    await user.clear(form.getByLabelText('Geser ke bawah'));
    await user.type(form.getByLabelText('Geser ke bawah'), '-1');
    await user.click(form.getByRole('button', { name: 'Simpan' }));
    expect(form.getByText('Angka dari 0 sampai 20')).toBeTruthy();
    expect(mock.calls.some((call) => call.name === 'printer_update')).toBe(false);
    // A sheet may be moved the other way; the sheets stay with the printer that has them.
    await user.selectOptions(form.getByLabelText('Kertas'), 'sheet');
    await user.click(form.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'printer_update')?.input).toMatchObject({ printer_id: 1, printer: { paper: 'sheet', offset_y_mm: -1, prints: [] } }));
  });

  it('are tried, and say what is wrong', async () => {
    const { user, mock } = await open('/settings?tab=printers');
    await user.click(await (await section()).findByRole('button', { name: 'Uji cetak Kasir depan' }));
    expect(await screen.findByText('Halaman uji dikirim ke Kasir depan')).toBeTruthy();
    mock.answer({ printer_test: () => { throw new IpcError({ code: 'printer_unreachable', params: { printer: 'Kasir depan' }, incident: '7' }); } });
    await user.click((await section()).getByRole('button', { name: 'Uji cetak Kasir depan' }));
    expect(await screen.findByText(/Kasir depan tidak ditemukan di alamatnya/)).toBeTruthy();
  });

  it('are only looked at without the permission', async () => {
    await open('/settings?tab=printers', { me_get: () => ({ ...me, permissions: ['settings.view', 'voucher.print'] }) });
    const shown = await section();
    expect(await shown.findByText('EPSON L3210')).toBeTruthy();
    expect(shown.queryByRole('button')).toBeNull();
  });
});
