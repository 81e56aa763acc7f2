import { useCallback, useEffect, useMemo, useState } from 'react';
import { compareText } from '@/lib/format';
import type { Column, DataTableProps, Sort, SortValue } from './data-table';

/** How far a list has been read. */
export interface ReadSoFar {
  hasNextPage: boolean;
  fetchNextPage: () => unknown;
  error: unknown;
  dataUpdatedAt: number;
}

export interface SortedOptions {
  /** Where the rows come page by page: they are in order only once all of them are here. */
  list?: ReadSoFar;
  /** There are never many: whoever asks for an order has the rest read for it. Otherwise heads sort only where nothing is left to read. */
  few?: boolean;
}

export type Sorted<Row> = Required<Pick<DataTableProps<Row>, 'rows'>> & Pick<DataTableProps<Row>, 'sort' | 'onSort'>;

interface Choice {
  /** The list it was chosen in. */
  of: string;
  by: string;
  /** Pressed once more: the other way round. */
  isTurned: boolean;
}

/**
 * Rows that are all in memory, in the order of the head that was pressed (`Column.sortBy`): texts from A on, numbers,
 * amounts and times from the greatest, and the next press turns them. Until one is pressed they stand as they came. The
 * order lasts as long as the screen, and is that of `id` alone: another list on the same screen begins with its own.
 */
export function useSorted<Row>(id: string, columns: Column<Row>[], rows: Row[], { list, few = false }: SortedOptions = {}): Sorted<Row> {
  const [last, setLast] = useState<Choice>();
  const choice = last?.of === id ? last : undefined;
  const column = choice && columns.find((one) => one.id === choice.by && one.sortBy);
  const isWhole = !list?.hasNextPage;
  useRest(list, few && column !== undefined);
  const of = isWhole ? column?.sortBy : undefined;
  const isTurned = choice?.isTurned ?? false;
  const { shown, desc } = useMemo(() => (of ? ordered(rows, of, isTurned) : { shown: rows, desc: false }), [rows, of, isTurned]);
  const by = of && choice?.by;
  const sort = useMemo<Sort | undefined>(() => (by === undefined ? undefined : { by, desc }), [by, desc]);
  const onSort = useCallback(
    ({ by }: Sort) => setLast((before) => ({ of: id, by, isTurned: before?.of === id && before.by === by && !before.isTurned })),
    [id],
  );
  return { rows: shown, sort, onSort: isWhole || few ? onSort : undefined };
}

/** Reads on to the end of a list while it is wanted; where a page fails it waits to be tried again. */
function useRest(list: ReadSoFar | undefined, isWanted: boolean): void {
  const { hasNextPage = false, fetchNextPage, error, dataUpdatedAt } = list ?? {};
  useEffect(() => {
    if (isWanted && hasNextPage && !error) fetchNextPage?.();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- each answer asks for the next page; one that was broken off is followed by an answer as well
  }, [isWanted, dataUpdatedAt, hasNextPage, error, fetchNextPage]);
}

/** An instant as a column compares it. */
export function instantOf(at: string | null | undefined): number | null {
  return at ? Date.parse(at) : null;
}

/** The rows by what `of` says of each, and whether they fall. Equal ones stay as they came, whichever way the others are turned. */
export function ordered<Row>(rows: Row[], of: (row: Row) => SortValue, isTurned: boolean): { shown: Row[]; desc: boolean } {
  const known: { row: Row; value: string | number | bigint }[] = [];
  const none: Row[] = [];
  for (const row of rows) {
    const value = of(row);
    if (value === null || value === undefined || value === '' || Number.isNaN(value)) none.push(row);
    else known.push({ row, value });
  }
  const desc = (typeof (known[0]?.value ?? '') !== 'string') !== isTurned;
  known.sort((a, b) => (desc ? compare(b.value, a.value) : compare(a.value, b.value)));
  return { shown: [...known.map(({ row }) => row), ...none], desc };
}

function compare(a: string | number | bigint, b: string | number | bigint): number {
  if (typeof a === 'string' || typeof b === 'string') return compareText(String(a), String(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
