import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { me } from '@/ipc/mock-data';
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

  it('do not take an offset no roll can have', async () => {
    const { user, mock } = await open('/settings?tab=printers');
    await user.click(await (await section()).findByRole('button', { name: 'Ubah Kasir depan' }));
    const form = within(await screen.findByRole('dialog'));
    await user.clear(form.getByLabelText('Geser ke bawah'));
    await user.type(form.getByLabelText('Geser ke bawah'), '-1');
    await user.click(form.getByRole('button', { name: 'Simpan' }));
    expect(form.getByText('Angka dari 0 sampai 20')).toBeTruthy();
    expect(mock.calls.some((call) => call.name === 'printer_update')).toBe(false);
    // A sheet may be moved the other way.
    await user.selectOptions(form.getByLabelText('Kertas'), 'sheet');
    await user.click(form.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'printer_update')?.input).toMatchObject({ printer_id: 1, printer: { paper: 'sheet', offset_y_mm: -1, prints: ['sheet'] } }));
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
