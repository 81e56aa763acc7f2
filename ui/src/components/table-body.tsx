import { memo, useEffect, useImperativeHandle, type KeyboardEvent, type Ref } from 'react';
import type { Column } from './data-table';
import { useCursor } from './table-cursor';
import { useRowWindow } from './table-recycling';
import { SkeletonRows, TableRow } from './table-row';

/** What the frame of the list hands on. */
export interface TableKeys {
  onKeyDown: (event: KeyboardEvent) => void;
  /** The list took the focus. */
  onEnter: () => void;
}

export interface TableBodyProps<Row> {
  ref: Ref<TableKeys>;
  scroller: HTMLDivElement | null;
  columns: Column<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  /** Pixels. */
  rowHeight: number;
  /** What the box of selection is called; absent where rows cannot be selected. */
  boxLabel: string | undefined;
  /** How many grey rows stand below the last one. */
  bars: number;
  selected: ReadonlySet<string> | undefined;
  onSelect: ((selected: Set<string>) => void) | undefined;
  onOpen: ((row: Row) => void) | undefined;
  /** Asks for the next page; absent where there is none to ask for. */
  onMore: (() => void) | undefined;
}

/** The rows in sight, and the cursor among them. All that scrolling and moving change is drawn here. */
function Body<Row>({ ref, scroller, columns, rows, rowId, rowHeight, boxLabel, bars, selected, onSelect, onOpen, onMore }: TableBodyProps<Row>) {
  const { drawn, slots, last, show } = useRowWindow(scroller, rows.length, rowHeight);

  // The next page is asked for two screens before the end, so that scrolling does not stop at a seam.
  useEffect(() => {
    if (last >= rows.length - 40) onMore?.();
  }, [last, rows.length, onMore]);

  const { at, onKeyDown, onEnter, onPress } = useCursor({
    rows, rowId, selected, onSelect, onOpen,
    page: () => Math.max(1, Math.floor((scroller?.clientHeight ?? 600) / rowHeight) - 2),
    show,
  });
  useImperativeHandle(ref, () => ({ onKeyDown, onEnter }));

  return (
    <tbody style={{ height: (rows.length + bars) * rowHeight }}>
      {drawn.map((index) => {
        const row = rows[index];
        if (!row) return null;
        return (
          <TableRow
            key={index % slots}
            row={row}
            index={index}
            top={index * rowHeight}
            columns={columns}
            boxLabel={boxLabel}
            selected={selected?.has(rowId(row)) ?? false}
            cursor={index === at}
            opens={onOpen !== undefined}
            onPress={onPress}
          />
        );
      })}
      <SkeletonRows columns={columns.length + (boxLabel ? 1 : 0)} rows={bars} top={rows.length * rowHeight} height={rowHeight} />
    </tbody>
  );
}

export const TableBody = memo(Body) as typeof Body;
