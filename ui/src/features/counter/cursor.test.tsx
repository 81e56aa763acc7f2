import { notifications } from '@mantine/notifications';
import { act, createEvent, fireEvent, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { IpcError, type SaleView } from '@/ipc';
import { counterHandlers } from '@/ipc/mock-counter';
import { voucherAt } from '@/ipc/mock-data';
import { setLocked } from '@/lib/lock';
import { open, screen } from '@/testing/render';

// By the keyboard alone: nothing here clicks into the field before it writes.

vi.mock('@/lib/files', async (original) => ({ ...(await original<object>()), printPdf: vi.fn() }));

beforeEach(() => {
  window.localStorage.clear();
  notifications.clean();
  setLocked(false);
});

type Mock = Awaited<ReturnType<typeof open>>['mock'];
const entry = async () => (await screen.findByLabelText('Angka, nama, atau kode')) as HTMLInputElement;
const sales = (mock: Mock) => mock.calls.filter((call) => call.name === 'sale_create').map((call) => call.input as Record<string, unknown>);
const looked = (mock: Mock) => mock.calls.filter((call) => call.name === 'voucher_find').map((call) => (call.input as { code: string }).code);
const isAtEntry = async () => expect(document.activeElement).toBe(await entry());

function slow<T>() {
  const waiting: { done: (value: T) => void; fail: (code: string, params?: object) => void }[] = [];
  const ask = () => new Promise<T>((resolve, reject) => {
    waiting.push({ done: resolve, fail: (code, params = {}) => reject(new IpcError({ code, params: params as Record<string, unknown>, incident: '' })) });
  });
  return { waiting, ask: ask as unknown as () => T };
}

const made = (): SaleView => {
  const [row] = structuredClone(counterHandlers().sale_list({}).rows);
  if (!row) throw new Error('the made-up shop sold nothing');
  return { row, tendered_amount: '5000.00', change_amount: '0.00', reference: '', reason: null, lines: [] };
};

const card = (n: number, code: string) => ({
  row: { ...voucherAt(n), code, status: 'available' as const, sold_at: null }, version: 1, locked_mac: null, password: null, usage_limit_s: null, data_limit_bytes: null, validity_s: 86_400,
  uptime_s: 0, bytes_used: 0, last_seen_at: null, void_reason: null, vendor_name: null, copies: [], events: [],
});

/** The counter with tiles, and the cursor where it is on a fresh page. */
async function counter(...all: Parameters<typeof open> extends [string, ...infer R] ? R : never) {
  const opened = await open('/counter', ...all);
  await screen.findByRole('button', { name: /30 Hari/ });
  await isAtEntry();
  return opened;
}

describe('a card that is scanned after a sale', () => {
  for (const code of ['abcd37', 'qwerty', 'gbke3x', 'gw2x22', 'http://hotspot.lan/login?username=gz4x9q&password=gz4x9q']) {
    it(`is that card, whatever its signs are: ${code.slice(0, 12)}`, async () => {
      const { user, mock, path } = await counter({ voucher_find: ({ code: asked }) => card(1, asked) });
      await user.keyboard('3{Enter}');
      await screen.findByText(/^Nota N-2611-/);
      await user.keyboard(`${code}{Enter}`);
      await waitFor(() => expect(looked(mock)).toEqual([code.length > 10 ? 'gz4x9q' : code]));
      expect(sales(mock)).toHaveLength(1);
      expect(path()).toBe('/counter');
      await screen.findByText(code.length > 10 ? 'gz4x9q' : code);
      await user.keyboard('{Enter}');
      await waitFor(() => expect(sales(mock)).toHaveLength(2));
      expect(sales(mock)[1]).toMatchObject({ lines: [], codes: [code.length > 10 ? 'gz4x9q' : code] });
    });
  }

  it('is that card also from a button of the receipt, and where nothing has the cursor', async () => {
    const { user, mock, path } = await counter({ voucher_find: ({ code: asked }) => card(1, asked) });
    await user.keyboard('3{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Nota PDF' }));
    await user.keyboard('gbke3x{Enter}');
    await waitFor(() => expect(looked(mock)).toEqual(['gbke3x']));
    act(() => (document.activeElement as HTMLElement).blur());
    await user.keyboard('ab12cd{Enter}');
    await waitFor(() => expect(looked(mock)).toEqual(['gbke3x', 'ab12cd']));
    expect(path()).toBe('/counter');
  });

  it('is in the next sale where it is still looked for when the answer comes', async () => {
    const sale = slow<SaleView>();
    const find = slow<ReturnType<typeof card>>();
    const { user, mock } = await counter({ sale_create: sale.ask, voucher_find: find.ask });
    await user.keyboard('3{Enter}aaaa11{Enter}');
    sale.waiting[0]?.done(made());
    await screen.findByText(/^Nota N-2611-/);
    await isAtEntry();
    await user.keyboard('bbbb22{Enter}');
    expect(looked(mock)).toEqual(['aaaa11', 'bbbb22']);
    find.waiting[0]?.done(card(1, 'aaaa11'));
    find.waiting[1]?.done(card(2, 'bbbb22'));
    await waitFor(() => expect(document.querySelectorAll('.Sale .Lines li')).toHaveLength(2));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(sales(mock)).toHaveLength(2));
    expect(sales(mock)[1]).toMatchObject({ lines: [], codes: ['aaaa11', 'bbbb22'] });
  });
});

