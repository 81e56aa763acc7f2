import { CircleCheckBig, Import, Layers, RotateCw, ShieldCheck, Users } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn, BtnLink } from '@/components/button';
import { useScreenName } from '@/components/crumbs';
import { ConsequencePanel } from '@/components/consequence-panel';
import { Banner, EmptyState, ErrorState, Skeleton } from '@/components/feedback';
import { CheckField } from '@/components/field';
import { DetailHeader, ScrollRegion } from '@/components/layout';
import { State } from '@/components/state';
import { CodeText, MoneyText, When } from '@/components/text';
import { describeError } from '@/i18n/errors';
import { formatBytes, formatDuration, formatNumber, formatRate, formatSpan } from '@/lib/format';
import { useOp, useWrite, type AdoptProfile, type AdoptReport } from '@/ipc';

/** What a person chose to take over. */
export interface AdoptChoice {
  profiles: ReadonlySet<string>;
  withUsers: boolean;
  takeComments: boolean;
}

/** Something comes of taking it over: a new plan, or users. */
const brings = (profile: AdoptProfile) => profile.outcome === 'new' || (profile.outcome === 'known' && profile.users > 0);

const rank = { new: 0, known: 1, skipped: 2 };

/** What would come of a choice: plans made, and the users of the chosen profiles. */
function outcomeOf(report: AdoptReport, choice: AdoptChoice): { plans: number; users: number } {
  const chosen = report.profiles.filter((profile) => choice.profiles.has(profile.name));
  return { plans: chosen.filter((profile) => profile.outcome === 'new').length, users: choice.withUsers ? chosen.reduce((sum, profile) => sum + profile.users, 0) : 0 };
}

/** Takes over what a router already holds: looks first, shows all of it with reasons, then asks. */
export function AdoptScreen({ routerId, onDone }: { routerId: number; onDone: () => void }) {
  const { t } = useTranslation();
  const router = useOp('router_get', { router_id: routerId });
  const preview = useWrite('router_adopt_preview');
  const adopt = useWrite('router_adopt');
  useScreenName(router.data?.name);
  const { mutate } = preview;
  useEffect(() => mutate({ router_id: routerId }), [mutate, routerId]);
  const report = adopt.data ?? preview.data;
  const name = router.data?.name ?? '';
  const run = (choice: AdoptChoice) =>
    adopt.mutate({ router_id: routerId, profile_names: [...choice.profiles], with_users: choice.withUsers, take_comments: choice.takeComments });
  return (
    <div className="ListBody">
      <DetailHeader
        title={t('drift:adopt.title', { router: name })}
        actions={
          adopt.data ? (
            <BtnLink tone="primary" to="/batches">{t('drift:adopt.toBatches')}</BtnLink>
          ) : (
            <>
              <Btn tone="ghost" hotkey="Escape" onClick={onDone}>{t('common:cancel')}</Btn>
              <Btn icon={RotateCw} busy={preview.isPending} onClick={() => mutate({ router_id: routerId })}>{t('drift:adopt.again')}</Btn>
            </>
          )
        }
      />
      {preview.isError ? (
        <ErrorState error={preview.error} onRetry={() => mutate({ router_id: routerId })} />
      ) : !report ? (
        <div className="Page"><p className="q2" role="status">{t('drift:adopt.looking', { router: name })}</p><Skeleton lines={8} height={18} /></div>
      ) : report.profiles.length + report.users_total === 0 ? (
        <EmptyState icon={CircleCheckBig} title={t('drift:adopt.nothing')}>{t('drift:adopt.nothingHint', { router: name })}</EmptyState>
      ) : (
        <Wizard key={String(report.done)} report={report} routerName={name} busy={adopt.isPending} error={adopt.error} onAdopt={run} />
      )}
    </div>
  );
}

