import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { me, users } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';

describe('users', () => {
  it('lists people and is accessible', async () => {
    const { view } = await open('/users');
    const table = await screen.findByRole('table', { name: 'Pengguna' });
    expect((await within(table).findByRole('row', { name: /Bu Tini/ })).textContent).toContain('Nonaktif');
    await expectAccessible(view.container);
  });

  it('asks before what was typed is lost, whichever way the form is left', async () => {
    const { user, path } = await open('/users?edit=2');
    await screen.findByLabelText('Nama');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(path()).not.toContain('edit=2'));
    await user.click(await screen.findByRole('cell', { name: 'Rina Wulandari' }));
    const again = (await screen.findByLabelText('Nama')) as HTMLInputElement;
    await user.type(again, ' Dewi');
    for (const leave of [() => user.keyboard('{Escape}'), () => user.click(screen.getByRole('button', { name: 'Batal' }))]) {
      await leave();
      await user.click(await screen.findByRole('button', { name: 'Tetap di sini' }));
      expect((screen.getByLabelText('Nama') as HTMLInputElement).value).toContain(' Dewi');
    }
    await user.keyboard('{Escape}');
    await user.click(await screen.findByRole('button', { name: 'Tinggalkan' }));
    await waitFor(() => expect(path()).not.toContain('edit=2'));
  });

  it('adds a person only with a password long enough', async () => {
    const { user, mock, view } = await open('/users?edit=new');
    await user.type(await screen.findByLabelText('Nama'), 'Sari');
    await user.type(screen.getByLabelText('Nama pengguna'), 'sari');
    await user.selectOptions(screen.getByLabelText('Peran'), '3');
    await user.type(screen.getByLabelText('Sandi awal'), 'pendek');
    await user.click(screen.getByRole('button', { name: 'Tambah' }));
    expect(await screen.findByText('Terlalu pendek, paling sedikit 12')).toBeTruthy();
    expect(mock.calls.some((call) => call.name === 'user_create')).toBe(false);
    await expectAccessible(view.baseElement);
    await user.type(screen.getByLabelText('Sandi awal'), ' sekali dulu');
    await user.click(screen.getByRole('button', { name: 'Tambah' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'user_create')?.input).toMatchObject({ name: 'Sari', username: 'sari', role_id: 3 }));
  });

  it('leads from a person to what they did, whoever may read that', async () => {
    const { user, path, mock, view } = await open('/users?edit=2');
    await user.click(await screen.findByRole('tab', { name: /^Sandi dan sesi/ }));
    await user.click(await screen.findByRole('link', { name: 'Perbuatannya' }));
    await waitFor(() => expect(path()).toBe('/audit?view=deeds&person=2'));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'activity_list')?.input).toMatchObject({ user_id: 2 }));
    view.unmount();
    const other = await open('/users?edit=2', { me_get: () => ({ ...me, permissions: me.permissions.filter((one) => one !== 'audit.view') }) });
    await other.user.click(await screen.findByRole('tab', { name: /^Sandi dan sesi/ }));
    await screen.findByRole('button', { name: 'Ganti sandinya' });
    expect(screen.queryByRole('link', { name: 'Perbuatannya' })).toBeNull();
  });

  it('keeps a person to the places chosen', async () => {
    const { user, mock } = await open('/users?edit=new');
    await user.type(await screen.findByLabelText('Nama'), 'Sari');
    await user.type(screen.getByLabelText('Nama pengguna'), 'sari');
    await user.selectOptions(screen.getByLabelText('Peran'), '3');
    await user.type(screen.getByLabelText('Sandi awal'), 'panjang sekali dulu');
    await user.click(screen.getByLabelText('Melihat semua lokasi'));
    await user.click(screen.getByRole('button', { name: 'Tambah' }));
    expect(await screen.findByText('Pilih paling sedikit satu lokasi')).toBeTruthy();
    await user.click(screen.getByLabelText('Kantor Utama'));
    await user.click(screen.getByRole('button', { name: 'Tambah' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'user_create')?.input).toMatchObject({ all_locations: false, location_ids: [1] }));
  });

  it('says who is locked out, and lets them in', async () => {
    const { user, mock } = await open('/users?edit=3', { user_list: () => ({ rows: users.map((row) => ({ ...row, locked_until: new Date(Date.now() + 600_000).toISOString(), failures: 5 })), next: null }) });
    expect(await screen.findByText(/setelah 5 kali salah sandi/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Buka kunci' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'user_unlock')?.input).toEqual({ user_id: 3 }));
  });

  it('gives permissions beyond the role, never twice and never what one has not', async () => {
    const { user, mock, view } = await open('/users?edit=2', { permission_list: () => (['voucher.print', 'voucher.void', 'router.edit'] as const).map((permission) => ({ permission, area: permission.split('.')[0] ?? '', action: permission.split('.')[1] ?? '', is_held: permission !== 'router.edit' })) });
    await user.click(await screen.findByText('Izin tambahan'));
    expect((screen.getByLabelText(/Mencetak/) as HTMLInputElement).disabled).toBe(true);
    expect((screen.getByLabelText(/Menambah dan mengubah router/) as HTMLInputElement).disabled).toBe(true);
    await expectAccessible(view.baseElement);
    await user.click(screen.getByLabelText(/Membatalkan kode/));
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'user_update')?.input).toMatchObject({ user_id: 2, grants: [] }));
  });

  it('shows a one-time password once, and ends sessions', async () => {
    const { user, mock, view } = await open('/users?edit=2');
    await user.click(await screen.findByRole('tab', { name: /Sandi dan sesi/ }));
    expect(await screen.findByText('kantor-pc')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Akhiri sesi kantor-pc' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'user_session_revoke')?.input).toEqual({ user_id: 2, session_id: 40 }));
    await user.click(screen.getByRole('button', { name: 'Ganti sandinya' }));
    const ask = await screen.findByRole('dialog', { name: 'Sandi baru untuk Rina Wulandari?' });
    await user.click(within(ask).getByRole('button', { name: 'Ganti sandinya' }));
    expect(await screen.findByText('kopi-7Kp-vx2n')).toBeTruthy();
    await expectAccessible(view.baseElement);
    await user.click(screen.getByRole('button', { name: 'Sudah saya serahkan' }));
    await waitFor(() => expect(document.body.innerHTML).not.toContain('kopi-7Kp-vx2n'));
    expect(JSON.stringify({ ...window.localStorage })).not.toContain('kopi-7Kp');
  });

  it('does not offer to reset one’s own password', async () => {
    const { user } = await open('/users?edit=1');
    await user.click(await screen.findByRole('tab', { name: /Sandi dan sesi/ }));
    expect(await screen.findByText('Sandi Anda sendiri diganti di Saya.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Ganti sandinya' })).toBeNull();
  });
});