/** A key that goes down where nothing has the cursor, at this moment (ms). */
function press(key: string, at: number) {
  const event = createEvent.keyDown(document.body, { key });
  Object.defineProperty(event, 'timeStamp', { value: at });
  fireEvent(document.body, event);
}

describe('a card that is scanned where something else had the cursor', () => {
  it('is that card after the bell was looked at', async () => {
    const { user, mock, path } = await counter({ voucher_find: ({ code }) => card(1, code) });
    const bell = document.querySelector('.Bell') as HTMLElement;
    await user.click(bell);
    await waitFor(() => expect(document.querySelector('.NoticePop')).toBeTruthy());
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.querySelector('.NoticePop')).toBeNull());
    act(() => bell.focus());
    await user.keyboard('gbke3x{Enter}');
    await waitFor(() => expect(looked(mock)).toEqual(['gbke3x']));
    expect(path()).toBe('/counter');
    expect(document.querySelector('.NoticePop')).toBeNull();
  });

  it('is that card after a message was closed', async () => {
    const { user, mock, path } = await counter({
      voucher_find: ({ code }) => {
        if (code === 'none99') throw new IpcError({ code: 'voucher_not_found', params: { code }, incident: '' });
        return card(1, code);
      },
    });
    await user.keyboard('none99{Enter}');
    const note = await screen.findByRole('alert');
    await user.clear(await entry());
    await user.click(within(note).getByRole('button'));
    await waitFor(() => expect(note.isConnected).toBe(false));
    expect(document.activeElement).toBe(document.body);
    await user.keyboard('gbke3x{Enter}');
    await waitFor(() => expect(looked(mock)).toEqual(['none99', 'gbke3x']));
    expect(path()).toBe('/counter');
  });

  it('leaves signs with a menu that is open', async () => {
    const { user } = await counter();
    await user.click(document.querySelector('.Bell') as HTMLElement);
    await waitFor(() => expect(document.querySelector('.NoticePop')).toBeTruthy());
    act(() => document.querySelector<HTMLElement>('.NoticePop button')?.focus());
    await user.keyboard('a');
    expect((await entry()).value).toBe('');
  });
});

