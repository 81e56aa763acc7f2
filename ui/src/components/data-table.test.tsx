import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { IpcError } from '@/ipc';
import { readPreference } from '@/lib/preferences';
import { show } from '@/testing/show';
import { DataTable, type Column, type DataTableProps, type Sort } from './data-table';
import { TableOptions } from './table-options';

interface Row {
  id: string;
}
const columns: Column<Row>[] = [
  { id: 'id', header: 'Nomor', width: 100, sortable: true, fixed: true, cell: (row) => row.id },
  { id: 'twice', header: 'Dua kali', width: 100, cell: (row) => `${row.id}${row.id}` },
];
const rowsOf = (count: number, from = 0) => Array.from({ length: count }, (_, i) => ({ id: `r${i + from}` }));

function Table({ rows = rowsOf(300), ...more }: Partial<DataTableProps<Row>>) {
  const [sort, setSort] = useState<Sort>({ by: 'id', desc: false });
  const [selected, setSelected] = useState(new Set<string>());
  return (
    <>
      <TableOptions id="test" columns={columns} />
      <DataTable id="test" label="Baris" columns={columns} rows={rows} rowId={(row) => row.id} sort={sort} onSort={setSort} selected={selected} onSelect={setSelected} empty={<p>kosong</p>} {...more} />
      <output aria-label="dipilih">{[...selected].sort().join(',')}</output>
    </>
  );
}

async function table() {
  const list = await screen.findByRole('group', { name: 'Baris' });
  list.focus();
  return { list, press: (key: string, more: object = {}) => fireEvent.keyDown(list, { key, ...more }), chosen: () => screen.getByLabelText('dipilih').textContent };
}
const cursorRow = () => document.querySelector('tr.cur')?.textContent;

