import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { expectAccessible, open } from '@/testing/render';

const view = { saved_view_id: 7, name: 'Harian dipakai', search: { plan: 3, status: 'active' }, is_shared: false, is_own: true, owner_name: 'Hendra', problem: null };

describe('saved views', () => {
  it('keep what the address holds under a name, bring it back, and go again', async () => {
    const { user, view: page, path } = await open('/vouchers?plan=3&status=active');
    await user.click(await screen.findByRole('button', { name: 'Simpan tampilan' }));
    await user.type(await screen.findByLabelText('Nama tampilan'), 'Harian dipakai');
    await expectAccessible(page.baseElement);
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    expect((await screen.findByRole('tab', { name: 'Harian dipakai' })).getAttribute('aria-selected')).toBe('true');
    await user.click(screen.getByRole('tab', { name: /^Dipakai/ }));
    expect(path()).not.toContain('plan=3');
    // The view is the whole question: what was chosen before is gone.
    await user.click(screen.getByRole('tab', { name: 'Harian dipakai' }));
    expect(path()).toContain('plan=3');
    expect(path()).toContain('status=active');
    expect(path()).not.toContain('view=');
    await user.click(screen.getByRole('button', { name: 'Hapus tampilan ini' }));
    expect(screen.queryByRole('tab', { name: 'Harian dipakai' })).toBeNull();
    await user.click(await screen.findByRole('button', { name: 'Urungkan' }));
    expect(await screen.findByRole('tab', { name: 'Harian dipakai' })).toBeTruthy();
  });

  it('says by name why one cannot be kept, and keeps what was typed', async () => {
    const { user } = await open('/vouchers?status=active', {
      saved_view_create: () => {
        throw new IpcError({ code: 'saved_view_name_taken', incident: 'ab12' });
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Simpan tampilan' }));
    await user.type(await screen.findByLabelText('Nama tampilan'), 'Kosong');
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    expect(await screen.findByText('Anda sudah punya tampilan dengan nama ini.')).toBeTruthy();
    expect((screen.getByLabelText('Nama tampilan') as HTMLInputElement).value).toBe('Kosong');
  });

  it('shows whose a shared one is, and names one that this version cannot open', async () => {
    const { mock, user } = await open('/vouchers?plan=3&status=active', {
      saved_view_list: () => [{ ...view, is_own: false, is_shared: true, owner_name: 'Rina' }, { ...view, saved_view_id: 8, name: 'Lama', search: { warna: 1 }, problem: 'saved_view_filter_unknown' }],
    });
    expect(await screen.findByText('Dibagikan oleh Rina')).toBeTruthy();
    expect(screen.queryByRole('tab', { name: 'Lama' })).toBeNull();
    await user.click(screen.getByRole('button', { name: /Lama tidak dapat dibuka/ }));
    expect(mock.calls.find((one) => one.name === 'saved_view_remove')?.input).toEqual({ saved_view_id: 8 });
  });

  it.each(['/vouchers?view=active', '/vouchers?view=active&foo=1', '/batches?foo=1', '/audit?foo=1'])('offers nothing to save where nothing was narrowed (%s)', async (address) => {
    const { mock, path } = await open(address);
    await screen.findAllByRole('tab');
    await waitFor(() => expect(mock.calls.some((call) => call.name === 'saved_view_list')).toBe(true));
    // Its answer is what the offer waits for.
    await new Promise((later) => setTimeout(later, 100));
    expect(screen.queryByRole('button', { name: 'Simpan tampilan' })).toBeNull();
    expect(path()).toBe(address.replace(/[?&]foo=1$/, ''));
  });

  it('keep what is known of an address, and nothing else', async () => {
    const { user, mock } = await open('/vouchers?status=active&foo=1');
    await user.click(await screen.findByRole('button', { name: 'Simpan tampilan' }));
    await user.type(await screen.findByLabelText('Nama tampilan'), 'Dipakai');
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'saved_view_create')?.input).toMatchObject({ search: { status: 'active' } }));
    expect(JSON.stringify(mock.calls.find((call) => call.name === 'saved_view_create')?.input)).not.toContain('foo');
  });
});
