import { waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { IpcError, type LedgerEntryRow } from '@/ipc';
import { allPermissions, me } from '@/ipc/mock-data';
import { ledgerHandlers } from '@/ipc/mock-ledger';
import * as files from '@/lib/files';
import { expectAccessible, open, screen } from '@/testing/render';
import { originOf, sides } from './ledger-screen';

beforeEach(() => window.localStorage.clear());

const rows = ledgerHandlers().ledger_entry_list({}).rows;
const rowOf = (part: Partial<LedgerEntryRow>): LedgerEntryRow => ({ ...(rows[0] as LedgerEntryRow), ...part });
const asked = (mock: Awaited<ReturnType<typeof open>>['mock']) => mock.calls.findLast((call) => call.name === 'ledger_entry_list')?.input as Record<string, unknown>;

describe('a row of the ledger', () => {
  it('is a debit or a credit, by what its account is', () => {
    expect(sides(rowOf({ account_kind: 'drawer', amount: '5000.00' }))).toEqual({ debit: '5000.00', credit: null });
    expect(sides(rowOf({ account_kind: 'drawer', amount: '-5000.00' }))).toEqual({ debit: null, credit: '5000.00' });
    expect(sides(rowOf({ account_kind: 'voucher_revenue', amount: '5000.00' }))).toEqual({ debit: null, credit: '5000.00' });
    expect(sides(rowOf({ account_kind: 'vendor', amount: '-5000.00' }))).toEqual({ debit: '5000.00', credit: null });
  });

  it('leads where it comes from, and only where this person may look', () => {
    const all = () => true;
    expect(originOf(rowOf({ subject_kind: 'sale', subject_id: 9 }), all)).toBe('/sales?open=9');
    expect(originOf(rowOf({ subject_kind: 'vendor_transfer', subject_id: 9, vendor_id: 3 }), all)).toBe('/vendors/3?tab=transfers');
    expect(originOf(rowOf({ subject_kind: null, subject_id: null, cash_session_id: 4 }), all)).toBe('/cash?open=4');
    expect(originOf(rowOf({ subject_kind: 'sale', subject_id: 9, cash_session_id: 4 }), (one) => one !== 'sale.view')).toBe('/cash?open=4');
    expect(originOf(rowOf({ subject_kind: 'sale', subject_id: 9 }), () => false)).toBeUndefined();
  });
});

describe('the ledger', () => {
  it('shows accounts with what they hold, and rows with document, both sides and the counter-account', async () => {
    const { user, mock, view, path } = await open('/ledger');
    const accounts = within(await screen.findByRole('group', { name: 'Akun dan saldonya' }));
    const drawer = await accounts.findByRole('button', { name: /^Loket depan/ });
    expect(accounts.getAllByRole('button')).toHaveLength(5);
    const sale = (await screen.findAllByRole('link', { name: 'N-2611-0186' }))[0] as HTMLElement;
    expect(sale.getAttribute('href')).toBe('/sales?open=186');
    expect(sale.closest('tr')?.textContent).toContain('Pendapatan voucher');
    await expectAccessible(view.container);
    await user.click(drawer);
    await waitFor(() => expect(asked(mock)).toMatchObject({ ledger_account_id: 2 }));
    expect(path()).toBe('/ledger?account=2');
    expect(drawer.getAttribute('aria-pressed')).toBe('true');
    // Pressed again it lets go.
    await user.click(drawer);
    await waitFor(() => expect(path()).toBe('/ledger'));
  });

  it('is narrowed by what the address says, and its file as well', async () => {
    const { user, mock } = await open('/ledger?shift=40&person=1&kind=voucher_sale&from=2026-11-20&to=2026-11-21');
    await screen.findAllByRole('link', { name: 'N-2611-0182' });
    const question = { cash_session_id: 40, user_id: 1, kind: 'voucher_sale', from_on: '2026-11-20', to_on: '2026-11-21' };
    expect(asked(mock)).toMatchObject(question);
    await user.keyboard('e');
    await user.click(await screen.findByRole('button', { name: /^Buat berkas/ }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'export_create')?.input).toMatchObject({ list: 'ledger_entry_list', input: question }));
  });

  it('offers every account to its filter, also those of a second page', async () => {
    const [row] = ledgerHandlers().ledger_account_list({}).rows;
    if (!row) throw new Error('the made-up ledger has no account');
    const rows = Array.from({ length: 250 }, (_, i) => ({ ...row, ledger_account_id: 1000 + i, kind: 'vendor' as const, name: `Agen ${i}`, balance: '0.00' }));
    const { mock } = await open('/ledger?account=1249', {
      ledger_account_list: (input) => {
        const at = Number(input.page?.after ?? 0);
        return { rows: rows.slice(at, at + 200), next: at + 200 < rows.length ? String(at + 200) : null };
      },
    });
    expect(await screen.findByRole('button', { name: /: Agen 249$/ })).toBeTruthy();
    expect(mock.calls.filter((call) => call.name === 'ledger_account_list')).toHaveLength(2);
  });

  it('is checked by one key, and says in words that it agrees', async () => {
    const { user, mock } = await open('/ledger');
    await screen.findAllByRole('link', { name: 'N-2611-0186' });
    expect(mock.calls.some((call) => call.name === 'books_verify')).toBe(false);
    await user.keyboard('c');
    const dialog = within(await screen.findByRole('dialog', { name: 'Periksa buku' }));
    expect(await dialog.findByText('Buku cocok.')).toBeTruthy();
    expect(dialog.getByText(/22 baris di 5 akun, 7 nota, 2 shift, 12 kode terjual/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Periksa lagi' }));
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'books_verify')).toHaveLength(2));
  });

  it('says what does not agree: which, where, what it should be', async () => {
    const { user, mock } = await open('/ledger', {
      books_verify: () => ({
        is_clean: false, accounts: 5, entries: 21, sessions: 2, sales: 7, vouchers: 12,
        findings: [
          { fault: 'sale_total_wrong', subject_kind: 'sale', subject_id: 184, subject: 'N-2611-0184', location_id: 1, number: null, expected: '5000.00', found: '6000.00' },
          { fault: 'chain_broken', subject_kind: 'account', subject_id: 2, subject: 'Loket depan', location_id: 1, number: 7, expected: null, found: null },
        ],
      }),
    });
    await user.click(await screen.findByRole('button', { name: /^Periksa buku/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Periksa buku' }));
    expect(await dialog.findByText('2 hal tidak cocok.')).toBeTruthy();
    expect(dialog.getByText('Nota N-2611-0184').closest('li')?.textContent).toMatch(/Total nota bukan jumlah isinya.*seharusnya Rp.5\.000, tertulis Rp.6\.000/);
    // What was found stays, whatever the screen hears meanwhile, and can be kept.
    const before = mock.calls.filter((call) => call.name === 'books_verify').length;
    const readBefore = mock.calls.filter((call) => call.name === 'ledger_entry_list').length;
    window.dispatchEvent(new Event('focus'));
    document.dispatchEvent(new Event('visibilitychange'));
    mock.emit(['*']);
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'ledger_entry_list').length).toBeGreaterThan(readBefore));
    expect(mock.calls.filter((call) => call.name === 'books_verify')).toHaveLength(before);
    expect(dialog.getByText('2 hal tidak cocok.')).toBeTruthy();
    const saved = vi.spyOn(files, 'downloadFile').mockImplementation(() => undefined);
    await user.click(dialog.getByRole('button', { name: 'Simpan daftar ini' }));
    await waitFor(() => expect(saved).toHaveBeenCalledTimes(1));
    const [name, blob] = saved.mock.calls[0] ?? [];
    saved.mockRestore();
    // Written the same whatever the language, and in the order of time.
    expect(name).toMatch(/^periksa-buku-\d{4}-\d\d-\d\d-\d{4}\.txt$/);
    expect(await blob?.text()).toMatch(/Nota N-2611-0184.*Total nota bukan jumlah isinya.*\n.*Akun Loket depan, baris 7/);
    expect(dialog.getByText('Akun Loket depan, baris 7').closest('li')?.textContent).toContain('tidak menyambung');
  });

  it('says that there is nothing yet, and what went wrong', async () => {
    const { mock, user } = await open('/ledger', { ledger_entry_list: () => ({ rows: [], next: null }), ledger_account_list: () => ({ rows: [], next: null }), books_verify: () => { throw new IpcError({ code: 'database_busy' }); } });
    expect(await screen.findByText('Buku masih kosong')).toBeTruthy();
    await user.keyboard('c');
    const dialog = within(await screen.findByRole('dialog', { name: 'Periksa buku' }));
    expect(await dialog.findByRole('alert', {}, { timeout: 15_000 })).toBeTruthy();
    mock.answer({});
  }, 30_000);

  it('is in nobody\'s menu who may not see it', async () => {
    const { user } = await open('/about', { me_get: () => ({ ...me, permissions: allPermissions.filter((one) => one !== 'ledger.view') }) });
    const menu = within(await screen.findByRole('navigation', { name: 'Menu utama' }));
    await user.click(menu.getByRole('button', { name: /^Keuangan/ }));
    expect(await menu.findByText('Daftar penjualan')).toBeTruthy();
    expect(menu.queryByText('Buku kas')).toBeNull();
  });
});
