import { Link } from '@tanstack/react-router';
import { Plus, Router as RouterIcon } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { BtnLink } from '@/components/button';
import type { Column } from '@/components/data-table';
import { SearchBox } from '@/components/filters';
import { ListPage } from '@/components/list-page';
import { useMay } from '@/components/me';
import { PlainViews } from '@/components/saved-views';
import { instantOf, useSorted } from '@/components/sorted';
import { routerState, State, stateWord, useStateWord } from '@/components/state';
import { Ago, CodeText } from '@/components/text';
import { describeError } from '@/i18n/errors';
import { formatNumber } from '@/lib/format';
import { useOpPages, type RouterView } from '@/ipc';
import { deviceOf } from './device';
import { ceilingOf, nearCeiling } from './licence';

export interface RouterSearchState {
  inactive?: boolean | undefined;
  search?: string | undefined;
  state?: RouterListState | undefined;
}

export type RouterListState = 'connected' | 'lost' | 'clock_wrong' | 'trouble';

const stateOf = ({ state, is_active }: RouterView) => routerState(state.link, is_active, state.clock_offset_s);
const addressOf = ({ host, port }: RouterView) => `${host}:${port}`;
const inTrouble = ({ truth }: RouterView) => truth.failed + truth.drifted > 0;

/** What it runs on and which release, on one line; empty before it was asked. */
function boardOf({ state }: RouterView): string {
  const { board, version } = deviceOf(state);
  return [board, version].filter(Boolean).join(' · ');
}

/** Routers are few: they are narrowed here, over what was read. */
function narrowRouters(rows: RouterView[], { search, state }: RouterSearchState): RouterView[] {
  const text = search?.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (!text || [row.name, row.host, row.state.board_name, row.state.identity].some((part) => part?.toLowerCase().includes(text))) &&
      (!state || (state === 'trouble' ? inTrouble(row) : stateOf(row) === state)),
  );
}

/** A count of what is not as it should be: its word is the column's, a zero stays quiet, and it leads to the rows. */
function Trouble({ routerId, count, tone, show }: { routerId: number; count: number; tone: string; show: 'pending' | 'failed' | 'drifted' }) {
  const word = useStateWord();
  if (count === 0) return <span className="q">0</span>;
  return (
    <Link to="/provisioning/$id" params={{ id: String(routerId) }} className={`m ${tone}`} aria-label={`${formatNumber(count)} ${word('truth', show)}`}>
      {formatNumber(count)}
    </Link>
  );
}

function columnsOf(t: TFunction): Column<RouterView>[] {
  const none = <span className="q">–</span>;
  return [
    { id: 'name', header: t('router:name'), width: 130, fixed: true, sortBy: (row) => row.name, cell: (row) => <span className="m">{row.name}</span> },
    {
      id: 'state', header: t('router:state'), width: 128, sortBy: (row) => stateWord('router', stateOf(row)),
      cell: (row) => (
        <span title={row.state.link === 'down' && row.state.error_code ? describeError({ code: row.state.error_code, params: row.state.error_params ?? undefined }, t).title : undefined}>
          <State kind="router" state={stateOf(row)} />
        </span>
      ),
    },
    { id: 'seen', header: t('router:seen'), width: 104, sortBy: (row) => instantOf(row.state.last_seen_at), cell: (row) => (row.state.last_seen_at ? <span className="q2"><Ago at={row.state.last_seen_at} /></span> : none) },
    { id: 'online', header: t('router:online'), width: 108, align: 'right', sortBy: (row) => row.state.hotspot_active, cell: (row) => <Online row={row} /> },
    { id: 'cpu', header: t('router:cpu'), width: 66, align: 'right', sortBy: (row) => row.state.cpu_load, cell: (row) => (row.state.cpu_load === null ? none : `${row.state.cpu_load} %`) },
    { id: 'pending', header: t('states:truth.pending'), width: 88, align: 'right', sortBy: (row) => row.truth.pending, cell: (row) => <Trouble routerId={row.router_id} count={row.truth.pending} tone="t-wait" show="pending" /> },
    { id: 'failed', header: t('states:truth.failed'), width: 72, align: 'right', sortBy: (row) => row.truth.failed, cell: (row) => <Trouble routerId={row.router_id} count={row.truth.failed} tone="t-bad" show="failed" /> },
    { id: 'drifted', header: t('states:truth.drifted'), width: 80, align: 'right', sortBy: (row) => row.truth.drifted, cell: (row) => <Trouble routerId={row.router_id} count={row.truth.drifted} tone="t-warn" show="drifted" /> },
    { id: 'address', header: t('router:address'), width: 148, sortBy: addressOf, cell: (row) => <span className="q2"><CodeText code={addressOf(row)} plain /></span> },
    {
      id: 'board', header: t('router:board'), width: 190, sortBy: boardOf,
      cell: (row) => <span className="q2" title={row.state.board_name ?? undefined}>{boardOf(row) || '–'}</span>,
    },
  ];
}