describe('Escape at an empty counter', () => {
  it('lets go of the field, so that the keys of the page work, and gives it back', async () => {
    const { user, path } = await counter();
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(document.body);
    await user.keyboard('{Escape}');
    await isAtEntry();
    await user.keyboard('{Escape}');
    press('g', 1000);
    press('b', 1150);
    await waitFor(() => expect(path()).toBe('/'));
  });

  it('lets go of it only where nothing is left to clear', async () => {
    const { user } = await counter();
    await user.keyboard('ab{Escape}');
    await isAtEntry();
    expect((await entry()).value).toBe('');
    await user.keyboard('3{Enter}');
    await screen.findByText(/^Nota N-2611-/);
    await user.keyboard('{Escape}');
    await isAtEntry();
  });

  it('leaves signs with the field that are no key of the page', async () => {
    const { user, mock, path } = await counter();
    await user.keyboard('{Escape}3{Enter}');
    await waitFor(() => expect(sales(mock)).toHaveLength(1));
    expect(path()).toBe('/counter');
  });

  it('takes a scanner for no hand, whatever its signs are', async () => {
    const { user, mock, path } = await counter({ voucher_find: ({ code }) => card(1, code) });
    await user.keyboard('{Escape}');
    press('g', 1000);
    press('b', 1008);
    expect(path()).toBe('/counter');
    await isAtEntry();
    expect((await entry()).value).toBe('g');
    // The browser writes the sign whose key went down; these events do not.
    await user.keyboard('bke3x{Enter}');
    await waitFor(() => expect(looked(mock)).toEqual(['gbke3x']));
    expect(path()).toBe('/counter');
  });

  it('loses no sign that began what is no key of the page', async () => {
    const { user } = await counter();
    await user.keyboard('{Escape}');
    press('g', 1000);
    press('7', 1200);
    expect((await entry()).value).toBe('g');
    await isAtEntry();
  });
});

describe('a refusal that comes while the next customer is typed', () => {
  it('leaves the signs with the next customer, and their Enter sells nothing', async () => {
    const { waiting, ask } = slow<SaleView>();
    const { user, mock } = await counter({ sale_create: ask });
    await user.keyboard('32{Enter}2');
    waiting[0]?.fail('sale_total_changed', { total: '9000.00' });
    await screen.findByText(/Jumlahnya menjadi/);
    await user.keyboard('5{Enter}');
    expect(sales(mock)).toHaveLength(1);
    // Enter has said that the refusal was seen: now the refused sale stands in the field, and what was typed is kept.
    expect((await entry()).value).toBe('32');
    expect(screen.getByText('Disimpan untuk pembeli berikutnya: 5 × 6 Jam')).toBeTruthy();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(sales(mock)).toHaveLength(2));
    expect(sales(mock)[1]).toMatchObject({ lines: [{ plan_id: 3, quantity: 2 }], expected_total: '9000.00' });
    waiting[1]?.done(made());
    await screen.findByText(/^Nota N-2611-/);
    expect((await entry()).value).toBe('25');
  });

  it('leaves a scanned card with the next customer, and the buttons of the sale with the refused one', async () => {
    const sale = slow<SaleView>();
    const find = slow<ReturnType<typeof card>>();
    const { user, mock } = await counter({ sale_create: sale.ask, voucher_find: find.ask });
    await user.click(screen.getByRole('button', { name: /30 Hari/ }));
    await user.keyboard('{Enter}aaaa11{Enter}');
    sale.waiting[0]?.fail('sale_stock_short', { plan: '30 Hari', available: 1 });
    await screen.findByText(/Stok 30 Hari tinggal 1/);
    await user.keyboard('bbbb22{Enter}{Enter}');
    await user.click(screen.getByRole('button', { name: 'Tambah 30 Hari' }));
    find.waiting[0]?.done(card(1, 'aaaa11'));
    find.waiting[1]?.done(card(2, 'bbbb22'));
    await screen.findByText('Disimpan untuk pembeli berikutnya: aaaa11, bbbb22');
    expect(sales(mock)).toHaveLength(1);
    expect([...document.querySelectorAll('.Sale .Lines li')].map((one) => one.textContent)).toEqual([expect.stringContaining('2 × 65.000')]);
  });

  it('is read before the same is paid: the first Enter only says that it was seen', async () => {
    const { waiting, ask } = slow<SaleView>();
    const { user, mock } = await counter({ sale_create: ask });
    await user.keyboard('32{Enter}');
    waiting[0]?.fail('sale_stock_short', { plan: '1 Hari', available: 1 });
    await screen.findByText(/Stok 1 Hari tinggal 1/);
    expect(screen.getByText(/^Ditolak/)).toBeTruthy();
    await user.keyboard('5{Enter}');
    expect(sales(mock)).toHaveLength(1);
    expect(screen.queryByText(/^Ditolak/)).toBeNull();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(sales(mock)).toHaveLength(2));
  });
});

