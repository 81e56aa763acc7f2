import { act, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IpcError } from '@/ipc';
import { signedOut } from '@/ipc/mock';
import { me } from '@/ipc/mock-data';
import { setLocked } from '@/lib/lock';
import { expectAccessible, open, screen } from '@/testing/render';

beforeEach(() => setLocked(false));
afterEach(() => {
  setLocked(false);
  window.localStorage.removeItem('simpul.used');
  vi.useRealTimers();
});

const refusal = (code: string, params = {}) => () => {
  throw new IpcError({ code, params, incident: '9' });
};

describe('a desk that a colleague takes over', () => {
  it('is theirs by name and PIN', async () => {
    const { user, mock } = await open('/counter');
    await user.click(await screen.findByTitle('Masuk sebagai Hendra Saputra'));
    await user.click(await screen.findByRole('menuitem', { name: /^Ganti orang/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Ganti orang' }));
    await user.type(await dialog.findByLabelText('PIN'), '25a80{Enter}');
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'session_quick_begin')?.input).toEqual({ user_id: 2, pin: '2580' }));
    expect(await screen.findByTitle('Masuk sebagai Rina Wulandari')).toBeTruthy();
  });

  it('is theirs from the locked screen too, whoever of several comes', async () => {
    const people = [[2, 'Rina Wulandari', 'operator'], [3, 'Joko Susilo', 'noc']] as const;
    const { user, mock, view } = await open('/me', { session_quick_list: () => people.map(([user_id, name, role_code]) => ({ user_id, name, role_code, role_name: role_code })) });
    await user.click(await screen.findByRole('button', { name: 'Kunci layar' }));
    await screen.findByRole('heading', { name: 'Halo lagi, Hendra Saputra' });
    await user.click(await screen.findByRole('button', { name: 'Ganti orang' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Ganti orang' }));
    await user.selectOptions(await dialog.findByLabelText('Siapa'), '3');
    expect((dialog.getByRole('button', { name: 'Pakai meja ini' }) as HTMLButtonElement).disabled).toBe(true);
    await expectAccessible(view.baseElement as HTMLElement);
    await user.type(dialog.getByLabelText('PIN'), '4711');
    await user.click(dialog.getByRole('button', { name: 'Pakai meja ini' }));
    expect(await screen.findByTitle('Masuk sebagai Joko Susilo')).toBeTruthy();
    expect(mock.calls.filter((call) => call.name === 'session_quick_begin').map((call) => call.input)).toEqual([{ user_id: 3, pin: '4711' }]);
    expect(screen.queryByRole('heading', { name: /^Halo lagi/ })).toBeNull();
  });

  it('is left again, and is then locked and its own person’s', async () => {
    const { user, mock } = await open('/counter');
    await user.click(await screen.findByTitle('Masuk sebagai Hendra Saputra'));
    await user.click(await screen.findByRole('menuitem', { name: /^Ganti orang/ }));
    expect(screen.queryByRole('menuitem', { name: 'Tinggalkan meja' })).toBeNull();
    await user.type(await screen.findByLabelText('PIN'), '2580{Enter}');
    await user.click(await screen.findByTitle('Masuk sebagai Rina Wulandari'));
    await user.click(await screen.findByRole('menuitem', { name: 'Tinggalkan meja' }));
    expect(await screen.findByRole('heading', { name: 'Halo lagi, Hendra Saputra' })).toBeTruthy();
    expect(mock.calls.filter((call) => call.name === 'session_quick_end')).toHaveLength(1);
    await waitFor(() => expect(mock.calls.some((call) => call.name === 'session_lock')).toBe(true));
  });

  it('is not asked for where no colleague has a PIN', async () => {
    const { user } = await open('/counter', { session_quick_list: () => [] });
    await user.click(await screen.findByTitle('Masuk sebagai Hendra Saputra'));
    await user.click(await screen.findByRole('menuitem', { name: /^Ganti orang/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Ganti orang' }));
    expect(await dialog.findByText(/^Belum ada rekan yang punya PIN/)).toBeTruthy();
    expect(dialog.queryByLabelText('PIN')).toBeNull();
  });

  it('takes nothing along of what the one before had open', async () => {
    const { user } = await open('/me?part=pin');
    const typed = (await screen.findByLabelText('PIN baru')) as HTMLInputElement;
    await user.type(typed, '4071');
    await user.click(await screen.findByTitle('Masuk sebagai Hendra Saputra'));
    await user.click(await screen.findByRole('menuitem', { name: /^Ganti orang/ }));
    expect(await screen.findByText(/^Ada isian di layar yang belum disimpan/)).toBeTruthy();
    await user.type(await screen.findByLabelText('PIN'), '2580{Enter}');
    await screen.findByTitle('Masuk sebagai Rina Wulandari');
    expect(typed.isConnected).toBe(false);
    expect(((await screen.findByLabelText('PIN baru')) as HTMLInputElement).value).toBe('');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is not offered where it may not be', async () => {
    const { user } = await open('/counter', { me_get: () => ({ ...me, permissions: me.permissions.filter((one) => one !== 'desk.switch') }) });
    await user.click(await screen.findByTitle('Masuk sebagai Hendra Saputra'));
    await screen.findByRole('menuitem', { name: /^Kunci layar/ });
    expect(screen.queryByRole('menuitem', { name: /^Ganti orang/ })).toBeNull();
  });

  it('stays as it is when the PIN is wrong', async () => {
    const { user } = await open('/counter', { session_quick_begin: refusal('pin_wrong', { tries_left: 3 }) });
    await user.click(await screen.findByTitle('Masuk sebagai Hendra Saputra'));
    await user.click(await screen.findByRole('menuitem', { name: /^Ganti orang/ }));
    const pin = (await screen.findByLabelText('PIN')) as HTMLInputElement;
    await user.type(pin, '9999{Enter}');
    expect(await screen.findByText(/pin_wrong/)).toBeTruthy();
    expect(pin.value).toBe('');
  });
});

describe('the locked screen', () => {
  it('takes the page away, tells the program, and opens by PIN where one was', async () => {
    const { user, mock, path, view } = await open('/me');
    await user.click(await screen.findByRole('button', { name: 'Kunci layar' }));
    expect(await screen.findByRole('heading', { name: 'Halo lagi, Hendra Saputra' })).toBeTruthy();
    expect(screen.queryByRole('navigation', { name: 'Menu utama' })).toBeNull();
    expect(mock.calls.some((call) => call.name === 'session_lock')).toBe(true);
    await expectAccessible(view.container);
    await user.type(screen.getByLabelText('PIN'), '1a1{Enter}');
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'session_unlock')?.input).toEqual({ pin: '11' }));
    await waitFor(() => expect((screen.getByLabelText('PIN') as HTMLInputElement).value).toBe(''));
    await user.type(screen.getByLabelText('PIN'), '2580{Enter}');
    expect(await screen.findByRole('heading', { name: 'Saya' })).toBeTruthy();
    expect(path()).toBe('/me');
  });

  it('asks for the password when the PIN is spent', async () => {
    const { user, mock } = await open('/', { me_get: refusal('session_locked'), session_unlock: refusal('pin_spent') });
    await user.type(await screen.findByLabelText('PIN'), '1111{Enter}');
    expect(await screen.findByLabelText('Sandi')).toBeTruthy();
    expect(screen.queryByLabelText('PIN')).toBeNull();
    mock.answer({ session_unlock: () => me, me_get: () => me });
    await user.type(screen.getByLabelText('Sandi'), 'kopi pahit tiap pagi{Enter}');
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'session_unlock')?.input).toEqual({ password: 'kopi pahit tiap pagi' }));
    expect(await screen.findByRole('heading', { name: 'Hari ini' })).toBeTruthy();
  });

  it('covers the page also when the program does not answer', async () => {
    const { user } = await open('/me', { session_lock: refusal('door_unreachable') });
    await user.click(await screen.findByRole('button', { name: 'Kunci layar' }));
    expect(await screen.findByRole('heading', { name: 'Halo lagi, Hendra Saputra' })).toBeTruthy();
    expect(screen.queryByRole('navigation', { name: 'Menu utama' })).toBeNull();
  });

  it('tells the program again until it is locked there too', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { user, mock } = await open('/me', { session_lock: refusal('door_unreachable') });
    await user.click(await screen.findByRole('button', { name: 'Kunci layar' }));
    await screen.findByRole('heading', { name: 'Halo lagi, Hendra Saputra' });
    const locks = () => mock.calls.filter((call) => call.name === 'session_lock').length;
    await act(() => vi.advanceTimersByTimeAsync(6_000));
    expect(locks()).toBeGreaterThan(1);
    let held = false;
    mock.answer({ session_lock: () => { held = true; return { done: true }; }, session_get: () => ({ session_id: 40, user_id: 1, name: me.name, username: me.username, is_locked: held, is_quick: false, may_switch: true, must_change_password: false, has_pin: true, pin_tries_left: 5, idle_lock_minutes: 30 }) });
    await act(() => vi.advanceTimersByTimeAsync(6_000));
    expect(held).toBe(true);
    const then = locks();
    await act(() => vi.advanceTimersByTimeAsync(30_000));
    expect(locks()).toBe(then);
  });

  it('leaves the screen to whoever signs in when the session behind it has ended', async () => {
    setLocked(true);
    await open('/', { session_get: refusal('sign_in_required'), me_get: refusal('sign_in_required') });
    expect(await screen.findByRole('button', { name: 'Masuk' })).toBeTruthy();
  });

  it('is kept off by whoever works in another tab, and the program is told that somebody is here', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { mock } = await open('/me', { me_get: () => ({ ...me, idle_lock_minutes: 2 }) });
    await screen.findByRole('heading', { name: 'Saya' });
    const asked = (name: string) => mock.calls.filter((call) => call.name === name).length;
    act(() => void vi.advanceTimersByTime(70_000));
    expect(asked('session_touch')).toBe(0);
    act(() => void window.dispatchEvent(new Event('pointerdown')));
    act(() => void vi.advanceTimersByTime(10_000));
    expect(asked('session_touch')).toBe(1);
    act(() => void vi.advanceTimersByTime(60_000));
    window.localStorage.setItem('simpul.used', String(Date.now()));
    act(() => void vi.advanceTimersByTime(100_000));
    expect(asked('session_lock')).toBe(0);
    act(() => void vi.advanceTimersByTime(30_000));
    expect(asked('session_lock')).toBe(1);
  });

  it('comes by itself when nobody touched anything, and not before', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { mock } = await open('/me', { me_get: () => ({ ...me, idle_lock_minutes: 2 }) });
    await screen.findByRole('heading', { name: 'Saya' });
    const locks = () => mock.calls.filter((call) => call.name === 'session_lock').length;
    act(() => void vi.advanceTimersByTime(100_000));
    act(() => void window.dispatchEvent(new Event('pointerdown')));
    act(() => void vi.advanceTimersByTime(100_000));
    expect(locks()).toBe(0);
    act(() => void vi.advanceTimersByTime(60_000));
    expect(locks()).toBe(1);
    expect(await screen.findByRole('heading', { name: 'Halo lagi, Hendra Saputra' })).toBeTruthy();
  });

  it('is shown when any operation says that the session is locked', async () => {
    const { user, mock } = await open('/jobs');
    await screen.findByRole('heading', { name: 'Tugas' });
    mock.answer({ me_get: refusal('session_locked'), job_retry: refusal('session_locked') });
    await user.click(await screen.findByRole('button', { name: 'Ulangi' }));
    expect(await screen.findByRole('heading', { name: 'Halo lagi, Hendra Saputra' })).toBeTruthy();
  });
});

