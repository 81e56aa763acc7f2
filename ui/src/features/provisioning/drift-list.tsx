import { CircleCheckBig, GitCompareArrows, Import } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Btn, BtnLink } from '@/components/button';
import { useScreenName } from '@/components/crumbs';
import type { Column } from '@/components/data-table';
import { toastDone, toastError } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { SearchBox } from '@/components/filters';
import { GateBanner } from '@/components/gate-banner';
import { BulkBar } from '@/components/layout';
import { ListPage } from '@/components/list-page';
import { useMay } from '@/components/me';
import { SavedViews } from '@/components/saved-views';
import { instantOf, useSorted } from '@/components/sorted';
import { routerState, State, StatusPill, stateWord } from '@/components/state';
import { Ago, CodeText } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { useOp, useOpPages, useWrite, type DriftChoice, type DriftItem, type DriftKind, type DriftRouter, type DriftState } from '@/ipc';
import { choicesOf, driftKinds } from './choices';
import { DriftDrawer } from './drift-drawer';
import { openOf } from './overview';
import { ResolveDialog, type Intent } from './resolve';
import { Brief } from './three-way';

export interface DriftSearch {
  search?: string | undefined;
  kind?: DriftKind | undefined;
  state?: DriftState | undefined;
  open?: number | undefined;
}

/** What a view of it may hold: the row that is open is none of it. */
type Narrowing = Omit<DriftSearch, 'open'>;

const nothing: Narrowing = { search: undefined, kind: undefined, state: undefined };

function columnsOf(t: TFunction): Column<DriftItem>[] {
  return [
    { id: 'name', header: t('drift:name'), width: 128, fixed: true, sortBy: (row) => row.name, cell: (row) => <span className="m"><CodeText code={row.name} plain={row.voucher_id === null} /></span> },
    { id: 'kind', header: t('router:state'), width: 150, sortBy: (row) => stateWord('drift', row.kind), cell: (row) => <State kind="drift" state={row.kind} detail={row.state === 'open' ? undefined : t(`drift:state.${row.state}`)} /> },
    { id: 'batch', header: t('drift:batch'), width: 104, sortBy: (row) => row.batch_code, cell: (row) => row.batch_code ?? <span className="q">–</span> },
    { id: 'ours', header: t('drift:ours'), width: 190, cell: (row) => <Brief side={row.ours} fields={row.fields} /> },
    { id: 'seen', header: t('drift:seen'), width: 190, cell: (row) => <span className="q2"><Brief side={row.seen} fields={row.fields} /></span> },
    { id: 'now', header: t('drift:now'), width: 190, cell: (row) => <span className="Marked"><Brief side={row.now} fields={row.fields} /></span> },
    { id: 'found', header: t('drift:found'), width: 108, align: 'right', sortBy: (row) => instantOf(row.found_at), cell: (row) => <span className="q2"><Ago at={row.found_at} /></span> },
  ];
}

interface Props {
  routerId: number;
  search: DriftSearch;
  onSearch: (patch: Partial<DriftSearch>) => void;
}

export function DriftScreen(props: Props) {
  const { t } = useTranslation();
  const summary = useOp('drift_summary', { page: { limit: 500 } }, { every: 10_000 });
  const router = summary.data?.rows.find((row) => row.router_id === props.routerId);
  useScreenName(router?.router_name);
  if (summary.isError && !summary.data) return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />;
  if (!summary.data) return <div className="Page"><Skeleton lines={8} height={18} /></div>;
  if (!router) return <ErrorState error={{ code: 'router_not_found' }} onRetry={() => void summary.refetch()} />;
  return <Rows key={props.routerId} {...props} router={router} title={t('drift:titleOf', { router: router.router_name })} />;
}

