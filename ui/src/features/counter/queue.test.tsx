import { notifications } from '@mantine/notifications';
import { waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { IpcError, type SaleView } from '@/ipc';
import { counterHandlers } from '@/ipc/mock-counter';
import { me, voucherAt } from '@/ipc/mock-data';
import { setLocked } from '@/lib/lock';
import { open, screen } from '@/testing/render';

vi.mock('@/lib/files', async (original) => ({ ...(await original<object>()), printPdf: vi.fn() }));

beforeEach(() => {
  window.localStorage.clear();
  notifications.clean();
  setLocked(false);
});

type Mock = Awaited<ReturnType<typeof open>>['mock'];
const entry = async () => (await screen.findByLabelText('Angka, nama, atau kode')) as HTMLInputElement;
const sales = (mock: Mock) => mock.calls.filter((call) => call.name === 'sale_create').map((call) => call.input as Record<string, unknown>);
const lines = () => [...document.querySelectorAll('.Sale .Lines li')].map((one) => one.textContent);
const held = () => within(screen.getByRole('region', { name: 'Nota ditahan' })).getAllByRole('listitem').map((one) => one.textContent);

/** A program that answers when it is told to. */
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

describe('what is typed while a sale is on its way', () => {
  it('is the next customer’s, and the sale stays as it was sent', async () => {
    const { waiting, ask } = slow<SaleView>();
    const { user, mock } = await open('/counter', { sale_create: ask });
    await user.type(await entry(), '3{Enter}25');
    expect((await entry()).value).toBe('25');
    expect((await entry()).disabled).toBe(false);
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toContain('1 Hari');
    expect(screen.queryByText('Belum tahu apakah terjual.')).toBeNull();
    // A second Enter sells nothing: neither this sale again nor the next unseen.
    await user.keyboard('{Enter}');
    waiting[0]?.done(made());
    await screen.findByText(/^Nota N-2611-/);
    expect(sales(mock)).toHaveLength(1);
    expect((await entry()).value).toBe('25');
    expect(document.activeElement).toBe(await entry());
    // The receipt stays until it is left, and then the next sale is looked at before it is sold.
    await user.keyboard('{Enter}');
    expect(screen.getByRole('heading', { name: 'Nota baru' })).toBeTruthy();
    expect(document.querySelector('.Tot')?.textContent).toContain('15.000');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(sales(mock)).toHaveLength(2));
    expect(sales(mock)[1]).toMatchObject({ lines: [{ plan_id: 2, quantity: 5 }] });
    expect(sales(mock)[1]?.['idempotency_key']).not.toBe(sales(mock)[0]?.['idempotency_key']);
  });

  it('is the next customer’s also a moment after the answer', async () => {
    const { user, mock } = await open('/counter');
    await user.type(await entry(), '3{Enter}');
    await screen.findByText(/^Nota N-2611-/);
    await waitFor(async () => expect(document.activeElement).toBe(await entry()));
    await user.keyboard('25');
    expect((await entry()).value).toBe('25');
    expect(document.querySelector('.Tot')?.textContent).toContain('15.000');
    expect(sales(mock)).toHaveLength(1);
  });

  it('waits apart where the sale is refused, and comes when that one is done with', async () => {
    const { waiting, ask } = slow<SaleView>();
    const { user } = await open('/counter', { sale_create: ask });
    await user.type(await entry(), '32{Enter}1 5');
    waiting[0]?.fail('sale_stock_short');
    await screen.findByText(/sale_stock_short/);
    expect((await entry()).value).toBe('5');
    expect(screen.getByText(/Nota sebelumnya ditolak/)).toBeTruthy();
    await user.keyboard('{Enter}');
    expect((await entry()).value).toBe('32');
    expect(screen.getByText('Disimpan untuk pembeli berikutnya: 1 × 3 Jam, 1 × 7 Hari')).toBeTruthy();
    await user.keyboard('{F2}');
    expect((await entry()).value).toBe('5');
    expect(lines().map((one) => one?.includes('3 Jam') || one?.includes('7 Hari'))).toEqual([true, true]);
  });

  it('is not lost where nobody knows whether it was sold', async () => {
    const { waiting, ask } = slow<SaleView>();
    const { user, mock } = await open('/counter', { sale_create: ask });
    await user.type(await entry(), '3{Enter}4');
    waiting[0]?.fail('door_unreachable');
    await screen.findByText('Belum tahu apakah terjual.');
    expect((await entry()).disabled).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Tanyakan lagi' }));
    await waitFor(() => expect(waiting).toHaveLength(2));
    waiting[1]?.done(made());
    await screen.findByText(/^Nota N-2611-/);
    expect(sales(mock)[1]).toEqual(sales(mock)[0]);
    expect((await entry()).value).toBe('4');
    await user.keyboard('{F2}');
    expect(document.querySelector('.Tot')?.textContent).toContain('12.000');
  });
});

