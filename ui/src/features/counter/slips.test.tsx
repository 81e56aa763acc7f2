import { notifications } from '@mantine/notifications';
import { waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { IpcError } from '@/ipc';
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

describe('slips of a sale', () => {
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
