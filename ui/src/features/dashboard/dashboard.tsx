import { Link } from '@tanstack/react-router';
import { Banknote, Clock, ClockAlert, EqualNot, Gauge, Minus, OctagonX, Plus, Router as RouterIcon, ShieldAlert, Store, Ticket, TicketCheck, TrendingDown, TrendingUp, Unplug, Wifi, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BtnLink, KeyHint } from '@/components/button';
import { mayDeed } from '@/components/deeds';
import { EmptyState, ErrorState, Skeleton } from '@/components/feedback';
import { Icon } from '@/components/icon';
import { PageHead, Panel } from '@/components/layout';
import { useMay } from '@/components/me';
import { State } from '@/components/state';
import { Ago, MoneyText } from '@/components/text';
import { useNow } from '@/lib/clock';
import { formatNumber, formatSpan, formatTime, formatWeekday, zoneName } from '@/lib/format';
import { useOp, type Dashboard, type DayFigure, type VoucherDeed } from '@/ipc';
import { DayChart } from './day-chart';
import { Leads, useLeads } from './leads';

/** How is today, and what needs me? Every number leads to its rows. `above`: what comes before the day's figures. */
export function DashboardScreen({ above }: { above?: ReactNode }) {
  const { t } = useTranslation();
  const may = useMay();
  const now = useNow(30_000);
  const { data, error, isPending, refetch } = useOp('dashboard_get', {}, { every: 60_000 });
  // Where there is nothing to sell yet, the way to it comes first.
  const sells = may('sale.create') && (data?.plans.length ?? 0) > 0;
  const head = (
    <PageHead
      title={t('dashboard:title')}
      detail={`${formatWeekday(now)} · ${formatTime(now)} ${zoneName()}`}
      actions={
        <>
          {may('voucher.create') && <BtnLink tone={sells ? undefined : 'primary'} icon={Plus} to="/batches/new" hotkey="n">{t('dashboard:newBatch')}</BtnLink>}
          {sells && <BtnLink tone="primary" icon={Store} to="/counter">{t('shell:commands.sell')} <KeyHint keys="F2" /></BtnLink>}
        </>
      }
    />
  );
  return (
    <div className="Page scroll">
      {head}
      {above}
      {data ? <Figures data={data} /> : isPending ? <Skeleton lines={8} height={20} /> : <ErrorState error={error} onRetry={() => void refetch()} />}
    </div>
  );
}

