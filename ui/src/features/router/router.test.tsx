import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { RouterView } from '@/ipc';
import { routers } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';
import { addressOf, connectProblems, emptyConnect } from './connect';
import { ceilingOf } from './licence';

describe('routers', () => {
  it('lists each with its state and is accessible', async () => {
    const { view } = await open('/routers');
    const table = await screen.findByRole('table', { name: 'Router' });
    expect((await within(table).findByRole('row', { name: /RB-Masjid/ })).textContent).toContain('Terputus');
    expect(within(table).getByRole('row', { name: /RB-Pasar/ }).textContent).toContain('Jam salah');
    await expectAccessible(view.container);
  });

  it('narrows by state and text, keeps both in the address, and says so when nothing is left', async () => {
    const { user, path } = await open('/routers?state=lost');
    const table = await screen.findByRole('table', { name: 'Router' });
    await within(table).findByRole('row', { name: /RB-Masjid/ });
    expect(within(table).queryByRole('row', { name: /RB-Pasar/ })).toBeNull();
    await user.type(screen.getByRole('searchbox', { name: 'Nama, alamat, perangkat' }), 'tidak ada');
    expect(await screen.findByText('Tidak ada yang cocok')).toBeTruthy();
    await waitFor(() => expect(path()).toContain('search=tidak'));
    await user.click(screen.getByRole('button', { name: 'Hapus saringan' }));
    expect(await screen.findByRole('row', { name: /RB-Pasar/ })).toBeTruthy();
  });

  it('counts what waits, failed and differs, and how near the licence is', async () => {
    await open('/routers');
    const row = await screen.findByRole('row', { name: /RB-Pasar/ });
    expect(within(row).getByRole('link', { name: '8 Tertunda' })).toBeTruthy();
    expect(within(row).getByRole('link', { name: '3 Gagal' })).toBeTruthy();
    expect(within(row).getByRole('link', { name: '5 Berbeda' })).toBeTruthy();
    expect(row.textContent).toContain('148 / 200');
    expect(ceilingOf('5').hotspot).toBe(500);
    expect(ceilingOf('p-unlimited').hotspot).toBeUndefined();
  });

  it('says what to do when there is none', async () => {
    await open('/routers', { router_list: () => ({ rows: [], next: null }) });
    expect(await screen.findByText('Belum ada router')).toBeTruthy();
  });

  it('shows what is on hold because of a wrong clock, and the command that corrects it', async () => {
    const { user, view } = await open('/routers/2');
    expect(await screen.findByText('Jam router tertinggal 14 mnt.')).toBeTruthy();
    await expectAccessible(view.container);
    await user.click(screen.getByRole('button', { name: 'Betulkan lewat NTP' }));
    expect(await screen.findByText(/\/system ntp client set/)).toBeTruthy();
  });

  it('tells what waits when a router is down', async () => {
    const { user, path } = await open('/routers/5');
    expect(await screen.findByText('10.10.5.1 tidak menjawab di port 8729.')).toBeTruthy();
    expect(screen.getByText(/14 perubahan antre/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Uji sambungan' }));
    expect(await screen.findByRole('heading', { name: 'Ubah router' })).toBeTruthy();
    expect(path()).toContain('edit=true');
  });

  it('does not call a router silent that answered with another certificate', async () => {
    const changed = { ...routers[4], state: { ...routers[4]?.state, error_code: 'router_tls_pin_changed', error_params: { pinned: 'aa', seen: 'bb' } }, truth: { applied: 4, pending: 0, failed: 0, drifted: 0 } } as RouterView;
    await open('/routers/5', { router_get: () => changed });
    expect(await screen.findByText('Sertifikat router bukan yang dulu dikunci.')).toBeTruthy();
    expect(screen.queryByText(/tidak menjawab/)).toBeNull();
    expect(screen.queryByText(/0 perubahan/)).toBeNull();
  });
});

describe('adding a router', () => {
  it('tests in order, opens the failing step with its remedy, and saves', async () => {
    const { user, mock, view, path } = await open('/routers/new');
    await user.type(await screen.findByLabelText('Nama'), 'CCR-Menara');
    await user.type(screen.getByLabelText('Alamat'), '10.10.0.1');
    await user.click(screen.getByRole('button', { name: 'Buat perintahnya' }));
    expect(await screen.findByText(/user group add name=simpul/)).toBeTruthy();
    expect((screen.getByLabelText('Sandi') as HTMLInputElement).value).toBe('t7Kp-vx2n-Rm4c');
    await user.click(screen.getByRole('button', { name: 'Uji sambungan' }));
    expect(await screen.findByText('/user group set simpul policy=api,read,write,test,sensitive')).toBeTruthy();
    expect(screen.getByText('4 dari 7 lulus, 0,1 dtk')).toBeTruthy();
    await expectAccessible(view.container);
    mock.answer({ router_test: () => ({ passed: true, tls_pin: null, steps: [{ step: 'address', status: 'passed', took_ms: 4, code: null, params: null, found: null, remedy: null }] }) });
    await user.click(screen.getByRole('button', { name: /Uji lagi/ }));
    await user.click(await screen.findByRole('button', { name: 'Simpan router' }));
    await waitFor(() => expect(path()).toBe('/routers/1'));
    expect(mock.calls.find((call) => call.name === 'router_create')?.input).toMatchObject({ name: 'CCR-Menara', location_id: 1, address: { host: '10.10.0.1', port: 8729, transport: 'tls', username: 'simpul' } });
  });

  it('fills the form from a simulated router', async () => {
    const { user } = await open('/routers/new');
    await user.click(await screen.findByRole('button', { name: 'Coba dengan router simulasi' }));
    await waitFor(() => expect((screen.getByLabelText('Alamat') as HTMLInputElement).value).toBe('127.0.0.1'));
    expect((screen.getByLabelText('Keamanan') as HTMLSelectElement).value).toBe('plain');
  });

  it('lets the router end codes by itself: asked for in the commands, the test and what is saved', async () => {
    const { user, mock } = await open('/routers/2?edit=true');
    await user.click(await screen.findByRole('checkbox', { name: /Router mengakhiri kode sendiri/ }));
    await user.click(screen.getByRole('button', { name: 'Buat perintahnya' }));
    await user.click(screen.getByRole('button', { name: 'Uji sambungan' }));
    await user.click(await screen.findByRole('button', { name: /^Simpan/ }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'router_update')?.input).toMatchObject({ expiry_fallback: 'on' }));
    for (const name of ['router_setup_script', 'router_test']) expect(mock.calls.find((call) => call.name === name)?.input).toMatchObject({ expiry_fallback: 'on' });
  });

  it('says why a router does not end codes by itself, and counts no step that was not asked for', async () => {
    const step = (name: string, status: 'passed' | 'skipped' = 'passed') => ({ step: name, status, took_ms: 4, code: null, params: null, found: null, remedy: null });
    const refused = { ...routers[1], expiry_fallback: 'on', expiry_fallback_state: 'failed', expiry_fallback_reason: 'router_fallback_policy' } as RouterView;
    const { user } = await open('/routers/2', { router_get: () => refused, router_test: () => ({ passed: true, tls_pin: null, steps: [step('address'), step('certificate', 'skipped'), step('licence'), step('expiry', 'skipped')] }) });
    const banner = (await screen.findByText(/Router belum bisa mengakhiri kode sendiri/)).closest('.Banner') as HTMLElement;
    expect(banner.textContent).toContain('(policy)');
    expect(screen.getByText('ditolak')).toBeTruthy();
    await user.click(within(banner).getByRole('button', { name: 'Uji sambungan' }));
    expect((await screen.findByRole('checkbox', { name: /Router mengakhiri kode sendiri/ }) as HTMLInputElement).checked).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Uji sambungan' }));
    expect(await screen.findByText('2 dari 2 lulus, 0,1 dtk')).toBeTruthy();
    expect(screen.queryByText('Belum diuji')).toBeNull();
  });

  it('keeps what the form does not show: the hotspot server', async () => {
    const { user, mock } = await open('/routers/2?edit=true', { router_get: () => ({ ...routers[1], hotspot_server: 'hotspot-pasar' }) as RouterView });
    await user.click(await screen.findByRole('button', { name: /^Simpan router/ }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'router_update')?.input).toMatchObject({ hotspot_server: 'hotspot-pasar' }));
  });

  it('accepts another certificate only by an explicit choice', async () => {
    const { user, mock, view } = await open('/routers/2?edit=true');
    await user.click(await screen.findByRole('checkbox', { name: /Terima sertifikat baru/ }));
    await expectAccessible(view.container);
    await user.click(screen.getByRole('button', { name: /^Simpan router/ }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'router_update')?.input).toMatchObject({ router_id: 2, forget_pin: true }));
  });

  it('shows both certificates when one has changed, and trusts the new one only by a word and a typed password', async () => {
    const step = (name: string) => ({ step: name, status: 'passed' as const, took_ms: 4, code: null, params: null, found: null, remedy: null });
    const changed = { ...step('certificate'), status: 'failed' as const, code: 'router_tls_pin_changed', params: { pinned: '7f3a91c0', seen: '01b2c3d4' } };
    const { user, mock, view } = await open('/routers/2?edit=true', { router_test: () => ({ passed: false, tls_pin: '01b2c3d4', steps: [step('address'), step('port'), changed] }) });
    await user.click(await screen.findByRole('button', { name: 'Uji sambungan' }));
    expect(await screen.findByText('7F:3A:91:C0')).toBeTruthy();
    expect(screen.getByText('01:B2:C3:D4')).toBeTruthy();
    await expectAccessible(view.container);
    await user.click(screen.getByRole('button', { name: 'Percayai yang baru' }));
    expect(await screen.findByText(/Ketik sandi router/)).toBeTruthy();
    expect((screen.getByRole('checkbox', { name: /Terima sertifikat baru/ }) as HTMLInputElement).checked).toBe(true);
    expect(mock.calls.filter((call) => call.name === 'router_test')).toHaveLength(1);
    await user.type(screen.getByLabelText('Sandi'), 'rahasia-router');
    await user.click(screen.getByRole('button', { name: 'Uji lagi' }));
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'router_test')).toHaveLength(2));
    expect(mock.calls.findLast((call) => call.name === 'router_test')?.input).not.toHaveProperty('router_id');
  });

  it('keeps the pinned certificate otherwise, and saves a new name without a test', async () => {
    const { user, mock } = await open('/routers/2?edit=true');
    await user.type(await screen.findByLabelText('Nama'), ' 2');
    await user.click(screen.getByRole('button', { name: /^Simpan router/ }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'router_update')?.input).toMatchObject({ name: 'RB-Pasar 2', forget_pin: false }));
  });

  it('counts only the tests that apply', async () => {
    const step = (name: string, status: 'passed' | 'skipped') => ({ step: name, status, took_ms: 25, code: null, params: null, found: null, remedy: null });
    const { user } = await open('/routers/2?edit=true', {
      router_test: () => ({ passed: true, tls_pin: null, steps: [step('address', 'passed'), step('certificate', 'skipped'), step('sign_in', 'passed'), { ...step('hotspot', 'passed'), found: 'hotspot.lan' }] }),
    });
    await user.clear(await screen.findByLabelText('Nama login'));
    await user.click(await screen.findByRole('button', { name: 'Uji sambungan' }));
    expect(await screen.findByText('3 dari 3 lulus, 0,1 dtk')).toBeTruthy();
    expect(screen.getByText('Tidak dipakai tanpa TLS')).toBeTruthy();
    expect((screen.getByLabelText('Nama login') as HTMLInputElement).value).toBe('hotspot.lan');
  });

  it('keeps a stored password when none is typed', () => {
    const form = { ...emptyConnect, name: 'a', host: 'b' };
    expect(connectProblems(form, true)).toEqual({});
    expect(connectProblems({ ...form, port: '70000' }, false)).toEqual({ password: 'required', port: 'port' });
    expect(addressOf(form)).not.toHaveProperty('password');
  });
});