describe('cards that are scanned quickly', () => {
  const card = (n: number) => ({ ...voucherAt(n), status: 'available' as const, sold_at: null });
  const found = (n: number) => ({
    row: card(n), version: 1, locked_mac: null, password: null, usage_limit_s: null, data_limit_bytes: null, validity_s: 86_400, uptime_s: 0, bytes_used: 0, last_seen_at: null, void_reason: null, vendor_name: null, copies: [], events: [],
  });

  it('are all in the sale, whichever is found first, and with the plan that was clicked meanwhile', async () => {
    const { waiting, ask } = slow<ReturnType<typeof found>>();
    const { user, mock } = await open('/counter', { voucher_find: ask });
    await user.type(await entry(), `${card(1).code}{Enter}`);
    expect((await entry()).value).toBe('');
    await user.keyboard(`${card(2).code}{Enter}`);
    await user.click(screen.getByRole('button', { name: /30 Hari/ }));
    expect(screen.getByText(`Mencari ${card(1).code}, ${card(2).code}…`)).toBeTruthy();
    // Nothing is sold without a card that is being looked for.
    await user.keyboard('{Enter}');
    expect(sales(mock)).toEqual([]);
    waiting[1]?.done(found(2));
    waiting[0]?.done(found(1));
    await waitFor(() => expect(lines()).toHaveLength(3));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(sales(mock)).toHaveLength(1));
    expect(sales(mock)[0]).toMatchObject({ lines: [{ plan_id: 6, quantity: 1 }], codes: [card(2).code, card(1).code] });
  });

  it('are known by the address in their QR, here and by F3, and are no slips', async () => {
    const { user, mock } = await open('/counter', { voucher_find: () => found(1) });
    const qr = `http://hotspot.lan/login?username=${card(1).code}&password=${card(1).code}`;
    await user.type(await entry(), `${qr}{Enter}`);
    await waitFor(() => expect(lines()).toHaveLength(1));
    expect(mock.calls.findLast((call) => call.name === 'voucher_find')?.input).toEqual({ code: card(1).code });
    expect(screen.getByRole('button', { name: /^Bayar(?! dan)/ })).toBeTruthy();
    await user.type(await entry(), '32');
    expect(screen.getByRole('button', { name: /^Bayar dan cetak 2 slip/ })).toBeTruthy();
    await user.keyboard('{F3}');
    await user.type(await screen.findByLabelText('Kode voucher'), 'http://10.5.50.1:8080/login?dst=x&username=wxyz&password=p{Enter}');
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'voucher_find')?.input).toEqual({ code: 'wxyz' }));
  });

  it('come back to the field where there is none, or are named where the field is taken', async () => {
    const { waiting, ask } = slow<ReturnType<typeof found>>();
    const { user } = await open('/counter', { voucher_find: ask });
    await user.type(await entry(), 'qqqq{Enter}');
    waiting[0]?.fail('voucher_not_found');
    await waitFor(async () => expect((await entry()).value).toBe('qqqq'));
    await user.clear(await entry());
    await user.type(await entry(), 'wwww{Enter}xx');
    waiting[1]?.fail('voucher_not_found');
    expect(await screen.findByText(/^wwww: /)).toBeTruthy();
    expect((await entry()).value).toBe('xx');
  });
});

