import { waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { i18next } from '@/i18n';
import { notices } from '@/ipc/mock-notice';
import { expectAccessible, open, screen } from '@/testing/render';
import { isQuiet } from './toasts';
import { noticeWords } from './words';

describe('quiet hours', () => {
  it('hold between two hours, over midnight too, and not when there are none', () => {
    expect(isQuiet('22:30', { quiet_from: '21:00', quiet_until: '06:00' })).toBe(true);
    expect(isQuiet('05:59', { quiet_from: '21:00', quiet_until: '06:00' })).toBe(true);
    expect(isQuiet('06:00', { quiet_from: '21:00', quiet_until: '06:00' })).toBe(false);
    expect(isQuiet('13:00', { quiet_from: '12:00', quiet_until: '14:00' })).toBe(true);
    expect(isQuiet('14:00', { quiet_from: '12:00', quiet_until: '14:00' })).toBe(false);
    expect(isQuiet('13:00', { quiet_from: null, quiet_until: null })).toBe(false);
    expect(isQuiet('13:00', undefined)).toBe(false);
  });
});

const never = { quiet_from: null, quiet_until: null };
const preferences = { notice_preferences_get: () => ({ kinds: [{ kind: 'router_down' as const, program: true, system: false }], ...never }) };

describe('that one\'s own way in was changed', () => {
  const words = (params: Record<string, unknown>) => noticeWords(i18next.t, { kind: 'access_changed', params });
  it('is said by what was changed and by whom', () => {
    expect(words({ what: 'password', by: 'Rina', is_own: true })).toEqual({ title: 'Sandi Anda diganti', detail: expect.stringMatching(/^Oleh Anda sendiri/) as string });
    expect(words({ what: 'password_reset', by: 'Hendra', is_own: false })).toEqual({ title: 'Sandi Anda diatur ulang', detail: expect.stringMatching(/^Oleh Hendra\./) as string });
    expect(words({ what: 'password_reset', by: null, is_own: false }).detail).toMatch(/^Dengan perintah di komputer basis data/);
    expect(words({ what: 'pin', by: 'Rina', is_own: true }).title).toBe('PIN Anda dipasang');
    expect(words({ what: 'pin_removed', by: 'Rina', is_own: true }).title).toBe('PIN Anda dihapus');
    expect(words({ what: 'recovery_code', by: 'Hendra', is_own: false }).title).toBe('Kode pemulihan diganti');
  });

  it('is said plainly where a newer version changed something else', () => {
    expect(words({ what: 'passkey', by: 'Rina', is_own: true }).title).toBe('Akses Anda diubah');
  });
});

describe('the bell', () => {
  it('counts what is unread, says it in words, leads to it and marks it read', async () => {
    const { user, mock, path, view } = await open('/plans');
    await user.click(await screen.findByRole('button', { name: 'Pemberitahuan, 3 belum dibaca' }));
    const pop = await screen.findByRole('dialog', { name: /^Pemberitahuan/ });
    expect(await within(pop).findByText('RB-Masjid tidak menjawab')).toBeTruthy();
    expect(within(pop).getByText(/Cukup untuk kira-kira 1 hari/)).toBeTruthy();
    expect(within(pop).getAllByText(/Sudah beres/)).toHaveLength(2);
    await expectAccessible(view.baseElement);
    await user.click(within(pop).getByRole('button', { name: /RB-Masjid/ }));
    await waitFor(() => expect(path()).toBe('/routers/5'));
    expect(mock.calls.find((call) => call.name === 'notice_read')?.input).toEqual({ notice_ids: [60] });
    expect(await screen.findByRole('button', { name: 'Pemberitahuan, 2 belum dibaca' })).toBeTruthy();
  });

  it('calls out what is new, once, and not what was there at the start', async () => {
    let rows = notices.slice(1);
    const { mock, view } = await open('/plans', { ...preferences, notice_list: () => ({ rows, next: null }) });
    await screen.findByRole('button', { name: 'Pemberitahuan, 3 belum dibaca' });
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'notice_list').length).toBeGreaterThan(0));
    expect(view.baseElement.textContent).not.toContain('RB-Masjid tidak menjawab');
    rows = notices;
    mock.emit(['notice']);
    expect(await screen.findByText('RB-Masjid tidak menjawab')).toBeTruthy();
    const before = mock.calls.filter((call) => call.name === 'notice_list').length;
    mock.emit(['notice']);
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'notice_list').length).toBeGreaterThan(before));
    expect(screen.getAllByText('RB-Masjid tidak menjawab')).toHaveLength(1);
  });
});