function Figures({ data }: { data: Dashboard }) {
  const { t } = useTranslation();
  const { sold } = data;
  const may = useMay();
  // The days of the chart, today last: nothing is compared that the program did not count.
  const [today, yesterday, weekAgo] = [data.activated_days.at(-1), data.activated_days.at(-2), data.activated_days.at(-8)];
  const on = (did: VoucherDeed, day: DayFigure | undefined) => ({ did, from: day?.day, to: day?.day });
  const looks = mayDeed(may, 'turnover');
  const soldOn = (day: DayFigure | undefined, text: string) => (looks ? <Link to="/vouchers" search={on('turnover', day)}>{text}</Link> : text);
  return (
    <>
      <div className="Kpis">
        {sold && (
          <Kpi icon={Banknote} title={t('dashboard:sold')} value={sold.today} {...(looks ? { to: '/vouchers', search: on('turnover', today) } : { to: '/reports', search: { kind: 'sales', range: 'today' } })}>
            <Trend more={sold.today - sold.week_ago} />
            {soldOn(weekAgo, t('dashboard:weekAgo', { count: sold.week_ago }))}
            <span className="opt">· {soldOn(yesterday, t('dashboard:yesterday', { count: sold.yesterday }))}</span>
            <span className="opt roomy">· <Leads to="/reports" search={{ kind: 'sales', range: 'today' }}><MoneyText amount={sold.amount_today} /></Leads></span>
          </Kpi>
        )}
        <Kpi icon={TicketCheck} title={t('dashboard:activated')} value={data.activated_today} to="/vouchers" search={on('activated', today)}>
          <Trend more={data.activated_today - data.activated_week_ago} />
          <Leads to="/vouchers" search={on('activated', weekAgo)}>{t('dashboard:weekAgo', { count: data.activated_week_ago })}</Leads>
          {yesterday && <span className="opt">· <Leads to="/vouchers" search={on('activated', yesterday)}>{t('dashboard:yesterday', { count: yesterday.count })}</Leads></span>}
          <span className="opt roomy">· <Leads to="/vouchers" search={on('activated', today)}><MoneyText amount={data.activated_value_today} /></Leads></span>
        </Kpi>
        <Kpi icon={Ticket} title={t('dashboard:stock')} value={data.stock} to="/vouchers" search={{ stock: 'on_hand' }}>
          <Leads to="/stock"><MoneyText amount={data.stock_value} /></Leads>
          <span className="opt spare">· <Leads to="/vouchers" search={on('made', today)}>{t('dashboard:created', { count: data.created_today })}</Leads></span>
        </Kpi>
        <Kpi icon={Wifi} title={t('dashboard:online')} value={data.online} to="/routers" search={{ state: 'connected' }}>
          <span className="cut">{t('dashboard:onlineDetail')}</span>
        </Kpi>
        <Kpi icon={Clock} title={t('dashboard:pending')} value={data.pending_copies} to="/vouchers" search={{ did: 'copy_pending' }}>
          {data.trouble_copies > 0 ? <Leads className="t-bad m" to="/vouchers" search={{ did: 'copy_trouble' }}>{t('dashboard:trouble', { count: data.trouble_copies })}</Leads> : t('dashboard:noTrouble')} <span className="opt spare">· {t('dashboard:pendingDetail')}</span>
        </Kpi>
      </div>
      {data.routers.length === 0 ? (
        <EmptyState icon={RouterIcon} title={t('dashboard:emptyTitle')} actions={<BtnLink to="/routers/new" tone="primary" icon={Plus}>{t('router:new')}</BtnLink>}>
          {t('dashboard:emptyHint')}
        </EmptyState>
      ) : (
        <div className="Home">
          <div className="col">
            <Panel
              grow
              title={t('dashboard:chart')}
              detail={t('dashboard:chartUnit')}
              actions={
                <>
                  <span className="Leg"><i className="s1" />{t('dashboard:thisPeriod')}</span>
                  <span className="Leg"><i className="line" />{t('dashboard:before')}</span>
                </>
              }
            >
              <DayChart days={data.activated_days} />
            </Panel>
            <StockPanel data={data} />
          </div>
          <div className="col">
            <ActionsPanel data={data} />
            <RoutersPanel data={data} />
          </div>
        </div>
      )}
    </>
  );
}

/** A number of today: the whole box leads to its rows, the smaller numbers below it to theirs. */
function Kpi({ icon, title, value, to, search, children }: { icon: LucideIcon; title: string; value: number; to: string; search: Record<string, unknown>; children: ReactNode }) {
  return (
    <div className="Kpi">
      <Leads className="Kpi-main" to={to} search={search}>
        <Caption icon={icon}>{title}</Caption>
        <strong className="tn">{formatNumber(value)}</strong>
      </Leads>
      <span className="sm q nw">{children}</span>
    </div>
  );
}

function Trend({ more }: { more: number }) {
  return <Icon as={more > 0 ? TrendingUp : more < 0 ? TrendingDown : Minus} size={14} className={more > 0 ? 't-good' : ''} />;
}

function Caption({ icon, children }: { icon: LucideIcon; children: string }) {
  return (
    <span className="sm q2 row tight">
      <Icon as={icon} size={14} />
      {children}
    </span>
  );
}

