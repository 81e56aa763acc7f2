import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { batches, me, settings } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';

const fresh = { router_list: () => ({ rows: [], next: null }), plan_list: () => ({ rows: [], next: null }), voucher_batch_list: () => ({ rows: [], next: null }), settings_get: () => ({ ...settings, company_phone: '' }) };

describe('the first steps', () => {
  it('say what is left and lead to it', async () => {
    const { user, path, view } = await open('/', fresh);
    await screen.findByRole('heading', { name: 'Menyiapkan Simpul' });
    expect(screen.getByText('1 dari 6 selesai')).toBeTruthy();
    await expectAccessible(view.container);
    await user.click(screen.getByRole('link', { name: /Buat paket voucher/ }));
    await waitFor(() => expect(path()).toBe('/plans/new'));
  });

  it('lead to the batch that was not printed yet', async () => {
    await open('/', { ...fresh, voucher_batch_list: () => ({ rows: batches.map((row) => ({ ...row, printed_at: null })), next: null }) });
    expect((await screen.findByRole('link', { name: /Cetak lembar pertama/ })).getAttribute('href')).toBe('/batches/18');
  });

  it('are gone when all is done, when they are hidden, and for who cannot do them', async () => {
    const done = await open('/');
    await screen.findByRole('heading', { name: 'Hari ini' });
    await waitFor(() => expect(done.mock.calls.some((call) => call.name === 'user_list')).toBe(true));
    expect(screen.queryByRole('heading', { name: 'Menyiapkan Simpul' })).toBeNull();
    done.view.unmount();
    const seller = await open('/', { ...fresh, me_get: () => ({ ...me, permissions: ['dashboard.view', 'voucher.create', 'voucher.view'] }) });
    await screen.findByRole('heading', { name: 'Hari ini' });
    expect(seller.mock.calls.some((call) => call.name === 'user_list')).toBe(false);
    seller.view.unmount();
    const { user, view } = await open('/', fresh);
    await user.click(await screen.findByRole('button', { name: 'Sembunyikan' }));
    expect(screen.queryByRole('heading', { name: 'Menyiapkan Simpul' })).toBeNull();
    view.unmount();
    await open('/', fresh);
    await screen.findByRole('heading', { name: 'Hari ini' });
    expect(screen.queryByRole('heading', { name: 'Menyiapkan Simpul' })).toBeNull();
  });
});
