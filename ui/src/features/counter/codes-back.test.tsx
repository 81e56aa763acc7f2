import { waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import en from '@/i18n/locales/en/counter.json';
import { counterHandlers } from '@/ipc/mock-counter';
import { ago, voucherAt } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';

beforeEach(() => window.localStorage.clear());

const row = { ...voucherAt(1), status: 'available' as const, sold_at: ago(500) };
const found = () => ({
  row, version: 3, locked_mac: null, password: null, usage_limit_s: null, data_limit_bytes: null, validity_s: 86_400, uptime_s: 0, bytes_used: 0, last_seen_at: null, void_reason: null, vendor_name: null, copies: [], events: [],
});

/** The three ways to take codes back, each to its open dialog. */
const ways = {
  'of a sale of this shift': { deed: 'sale_void', verb: 'Batalkan nota', go: async () => {
    const { user, mock, view } = await open('/counter');
    await user.click(await screen.findByRole('button', { name: 'Batalkan N-2611-0185' }));
    return { user, mock, view };
  } },
  'of an earlier sale': { deed: 'sale_refund', verb: 'Kembalikan uang', go: async () => {
    const { user, mock, view } = await open('/sales?open=180');
    await user.click(await screen.findByRole('button', { name: 'Kembalikan uang' }));
    await screen.findByText(/^41 · Loket depan · /);
    return { user, mock, view };
  } },
  'of one code': { deed: 'sale_refund', verb: 'Kembalikan uang', go: async () => {
    const sale = counterHandlers().sale_list({}).rows.find((one) => one.kind === 'sale');
    if (!sale) throw new Error('the made-up shop sold nothing');
    const { user, mock, view } = await open('/counter', { voucher_find: found, sale_list: () => ({ rows: [{ ...sale, quantity: 1, taken_back: 0 }], next: null }) });
    await screen.findByLabelText('Angka, nama, atau kode');
    await user.keyboard('{F3}');
    await user.type(await screen.findByLabelText('Kode voucher'), `${row.code}{Enter}`);
    await user.click(await screen.findByRole('button', { name: 'Kembalikan uang' }));
    return { user, mock, view };
  } },
};

describe('a code that is taken back', () => {
  for (const [name, { deed, verb, go }] of Object.entries(ways)) {
    it(`${name} is withdrawn unless its paper came back, and what that means is said`, async () => {
      const { user, mock, view } = await go();
      const dialog = within((await screen.findByRole('radio', { name: 'Tarik kode' })).closest('[role="dialog"]') as HTMLElement);
      expect((dialog.getByRole('radio', { name: 'Tarik kode' }) as HTMLInputElement).checked).toBe(true);
      expect(dialog.queryByText(/dimusnahkan/)).toBeNull();
      await user.click(dialog.getByRole('radio', { name: 'Kembali ke stok' }));
      expect((await dialog.findByText(/slip dikembalikan lalu dimusnahkan/)).closest('.Banner')?.classList.contains('warn')).toBe(true);
      await expectAccessible(view.baseElement as HTMLElement);
      await user.type(dialog.getByLabelText('Alasan'), 'salah paket');
      await user.click(dialog.getByRole('button', { name: verb }));
      await waitFor(() => expect(mock.calls.find((call) => call.name === deed)?.input).toMatchObject({ codes: 'restock', reason: 'salah paket' }));
    });
  }

  it('is told so in English too', () => {
    expect(en.restockHint).toMatch(/given back and destroyed/);
  });
});
