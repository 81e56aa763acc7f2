import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { plans, settings, users } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';

const plan = plans.find((one) => one.plan_id === 3);
const person = users.find((one) => one.user_id === 2);

/** The same plan as another desk has just stored it. */
function newer() {
  if (!plan) throw new Error('no such plan');
  return { ...structuredClone(plan), version: plan.version + 1, terms: { ...plan.terms, price_sell: '7777.00' } };
}

const price = async () => (await screen.findByLabelText('Harga jual')) as HTMLInputElement;
const notice = 'Sudah diubah orang lain.';

describe('a row that somebody else changes while a form shows it', () => {
  it('fills an untouched form anew, without a word', async () => {
    const { mock } = await open('/plans/3');
    await price();
    mock.answer({ plan_get: newer });
    mock.emit(['plan']);
    await waitFor(async () => expect((await price()).value).toBe('7.777'));
    expect(screen.queryByText(notice)).toBeNull();
  });

  it('keeps what was typed, says so, and sends the version that was typed over', async () => {
    const { user, mock, view } = await open('/plans/3');
    await user.type(await screen.findByLabelText('Nama paket'), ' baru');
    mock.answer({
      plan_get: newer,
      plan_update: () => {
        throw new IpcError({ code: 'row_changed_meanwhile', incident: '5' });
      },
    });
    mock.emit(['plan']);
    expect(await screen.findByText(notice)).toBeTruthy();
    expect((screen.getByLabelText('Nama paket') as HTMLInputElement).value).toBe(`${plan?.terms.name} baru`);
    await expectAccessible(view.container);
    await user.click(screen.getByRole('button', { name: /^Simpan/ }));
    expect(await screen.findByText('Orang lain baru saja mengubah data ini.')).toBeTruthy();
    expect(mock.calls.findLast((call) => call.name === 'plan_update')?.input).toMatchObject({ plan_id: 3, version: plan?.version });
    await user.click(screen.getByRole('button', { name: 'Buang isian saya, tampilkan yang baru' }));
    expect((await price()).value).toBe('7.777');
    expect(screen.queryByText(notice)).toBeNull();
    mock.answer({ plan_update: newer });
    await user.click(screen.getByRole('button', { name: /^Simpan/ }));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'plan_update')?.input).toMatchObject({ version: newer().version, terms: { price_sell: '7777.00' } }));
  });

  it('is shown when saving was refused before its event came', async () => {
    const { user, mock } = await open('/plans/3', {
      plan_update: () => {
        throw new IpcError({ code: 'row_changed_meanwhile', incident: '5' });
      },
    });
    await user.type(await screen.findByLabelText('Nama paket'), ' baru');
    mock.answer({ plan_get: newer });
    await user.click(screen.getByRole('button', { name: /^Simpan/ }));
    expect(await screen.findByText(notice)).toBeTruthy();
  });

  it('does not empty the form of a person, nor what was typed when another part is looked at', async () => {
    const { user, mock } = await open('/users?edit=2');
    const name = (await screen.findByLabelText('Nama')) as HTMLInputElement;
    await user.type(name, ' Dewi');
    mock.answer({ user_list: () => ({ rows: users.map((one) => (one.user_id === 2 ? { ...one, version: one.version + 1 } : one)), next: null }) });
    mock.emit(['user']);
    expect(await screen.findByText(notice)).toBeTruthy();
    await user.click(screen.getByRole('tab', { name: /^Sandi dan sesi/ }));
    await user.click(screen.getByRole('tab', { name: /^Data dan hak/ }));
    expect((screen.getByLabelText('Nama') as HTMLInputElement).value).toBe(`${person?.name} Dewi`);
  });
});

describe('a setting that somebody else changes while it is typed', () => {
  it('is not overwritten without a word', async () => {
    const { user, mock } = await open('/settings');
    const name = (await screen.findByLabelText('Nama')) as HTMLInputElement;
    await user.type(name, ' Jaya');
    mock.answer({ settings_get: () => ({ ...structuredClone(settings), company_name: 'Desa Makmur Net', company_address: 'Jalan Baru 7' }) });
    mock.emit(['settings']);
    expect(await screen.findByText(notice)).toBeTruthy();
    expect(name.value).toBe(`${settings.company_name} Jaya`);
    // What was not touched here simply follows.
    expect((screen.getByLabelText('Alamat') as HTMLInputElement).value).toBe('Jalan Baru 7');
    expect(screen.queryByRole('button', { name: 'Simpan' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Simpan punya saya' }));
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'settings_update')?.input).toMatchObject({ company_name: `${settings.company_name} Jaya`, company_address: 'Jalan Baru 7' }));
  });

  it('is taken over when one lets go of one’s own', async () => {
    const { user, mock } = await open('/settings');
    const name = (await screen.findByLabelText('Nama')) as HTMLInputElement;
    await user.type(name, ' Jaya');
    mock.answer({ settings_get: () => ({ ...structuredClone(settings), company_name: 'Desa Makmur Net' }) });
    mock.emit(['settings']);
    await user.click(await screen.findByRole('button', { name: 'Pakai yang baru' }));
    expect(name.value).toBe('Desa Makmur Net');
    expect(mock.calls.some((call) => call.name === 'settings_update')).toBe(false);
  });
});
