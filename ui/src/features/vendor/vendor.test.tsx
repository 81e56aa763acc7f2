import { waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { IpcError, type VendorSettlementRow } from '@/ipc';
import { counterHandlers } from '@/ipc/mock-counter';
import * as data from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';
import { pickOf } from './transfer-dialog';
import { negated, plus } from './words';

beforeEach(() => window.localStorage.clear());

const none = { by: 'batch' as const, batch: '', from: null, to: null, plan: '', quantity: null, typed: '' };

const pulses = (mock: Awaited<ReturnType<typeof open>>['mock']) => mock.calls.filter((call) => call.name === 'cash_drawer_open').map((call) => call.input);

describe('vendors', () => {
  it('lists each with what it holds and owes, and is accessible', async () => {
    const { view } = await open('/vendors');
    const table = await screen.findByRole('table', { name: 'Agen & reseller' });
    const darto = await within(table).findByRole('row', { name: /Kios Pak Darto/ });
    expect(darto.textContent).toContain('Titip jual');
    expect(darto.textContent).toContain('25.000');
    await expectAccessible(view.container);
  });

  it('says what a vendor is when there is none', async () => {
    await open('/vendors', { vendor_list: () => ({ rows: [], next: null }) });
    expect(await screen.findByText('Belum ada agen')).toBeTruthy();
  });

  it('makes a vendor with a price for each plan', async () => {
    const { user, mock, path, view } = await open('/vendors/new');
    await user.type(await screen.findByLabelText('Nama agen'), 'Warung Mbak Sri');
    await user.selectOptions(screen.getByLabelText('Cara bayar'), 'prepaid');
    await user.selectOptions(screen.getByLabelText('Harga'), 'own_price');
    const prices = await screen.findAllByLabelText(/^Harga agen untuk/);
    await user.type(prices[0] as HTMLElement, '1500');
    await expectAccessible(view.container);
    await user.click(screen.getByRole('button', { name: /^Simpan agen/ }));
    await waitFor(() => expect(path()).toMatch(/^\/vendors\/\d+$/));
    const sent = mock.calls.find((call) => call.name === 'vendor_create')?.input;
    expect(sent).toMatchObject({ location_id: 1, terms: { name: 'Warung Mbak Sri', mode: 'prepaid', pricing: 'own_price', prices: [{ price: '1500' }] } });
  });

  it('sends a percentage with a comma in hundredths', async () => {
    const { user, mock } = await open('/vendors/new');
    await user.type(await screen.findByLabelText('Nama agen'), 'Kios');
    await user.clear(screen.getByLabelText('Komisi'));
    await user.type(screen.getByLabelText('Komisi'), '12,5');
    await user.click(screen.getByRole('button', { name: /^Simpan agen/ }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'vendor_create')?.input).toMatchObject({ terms: { commission_bp: 1250 } }));
  });

  it('shows what a hand-over comes to before it is done, and does it as it was shown', async () => {
    const { user, mock, view } = await open('/vendors/3');
    await user.click(await screen.findByRole('button', { name: /^Serahkan kode/ }));
    const dialog = await screen.findByRole('dialog', { name: /Serahkan kode/ });
    expect(within(dialog).getByText(/Pilih kodenya/)).toBeTruthy();
    await waitFor(() => expect(within(dialog).getByLabelText('Batch').querySelectorAll('option').length).toBeGreaterThan(1));
    const batch = within(dialog).getByLabelText('Batch') as HTMLSelectElement;
    await user.selectOptions(batch, batch.options[1]?.value ?? '');
    await user.type(within(dialog).getByLabelText('Sampai nomor'), '10');
    expect(await within(dialog).findByText(/10 × \(/)).toBeTruthy();
    expect(within(dialog).getByText(/Diambil dari saldo/)).toBeTruthy();
    await expectAccessible(view.baseElement as HTMLElement);
    await user.click(within(dialog).getByRole('button', { name: 'Serahkan 10 kode' }));
    await waitFor(() => expect(screen.queryByRole('dialog', { name: /Serahkan kode/ })).toBeNull());
    expect(mock.calls.find((call) => call.name === 'vendor_hand_over')?.input).toMatchObject({ vendor_id: 3, expected_quantity: 10, expected_amount: '45000.00', pick: { to_number: 10 } });
  });

  it('offers batches by the codes the shop still has of them, and none that is sold out', async () => {
    const row = { detail: '1 Hari', location_id: 1, printed: 48, handed: 0, activated: 0, ended: 0, void: 0, value_sell: '0.00', value_cost: '0.00', low_stock_at: null, is_low: false };
    const rows = [
      { ...row, key: 7, name: 'VB-2611-007', made: 2, plain: 0, card: 0, sold: 2 },
      { ...row, key: 6, name: 'VB-2611-006', made: 48, plain: 4, card: 30, sold: 14 },
      { ...row, key: 5, name: 'VB-2611-005', made: 24, plain: 0, card: 24, sold: 0 },
    ];
    // Two pages: what lies on the second is offered too.
    const { user } = await open('/vendors/3', {
      stock_list: (input) => {
        const left = rows.filter((one) => !input.on_hand_only || one.plain + one.card > 0);
        const at = Number(input.page?.after ?? 0);
        return { rows: left.slice(at, at + 1), next: at + 1 < left.length ? String(at + 1) : null };
      },
    });
    await user.click(await screen.findByRole('button', { name: /^Serahkan kode/ }));
    const batch = within(await screen.findByRole('dialog', { name: /Serahkan kode/ })).getByLabelText('Batch');
    await waitFor(() => expect([...batch.querySelectorAll('option')].map((one) => one.textContent)).toEqual(['Pilih batch', 'VB-2611-006 · 1 Hari · 34 kode', 'VB-2611-005 · 1 Hari · 24 kode']));
  });

  it('asks for a page of batches that fails once, says so, and goes on when it is told to', async () => {
    let asked = 0;
    let isUp = false;
    const row = { detail: '1 Hari', location_id: 1, printed: 48, handed: 0, activated: 0, ended: 0, void: 0, value_sell: '0.00', value_cost: '0.00', low_stock_at: null, is_low: false, made: 48, plain: 4, card: 30, sold: 14 };
    const { user } = await open('/vendors/3', {
      stock_list: (input) => {
        if (!input.page?.after) return { rows: [{ ...row, key: 6, name: 'VB-2611-006' }], next: 'b' };
        asked += 1;
        if (!isUp) throw new IpcError({ code: 'permission_denied', params: { permission: 'voucher.view' }, incident: '' });
        return { rows: [{ ...row, key: 5, name: 'VB-2611-005' }], next: null };
      },
    });
    await user.click(await screen.findByRole('button', { name: /^Serahkan kode/ }));
    const dialog = within(await screen.findByRole('dialog', { name: /Serahkan kode/ }));
    const again = await dialog.findByRole('button', { name: /Coba lagi/ });
    // Drawn again it does not ask again by itself.
    await user.type(dialog.getByLabelText('Catatan'), 'abc');
    expect(asked).toBe(1);
    isUp = true;
    await user.click(again);
    await waitFor(() => expect(dialog.getByLabelText('Batch').querySelectorAll('option')).toHaveLength(3));
    expect(asked).toBe(2);
  });

  it('opens the drawer for cash that comes or goes, and for no transfer; says whose shift is open where it is not one’s own', async () => {
    const { user, mock, view } = await open('/vendors/3');
    await user.click(await screen.findByRole('button', { name: /^Setoran/ }));
    let dialog = within(await screen.findByRole('dialog', { name: /Setoran/ }));
    await user.type(dialog.getByLabelText('Jumlah uang'), '5000');
    await user.click(dialog.getByRole('button', { name: /^Terima setoran/ }));
    await waitFor(() => expect(pulses(mock)).toEqual([{ cash_session_id: 1, document: 'vendor_settlement', number: expect.any(Number) }]));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(await screen.findByRole('button', { name: /^Setoran/ }));
    dialog = within(await screen.findByRole('dialog', { name: /Setoran/ }));
    await user.type(dialog.getByLabelText('Jumlah uang'), '5000');
    await user.click(dialog.getByRole('radio', { name: 'Transfer' }));
    await user.click(dialog.getByRole('button', { name: /^Terima setoran/ }));
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'vendor_top_up')).toHaveLength(2));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(pulses(mock)).toHaveLength(1);
    view.unmount();
    const [shift] = counterHandlers().cash_session_list({ open_only: true, mine_only: false, unexplained_only: false }).rows;
    if (!shift) throw new Error('the made-up shop has no shift');
    const other = await open('/vendors/3', {
      me_get: () => ({ ...data.me, permissions: data.me.permissions.filter((one) => one !== 'cash.move') }),
      cash_session_list: () => ({ rows: [{ ...shift, is_mine: false, user_name: 'Rina' }], next: null }),
    });
    await other.user.click(await screen.findByRole('button', { name: /^Setoran/ }));
    expect(await screen.findByText(/^Shift yang buka bukan milik Anda: Rina/)).toBeTruthy();
    expect(screen.queryByText(/^Tidak ada shift yang buka/)).toBeNull();
  });

  it('does not hand over what the balance does not pay', async () => {
    const { user } = await open('/vendors/3');
    await user.click(await screen.findByRole('button', { name: /^Serahkan kode/ }));
    const dialog = await screen.findByRole('dialog', { name: /Serahkan kode/ });
    await user.click(within(dialog).getByRole('radio', { name: 'Ketik kode' }));
    await user.type(within(dialog).getByLabelText('Kode'), Array.from({ length: 20 }, (_, i) => `kode${i}`).join(' '));
    expect(await within(dialog).findByText(/Saldo kurang/)).toBeTruthy();
    expect((within(dialog).getByRole('button', { name: 'Serahkan 20 kode' }) as HTMLButtonElement).disabled).toBe(true);
  });

  it('settles with what is owed filled in, into the open shift', async () => {
    const { user, mock, view } = await open('/vendors/1');
    await user.click(await screen.findByRole('button', { name: /^Hitung penjualan/ }));
    const dialog = await screen.findByRole('dialog', { name: /Hitung penjualan/ });
    expect(await within(dialog).findByText('12 terpakai, 0 dilaporkan terjual', { exact: false })).toBeTruthy();
    await waitFor(() => expect((within(dialog).getByLabelText('Dibayar sekarang') as HTMLInputElement).value).toBe('79.000'));
    await expectAccessible(view.baseElement as HTMLElement);
    await user.click(within(dialog).getByRole('button', { name: 'Catat perhitungan' }));
    await waitFor(() => expect(screen.queryByRole('dialog', { name: /Hitung penjualan/ })).toBeNull());
    expect(mock.calls.find((call) => call.name === 'vendor_settlement_create')?.input).toMatchObject({
      vendor_id: 1, expected_quantity: 12, expected_amount: '54000.00', paid_amount: '79000.00', method: 'cash', cash_session_id: 1,
    });
    await waitFor(() => expect(pulses(mock)).toEqual([{ cash_session_id: 1, document: 'vendor_settlement', number: expect.any(Number) }]));
  });

  it('keeps the form and says why when a payment is refused', async () => {
    const { user } = await open('/vendors/3', {
      vendor_pay_out: () => {
        throw new IpcError({ code: 'vendor_balance_short', params: { balance: '72500.00', needed: '80000.00' }, incident: '0f3a' });
      },
    });
    await user.click(await screen.findByRole('button', { name: /^Setoran/ }));
    const dialog = await screen.findByRole('dialog', { name: /Setoran/ });
    await user.click(within(dialog).getByRole('radio', { name: 'Kembalikan uang' }));
    await user.type(within(dialog).getByLabelText('Jumlah uang'), '80000');
    await user.click(within(dialog).getByRole('button', { name: 'Kembalikan' }));
    expect((await within(dialog).findByRole('alert')).textContent).toContain('72.500');
    expect((within(dialog).getByLabelText('Jumlah uang') as HTMLInputElement).value).toBe('80.000');
  });

  it('asks for the same payment until it is answered, also after the dialog was closed', async () => {
    const { user, mock } = await open('/vendors/3', { vendor_top_up: () => { throw new IpcError({ code: 'database_busy', params: {}, incident: '' }); } });
    const shown = async () => {
      await user.click(await screen.findByRole('button', { name: /^Setoran/ }));
      return screen.findByRole('dialog', { name: /Setoran/ });
    };
    const dialog = await shown();
    await user.type(within(dialog).getByLabelText('Jumlah uang'), '500000');
    await user.click(within(dialog).getByRole('button', { name: 'Terima setoran' }));
    await within(dialog).findByText('Belum tahu apakah tercatat.');
    expect(within(dialog).getByLabelText('Catatan').matches(':disabled')).toBe(true);
    await user.click(within(dialog).getByRole('button', { name: 'Batal' }));
    await waitFor(() => expect(screen.queryByRole('dialog', { name: /Setoran/ })).toBeNull());
    const again = await shown();
    expect((within(again).getByLabelText('Jumlah uang') as HTMLInputElement).value).toBe('500.000');
    await user.click(within(again).getByRole('button', { name: 'Tanyakan lagi' }));
    const asked = () => mock.calls.filter((call) => call.name === 'vendor_top_up').map((call) => call.input);
    await waitFor(() => expect(asked()).toHaveLength(2));
    expect(asked()[1]).toEqual(asked()[0]);
  });

  it('asks for the same hand-over, and shows no other codes meanwhile', async () => {
    const { user, mock } = await open('/vendors/3', { vendor_hand_over: () => { throw new IpcError({ code: 'door_unreachable', params: {}, incident: '' }); } });
    await user.click(await screen.findByRole('button', { name: /^Serahkan kode/ }));
    const dialog = await screen.findByRole('dialog', { name: /Serahkan kode/ });
    await user.click(within(dialog).getByRole('radio', { name: 'Ketik kode' }));
    await user.type(within(dialog).getByLabelText('Kode'), 'kodesatu kodedua');
    await user.click(await within(dialog).findByRole('button', { name: 'Serahkan 2 kode' }));
    await within(dialog).findByText('Belum tahu apakah tercatat.');
    expect((within(dialog).getByRole('button', { name: 'Serahkan 2 kode' }) as HTMLButtonElement).disabled).toBe(true);
    expect(within(dialog).queryByText(/Diambil dari saldo/)).toBeNull();
    await user.click(within(dialog).getByRole('button', { name: 'Tanyakan lagi' }));
    const asked = () => mock.calls.filter((call) => call.name === 'vendor_hand_over').map((call) => call.input);
    await waitFor(() => expect(asked()).toHaveLength(2));
    expect(asked()[1]).toEqual(asked()[0]);
  });

  it('has a button for each payment that is its own, also where another comes above it', async () => {
    const { mock } = await open('/vendors/1?tab=settlements');
    const name = 'Batalkan pembayaran SV-2611-0001';
    const button = await screen.findByRole('button', { name });
    const { rows } = (await mock.call('vendor_settlement_list', { vendor_id: 1 })) as { rows: VendorSettlementRow[] };
    const [one] = rows;
    if (!one) throw new Error('no settlements');
    mock.answer({ vendor_settlement_list: () => ({ rows: [{ ...one, vendor_settlement_id: 99, document_number: 'SV-2611-0099', reverses_number: null, reversed_by_number: null, paid_amount: '1.00' }, ...rows], next: null }) });
    mock.emit(['*']);
    await screen.findByText('SV-2611-0099');
    expect(!button.isConnected || button.textContent === name).toBe(true);
  });

  it('takes a payment back with a reason, once', async () => {
    const { user, mock } = await open('/vendors/1?tab=settlements');
    await user.click(await screen.findByRole('button', { name: 'Batalkan pembayaran SV-2611-0001' }));
    const dialog = await screen.findByRole('dialog', { name: /Batalkan pembayaran SV-2611-0001/ });
    const send = within(dialog).getByRole('button', { name: 'Batalkan pembayaran' }) as HTMLButtonElement;
    expect(send.disabled).toBe(true);
    await user.type(within(dialog).getByLabelText('Alasan'), 'salah ketik');
    await waitFor(() => expect(send.disabled).toBe(false));
    await user.click(send);
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'vendor_payment_void')?.input).toMatchObject({ vendor_settlement_id: 1, reason: 'salah ketik', cash_session_id: 1 }));
    expect(await screen.findByText(/Dibatalkan dengan SV-2611-/)).toBeTruthy();
    await waitFor(() => expect(pulses(mock)).toHaveLength(1));
    expect(screen.queryByRole('button', { name: 'Batalkan pembayaran SV-2611-0001' })).toBeNull();
  });

  it('shows the statement and its paper', async () => {
    const { user, mock } = await open('/vendors/1?tab=statement');
    expect(await screen.findByText('Saldo awal')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^Cetak rekening/ }));
    expect(await screen.findByRole('dialog', { name: 'Kios-Pak-Darto.pdf' })).toBeTruthy();
    expect(mock.calls.some((call) => call.name === 'vendor_statement_render')).toBe(true);
  });
});

