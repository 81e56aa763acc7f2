import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Bar } from '@/components/job-card';
import { FactGrid } from '@/components/layout';
import { useMay } from '@/components/me';
import { RouterTruth, State } from '@/components/state';
import { Ago, CodeText } from '@/components/text';
import { useNow } from '@/lib/clock';
import { formatDay, formatExact, formatNumber, formatTime } from '@/lib/format';
import { useOp, type ActivityRow, type RouterView } from '@/ipc';

/** Four counts: does it hold what we asked? */
export function TruthSection({ router }: { router: RouterView }) {
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
        {(['applied', 'pending', 'drifted', 'failed'] as const).map((state) => {
          const inside = (
            <>
              <RouterTruth state={state} />
              <b>{formatNumber(truth[state])}</b>
            </>
          );
          return state === 'applied' ? (
            <Link key={state} to="/vouchers">{inside}</Link>
          ) : (
            <Link key={state} to="/provisioning/$id" params={{ id: String(router.router_id) }}>{inside}</Link>
          );
        })}
      </div>
    </section>
  );
}

/** The rows that are not as we asked, the newest few; all of them are one step away. */
export function NeedsSection({ router }: { router: RouterView }) {
  const { t } = useTranslation();
  const drift = useOp('drift_list', { router_id: router.router_id, state: 'open', kinds: [], page: { limit: 6 } }, { every: 15_000 });
  const { failed, pending } = router.truth;
  const rows = drift.data?.rows ?? [];
  const params = { id: String(router.router_id) };
  return (
    <section className="grow">
      <div className="row">
        <h2 className="h2 grow">{t('router:needs.title')}</h2>
        <Link to="/provisioning/$id" params={params} className="Link sm">{t('router:needs.all')}</Link>
      </div>
      <ul className="Needs">
        {failed > 0 && (
          <li>
            <RouterTruth state="failed" />
            <span className="what"><b className="m cut">{t('router:needs.codes', { count: failed })}</b><span className="sm q">{t('router:needs.failed')}</span></span>
            <Link to="/vouchers" search={{ view: 'trouble' }} className="Link sm">{t('router:needs.look')}</Link>
          </li>
        )}
        {rows.map((row) => (
          <li key={row.drift_id}>
            <State kind="drift" state={row.kind} />
            <span className="what">
              <b className="m cut">{row.kind.startsWith('profile') ? t('router:needs.profile', { name: row.name }) : <CodeText code={row.name} plain={row.voucher_id === null} />}</b>
              <span className="sm q cut">{row.fields.length > 0 ? row.fields.join(', ') : <Ago at={row.found_at} />}</span>
            </span>
            <Link to="/provisioning/$id" params={params} search={{ open: row.drift_id }} className="Link sm">{t('router:needs.compare')}</Link>
          </li>
        ))}
        {pending > 0 && (
          <li>
            <RouterTruth state="pending" />
            <span className="what"><b className="m cut">{t('router:needs.codes', { count: pending })}</b><span className="sm q">{t(router.state.link === 'up' ? 'router:needs.queued' : 'router:needs.queuedDown')}</span></span>
            <Link to="/jobs" className="Link sm">{t('router:needs.look')}</Link>
          </li>
        )}
      </ul>
      {failed + pending + rows.length === 0 && <p className="sm q spaced-top">{t(drift.isError ? 'router:needs.unknown' : drift.isPending ? 'common:loading' : 'router:needs.none')}</p>}
    </section>
  );
}

/** What people did with this router, the newest few. */
export function LatestSection({ routerId }: { routerId: number }) {
  const { t } = useTranslation();
  const may = useMay();
  const acts = useOp('activity_list', { subject_kind: 'router', subject_id: routerId, page: { limit: 4 } }, { enabled: may('audit.view') });
  const rows = acts.data?.rows ?? [];
  const today = useNow(60_000).toDateString();
  const when = ({ at }: ActivityRow) => (new Date(at).toDateString() === today ? formatTime(at) : formatDay(at));
  if (rows.length === 0) return null;
  return (
    <section>
      <h2 className="h2">{t('router:latest')}</h2>
      <ul className="Latest">
        {rows.map((row) => (
          <li key={row.activity_id}>
            <time dateTime={row.at} title={formatExact(row.at)} className="tn q">{when(row)}</time>
            <span className="cut">{t(`router:acts.${row.action}` as 'router:acts.router_sync', { defaultValue: row.action })}</span>
            <span className="q cut">{row.user_name ?? ''}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ConnectionSection({ router }: { router: RouterView }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className="h2 spaced">{t('router:connection')}</h2>
      <FactGrid
        columns={2}
        facts={[
          { label: t('router:user'), value: <CodeText code={router.username} plain /> },
          { label: t('router:heldBy'), value: router.state.held_by ?? t('router:noWorker') },
          { label: t('router:dns'), value: router.hotspot_dns_name },
          { label: t('router:server'), value: router.hotspot_server ?? t('common:all') },
          ...(router.expiry_fallback === 'on' ? [{ label: t('router:fallback.fact'), value: t(`router:fallback.states.${router.expiry_fallback_state}`) }] : []),
          { label: t('router:licence'), value: router.state.license_level },
          { label: t('router:pin'), value: router.tls_pin ? <span title={router.tls_pin}><CodeText code={`${router.tls_pin.slice(0, 8)}…`} plain /></span> : router.transport === 'tls' ? undefined : t('router:noTlsShort') },
        ]}
      />
    </section>
  );
}
