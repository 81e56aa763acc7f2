import { notifications } from '@mantine/notifications';
import { waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { IpcError, type PrintTemplate } from '@/ipc';
import { ago, plans, voucherAt } from '@/ipc/mock-data';
import { printers } from '@/ipc/mock-printing';
import { expectAccessible, open, screen } from '@/testing/render';
import { certain, changeOf, keyedLine, meant, totalOf, withLine } from './cart';

vi.mock('@/lib/files', async (original) => ({ ...(await original<object>()), printPdf: vi.fn() }));

beforeEach(() => {
  window.localStorage.clear();
  notifications.clean();
});

const entry = async () => (await screen.findByLabelText('Angka, nama, atau kode')) as HTMLInputElement;
const sales = (mock: Awaited<ReturnType<typeof open>>['mock']) => mock.calls.filter((call) => call.name === 'sale_create').map((call) => call.input as Record<string, unknown>);

/** The thermal printer of the counter, told to print these by itself. */
const printing = (...prints: PrintTemplate[]) => ({ printer_list: () => ({ rows: printers.slice(0, 1).map((row) => ({ ...row, prints })), next: null }) });
const calls = (mock: Awaited<ReturnType<typeof open>>['mock'], name: string) => mock.calls.filter((call) => call.name === name);

describe('what is typed', () => {
  it('is a key and a quantity', () => {
    expect(keyedLine('3', plans)).toEqual({ plan_id: 3, quantity: 1 });
    expect(keyedLine('312', plans)).toEqual({ plan_id: 3, quantity: 12 });
    for (const text of ['', '0', '30', '3101', 'x3', '3x', '-3', '3012']) expect(keyedLine(text, plans)).toBeUndefined();
  });

  it('is kept at a blank only where no plan’s name begins so', () => {
    const told = (text: string) => {
      const { lines, rest } = certain(text, plans);
      return [lines.map((line) => [line.plan_id, line.quantity]), rest];
    };
    // “3 Jam”, “3 Hari” and “1 Hari” are plans of their own, with other keys.
    for (const text of ['3', '3 ', '3 J', '3 Jam', '1 hari', '3 Jan', '1 k7m4qx', '30 ', '30 Hari']) expect(told(text)).toEqual([[], text]);
    expect(told('3+')).toEqual([[[3, 1]], '']);
    expect(told('32 ')).toEqual([[[3, 2]], '']);
    expect(told('3 5')).toEqual([[[3, 1]], '5']);
    expect(told('12 2+4')).toEqual([[[1, 2], [2, 1]], '4']);
    const [first] = plans;
    if (!first) throw new Error('the made-up shop sells nothing');
    const twelve = { ...first, plan_id: 9, terms: { ...first.terms, name: '12 Jam', shortcut_key: null } };
    expect(certain('12 ', [...plans, twelve])).toEqual({ lines: [], rest: '12 ' });
    const digits = { ...twelve, terms: { ...twelve.terms, name: '12' } };
    expect(keyedLine('12', [...plans, digits])).toBeUndefined();
  });

  it('is the plan of exactly that name first', () => {
    const names = (text: string) => meant(text, plans).map((plan) => plan.terms.name);
    expect(names('3 hari')).toEqual(['3 Hari']);
    expect(names(' 3 Jam ')).toEqual(['3 Jam']);
    expect(names('jam')).toEqual(['3 Jam', '6 Jam']);
    expect(names('30')).toEqual(['30 Hari']);
    expect(names('bulan')).toEqual([]);
  });

  it('adds up exactly, and gives change', () => {
    const cart = withLine(withLine({ lines: [], codes: [] }, { plan_id: 3, quantity: 2 }), { plan_id: 3, quantity: 1 });
    expect(cart.lines).toEqual([{ plan_id: 3, quantity: 3 }]);
    expect(totalOf(cart, plans)).toBe('15000.00');
    expect(changeOf('20000', '15000.00')).toBe('5000.00');
    expect(changeOf('15000', '15000.00')).toBe('0.00');
    expect(changeOf('14999', '15000.00')).toBeUndefined();
    expect(withLine(cart, { plan_id: 3, quantity: -3 }).lines).toEqual([]);
  });
});

describe('the counter', () => {
  it('sells one of a plan with its key and Enter, prints it, and is ready for the next', async () => {
    const { user, mock, view } = await open('/counter');
    await user.type(await entry(), '3');
    await waitFor(() => expect(screen.getByRole('button', { name: /^Bayar dan cetak 1 slip/ }).hasAttribute('disabled')).toBe(false));
    await expectAccessible(view.container);
    await user.keyboard('{Enter}');
    expect(await screen.findByText(/^Nota N-2611-/)).toBeTruthy();
    expect(sales(mock)).toHaveLength(1);
    expect(sales(mock)[0]).toMatchObject({ cash_session_id: 1, lines: [{ plan_id: 3, quantity: 1, from: 'slip' }], method: 'cash', expected_total: '5000.00', tendered_amount: '5000.00' });
    await waitFor(() => expect(mock.calls.some((call) => call.name === 'voucher_slips_render')).toBe(true));
    await user.keyboard('{F2}');
    expect((await entry()).value).toBe('');
    expect(screen.getByRole('heading', { name: 'Nota baru' })).toBeTruthy();
  });

  it('sells the plan whose name was typed, also where the name begins with a digit', async () => {
    const { user, mock } = await open('/counter');
    for (const [name, plan_id] of [['3 Jam', 1], ['1 hari', 3], ['3 Hari', 4], ['30 Hari', 6]] as const) {
      await user.type(await entry(), name);
      expect((await entry()).value).toBe(name);
      await user.keyboard('{Enter}');
      expect((await entry()).value).toBe('');
      expect(document.querySelectorAll('.Sale .Lines li'), name).toHaveLength(1);
      await user.keyboard('{Enter}');
      await screen.findByText(/^Nota N-2611-/);
      expect(sales(mock).at(-1)).toMatchObject({ lines: [{ plan_id, quantity: 1 }], codes: [] });
      await user.keyboard('{F2}');
    }
  }, 20_000);

  it('takes none of several plans a name may mean, and says so', async () => {
    const { user, mock } = await open('/counter');
    await user.type(await entry(), 'jam{Enter}{Enter}');
    expect((await entry()).value).toBe('jam');
    expect(screen.getByText(/^2 paket cocok/)).toBeTruthy();
    expect([...document.querySelectorAll('.Plan .nm')].map((one) => one.textContent)).toEqual(['3 Jam', '6 Jam']);
    expect(document.querySelectorAll('.Sale .Lines li')).toHaveLength(0);
    expect(sales(mock)).toEqual([]);
    expect(mock.calls.some((call) => call.name === 'voucher_find')).toBe(false);
  });

  it('hands slips to the printer without a dialogue, and opens the drawer for cash', async () => {
    const { user, mock } = await open('/counter', { ...printing('slip'), voucher_slips_print: (input) => ({ printer_id: 1, printer_name: 'Kasir depan', pieces: input.voucher_ids.length }) });
    await user.type(await entry(), '3{Enter}');
    await screen.findByText(/^Nota N-2611-/);
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'voucher_slips_print')?.input).toMatchObject({ opens_drawer: true }));
    expect(mock.calls.some((call) => call.name === 'voucher_slips_render')).toBe(false);
  });

  it('opens the slip as a PDF when the printer is off, and says so; one that broke off is not printed twice', async () => {
    const off = (code: string) => () => { throw new IpcError({ code, params: { printer: 'Kasir depan' }, incident: '5' }); };
    const { user, mock } = await open('/counter', { ...printing('slip'), voucher_slips_print: off('printer_refused') });
    await user.type(await entry(), '3{Enter}');
    expect(await screen.findByText(/Kasir depan menolak sambungan/)).toBeTruthy();
    const pdfs = () => mock.calls.filter((call) => call.name === 'voucher_slips_render').length;
    await waitFor(() => expect(pdfs()).toBe(1));
    mock.answer({ voucher_slips_print: off('printer_broke_off') });
    await user.keyboard('{F2}');
    await user.type(await entry(), '3{Enter}');
    expect(await screen.findByText(/putus saat mencetak/)).toBeTruthy();
    expect(pdfs()).toBe(1);
  });

  it('asks no printer for anything where the place has none', async () => {
    const { user, mock } = await open('/counter');
    await entry();
    await waitFor(() => expect(calls(mock, 'printer_list')).not.toHaveLength(0));
    await user.type(await entry(), '3{Enter}');
    await screen.findByText(/^Nota N-2611-/);
    await waitFor(() => expect(calls(mock, 'voucher_slips_render')).toHaveLength(1));
    expect(screen.queryByRole('button', { name: 'Cetak nota' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Nota PDF' }));
    await waitFor(() => expect(calls(mock, 'sale_receipt_render')[0]?.input).toMatchObject({ paper: 'mm58' }));
    for (const name of ['voucher_slips_print', 'sale_receipt_print']) expect(calls(mock, name)).toHaveLength(0);
  });

  it('prints the receipt of this sale, and of an earlier one, on the printer of the place', async () => {
    const { user, mock, view } = await open('/counter', { ...printing('receipt'), sale_receipt_print: () => ({ printer_id: 1, printer_name: 'Kasir depan', pieces: 1 }) });
    await user.type(await entry(), '3{Enter}');
    await screen.findByText(/^Nota N-2611-/);
    await user.click(await screen.findByRole('button', { name: 'Cetak nota' }));
    expect(await screen.findByText('Dikirim ke Kasir depan')).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: /^Lihat nota N-2611-0185/ }));
    const dialog = within(await screen.findByRole('dialog', { name: /N-2611-/ }));
    await user.click(await dialog.findByRole('button', { name: 'Cetak nota' }));
    await waitFor(() => expect(calls(mock, 'sale_receipt_print')).toHaveLength(2));
    await expectAccessible(view.baseElement as HTMLElement);
  });

  it('prints a slip again on the printer or as a PDF, either way with the reason', async () => {
    const { user, mock } = await open('/counter', { ...printing('slip'), voucher_slips_print: (input) => ({ printer_id: 1, printer_name: 'Kasir depan', pieces: input.voucher_ids.length }) });
    await user.type(await entry(), '3{Enter}');
    await screen.findByText(/^Nota N-2611-/);
    for (const [button, name] of [['Cetak di Kasir depan', 'voucher_slips_print'], ['PDF', 'voucher_slips_render']] as const) {
      await user.keyboard('{F6}');
      const dialog = within(await screen.findByRole('dialog'));
      await user.click(dialog.getByRole('button', { name: button }));
      expect(dialog.getByText('Wajib diisi')).toBeTruthy();
      await user.type(dialog.getByRole('textbox'), 'kertas macet');
      await user.click(dialog.getByRole('button', { name: button }));
      await waitFor(() => expect(calls(mock, name).at(-1)?.input).toMatchObject({ reprint_reason: 'kertas macet' }));
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    }
  });

  it('shows sum and change before the money is taken', async () => {
    const { user, mock } = await open('/counter');
    await user.type(await entry(), '32 5');
    await user.click(screen.getByLabelText('Uang diterima'));
    await user.type(screen.getByLabelText('Uang diterima'), '20000');
    expect(screen.getByText('Uangnya kurang')).toBeTruthy();
    expect(screen.getByRole('button', { name: /^Bayar dan cetak/ }).hasAttribute('disabled')).toBe(true);
    await user.clear(screen.getByLabelText('Uang diterima'));
    await user.type(screen.getByLabelText('Uang diterima'), '50000{Enter}');
    await screen.findByText(/^Nota N-2611-/);
    expect(sales(mock)[0]).toMatchObject({ lines: [{ plan_id: 3, quantity: 2 }, { plan_id: 5, quantity: 1 }], expected_total: '30000.00', tendered_amount: '50000' });
    expect(screen.getByText('Kembali').closest('.Change')?.textContent).toContain('20.000');
  });

  it('says which codes do not open yet', async () => {
    const routers = [{ router_id: 5, router_name: 'RB-Masjid', truth: 'applied' as const, reason: null, link: 'down' as const }];
    const { user, mock, view } = await open('/counter', { sale_stock_get: () => ({ rows: [] }), plan_list: () => ({ rows: plans.map((plan) => ({ ...plan, routers })), next: null }) });
    await user.type(await entry(), '3');
    const line = await screen.findByText(/Dibuat sekarang, stok kosong/);
    const told = await screen.findByText(/RB-Masjid tidak terhubung/);
    expect(told.closest('.Banner')?.textContent).toMatch(/^1 kode dibuat sekarang; RB-Masjid tidak terhubung\. Kode berlaku di sana setelah tersambung/);
    expect(line.closest('.Sale')).toBe(told.closest('.Sale'));
    expect(sales(mock), 'before the money is taken').toEqual([]);
    await expectAccessible(view.container);
  });

  it('no longer says so once the router has confirmed', async () => {
    const { user, mock } = await open('/counter');
    const handlers = (await import('@/ipc/mock-counter')).counterHandlers();
    const newest = handlers.sale_list({}).rows[0]?.sale_id ?? 0;
    const late = structuredClone(handlers.sale_get({ sale_id: newest }));
    const [confirmed] = [structuredClone(late)].map((sale) => ({ ...sale, lines: sale.lines.map((line) => ({ ...line, truth: 'applied' as const })) }));
    mock.answer({ sale_create: () => late, sale_get: () => late });
    await user.type(await entry(), '3{Enter}');
    expect(await screen.findByText(/belum bisa dipakai/)).toBeTruthy();
    if (confirmed) mock.answer({ sale_get: () => confirmed });
    mock.emit(['provisioning']);
    await waitFor(() => expect(screen.queryByText(/belum bisa dipakai/)).toBeNull());
  });

  it('asks the same again when it is not known whether it was sold, and nothing else meanwhile', async () => {
    const { user, mock } = await open('/counter');
    let answers = 0;
    const made = structuredClone((await import('@/ipc/mock-counter')).counterHandlers().sale_list({}).rows[0]);
    mock.answer({
      sale_create: () => {
        answers += 1;
        if (answers === 1 || !made) throw new IpcError({ code: 'door_unreachable', params: {}, incident: '' });
        return { row: made, tendered_amount: '5000.00', change_amount: '0.00', reference: '', reason: null, lines: [] };
      },
    });
    await user.type(await entry(), '3{Enter}');
    expect(await screen.findByText('Belum tahu apakah terjual.')).toBeTruthy();
    expect((await entry()).disabled).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Tanyakan lagi' }));
    await screen.findByText(/^Nota N-2611-/);
    expect(sales(mock)).toHaveLength(2);
    expect(sales(mock)[1]).toEqual(sales(mock)[0]);
    expect(window.localStorage.getItem('simpul.counter.sale.7f3a9c21.1')).toBeNull();
  });

  it('asks for the same sale until it is answered, also where the session was locked between', async () => {
    const { user, mock } = await open('/counter');
    const made = structuredClone((await import('@/ipc/mock-counter')).counterHandlers().sale_list({}).rows[0]);
    if (!made) throw new Error('the made-up shop sold nothing');
    const fails = (code: string) => () => { throw new IpcError({ code: code as 'internal', params: {}, incident: '' }); };
    mock.answer({ sale_create: fails('door_unreachable') });
    await user.type(await entry(), '3{Enter}');
    await screen.findByText('Belum tahu apakah terjual.');
    mock.answer({ sale_create: fails('session_locked') });
    await mock.call('session_lock', {});
    await user.click(screen.getByRole('button', { name: 'Tanyakan lagi' }));
    await user.type(await screen.findByLabelText('PIN'), '2580{Enter}');
    await screen.findByText('Belum tahu apakah terjual.');
    for (const code of ['program_stopping', 'database_disk_full', 'permission_denied']) {
      mock.answer({ sale_create: fails(code) });
      const before = sales(mock).length;
      await user.click(await screen.findByRole('button', { name: 'Tanyakan lagi' }));
      await waitFor(() => expect(sales(mock).length).toBe(before + 1));
      await screen.findByText('Belum tahu apakah terjual.');
      expect((await entry()).disabled, code).toBe(true);
    }
    expect(await screen.findByText(/tidak (punya|boleh)|izin/i)).toBeTruthy();
    mock.answer({ sale_create: () => ({ row: made, tendered_amount: '5000.00', change_amount: '0.00', reference: '', reason: null, lines: [] }) });
    await user.click(screen.getByRole('button', { name: 'Tanyakan lagi' }));
    await screen.findByText(/^Nota N-2611-/);
    expect(new Set(sales(mock).map((one) => JSON.stringify(one))).size).toBe(1);
    expect(sales(mock)).toHaveLength(6);
    expect(window.localStorage.getItem('simpul.counter.sale.7f3a9c21.1')).toBeNull();
  }, 20_000);

  it('lets go of a first sale that was stopped at the door: nothing was begun', async () => {
    const { user } = await open('/counter', { sale_create: () => { throw new IpcError({ code: 'permission_denied', params: { permission: 'sale.create' }, incident: '1' }); } });
    await user.type(await entry(), '3{Enter}');
    await screen.findByText(/permission_denied/);
    expect((await entry()).disabled).toBe(false);
  });

  it('remembers an unanswered sale when the program was ended', async () => {
    window.localStorage.setItem('simpul.counter.sale.7f3a9c21.1', JSON.stringify({ cash_session_id: 1, lines: [{ plan_id: 3, quantity: 1, from: 'slip' }], codes: [], method: 'cash', expected_total: '5000.00', tendered_amount: '5000.00', idempotency_key: 'kunci-lama' }));
    const { user, mock } = await open('/counter');
    await user.click(await screen.findByRole('button', { name: 'Tanyakan lagi' }));
    await screen.findByText(/^Nota N-2611-/);
    expect(sales(mock)[0]).toMatchObject({ idempotency_key: 'kunci-lama' });
  });

  it('lets a refused sale be corrected', async () => {
    const { user, mock } = await open('/counter', { sale_create: () => { throw new IpcError({ code: 'sale_stock_short', params: { plan: '1 Hari', available: 1 }, incident: '1' }); } });
    await user.type(await entry(), '32{Enter}');
    expect(await screen.findByText(/Stok 1 Hari tinggal 1/)).toBeTruthy();
    expect((await entry()).disabled).toBe(false);
    expect(sales(mock)).toHaveLength(1);
    // The next customer's sale does not begin with what was wrong with this one.
    await user.keyboard('{F2}');
    await waitFor(() => expect(screen.queryByText(/Stok 1 Hari tinggal 1/)).toBeNull());
  });

  it('sells for what the codes come to, once the program said it', async () => {
    const { user, mock } = await open('/counter');
    const made = structuredClone((await import('@/ipc/mock-counter')).counterHandlers().sale_list({}).rows[0]);
    mock.answer({
      sale_create: ({ expected_total }) => {
        if (expected_total !== '4000.00' || !made) throw new IpcError({ code: 'sale_total_changed', params: { total: '4000.00' }, incident: '1' });
        return { row: made, tendered_amount: '4000.00', change_amount: '0.00', reference: '', reason: null, lines: [] };
      },
    });
    await user.type(await entry(), '3{Enter}');
    expect(await screen.findByText(/Jumlahnya menjadi/)).toBeTruthy();
    expect(document.querySelector('.Tot')?.textContent).toContain('4.000');
    // The first says that it was read.
    await user.keyboard('{Enter}{Enter}');
    expect(await screen.findByText(/^Nota N-2611-/)).toBeTruthy();
    expect(sales(mock).map((one) => one['expected_total'])).toEqual(['5000.00', '4000.00']);
    expect(sales(mock)[1]).toMatchObject({ tendered_amount: '4000.00' });
    await user.keyboard('{F2}');
    await user.type(await entry(), '3{Enter}');
    await screen.findByText(/Jumlahnya menjadi/);
    await user.clear(await entry());
    await user.type(await entry(), '32');
    expect(document.querySelector('.Tot')?.textContent, 'another cart has another sum').toContain('10.000');
  });

  it('undoes a sale of the shift with a reason', async () => {
    const { user, mock } = await open('/counter');
    await user.click(await screen.findByRole('button', { name: 'Batalkan N-2611-0185' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Batalkan nota' }));
    expect(within(dialog).getByText('Wajib diisi')).toBeTruthy();
    await user.type(within(dialog).getByLabelText('Alasan'), 'salah paket');
    await user.click(within(dialog).getByRole('button', { name: 'Batalkan nota' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'sale_void')?.input).toMatchObject({ sale_id: 185, codes: 'withdraw', reason: 'salah paket' }));
  });
});

describe('a code in a customer’s hand', () => {
  const row = { ...voucherAt(1), status: 'active' as const, sold_at: ago(500), first_login_at: ago(400), expires_at: ago(-900) };
  const found = () => ({
    row, version: 3, locked_mac: 'A4:50:46:1E:9C:16', password: null, usage_limit_s: null, data_limit_bytes: 5e9, validity_s: 86_400, uptime_s: 11_520, bytes_used: 1.2e9, last_seen_at: ago(2), void_reason: null, vendor_name: null, copies: [],
    events: [{ at: ago(400), kind: 'first_login', user_name: null, details: {} }],
  });

  it('is found by F3, and shows what it is worth still', async () => {
    const { user, view } = await open('/counter', { voucher_find: found });
    await entry();
    await user.keyboard('{F3}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Cek voucher' }));
    await user.type(dialog.getByLabelText('Kode voucher'), `${row.code}{Enter}`);
    expect(await dialog.findByText('Sisa kuota')).toBeTruthy();
    expect(dialog.getByText('A4:50:46:1E:9C:16')).toBeTruthy();
    await expectAccessible(view.baseElement as HTMLElement);
  });

  it('is given more once, with a reason, as it was read', async () => {
    const { user, mock } = await open('/counter', { voucher_find: found });
    await entry();
    await user.keyboard('{F3}');
    await user.type(await screen.findByLabelText('Kode voucher'), `${row.code}{Enter}`);
    await user.click(await screen.findByRole('button', { name: 'Tambah waktu' }));
    const dialog = within(await screen.findByRole('dialog', { name: /^Tambah untuk/ }));
    await user.click(dialog.getByRole('radio', { name: 'Masa berlaku' }));
    await user.clear(dialog.getByLabelText('Jumlah'));
    await user.type(dialog.getByLabelText('Jumlah'), '2');
    await user.type(dialog.getByLabelText('Alasan'), 'router mati');
    await user.click(dialog.getByRole('button', { name: 'Tambahkan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'voucher_extend')?.input).toEqual({ voucher_id: row.voucher_id, version: 3, validity_s: 172_800, reason: 'router mati' }));
  });

  it('is not given more twice where the answer was lost and the screen has heard of the deed meanwhile', async () => {
    let version = 3;
    const { user, mock } = await open('/counter', {
      voucher_find: () => ({ ...found(), version }),
      voucher_extend: () => {
        version = 4;
        throw new IpcError({ code: 'door_unreachable', params: {}, incident: '' });
      },
    });
    await entry();
    await user.keyboard('{F3}');
    await user.type(await screen.findByLabelText('Kode voucher'), `${row.code}{Enter}`);
    await user.click(await screen.findByRole('button', { name: 'Tambah waktu' }));
    const dialog = within(await screen.findByRole('dialog', { name: /^Tambah untuk/ }));
    await user.type(dialog.getByLabelText('Alasan'), 'router mati');
    await user.click(dialog.getByRole('button', { name: 'Tambahkan' }));
    await dialog.findByText(/door_unreachable/);
    const looked = mock.calls.filter((call) => call.name === 'voucher_find').length;
    mock.emit(['voucher']);
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'voucher_find').length).toBeGreaterThan(looked));
    await user.click(dialog.getByRole('button', { name: 'Tambahkan' }));
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'voucher_extend')).toHaveLength(2));
    const sent = mock.calls.filter((call) => call.name === 'voucher_extend').map((call) => call.input);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('is given its money back by the same question again where the answer was lost', async () => {
    const sale = structuredClone((await import('@/ipc/mock-counter')).counterHandlers().sale_list({}).rows.find((one) => one.kind === 'sale'));
    if (!sale) throw new Error('the made-up shop sold nothing');
    let back = 0;
    const { user, mock } = await open('/counter', {
      voucher_find: () => ({ ...found(), row: { ...row, status: 'available', first_login_at: null } }),
      sale_list: (input) => ({ rows: input.voucher_id === undefined ? [] : [{ ...sale, quantity: 1, taken_back: back }], next: null }),
      sale_refund: () => {
        back = 1;
        throw new IpcError({ code: 'door_unreachable', params: {}, incident: '' });
      },
    });
    await entry();
    await user.keyboard('{F3}');
    await user.type(await screen.findByLabelText('Kode voucher'), `${row.code}{Enter}`);
    await user.click(await screen.findByRole('button', { name: 'Kembalikan uang' }));
    const dialog = within(await screen.findByRole('dialog', { name: /^Kembalikan uang untuk/ }));
    await user.type(dialog.getByLabelText('Alasan'), 'salah paket');
    await user.click(dialog.getByRole('button', { name: 'Kembalikan uang' }));
    await user.click(await dialog.findByRole('button', { name: 'Tanyakan lagi' }));
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'sale_refund')).toHaveLength(2));
    const sent = mock.calls.filter((call) => call.name === 'sale_refund').map((call) => call.input);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('is let go of its phone with a reason', async () => {
    const { user, mock } = await open('/counter', { voucher_find: found });
    await entry();
    await user.keyboard('{F3}');
    await user.type(await screen.findByLabelText('Kode voucher'), `${row.code}{Enter}`);
    await user.click(await screen.findByRole('button', { name: 'Lepas perangkat' }));
    const dialog = within(await screen.findByRole('dialog', { name: /dari perangkatnya/ }));
    await user.type(dialog.getByLabelText('Alasan'), 'ganti ponsel');
    await user.click(dialog.getByRole('button', { name: 'Lepas perangkat' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'voucher_unlock')?.input).toEqual({ voucher_id: row.voucher_id, reason: 'ganti ponsel' }));
  });
});