describe('table', () => {
  it('moves, extends, opens, sorts and lets go by keyboard', async () => {
    const onMore = vi.fn();
    const onOpen = vi.fn();
    const user = userEvent.setup();
    show(<Table hasMore onMore={onMore} onOpen={onOpen} />);
    const { press, chosen } = await table();
    press('Home');
    press('x');
    press('ArrowDown', { shiftKey: true });
    expect(chosen()).toBe('r0,r1');
    press('Enter');
    expect(onOpen).toHaveBeenCalledWith({ id: 'r1' });
    press('Escape');
    expect(chosen()).toBe('');
    await user.click(screen.getByRole('button', { name: 'Nomor' }));
    expect(screen.getByRole('columnheader', { name: 'Nomor' }).getAttribute('aria-sort')).toBe('descending');
    // 300 rows are loaded and only the first screen is seen: no further page yet.
    expect(onMore).not.toHaveBeenCalled();
  });

  it('lets a range shrink again, and keeps what was selected before it', async () => {
    show(<Table />);
    const { press, chosen } = await table();
    press('Home');
    press('x');
    press('ArrowDown');
    press('ArrowDown');
    press('ArrowDown', { shiftKey: true });
    press('ArrowDown', { shiftKey: true });
    expect(chosen()).toBe('r0,r2,r3,r4');
    press('ArrowUp', { shiftKey: true });
    expect(chosen()).toBe('r0,r2,r3');
    press('a', { ctrlKey: true });
    expect(chosen()?.split(',')).toHaveLength(300);
  });

  it('selects by its box, and with Shift all in between', async () => {
    show(<Table />);
    const { chosen } = await table();
    const boxes = screen.getAllByRole('checkbox', { name: /^Pilih baris/ });
    const press = (at: number, more: object = {}) => fireEvent.click(boxes[at] as HTMLElement, more);
    press(1);
    press(4, { shiftKey: true });
    expect(chosen()).toBe('r1,r2,r3,r4');
    press(2);
    expect(chosen()).toBe('r1,r3,r4');
  });

  it('keeps the cursor on its row when rows come above it', async () => {
    function Growing() {
      const [rows, setRows] = useState(rowsOf(50, 10));
      return <><button type="button" onClick={() => setRows(rowsOf(60))}>Tambah</button><Table rows={rows} /></>;
    }
    show(<Growing />);
    const { press } = await table();
    press('Home');
    press('ArrowDown');
    expect(cursorRow()).toContain('r11');
    fireEvent.click(screen.getByRole('button', { name: 'Tambah' }));
    expect(cursorRow()).toContain('r11');
  });

  it('keeps few rows in the page, however many there are', async () => {
    show(<Table rows={rowsOf(100_000)} total={1_000_000} />);
    await table();
    expect(document.querySelectorAll('tbody tr').length).toBeLessThan(60);
    expect(screen.getByRole('table', { name: 'Baris' }).getAttribute('aria-rowcount')).toBe('1000001');
    // The head is the first of them.
    expect(screen.getAllByRole('row').slice(0, 2).map((row) => row.getAttribute('aria-rowindex'))).toEqual(['1', '2']);
  });

  it('begins where it was scrolled to when it is pressed, and does not leap', async () => {
    show(<Table rows={rowsOf(1000)} />);
    const list = await screen.findByRole('group', { name: 'Baris' });
    Object.defineProperty(list, 'clientHeight', { value: 600 });
    list.scrollTop = 3000;
    fireEvent.scroll(list);
    await screen.findByText('r94');
    list.focus();
    await waitFor(() => expect(cursorRow()).toContain('r94'));
    expect(list.scrollTop).toBe(3000);
    fireEvent.keyDown(list, { key: 'ArrowDown' });
    await waitFor(() => expect(cursorRow()).toContain('r95'));
  });

  it('leaves the keys with the list when a box is pressed', async () => {
    const user = userEvent.setup();
    show(<Table />);
    const { list, chosen } = await table();
    await user.click(screen.getByRole('checkbox', { name: 'Pilih baris r3' }));
    expect(chosen()).toBe('r3');
    expect(document.activeElement).toBe(list);
    await user.keyboard('{ArrowDown} ');
    expect(chosen()).toBe('r3,r4');
    const cursor = document.querySelector('tr.cur');
    expect(cursor?.textContent).toContain('r4');
    expect(list.getAttribute('aria-activedescendant')).toBe(cursor?.id);
  });

  it('takes the cursor back from what went with its row', async () => {
    const pressed: Column<Row>[] = [...columns, { id: 'act', header: 'Tindakan', width: 100, cell: (row) => <button key={row.id} type="button">Ulangi {row.id}</button> }];
    function Moving() {
      const [rows, setRows] = useState(rowsOf(50, 10));
      return <><button type="button" onClick={() => setRows(rowsOf(50))}>Tambah</button><Table columns={pressed} rows={rows} /></>;
    }
    show(<Moving />);
    const { list } = await table();
    const own = screen.getByRole('button', { name: 'Ulangi r12' });
    own.focus();
    fireEvent.click(screen.getByRole('button', { name: 'Tambah' }));
    expect(own.isConnected).toBe(false);
    expect(document.activeElement).toBe(list);
  });

  it('begins at the top and without a cursor where something else is asked', async () => {
    function Asking() {
      const [part, setPart] = useState<Partial<DataTableProps<Row>>>({ asked: 'a' });
      return (
        <>
          <button type="button" onClick={() => setPart({ asked: 'a', rows: rowsOf(299) })}>Baru</button>
          <button type="button" onClick={() => setPart({ asked: 'b', rows: rowsOf(200), outdated: true })}>Lain</button>
          <Table {...part} />
        </>
      );
    }
    show(<Asking />);
    const { list, press } = await table();
    Object.defineProperty(list, 'clientHeight', { value: 600 });
    list.scrollTop = 3000;
    fireEvent.scroll(list);
    await screen.findByText('r94');
    press('ArrowDown');
    fireEvent.click(screen.getByRole('button', { name: 'Baru' }));
    list.scrollTop = 3000;
    fireEvent.scroll(list);
    await screen.findByText('r94');
    fireEvent.click(screen.getByRole('button', { name: 'Lain' }));
    expect(list.scrollTop).toBe(0);
    expect(cursorRow()).toBeUndefined();
    expect(screen.getByRole('table', { name: 'Baris' }).getAttribute('aria-busy')).toBe('true');
  });

  it('keeps its rows when reading on fails, says so, and waits to be asked', async () => {
    const onRetry = vi.fn();
    const onMore = vi.fn();
    show(<Table rows={rowsOf(5)} hasMore onMore={onMore} error={new IpcError({ code: 'door_unreachable' })} onRetry={onRetry} updatedAt={Date.parse('2026-11-21T07:32:00Z')} />);
    await table();
    expect(screen.getAllByRole('row')).toHaveLength(6);
    expect(screen.getByText(/Belum diperbarui sejak 14\.32/)).toBeTruthy();
    expect(onMore).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole('button', { name: 'Coba lagi' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it('shows what is coming, what failed and what is not there as three different things', async () => {
    const first = show(<Table rows={[]} loading />);
    await screen.findByRole('table', { name: 'Baris' });
    await waitFor(() => expect(document.querySelectorAll('tbody .Skeleton').length).toBeGreaterThan(10));
    first.unmount();
    const second = show(<Table rows={[]} error={new IpcError({ code: 'internal', incident: 'ab12' })} />);
    expect(await screen.findByText('internal · ab12')).toBeTruthy();
    second.unmount();
    show(<Table rows={[]} />);
    expect(await screen.findByText('kosong')).toBeTruthy();
  });

  it('hides a column, remembers it, and brings it back', async () => {
    const user = userEvent.setup();
    show(<Table />);
    await table();
    expect(screen.getByRole('columnheader', { name: 'Dua kali' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Kolom' }));
    const choice = await screen.findByRole('dialog', { name: 'Kolom' });
    await user.click(within(choice).getByLabelText('Dua kali'));
    expect(screen.queryByRole('columnheader', { name: 'Dua kali' })).toBeNull();
    expect(readPreference('table.test.columns-hidden')).toBe('["twice"]');
    await user.click(within(choice).getByRole('button', { name: 'Kembalikan kolom' }));
    expect(screen.getByRole('columnheader', { name: 'Dua kali' })).toBeTruthy();
  });
});
