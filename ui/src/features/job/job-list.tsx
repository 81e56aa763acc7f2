import { ListChecks, RotateCw, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Btn } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import type { Column } from '@/components/data-table';
import { toastDone, toastError } from '@/components/dialog';
import { Banner } from '@/components/feedback';
import { ListPage } from '@/components/list-page';
import { useMay } from '@/components/me';
import { SavedViews } from '@/components/saved-views';
import { State } from '@/components/state';
import { When } from '@/components/text';
import { describeError } from '@/i18n/errors';
import { id as texts } from '@/i18n/locales';
import { formatNumber } from '@/lib/format';
import { useOp, useOpPages, useWrite, type JobGroup, type JobRow } from '@/ipc';
import { JobBulk, jobName } from './job-bulk';

export interface JobSearchState {
  group?: JobGroup | undefined;
  kind?: string | undefined;
}

const nothing: JobSearchState = { group: undefined, kind: undefined };
/** The kinds of work that have a name. */
const kinds = Object.keys(texts.job.kinds) as (keyof typeof texts.job.kinds)[];

type Facts = (row: JobRow) => Record<string, unknown>;

function columnsOf(t: TFunction, facts: Facts): Column<JobRow>[] {
  return [
    { id: 'kind', header: t('job:kind'), width: 178, fixed: true, cell: (row) => <span className="m">{t(`job:kinds.${row.kind}` as 'job:kinds.router_drain', { defaultValue: row.kind })}</span> },
    { id: 'subject', header: t('job:subject'), width: 112, cell: (row) => row.subject ?? <span className="q">–</span> },
    { id: 'state', header: t('job:state'), width: 104, cell: (row) => <State kind="job" state={row.state === 'cancelled' ? 'cancelled' : row.group} /> },
    {
      id: 'progress', header: t('job:progress'), width: 104, align: 'right',
      cell: (row) => (row.progress_total === null ? <span className="q">–</span> : `${formatNumber(row.progress_done ?? 0)} / ${formatNumber(row.progress_total)}`),
    },
    { id: 'attempts', header: t('job:attempts'), width: 90, align: 'right', cell: (row) => `${row.attempts} / ${row.max_attempts}` },
    {
      id: 'error', header: t('job:error'), width: 176,
      // What stood in the way of a job that is done is over.
      cell: (row) => {
        if (!row.error_code || row.group === 'done') return <span className="q">–</span>;
        const { title } = describeError({ code: row.error_code, params: row.error_params ?? facts(row) }, t);
        return <span title={title}>{title}</span>;
      },
    },
    { id: 'due', header: t('job:due'), width: 116, cell: (row) => <When at={row.finished_at ?? row.run_at} time /> },
  ];
}

