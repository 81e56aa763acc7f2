import { notifications } from '@mantine/notifications';
import { waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { plans } from '@/ipc/mock-data';
import { open, screen } from '@/testing/render';

beforeEach(() => {
  window.localStorage.clear();
  notifications.clean();
});

const entry = async () => (await screen.findByLabelText('Angka, nama, atau kode')) as HTMLInputElement;

/** By plan: slips and cards on hand, what the plan calls for, and slips alone. */
type Stocked = Record<number, readonly [on_hand: number, low_stock_at: number | null, slips: number]>;

const shop = (stocked: Stocked) => ({
  plan_list: () => ({
    rows: plans.flatMap((plan) => {
      const [stock, low_stock_at] = stocked[plan.plan_id] ?? [];
      return stock === undefined || low_stock_at === undefined ? [] : [{ ...plan, stock, terms: { ...plan.terms, low_stock_at } }];
    }),
    next: null,
  }),
  sale_stock_get: () => ({ rows: Object.entries(stocked).map(([id, [, , codes]]) => ({ plan_id: Number(id), codes })) }),
});

const tile = (name: string) => [...document.querySelectorAll('.Plan')].find((one) => one.querySelector('.nm')?.textContent === name)?.querySelector(':scope > .sm:last-child');

describe('what runs out at the counter', () => {
  it('is what the plan says, of slips and cards together, as notices and the list of stock say it', async () => {
    await open('/counter', shop({ 1: [60, 50, 3], 2: [2, null, 2], 3: [38, 50, 9], 4: [50, 50, 50], 5: [10, 50, 0] }));
    await waitFor(() => expect(tile('1 Hari')?.textContent).toBe('Stok 9, menipis'));
    const told = (name: string) => [tile(name)?.textContent, tile(name)?.classList.contains('t-warn')];
    expect(told('1 Hari')).toEqual(['Stok 9, menipis', true]);
    // Cards make up for slips; a plan that does not say what is few is never called so here; the threshold itself is enough.
    expect(told('3 Jam')).toEqual(['Stok 3', false]);
    expect(told('6 Jam')).toEqual(['Stok 2', false]);
    expect(told('3 Hari')).toEqual(['Stok 50', false]);
    expect(told('7 Hari')).toEqual(['Habis, dibuat baru', false]);
  });

  it('is made by one key: the lowest, and as many as are missing', async () => {
    const { user, path } = await open('/counter', shop({ 1: [4, 5, 4], 3: [38, 100, 9], 6: [31, 50, 31] }));
    await waitFor(() => expect(tile('1 Hari')?.textContent).toBe('Stok 9, menipis'));
    await entry();
    await user.keyboard('{F9}');
    await waitFor(() => expect(path()).toBe('/batches/new?plan=3&count=162'));
    expect(screen.queryByText(/^Tidak ada paket yang menipis/)).toBeNull();
  });

  it('is made of the plan that is in the sale before any other', async () => {
    const { user, path } = await open('/counter', shop({ 1: [4, 5, 4], 3: [38, 100, 9] }));
    await waitFor(() => expect(tile('1 Hari')?.textContent).toBe('Stok 9, menipis'));
    await user.type(await entry(), '1');
    await user.keyboard('{F9}');
    await waitFor(() => expect(path()).toBe('/batches/new?plan=1&count=6'));
  });

  it('is said to be nothing where nothing is low, and the plan with the fewest slips can still be made', async () => {
    const { user, path } = await open('/counter', shop({ 1: [412, 50, 412], 3: [38, null, 38], 6: [120, 50, 7] }));
    await waitFor(() => expect(tile('30 Hari')?.textContent).toBe('Stok 7'));
    await entry();
    await user.keyboard('{F9}');
    await waitFor(() => expect(path()).toBe('/batches/new?plan=6'));
    expect(await screen.findByText('Tidak ada paket yang menipis. Dipilih 30 Hari: stok slipnya paling sedikit.')).toBeTruthy();
  });
});