function StockPanel({ data }: { data: Dashboard }) {
  const { t } = useTranslation();
  const leads = useLeads();
  const most = Math.max(1, ...data.plans.map((plan) => plan.stock));
  return (
    <Panel title={t('dashboard:stockByPlan')} actions={leads('/plans') && <Link className="Link sm" to="/plans">{t('dashboard:all')}</Link>}>
      <ul>
        {data.plans.slice(0, 8).map((plan) => (
          <li className="Fun" key={plan.plan_id}>
            <span className="cut">
              <Leads to="/plans/$id" params={{ id: String(plan.plan_id) }}>{plan.name}</Leads>
            </span>
            <div className="Bar" aria-hidden="true">
              <i style={{ width: `${(plan.stock / most) * 100}%`, background: 'var(--series-1)' }} />
            </div>
            <b className="num">
              <Leads to="/vouchers" search={{ stock: 'on_hand', plan: plan.plan_id }}>{formatNumber(plan.stock)}</Leads>
            </b>
            <span className="sm q nw"><Leads to="/vouchers" search={{ did: 'activated', plan: plan.plan_id, from: data.activated_days.at(-7)?.day, to: data.activated_days.at(-1)?.day }}>{t('dashboard:usedWeek', { count: plan.activated_7_days })}</Leads></span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Needs shown before the rest is asked for. */
const ACTIONS = 6;

const actionLooks: Record<string, { icon: LucideIcon; tone: string }> = {
  router_gate: { icon: ShieldAlert, tone: 'warn' },
  router_down: { icon: Unplug, tone: 'bad' },
  router_clock_wrong: { icon: ClockAlert, tone: 'warn' },
  copies_failed: { icon: OctagonX, tone: 'bad' },
  copies_drifted: { icon: EqualNot, tone: 'warn' },
  job_failed: { icon: OctagonX, tone: 'bad' },
  licence_near: { icon: Gauge, tone: 'warn' },
  stock_low: { icon: Ticket, tone: 'warn' },
};

/** The sentence's blanks in the person's own writing: since when, by how much. */
function actionParams(params: Record<string, unknown>): Record<string, unknown> {
  const { last_seen_at: seen, offset_s: offset, pending } = params;
  return {
    ...(typeof pending === 'number' ? { count: pending } : {}),
    ...params,
    ...(typeof seen === 'string' ? { context: 'since', since: formatTime(seen) } : {}),
    ...(typeof offset === 'number' ? { context: offset < 0 ? 'behind' : 'ahead', by: formatSpan(Math.abs(offset)) } : {}),
  };
}

function ActionsPanel({ data }: { data: Dashboard }) {
  const { t } = useTranslation();
  const leads = useLeads();
  const [isWhole, setWhole] = useState(false);
  const { actions } = data;
  return (
    <Panel title={t('dashboard:needs')} detail={actions.length > 0 ? <span className="Count bad">{actions.length}</span> : undefined} flush>
      {actions.length === 0 ? (
        <p className="Panel-body q">{t('dashboard:allWell')}</p>
      ) : (
        <ul>
          {actions.slice(0, isWhole ? undefined : ACTIONS).map((action) => {
            const look = actionLooks[action.code] ?? { icon: OctagonX, tone: 'warn' };
            const params = actionParams(action.params);
            const word = (suffix: string, fallback: string) => t(`action:${action.code}${suffix}` as 'action:router_down', { ...params, defaultValue: fallback });
            return (
              <li key={`${action.code} ${action.link} ${String(action.params['plan'] ?? '')}`}>
                <Leads to={action.link} className="Act">
                  <span className={`Ico ${look.tone}`}>
                    <Icon as={look.icon} />
                  </span>
                  <span className="grow">
                    <b className="m cut">{word('', action.code)}</b>
                    <span className="sm q cut">{word('_detail', '')}</span>
                  </span>
                  {leads(action.link) && <span className="Link sm nw">{word('_verb', t('action:open'))}</span>}
                </Leads>
              </li>
            );
          })}
          {actions.length > ACTIONS && !isWhole ? (
            <li>
              <button type="button" className="Act Link sm" onClick={() => setWhole(true)}>
                {t('dashboard:needsMore', { count: actions.length - ACTIONS })}
              </button>
            </li>
          ) : null}
        </ul>
      )}
    </Panel>
  );
}

function RoutersPanel({ data }: { data: Dashboard }) {
  const { t } = useTranslation();
  const leads = useLeads();
  return (
    <Panel title={t('dashboard:routers')} actions={leads('/routers') && <Link className="Link sm" to="/routers">{t('dashboard:all')}</Link>} flush>
      <table className="Mini">
        <thead>
          <tr>
            <th scope="col">{t('common:name')}</th>
            <th scope="col">{t('dashboard:state')}</th>
            <th scope="col" className="num">{t('dashboard:onlineCol')}</th>
            <th scope="col" className="num">{t('dashboard:pendingCol')}</th>
          </tr>
        </thead>
        <tbody>
          {data.routers.map((router) => {
            const state = router.link === 'up' ? (router.clock_wrong ? 'clock_wrong' : 'connected') : router.link === 'down' ? 'lost' : 'unknown';
            return (
              <tr key={router.router_id}>
                <td className="m">
                  <Leads to="/routers/$id" params={{ id: String(router.router_id) }}>{router.name}</Leads>
                </td>
                <td>
                  <State kind="router" state={state} detail={state === 'lost' && router.last_seen_at ? <Ago at={router.last_seen_at} /> : undefined} />
                </td>
                <td className="num">{router.online === null ? '–' : <Leads to="/routers/$id" params={{ id: String(router.router_id) }} search={{ tab: 'hotspot' }}>{formatNumber(router.online)}</Leads>}</td>
                <td className="num q2">{router.pending > 0 ? <Leads to="/vouchers" search={{ did: 'copy_pending', router: router.router_id }}>{formatNumber(router.pending)}</Leads> : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}

