import { Server } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { BtnLink } from '@/components/button';
import type { Column } from '@/components/data-table';
import { SearchBox } from '@/components/filters';
import { GateBanner } from '@/components/gate-banner';
import { ListPage } from '@/components/list-page';
import { useMay } from '@/components/me';
import { PlainViews } from '@/components/saved-views';
import { instantOf, useSorted } from '@/components/sorted';
import { routerState, State, stateWord } from '@/components/state';
import { Ago } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { useOpPages, type DriftCounts, type DriftRouter } from '@/ipc';

export interface OverviewSearch {
  search?: string | undefined;
  trouble?: boolean | undefined;
}

const nothing: OverviewSearch = { search: undefined, trouble: undefined };

export const openOf = (counts: DriftCounts) => Object.values(counts).reduce((sum, count) => sum + count, 0);

const needsSomebody = (row: DriftRouter) => row.truth.failed + row.truth.pending + openOf(row.open) + row.waiting > 0 || row.gate !== null;

const linkOf = (row: DriftRouter) => routerState(row.link, true, null);
const foreignOf = (row: DriftRouter) => row.foreign_users + row.foreign_profiles;

function Figure({ count, tone = '' }: { count: number; tone?: string }) {
  return <span className={count === 0 ? 'q' : `m ${tone}`}>{formatNumber(count)}</span>;
}

function columnsOf(t: TFunction): Column<DriftRouter>[] {
  const none = <span className="q">–</span>;
  return [
    { id: 'name', header: t('router:title'), width: 140, fixed: true, sortBy: (row) => row.router_name, cell: (row) => <span className="m">{row.router_name}</span> },
    { id: 'link', header: t('router:state'), width: 232, sortBy: (row) => stateWord('router', linkOf(row)), cell: (row) => <State kind="router" state={linkOf(row)} detail={row.gate ? <b className="t-warn m">{t('drift:gate.waits')}</b> : undefined} /> },
    { id: 'pending', header: t('states:truth.pending'), width: 92, align: 'right', sortBy: (row) => row.truth.pending, cell: (row) => <Figure count={row.truth.pending} tone="t-wait" /> },
    { id: 'oldest', header: t('drift:oldest'), width: 112, align: 'right', sortBy: (row) => instantOf(row.oldest_waiting_at), cell: (row) => (row.oldest_waiting_at ? <span className="q2"><Ago at={row.oldest_waiting_at} /></span> : none) },
    { id: 'held', header: t('drift:held'), width: 84, align: 'right', sortBy: (row) => row.held, cell: (row) => <Figure count={row.held} /> },
    { id: 'failed', header: t('states:truth.failed'), width: 76, align: 'right', sortBy: (row) => row.truth.failed, cell: (row) => <Figure count={row.truth.failed} tone="t-bad" /> },
    { id: 'drifted', header: t('states:truth.drifted'), width: 88, align: 'right', sortBy: (row) => openOf(row.open), cell: (row) => <Figure count={openOf(row.open)} tone="t-warn" /> },
    { id: 'ignored', header: t('drift:state.ignored'), width: 92, align: 'right', sortBy: (row) => row.ignored, cell: (row) => <Figure count={row.ignored} /> },
    { id: 'foreign', header: t('drift:foreign'), width: 84, align: 'right', sortBy: foreignOf, cell: (row) => <Figure count={foreignOf(row)} /> },
    { id: 'compared', header: t('drift:compared'), width: 130, align: 'right', sortBy: (row) => instantOf(row.compared_at), cell: (row) => (row.compared_at ? <span className="q2"><Ago at={row.compared_at} /></span> : <span className="q">{t('drift:never')}</span>) },
  ];
}

/** Does each router hold what we asked of it? One row each; opening one shows the rows that do not agree. */
export function ProvisioningScreen({ search, onSearch, onOpen }: { search: OverviewSearch; onSearch: (patch: Partial<OverviewSearch>) => void; onOpen: (row: DriftRouter) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const list = useOpPages('drift_summary', {}, 200, 10_000);
  const columns = useMemo(() => columnsOf(t), [t]);
  const setText = useCallback((text: string) => onSearch({ search: text || undefined }), [onSearch]);
  const text = search.search?.trim().toLowerCase();
  const rows = useMemo(
    () => list.rows.filter((row) => (!text || row.router_name.toLowerCase().includes(text)) && (!search.trouble || needsSomebody(row))),
    [list.rows, text, search.trouble],
  );
  const { rows: shown, ...order } = useSorted('provisioning', columns, rows, { list, few: true });
  const narrowed = Boolean(text ?? search.trouble);
  const sum = (pick: (row: DriftRouter) => number) => formatNumber(rows.reduce((total, row) => total + pick(row), 0));
  return (
    <ListPage
      id="provisioning"
      title={t('drift:title')}
      detail={list.rows.length > 0 ? t('drift:routers', { count: list.rows.length }) : undefined}
      above={
        <>
          {list.rows.filter((row) => row.gate).map((row) => <GateBanner key={row.router_id} router={row} />)}
          <PlainViews id="provisioning" search={search} nothing={nothing} onSearch={onSearch} />
        </>
      }
      search={<SearchBox value={search.search ?? ''} onChange={setText} placeholder={t('drift:searchRouter')} />}
      filters={[{ id: 'trouble', label: t('common:status'), options: [{ value: 'true', label: t('drift:needsSomebody') }] }]}
      values={{ trouble: search.trouble ? 'true' : undefined }}
      onFilter={(_, value) => onSearch({ trouble: value === 'true' || undefined })}
      columns={columns}
      list={{ ...list, rows: shown, question: narrowed ? { ...list.question, only: rows.map((row) => row.router_id) } : list.question }}
      rowId={keyOf}
      {...order}
      onOpen={onOpen}
      onClear={narrowed && list.rows.length > 0 ? () => onSearch(nothing) : undefined}
      empty={{
        icon: Server, title: t('router:emptyTitle'), hint: t('drift:emptyHint'), action: may('router.edit') && <BtnLink tone="primary" to="/routers/new">{t('router:new')}</BtnLink>,
      }}
      totals={[
        { label: t('states:truth.pending'), value: sum((row) => row.truth.pending) },
        { label: t('states:truth.failed'), value: sum((row) => row.truth.failed) },
        { label: t('states:truth.drifted'), value: sum((row) => openOf(row.open)) },
        { label: t('drift:foreign'), value: sum(foreignOf) },
      ]}
    />
  );
}

const keyOf = (row: DriftRouter) => String(row.router_id);