describe('a password somebody else knows', () => {
  it('has to be changed before anything else', async () => {
    let must = true;
    const { user, mock, view } = await open('/', { me_get: () => ({ ...me, must_change_password: must }), me_password_change: () => { must = false; return { count: 0 }; } });
    await screen.findByRole('heading', { name: 'Pilih sandi Anda sendiri' });
    expect(screen.queryByRole('navigation', { name: 'Menu utama' })).toBeNull();
    await expectAccessible(view.container);
    await user.type(screen.getByLabelText('Sandi sekarang'), 'sekali-pakai');
    await user.type(screen.getByLabelText('Sandi baru'), 'kopi pahit tiap pagi');
    await user.type(screen.getByLabelText('Ulangi sandi baru'), 'kopi pahit tiap sore');
    await user.click(screen.getByRole('button', { name: 'Ganti sandi' }));
    expect(await screen.findByText('Tidak sama')).toBeTruthy();
    expect(mock.calls.some((call) => call.name === 'me_password_change')).toBe(false);
    await user.clear(screen.getByLabelText('Ulangi sandi baru'));
    await user.type(screen.getByLabelText('Ulangi sandi baru'), 'kopi pahit tiap pagi');
    await user.click(screen.getByRole('button', { name: 'Ganti sandi' }));
    expect(await screen.findByRole('heading', { name: 'Hari ini' })).toBeTruthy();
  });
});

