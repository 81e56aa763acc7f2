import { waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { IpcError, type Desk } from '@/ipc';
import { firstStart } from '@/ipc/mock';
import { routers, status } from '@/ipc/mock-data';
import { askingBoot } from '@/ipc/mock-database';
import { expectAccessible, open, screen, type Opened } from '@/testing/render';
import { keepLogo, readLogo } from './drafts';
import { setSetup } from './progress';

beforeEach(() => setSetup(undefined));

const field = async (label: string) => (await screen.findByLabelText(label)) as HTMLInputElement;
const valueOf = (label: string) => (screen.getByLabelText(label) as HTMLInputElement).value;
const kept = () => JSON.stringify({ ...window.localStorage });
const type = async (user: Opened['user'], label: string, text: string) => user.type(await field(label), text);
const question = () => screen.queryByRole('dialog', { name: 'Isian belum disimpan' });

const nobody = () => {
  throw new IpcError({ code: 'sign_in_required', incident: '1' });
};

/** A window that only hears whether something unsaved is on the page. */
function listeningDesk(told: boolean[]): Desk {
  const state = { stay: null, can_stay: true, autostart: false, can_autostart: true, start_hidden: true, zoom: 100 };
  return { get: async () => state, set: async () => state, close: async () => undefined, unsaved: async (unsaved) => void told.push(unsaved), zoom: async () => 100, speak: async () => undefined, hear: () => () => undefined };
}

describe('a first start that is closed and opened again', () => {
  it('is at the server with its address, without the passwords', async () => {
    const { user, view } = await open('/', { ...firstStart() }, { boot: askingBoot() });
    await user.click(await screen.findByRole('button', { name: /Lanjut/ }));
    await user.click(await screen.findByRole('radio', { name: /Di server kami/ }));
    await type(user, 'Server', 'db.sinardesa.net');
    await user.click(screen.getByRole('radio', { name: 'Dengan akun yang ada' }));
    await type(user, 'Akun kerja', 'kasir');
    await type(user, 'Sandinya', 'hujan-sore');
    // Typed and not left: not taken apart yet.
    await type(user, 'Alamat lengkap, bila ada', 'postgresql://kasir:hujan-sore@lain');
    expect(kept()).not.toContain('hujan-sore');
    view.unmount();
    await open('/', { ...firstStart() }, { boot: askingBoot() });
    expect((await field('Server')).value).toBe('db.sinardesa.net');
    expect(valueOf('Akun kerja')).toBe('kasir');
    expect([valueOf('Sandinya'), valueOf('Alamat lengkap, bila ada')]).toEqual(['', '']);
  });

  it('shows the logo that was chosen', async () => {
    const first = { system_status: () => ({ ...status, stage: 'first_owner' as const, company_name: null }), me_get: nobody };
    const { user, view } = await open('/', first);
    await user.click(await screen.findByRole('button', { name: /Lanjut/ }));
    await user.upload(await field('Logo'), new File(['gambar'], 'logo.png', { type: 'image/png' }));
    const source = (await screen.findByRole('img', { name: 'Logo' }) as HTMLImageElement).src;
    view.unmount();
    await open('/', first);
    expect((await screen.findByRole('img', { name: 'Logo' }) as HTMLImageElement).src).toBe(source);
  });

  it('is at the router with what was typed, without the password', async () => {
    setSetup('router');
    const { user, view } = await open('/');
    await type(user, 'Nama', 'RB-Balai');
    await type(user, 'Alamat', '10.10.0.9');
    await type(user, 'Sandi', 'hujan-sore');
    expect(kept()).not.toContain('hujan-sore');
    view.unmount();
    await open('/');
    expect((await field('Nama')).value).toBe('RB-Balai');
    expect([valueOf('Alamat'), valueOf('Port'), valueOf('Sandi')]).toEqual(['10.10.0.9', '8729', '']);
  });

  it('is at the plan with what was typed, and did not have to ask', async () => {
    setSetup('plan');
    const told: boolean[] = [];
    const { user, view } = await open('/', {}, { desk: listeningDesk(told) });
    await type(user, 'Nama paket', '1 Hari');
    await type(user, 'Harga jual', '5000');
    expect(told).not.toContain(true);
    view.unmount();
    await open('/');
    expect((await field('Nama paket')).value).toBe('1 Hari');
    expect(valueOf('Harga jual')).toBe('5.000');
  });

  it('asks before it is closed where a password would be lost', async () => {
    setSetup('router');
    const told: boolean[] = [];
    const { user } = await open('/', {}, { desk: listeningDesk(told) });
    await type(user, 'Nama', 'RB-Balai');
    expect(told).not.toContain(true);
    await type(user, 'Sandi', 'h');
    await waitFor(() => expect(told.at(-1)).toBe(true));
  });
});

describe('going back from the plan', () => {
  it('shows the router that was stored, also after a restart, and keeps the plan', async () => {
    setSetup('router');
    const { user, view, mock } = await open('/');
    const [stored] = routers;
    await type(user, 'Nama', 'RB-Balai');
    await type(user, 'Alamat', '10.10.0.9');
    await type(user, 'Sandi', 'hujan-sore');
    await user.click(screen.getAllByRole('button', { name: 'Uji sambungan' })[0] as HTMLElement);
    await user.click(await screen.findByRole('button', { name: 'Simpan walau belum lulus' }));
    await type(user, 'Nama paket', '1 Hari');
    await user.click(screen.getByRole('button', { name: 'Kembali' }));
    expect(await screen.findByText(/Router ini sudah disimpan/)).toBeTruthy();
    expect(question()).toBeNull();
    expect([valueOf('Nama'), valueOf('Alamat'), valueOf('Sandi')]).toEqual([stored?.name, stored?.host, '']);
    expect(screen.queryByRole('button', { name: 'Coba dengan router simulasi' })).toBeNull();
    await expectAccessible(view.container);
    view.unmount();
    const again = await open('/');
    expect(await screen.findByText(/Router ini sudah disimpan/)).toBeTruthy();
    await type(again.user, 'Nama', ' 2');
    await again.user.click(screen.getByRole('button', { name: 'Simpan router' }));
    await waitFor(() => expect(again.mock.calls.find((call) => call.name === 'router_update')?.input).toMatchObject({ router_id: stored?.router_id, version: stored?.version, name: `${stored?.name} 2` }));
    expect((await field('Nama paket')).value).toBe('1 Hari');
    expect([...mock.calls, ...again.mock.calls].filter((call) => call.name === 'router_create')).toHaveLength(1);
  });

  it('makes one anew where the stored router is gone', async () => {
    setSetup('router');
    window.localStorage.setItem('simpul.setup.router-saved', '999');
    await open('/');
    expect((await field('Nama')).value).toBe('');
    expect(screen.getByRole('button', { name: 'Lewati dulu' })).toBeTruthy();
  });
});

describe('a step that was passed over', () => {
  const step = async (name: string) => (await screen.findByText(name, { selector: 'nav b' })).closest('li') as HTMLElement;
  const mark = async (name: string) => {
    const row = await step(name);
    return { state: row.className, said: row.textContent };
  };
  const skip = async (user: Opened['user']) => user.click(await screen.findByRole('button', { name: 'Lewati dulu' }));

  it('has no tick but a mark of its own, said in words, also after a restart', async () => {
    setSetup('router');
    const empty = { router_list: () => ({ rows: [], next: null }), plan_list: () => ({ rows: [], next: null }) };
    const { user, view } = await open('/', empty);
    await skip(user);
    await waitFor(async () => expect(await mark('Router')).toEqual({ state: 'skipped', said: 'RouterDilewati' }));
    await skip(user);
    await screen.findByText('Siap dipakai');
    await waitFor(async () => expect(await mark('Paket voucher')).toEqual({ state: 'skipped', said: 'Paket voucherDilewati' }));
    expect((await mark('Bahasa')).state).toBe('done');
    await expectAccessible(view.container);
    view.unmount();
    await open('/', empty);
    await waitFor(async () => expect([(await mark('Router')).state, (await mark('Paket voucher')).state]).toEqual(['skipped', 'skipped']));
  });

  it('has the tick once there is what it makes, whoever made it', async () => {
    setSetup('done');
    const { view } = await open('/', { plan_list: () => ({ rows: [], next: null }) });
    await waitFor(async () => expect([(await mark('Router')).state, (await mark('Paket voucher')).state]).toEqual(['done', 'skipped']));
    expect((await mark('Router')).said).toBe('RouterSelesai: Sambungkan satu router');
    view.unmount();
    await open('/');
    await waitFor(async () => expect((await mark('Paket voucher')).state).toBe('done'));
  });

  it('says neither while the data do not answer', async () => {
    setSetup('done');
    await open('/', { plan_list: () => new Promise<never>(() => undefined) });
    await waitFor(async () => expect((await mark('Router')).state).toBe('done'));
    expect(await mark('Paket voucher')).toEqual({ state: '', said: '7Paket voucherBuat yang pertama' });
  });
});

describe('what is kept', () => {
  it('is gone when the first start has ended', async () => {
    setSetup('plan');
    const { user } = await open('/');
    await type(user, 'Nama paket', '1 Hari');
    expect(kept()).toContain('1 Hari');
    setSetup(undefined);
    expect(Object.keys({ ...window.localStorage }).filter((key) => key.startsWith('simpul.setup'))).toEqual([]);
  });

  it('is no file that is too large for a logo, nor the one before it', () => {
    keepLogo('a'.repeat(950_000));
    expect(readLogo()).toHaveLength(950_000);
    keepLogo('a'.repeat(1_000_001));
    expect(readLogo()).toBe('');
  });

  it('that cannot be read, or is not of its kind, leaves the form as it is', async () => {
    setSetup('plan');
    window.localStorage.setItem('simpul.setup.plan', '{"name":7,"validityDays":"x","uploadMbit":3}');
    await open('/');
    expect((await field('Nama paket')).value).toBe('');
    expect(screen.getByLabelText(/^Unggah/)).toHaveProperty('value', '3');
  });
});
