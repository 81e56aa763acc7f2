import { notifications } from '@mantine/notifications';
import { waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { IpcError, type SaleView } from '@/ipc';
import { counterHandlers } from '@/ipc/mock-counter';
import { voucherAt } from '@/ipc/mock-data';
import { setLocked } from '@/lib/lock';
import { open, screen } from '@/testing/render';

vi.mock('@/lib/files', async (original) => ({ ...(await original<object>()), printPdf: vi.fn() }));

beforeEach(() => {
  window.localStorage.clear();
  notifications.clean();
  setLocked(false);
});

type Opened = Awaited<ReturnType<typeof open>>;
const entry = async () => (await screen.findByLabelText('Angka, nama, atau kode')) as HTMLInputElement;
const sales = ({ mock }: Opened) => mock.calls.filter((call) => call.name === 'sale_create').map((call) => call.input as Record<string, unknown>);
const looked = ({ mock }: Opened) => mock.calls.filter((call) => call.name === 'voucher_find').map((call) => (call.input as { code: string }).code);
const lines = () => [...document.querySelectorAll('.Sale .Lines li')].map((one) => one.textContent);
const held = () => [...(screen.queryByRole('region', { name: 'Nota ditahan' })?.querySelectorAll('li') ?? [])].map((one) => one.textContent);

function slow<T>() {
  const waiting: { done: (value: T) => void; fail: (code: string) => void }[] = [];
  const ask = () => new Promise<T>((resolve, reject) => {
    waiting.push({ done: resolve, fail: (code) => reject(new IpcError({ code, params: {}, incident: '' })) });
  });
  return { waiting, ask: ask as unknown as () => T };
}

const made = (): SaleView => {
  const [row] = structuredClone(counterHandlers().sale_list({}).rows);
  if (!row) throw new Error('the made-up shop sold nothing');
  return { row, tendered_amount: '5000.00', change_amount: '0.00', reference: '', reason: null, lines: [] };
};

const card = (code: string) => ({
  row: { ...voucherAt(1), code, status: 'available' as const, sold_at: null }, version: 1, locked_mac: null, password: null, usage_limit_s: null, data_limit_bytes: null, validity_s: 86_400,
  uptime_s: 0, bytes_used: 0, last_seen_at: null, void_reason: null, vendor_name: null, copies: [], events: [],
});

/** To the screen of a new batch, and back to the counter. */
async function away({ user, path }: Opened) {
  await user.keyboard('{F9}');
  await waitFor(() => expect(path()).toContain('/batches/new'));
}
async function back({ user }: Opened) {
  await user.keyboard('{F2}');
  await entry();
}

describe('a sale that is on its way while the screen is left', () => {
  it('is the sale of whoever came back: refused, it stands there once and is on hold nowhere', async () => {
    const { waiting, ask } = slow<SaleView>();
    const all = await open('/counter', { sale_create: ask });
    await all.user.type(await entry(), '32{Enter}');
    await away(all);
    await back(all);
    expect(screen.queryByText('Belum tahu apakah terjual.')).toBeNull();
    expect(screen.getByRole('button', { name: /^Bayar/ }).getAttribute('aria-busy')).toBe('true');
    waiting[0]?.fail('sale_stock_short');
    await screen.findByText(/sale_stock_short/);
    expect(sales(all)).toHaveLength(1);
    expect(held()).toEqual([]);
    expect(window.localStorage.getItem('simpul.counter.held.7f3a9c21.1.1')).toBeNull();
    expect(lines()).toEqual([expect.stringContaining('1 Hari')]);
  });

  it('is the sale of whoever came back: done, its receipt is shown there', async () => {
    const { waiting, ask } = slow<SaleView>();
    const all = await open('/counter', { sale_create: ask });
    await all.user.type(await entry(), '3{Enter}');
    await away(all);
    await back(all);
    waiting[0]?.done(made());
    await screen.findByText(/^Nota N-2611-/);
    expect(sales(all)).toHaveLength(1);
    expect(window.localStorage.getItem('simpul.counter.sale.7f3a9c21.1')).toBeNull();
  });

  it('shows its cards with their prices where the window was ended and the program refuses it then', async () => {
    const all = await open('/counter', { voucher_find: ({ code }) => card(code), sale_create: () => { throw new IpcError({ code: 'door_unreachable' }); } });
    await all.user.type(await entry(), 'aaaa11{Enter}');
    await waitFor(() => expect(lines()).toHaveLength(1));
    await all.user.keyboard('{Enter}');
    await screen.findByText('Belum tahu apakah terjual.');
    all.view.unmount();
    const next = await open('/counter', { sale_create: () => { throw new IpcError({ code: 'sale_stock_short' }); } });
    await next.user.click(await screen.findByRole('button', { name: 'Tanyakan lagi' }));
    await screen.findByText(/sale_stock_short/);
    expect(lines()[0]).toContain(card('aaaa11').row.plan_name);
    expect(lines()[0]).not.toMatch(/Rp.0(?!\d|\.)/);
  });
});

describe('a card that is being looked for', () => {
  it('is on hold with the rest when the screen goes, and is looked for again when that is taken back', async () => {
    const { waiting, ask } = slow<ReturnType<typeof card>>();
    const all = await open('/counter', { voucher_find: ask });
    await all.user.type(await entry(), 'aaaa11{Enter}');
    await away(all);
    expect(await screen.findByText('Nota ditahan; belum ada yang terjual')).toBeTruthy();
    waiting[0]?.done(card('aaaa11'));
    await back(all);
    expect(held()[0]).toContain('aaaa11');
    await all.user.keyboard('{Shift>}{F4}{/Shift}');
    await waitFor(() => expect(looked(all)).toEqual(['aaaa11', 'aaaa11']));
    waiting[1]?.done(card('aaaa11'));
    await waitFor(() => expect(lines()).toEqual([expect.stringContaining('aaaa11')]));
    expect(held()).toEqual([]);
  });

  it('locks the counter for no longer than until Escape', async () => {
    const { waiting, ask } = slow<ReturnType<typeof card>>();
    const all = await open('/counter', { voucher_find: ask });
    await all.user.type(await entry(), '3 aaaa11{Enter}');
    await all.user.click(screen.getByRole('button', { name: /30 Hari/ }));
    await all.user.keyboard('{Enter}');
    expect(sales(all)).toEqual([]);
    await all.user.keyboard('{Escape}');
    expect(await screen.findByText(/^Tidak menunggu lagi: aaaa11/)).toBeTruthy();
    // The answer that comes yet is nobody's.
    waiting[0]?.done(card('aaaa11'));
    await all.user.keyboard('{Enter}');
    await waitFor(() => expect(sales(all)).toHaveLength(1));
    expect(sales(all)[0]).toMatchObject({ codes: [], lines: [{ plan_id: 6, quantity: 1 }] });
  });

  it('is taken before it is paid, where it stands in the field and somebody pays', async () => {
    const all = await open('/counter', { voucher_find: ({ code }) => card(code) });
    await all.user.click(await screen.findByRole('button', { name: /30 Hari/ }));
    await all.user.keyboard('aaaa11');
    await all.user.click(screen.getByRole('button', { name: /^Bayar/ }));
    await waitFor(() => expect(lines()).toHaveLength(2));
    expect(sales(all)).toEqual([]);
    await all.user.click(screen.getByRole('button', { name: /^Bayar/ }));
    await waitFor(() => expect(sales(all)).toHaveLength(1));
    expect(sales(all)[0]).toMatchObject({ codes: ['aaaa11'], lines: [{ plan_id: 6, quantity: 1 }] });
  });
});

describe('what was cleared or dropped by mistake', () => {
  it('comes back on the screen that stands there by then', async () => {
    const all = await open('/counter');
    await all.user.type(await entry(), '32{Escape}');
    await away(all);
    await back(all);
    await all.user.click(screen.getByRole('button', { name: 'Urungkan' }));
    await waitFor(() => expect(held()).toEqual([expect.stringContaining('2 × 1 Hari')]));
    await all.user.click(within(screen.getByRole('region', { name: 'Nota ditahan' })).getByRole('button', { name: /^Hapus/ }));
    await waitFor(() => expect(held()).toEqual([]));
    await away(all);
    await back(all);
    await all.user.click(screen.getByRole('button', { name: 'Urungkan' }));
    await waitFor(() => expect(held()).toEqual([expect.stringContaining('2 × 1 Hari')]));
  });
});

describe('nine on hold', () => {
  it('are as many as are put aside by hand, and it is said', async () => {
    const one = { at: 1, cart: { lines: [{ plan_id: 3, quantity: 1 }], codes: [] }, given: '', method: 'cash', reference: '' };
    window.localStorage.setItem('simpul.counter.held.7f3a9c21.1.1', JSON.stringify(Array.from({ length: 9 }, (_, i) => ({ ...one, id: String(i) }))));
    const { user } = await open('/counter');
    await user.type(await entry(), '5');
    await user.keyboard('{F4}');
    expect(await screen.findByText(/^Sudah terlalu banyak nota ditahan/)).toBeTruthy();
    expect((await entry()).value).toBe('5');
    expect(held()).toHaveLength(9);
  });
});
