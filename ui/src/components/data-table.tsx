import { columnResizingFeature, columnSizingFeature, columnVisibilityFeature, tableFeatures, useTable, type ColumnVisibilityState } from '@tanstack/react-table';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, RotateCw } from 'lucide-react';
import { useEffect, useMemo, useState, type CSSProperties, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatTime } from '@/lib/format';
import { useLasting } from '@/lib/clock';
import { describeError } from '@/i18n/errors';
import { Btn } from './button';
import { ErrorState } from './feedback';
import { Icon } from './icon';
import { useCursor } from './table-cursor';
import { useDensity, useTablePreferences, type Density } from './table-preferences';
import { useRecycled } from './table-recycling';
import { checkWidth, SkeletonRows, TableRow } from './table-row';

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
  /** When the rows were read (ms): said when reading them anew has failed. */
  updatedAt?: number | undefined;
}

const features = tableFeatures({ columnVisibilityFeature, columnSizingFeature, columnResizingFeature });
const rowHeights: Record<Density, number> = { compact: 28, normal: 32, cosy: 40 };

/**
 * The list: virtual rows over keyset pages, sticky head and first column, sort, drag of widths (a double click gives
 * a column its own width back), a keyboard cursor and selection (see `useCursor` for the keys). A table with rows
 * keeps them when a later page or a refresh fails, and says so in a line below them.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { id, label, columns, rows, rowId, total, sort, onSort, hasMore = false, onMore, loading = false, error, onRetry, empty, selected, onSelect, onOpen, updatedAt } = props;
  const { t } = useTranslation();
  const [density] = useDensity();
  const { hidden, widths: stored, setWidths } = useTablePreferences(id);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
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
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const shown = useMemo(() => columns.filter((column) => column.fixed || !hidden.includes(column.id)), [columns, hidden]);
  const check = onSelect ? checkWidth : 0;
  const wanted = headers.reduce((sum, header) => sum + header.getSize(), check);
  // Room left over is shared in proportion; the box for selection stays as it is, since the first column is pinned after it.
  const tracks = [...(check > 0 ? [`${check}px`] : []), ...headers.map((header) => `minmax(${header.getSize()}px, ${header.getSize()}fr)`)].join(' ');

  const rowHeight = rowHeights[density];
  // A few rows beyond the edge: more would cost elements, fewer would show white at a turn of the wheel.
  const overscan = 3;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan,
    // The head covers the first row's worth of what is scrolled to.
    scrollPaddingStart: rowHeight,
    initialRect: { width: 1024, height: 600 },
    observeElementRect: observeSize,
  });
  const wide = wanted > (virtualizer.scrollRect?.width ?? wanted);
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const items = virtualizer.getVirtualItems();
  const slots = Math.ceil((virtualizer.scrollRect?.height ?? 0) / rowHeight) + 2 * overscan + 2;
  const slow = useLasting(loading, barsAfter);
  const drawn = useRecycled(items, slots, rows.length, virtualizer.isScrolling);
  const lastShown = items.at(-1)?.index ?? -1;

  // The next page is asked for two screens before the end, so that scrolling does not stop at a seam.
  // A page that failed is not asked for again by itself: the line below has the button.
  useEffect(() => {
    if (hasMore && !loading && !error && lastShown >= rows.length - 40) onMore?.();
  }, [hasMore, loading, error, lastShown, rows.length, onMore]);

  const cursor = useCursor({
    rows, rowId, selected, onSelect, onOpen,
    page: () => Math.max(1, Math.floor((scroller?.clientHeight ?? 600) / rowHeight) - 2),
    show: (index) => virtualizer.scrollToIndex(index),
  });

  if (error && rows.length === 0) return <ErrorState error={error} onRetry={onRetry} />;
  if (!loading && rows.length === 0) return <>{empty}</>;

  const boxLabel = t('common:selectRow');
  const someSelected = (selected?.size ?? 0) > 0;
  // Counted first: looking through a long list at every frame would be felt.
  const allSelected = someSelected && (selected?.size ?? 0) >= rows.length && rows.every((row) => selected?.has(rowId(row)));
  const bars = slow ? (rows.length === 0 ? 12 : 2) : 0;

  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys move the cursor over the rows, as in a grid */}
      <div
        className="TableWrap"
        ref={setScroller}
        role="group"
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the table is one stop for Tab; rows are reached by the arrow keys
        tabIndex={0}
        data-density={density}
        data-list=""
        onKeyDown={cursor.onKeyDown}
        onFocus={(event) => {
          if (event.target === scroller) cursor.onEnter();
        }}
      >
        <table className={wide ? 'DataTable live wide' : 'DataTable live'} style={{ minWidth: wanted, '--tracks': tracks } as CSSProperties} aria-rowcount={total ?? -1} aria-busy={loading}>
          <caption className="sr">{label}</caption>
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
                const column = shown[index];
                if (!column) return null;
                const sorted = sort?.by === column.id;
                return (
                  <th
                    key={header.id}
                    scope="col"
                    className={[column.align === 'right' ? 'num' : '', index === 0 ? 'pin' : ''].join(' ')}
                    // Where it is pinned only: a head that is not would be moved by it.
                    style={index === 0 && onSelect && wide ? { left: checkWidth } : undefined}
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
                    <span className="Grip" aria-hidden="true" onPointerDown={header.getResizeHandler()} onDoubleClick={() => header.column.resetSize()} />
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody style={{ height: virtualizer.getTotalSize() + bars * rowHeight }}>
            {drawn.map((index) => {
              const row = rows[index];
              if (!row) return null;
              const key = rowId(row);
              return (
                <TableRow
                  key={index % slots}
                  row={row}
                  index={index}
                  top={index * rowHeight}
                  columns={shown}
                  boxLabel={onSelect ? boxLabel : undefined}
                  selected={selected?.has(key) ?? false}
                  cursor={index === cursor.at}
                  opens={onOpen !== undefined}
                  onPress={cursor.onPress}
                />
              );
            })}
            <SkeletonRows columns={shown.length + (onSelect ? 1 : 0)} rows={bars} top={virtualizer.getTotalSize()} height={rowHeight} />
          </tbody>
        </table>
        <p className="sr" role="status">
          {loading ? t('common:loading') : t('common:rowsLoaded', { rows: formatNumber(rows.length), count: rows.length })}
        </p>
      </div>
      {Boolean(error) && <StaleLine error={error} updatedAt={updatedAt} onRetry={onRetry} />}
    </>
  );
}

const noData: object[] = [];

/** The size of what scrolls, told once it is laid out: to ask for it while a screen is made would lay it out twice. */
function observeSize({ scrollElement }: Virtualizer<HTMLDivElement, Element>, tell: (size: { width: number; height: number }) => void) {
  if (!scrollElement) return undefined;
  const observer = new ResizeObserver(() => tell({ width: scrollElement.clientWidth, height: scrollElement.clientHeight }));
  observer.observe(scrollElement);
  return () => observer.disconnect();
}

/** Milliseconds after which rows that are still awaited are drawn as bars: most come sooner than bars could be drawn. */
const barsAfter = 120;

/** The rows are still there, but older than they look: since when, why, and the way to try again. */
function StaleLine({ error, updatedAt, onRetry }: { error: unknown; updatedAt: number | undefined; onRetry: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { title } = describeError(error, t);
  return (
    <div className="StaleLine" role="status">
      <span className="grow cut">
        {updatedAt ? <b className="m">{t('common:stale', { time: formatTime(updatedAt) })}.</b> : null} {title}
      </span>
      {onRetry && <Btn size="sm" icon={RotateCw} onClick={onRetry}>{t('common:retry')}</Btn>}
    </div>
  );
}
