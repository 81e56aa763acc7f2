import { ArrowDown, ArrowUp, RotateCw } from 'lucide-react';
import { memo, useEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatTime } from '@/lib/format';
import { useLasting } from '@/lib/clock';
import { describeError } from '@/i18n/errors';
import { Btn } from './button';
import { ErrorState } from './feedback';
import { Icon } from './icon';
import { TableBody, type TableKeys } from './table-body';
import { useDensity, type Density } from './table-preferences';
import { checkWidth } from './table-row';
import { useColumnWidths, type ColumnWidth } from './table-widths';

/** What a list in memory is put in order by: texts by the language, anything else by its size; what is not there stands last. */
export type SortValue = string | number | bigint | null | undefined;

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Pixels at first; the person may drag it. Room left over goes to columns in the same proportion. */
  width: number;
  align?: 'right';
  /** The server can sort by it. */
  sortable?: boolean;
  /** What `useSorted` puts the rows in order by, where all of them are in memory. */
  sortBy?: (row: Row) => SortValue;
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
  /** Which rows lead somewhere, where not all of them do. */
  mayOpen?: (row: Row) => boolean;
  /** When the rows were read (ms): said when reading them anew has failed. */
  updatedAt?: number | undefined;
  /** What the list was asked for, as text: another question begins at the top and without a cursor. */
  asked?: string | undefined;
  /** The rows are still those of the question before. */
  outdated?: boolean;
}

const rowHeights: Record<Density, number> = { compact: 28, normal: 32, cosy: 40 };

/**
 * The list: virtual rows over keyset pages, sticky head and first column, sort, drag of widths (a double click gives
 * a column its own width back), a keyboard cursor and selection (see `useCursor` for the keys). A table with rows
 * keeps them when a later page or a refresh fails, and says so in a line below them.
 *
 * What a turn of the wheel or a key changes lies in `TableBody`; the frame and the head are drawn anew only when they
 * change themselves.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  'use memo';
  const { id, label, columns, rows, rowId, total, sort, onSort, hasMore = false, onMore, loading = false, error, onRetry, empty, selected, onSelect, onOpen, mayOpen, updatedAt, asked, outdated = false } = props;
  const { t } = useTranslation();
  const [density] = useDensity();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const keys = useRef<TableKeys>(null);
  const { shown, widths } = useColumnWidths(id, columns);
  const check = onSelect ? checkWidth : 0;
  const wanted = widths.reduce((sum, { size }) => sum + size, check);
  // Room left over is shared in proportion; the box for selection stays as it is, since the first column is pinned after it.
  const tracks = [...(check > 0 ? [`${check}px`] : []), ...widths.map(({ size }) => `minmax(${size}px, ${size}fr)`)].join(' ');
  const wide = useOverflow(scroller, wanted);
  const slow = useLasting(loading, barsAfter);
  const old = useLasting(outdated, barsAfter);

  if (error && rows.length === 0) return <ErrorState error={error} onRetry={onRetry} />;
  if (!loading && rows.length === 0) return <>{empty}</>;

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
        // Where the search box hands the keys on to.
        data-list=""
        onKeyDown={(event) => keys.current?.onKeyDown(event)}
        onFocus={(event) => {
          if (event.target === scroller) keys.current?.onEnter();
        }}
      >
        <table className={`DataTable live ${wide ? 'wide' : ''} ${old ? 'old' : ''}`} style={{ minWidth: wanted, '--tracks': tracks } as CSSProperties} aria-rowcount={total === undefined ? -1 : total + 1} aria-busy={loading || outdated}>
          <caption className="sr">{label}</caption>
          <TableHead
            columns={shown}
            widths={widths}
            sort={sort}
            onSort={onSort}
            pinned={onSelect !== undefined && wide}
            box={onSelect && (
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
            )}
          />
          <TableBody
            id={id}
            ref={keys}
            scroller={scroller}
            columns={shown}
            rows={rows}
            rowId={rowId}
            rowHeight={rowHeights[density]}
            boxLabel={onSelect ? t('common:selectRow') : undefined}
            bars={bars}
            selected={selected}
            onSelect={onSelect}
            onOpen={onOpen}
            mayOpen={mayOpen}
            // A page that failed is not asked for again by itself: the line below has the button.
            onMore={hasMore && !loading && !error && !outdated ? onMore : undefined}
            updatedAt={updatedAt}
            asked={asked}
          />
        </table>
        <p className="sr" role="status">
          {loading ? t('common:loading') : t('common:rowsLoaded', { rows: formatNumber(rows.length), count: rows.length })}
        </p>
      </div>
      {Boolean(error) && <StaleLine error={error} updatedAt={updatedAt} onRetry={onRetry} />}
    </>
  );
}

interface HeadProps<Row> {
  columns: Column<Row>[];
  widths: ColumnWidth[];
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
  /** The first column stays where it is beside the box of selection while the list goes sideways. */
  pinned: boolean;
  /** The box that selects all. */
  box: ReactNode;
}

function Head<Row>({ columns, widths, sort, onSort, pinned, box }: HeadProps<Row>) {
  'use memo';
  return (
    <thead>
      <tr aria-rowindex={1}>
        {box && (
          <th scope="col" className="pin">
            {box}
          </th>
        )}
        {widths.map(({ id, onGrip, onReset }, index) => {
          const column = columns[index];
          if (!column) return null;
          const sorted = sort?.by === column.id;
          return (
            <th
              key={id}
              scope="col"
              className={[column.align === 'right' ? 'num' : '', index === 0 ? 'pin' : ''].join(' ')}
              // Where it is pinned only: a head that is not would be moved by it.
              style={index === 0 && pinned ? { left: checkWidth } : undefined}
              // Told whole to the pointer: a column that was made narrow cuts it.
              title={column.header}
              aria-sort={sorted ? (sort.desc ? 'descending' : 'ascending') : undefined}
            >
              {(column.sortable || column.sortBy) && onSort ? (
                <button type="button" className="SortBtn" onClick={() => onSort({ by: column.id, desc: sorted ? !sort.desc : false })}>
                  <span className="cut">{column.header}</span>
                  {sorted && <Icon as={sort.desc ? ArrowDown : ArrowUp} size={12} className="sort" />}
                </button>
              ) : (
                column.header
              )}
              {/* Widths are a matter for the pointer; nothing is lost without it. */}
              <span className="Grip" aria-hidden="true" onPointerDown={onGrip} onDoubleClick={onReset} />
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

const TableHead = memo(Head) as typeof Head;

/** Whether the columns want more room than there is; asked once it is laid out, since asking earlier would lay it out twice. */
function useOverflow(scroller: HTMLElement | null, wanted: number): boolean {
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    if (!scroller) return undefined;
    const observer = new ResizeObserver(() => setOverflows(wanted > scroller.clientWidth));
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [scroller, wanted]);
  return overflows;
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
