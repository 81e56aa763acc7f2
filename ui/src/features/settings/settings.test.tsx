import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { me } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';

describe('settings', () => {
  it('saves the company and is accessible', async () => {
    const { user, mock, view } = await open('/settings');
    const name = await screen.findByLabelText('Nama');
    await expectAccessible(view.container);
    await user.clear(name);
    await user.type(name, 'Desa Maju Net');
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'settings_update')?.input).toMatchObject({ company_name: 'Desa Maju Net', currency_code: 'IDR' }));
    await user.click(await screen.findByRole('button', { name: 'Urungkan' }));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'settings_update')?.input).toMatchObject({ company_name: 'Sinar Desa Net' }));
    expect((screen.getByLabelText('Nama') as HTMLInputElement).value).toBe('Sinar Desa Net');
  });

  it('changes the language at once, and remembers it for the person', async () => {
    const { user, mock } = await open('/settings?tab=appearance');
    await user.selectOptions(await screen.findByLabelText('Bahasa'), 'en');
    expect(await screen.findByRole('heading', { name: 'Settings' })).toBeTruthy();
    expect(document.documentElement.lang).toBe('en');
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'me_preferences_set')?.input).toEqual({ locale: 'en' }));
  });

  it('shows only what a person may see', async () => {
    await open('/settings', { me_get: () => ({ ...me, permissions: [] }) });
    expect(await screen.findByRole('tab', { name: 'Tampilan' })).toBeTruthy();
    expect(screen.queryByRole('tab', { name: 'Perusahaan' })).toBeNull();
  });

  it('tells version and database in About', async () => {
    const { view } = await open('/about');
    expect(await screen.findByText('PostgreSQL 18.4, di komputer ini')).toBeTruthy();
    await expectAccessible(view.container);
  });
});
