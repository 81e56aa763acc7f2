import { fireEvent, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { firstStart } from '@/ipc/mock';
import { me, status } from '@/ipc/mock-data';
import { askingBoot } from '@/ipc/mock-database';
import { expectAccessible, open, screen } from '@/testing/render';
import { setSetup } from './setup/progress';

beforeEach(() => setSetup(undefined));

const nobody = () => {
  throw new IpcError({ code: 'sign_in_required', incident: '1' });
};

describe('signing in', () => {
  it('asks who it is, refuses, lets in, and keeps the address', async () => {
    const { user, mock, path, view } = await open('/batches', { me_get: nobody, session_sign_in: () => { throw new IpcError({ code: 'permission_denied', params: { permission: 'x' }, incident: '2' }); } });
    await user.type(await screen.findByLabelText('Nama pengguna'), 'hendra');
    await expectAccessible(view.container);
    await user.type(screen.getByLabelText('Sandi'), 'salah sekali');
    await user.click(screen.getByRole('button', { name: 'Masuk' }));
    expect(await screen.findByText('permission_denied · 2')).toBeTruthy();
    expect((screen.getByLabelText('Sandi') as HTMLInputElement).value).toBe('');
    mock.answer({ session_sign_in: () => ({ me }), me_get: () => me });
    await user.type(screen.getByLabelText('Sandi'), 'betul sekali');
    await user.click(screen.getByRole('button', { name: 'Masuk' }));
    expect(await screen.findByRole('heading', { name: 'Batch voucher' })).toBeTruthy();
    expect(path()).toBe('/batches');
  });

  it('joins a second computer by the recovery code', async () => {
    const { user, mock } = await open('/', { system_status: () => ({ ...status, stage: 'key_unavailable' }) });
    await user.type(await screen.findByLabelText('Kode pemulihan'), 'K7MQ-4XH2');
    await user.click(screen.getByRole('button', { name: 'Gabungkan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'installation_join')?.input).toEqual({ recovery_code: 'K7MQ-4XH2' }));
  });

  it('says so when the program does not answer', async () => {
    await open('/', { system_status: () => { throw new IpcError({ code: 'database_disk_full', incident: '3' }); } });
    expect(await screen.findByText('Diska komputer penuh.')).toBeTruthy();
  });
});

describe('before there is a program', () => {
  it('asks where the data are to be, on this computer by one key', async () => {
    const calls: { name: string; input: unknown }[] = [];
    const { user, view } = await open('/', { ...firstStart() }, { boot: askingBoot(calls) });
    await user.click(await screen.findByRole('button', { name: /Lanjut/ }));
    expect(await screen.findByRole('heading', { name: 'Di mana data disimpan?' })).toBeTruthy();
    await expectAccessible(view.container);
    expect(document.activeElement?.textContent).toContain('Simpan di komputer ini');
    await user.keyboard('{Enter}');
    expect(await screen.findByLabelText('Nama perusahaan')).toBeTruthy();
    expect(calls).toEqual([{ name: 'database_choose', input: {} }]);
  });

  it('tries a server step by step and takes only what works, as it was tried', async () => {
    const calls: { name: string; input: unknown }[] = [];
    const { user, view } = await open('/', { ...firstStart() }, { boot: askingBoot(calls) });
    await user.click(await screen.findByRole('button', { name: /Lanjut/ }));
    await user.click(await screen.findByRole('radio', { name: /Di server kami/ }));
    const host = screen.getByLabelText('Server');
    await user.type(host, 'salah');
    await user.click(screen.getByRole('button', { name: 'Uji sambungan' }));
    expect(await screen.findByText('Nama server tidak dikenal')).toBeTruthy();
    expect(screen.getByText(/Periksa ejaan nama server/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Pakai server ini/ })).toBeNull();
    await user.clear(host);
    await user.type(host, 'db.sinardesa.net');
    await user.click(screen.getByRole('button', { name: 'Buat skrip' }));
    expect(await screen.findByText(/CREATE ROLE/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Uji sambungan' }));
    expect(await screen.findByRole('button', { name: /Pakai server ini/ })).toBeTruthy();
    await expectAccessible(view.container);
    // What is typed afterwards was not tried.
    await user.type(screen.getByLabelText('Basis data'), 'x');
    expect(screen.queryByRole('button', { name: /Pakai server ini/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Uji sambungan' }));
    await user.click(await screen.findByRole('button', { name: /Pakai server ini/ }));
    expect(await screen.findByLabelText('Nama perusahaan')).toBeTruthy();
    expect(calls.at(-1)).toEqual({ name: 'database_choose', input: { outside: { host: 'db.sinardesa.net', port: 5432, database: 'simpulx', tls: 'verify-full', logins: { by: 'script', joins: false } } } });
  });

  it('takes a whole address apart and keeps no copy of its password', async () => {
    const { user } = await open('/', { ...firstStart() }, { boot: askingBoot() });
    await user.click(await screen.findByRole('button', { name: /Lanjut/ }));
    await user.click(await screen.findByRole('radio', { name: /Di server kami/ }));
    const url = screen.getByLabelText('Alamat lengkap, bila ada') as HTMLInputElement;
    await user.click(url);
    await user.paste('postgresql://kasir:p%40ss@db.contoh.net:5433/toko?sslmode=require');
    expect(url.value).toBe('');
    expect((screen.getByLabelText('Server') as HTMLInputElement).value).toBe('db.contoh.net');
    expect((screen.getByLabelText('Port') as HTMLInputElement).value).toBe('5433');
    expect((screen.getByLabelText('Basis data') as HTMLInputElement).value).toBe('toko');
    expect((screen.getByLabelText('Akun kerja') as HTMLInputElement).value).toBe('kasir');
    expect((screen.getByLabelText('Sandinya') as HTMLInputElement).value).toBe('p@ss');
    expect((screen.getByLabelText('Perlindungan') as HTMLSelectElement).value).toBe('require');
  });

  it('says why the server that was chosen does not do, and asks again', async () => {
    const boot = askingBoot();
    const { user } = await open('/', {}, { boot: { ...boot, follow: (onState) => { onState({ stage: 'choosing', error: { code: 'database_disk_full', incident: '4' } }); return () => undefined; } } });
    expect(await screen.findByText('Diska komputer penuh.')).toBeTruthy();
    expect((screen.getByRole('radio', { name: /Di server kami/ }) as HTMLInputElement).checked).toBe(true);
    await user.click(screen.getByRole('button', { name: /Kembali/ }));
    expect(await screen.findByRole('heading', { name: 'Bahasa' })).toBeTruthy();
  });
});

describe('first start', () => {
  it('goes from language to the first batch', async () => {
    let stage: 'first_owner' | 'ready' = 'first_owner';
    const { user, mock, path, view } = await open('/', {
      system_status: () => ({ ...status, stage, company_name: stage === 'ready' ? 'Desa Net' : null }),
      me_get: () => (stage === 'ready' ? me : nobody()),
      owner_create: () => {
        stage = 'ready';
        return { signed_in: { me }, recovery_code: 'K7MQ-4XH2-P9TW' };
      },
    });
    await user.click(await screen.findByRole('button', { name: /Lanjut/ }));
    await user.type(await screen.findByLabelText('Nama perusahaan'), 'Desa Net');
    await user.type(screen.getByLabelText('Telepon bantuan (boleh kosong)'), '0812 3456 7890');
    await user.click(screen.getByRole('button', { name: /Lanjut/ }));
    await user.type(await screen.findByLabelText('Nama Anda'), 'Hendra');
    await user.type(screen.getByLabelText('Nama pengguna'), 'hendra');
    await user.type(screen.getByLabelText('Sandi'), 'kopi pahit tiap pagi');
    await user.type(screen.getByLabelText('Ulangi sandi'), 'kopi pahit tiap sore');
    await user.click(screen.getByRole('button', { name: /Buat akun/ }));
    expect(await screen.findByText('Tidak sama')).toBeTruthy();
    await user.clear(screen.getByLabelText('Ulangi sandi'));
    await user.type(screen.getByLabelText('Ulangi sandi'), 'kopi pahit tiap pagi');
    await expectAccessible(view.container);
    // Enter twice is one account, whose recovery code is shown.
    const form = view.container.querySelector('form');
    for (const _ of [1, 2]) fireEvent.submit(form as HTMLFormElement);
    expect(await screen.findByText('K7MQ-4XH2-P9TW')).toBeTruthy();
    expect(mock.calls.filter((call) => call.name === 'owner_create')).toHaveLength(1);
    expect(mock.calls.find((call) => call.name === 'owner_create')?.input).toMatchObject({ company_name: 'Desa Net', time_zone: 'Asia/Jakarta', locale: 'id', username: 'hendra' });
    // The code is covered, and only who has it elsewhere goes on.
    await user.click(screen.getByRole('button', { name: 'Sudah saya simpan' }));
    const field = (await screen.findByRole('textbox')) as HTMLInputElement;
    const asked = Number(/Kelompok ke-(\d)/.exec(view.container.textContent ?? '')?.[1]);
    expect(screen.queryByText('K7MQ-4XH2-P9TW')).toBeNull();
    await user.type(field, 'ZZZZ{Enter}');
    expect(await screen.findByText(/Tidak sama dengan kelompok/)).toBeTruthy();
    await user.clear(field);
    await user.type(field, `${['K7MQ', '4XH2', 'P9TW'][asked - 1]?.toLowerCase()}{Enter}`);
    expect(await screen.findByRole('heading', { name: 'Sambungkan router pertama' })).toBeTruthy();
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'settings_update')?.input).toMatchObject({ company_phone: '0812 3456 7890' }));
    // Neither the code nor the password outlives its step.
    expect(JSON.stringify({ ...window.localStorage })).not.toContain('K7MQ');
    expect(document.body.innerHTML).not.toContain('kopi pahit');
    await user.click(screen.getByRole('button', { name: 'Lewati dulu' }));
    await user.click(await screen.findByRole('button', { name: 'Lewati dulu' }));
    await user.click(await screen.findByRole('button', { name: 'Buat batch pertama' }));
    await waitFor(() => expect(path()).toBe('/batches/new'));
  });

  it('is taken up where it was left before there was an account, without the password', async () => {
    const first = { system_status: () => ({ ...status, stage: 'first_owner' as const, company_name: null }), me_get: nobody };
    const { user, view } = await open('/', first);
    await user.click(await screen.findByRole('button', { name: /Lanjut/ }));
    await user.type(await screen.findByLabelText('Nama perusahaan'), 'Desa Net');
    await user.click(screen.getByRole('button', { name: /Lanjut/ }));
    await user.type(await screen.findByLabelText('Nama Anda'), 'Hendra');
    await user.type(screen.getByLabelText('Sandi'), 'kopi pahit tiap pagi');
    expect(JSON.stringify({ ...window.localStorage })).not.toContain('kopi');
    view.unmount();
    await open('/', first);
    expect(((await screen.findByLabelText('Nama Anda')) as HTMLInputElement).value).toBe('Hendra');
    expect((screen.getByLabelText('Sandi') as HTMLInputElement).value).toBe('');
    expect(screen.getByText('Desa Net')).toBeTruthy();
  });

  it('says once that a recovery code was not proven to be kept', async () => {
    setSetup('recovery');
    setSetup('router');
    const { user } = await open('/');
    expect(await screen.findByText(/Kode pemulihan belum dipastikan/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Mengerti' }));
    expect(screen.queryByText(/Kode pemulihan belum dipastikan/)).toBeNull();
    expect(window.localStorage.getItem('simpul.setup.code')).toBeNull();
  });

  it('is taken up where it was left', async () => {
    setSetup('plan');
    await open('/');
    expect(await screen.findByRole('heading', { name: 'Paket voucher pertama' })).toBeTruthy();
  });
});

describe('shell', () => {
  it('keeps the screen and what is typed in it while the program cannot be asked how it is', async () => {
    const { user, mock } = await open('/counter');
    const entry = (await screen.findByLabelText('Angka, nama, atau kode')) as HTMLInputElement;
    await user.type(entry, '3');
    const asked = () => mock.calls.filter((call) => call.name === 'system_status').length;
    const before = asked();
    // A code that is not tried again: the answer is there at once.
    mock.answer({ system_status: () => { throw new IpcError({ code: 'internal', params: {}, incident: '4' }); } });
    mock.emit(['*']);
    await waitFor(() => expect(asked()).toBeGreaterThan(before));
    await new Promise((later) => setTimeout(later, 50));
    expect(entry.isConnected).toBe(true);
    expect(entry.value).toBe('3');
  });

  it('hides what a person may not', async () => {
    await open('/settings', { me_get: () => ({ ...me, permissions: ['voucher.view'] }) });
    const rail = await screen.findByRole('navigation', { name: 'Menu utama' });
    expect(within(rail).queryByRole('button', { name: /Jaringan/ })).toBeNull();
    expect(within(rail).getByRole('button', { name: /Voucher/ })).toBeTruthy();
  });

  it('goes by key sequence, opens the palette and the help', async () => {
    const { path, user } = await open('/settings');
    await screen.findByRole('navigation', { name: 'Menu utama' });
    fireEvent.keyDown(document.body, { key: 'g' });
    fireEvent.keyDown(document.body, { key: 'r' });
    await waitFor(() => expect(path()).toBe('/routers'));
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
    const box = await screen.findByRole('textbox', { name: 'Cari' });
    await user.type(box, 'sk7m4q');
    await user.click(await screen.findByText('Cari voucher sk7m4q'));
    await waitFor(() => expect(path()).toBe('/vouchers?search=sk7m4q'));
    fireEvent.keyDown(document.body, { key: '?' });
    expect(await screen.findByRole('dialog', { name: /^Bantuan · / })).toBeTruthy();
  });

  it('answers an address that does not exist', async () => {
    await open('/nowhere');
    expect(await screen.findByText('Layar ini tidak ada')).toBeTruthy();
  });

  it('asks to sign in again when the session has ended', async () => {
    const { mock, user } = await open('/jobs');
    await screen.findByRole('heading', { name: 'Tugas' });
    mock.answer({ me_get: nobody, job_retry: nobody });
    await user.click(await screen.findByRole('button', { name: 'Ulangi' }));
    expect(await screen.findByLabelText('Nama pengguna')).toBeTruthy();
  });
});

describe('the window', () => {
  it('shows how far the start is, and starts again what failed', async () => {
    let retried = 0;
    let opens: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => {
      opens = resolve;
    });
    const { mock, user } = await open('/', { system_status: async () => { await waits; throw new IpcError({ code: 'database_disk_full', incident: '3' }); } }, {
      boot: {
        follow: (onState) => {
          onState({ stage: 'starting', step: 'migrating', percent: 76, migration: { number: 3, of: 9, name: 'access' } });
          return () => undefined;
        },
        retry: async () => {
          retried += 1;
        },
        first: async () => undefined,
      },
    });
    expect(await screen.findByText('Memperbarui skema')).toBeTruthy();
    expect(screen.getByText('3/9')).toBeTruthy();
    opens();
    await screen.findByText('Diska komputer penuh.');
    mock.answer({ system_status: () => status });
    await user.click(screen.getByRole('button', { name: /Coba lagi/ }));
    await waitFor(() => expect(retried).toBe(1));
    expect(await screen.findByRole('navigation', { name: 'Menu utama' })).toBeTruthy();
  });
});
