import { Link } from '@tanstack/react-router';
import { Unplug, WifiOff } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Btn } from '@/components/button';
import { DataTable, type Column, type Sort } from '@/components/data-table';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone } from '@/components/dialog';
import { Banner, EmptyState } from '@/components/feedback';
import { useMay } from '@/components/me';
import { CodeText } from '@/components/text';
import { formatBytes, formatDuration, formatRate } from '@/lib/format';
import { useWrite, type RouterSession } from '@/ipc';

/** A session and how fast it loads: the bytes between two looks. */
export interface SessionRow extends RouterSession {
  /** Bits per second to the customer; undefined before the second look. */
  rate: number | undefined;
}

interface Look {
  at: number;
  bytes: Map<string, number>;
}

const keyOf = (row: Pick<RouterSession, 'kind' | 'session_id'>) => `${row.kind}${row.session_id}`;

/** Rates from two looks. A counter that went back belongs to another session under the same id: no rate. */
export function ratesOf(rows: RouterSession[], before: Look | undefined, at: number): SessionRow[] {
  return rows.map((row) => {
    const was = before?.bytes.get(keyOf(row));
    const seconds = before ? (at - before.at) / 1000 : 0;
    return { ...row, rate: was === undefined || seconds < 1 || row.bytes_out < was ? undefined : ((row.bytes_out - was) * 8) / seconds };
  });
}

/** Follows the looks at a router's sessions and says how fast each loads. */
export function useRates(rows: RouterSession[] | undefined, at: number): SessionRow[] | undefined {
  const [looks, setLooks] = useState<{ now: Look | undefined; before: Look | undefined }>({ now: undefined, before: undefined });
  if (rows && looks.now?.at !== at) setLooks({ before: looks.now, now: { at, bytes: new Map(rows.map((row) => [keyOf(row), row.bytes_out])) } });
  return useMemo(() => rows && ratesOf(rows, looks.before, at), [rows, looks.before, at]);
}

const sorts: Record<string, (row: SessionRow) => number | string> = {
  code: (row) => row.username,
  uptime: (row) => row.uptime_s,
  rate: (row) => row.rate ?? -1,
  used: (row) => row.bytes_in + row.bytes_out,
};

export function arrange(rows: SessionRow[], text: string, { by, desc }: Sort): SessionRow[] {
  const wanted = text.trim().toLowerCase();
  const of = sorts[by] ?? sorts['used'];
  const order = (a: SessionRow, b: SessionRow) => {
    const [x, y] = [of?.(a) ?? 0, of?.(b) ?? 0];
    if (x !== y) return (x < y ? -1 : 1) * (desc ? -1 : 1);
    const more = b.bytes_in + b.bytes_out - (a.bytes_in + a.bytes_out);
    return more === 0 ? (a.username < b.username ? -1 : 1) : more;
  };
  return rows
    .filter((row) => !wanted || [row.username, row.address, row.mac_address, row.plan_name].some((part) => part?.toLowerCase().includes(wanted)))
    .sort(order);
}

