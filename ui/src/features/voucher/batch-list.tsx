import { Layers, Plus } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn, BtnLink } from '@/components/button';
import { DataTable } from '@/components/data-table';
import { EmptyState } from '@/components/feedback';
import { FilterChips, SearchBox } from '@/components/filters';
import { PageHead, TotalsFooter } from '@/components/layout';
import { useMay } from '@/components/me';
import { TableOptions } from '@/components/table-options';
import { formatNumber, formatTime } from '@/lib/format';
import { useOp, useOpPages, type VoucherBatchRow } from '@/ipc';
import { batchColumns } from './columns';

export interface BatchSearchState {
  search?: string | undefined;
  plan?: number | undefined;
}

export function BatchListScreen({ search, onSearch, onOpen }: {
  search: BatchSearchState; onSearch: (patch: Partial<BatchSearchState>) => void; onOpen: (row: VoucherBatchRow) => void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const text = search.search?.trim();
  const list = useOpPages('voucher_batch_list', { ...(text ? { search: text } : {}), ...(search.plan ? { plan_id: search.plan } : {}) });
  const plans = useOp('plan_list', { include_inactive: true }, { enabled: may('plan.view') });
  const columns = useMemo(() => batchColumns(t), [t]);
  const setText = useCallback((value: string) => onSearch({ search: value || undefined }), [onSearch]);
  const { fetchNextPage } = list;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const narrowed = Boolean(text ?? search.plan);
  const make = may('voucher.create');
  const sum = (pick: (row: VoucherBatchRow) => number) => formatNumber(list.rows.reduce((total, row) => total + pick(row), 0));
  return (
    <div className="ListBody">
      <div className="ListHead">
        <PageHead title={t('batch:title')} actions={make && <BtnLink tone="primary" icon={Plus} to="/batches/new" hotkey="n">{t('batch:new')}</BtnLink>} />
      </div>
      <FilterChips
        search={<SearchBox value={search.search ?? ''} onChange={setText} placeholder={t('batch:search')} />}
        filters={[{ id: 'plan', label: t('batch:plan'), options: (plans.data?.rows ?? []).map((plan) => ({ value: String(plan.plan_id), label: plan.terms.name })) }]}
        values={{ plan: search.plan?.toString() }}
        onChange={(_, value) => onSearch({ plan: value ? Number(value) : undefined })}
      >
        <TableOptions id="batches" columns={columns} />
      </FilterChips>
      <DataTable
        id="batches"
        label={t('batch:title')}
        columns={columns}
        rows={list.rows}
        rowId={batchKey}
        hasMore={list.hasNextPage}
        onMore={more}
        loading={list.isPending || list.isFetchingNextPage}
        error={list.error}
        onRetry={() => void list.refetch()}
        onOpen={onOpen}
        empty={
          narrowed ? (
            <EmptyState icon={Layers} title={t('common:noMatch')} actions={<Btn onClick={() => onSearch({ search: undefined, plan: undefined })}>{t('common:clearFilters')}</Btn>}>
              {t('common:noMatchHint')}
            </EmptyState>
          ) : (
            <EmptyState icon={Layers} title={t('batch:emptyTitle')} actions={make && <BtnLink tone="primary" icon={Plus} to="/batches/new">{t('batch:new')}</BtnLink>}>
              {t('batch:emptyHint')}
            </EmptyState>
          )
        }
      />
      <TotalsFooter
        facts={[
          { label: t('batch:batches'), value: <>{formatNumber(list.rows.length)} {list.hasNextPage && <span className="q">{t('batch:loaded')}</span>}</> },
          { label: t('batch:quantity'), value: sum((row) => row.quantity) },
          { label: t('batch:available'), value: sum((row) => row.available) },
        ]}
        note={list.isRefetchError ? <span className="Stale">{t('common:stale', { time: formatTime(list.dataUpdatedAt) })}</span> : undefined}
      />
    </div>
  );
}

const batchKey = (row: VoucherBatchRow) => String(row.batch_id);
