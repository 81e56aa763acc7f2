import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { StockRow } from '@/ipc';
import { mockTransport } from '@/ipc/mock';
import { expectAccessible, open, screen } from '@/testing/render';

/** Plans of the made-up shop with this of their stock; no other is low. */
const stocked = async (...parts: Partial<StockRow>[]) => {
  const { rows } = await mockTransport().call('stock_list', { by: 'plan', low_only: false, on_hand_only: false }) as { rows: StockRow[] };
  return { stock_list: () => ({ rows: parts.map((part, i) => ({ ...(rows[i] as StockRow), is_low: false, ...part })), next: null }) };
};

describe('stock', () => {
  it('tells what is where, and every number leads to its rows', async () => {
    const { user, path, view } = await open('/stock');
    const name = await screen.findByText('1 Hari', { selector: 'tbody *' });
    await expectAccessible(view.container);
    expect(screen.getByText('tipis')).toBeTruthy();
    const row = name.closest('tr');
    const card = [...(row?.querySelectorAll('a') ?? [])].find((link) => link.getAttribute('href')?.includes('stock=card'));
    expect(card?.textContent).toBe('29');
    await user.click(card as Element);
    await waitFor(() => expect(path()).toMatch(/^\/vouchers\?plan=3&stock=card$/));
  });

  it('has a chart, a paper, and rows of what is in the shop itself', async () => {
    const { user, mock, view } = await open('/stock?by=vendor');
    await screen.findByText('Toko sendiri', { selector: 'tbody *' });
    expect(screen.getByText('Siap jual', { selector: '.Leg' })).toBeTruthy();
    const own = [...view.container.querySelectorAll('tbody a')].map((link) => link.getAttribute('href') ?? '').filter((link) => link.includes('own=true'));
    expect(own.length).toBeGreaterThan(3);
    expect(own.every((link) => !link.includes('vendor='))).toBe(true);
    await user.click(screen.getByRole('button', { name: /Cetak/ }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'stock_print')?.input).toEqual({ by: 'vendor', low_only: false }));
    expect(await screen.findByRole('dialog')).toBeTruthy();
  });

  it('makes more of what is lowest with one key', async () => {
    const { user, path } = await open('/stock');
    await screen.findByText('1 Hari', { selector: 'tbody *' });
    await user.keyboard('{F9}');
    await waitFor(() => expect(path()).toBe('/batches/new?plan=3&count=62'));
  });

  it('makes more of the lowest, and not of the first by name', async () => {
    const low = { is_low: true, plain: 0 };
    const { user, path } = await open('/stock', await stocked({ name: '1 Jam', low_stock_at: 10, card: 9, ...low }, { name: '2 Jam', low_stock_at: 60, card: 20, ...low }, { name: '3 Jam', low_stock_at: 60, card: 30, ...low }));
    await screen.findByText('1 Jam', { selector: 'tbody *' });
    await user.keyboard('{F9}');
    await waitFor(() => expect(path()).toBe('/batches/new?plan=2&count=100'));
  });

  it('makes more of the one a notice leads to, also where its plan does not say what is low', async () => {
    const { user, path } = await open('/stock?plan=1', await stocked({ low_stock_at: null, plain: 0, card: 0 }));
    expect((await screen.findByRole('button', { name: /^Isi ulang 3 Jam/ })).hasAttribute('disabled')).toBe(false);
    await user.keyboard('{F9}');
    await waitFor(() => expect(path()).toBe('/batches/new?plan=1'));
  });

  it('asks for a choice among several that are not low, and takes the one that is chosen', async () => {
    const { user, path } = await open('/stock', await stocked({ low_stock_at: null }, { low_stock_at: null }));
    expect((await screen.findByRole('button', { name: /^Isi ulang/ })).hasAttribute('disabled')).toBe(true);
    await user.keyboard('{F9}');
    expect(path()).toBe('/stock');
    await user.click(screen.getAllByRole('checkbox', { name: /^Pilih baris/ })[1] as HTMLElement);
    await user.keyboard('{F9}');
    await waitFor(() => expect(path()).toBe('/batches/new?plan=2'));
  });
});
