import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { setLanguage } from '@/i18n';
import { me } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';

describe('the audit trail', () => {
  it('tells what became of what in sentences', async () => {
    const { view } = await open('/audit');
    const table = await screen.findByRole('table', { name: 'Jejak perubahan' });
    expect((await within(table).findByText(/mengubah paket 1 Hari/)).textContent?.replaceAll('\u00A0', ' ')).toBe('mengubah paket 1 Hari: harga jual Rp 4.500 → Rp 5.000, unduh 8.000 kbit/s → 10.000 kbit/s');
    expect((await within(table).findByText(/mengubah pengguna Rina Wulandari: peran Loket → Admin, sandi diganti/))).toBeTruthy();
    expect(within(table).getByText('mengubah batch VB-2611-015: status Aktif → Dijeda')).toBeTruthy();
    expect(within(table).getByText('menghapus router paket RB-Masjid')).toBeTruthy();
    expect(within(table).getByText('mengubah pengaturan telepon bantuan: +628111 → +6281234567890')).toBeTruthy();
    expect(within(table).getByText('mengubah peran Loket: izin +1')).toBeTruthy();
    await expectAccessible(view.container);
  });

  it('opens a change whole, and all changes of that one thing', async () => {
    const { user, mock, path, view } = await open('/audit?open=84');
    const drawer = await screen.findByRole('dialog', { name: 'peran Loket' });
    expect(within(drawer).getByText('+ Mencetak')).toBeTruthy();
    await expectAccessible(view.baseElement);
    await user.click(within(drawer).getByRole('button', { name: 'Semua perubahan barang ini' }));
    await waitFor(() => expect(path()).toContain('row=7'));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'audit_list')?.input).toMatchObject({ kind: 'role', row_id: 7 }));
  });

  it('keeps its filters in the address and asks for them', async () => {
    const { mock } = await open('/audit?kind=plan&person=1&from=2026-11-01&to=2026-11-21&act=update');
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'audit_list')?.input).toMatchObject({ kind: 'plan', user_id: 1, from_on: '2026-11-01', to_on: '2026-11-21', act: 'update' }));
    expect(await screen.findByRole('button', { name: 'Jenis: paket' })).toBeTruthy();
  });

  it('is turned by time, both as changes and as deeds, and kept in the address', async () => {
    const { user, mock, path } = await open('/audit');
    await user.click(await screen.findByRole('button', { name: /^Kapan/ }));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'audit_list')?.input).toMatchObject({ descending: false }));
    expect(path()).toContain('desc=false');
    await user.click(screen.getByRole('tab', { name: 'Perbuatan' }));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'activity_list')?.input).toMatchObject({ descending: false }));
    await user.click(screen.getByRole('button', { name: /^Kapan/ }));
    await waitFor(() => expect(path()).not.toContain('desc'));
  });

  it('is taken along with the same filters', async () => {
    const { user, mock } = await open('/audit?kind=plan');
    await user.click(await screen.findByRole('button', { name: /Simpan berkas/ }));
    await user.click(await screen.findByRole('button', { name: 'Buat berkas' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'export_create')?.input).toMatchObject({ list: 'audit_list', input: { kind: 'plan' }, format: 'xlsx' }));
  });

  it('says a state by the words of its kind', async () => {
    await open('/audit');
    expect(await screen.findByText('mengubah voucher k7m4qx: status Dipakai → Habis')).toBeTruthy();
    expect(screen.getByText('mengubah batch VB-2611-015: status Aktif → Dijeda')).toBeTruthy();
  });
});

const deeds = '/audit?view=deeds';
const sentence = (text: string) => screen.findByText((_, element) => element?.tagName === 'SPAN' && element.textContent?.replaceAll('\u00A0', ' ') === text);

describe('deeds', () => {
  it('stand beside changes, in sentences with what was kept of them', async () => {
    const { user, path, view } = await open('/audit');
    await user.click(await screen.findByRole('tab', { name: 'Perbuatan' }));
    expect(await sentence('Membuat batch: 100 kode, paket 1 Hari')).toBeTruthy();
    expect(path()).toContain('view=deeds');
    expect(await sentence('Mencetak lembar: 100 kartu, printer Kantor, cetak ulang, alasan “lembar basah”')).toBeTruthy();
    expect(await sentence('Menjual voucher: 3 kode, Rp 15.000, Tunai')).toBeTruthy();
    expect(await sentence('Menutup shift: dari Rina Wulandari, uang dihitung Rp 412.000, seharusnya Rp 414.000, selisih −Rp 2.000')).toBeTruthy();
    expect(await sentence('Menambah waktu voucher: +1 jam, alasan “listrik padam”')).toBeTruthy();
    expect(await sentence('Mengubah printer: Nonaktif')).toBeTruthy();
    expect(await sentence('Mencetak laporan: Penjualan, Jam, 1 Nov 2026 – 21 Nov 2026')).toBeTruthy();
    expect(await sentence('Masuk')).toBeTruthy();
    await expectAccessible(view.container);
  });

  it('lead to what they were done to, by the name people know', async () => {
    const { user, path } = await open(deeds);
    const names = (await screen.findAllByRole('link', { name: /^(batch|nota|shift|voucher|pengguna) / })).map((link) => [link.textContent, link.getAttribute('href')]);
    expect(names).toEqual([
      ['batch VB-2611-017', '/batches/17'],
      ['batch VB-2611-017', '/batches/17'],
      ['nota N1-2611-0031', '/sales?open=31'],
      ['shift 8', '/cash?open=12'],
      ['voucher #3', '/vouchers?open=3'],
      ['pengguna Rina Wulandari', '/users?edit=2'],
    ]);
    // A printer has no screen of its own.
    expect(screen.queryByRole('link', { name: 'printer Kasir' })).toBeNull();
    expect(screen.getByText('printer Kasir')).toBeTruthy();
    await user.click(screen.getByRole('link', { name: 'nota N1-2611-0031' }));
    await waitFor(() => expect(path()).toBe('/sales?open=31'));
  });

  it('lead nowhere, and tell no sums, to who may not look at the document', async () => {
    await open(deeds, { me_get: () => ({ ...me, permissions: me.permissions.filter((one) => one !== 'sale.view') }) });
    expect(await sentence('Menjual voucher: 3 kode, Tunai')).toBeTruthy();
    expect(screen.getByText('nota N1-2611-0031')).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'nota N1-2611-0031' })).toBeNull();
    expect(screen.getByRole('link', { name: 'shift 8' })).toBeTruthy();
  });

  it('are narrowed by what they were done to and by the deed, kept in the address', async () => {
    const { user, mock, path } = await open(deeds);
    const last = () => mock.calls.findLast((call) => call.name === 'activity_list')?.input;
    await user.click(await screen.findByRole('button', { name: /^Saring/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Menjual voucher' }));
    await waitFor(() => expect(last()).toMatchObject({ action: 'sale_create' }));
    expect(path()).toContain('action=sale_create');
    await user.click(await screen.findByRole('button', { name: /^Saring/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'nota' }));
    await waitFor(() => expect(last()).toMatchObject({ action: 'sale_create', subject_kind: 'sale' }));
    await user.click(screen.getByRole('button', { name: 'Hapus saringan Perbuatan' }));
    await waitFor(() => expect(path()).not.toContain('action'));
  });

  it('are said in English too', async () => {
    await setLanguage('en');
    try {
      await open(deeds);
      expect(await sentence('Made a batch: 100 codes, plan 1 Hari')).toBeTruthy();
      expect(screen.getByRole('link', { name: 'shift 8' })).toBeTruthy();
    } finally {
      await setLanguage('id');
    }
  });
});
