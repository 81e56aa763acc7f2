import { ListX, type LucideIcon } from 'lucide-react';
import { useCallback, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '@/lib/format';
import { Btn } from './button';
import { DataTable, type Column, type DataTableProps } from './data-table';
import { EmptyState } from './feedback';
import { ExportButton, type ListQuestion } from './export-dialog';
import { FilterChips, type FilterDef } from './filters';
import { PageHead, TotalsFooter, type Fact } from './layout';
import { TableOptions } from './table-options';

/** What `useOpPages` gives, as far as a list needs it. */
export interface ListSource<Row> {
  rows: Row[];
  hasNextPage: boolean;
  fetchNextPage: () => unknown;
  isPending: boolean;
  /** The next page has been awaited for a while. */
  readsOn: boolean;
  /** The rows are those of the question before: the answer is still awaited. */
  isPlaceholderData?: boolean;
  isRefetchError: boolean;
  error: unknown;
  refetch: () => unknown;
  dataUpdatedAt: number;
  /** The operation and what it was asked: what a file of this list holds. */
  question?: ListQuestion;
}

export interface ListPageProps<Row> extends Pick<DataTableProps<Row>, 'rowId' | 'total' | 'sort' | 'onSort' | 'selected' | 'onSelect' | 'onOpen' | 'mayOpen'> {
  /** Names the table: the key of its stored widths and hidden columns. */
  id: string;
  title: string;
  /** Beside the title: how many there are. */
  detail?: ReactNode;
  /** At most three, the primary one last. */
  actions?: ReactNode;
  /** Between title and filters: banners, tabs of saved views. */
  above?: ReactNode;
  search?: ReactNode;
  filters: FilterDef[];
  values: Record<string, string | undefined>;
  onFilter: (id: string, value: string | undefined) => void;
  columns: Column<Row>[];
  list: ListSource<Row>;
  /** Nothing here yet: what this list is for and what to do first. */
  empty: { icon: LucideIcon; title: string; hint: ReactNode; action?: ReactNode };
  /** Lets go of every filter; shown when filters leave nothing. Absent where the list is not narrowed now. */
  onClear?: (() => void) | undefined;
  /** Docked above the totals while rows are selected. */
  bulk?: ReactNode;
  totals: Fact[];
  note?: ReactNode;
}

/** The frame every list shares: title, filters, table, totals; empty, no-match, loading, error and stale states. */
export function ListPage<Row>({ id, title, detail, actions, above, search, filters, values, onFilter, columns, list, empty, onClear, bulk, totals, note, ...table }: ListPageProps<Row>) {
  'use memo';
  const { t } = useTranslation();
  const { fetchNextPage } = list;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const { selected, rowId } = table;
  const chosen = useMemo(() => chosenOf(list.rows, rowId, selected), [list.rows, rowId, selected]);
  return (
    <div className="ListBody">
      <div className="ListHead">
        <PageHead title={title} detail={detail} actions={actions} />
      </div>
      {above}
      <FilterChips search={search} filters={filters} values={values} onChange={onFilter}>
        {list.question && <ExportButton id={id} title={title} question={list.question} columns={columns} selected={chosen} total={table.total} />}
        <TableOptions id={id} columns={columns} />
      </FilterChips>
      <DataTable
        id={id}
        label={title}
        columns={columns}
        rows={list.rows}
        hasMore={list.hasNextPage}
        onMore={more}
        loading={list.isPending || list.readsOn}
        error={list.error}
        onRetry={() => void list.refetch()}
        updatedAt={list.dataUpdatedAt}
        // Another order begins at the top too, where the program was not asked for it.
        asked={list.question && JSON.stringify([list.question.input, table.sort])}
        outdated={list.isPlaceholderData ?? false}
        empty={
          onClear ? (
            <EmptyState icon={ListX} title={t('common:noMatch')} actions={<Btn onClick={onClear}>{t('common:clearFilters')}</Btn>}>
              {t('common:noMatchHint')}
            </EmptyState>
          ) : (
            <EmptyState icon={empty.icon} title={empty.title} actions={empty.action}>
              {empty.hint}
            </EmptyState>
          )
        }
        {...table}
      />
      <p className="sr" role="status">{chosen && chosen.size > 0 ? t('common:selectedRows', { count: chosen.size }) : ''}</p>
      {bulk}
      <TotalsFooter facts={totals} partial={list.hasNextPage && table.total === undefined ? t('common:ofLoaded') : undefined} note={note ?? (list.dataUpdatedAt > 0 ? <LoadedAt at={list.dataUpdatedAt} /> : undefined)} />
    </div>
  );
}

/** What is selected of the rows that stand here: others were of another question, and are in no file of this one. */
function chosenOf<Row>(rows: Row[], rowId: (row: Row) => string, selected: ReadonlySet<string> | undefined): ReadonlySet<string> | undefined {
  if (!selected || selected.size === 0) return selected;
  const chosen = new Set<string>();
  for (const row of rows) {
    const id = rowId(row);
    if (selected.has(id)) chosen.add(id);
    if (chosen.size === selected.size) break;
  }
  return chosen;
}

/** Apart, so that it follows the language by itself. */
function LoadedAt({ at }: { at: number }) {
  const { t } = useTranslation();
  return <time dateTime={new Date(at).toISOString()}>{t('common:loadedAt', { time: formatTime(at) })}</time>;
}
