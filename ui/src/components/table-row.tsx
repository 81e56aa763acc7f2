import { memo } from 'react';
import type { Column } from './data-table';
import type { Press } from './table-cursor';

/** Where the box of selection ends and the first column begins, in pixels. */
export const checkWidth = 52;

export interface TableRowProps<Row> {
  /** Names the element, not the row: it shows another one as the list moves. */
  id: string;
  row: Row;
  index: number;
  /** Where it begins below the head, in pixels. */
  top: number;
  columns: Column<Row>[];
  /** What the box of selection is called; absent where rows cannot be selected. */
  boxLabel: string | undefined;
  selected: boolean;
  cursor: boolean;
  opens: boolean;
  /** Waits out of sight for its next row: nothing in it can be reached. */
  idle: boolean;
  onPress: (index: number, press: Press) => void;
}

function Cells<Row>({ id, row, index, top, columns, boxLabel, selected, cursor, opens, idle, onPress }: TableRowProps<Row>) {
  const selectable = boxLabel !== undefined;
  return (
    <tr
      id={id}
      inert={idle}
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : undefined}
      className={[selected ? 'sel' : '', cursor ? 'cur' : '', opens ? 'opens' : ''].join(' ')}
      style={{ top }}
      onMouseDown={(event) => {
        const isBox = (event.target as HTMLElement).closest('td.check') !== null;
        // Shift extends the selection of rows, not of text. A box that took the cursor would take the list's keys with it.
        if (event.shiftKey || isBox) event.preventDefault();
        if (isBox) event.currentTarget.closest<HTMLElement>('.TableWrap')?.focus({ preventScroll: true });
      }}
      onClick={(event) => {
        const target = event.target as HTMLElement;
        const box = target.closest('td.check') !== null;
        if (!box && target.closest('input, button, a, label')) return;
        onPress(index, { kind: box ? 'box' : 'row', shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey });
      }}
    >
      {selectable && (
        <td className="pin check">
          <Box id={`${id}-box`} label={boxLabel} named={`${id}-box ${id}-name`} checked={selected} />
        </td>
      )}
      {columns.map((column, place) => (
        <td key={column.id} id={place === 0 ? `${id}-name` : undefined} className={[column.align === 'right' ? 'num' : '', place === 0 ? 'pin' : ''].join(' ')} style={place === 0 && selectable ? { left: checkWidth } : undefined}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** Apart from the row: a box that says the same again is not touched, and touching one costs as much as a cell. */
const Box = memo(({ id, label, named, checked }: { id: string; label: string; named: string; checked: boolean }) => (
  <input id={id} type="checkbox" className="Check" tabIndex={-1} aria-label={label} aria-labelledby={named} checked={checked} readOnly />
));

/** One row; drawn again only when something about it changed, so that moving and scrolling cost a row or two. */
export const TableRow = memo(Cells) as typeof Cells;

/** Grey bars where rows will be, from `top` on. */
export function SkeletonRows({ columns, rows, top, height }: { columns: number; rows: number; top: number; height: number }) {
  return Array.from({ length: rows }, (_, row) => (
    <tr key={`skeleton-${row + 1}`} aria-hidden="true" style={{ top: top + row * height }}>
      {Array.from({ length: columns }, (_, cell) => (
        <td key={`cell-${cell + 1}`}>
          <span className="Skeleton inline">
            <i style={{ width: `${70 - ((row * 13 + cell * 29) % 40)}%` }} />
          </span>
        </td>
      ))}
    </tr>
  ));
}