/** Long work: what runs, what waits, what needs a person. */
export function JobListScreen({ search, onSearch }: { search: JobSearchState; onSearch: (patch: Partial<JobSearchState>) => void }) {
  const { t } = useTranslation();
  const { group, kind } = search;
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const may = useMay();
  // A job that ends raises no event of its own: its list is asked as often as its counts are.
  const list = useOpPages('job_list', { ...(group ? { group } : {}), ...(kind ? { kind } : {}) }, 200, 5_000);
  const summary = useOp('job_summary', {}, { every: 5_000 });
  const routers = useOp('router_list', { include_inactive: true }, { enabled: may('router.view') });
  const retry = useWrite('job_retry');
  const cancel = useWrite('job_cancel');
  const manage = may('job.manage');
  const { mutate: retryJob } = retry;
  const { reset: resetCancel } = cancel;
  // Kept with its kind: the question stays while the list changes below it.
  const [calledOff, callOff] = useState<JobRow>();
  const [asking, setAsking] = useState(false);
  const columns = useMemo<Column<JobRow>[]>(() => {
    // A job keeps the code of what went wrong, not its words: where it is about a router, that one fills them.
    const facts: Facts = ({ router_id }) => {
      const one = routers.data?.rows.find((router) => router.router_id === router_id);
      return one ? { host: one.host, port: one.port, username: one.username, router: one.name } : {};
    };
    const all = columnsOf(t, facts);
    if (!manage) return all;
    return [
      ...all,
      {
        id: 'actions', header: t('common:actions'), width: 128, fixed: true, align: 'right',
        // A row's element shows another row when the list moves; its button does not.
        cell: (row) =>
          row.group === 'failed' ? (
            <Btn key={`retry ${row.job_id}`} tone="ghost" size="sm" icon={RotateCw} onClick={() => retryJob({ job_id: row.job_id }, { onSuccess: () => toastDone(t('job:retried')), onError: (error) => toastError(error, t) })}>
              {t('job:retry')}
            </Btn>
          ) : row.group === 'waiting' ? (
            <Btn key={`cancel ${row.job_id}`} tone="ghost" size="sm" icon={X} onClick={() => {
              callOff(row);
              setAsking(true);
              resetCancel();
            }}>
              {t('job:cancel')}
            </Btn>
          ) : null,
      },
    ];
  }, [t, manage, retryJob, resetCancel, routers.data]);
  // What is no longer in the list is not acted upon, and not counted.
  const chosen = selected.size === 0 ? [] : list.rows.filter((row) => selected.has(jobKey(row)));
  const workers = summary.data?.workers ?? [];
  const counts = { running: summary.data?.running, waiting: summary.data?.waiting, failed: summary.data?.failed };
  const tabs = (['all', 'running', 'waiting', 'failed', 'done'] as const).map((id) => ({
    id,
    label: t(`job:groups.${id}`),
    count: id === 'all' || id === 'done' || counts[id] === undefined ? undefined : formatNumber(counts[id]),
    tone: id === 'failed' && (counts.failed ?? 0) > 0 ? ('bad' as const) : undefined,
  }));
  return (
    <>
      <ListPage
        id="jobs"
        title={t('job:title')}
        above={
          <>
            <SavedViews
              id="jobs"
              label={t('job:views')}
              tabs={tabs}
              value={group ?? 'all'}
              onTab={(id) => onSearch({ ...nothing, group: id === 'all' ? undefined : (id as JobGroup) })}
              tabKey="group"
              search={{ group, kind }}
              onSearch={(view) => onSearch({ ...nothing, ...(view as JobSearchState) })}
            />
            {summary.data && !workers.some((worker) => worker.is_alive) && (
              <Banner tone="warn" edge>
                {t('job:noWorker')}
              </Banner>
            )}
          </>
        }
        filters={[{ id: 'kind', label: t('job:kind'), options: kinds.map((value) => ({ value, label: t(`job:kinds.${value}`) })) }]}
        values={{ kind }}
        onFilter={(_, value) => onSearch({ kind: value })}
        columns={columns}
        list={list}
        rowId={jobKey}
        {...(manage ? { selected, onSelect: setSelected, bulk: <JobBulk chosen={chosen} onSelect={setSelected} /> } : {})}
        onClear={group || kind ? () => onSearch(nothing) : undefined}
        empty={{ icon: ListChecks, title: t('job:emptyTitle'), hint: t('job:emptyHint') }}
        totals={[{ label: t('job:title'), value: formatNumber(list.rows.length) }]}
        note={workers.filter((worker) => worker.host !== null).map((worker) => t(worker.is_alive ? 'job:workerAlive' : 'job:workerGone', { host: worker.host })).join(' · ')}
      />
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('job:cancelTitle', { count: 1 })}
        confirm={t('job:cancelVerb')}
        cancel={t('common:back')}
        tone="danger"
        busy={cancel.isPending}
        error={cancel.error}
        onConfirm={() => calledOff && cancel.mutate({ job_id: calledOff.job_id }, {
          onSuccess: () => {
            setAsking(false);
            toastDone(t('job:cancelled'));
          },
        })}
      >
        {calledOff && <b className="m">{jobName(calledOff, t)}</b>} {t('job:cancelText')}
      </ConfirmDialog>
    </>
  );
}

const jobKey = (row: JobRow) => String(row.job_id);
