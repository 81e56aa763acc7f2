import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectAccessible, open, screen } from '@/testing/render';

describe('the audit trail', () => {
  it('tells what became of what in sentences', async () => {
    const { view } = await open('/audit');
    const table = await screen.findByRole('table', { name: 'Jejak perubahan' });
    expect((await within(table).findByText(/mengubah paket 1 Hari/)).textContent?.replaceAll('\u00A0', ' ')).toBe('mengubah paket 1 Hari: harga jual Rp 4.500 → Rp 5.000, unduh 8.000 kbit/s → 10.000 kbit/s');
    expect((await within(table).findByText(/mengubah pengguna Rina Wulandari: peran Loket → Admin, sandi diganti/))).toBeTruthy();
    expect(within(table).getByText('mengubah batch VB-2611-015: status Dipakai → Dijeda')).toBeTruthy();
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

  it('is taken along with the same filters', async () => {
    const { user, mock } = await open('/audit?kind=plan');
    await user.click(await screen.findByRole('button', { name: /Simpan berkas/ }));
    await user.click(await screen.findByRole('button', { name: 'Buat berkas' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'export_create')?.input).toMatchObject({ list: 'audit_list', input: { kind: 'plan' }, format: 'xlsx' }));
  });

  it('shows deeds beside changes', async () => {
    const { user, path } = await open('/audit');
    await user.click(await screen.findByRole('tab', { name: 'Perbuatan' }));
    expect(await screen.findByText('Membuat batch')).toBeTruthy();
    expect(path()).toContain('view=deeds');
  });
});
