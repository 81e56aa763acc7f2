import {
  columnResizingFeature, columnSizingFeature, columnVisibilityFeature, tableFeatures, useTable, type ColumnSizingState, type ColumnVisibilityState,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/lib/format';
import { readPreference, writePreference } from '@/lib/preferences';
import { useWidth } from '@/lib/size';
import { ErrorState } from './feedback';
import { Icon } from './icon';
import { useTablePreferences, type Density } from './table-options';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Pixels at first; the person may drag it. Room left over goes to columns in the same proportion. */
  width: number;
  align?: 'right';
  /** The server can sort by it. */
  sortable?: boolean;
  /** May not be hidden: what the row is called. */
  fixed?: boolean;
}

export interface Sort {
  by: string;
  desc: boolean;
}

export interface DataTableProps<Row> {
  /** Names the table for screen readers and is the key of its stored widths. */
  id: string;
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  /** How many rows there are in all, where known. */
  total?: number | undefined;
  sort?: Sort | undefined;
  onSort?: (sort: Sort) => void;
  hasMore?: boolean;
  onMore?: () => void;
  loading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  /** What to show when there are no rows: empty and no-match are different sentences, so the screen says which. */
  empty: ReactNode;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  onOpen?: (row: Row) => void;
}

const features = tableFeatures({ columnVisibilityFeature, columnSizingFeature, columnResizingFeature });
const rowHeights: Record<Density, number> = { compact: 28, normal: 32, cosy: 40 };
const checkWidth = 52;

function storedWidths(id: string): ColumnSizingState {
  try {
    return JSON.parse(readPreference(`table.${id}.widths`) ?? '{}') as ColumnSizingState;
  } catch {
    return {};
  }
}

