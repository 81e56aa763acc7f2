import { Plus, Router as RouterIcon } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { BtnLink } from '@/components/button';
import { DataTable, type Column } from '@/components/data-table';
import { EmptyState } from '@/components/feedback';
import { FilterChips } from '@/components/filters';
import { PageHead, TotalsFooter } from '@/components/layout';
import { useMay } from '@/components/me';
import { routerState, RouterTruth, State } from '@/components/state';
import { TableOptions } from '@/components/table-options';
import { Ago, CodeText } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { useOpPages, type RouterView } from '@/ipc';

export function worstTruth({ truth }: RouterView): { state: string; count: number } {
  if (truth.failed > 0) return { state: 'failed', count: truth.failed };
  if (truth.drifted > 0) return { state: 'drifted', count: truth.drifted };
  if (truth.pending > 0) return { state: 'pending', count: truth.pending };
  return { state: 'applied', count: truth.applied };
}

function columnsOf(t: TFunction): Column<RouterView>[] {
  return [
    { id: 'name', header: t('router:name'), width: 150, fixed: true, cell: (row) => <span className="m">{row.name}</span> },
    {
      id: 'state', header: t('router:state'), width: 190,
      cell: (row) => <State kind="router" state={routerState(row.state.link, row.is_active, row.state.clock_offset_s)} />,
    },
    { id: 'address', header: t('router:address'), width: 170, cell: (row) => <span className="q2"><CodeText code={`${row.host}:${row.port}`} plain /></span> },
    { id: 'board', header: t('router:board'), width: 160, cell: (row) => <span className="q2">{row.state.board_name ?? '–'}</span> },
    { id: 'version', header: t('router:version'), width: 90, cell: (row) => <span className="q2 tn">{row.state.ros_version ?? '–'}</span> },
    {
      id: 'truth', header: t('router:truth'), width: 170,
      cell: (row) => {
        const { state, count } = worstTruth(row);
        return <RouterTruth state={state} reason={formatNumber(count)} />;
      },
    },
    { id: 'online', header: t('router:online'), width: 84, align: 'right', cell: (row) => (row.state.hotspot_active === null ? <span className="q">–</span> : formatNumber(row.state.hotspot_active)) },
    { id: 'cpu', header: t('router:cpu'), width: 72, align: 'right', cell: (row) => (row.state.cpu_load === null ? <span className="q">–</span> : `${row.state.cpu_load} %`) },
    { id: 'seen', header: t('router:seen'), width: 120, align: 'right', cell: (row) => (row.state.last_seen_at ? <span className="q2"><Ago at={row.state.last_seen_at} /></span> : <span className="q">–</span>) },
  ];
}

export function RouterListScreen({ inactive, onInactive, onOpen }: { inactive: boolean; onInactive: (on: boolean) => void; onOpen: (row: RouterView) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const list = useOpPages('router_list', { include_inactive: inactive });
  const columns = useMemo(() => columnsOf(t), [t]);
  const { fetchNextPage } = list;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const add = may('router.edit');
  const up = list.rows.filter((row) => row.state.link === 'up').length;
  return (
    <div className="ListBody">
      <div className="ListHead">
        <PageHead
          title={t('router:title')}
          detail={list.rows.length > 0 ? formatNumber(list.rows.length) : undefined}
          actions={add && <BtnLink tone="primary" icon={Plus} to="/routers/new" hotkey="n">{t('router:new')}</BtnLink>}
        />
      </div>
      <FilterChips
        filters={[{ id: 'inactive', label: t('common:status'), options: [{ value: 'true', label: t('router:includeInactive') }] }]}
        values={{ inactive: inactive ? 'true' : undefined }}
        onChange={(_, value) => onInactive(value === 'true')}
      >
        <TableOptions id="routers" columns={columns} />
      </FilterChips>
      <DataTable
        id="routers"
        label={t('router:title')}
        columns={columns}
        rows={list.rows}
        rowId={routerKey}
        hasMore={list.hasNextPage}
        onMore={more}
        loading={list.isPending || list.isFetchingNextPage}
        error={list.error}
        onRetry={() => void list.refetch()}
        onOpen={onOpen}
        empty={
          <EmptyState icon={RouterIcon} title={t('router:emptyTitle')} actions={add && <BtnLink tone="primary" icon={Plus} to="/routers/new">{t('router:new')}</BtnLink>}>
            {t('router:emptyHint')}
          </EmptyState>
        }
      />
      <TotalsFooter
        facts={[
          { label: t('router:routersUp'), value: `${up} / ${list.rows.length}` },
          { label: t('router:online'), value: formatNumber(list.rows.reduce((sum, row) => sum + (row.state.hotspot_active ?? 0), 0)) },
          { label: t('states:truth.pending'), value: formatNumber(list.rows.reduce((sum, row) => sum + row.truth.pending, 0)) },
        ]}
      />
    </div>
  );
}

const routerKey = (row: RouterView) => String(row.router_id);