function columnsOf(t: TFunction, kind: RouterSession['kind'], fastest: number, onKick: ((row: SessionRow) => void) | undefined): Column<SessionRow>[] {
  const none = <span className="q">–</span>;
  const mono = (text: string | null) => (text ? <span className="q2"><CodeText code={text} plain /></span> : none);
  return [
    {
      id: 'code', header: t(kind === 'ppp' ? 'router:account' : 'router:code'), width: kind === 'ppp' ? 122 : 92, fixed: true, sortable: true,
      cell: (row) => (row.plan_name === null ? <CodeText code={row.username} plain /> : <Link to="/vouchers" search={{ search: row.username }} className="Hidden"><CodeText code={row.username} /></Link>),
    },
    kind === 'ppp'
      ? { id: 'service', header: t('router:service'), width: 60, cell: (row) => row.service ?? none }
      : { id: 'plan', header: t('router:plan'), width: 90, cell: (row) => row.plan_name ?? none },
    { id: 'ip', header: t('router:ip'), width: 104, cell: (row) => mono(row.address) },
    { id: 'mac', header: t('router:mac'), width: 150, cell: (row) => mono(row.mac_address) },
    { id: 'uptime', header: t('router:for'), width: 82, align: 'right', sortable: true, cell: (row) => formatDuration(row.uptime_s) },
    {
      id: 'rate', header: t('router:rate'), width: 104, align: 'right', sortable: true,
      cell: (row) =>
        row.rate === undefined ? none : (
          <span className="RateCell">
            <span className="Rate" aria-hidden="true"><i style={{ width: `${fastest > 0 ? Math.min(100, (row.rate / fastest) * 100) : 0}%` }} /></span>
            {formatRate(row.rate)}
          </span>
        ),
    },
    { id: 'used', header: t('router:used'), width: 76, align: 'right', sortable: true, cell: (row) => formatBytes(row.bytes_in + row.bytes_out) },
    ...(onKick
      ? [{
          id: 'kick', header: t('router:kickHead'), width: 84, fixed: true, align: 'right' as const,
          cell: (row: SessionRow) => <Btn key={keyOf(row)} tone="ghost" size="sm" iconOnly icon={Unplug} onClick={() => onKick(row)}>{t('router:kick', { code: row.username })}</Btn>,
        }]
      : []),
  ];
}

export function SessionTable({ routerId, routerName, kind, rows, text, loading, error, updatedAt, onRetry }: {
  routerId: number; routerName: string; kind: RouterSession['kind']; rows: SessionRow[] | undefined; text: string; loading: boolean; error: unknown; updatedAt: number; onRetry: () => void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const [sort, setSort] = useState<Sort>({ by: 'rate', desc: true });
  const [asked, setAsked] = useState<SessionRow>();
  const mine = useMemo(() => rows?.filter((row) => row.kind === kind) ?? [], [rows, kind]);
  const shown = useMemo(() => arrange(mine, text, sort), [mine, text, sort]);
  const fastest = Math.max(0, ...mine.map((row) => row.rate ?? 0));
  const kicks = may('router.sync');
  const columns = useMemo(() => columnsOf(t, kind, fastest, kicks ? setAsked : undefined), [t, kind, fastest, kicks]);
  return (
    <>
      <DataTable
        id={`sessions-${kind}`}
        label={t(kind === 'ppp' ? 'router:tabs.ppp' : 'router:tabs.hotspot')}
        columns={columns}
        rows={shown}
        rowId={keyOf}
        total={shown.length}
        sort={sort}
        onSort={(next) => setSort(next.by === sort.by ? next : { by: next.by, desc: next.by !== 'code' })}
        loading={loading}
        error={error}
        updatedAt={updatedAt}
        onRetry={onRetry}
        empty={<EmptyState icon={WifiOff} title={t(text && mine.length > 0 ? 'common:noMatch' : 'router:noSessions')} />}
      />
      {asked && <KickDialog key={keyOf(asked)} routerId={routerId} routerName={routerName} row={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

/** Says who is cut off and what stays; afterwards, what the router showed when it was looked at again. */
function KickDialog({ routerId, routerName, row, onClose }: { routerId: number; routerName: string; row: SessionRow; onClose: () => void }) {
  const { t } = useTranslation();
  const kick = useWrite('router_session_kick');
  const still = kick.data && !kick.data.is_gone;
  const run = () =>
    kick.mutate(
      { router_id: routerId, kind: row.kind, session_id: row.session_id, username: row.username },
      {
        onSuccess: ({ was_there, is_gone }) => {
          if (!is_gone) return;
          toastDone(t(was_there ? 'router:kicked' : 'router:kickedBefore', { code: row.username }));
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog opened onClose={onClose} title={t('router:kickTitle', { code: row.username })} confirm={t(still ? 'router:kickAgain' : 'router:kickVerb')} tone="danger" busy={kick.isPending} error={kick.error} onConfirm={run}>
      {t(row.kind === 'ppp' ? 'router:kickPpp' : 'router:kickHotspot', { router: routerName })}
      {still && (
        <div className="spaced-top">
          <Banner tone="warn" live>{t('router:kickStays', { code: row.username })}</Banner>
        </div>
      )}
    </ConfirmDialog>
  );
}