describe('a sale that is not done', () => {
  const leave = {
    'by F9': async ({ user }: Awaited<ReturnType<typeof open>>) => user.keyboard('{F9}'),
    'by a lock': async () => {
      (document.activeElement as HTMLElement).blur();
      // By hand: what is faster is a scanner's, and the field's.
      await userEvent.setup({ delay: 150 }).keyboard('gl');
    },
    'by a take-over': async ({ mock }: Awaited<ReturnType<typeof open>>) => {
      mock.answer({ cash_session_list: () => ({ rows: [], next: null }) });
      mock.emit(['cash_session', '*']);
    },
    'by a colleague’s PIN': async ({ user }: Awaited<ReturnType<typeof open>>) => {
      await user.click(await screen.findByTitle('Masuk sebagai Hendra Saputra'));
      await user.click(await screen.findByRole('menuitem', { name: /^Ganti orang/ }));
      const dialog = within(await screen.findByRole('dialog', { name: 'Ganti orang' }));
      await user.type(await dialog.findByLabelText('PIN'), '2580{Enter}');
    },
    'by loading the page anew': async () => void window.dispatchEvent(new Event('pagehide')),
  };
  for (const [how, go] of Object.entries(leave)) {
    it(`is on hold when the screen goes ${how}, for this person alone`, async () => {
      const first = await open('/counter');
      await first.user.type(await entry(), '32');
      await first.user.type(screen.getByLabelText('Uang diterima'), '20000');
      await go(first);
      await waitFor(() => expect((screen.queryByLabelText('Uang diterima') as HTMLInputElement | null)?.value ?? '').toBe(''), { timeout: 4_000 });
      if (how.includes('PIN')) expect(screen.queryByRole('region', { name: 'Nota ditahan' })).toBeNull();
      first.view.unmount();
      setLocked(false);
      const other = await open('/counter', { me_get: () => ({ ...me, user_id: 2 }) });
      await entry();
      expect(screen.queryByRole('region', { name: 'Nota ditahan' })).toBeNull();
      other.view.unmount();
      const { user } = await open('/counter');
      await entry();
      expect(held()).toHaveLength(1);
      await waitFor(() => expect(held()[0]).toContain('2 × 1 Hari'));
      await user.keyboard('{Shift>}{F4}{/Shift}');
      expect((screen.getByLabelText('Uang diterima') as HTMLInputElement).value).toBe('20.000');
    });
  }

  it('is not held when it is on its way, but what was typed for the next is; one that is refused afterwards is too', async () => {
    const { waiting, ask } = slow<SaleView>();
    const first = await open('/counter', { sale_create: ask });
    await first.user.type(await entry(), '3{Enter}5');
    await first.user.keyboard('{F9}');
    await waitFor(() => expect(first.path()).toContain('/batches/new'));
    waiting[0]?.fail('sale_stock_short');
    await waitFor(() => expect(window.localStorage.getItem('simpul.counter.sale.7f3a9c21.1')).toBeNull());
    first.view.unmount();
    await open('/counter');
    await entry();
    await waitFor(() => expect(held().map((one) => /\d × \d+ (Hari|Jam)/.exec(one ?? '')?.[0])).toEqual(['1 × 7 Hari', '1 × 1 Hari']));
  });

  it('takes nothing from the field: what stands there, and is in no sale yet, is put aside too', async () => {
    const { user, mock } = await open('/counter', { voucher_find: () => { throw new IpcError({ code: 'voucher_not_found', params: {}, incident: '' }); } });
    await user.type(await entry(), '32{F4}');
    await user.type(await entry(), 'abc');
    await user.keyboard('{Shift>}{F4}{/Shift}');
    await waitFor(() => expect(document.querySelector('.Tot')?.textContent).toContain('10.000'));
    expect(held()).toEqual([expect.stringContaining('abc')]);
    // It is taken back as what it was: a card that was typed and not found stands in the field.
    await user.keyboard('{Shift>}{F4}{/Shift}');
    await waitFor(async () => expect((await entry()).value).toBe('abc'));
    expect(held()).toEqual([expect.stringContaining('2 × 1 Hari')]);
    // Beside what is in the sale as well.
    await user.clear(await entry());
    await user.click(screen.getByRole('button', { name: /30 Hari/ }));
    await user.keyboard('xyz{F4}');
    expect(held()[1]).toMatch(/1 × 30 Hari, xyz/);
    expect(sales(mock)).toHaveLength(0);
  });

  it('comes back after it was cleared by a slip of the hand', async () => {
    const { user } = await open('/counter');
    await user.type(await entry(), '32{Escape}');
    expect((await entry()).value).toBe('');
    await user.click(await screen.findByRole('button', { name: 'Urungkan' }));
    expect(document.querySelector('.Tot')?.textContent).toContain('10.000');
  });
});