function Online({ row: { state } }: { row: RouterView }) {
  const { t } = useTranslation();
  if (state.hotspot_active === null) return <span className="q">–</span>;
  const ceiling = ceilingOf(state.license_level).hotspot;
  const near = ceiling !== undefined && state.hotspot_active >= ceiling * nearCeiling;
  return (
    <span title={ceiling === undefined ? undefined : t('router:ceiling', { count: ceiling, level: state.license_level })} className={near ? 't-warn m' : ''}>
      {formatNumber(state.hotspot_active)}
      {ceiling !== undefined && <span className={near ? '' : 'q'}> / {formatNumber(ceiling)}</span>}
    </span>
  );
}

export function RouterListScreen({ search, onSearch, onOpen }: {
  search: RouterSearchState; onSearch: (patch: Partial<RouterSearchState>) => void; onOpen: (row: RouterView) => void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const word = useStateWord();
  const list = useOpPages('router_list', { include_inactive: search.inactive ?? false }, 200, 5_000);
  const columns = useMemo(() => columnsOf(t), [t]);
  const setText = useCallback((text: string) => onSearch({ search: text || undefined }), [onSearch]);
  const add = may('router.edit');
  const rows = useMemo(() => narrowRouters(list.rows, search), [list.rows, search]);
  const { rows: shown, ...order } = useSorted('routers', columns, rows, { list, few: true });
  const narrowed = Boolean(search.search ?? search.state);
  const up = rows.filter((row) => row.state.link === 'up').length;
  const sum = (pick: (row: RouterView) => number) => formatNumber(rows.reduce((total, row) => total + pick(row), 0));
  return (
    <ListPage
      id="routers"
      title={t('router:title')}
      detail={list.rows.length > 0 ? formatNumber(list.rows.length) : undefined}
      actions={add && <BtnLink tone="primary" icon={Plus} to="/routers/new" hotkey="n">{t('router:new')}</BtnLink>}
      above={<PlainViews id="routers" search={search} nothing={nothing} onSearch={onSearch} />}
      search={<SearchBox value={search.search ?? ''} onChange={setText} placeholder={t('router:search')} />}
      filters={[
        {
          id: 'state', label: t('router:state'),
          options: [...(['connected', 'lost', 'clock_wrong'] as const).map((value) => ({ value, label: word('router', value) })), { value: 'trouble', label: t('router:trouble') }],
        },
        { id: 'inactive', label: t('common:status'), options: [{ value: 'true', label: t('router:includeInactive') }] },
      ]}
      values={{ inactive: search.inactive ? 'true' : undefined, state: search.state }}
      onFilter={(id, value) => onSearch(id === 'inactive' ? { inactive: value === 'true' || undefined } : { state: value as RouterListState | undefined })}
      columns={columns}
      list={{ ...list, rows: shown, question: narrowed ? { ...list.question, only: rows.map((row) => row.router_id) } : list.question }}
      rowId={routerKey}
      {...order}
      onOpen={onOpen}
      onClear={narrowed && list.rows.length > 0 ? () => onSearch({ search: undefined, state: undefined }) : undefined}
      empty={{
        icon: RouterIcon, title: t('router:emptyTitle'), hint: t('router:emptyHint'), action: add && <BtnLink tone="primary" icon={Plus} to="/routers/new">{t('router:new')}</BtnLink>,
      }}
      totals={[
        { label: t('router:routersUp'), value: `${up} / ${rows.length}` },
        { label: t('router:online'), value: sum((row) => row.state.hotspot_active ?? 0) },
        { label: t('states:truth.pending'), value: sum((row) => row.truth.pending) },
        { label: t('states:truth.failed'), value: sum((row) => row.truth.failed) },
        { label: t('states:truth.drifted'), value: sum((row) => row.truth.drifted) },
      ]}
    />
  );
}

const nothing: RouterSearchState = { search: undefined, state: undefined, inactive: undefined };
const routerKey = (row: RouterView) => String(row.router_id);
