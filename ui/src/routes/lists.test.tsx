import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { open, screen } from '@/testing/render';

/** The first cells of a table as they stand. */
async function firsts(table: string): Promise<string[]> {
  const rows = await within(await screen.findByRole('table', { name: table })).findAllByRole('row');
  return rows.slice(1).map((row) => within(row).getAllByRole('cell')[0]?.textContent ?? '');
}

describe.each([
  { at: '/users', operation: 'user_list', column: 'Nama pengguna', asked: { sort: 'username' }, address: 'sort=username' },
  { at: '/users', operation: 'user_list', column: 'Masuk terakhir', asked: { sort: 'last_sign_in_at' }, address: 'sort=last_sign_in_at' },
  { at: '/plans', operation: 'plan_list', column: 'Harga jual', asked: { sort: 'price_sell' }, address: 'sort=price_sell' },
  { at: '/plans', operation: 'plan_list', column: 'Stok', asked: { sort: 'stock' }, address: 'sort=stock' },
] as const)('$at by $column', ({ at, operation, column, asked, address }) => {
  it('is asked of the program, turned by the same press, kept in the address and under a name', async () => {
    const { user, mock, path } = await open(at);
    const last = () => mock.calls.findLast((call) => call.name === operation)?.input;
    await user.click(await screen.findByRole('button', { name: column }));
    await waitFor(() => expect(last()).toMatchObject({ ...asked, descending: false }));
    expect(path()).toContain(address);
    expect(screen.getByRole('columnheader', { name: column }).getAttribute('aria-sort')).toBe('ascending');
    const before = await firsts(at === '/users' ? 'Pengguna' : 'Paket voucher');
    await user.click(screen.getByRole('button', { name: column }));
    await waitFor(() => expect(last()).toMatchObject({ ...asked, descending: true }));
    await waitFor(async () => expect(await firsts(at === '/users' ? 'Pengguna' : 'Paket voucher')).not.toEqual(before));
    await user.click(await screen.findByRole('button', { name: 'Simpan tampilan' }));
    await user.type(await screen.findByLabelText('Nama tampilan'), 'Urut');
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'saved_view_create')?.input).toMatchObject({ screen: at.slice(1), search: { ...asked, desc: true } }));
  });
});

describe.each([
  { at: '/sales', operation: 'sale_list', column: 'Waktu' },
  { at: '/ledger', operation: 'ledger_entry_list', column: 'Waktu' },
  { at: '/cash', operation: 'cash_session_list', column: 'Dibuka' },
  { at: '/prints', operation: 'voucher_print_list', column: 'Waktu' },
  { at: '/batches', operation: 'voucher_batch_list', column: 'Dibuat' },
  { at: '/notices', operation: 'notice_list', column: 'Sejak' },
] as const)('$at by $column', ({ at, operation, column }) => {
  it('stands the newest first, is turned by a press and by the next, and keeps it in the address', async () => {
    const { user, mock, path } = await open(at);
    const last = () => mock.calls.findLast((call) => call.name === operation)?.input as { descending?: boolean };
    const head = await screen.findByRole('columnheader', { name: column });
    expect(head.getAttribute('aria-sort')).toBe('descending');
    expect(last().descending).toBeUndefined();
    await user.click(within(head).getByRole('button', { name: column }));
    await waitFor(() => expect(last().descending).toBe(false));
    expect(path()).toContain('desc=false');
    expect(screen.getByRole('columnheader', { name: column }).getAttribute('aria-sort')).toBe('ascending');
    await user.click(screen.getByRole('button', { name: column }));
    await waitFor(() => expect(path()).not.toContain('desc'));
    expect(screen.getByRole('columnheader', { name: column }).getAttribute('aria-sort')).toBe('descending');
  });
});

describe('views of lists', () => {
  it.each(['/sales?method=qris', '/ledger?kind=float', '/cash?person=1', '/prints?again=true', '/plans?inactive=true', '/users?search=rina', '/vendors?inactive=true'])('are kept of %s', async (address) => {
    const { user, mock, path } = await open(address);
    await user.click(await screen.findByRole('button', { name: 'Simpan tampilan' }));
    await user.type(await screen.findByLabelText('Nama tampilan'), 'Saya');
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    expect((await screen.findByRole('tab', { name: 'Saya' })).getAttribute('aria-selected')).toBe('true');
    const [screenOf = '', question = ''] = address.slice(1).split('?');
    const [[key = ''] = []] = [...new URLSearchParams(question)];
    const made = mock.calls.find((call) => call.name === 'saved_view_create')?.input as { screen: string; search: object };
    expect([made.screen, ...Object.keys(made.search)]).toEqual([screenOf, key]);
    const [all] = screen.getAllByRole('tab');
    if (!all) throw new Error('no view of all');
    await user.click(all);
    await waitFor(() => expect(path()).not.toContain(key));
    await user.click(screen.getByRole('tab', { name: 'Saya' }));
    await waitFor(() => expect(path()).toContain(question));
  });
});
