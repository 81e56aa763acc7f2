import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';

export interface CursorOptions<Row> {
  rows: Row[];
  rowId: (row: Row) => string;
  selected: ReadonlySet<string> | undefined;
  onSelect: ((selected: Set<string>) => void) | undefined;
  onOpen: ((row: Row) => void) | undefined;
  /** What the list was asked for: the cursor of another question is none of this one. */
  asked: string | undefined;
  /** How many rows one PageDown moves. */
  page: () => number;
  /** The first row that is wholly in sight: where the cursor begins. */
  first: () => number;
  show: (index: number) => void;
}

export interface Cursor {
  /** The row the keys act on; −1 before any. */
  at: number;
  onKeyDown: (event: KeyboardEvent) => void;
  /** A row was clicked, its box or its face; Shift takes all from the last one on. */
  onPress: (index: number, press: Press) => void;
  onEnter: () => void;
}

export interface Press {
  kind: 'box' | 'row';
  shift: boolean;
  ctrl: boolean;
}

interface Anchor {
  at: number;
  /** What was selected before the range, so that a range can shrink again. */
  before: ReadonlySet<string>;
}

/**
 * The keyboard cursor and selection of a list. The cursor follows its row when rows come or go above it.
 * Keys: ↑ ↓ j k PgUp PgDn Home End move, Space or x selects, Shift with any of them selects the range from where
 * it began, Ctrl+A selects what is loaded, Enter opens, Esc lets go.
 */
export function useCursor<Row>(options: CursorOptions<Row>): Cursor {
  const { rows, rowId, asked } = options;
  const [cursor, setCursor] = useState<{ at: number; key: string } | undefined>();
  const [seen, setSeen] = useState(asked);
  if (asked !== seen) {
    setSeen(asked);
    setCursor(undefined);
  }
  const anchor = useRef<Anchor | undefined>(undefined);
  const at = cursor ? placeOf(rows, rowId, cursor) : -1;
  const latest = useRef({ ...options, at });
  useEffect(() => {
    latest.current = { ...options, at };
  });
  useEffect(() => {
    anchor.current = undefined;
  }, [asked]);

  const put = useCallback((index: number): number => {
    const { rows, rowId, show } = latest.current;
    const next = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[next];
    if (!row) return -1;
    setCursor({ at: next, key: rowId(row) });
    show(next);
    return next;
  }, []);

  const toggle = useCallback((index: number) => {
    const { rows, rowId, selected, onSelect } = latest.current;
    const row = rows[index];
    if (!row || !onSelect) return;
    const next = new Set(selected);
    const key = rowId(row);
    if (!next.delete(key)) next.add(key);
    anchor.current = { at: index, before: next };
    onSelect(next);
  }, []);

  const selectTo = useCallback((from: number, to: number) => {
    const { rows, rowId, selected, onSelect } = latest.current;
    if (!onSelect) return;
    anchor.current ??= { at: Math.max(0, from), before: new Set(selected) };
    const next = new Set(anchor.current.before);
    for (let i = Math.min(anchor.current.at, to); i <= Math.max(anchor.current.at, to); i += 1) {
      const row = rows[i];
      if (row) next.add(rowId(row));
    }
    onSelect(next);
  }, []);

  const onPress = useCallback(
    (index: number, { kind, shift, ctrl }: Press) => {
      const { rows, rowId, onSelect, onOpen, at } = latest.current;
      const row = rows[index];
      if (!row) return;
      setCursor({ at: index, key: rowId(row) });
      if (shift && onSelect) selectTo(at < 0 ? index : at, index);
      else if (kind === 'box' || (ctrl && onSelect)) toggle(index);
      else {
        anchor.current = undefined;
        onOpen?.(row);
      }
    },
    [selectTo, toggle],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (isOther(event)) return;
    const { rows, rowId, selected, onSelect, onOpen, page } = latest.current;
    const key = event.key.toLowerCase();
    const moves: Record<string, number> = {
      arrowdown: at + 1, j: at + 1, arrowup: at - 1, k: at - 1, pagedown: at + page(), pageup: at - page(), home: 0, end: rows.length - 1,
    };
    const to = moves[key];
    const ctrl = event.ctrlKey || event.metaKey;
    if (to !== undefined && rows.length > 0 && !ctrl) {
      event.preventDefault();
      const from = at;
      const now = put(to);
      if (event.shiftKey) selectTo(from, now);
      else anchor.current = undefined;
    } else if ((key === ' ' || key === 'x') && at >= 0 && !ctrl) {
      event.preventDefault();
      toggle(at);
    } else if (key === 'enter' && at >= 0) {
      event.preventDefault();
      const row = rows[at];
      if (row) onOpen?.(row);
    } else if (key === 'a' && ctrl && onSelect) {
      event.preventDefault();
      onSelect(new Set(rows.map(rowId)));
    } else if (key === 'escape' && selected && selected.size > 0) {
      event.preventDefault();
      anchor.current = undefined;
      onSelect?.(new Set());
    }
  };

  const onEnter = () => {
    // Where one looks: a list that was scrolled by the wheel must not leap when it is clicked.
    if (at < 0) put(latest.current.first());
  };
  return { at, onKeyDown, onPress, onEnter };
}

/** Where the cursor's row is now: mostly where it was; else near it; else the place itself. */
function placeOf<Row>(rows: Row[], rowId: (row: Row) => string, { at, key }: { at: number; key: string }): number {
  const is = (index: number) => {
    const row = rows[index];
    return row !== undefined && rowId(row) === key;
  };
  if (is(at)) return at;
  // Rows come and go a few at a time; looking further would cost more than a cursor is worth.
  for (let by = 1; by <= 400; by += 1) {
    if (is(at + by)) return at + by;
    if (is(at - by)) return at - by;
  }
  return Math.min(at, rows.length - 1);
}

/** A key that belongs to what has the focus inside the table, not to the list. */
function isOther(event: KeyboardEvent): boolean {
  const { target, key } = event;
  if (target instanceof HTMLInputElement) return key !== 'ArrowDown' && key !== 'ArrowUp';
  if (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement) return key === 'Enter' || key === ' ';
  return false;
}
