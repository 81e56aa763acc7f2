import { waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CashSessionView } from '@/ipc';
import { me } from '@/ipc/mock-data';
import { mockTransport } from '@/ipc/mock';
import { open, screen } from '@/testing/render';

beforeEach(() => window.localStorage.clear());

const first = async () => ((await mockTransport().call('cash_session_list', { open_only: true, mine_only: false, unexplained_only: false })) as { rows: CashSessionView[] }).rows[0] as CashSessionView;
const join = () => screen.findByRole('button', { name: /^Jual di Loket depan/ });

describe('the drawer a colleague sells at', () => {
  it('is remembered for each person at this desk, until another is chosen', async () => {
    const theirs = { ...(await first()), is_mine: false };
    const list = { cash_session_list: () => ({ rows: [theirs], next: null }) };
    const one = await open('/counter', list);
    await one.user.click(await join());
    await screen.findByLabelText('Angka, nama, atau kode');
    one.view.unmount();
    // Somebody else at the same desk has chosen nothing.
    const other = await open('/counter', { ...list, me_get: () => ({ ...me, user_id: 2 }) });
    await join();
    other.view.unmount();
    const again = await open('/counter', list);
    await screen.findByLabelText('Angka, nama, atau kode');
    await again.user.click(screen.getByRole('button', { name: 'Pilih laci lain' }));
    await join();
    again.view.unmount();
    await open('/counter', list);
    await join();
  });

  it('is one’s own first, and no longer the one that was taken over', async () => {
    const mine = await first();
    window.localStorage.setItem('simpul.counter.shift.7f3a9c21.1', '9');
    const { mock } = await open('/counter', { cash_session_list: () => ({ rows: [{ ...mine, cash_session_id: 9, is_mine: false }, mine], next: null }) });
    await screen.findByLabelText('Angka, nama, atau kode');
    expect(screen.queryByRole('button', { name: 'Pilih laci lain' })).toBeNull();
    mock.answer({ cash_session_list: () => ({ rows: [{ ...mine, is_mine: false }], next: null }) });
    mock.emit(['*']);
    await waitFor(() => expect(screen.queryByLabelText('Angka, nama, atau kode')).toBeNull(), { timeout: 4_000 });
    await join();
  });

  it('is closed by whom it answers to, and by who manages cash; others are told so before they count', async () => {
    const theirs = { ...(await first()), is_mine: false, user_name: 'Rina' };
    const list = { cash_session_list: () => ({ rows: [theirs], next: null }) };
    const one = await open('/counter', { ...list, me_get: () => ({ ...me, permissions: me.permissions.filter((may) => may !== 'cash.manage') }) });
    await one.user.click(await join());
    await screen.findByLabelText('Angka, nama, atau kode');
    await one.user.keyboard('{F10}');
    expect(await screen.findByText(/^Shift ini tanggung jawab Rina/)).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    one.view.unmount();
    const other = await open('/counter', list);
    await screen.findByLabelText('Angka, nama, atau kode');
    await other.user.keyboard('{F10}');
    expect(await screen.findByRole('dialog', { name: 'Tutup shift' })).toBeTruthy();
  });
});
