import { waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanRouter } from '@/ipc';
import { me, plans, routers } from '@/ipc/mock-data';
import { open, screen } from '@/testing/render';
import { notReadyOn, waitingOf } from './cart';

beforeEach(() => window.localStorage.clear());

const entry = async () => (await screen.findByLabelText('Angka, nama, atau kode')) as HTMLInputElement;
const on = (router_id: number, truth: PlanRouter['truth'] = 'applied'): PlanRouter => ({ router_id, router_name: routers[router_id - 1]?.name ?? '', truth, reason: null, link: routers[router_id - 1]?.state.link ?? 'unknown' });
/** Plan 3 on these routers, with so many codes in stock. */
const shop = (codes: number, ...of: PlanRouter[]) => ({
  plan_list: () => ({ rows: plans.map((plan) => ({ ...plan, routers: of })), next: null }),
  sale_stock_get: () => ({ rows: [{ plan_id: 3, codes }] }),
});
const line = () => document.querySelector('.Sale .Lines li > .sm')?.textContent;
const banner = () => document.querySelector('.Sale .Banner')?.textContent;

describe('codes that are made when they are sold', () => {
  it('wait for a router that is not reached, and only they do', async () => {
    const { user } = await open('/counter', shop(38, on(1), on(5)));
    await user.type(await entry(), '338');
    await waitFor(() => expect(line()).toBe('Diambil dari stok'));
    expect(banner()).toBeUndefined();
    await user.clear(await entry());
    await user.type(await entry(), '340');
    await waitFor(() => expect(line()).toBe('2 dibuat sekarang'));
    expect(banner()).toMatch(/^2 kode dibuat sekarang; RB-Masjid tidak terhubung\./);
  });

  it('are told as waiting until the router is back', async () => {
    const { user, mock } = await open('/counter', shop(0, on(5)));
    await user.type(await entry(), '3');
    await waitFor(() => expect(banner()).toContain('RB-Masjid tidak terhubung'));
    mock.answer(shop(0, { ...on(5), link: 'up' }));
    mock.emit(['*']);
    await waitFor(() => expect(banner()).toBeUndefined());
  });

  it('need the profile there; what comes from stock does not', async () => {
    const { user } = await open('/counter', shop(1, on(1), on(2, 'drifted'), on(4, 'pending')));
    await user.type(await entry(), '3');
    await waitFor(() => expect(line()).toBe('Diambil dari stok'));
    await user.clear(await entry());
    await user.type(await entry(), '32');
    await waitFor(() => expect(line()).toBe('1 dibuat sekarang · belum siap di RB-Kantor'));
    expect(banner()).toBeUndefined();
  });

  it('are told to who may not see routers, too', async () => {
    const { user, mock } = await open('/counter', { ...shop(0, on(5, 'pending')), me_get: () => ({ ...me, permissions: me.permissions.filter((one) => one !== 'router.view') }) });
    await user.type(await entry(), '3');
    await waitFor(() => expect(banner()).toContain('RB-Masjid tidak terhubung'));
    expect(mock.calls.some((call) => call.name === 'router_list')).toBe(false);
  });

  it('are counted once, and each router is named once', () => {
    const cart = { lines: [{ plan_id: 1, quantity: 2 }, { plan_id: 2, quantity: 3 }], codes: [] };
    const all = plans.map((plan) => ({ ...plan, stock: 1, routers: [on(5), on(1)] }));
    expect(waitingOf(cart, all)).toEqual({ count: 3, routers: ['RB-Masjid'] });
    // Nobody has looked yet: nothing is known to be amiss.
    const fresh = all.map((plan) => ({ ...plan, routers: plan.routers.map((one) => ({ ...one, link: 'unknown' as const })) }));
    expect(waitingOf(cart, fresh)).toEqual({ count: 0, routers: [] });
    expect(notReadyOn({ routers: [on(1, 'failed'), on(5, 'failed')] })).toEqual(['CCR-Menara']);
  });
});
