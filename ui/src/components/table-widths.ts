import { columnResizingFeature, columnSizingFeature, columnVisibilityFeature, tableFeatures, useTable, type ColumnVisibilityState } from '@tanstack/react-table';
import { useMemo } from 'react';
import type { Column } from './data-table';
import { useTablePreferences } from './table-preferences';

export interface ColumnWidth {
  id: string;
  /** Pixels. */
  size: number;
  /** A press on the edge of the head begins to drag it. */
  onGrip: (event: unknown) => void;
  /** Gives the column its own width back. */
  onReset: () => void;
}

const features = tableFeatures({ columnVisibilityFeature, columnSizingFeature, columnResizingFeature });
const noData: object[] = [];

/** The columns of a list that are shown, and how wide each is: as the person left them. */
export function useColumnWidths<Row>(id: string, columns: Column<Row>[]): { shown: Column<Row>[]; widths: ColumnWidth[] } {
  // The library answers what has changed from the same object: a compiler that remembers by object would not ask again.
  'use no memo';
  const { hidden, widths: stored, setWidths } = useTablePreferences(id);
  const visibility = useMemo<ColumnVisibilityState>(() => Object.fromEntries(hidden.map((column) => [column, false])), [hidden]);
  const defs = useMemo(() => columns.map((column) => ({ id: column.id, header: column.header, size: column.width, minSize: 48, enableHiding: !column.fixed })), [columns]);
  const table = useTable({
    features,
    columns: defs,
    // Rows are drawn here, not there: what is used of the library is columns.
    data: noData,
    state: { columnVisibility: visibility, columnSizing: stored },
    onColumnSizingChange: (updater) => setWidths(typeof updater === 'function' ? updater(stored) : updater),
    onColumnVisibilityChange: () => undefined,
    columnResizeMode: 'onChange',
  });
  const shown = useMemo(() => columns.filter((column) => column.fixed || !hidden.includes(column.id)), [columns, hidden]);
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const sizes = headers.map((header) => header.getSize()).join(' ');
  const widths = useMemo(
    () => headers.map((header) => ({ id: header.id, size: header.getSize(), onGrip: (event: unknown) => header.getResizeHandler()(event), onReset: () => header.column.resetSize() })),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the library's array is the same object while sizes differ
    [headers, sizes],
  );
  return { shown, widths };
}
