import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectAccessible, open, screen } from '@/testing/render';

describe('users', () => {
  it('lists people and is accessible', async () => {
    const { view } = await open('/users');
    const table = await screen.findByRole('table', { name: 'Pengguna' });
    expect((await within(table).findByRole('row', { name: /Bu Tini/ })).textContent).toContain('Nonaktif');
    await expectAccessible(view.container);
  });

  it('adds a person only with a password long enough', async () => {
    const { user, mock, view } = await open('/users?edit=new');
    await user.type(await screen.findByLabelText('Nama'), 'Sari');
    await user.type(screen.getByLabelText('Nama pengguna'), 'sari');
    await user.selectOptions(screen.getByLabelText('Peran'), '3');
    await user.type(screen.getByLabelText('Sandi awal'), 'pendek');
    await user.click(screen.getByRole('button', { name: 'Tambah' }));
    expect(await screen.findByText('Terlalu pendek, paling sedikit 10')).toBeTruthy();
    expect(mock.calls.some((call) => call.name === 'user_create')).toBe(false);
    await expectAccessible(view.baseElement);
    await user.type(screen.getByLabelText('Sandi awal'), ' sekali dulu');
    await user.click(screen.getByRole('button', { name: 'Tambah' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'user_create')?.input).toMatchObject({ name: 'Sari', username: 'sari', role_id: 3 }));
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
});
