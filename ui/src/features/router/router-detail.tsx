import { Ban, ClockAlert, Pencil, QrCode, RefreshCw, Unplug, WifiOff } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { useScreenName } from '@/components/crumbs';
import { ConfirmDialog, toastDone, toastError } from '@/components/dialog';
import { Banner, Code, EmptyState, ErrorState, Skeleton } from '@/components/feedback';
import { Bar } from '@/components/job-card';
import { DetailHeader, FactGrid } from '@/components/layout';
import { useMay } from '@/components/me';
import { clockToleranceSeconds, routerState, RouterTruth, StatusPill } from '@/components/state';
import { Ago, CodeText } from '@/components/text';
import { describeError } from '@/i18n/errors';
import { formatBytes, formatDuration, formatNumber, formatSpan } from '@/lib/format';
import { useOp, useWrite, type RouterSession, type RouterView } from '@/ipc';

/** Is it well, and does it hold what we asked? */
export function RouterDetailScreen({ routerId, onEdit }: { routerId: number; onEdit: () => void }) {
  const router = useOp('router_get', { router_id: routerId }, { every: 5_000 });
  useScreenName(router.data?.name);
  if (router.isError && !router.data) return <ErrorState error={router.error} onRetry={() => void router.refetch()} />;
  if (!router.data) return <div className="Page"><Skeleton lines={8} height={18} /></div>;
  return <Details router={router.data} onEdit={onEdit} />;
}

function Details({ router, onEdit }: { router: RouterView; onEdit: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const sync = useWrite('router_sync');
  const deactivate = useWrite('router_deactivate');
  const { state } = router;
  const device = [state.board_name, state.ros_version && `RouterOS ${state.ros_version}`].filter(Boolean).join(' · ');
  return (
    <div className="ListBody">
      <DetailHeader
        title={router.name}
        states={
          <>
            <StatusPill kind="router" state={router.is_active ? (state.link === 'up' ? 'connected' : routerState(state.link, true, null)) : 'disabled'} />
            {state.link === 'up' && Math.abs(state.clock_offset_s ?? 0) > clockToleranceSeconds && <StatusPill kind="router" state="clock_wrong" />}
          </>
        }
        detail={
          <>
            {device && `${device} · `}
            <CodeText code={`${router.host}:${router.port}`} plain /> {router.transport === 'tls' ? 'TLS' : ''}
          </>
        }
        actions={
          <>
            {may('router.edit') && router.is_active && (
              <Btn tone="danger" icon={Ban} onClick={() => setAsking(true)}>
                {t('router:deactivate')}
              </Btn>
            )}
            {may('router.edit') && (
              <Btn icon={Pencil} hotkey="e" onClick={onEdit}>
                {t('router:edit')}
              </Btn>
            )}
            {may('router.sync') && router.is_active && (
              <Btn
                tone="primary"
                icon={RefreshCw}
                hotkey="s"
                busy={sync.isPending}
                onClick={() => sync.mutate({ router_id: router.router_id }, { onSuccess: () => toastDone(t('router:synced', { name: router.name })), onError: (error) => toastError(error, t) })}
              >
                {t('router:sync')}
              </Btn>
            )}
          </>
        }
      />
      <Warnings router={router} />
      <div className="Cols">
        <div className="Left">
          <Facts router={router} />
          <Sessions router={router} />
        </div>
        <aside className="Right">
          <TruthSection router={router} />
          <section>
            <h2 className="h2 spaced">{t('router:connection')}</h2>
            <FactGrid
              columns={2}
              facts={[
                { label: t('router:user'), value: <CodeText code={router.username} plain /> },
                { label: t('router:heldBy'), value: state.held_by ?? t('router:noWorker') },
                { label: t('router:dns'), value: router.hotspot_dns_name },
                { label: t('router:server'), value: router.hotspot_server ?? t('common:all') },
                { label: t('router:licence'), value: state.license_level },
                { label: t('router:pin'), value: router.tls_pin ? <CodeText code={`${router.tls_pin.slice(0, 8)}…`} plain /> : undefined },
              ]}
            />
          </section>
        </aside>
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('router:deactivateTitle', { name: router.name })}
        confirm={t('router:deactivateVerb')}
        tone="danger"
        busy={deactivate.isPending}
        error={deactivate.error}
        onConfirm={() => deactivate.mutate({ router_id: router.router_id }, { onSuccess: () => setAsking(false) })}
      >
        {t('router:deactivateText')}
      </ConfirmDialog>
    </div>
  );
}

/** What is on hold and why; each with its own way out. */
function Warnings({ router }: { router: RouterView }) {
  const { t } = useTranslation();
  const { state } = router;
  const [help, setHelp] = useState<'clock' | 'pap'>();
  const offset = state.clock_offset_s ?? 0;
  if (state.link === 'down') {
    const why = state.error_code ? describeError({ code: state.error_code, params: state.error_params ?? undefined }, t).title : '';
    return (
      <Banner tone="bad" icon={Unplug} edge>
        <b className="m">{t('router:downBanner')}</b> {why} {t('router:downHint', { count: router.truth.pending })}
      </Banner>
    );
  }
  return (
    <>
      {Math.abs(offset) > clockToleranceSeconds && (
        <Banner tone="warn" icon={ClockAlert} edge actions={<Btn size="sm" onClick={() => setHelp(help === 'clock' ? undefined : 'clock')}>{t('router:clockFix')}</Btn>}>
          <b className="m">{t(offset > 0 ? 'router:clockAhead' : 'router:clockBehind', { time: formatSpan(Math.abs(offset)) })}</b> {t('router:clockHint')}
        </Banner>
      )}
      {state.has_http_pap === false && (
        <Banner tone="warn" icon={QrCode} edge actions={<Btn size="sm" onClick={() => setHelp(help === 'pap' ? undefined : 'pap')}>{t('router:papFix')}</Btn>}>
          <b className="m">{t('router:papBanner')}</b> {t('router:papHint')}
        </Banner>
      )}
      {help && (
        <div className="Fix">
          <p className="sm m">{t('router:commandTitle')}</p>
          <Code label={t('common:copyCommand')}>
            {help === 'clock' ? '/system ntp client set enabled=yes servers=id.pool.ntp.org' : '/ip hotspot profile set [find] login-by=cookie,http-chap,http-pap,mac-cookie'}
          </Code>
        </div>
      )}
    </>
  );
}

