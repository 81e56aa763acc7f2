import { notifications } from '@mantine/notifications';
import { waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { IpcError } from '@/ipc';
import { counterHandlers } from '@/ipc/mock-counter';
import { allPermissions, me } from '@/ipc/mock-data';
import { printers } from '@/ipc/mock-printing';
import { expectAccessible, open, screen } from '@/testing/render';

vi.mock('@/lib/files', async (original) => ({ ...(await original<object>()), printPdf: vi.fn() }));

const where = 'simpul.counter.slips.7f3a9c21.1.1';
beforeEach(() => {
  window.localStorage.clear();
  notifications.clean();
});

const printing = { printer_list: () => ({ rows: printers.slice(0, 1).map((row) => ({ ...row, prints: ['slip' as const] })), next: null }) };
const sent = { printer_id: 1, printer_name: 'Kasir depan', pieces: 1 };
const entry = async () => (await screen.findByLabelText('Angka, nama, atau kode')) as HTMLInputElement;
const refused = (code: string) => () => { throw new IpcError({ code, params: { printer: 'Kasir depan' }, incident: '1' }); };
const asked = (mock: Awaited<ReturnType<typeof open>>['mock']) => mock.calls.filter((call) => call.name === 'voucher_slips_print').map((call) => call.input as { voucher_ids: number[]; opens_drawer: boolean });

/** Sale 8, with the one code of which a slip is due. */
function sale(id: number) {
  const made = structuredClone(counterHandlers().sale_get({ sale_id: 185 }));
  const [line] = made.lines;
  if (!line) throw new Error('the made-up sale has no codes');
  return { ...made, row: { ...made.row, sale_id: id, document_number: 'N-2611-0008' }, lines: [{ ...line, voucher_id: 13, refund_id: null, status: 'available' as const }] };
}
const without = (...lost: string[]) => ({ me_get: () => ({ ...me, permissions: allPermissions.filter((one) => !lost.includes(one)) }) });
const pulses = (mock: Awaited<ReturnType<typeof open>>['mock']) => mock.calls.filter((call) => call.name === 'cash_drawer_open').length;

describe('slips of a sale', () => {
  it('are not asked for by who may not print them, who is told once; the drawer opens for cash', async () => {
    const { user, mock } = await open('/counter', { ...printing, ...without('voucher.print') });
    for (const n of [1, 2]) {
      await user.type(await entry(), '3');
      expect(screen.getByRole('button', { name: /^Bayar(?! dan)/ })).toBeTruthy();
      await user.keyboard('{Enter}');
      await screen.findByText(/^Nota N-2611-/);
      await waitFor(() => expect(pulses(mock)).toBe(n));
      await user.keyboard('{F2}');
    }
    expect(asked(mock)).toEqual([]);
    expect(await screen.findAllByText(/Anda tidak boleh mencetak voucher/)).toHaveLength(1);
    expect(screen.queryByText(/mungkin belum tercetak/)).toBeNull();
    expect(window.localStorage.getItem(where)).toBeNull();
  });

  it('are printed without the drawer by who may not open it', async () => {
    const { user, mock } = await open('/counter', { ...printing, ...without('cash.operate'), voucher_slips_print: () => sent });
    await user.type(await entry(), '3{Enter}');
    await waitFor(() => expect(asked(mock)).toHaveLength(1));
    expect(asked(mock)[0]?.opens_drawer).toBe(false);
  });

  it('are not due for ever where the permission was taken away', async () => {
    const { user } = await open('/counter', { ...printing, voucher_slips_print: refused('permission_denied') });
    await user.type(await entry(), '3{Enter}');
    expect(await screen.findByText(/permission_denied/)).toBeTruthy();
    await waitFor(() => expect(window.localStorage.getItem(where)).toBeNull());
    expect(screen.queryByText(/mungkin belum tercetak/)).toBeNull();
  });

  it('are not told as missing where they were printed while another screen was looked at', async () => {
    let print: (value: typeof sent) => void = () => undefined;
    const first = await open('/counter', { ...printing, voucher_slips_print: (() => new Promise((done) => { print = done; })) as never });
    await first.user.type(await entry(), '3{Enter}');
    await waitFor(() => expect(asked(first.mock)).toHaveLength(1));
    await first.user.keyboard('{F9}');
    await waitFor(() => expect(first.path()).toContain('/batches/new'));
    await first.user.keyboard('{F2}');
    await entry();
    expect(window.localStorage.getItem(where)).not.toBeNull();
    expect(screen.queryByText(/mungkin belum tercetak/)).toBeNull();
    print(sent);
    await waitFor(() => expect(window.localStorage.getItem(where)).toBeNull());
    expect(screen.queryByText(/mungkin belum tercetak/)).toBeNull();
  });

  it('are kept before it is forgotten that they were sold, until they were asked for', async () => {
    let print: (value: typeof sent) => void = () => undefined;
    const order: string[] = [];
    const { setItem, removeItem } = Storage.prototype;
    const write = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(function (this: Storage, key, value) {
      order.push(key);
      setItem.call(this, key, value);
    });
    const forget = vi.spyOn(Storage.prototype, 'removeItem').mockImplementation(function (this: Storage, key) {
      order.push(`-${key}`);
      removeItem.call(this, key);
    });
    const { user, mock } = await open('/counter', { ...printing, voucher_slips_print: (() => new Promise((done) => { print = done; })) as never });
    await user.type(await entry(), '3{Enter}');
    await screen.findByText(/^Nota N-2611-/);
    expect(order.indexOf(where)).toBeGreaterThan(-1);
    expect(order.indexOf(where)).toBeLessThan(order.indexOf('-simpul.counter.sale.7f3a9c21.1'));
    expect(window.localStorage.getItem(where)).not.toBeNull();
    expect(screen.queryByText(/mungkin belum tercetak/)).toBeNull();
    await waitFor(() => expect(asked(mock)).toHaveLength(1));
    print(sent);
    await waitFor(() => expect(window.localStorage.getItem(where)).toBeNull());
    write.mockRestore();
    forget.mockRestore();
  });

  it('are offered after the window was ended in between, and are not printed twice', async () => {
    window.localStorage.setItem(where, JSON.stringify([{ sale_id: 7, document_number: 'N-2611-0007', voucher_ids: [11, 12] }, { sale_id: 8, document_number: 'N-2611-0008', voucher_ids: [13] }, { sale_id: 'x' }]));
    const { user, mock, view } = await open('/counter', { ...printing, voucher_slips_print: () => sent });
    expect(await screen.findByText('Slip nota N-2611-0007 mungkin belum tercetak.')).toBeTruthy();
    expect(asked(mock)).toEqual([]);
    await expectAccessible(view.container);
    await user.click(screen.getAllByRole('button', { name: 'Cetak slip' })[0] as HTMLElement);
    await waitFor(() => expect(screen.queryByText(/N-2611-0007 mungkin/)).toBeNull());
    expect(asked(mock)).toEqual([{ voucher_ids: [11, 12], opens_drawer: false, printer_id: 1 }]);
    mock.answer({ voucher_slips_print: refused('voucher_reprint_reason_missing') });
    await user.click(screen.getByRole('button', { name: 'Cetak slip' }));
    expect(await screen.findByText(/N-2611-0008 sudah pernah dicetak/)).toBeTruthy();
    expect(window.localStorage.getItem(where)).toBeNull();
    // A second time is a reprint of that very sale, whatever was sold since.
    mock.answer({ sale_get: ({ sale_id }) => ({ ...sale(8), row: { ...sale(8).row, sale_id } }), voucher_slips_print: () => sent });
    await user.click(screen.getAllByRole('button', { name: 'Cetak ulang' })[0] as HTMLElement);
    const again = within(await screen.findByRole('dialog', { name: /N-2611-0008/ }));
    await user.type(again.getByRole('textbox'), 'hilang{Enter}');
    await waitFor(() => expect(asked(mock).at(-1)).toMatchObject({ voucher_ids: [13], reprint_reason: 'hilang' }));
    await waitFor(() => expect(screen.queryByText(/N-2611-0008 sudah/)).toBeNull());
  });

  it('stay where nobody knows whether they were asked for, and can be left', async () => {
    const { user, mock } = await open('/counter', { ...printing, voucher_slips_print: refused('door_unreachable') });
    await user.type(await entry(), '3{Enter}');
    expect(await screen.findByText(/mungkin belum tercetak/)).toBeTruthy();
    expect(asked(mock)).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: /^Slip nota .* tidak perlu/ }));
    expect(screen.queryByText(/mungkin belum tercetak/)).toBeNull();
    expect(window.localStorage.getItem(where)).toBeNull();
    // What was told already is not told again.
    mock.answer({ voucher_slips_print: refused('printer_broke_off') });
    await user.keyboard('{F2}');
    await user.type(await entry(), '3{Enter}');
    expect(await screen.findByText(/putus saat mencetak/)).toBeTruthy();
    expect(screen.queryByText(/mungkin belum tercetak/)).toBeNull();
  });
});