describe('the own account', () => {
  const reseller = { me_get: () => ({ ...data.me, role_code: 'reseller', role_name: 'Agen', permissions: ['vendor.own' as const] }) };

  it('is where a reseller begins, and their only screen of the shop', async () => {
    const { path, view } = await open('/', reseller);
    await waitFor(() => expect(path()).toBe('/account'));
    expect(await screen.findByRole('heading', { name: 'Kios Pak Darto' })).toBeTruthy();
    expect((await screen.findByRole('table', { name: 'Kode' })).textContent).toContain('VB-2611-017');
    expect(screen.queryByRole('button', { name: /Serahkan/ })).toBeNull();
    await expectAccessible(view.container);
  });

  it('says whom to ask when it is bound to no vendor', async () => {
    await open('/account', {
      ...reseller,
      reseller_account_get: () => {
        throw new IpcError({ code: 'vendor_own_missing', params: {}, incident: '0f3a' });
      },
    });
    expect(await screen.findByText('Akun Anda belum dihubungkan ke agen')).toBeTruthy();
  });
});

describe('what is sent', () => {
  it('is asked only when it is whole', () => {
    expect(pickOf(none)).toBeUndefined();
    expect(pickOf({ ...none, batch: '7', from: 3 })).toEqual({ batch_id: 7, codes: [], from_number: 3 });
    expect(pickOf({ ...none, by: 'plan', plan: '2' })).toBeUndefined();
    expect(pickOf({ ...none, by: 'codes', typed: ' k7m4qx,  abcd\n' })).toEqual({ codes: ['k7m4qx', 'abcd'] });
  });

  it('keeps amounts whole', () => {
    expect(plus('12500.00', '-500.00')).toBe('12000');
    expect([negated('5000.00'), negated('-5000.00')]).toEqual(['-5000.00', '5000.00']);
  });
});
