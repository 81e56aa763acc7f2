import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { roles } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';

describe('roles and permissions', () => {
  it('show who may do what, find a permission by its meaning, and are accessible', async () => {
    const { user, path, view } = await open('/roles');
    const table = await screen.findByRole('table');
    expect(within(table).getByRole('columnheader', { name: /Loket/ })).toBeTruthy();
    await expectAccessible(view.container);
    await user.type(screen.getByRole('searchbox', { name: 'Cari izin' }), 'kuda terbang');
    await waitFor(() => expect(screen.queryByText('Melihat pengaturan')).toBeNull());
    expect(screen.queryByRole('table')).toBeNull();
    await user.clear(screen.getByRole('searchbox', { name: 'Cari izin' }));
    await user.type(screen.getByRole('searchbox', { name: 'Cari izin' }), 'mati untuk');
    const row = await screen.findByRole('row', { name: /Membatalkan kode/ });
    expect(within(row).getAllByText('boleh')).toHaveLength(2);
    expect(within(row).getAllByText('tidak')).toHaveLength(2);
    expect(path()).toContain('search=');
  });

  it('say who has a permission: by role and by name', async () => {
    const { user, view } = await open('/roles');
    await user.click(await screen.findByRole('button', { name: /Membatalkan kode/ }));
    const drawer = await screen.findByRole('dialog', { name: 'Membatalkan kode' });
    expect((await within(drawer).findByText('Rina Wulandari')).closest('li')?.textContent).toContain('izin tambahan');
    expect(within(drawer).queryByText('Bu Tini')).toBeNull();
    await expectAccessible(view.baseElement);
  });

  it('change a role after saying for how many', async () => {
    const { user, mock, view } = await open('/roles?open=3');
    const drawer = await screen.findByRole('dialog', { name: 'Loket' });
    expect((within(drawer).getByLabelText('Nama') as HTMLInputElement).disabled).toBe(true);
    await user.click(within(drawer).getByLabelText(/^Membatalkan kode/));
    expect(within(drawer).getByText(/1 izin bertambah, 0 hilang, untuk 2 orang/)).toBeTruthy();
    await expectAccessible(view.baseElement);
    await user.click(within(drawer).getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'role_update')?.input).toMatchObject({ role_id: 3, is_active: true, permissions: expect.arrayContaining(['voucher.void', 'voucher.print']) }));
  });

  it('never change the owner’s', async () => {
    await open('/roles?open=1');
    const drawer = await screen.findByRole('dialog', { name: 'Pemilik' });
    expect(within(drawer).getByText(/selalu boleh semuanya/)).toBeTruthy();
    expect(within(drawer).queryByRole('button', { name: 'Simpan' })).toBeNull();
    expect((within(drawer).getByLabelText(/^Membatalkan kode/) as HTMLInputElement).disabled).toBe(true);
  });

  it('are copied, named and refused when the name is taken', async () => {
    const { user, mock } = await open('/roles?open=3', { role_create: () => { throw new IpcError({ code: 'input_invalid', params: { fields: [{ field: 'name', rule: 'taken', params: null }] }, incident: '1' }); } });
    await user.click(await screen.findByRole('button', { name: 'Salin' }));
    const name = await screen.findByDisplayValue('Loket (salinan)');
    await user.clear(name);
    await user.click(screen.getByRole('button', { name: 'Buat peran' }));
    expect(await screen.findByText('Wajib diisi')).toBeTruthy();
    await user.type(name, 'Loket malam');
    await user.click(screen.getByRole('button', { name: 'Buat peran' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'role_create')?.input).toMatchObject({ name: 'Loket malam', permissions: roles[2]?.permissions }));
    expect(await screen.findByText('Sudah dipakai')).toBeTruthy();
  });
});