function Wizard({ report, routerName, busy, error, onAdopt }: { report: AdoptReport; routerName: string; busy: boolean; error: unknown; onAdopt: (choice: AdoptChoice) => void }) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<AdoptChoice>(() => ({ profiles: new Set(report.profiles.filter(brings).map((one) => one.name)), withUsers: true, takeComments: false }));
  const { plans, users } = outcomeOf(report, choice);
  const priceless = report.profiles.filter((one) => one.outcome === 'new' && choice.profiles.has(one.name) && Number(one.price_sell) === 0).length;
  const toggle = (name: string) => {
    const profiles = new Set(choice.profiles);
    if (!profiles.delete(name)) profiles.add(name);
    setChoice({ ...choice, profiles });
  };
  return (
    <div className="Adopt">
      <div className="AdoptMain">
        {report.done && <Banner tone="good" live><b className="m">{t('drift:adopt.done', { count: report.users_adopted })}</b> {t('drift:adopt.doneHint')}</Banner>}
        {Boolean(error) && <ErrorState error={error} compact />}
        <section>
          <h2 className="h2 spaced">{t('drift:adopt.profiles', { count: report.profiles.length })}</h2>
          <Profiles report={report} chosen={choice.profiles} onToggle={report.done ? undefined : toggle} />
        </section>
        <section>
          <h2 className="h2 spaced">{t('drift:adopt.users', { count: report.users_total })}</h2>
          {report.skipped.length > 0 && (
            <ul className="Rows">
              {report.skipped.map((one) => (
                <li key={one.reason}><span className="tn b">{formatNumber(one.count)}</span><span>{describeError({ code: one.reason }, t).title}</span></li>
              ))}
            </ul>
          )}
          <UserRows report={report} />
        </section>
      </div>
      <ConsequencePanel
        figures={[{ label: t('drift:adopt.newPlans'), value: formatNumber(plans) }, { label: t('drift:adopt.codes'), value: formatNumber(report.done ? report.users_adopted : users) }]}
        lines={[
          { label: t('drift:adopt.oursAlready'), value: formatNumber(report.users_ours) },
          { label: t('drift:adopt.leftAlone'), value: formatNumber(report.skipped.reduce((sum, one) => sum + one.count, 0)) },
        ]}
        steps={[
          { icon: Layers, text: t('drift:adopt.stepPlans') },
          { icon: Users, text: t('drift:adopt.stepUsers') },
          { icon: ShieldCheck, text: t(choice.takeComments ? 'drift:adopt.stepComments' : 'drift:adopt.stepUntouched', { router: routerName }) },
        ]}
        warnings={priceless > 0 ? [{ id: 'priceless', tone: 'warn', text: t('drift:adopt.priceless', { count: priceless }) }] : []}
      >
        {!report.done && (
          <div className="col gap3">
            <CheckField label={t('drift:adopt.withUsers')} help={t('drift:adopt.withUsersHelp')} checked={choice.withUsers} onChange={(withUsers) => setChoice({ ...choice, withUsers })} />
            <CheckField label={t('drift:adopt.takeComments')} help={t('drift:adopt.takeCommentsHelp')} checked={choice.takeComments} onChange={(takeComments) => setChoice({ ...choice, takeComments })} />
            <Btn tone="primary" icon={Import} hotkey="Ctrl+Enter" busy={busy} disabled={choice.profiles.size === 0} onClick={() => onAdopt(choice)}>{users > 0 ? t('drift:adopt.run', { count: users }) : t('drift:adopt.runPlans', { count: plans })}</Btn>
          </div>
        )}
      </ConsequencePanel>
    </div>
  );
}