describe('the notices of the computer, in a browser', () => {
  it('are asked for also by who chose none: some cannot be switched off', async () => {
    const shown: string[] = [];
    class Shown {
      static permission = 'granted';
      constructor(title: string) {
        shown.push(title);
      }
      addEventListener() {}
    }
    vi.stubGlobal('Notification', Shown);
    try {
      const reset = notices.slice(0, 1).map((row) => ({ ...row, kind: 'access_changed' as const, params: { what: 'password_reset', by: 'Hendra', is_own: false } }));
      await open('/plans', { ...preferences, notice_take: () => reset });
      await waitFor(() => expect(shown).toEqual(['Sandi Anda diatur ulang']));
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

describe('the page of notices', () => {
  it('shows what is still so, and the rest by view and kind in the address', async () => {
    const { user, mock, path, view } = await open('/notices');
    const table = await screen.findByRole('table', { name: 'Pemberitahuan' });
    expect(await within(table).findByText('Stok 1 Hari tinggal 38')).toBeTruthy();
    await expectAccessible(view.container);
    await user.click(screen.getByRole('tab', { name: 'Semua' }));
    expect(await within(table).findByText('Cadangan tidak jadi')).toBeTruthy();
    expect(path()).toContain('view=all');
    await user.click(screen.getByRole('button', { name: /Tandai dibaca/ }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'notice_read')?.input).toEqual({ up_to: 60 }));
  });

  it('marks all as read also where the oldest stands first', async () => {
    const { user, mock } = await open('/notices?view=all&desc=false');
    await screen.findByText('Cadangan tidak jadi');
    expect(mock.calls.filter((call) => call.name === 'notice_list').some((call) => (call.input as { descending?: boolean }).descending === false)).toBe(true);
    await user.click(screen.getByRole('button', { name: /Tandai dibaca/ }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'notice_read')?.input).toEqual({ up_to: 60 }));
  });
});

describe('what calls me', () => {
  it('is chosen by kind and way, with hours that are quiet, and can be taken back', async () => {
    const { user, mock } = await open('/me?part=notices');
    const part = await screen.findByRole('region', { name: 'Pemberitahuan' });
    await user.click(await within(part).findByLabelText('Stok tipis: Di komputer'));
    await user.clear(within(part).getByLabelText('Sampai'));
    await user.click(within(part).getByRole('button', { name: 'Simpan' }));
    expect(await within(part).findByText('Wajib diisi')).toBeTruthy();
    expect(mock.calls.some((call) => call.name === 'notice_preferences_set')).toBe(false);
    await user.type(within(part).getByLabelText('Sampai'), '25.00');
    await user.click(within(part).getByRole('button', { name: 'Simpan' }));
    expect(await within(part).findByText('Bentuknya tidak dikenal')).toBeTruthy();
    expect(mock.calls.some((call) => call.name === 'notice_preferences_set')).toBe(false);
    await user.clear(within(part).getByLabelText('Sampai'));
    await user.type(within(part).getByLabelText('Sampai'), '5.30');
    await user.click(within(part).getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'notice_preferences_set')?.input).toMatchObject({ quiet_from: '21:00', quiet_until: '05:30', kinds: expect.arrayContaining([{ kind: 'stock_low', program: true, system: true }]) }));
    await user.click(await screen.findByRole('button', { name: 'Urungkan' }));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'notice_preferences_set')?.input).toMatchObject({ quiet_until: '06:00' }));
    // However it was typed, and whatever the browser's language: 24 hours.
    await waitFor(() => expect(within(part).getByLabelText('Sampai')).toHaveProperty('value', '06:00'));
  });
});
