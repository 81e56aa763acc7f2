import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectAccessible, open, screen } from '@/testing/render';
import { joinCsv } from './export';

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

  it('is saved whole with the same filters, part by part', async () => {
    const part = (text: string, next: string | null) => ({ file_name: 'jejak.csv', media_type: 'text/csv', content_base64: btoa(text), rows: 1, next });
    let made: Blob | undefined;
    URL.createObjectURL = (blob) => {
      made = blob as Blob;
      return 'blob:x';
    };
    const { user, mock } = await open('/audit?kind=plan', { audit_export: ({ filter }) => (filter.page?.after === undefined ? part('a,b\r\n1,2\r\n', '7') : part('a,b\r\n3,4\r\n', null)) });
    await user.click(await screen.findByRole('button', { name: 'Simpan CSV' }));
    expect(await screen.findByText('2 baris disimpan: jejak.csv')).toBeTruthy();
    expect(await made?.text()).toBe('a,b\r\n1,2\r\n3,4\r\n');
    expect(mock.calls.filter((call) => call.name === 'audit_export').map((call) => call.input)).toMatchObject([{ filter: { kind: 'plan' } }, { filter: { kind: 'plan', page: { after: '7' } } }]);
  });

  it('joins parts with one heading, also where a line end is missing or a mark stands before it', () => {
    expect(joinCsv(['\uFEFFa,b\r\n1,2', '\uFEFFa,b\r\n3,4'])).toBe('\uFEFFa,b\r\n1,2\r\n3,4');
    expect(joinCsv(['x\n1\n', '2\n'])).toBe('x\n1\n2\n');
    expect(joinCsv([''])).toBe('');
  });

  it('shows deeds beside changes', async () => {
    const { user, path } = await open('/audit');
    await user.click(await screen.findByRole('tab', { name: 'Perbuatan' }));
    expect(await screen.findByText('Membuat batch')).toBeTruthy();
    expect(path()).toContain('view=deeds');
  });
});
