import { memo, useEffect, useImperativeHandle, useLayoutEffect, useRef, type KeyboardEvent, type Ref } from 'react';
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
  /** Names the elements of the rows. */
  id: string;
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
  /** Which rows lead somewhere; all where it is absent. */
  mayOpen: ((row: Row) => boolean) | undefined;
  /** Asks for the next page; absent where there is none to ask for. */
  onMore: (() => void) | undefined;
  /** When the rows were read (ms). */
  updatedAt: number | undefined;
  /** What the list was asked for; another question begins at the top. */
  asked: string | undefined;
}

/** The rows in sight, and the cursor among them. All that scrolling and moving change is drawn here. */
function Body<Row>({ id, ref, scroller, columns, rows, rowId, rowHeight, boxLabel, bars, selected, onSelect, onOpen, mayOpen, onMore, updatedAt, asked }: TableBodyProps<Row>) {
  const { drawn, slots, last, isIdle, show, toTop } = useRowWindow(scroller, rows.length, rowHeight);

  // The next page is asked for two screens before the end, so that scrolling does not stop at a seam; and again after every
  // answer: a page that was under way is broken off where the list is read anew meanwhile.
  useEffect(() => {
    if (last >= rows.length - 40) onMore?.();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [last, rows.length, updatedAt, onMore]);

  const { at, onKeyDown, onEnter, onPress } = useCursor({
    rows, rowId, selected, onSelect, onOpen: onOpen && ((row: Row) => (mayOpen?.(row) ?? true) && onOpen(row)), asked,
    page: () => Math.max(1, Math.floor((scroller?.clientHeight ?? 600) / rowHeight) - 2),
    first: () => Math.ceil((scroller?.scrollTop ?? 0) / rowHeight),
    show,
  });
  useImperativeHandle(ref, () => ({ onKeyDown, onEnter }));
  useTop(asked, toTop);
  useFocusKept(scroller);
  const current = at >= 0 && drawn.includes(at) ? `${id}-${at % slots}` : undefined;
  useLayoutEffect(() => {
    // The frame is not drawn again when the cursor moves.
    if (current === undefined) scroller?.removeAttribute('aria-activedescendant');
    else scroller?.setAttribute('aria-activedescendant', current);
  }, [scroller, current]);

  return (
    <tbody style={{ height: (rows.length + bars) * rowHeight }}>
      {drawn.map((index) => {
        const row = rows[index];
        if (!row) return null;
        return (
          <TableRow
            key={index % slots}
            id={`${id}-${index % slots}`}
            row={row}
            index={index}
            top={index * rowHeight}
            columns={columns}
            boxLabel={boxLabel}
            selected={selected?.has(rowId(row)) ?? false}
            cursor={index === at}
            opens={onOpen !== undefined && (mayOpen?.(row) ?? true)}
            idle={isIdle(index)}
            onPress={onPress}
          />
        );
      })}
      <SkeletonRows columns={columns.length + (boxLabel ? 1 : 0)} rows={bars} top={rows.length * rowHeight} height={rowHeight} />
    </tbody>
  );
}

/** Another question begins at the top. */
function useTop(asked: string | undefined, toTop: () => void): void {
  const last = useRef(asked);
  useEffect(() => {
    if (last.current !== asked) toTop();
    last.current = asked;
  }, [asked, toTop]);
}

/** What had the cursor in a row and went with it (its row moved on or waits out of sight, a press of its button changed it) leaves it to the list. */
function useFocusKept(scroller: HTMLElement | null): void {
  const inside = useRef<Element | null>(null);
  useEffect(() => {
    if (!scroller) return undefined;
    const onFocus = (event: FocusEvent) => {
      inside.current = event.target instanceof Element && event.target !== scroller ? event.target : null;
    };
    scroller.addEventListener('focusin', onFocus);
    return () => scroller.removeEventListener('focusin', onFocus);
  }, [scroller]);
  useLayoutEffect(() => {
    if (!inside.current || (inside.current.isConnected && !inside.current.closest('[inert]'))) return;
    const isGone = document.activeElement === document.body || document.activeElement === inside.current;
    inside.current = null;
    if (isGone) scroller?.focus({ preventScroll: true });
  });
}

export const TableBody = memo(Body) as typeof Body;