function Rows({ routerId, router, title, search, onSearch }: Props & { router: DriftRouter; title: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [intent, setIntent] = useState<Intent>();
  const state = search.state ?? 'open';
  const list = useOpPages('drift_list', { router_id: routerId, state, kinds: search.kind ? [search.kind] : [], ...(search.search ? { search: search.search } : {}) });
  const columns = useMemo(() => columnsOf(t), [t]);
  const { rows, ...order } = useSorted('drift', columns, list.rows, { list });
  const setText = useCallback((text: string) => onSearch({ search: text || undefined }), [onSearch]);
  const chosen = list.rows.filter((row) => selected.has(keyOf(row)));
  const acts = may('router.sync');
  const opened = list.rows.find((row) => row.drift_id === search.open);
  const total = openOf(router.open);
  const tabs = [{ id: 'all', label: t('common:all'), count: formatNumber(total) }, ...driftKinds.filter((kind) => router.open[kind] > 0 || search.kind === kind).map((kind) => ({ id: kind as string, label: t(`states:drift.${kind}`), count: formatNumber(router.open[kind]), tone: 'warn' as const }))];
  // Another kind is looked for with the same words; the same one again is all of it.
  const toKind = (id: string) => {
    const kind = id === 'all' ? undefined : (id as DriftKind);
    onSearch(kind === search.kind ? { ...nothing, kind } : { kind });
  };
  const decide = (choice: DriftChoice, rows: DriftItem[]) => setIntent({ choice, driftIds: rows.map((row) => row.drift_id), kinds: [] });
  return (
    <>
      <ListPage
        id="drift"
        title={title}
        detail={<Detail router={router} />}
        actions={<Actions router={router} />}
        above={
          <>
            <GateBanner router={router} />
            <SavedViews
              id="drift"
              label={t('drift:kinds')}
              tabs={tabs}
              value={search.kind ?? 'all'}
              onTab={toKind}
              tabKey="kind"
              search={{ search: search.search, kind: search.kind, state: state === 'open' ? undefined : state }}
              onSearch={(view) => onSearch({ ...nothing, ...(view as Narrowing) })}
            />
          </>
        }
        search={<SearchBox value={search.search ?? ''} onChange={setText} placeholder={t('drift:search')} />}
        filters={[{ id: 'state', label: t('common:status'), options: (['ignored', 'resolving'] as const).map((value) => ({ value, label: t(`drift:state.${value}`) })) }]}
        values={{ state: search.state === 'open' ? undefined : search.state }}
        onFilter={(_, value) => onSearch({ state: value as DriftState | undefined })}
        columns={columns}
        list={{ ...list, rows }}
        rowId={keyOf}
        {...order}
        selected={acts ? selected : undefined}
        onSelect={acts ? setSelected : undefined}
        onOpen={(row) => onSearch({ open: row.drift_id })}
        onClear={search.search || search.kind || search.state ? () => onSearch(nothing) : undefined}
        empty={{ icon: CircleCheckBig, title: t('drift:agree', { router: router.router_name }), hint: t(router.compared_at ? 'drift:agreeHint' : 'drift:neverHint') }}
        bulk={
          acts && list.rows.length > 0 && (
            <BulkBar label={t('common:bulkActions')}>
              {chosen.length > 0 ? (
                <>
                  <b>{t('common:selected', { count: chosen.length })}</b>
                  <span className="grow" />
                  {choicesOf(chosen).map((choice) => (
                    <Btn key={choice} size="sm" tone={choice === 'remove' ? 'danger' : 'default'} onClick={() => decide(choice, chosen)}>{t(`drift:choices.${choice}`)}…</Btn>
                  ))}
                  <Btn size="sm" tone="ghost" hotkey="Escape" onClick={() => setSelected(new Set())}>{t('common:release')}</Btn>
                </>
              ) : (
                <>
                  <span className="q2">{t('drift:allOf', { count: search.kind ? router.open[search.kind] : total })}</span>
                  <span className="grow" />
                  {state === 'open' && !search.search && choicesOf(list.rows).map((choice) => (
                    <Btn key={choice} size="sm" tone={choice === 'remove' ? 'danger' : 'default'} onClick={() => setIntent({ choice, driftIds: [], kinds: search.kind ? [search.kind] : choice === 'remove' ? ['stray'] : [] })}>
                      {t(choice === 'remove' ? 'drift:sweep' : `drift:allChoices.${choice}`)}…
                    </Btn>
                  ))}
                </>
              )}
            </BulkBar>
          )
        }
        totals={[
          { label: t('states:truth.pending'), value: <>{formatNumber(router.truth.pending)}{router.oldest_waiting_at && <span className="q"> · {t('drift:since')} <Ago at={router.oldest_waiting_at} /></span>}</> },
          { label: t('drift:held'), value: formatNumber(router.held) },
          { label: t('states:truth.failed'), value: formatNumber(router.truth.failed) },
          { label: t('states:truth.drifted'), value: formatNumber(total) },
          { label: t('drift:state.ignored'), value: formatNumber(router.ignored) },
          { label: t('drift:foreign'), value: formatNumber(router.foreign_users + router.foreign_profiles) },
        ]}
        note={router.compared_at ? <>{t('drift:comparedAt')} <Ago at={router.compared_at} /></> : t('drift:never')}
      />
      <DriftDrawer item={opened} onClose={() => onSearch({ open: undefined })} onChoose={acts ? (choice, item) => decide(choice, [item]) : undefined} />
      {intent && (
        <ResolveDialog
          routerId={routerId}
          routerName={router.router_name}
          intent={intent}
          onClose={() => setIntent(undefined)}
          onDone={() => {
            setIntent(undefined);
            setSelected(new Set());
            onSearch({ open: undefined });
          }}
        />
      )}
    </>
  );
}

function Detail({ router }: { router: DriftRouter }) {
  return <StatusPill kind="router" state={routerState(router.link, true, null)} />;
}

function Actions({ router }: { router: DriftRouter }) {
  const { t } = useTranslation();
  const may = useMay();
  const compare = useWrite('router_compare');
  return (
    <>
      {may('router.edit') && (
        <BtnLink icon={Import} to="/provisioning/$id/adopt" params={{ id: String(router.router_id) }}>
          {router.foreign_users + router.foreign_profiles > 0 ? t('drift:adoptCount', { count: router.foreign_users + router.foreign_profiles }) : t('drift:adopt.verb')}
        </BtnLink>
      )}
      {may('router.sync') && (
        <Btn
          tone="primary"
          icon={GitCompareArrows}
          hotkey="s"
          busy={compare.isPending}
          onClick={() => compare.mutate({ router_id: router.router_id }, { onSuccess: () => toastDone(t('drift:comparing', { router: router.router_name })), onError: (error) => toastError(error, t) })}
        >
          {t('drift:compareNow')}
        </Btn>
      )}
    </>
  );
}

const keyOf = (row: DriftItem) => String(row.drift_id);