describe('the cursor', () => {
  it('stays in a dialog when the answer to a sale comes', async () => {
    const { waiting, ask } = slow<SaleView>();
    const { user, mock } = await counter({ sale_create: ask });
    await user.keyboard('3{Enter}{F8}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Kas masuk / keluar' }));
    await waitFor(() => expect(document.activeElement).toBe(dialog.getByLabelText('Jumlah')));
    await user.keyboard('50');
    waiting[0]?.done(made());
    await screen.findByText(/^Nota N-2611-/);
    await user.keyboard('000');
    expect((dialog.getByLabelText('Jumlah') as HTMLInputElement).value).toBe('50.000');
    expect((await entry()).value).toBe('');
    expect(sales(mock)).toHaveLength(1);
    await user.clear(dialog.getByLabelText('Jumlah'));
    await user.click(dialog.getByRole('button', { name: 'Batal' }));
    await user.click(await screen.findByRole('button', { name: 'Tinggalkan' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await isAtEntry();
  });

  it('is in the field again when a dialog of the counter closes', async () => {
    const { user, mock } = await counter();
    await user.keyboard('{F8}');
    await screen.findByRole('dialog', { name: 'Kas masuk / keluar' });
    await user.keyboard('18000{Tab}beli galon{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.keyboard('3{Enter}');
    await waitFor(() => expect(sales(mock)).toHaveLength(1));
    await screen.findByText(/^Nota N-2611-/);
    for (const key of ['{F3}', '{F6}', '{F10}']) {
      await user.keyboard(key);
      await screen.findByRole('dialog');
      await user.keyboard('{Escape}');
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
      await isAtEntry();
    }
  });

  it('goes back to the button of a dialog that lies on another', async () => {
    const { user } = await counter();
    const last = await screen.findByRole('button', { name: /^Lihat nota N-2611-0185/ });
    await user.click(last);
    const again = await within(await screen.findByRole('dialog')).findByRole('button', { name: 'Cetak ulang' });
    await user.click(again);
    await screen.findByRole('dialog', { name: /^Cetak ulang/ });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(again));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(last));
  });

  it('goes to the field where a button vanished under the finger', async () => {
    const { user, mock } = await counter();
    await user.click(screen.getByRole('button', { name: /30 Hari/ }));
    await user.click(screen.getByRole('button', { name: 'Kurangi 30 Hari' }));
    await isAtEntry();
    await user.keyboard('3{F4}');
    await user.click(await screen.findByRole('button', { name: /^Hapus yang ditahan/ }));
    await isAtEntry();
    const { waiting, ask } = slow<SaleView>();
    mock.answer({ sale_create: ask });
    await user.keyboard('3{Enter}');
    await waitFor(() => expect(waiting).toHaveLength(1));
    waiting[0]?.fail('door_unreachable');
    // Nobody knows: the way on is under the finger, and the cursor comes back with the answer.
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Tanyakan lagi' })));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(waiting).toHaveLength(2));
    waiting[1]?.done(made());
    await screen.findByText(/^Nota N-2611-/);
    await isAtEntry();
  });
});