/**
 * The list: virtual rows over keyset pages, sticky head and first column, sort, drag of widths,
 * a keyboard cursor and selection. Keys: ↑ ↓ PgUp PgDn Home End move, Space or x selects, Shift+↑↓ extends,
 * Ctrl+A selects what is loaded, Enter opens, Esc lets go.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { id, label, columns, rows, rowId, total, sort, onSort, hasMore = false, onMore, loading = false, error, onRetry, empty, selected, onSelect, onOpen } = props;
  const { t } = useTranslation();
  const { density, hidden } = useTablePreferences(id);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [cursor, setCursor] = useState<number>(-1);
  const [sizing, setSizing] = useState<ColumnSizingState>(() => storedWidths(id));
  const visibility = useMemo<ColumnVisibilityState>(() => Object.fromEntries(hidden.map((column) => [column, false])), [hidden]);

  const defs = useMemo(
    () => columns.map((column) => ({ id: column.id, header: column.header, size: column.width, minSize: 48, enableHiding: !column.fixed })),
    [columns],
  );
  const table = useTable({
    features,
    columns: defs,
    data: rows as object[],
    state: { columnVisibility: visibility, columnSizing: sizing },
    onColumnSizingChange: (updater) => {
      const next = typeof updater === 'function' ? updater(sizing) : updater;
      setSizing(next);
      writePreference(`table.${id}.widths`, JSON.stringify(next));
    },
    onColumnVisibilityChange: () => undefined,
    columnResizeMode: 'onChange',
  });
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const shown = headers.flatMap((header) => byId.get(header.column.id) ?? []);
  const check = onSelect ? checkWidth : 0;
  const wanted = headers.reduce((sum, header) => sum + header.getSize(), 0);
  const room = useWidth(scroller);
  // Room left over is shared in proportion; the box for selection stays as it is, since the first column is pinned after it.
  const stretch = Math.max(1, (room - check) / Math.max(1, wanted));
  const widths = headers.map((header) => Math.floor(header.getSize() * stretch));
  const width = Math.max(room, widths.reduce((sum, one) => sum + one, check));

  const rowHeight = rowHeights[density];
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 1024, height: 600 },
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? -1;

  // The next page is asked for two screens before the end, so that scrolling does not stop at a seam.
  useEffect(() => {
    if (hasMore && !loading && lastShown >= rows.length - 40) onMore?.();
  }, [hasMore, loading, lastShown, rows.length, onMore]);

  const select = useCallback(
    (index: number, on?: boolean) => {
      const row = rows[index];
      if (!row || !onSelect) return;
      const next = new Set(selected);
      const key = rowId(row);
      if (on ?? !next.has(key)) next.add(key);
      else next.delete(key);
      onSelect(next);
    },
    [rows, onSelect, selected, rowId],
  );

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setCursor(next);
    virtualizer.scrollToIndex(next);
    return next;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement && event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    if (event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement) {
      if (event.key === 'Enter' || event.key === ' ') return;
    }
    const page = Math.max(1, Math.floor((scroller?.clientHeight ?? 600) / rowHeight) - 2);
    const moves: Record<string, number> = {
      ArrowDown: cursor + 1, ArrowUp: cursor - 1, PageDown: cursor + page, PageUp: cursor - page, Home: 0, End: rows.length - 1, j: cursor + 1, k: cursor - 1,
    };
    const to = moves[event.key];
    if (to !== undefined && rows.length > 0 && !event.ctrlKey) {
      event.preventDefault();
      const at = moveTo(to);
      if (event.shiftKey && onSelect) select(at, true);
    } else if ((event.key === ' ' || event.key === 'x') && cursor >= 0) {
      event.preventDefault();
      select(cursor);
    } else if (event.key === 'Enter' && cursor >= 0) {
      event.preventDefault();
      const row = rows[cursor];
      if (row) onOpen?.(row);
    } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && onSelect) {
      event.preventDefault();
      onSelect(new Set(rows.map(rowId)));
    } else if (event.key === 'Escape' && selected && selected.size > 0) {
      event.preventDefault();
      onSelect?.(new Set());
    }
  };

  if (error && rows.length === 0) return <ErrorState error={error} onRetry={onRetry} />;
  if (!loading && rows.length === 0) return <>{empty}</>;

  const allSelected = rows.length > 0 && rows.every((row) => selected?.has(rowId(row)));
  const someSelected = (selected?.size ?? 0) > 0;
  const padTop = items[0]?.start ?? 0;
  const padBottom = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const span = shown.length + (onSelect ? 1 : 0);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys move the cursor over the rows, as in a grid
    <div
      className="TableWrap"
      ref={setScroller}
      role="group"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the table is one stop for Tab; rows are reached by the arrow keys
      tabIndex={0}
      data-density={density}
      data-list=""
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.target === scroller && cursor < 0 && rows.length > 0) setCursor(0);
      }}
    >
      <table className="DataTable live" style={{ width }} aria-rowcount={total ?? -1} aria-busy={loading}>
        <caption className="sr">{label}</caption>
        <colgroup>
          {onSelect && <col style={{ width: checkWidth }} />}
          {headers.map((header, i) => (
            // The last takes what rounding left over.
            <col key={header.id} style={i === headers.length - 1 ? undefined : { width: widths[i] }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {onSelect && (
              <th scope="col" className="pin">
                <input
                  type="checkbox"
                  className="Check"
                  aria-label={t('common:selectAll')}
                  checked={allSelected}
                  ref={(box) => {
                    if (box) box.indeterminate = someSelected && !allSelected;
                  }}
                  onChange={() => onSelect(allSelected ? new Set() : new Set(rows.map(rowId)))}
                />
              </th>
            )}
            {headers.map((header, index) => {
              const column = byId.get(header.column.id);
              if (!column) return null;
              const sorted = sort?.by === column.id;
              return (
                <th
                  key={header.id}
                  scope="col"
                  className={[column.align === 'right' ? 'num' : '', index === 0 ? 'pin' : ''].join(' ')}
                  style={index === 0 && onSelect ? { left: checkWidth } : undefined}
                  aria-sort={sorted ? (sort.desc ? 'descending' : 'ascending') : undefined}
                >
                  {column.sortable && onSort ? (
                    <button type="button" className="SortBtn" onClick={() => onSort({ by: column.id, desc: sorted ? !sort.desc : false })}>
                      {column.header}
                      {sorted && <Icon as={sort.desc ? ArrowDown : ArrowUp} size={12} className="sort" />}
                    </button>
                  ) : (
                    column.header
                  )}
                  {/* Widths are a matter for the pointer; nothing is lost without it. */}
                  <span className="Grip" aria-hidden="true" onPointerDown={header.getResizeHandler()} />
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {padTop > 0 && <tr aria-hidden="true" className="pad"><td colSpan={span} style={{ height: padTop }} /></tr>}
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            const key = rowId(row);
            const isSelected = selected?.has(key) ?? false;
            return (
              <tr
                key={key}
                aria-rowindex={item.index + 2}
                aria-selected={onSelect ? isSelected : undefined}
                className={[isSelected ? 'sel' : '', item.index === cursor ? 'cur' : '', onOpen ? 'opens' : ''].join(' ')}
                onClick={(event) => {
                  setCursor(item.index);
                  if ((event.target as HTMLElement).closest('input, button, a')) return;
                  if (event.ctrlKey || event.metaKey) select(item.index);
                  else onOpen?.(row);
                }}
              >
                {onSelect && (
                  <td className="pin">
                    <input type="checkbox" className="Check" tabIndex={-1} aria-label={t('common:selectRow')} checked={isSelected} onChange={() => select(item.index)} />
                  </td>
                )}
                {shown.map((column, index) => (
                  <td
                    key={column.id}
                    className={[column.align === 'right' ? 'num' : '', index === 0 ? 'pin' : ''].join(' ')}
                    style={index === 0 && onSelect ? { left: checkWidth } : undefined}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {loading && rows.length === 0 && <SkeletonRows columns={shown.length + (onSelect ? 1 : 0)} />}
          {padBottom > 0 && <tr aria-hidden="true" className="pad"><td colSpan={span} style={{ height: padBottom }} /></tr>}
        </tbody>
      </table>
      <p className="sr" role="status">
        {loading ? t('common:loading') : t('common:rowsLoaded', { rows: formatNumber(rows.length) })}
      </p>
    </div>
  );
}

function SkeletonRows({ columns }: { columns: number }) {
  return Array.from({ length: 12 }, (_, row) => (
    <tr key={`skeleton-${row + 1}`} aria-hidden="true">
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
