import { Plus, Tags } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { BtnLink } from '@/components/button';
import type { Column } from '@/components/data-table';
import { ListPage } from '@/components/list-page';
import { useMay } from '@/components/me';
import { PlainViews } from '@/components/saved-views';
import { RouterTruth, State } from '@/components/state';
import { MoneyText } from '@/components/text';
import { formatBytes, formatNumber, formatRate, formatSpan } from '@/lib/format';
import { useOpPages, type PlanSort, type PlanView } from '@/ipc';

export interface PlanSearchState {
  inactive?: boolean | undefined;
  sort?: PlanSort | undefined;
  desc?: boolean | undefined;
}

const nothing: PlanSearchState = { inactive: undefined, sort: undefined, desc: undefined };
/** The columns that the program sorts by, and what it calls them. */
const sorts: Record<string, PlanSort> = { name: 'name', sell: 'price_sell', stock: 'stock' };
const columnOf = (sort: PlanSort) => Object.keys(sorts).find((column) => sorts[column] === sort) ?? 'name';
const order = ['failed', 'drifted', 'pending', 'applied'];

function columnsOf(t: TFunction): Column<PlanView>[] {
  const none = <span className="q">{t('common:unlimited')}</span>;
  const rate = (kbps: number | null) => (kbps === null ? '∞' : formatRate(kbps * 1000));
  return [
    {
      id: 'name', header: t('plan:name'), width: 112, fixed: true, sortable: true,
      cell: ({ terms }) => (
        <span className="row m">
          {terms.name} {terms.shortcut_key !== null && <kbd className="KeyHint">{terms.shortcut_key}</kbd>}
        </span>
      ),
    },
    { id: 'validity', header: t('plan:validity'), width: 93, cell: ({ terms }) => (terms.validity_s === null ? none : formatSpan(terms.validity_s)) },
    { id: 'time', header: t('plan:time'), width: 99, cell: ({ terms }) => (terms.usage_limit_s === null ? none : formatSpan(terms.usage_limit_s)) },
    { id: 'data', header: t('plan:data'), width: 99, cell: ({ terms }) => (terms.data_limit_bytes === null ? none : formatBytes(terms.data_limit_bytes)) },
    { id: 'speed', header: t('plan:speed'), width: 100, cell: ({ terms }) => (terms.upload_kbps === null && terms.download_kbps === null ? none : `${rate(terms.upload_kbps)} / ${rate(terms.download_kbps)}`) },
    { id: 'devices', header: t('plan:devices'), width: 92, cell: ({ terms }) => t('plan:shared', { count: terms.shared_users }) },
    {
      id: 'routers', header: t('plan:onRouters'), width: 121,
      cell: ({ routers }) => {
        const worst = order.find((truth) => routers.some((router) => router.truth === truth));
        const hit = routers.filter((router) => router.truth === worst);
        return worst ? <RouterTruth state={worst} reason={worst === 'applied' ? formatNumber(hit.length) : hit.map((router) => router.router_name).join(', ')} /> : <span className="q">–</span>;
      },
    },
    { id: 'state', header: t('common:status'), width: 84, cell: (row) => <State kind="record" state={row.is_active ? 'active' : 'inactive'} /> },
    { id: 'stock', header: t('plan:stock'), width: 62, align: 'right', sortable: true, cell: (row) => formatNumber(row.stock) },
    { id: 'cost', header: t('plan:cost'), width: 94, align: 'right', cell: ({ terms }) => <span className="q2"><MoneyText amount={terms.price_cost} /></span> },
    { id: 'sell', header: t('plan:sell'), width: 104, align: 'right', sortable: true, cell: ({ terms }) => <MoneyText amount={terms.price_sell} /> },
  ];
}

export function PlanListScreen({ search, onSearch, onOpen }: { search: PlanSearchState; onSearch: (patch: Partial<PlanSearchState>) => void; onOpen: (row: PlanView) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const { inactive = false, sort, desc } = search;
  const list = useOpPages('plan_list', { include_inactive: inactive, ...(sort ? { sort } : {}), ...(desc === undefined ? {} : { descending: desc }) });
  const columns = useMemo(() => columnsOf(t), [t]);
  const add = may('plan.edit');
  return (
    <ListPage
      id="plans"
      title={t('plan:title')}
      detail={list.rows.length > 0 ? formatNumber(list.rows.length) : undefined}
      actions={add && <BtnLink tone="primary" icon={Plus} to="/plans/new" hotkey="n">{t('plan:new')}</BtnLink>}
      above={<PlainViews id="plans" search={search} nothing={nothing} onSearch={onSearch} />}
      filters={[{ id: 'inactive', label: t('common:status'), options: [{ value: 'true', label: t('plan:inactiveToo') }] }]}
      values={{ inactive: inactive ? 'true' : undefined }}
      onFilter={(_, value) => onSearch({ inactive: value === 'true' ? true : undefined })}
      columns={columns}
      list={list}
      rowId={planKey}
      sort={{ by: columnOf(sort ?? 'name'), desc: desc ?? false }}
      onSort={({ by, desc: down }) => onSearch({ sort: sorts[by], desc: down })}
      onOpen={onOpen}
      empty={{
        icon: Tags, title: t('plan:emptyTitle'), hint: t('plan:emptyHint'), action: add && <BtnLink tone="primary" icon={Plus} to="/plans/new">{t('plan:new')}</BtnLink>,
      }}
      totals={[
        { label: t('plan:plans'), value: formatNumber(list.rows.length) },
        { label: t('plan:totalStock'), value: formatNumber(list.rows.reduce((sum, row) => sum + row.stock, 0)) },
      ]}
    />
  );
}

const planKey = (row: PlanView) => String(row.plan_id);
