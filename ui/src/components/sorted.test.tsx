import { act, renderHook, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { setRegion } from '@/lib/format';
import { hundredthsOf } from '@/lib/money';
import { show } from '@/testing/show';
import { DataTable, type Column, type SortValue } from './data-table';
import { instantOf, ordered, useSorted, type ReadSoFar } from './sorted';

afterEach(() => setRegion({ language: 'id' }));

/** The values alone, in order. */
const inOrder = (values: SortValue[], isTurned = false) => ordered(values, (value) => value, isTurned);

describe('an order', () => {
  it('begins with A for texts and with the greatest for numbers, and is turned', () => {
    expect(inOrder(['b', 'c', 'a'])).toEqual({ shown: ['a', 'b', 'c'], desc: false });
    expect(inOrder(['b', 'c', 'a'], true)).toEqual({ shown: ['c', 'b', 'a'], desc: true });
    expect(inOrder([2, 10, 1])).toEqual({ shown: [10, 2, 1], desc: true });
    expect(inOrder([2, 10, 1], true)).toEqual({ shown: [1, 2, 10], desc: false });
  });

  it('has what is not there last, whichever way it is turned', () => {
    for (const none of [null, undefined, '', Number.NaN]) {
      expect(inOrder([none, 1, 2]).shown).toEqual([2, 1, none]);
      expect(inOrder([none, 1, 2], true).shown).toEqual([1, 2, none]);
    }
    expect(inOrder(['', 'b', 'a'], true).shown).toEqual(['b', 'a', '']);
    expect(inOrder([0, null, -1]).shown).toEqual([0, -1, null]);
    expect(inOrder([null, undefined]).shown).toEqual([null, undefined]);
  });

  it('leaves equal rows as they came, whichever way it is turned', () => {
    const rows = [{ id: 1, n: 5 }, { id: 2, n: 7 }, { id: 3, n: 5 }, { id: 4, n: 7 }, { id: 5, n: null }, { id: 6, n: null }];
    const ids = (isTurned: boolean) => ordered(rows, (row) => row.n, isTurned).shown.map((row) => row.id);
    expect(ids(false)).toEqual([2, 4, 1, 3, 5, 6]);
    expect(ids(true)).toEqual([1, 3, 2, 4, 5, 6]);
  });

  it('is that of the language: marks and capitals count little, numbers in a text by their size', () => {
    for (const language of ['id', 'en'] as const) {
      setRegion({ language });
      expect(inOrder(['zaki', 'Éko', 'Budi', 'andi']).shown).toEqual(['andi', 'Budi', 'Éko', 'zaki']);
      expect(inOrder(['RB-10', 'rb-2', 'RB-1']).shown).toEqual(['RB-1', 'rb-2', 'RB-10']);
      expect(inOrder(['10.0.0.10:8729', '10.0.0.9:8729']).shown).toEqual(['10.0.0.9:8729', '10.0.0.10:8729']);
    }
  });

  it('is exact for amounts, also beyond what a float holds', () => {
    const amounts = ['9007199254740992.00', '100000.00', '-25000.00', '9007199254740993.00', '99000.50', '-5.00', '0.00'];
    expect(ordered(amounts, hundredthsOf, false).shown).toEqual(['9007199254740993.00', '9007199254740992.00', '100000.00', '99000.50', '0.00', '-5.00', '-25000.00']);
  });

  it('is that of time for instants, however they are written', () => {
    const times = ['2026-11-21T07:00:00+07:00', '2026-11-21T01:00:00Z', null, '2026-11-20T23:59:59.5Z'];
    expect(ordered(times, instantOf, false).shown).toEqual(['2026-11-21T01:00:00Z', '2026-11-21T07:00:00+07:00', '2026-11-20T23:59:59.5Z', null]);
  });

  it('does not touch the rows it was given', () => {
    const rows = [1, 2, 3];
    ordered(rows, (row) => row, false);
    expect(rows).toEqual([1, 2, 3]);
  });
});

interface Row {
  id: string;
  n: number | null;
}
const columns: Column<Row>[] = [
  { id: 'id', header: 'Nama', width: 100, sortBy: (row) => row.id, cell: (row) => row.id },
  { id: 'n', header: 'Jumlah', width: 100, align: 'right', sortBy: (row) => row.n, cell: (row) => row.n ?? '–' },
  { id: 'plain', header: 'Lain', width: 100, cell: () => 'x' },
];
const rows: Row[] = [{ id: 'b', n: 1 }, { id: 'a', n: null }, { id: 'c', n: 3 }];
const read = (more: Partial<ReadSoFar> = {}): ReadSoFar => ({ hasNextPage: false, fetchNextPage: () => undefined, error: null, dataUpdatedAt: 1, ...more });

describe('a list in memory', () => {
  it('is turned by its heads, says so, and only by those that can', async () => {
    const user = userEvent.setup();
    function List() {
      return <DataTable id="sorted" label="Baris" columns={columns} {...useSorted('sorted', columns, rows)} rowId={(row) => row.id} empty={<p>kosong</p>} />;
    }
    show(<List />);
    const table = await screen.findByRole('table', { name: 'Baris' });
    const names = () => within(table).getAllByRole('row').slice(1).sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex'))).map((row) => within(row).getAllByRole('cell')[0]?.textContent).join('');
    const told = (name: string) => within(table).getByRole('columnheader', { name }).getAttribute('aria-sort');
    expect(names()).toBe('bac');
    expect(within(table).getAllByRole('button').map((button) => button.textContent)).toEqual(['Nama', 'Jumlah']);
    within(table).getByRole('button', { name: 'Jumlah' }).focus();
    await user.keyboard('{Enter}');
    expect([names(), told('Jumlah'), told('Nama')]).toEqual(['cba', 'descending', null]);
    await user.keyboard('{Enter}');
    expect([names(), told('Jumlah')]).toEqual(['bca', 'ascending']);
    await user.click(within(table).getByRole('button', { name: 'Nama' }));
    expect([names(), told('Jumlah'), told('Nama')]).toEqual(['abc', null, 'ascending']);
  });

  it('gives back the very rows it was given until an order is chosen, and the same ones until something changes', () => {
    const { result, rerender } = renderHook(() => useSorted('one', columns, rows));
    expect(result.current.rows).toBe(rows);
    expect(result.current.sort).toBeUndefined();
    act(() => result.current.onSort?.({ by: 'id', desc: false }));
    const { rows: sorted, sort, onSort } = result.current;
    expect(sorted.map((row) => row.id)).toEqual(['a', 'b', 'c']);
    rerender();
    expect(result.current.rows).toBe(sorted);
    expect(result.current.sort).toBe(sort);
    expect(result.current.onSort).toBe(onSort);
  });

  it('has its own order, which is not that of another on the same screen', () => {
    const { result, rerender } = renderHook(({ id }) => useSorted(id, columns, rows), { initialProps: { id: 'one' } });
    act(() => result.current.onSort?.({ by: 'id', desc: false }));
    rerender({ id: 'two' });
    expect(result.current.sort).toBeUndefined();
    expect(result.current.rows).toBe(rows);
    act(() => result.current.onSort?.({ by: 'id', desc: false }));
    expect(result.current.sort).toEqual({ by: 'id', desc: false });
  });

  it('is in order only where none of it is still to be read', () => {
    const { result, rerender } = renderHook(({ list }) => useSorted('one', columns, rows, { list }), { initialProps: { list: read() } });
    act(() => result.current.onSort?.({ by: 'id', desc: false }));
    expect(result.current.rows).not.toBe(rows);
    const fetchNextPage = vi.fn();
    rerender({ list: read({ hasNextPage: true, fetchNextPage }) });
    expect(result.current).toEqual({ rows, sort: undefined, onSort: undefined });
    expect(fetchNextPage).not.toHaveBeenCalled();
  });

  it('of few has the rest read for whoever asks for an order, page by page, and stops where one fails', () => {
    const fetchNextPage = vi.fn();
    const { result, rerender } = renderHook(({ list }) => useSorted('one', columns, rows, { list, few: true }), { initialProps: { list: read({ hasNextPage: true, fetchNextPage }) } });
    expect(fetchNextPage).not.toHaveBeenCalled();
    act(() => result.current.onSort?.({ by: 'id', desc: false }));
    expect(fetchNextPage).toHaveBeenCalledTimes(1);
    // Not all are here: they stand as they came.
    expect(result.current.rows).toBe(rows);
    expect(result.current.sort).toBeUndefined();
    rerender({ list: read({ hasNextPage: true, fetchNextPage, dataUpdatedAt: 2 }) });
    expect(fetchNextPage).toHaveBeenCalledTimes(2);
    rerender({ list: read({ hasNextPage: true, fetchNextPage, dataUpdatedAt: 2, error: new Error('away') }) });
    expect(fetchNextPage).toHaveBeenCalledTimes(2);
    rerender({ list: read({ fetchNextPage, dataUpdatedAt: 3 }) });
    expect(result.current.rows.map((row) => row.id)).toEqual(['a', 'b', 'c']);
    expect(result.current.sort).toEqual({ by: 'id', desc: false });
  });
});