describe('what is mine', () => {
  it('is accessible, ends other sessions one by one and together', async () => {
    const { user, mock, view } = await open('/me?part=sessions');
    const list = await screen.findByRole('region', { name: 'Sesi dan perangkat' });
    expect((await within(list).findByText('kantor-pc')).closest('li')?.textContent).toContain('layar ini');
    await expectAccessible(view.container);
    expect(within(list).queryByRole('button', { name: 'Akhiri sesi kantor-pc' })).toBeNull();
    await user.click(within(list).getByRole('button', { name: 'Akhiri sesi Chrome, Android' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'session_revoke')?.input).toEqual({ session_id: 41 }));
    await user.click(within(list).getByRole('button', { name: 'Keluar dari semua yang lain' }));
    await waitFor(() => expect(within(list).queryByText('Baris perintah')).toBeNull());
  });

  it('changes the PIN only with the password, and takes it away', async () => {
    const { user, mock } = await open('/me?part=pin');
    const part = await screen.findByRole('region', { name: 'PIN dan kunci layar' });
    await user.type(within(part).getByLabelText('PIN baru'), '2x5801');
    await user.type(within(part).getByLabelText('Ulangi PIN'), '25801');
    await user.click(within(part).getByRole('button', { name: 'Ganti PIN' }));
    expect(await within(part).findByText('Wajib diisi')).toBeTruthy();
    await user.type(within(part).getByLabelText('Sandi Anda, sebagai bukti'), 'kopi pahit tiap pagi');
    await user.click(within(part).getByRole('button', { name: 'Ganti PIN' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'me_pin_set')?.input).toEqual({ password: 'kopi pahit tiap pagi', pin: '25801' }));
    await waitFor(() => expect((within(part).getByLabelText('Sandi Anda, sebagai bukti') as HTMLInputElement).value).toBe(''));
    await user.type(within(part).getByLabelText('Sandi Anda, sebagai bukti'), 'kopi pahit tiap pagi');
    await user.click(within(part).getByRole('button', { name: 'Hapus PIN' }));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'me_pin_set')?.input).toEqual({ password: 'kopi pahit tiap pagi' }));
    expect(await within(part).findByRole('button', { name: 'Pasang PIN' })).toBeTruthy();
  });
});

describe('a password', () => {
  const field = async () => (await screen.findByLabelText('Sandi')) as HTMLInputElement;

  it('takes a pasted password, by fields that a password manager knows', async () => {
    const { user, mock } = await open('/', signedOut);
    const name = (await screen.findByLabelText('Nama pengguna')) as HTMLInputElement;
    expect([name.autocomplete, (await field()).autocomplete]).toEqual(['username', 'current-password']);
    await user.type(name, 'hendra');
    await user.click(await field());
    await user.paste('kuda terbang 7 ñ✓');
    expect((await field()).value).toBe('kuda terbang 7 ñ✓');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'session_sign_in')?.input).toEqual({ username: 'hendra', password: 'kuda terbang 7 ñ✓' }));
  });

  it('shows a password while somebody wants to see it', async () => {
    const { user } = await open('/', signedOut);
    await user.type(await field(), 'kuda');
    expect((await field()).type).toBe('password');
    await user.click(screen.getByRole('button', { name: 'Tampilkan sandi' }));
    expect([(await field()).type, (await field()).value]).toEqual(['text', 'kuda']);
    await user.click(screen.getByRole('button', { name: 'Sembunyikan sandi' }));
    expect((await field()).type).toBe('password');
  });
});