describe('a sale on hold', () => {
  it('is put aside, outlives the page, and comes back as it was; what stood there takes its place', async () => {
    const first = await open('/counter');
    await first.user.type(await entry(), '32');
    await first.user.type(screen.getByLabelText('Uang diterima'), '20000');
    await first.user.keyboard('{F4}');
    expect((await entry()).value).toBe('');
    expect(within(screen.getByRole('region', { name: 'Nota ditahan' })).getAllByRole('listitem')).toHaveLength(1);
    expect(sales(first.mock)).toEqual([]);
    first.view.unmount();
    const { user, mock, view } = await open('/counter');
    await user.type(await entry(), '1');
    await expectAccessible(view.container);
    await user.keyboard('{Shift>}{F4}{/Shift}');
    expect((screen.getByLabelText('Uang diterima') as HTMLInputElement).value).toBe('20.000');
    const held = screen.getByRole('region', { name: 'Nota ditahan' });
    expect(within(held).getAllByRole('listitem')).toHaveLength(1);
    await user.click(await entry());
    await user.keyboard('{Enter}');
    await screen.findByText(/^Nota N-2611-/);
    expect(sales(mock)).toHaveLength(1);
    expect(sales(mock)[0]).toMatchObject({ lines: [{ plan_id: 3, quantity: 2, from: 'slip' }], tendered_amount: '20000' });
    // The other is still held, and can be dropped and brought back.
    await user.click(within(held).getByRole('button', { name: /^Hapus yang ditahan/ }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Nota ditahan' })).toBeNull());
    await user.click(await screen.findByRole('button', { name: 'Urungkan' }));
    expect(await screen.findByRole('region', { name: 'Nota ditahan' })).toBeTruthy();
  });

  it('is of one person at one desk, and what is broken is not taken for one', async () => {
    window.localStorage.setItem('simpul.counter.held.7f3a9c21.999.1', JSON.stringify([{ id: 'a', at: 1, cart: { lines: [{ plan_id: 3, quantity: 1 }], codes: [] }, given: '', method: 'cash', reference: '' }]));
    window.localStorage.setItem('simpul.counter.held.7f3a9c21.1.1', '[{"id":"b"}]');
    await open('/counter');
    await entry();
    expect(screen.queryByRole('region', { name: 'Nota ditahan' })).toBeNull();
  });
});