function Profiles({ report, chosen, onToggle }: { report: AdoptReport; chosen: ReadonlySet<string>; onToggle: ((name: string) => void) | undefined }) {
  const { t } = useTranslation();
  const rate = (kbps: number | null) => (kbps === null ? '∞' : formatRate(kbps * 1000));
  const limits = (one: AdoptProfile) =>
    [one.validity_s && formatSpan(one.validity_s), one.usage_limit_s && t('drift:adopt.online', { time: formatSpan(one.usage_limit_s) }), one.data_limit_bytes && formatBytes(one.data_limit_bytes)].filter(Boolean).join(' · ');
  return (
    <ScrollRegion className="scrolls" label={t('drift:adopt.profiles', { count: report.profiles.length })}>
      <table className="DataTable flat" data-density="compact">
        <thead>
          <tr>
            {onToggle && <th scope="col"><span className="sr">{t('drift:adopt.verb')}</span></th>}
            <th scope="col">{t('drift:adopt.profile')}</th>
            <th scope="col">{t('drift:adopt.becomes')}</th>
            <th scope="col">{t('drift:adopt.limits')}</th>
            <th scope="col">{t('drift:adopt.speed')}</th>
            <th scope="col" className="num">{t('drift:adopt.price')}</th>
            <th scope="col" className="num">{t('drift:adopt.cost')}</th>
            <th scope="col" className="num">{t('drift:adopt.userCount')}</th>
          </tr>
        </thead>
        <tbody>
          {[...report.profiles].sort((a, b) => rank[a.outcome] - rank[b.outcome] || b.users - a.users).map((one) => (
            <tr key={one.name} className={chosen.has(one.name) ? 'sel' : ''}>
              {onToggle && (
                <td>
                  <input type="checkbox" className="Check" aria-label={one.name} checked={chosen.has(one.name)} disabled={!brings(one)} onChange={() => onToggle(one.name)} />
                </td>
              )}
              <td className="m">{one.name}</td>
              <td className="why">
                {one.outcome === 'skipped' ? <span className="t-warn">{one.reason ? describeError({ code: one.reason }, t).title : t('drift:adopt.outcome.skipped')}</span> : t(`drift:adopt.outcome.${one.outcome}`)}
                {one.batch_code && <span className="q"> · {one.batch_code}</span>}
              </td>
              <td className="q2">{limits(one) || t('common:unlimited')}</td>
              <td className="q2">{one.upload_kbps === null && one.download_kbps === null ? t('common:unlimited') : `${rate(one.upload_kbps)} / ${rate(one.download_kbps)}`}</td>
              <td className="num">{one.outcome === 'new' ? <MoneyText amount={one.price_sell} /> : <span className="q">–</span>}</td>
              <td className="num q2">{one.outcome === 'new' ? <MoneyText amount={one.price_cost} /> : <span className="q">–</span>}</td>
              <td className="num">{formatNumber(one.users)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function UserRows({ report }: { report: AdoptReport }) {
  const { t } = useTranslation();
  if (report.rows.length === 0) return null;
  return (
    <>
      <ScrollRegion className="scrolls AdoptUsers" label={t('drift:adopt.users', { count: report.users_total })}>
        <table className="DataTable flat" data-density="compact">
          <thead>
            <tr>
              <th scope="col">{t('drift:name')}</th>
              <th scope="col">{t('drift:adopt.profile')}</th>
              <th scope="col">{t('drift:adopt.becomes')}</th>
              <th scope="col">{t('drift:adopt.expires')}</th>
              <th scope="col" className="num">{t('drift:adopt.uptime')}</th>
              <th scope="col">{t('drift:adopt.comment')}</th>
            </tr>
          </thead>
          <tbody>
            {report.rows.map((row) => (
              <tr key={row.name}>
                <td><CodeText code={row.name} plain /></td>
                <td>{row.profile}</td>
                <td className="why">{row.status ? <State kind="voucher" state={row.status} /> : <span className="q">{row.reason ? describeError({ code: row.reason }, t).title : '–'}</span>}</td>
                <td><When at={row.expires_at} time /></td>
                <td className="num">{row.uptime_s > 0 ? formatDuration(row.uptime_s) : <span className="q">–</span>}</td>
                <td className="q2 cut">{row.comment ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {report.more > 0 && <p className="sm q spaced-top">{t('drift:more', { count: report.more })}</p>}
    </>
  );
}

