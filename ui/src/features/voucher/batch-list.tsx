import { Layers, Plus } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { BtnLink } from '@/components/button';
import { byTime, inOrder } from '@/components/by-time';
import { SearchBox } from '@/components/filters';
import { ListPage } from '@/components/list-page';
import { useMay } from '@/components/me';
import { PlainViews } from '@/components/saved-views';
import { MoneyText } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { sumMoney } from '@/lib/money';
import { useOp, useOpPages, type VoucherBatchRow } from '@/ipc';
import { batchColumns } from './columns';

export interface BatchSearchState {
  search?: string | undefined;
  plan?: number | undefined;
  desc?: boolean | undefined;
}

export function BatchListScreen({ search, onSearch, onOpen }: {
  search: BatchSearchState; onSearch: (patch: Partial<BatchSearchState>) => void; onOpen: (row: VoucherBatchRow) => void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const text = search.search?.trim();
  const list = useOpPages('voucher_batch_list', { ...(text ? { search: text } : {}), ...(search.plan ? { plan_id: search.plan } : {}), ...inOrder(search.desc) });
  const plans = useOp('plan_list', { include_inactive: true }, { enabled: may('plan.view') });
  const columns = useMemo(() => batchColumns(t), [t]);
  const setText = useCallback((value: string) => onSearch({ search: value || undefined }), [onSearch]);
  const narrowed = Boolean(text ?? search.plan);
  const make = may('voucher.create');
  const sum = (pick: (row: VoucherBatchRow) => number) => formatNumber(list.rows.reduce((total, row) => total + pick(row), 0));
  return (
    <ListPage
      id="batches"
      title={t('batch:title')}
      actions={make && <BtnLink tone="primary" icon={Plus} to="/batches/new" hotkey="n">{t('batch:new')}</BtnLink>}
      above={<PlainViews id="batches" search={search} nothing={nothing} onSearch={onSearch} />}
      search={<SearchBox value={search.search ?? ''} onChange={setText} placeholder={t('batch:search')} />}
      filters={[{ id: 'plan', label: t('batch:plan'), options: (plans.data?.rows ?? []).map((plan) => ({ value: String(plan.plan_id), label: plan.terms.name })) }]}
      values={{ plan: search.plan?.toString() }}
      onFilter={(_, value) => onSearch({ plan: value ? Number(value) : undefined })}
      columns={columns}
      list={list}
      rowId={batchKey}
      {...byTime('made', search.desc, onSearch)}
      onOpen={onOpen}
      onClear={narrowed ? () => onSearch(nothing) : undefined}
      empty={{
        icon: Layers, title: t('batch:emptyTitle'), hint: t('batch:emptyHint'), action: make && <BtnLink tone="primary" icon={Plus} to="/batches/new">{t('batch:new')}</BtnLink>,
      }}
      totals={[
        { label: t('batch:batches'), value: formatNumber(list.rows.length) },
        { label: t('batch:quantity'), value: sum((row) => row.quantity) },
        { label: t('batch:available'), value: sum((row) => row.available) },
        { label: t('batch:value'), value: <MoneyText amount={sumMoney(list.rows.map((row) => row.total_revenue))} /> },
      ]}
    />
  );
}

const nothing: BatchSearchState = { search: undefined, plan: undefined, desc: undefined };
const batchKey = (row: VoucherBatchRow) => String(row.batch_id);