function Facts({ router }: { router: RouterView }) {
  const { t } = useTranslation();
  const { state } = router;
  const memory = state.total_memory === null || state.free_memory === null ? undefined : `${formatBytes(state.total_memory - state.free_memory)} / ${formatBytes(state.total_memory)}`;
  return (
    <FactGrid
      minimum={92}
      facts={[
        { label: t('router:uptime'), value: state.uptime_s === null ? undefined : formatDuration(state.uptime_s) },
        { label: t('router:cpu'), value: state.cpu_load === null ? undefined : `${state.cpu_load} %` },
        { label: t('router:memory'), value: memory },
        { label: t('router:hotspot'), value: state.hotspot_active === null ? undefined : formatNumber(state.hotspot_active) },
        { label: t('router:clock'), value: state.clock_offset_s === null ? undefined : Math.abs(state.clock_offset_s) <= 5 ? t('router:clockOk') : formatSpan(Math.abs(state.clock_offset_s)) },
        { label: t('router:seen'), value: state.last_seen_at ? <Ago at={state.last_seen_at} /> : undefined },
      ]}
    />
  );
}

function TruthSection({ router }: { router: RouterView }) {
  const { t } = useTranslation();
  const { truth } = router;
  const total = truth.applied + truth.pending + truth.failed + truth.drifted;
  return (
    <section>
      <div className="row">
        <h2 className="h2 grow">{t('router:onRouter')}</h2>
        <span className="sm q tn">{t('router:accounts', { count: total })}</span>
      </div>
      <Bar
        height={8}
        total={total}
        label={t('router:onRouter')}
        parts={[{ value: truth.applied, meaning: 'good' }, { value: truth.pending, meaning: 'wait' }, { value: truth.drifted, meaning: 'warn' }, { value: truth.failed, meaning: 'bad' }]}
      />
      <div className="Four">
        {(['applied', 'pending', 'drifted', 'failed'] as const).map((state) => (
          <Link key={state} to="/vouchers" search={state === 'applied' ? {} : { view: 'trouble' }}>
            <RouterTruth state={state} />
            <b>{formatNumber(truth[state])}</b>
          </Link>
        ))}
      </div>
    </section>
  );
}

function Sessions({ router }: { router: RouterView }) {
  const { t } = useTranslation();
  const up = router.state.link === 'up';
  const sessions = useOp('router_session_list', { router_id: router.router_id }, { enabled: up, every: 10_000 });
  const rows = sessions.data ?? [];
  return (
    <section className="Sessions">
      <div className="row">
        <h2 className="h2">{t('router:sessions')}</h2>
        {up && sessions.data && <span className="Count">{formatNumber(rows.length)}</span>}
      </div>
      {!up || (sessions.data && rows.length === 0) ? (
        <EmptyState icon={WifiOff} title={up ? t('router:noSessions') : t('router:downBanner')} />
      ) : sessions.isError && !sessions.data ? (
        <ErrorState error={sessions.error} compact onRetry={() => void sessions.refetch()} />
      ) : sessions.data ? (
        <SessionTable router={router} rows={rows} />
      ) : (
        <Skeleton lines={5} />
      )}
    </section>
  );
}

function SessionTable({ router, rows }: { router: RouterView; rows: RouterSession[] }) {
  const { t } = useTranslation();
  const may = useMay();
  const kick = useWrite('router_session_kick');
  return (
    <div className="scrolls">
      <table className="DataTable in flat" data-density="compact">
        <thead>
          <tr>
            <th scope="col">{t('router:code')}</th>
            <th scope="col">{t('router:plan')}</th>
            <th scope="col">{t('router:ip')}</th>
            <th scope="col">{t('router:mac')}</th>
            <th scope="col" className="num">{t('router:for')}</th>
            <th scope="col" className="num">{t('router:used')}</th>
            {may('router.sync') && <th scope="col"><span className="sr">{t('router:kick', { code: '' })}</span></th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.session_id}>
              <td><CodeText code={row.username} /></td>
              <td>{row.plan_name ?? <span className="q">–</span>}</td>
              <td className="q2">{row.address ? <CodeText code={row.address} plain /> : '–'}</td>
              <td className="q2">{row.mac_address ? <CodeText code={row.mac_address} plain /> : '–'}</td>
              <td className="num">{formatDuration(row.uptime_s)}</td>
              <td className="num">{formatBytes(row.bytes_in + row.bytes_out)}</td>
              {may('router.sync') && (
                <td className="num">
                  <Btn
                    tone="ghost"
                    size="sm"
                    iconOnly
                    icon={Unplug}
                    onClick={() =>
                      kick.mutate(
                        { router_id: router.router_id, session_id: row.session_id, username: row.username },
                        { onSuccess: () => toastDone(t('router:kicked', { code: row.username })), onError: (error) => toastError(error, t) },
                      )
                    }
                  >
                    {t('router:kick', { code: row.username })}
                  </Btn>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
