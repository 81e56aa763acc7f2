import { ClockAlert, Gauge, MoonStar, QrCode, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Banner, Code } from '@/components/feedback';
import { FactGrid, type Fact } from '@/components/layout';
import { clockToleranceSeconds } from '@/components/state';
import { Ago } from '@/components/text';
import { describeError } from '@/i18n/errors';
import { formatBytes, formatDuration, formatNumber, formatSpan } from '@/lib/format';
import { useOp, type RouterView } from '@/ipc';
import { ceilingOf, licenceLevel, nearCeiling } from './licence';

/** What is on hold and why; each with its own way out. */
export function Warnings({ router, onTest }: { router: RouterView; onTest?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { state } = router;
  const [help, setHelp] = useState<'clock' | 'pap'>();
  const offset = state.clock_offset_s ?? 0;
  if (!router.is_active) return null;
  if (state.link === 'down') {
    // The reason says more than that it does not answer, and need not be that: a changed certificate did answer.
    const why = state.error_code ? describeError({ code: state.error_code, params: state.error_params ?? undefined }, t).title : t('router:downBanner');
    return (
      <Banner tone="bad" icon={Unplug} edge actions={onTest && <Btn size="sm" onClick={onTest}>{t('router:test')}</Btn>}>
        <b className="m">{why}</b> {router.truth.pending > 0 ? t('router:downHint', { count: router.truth.pending }) : t('router:downCalm')}
      </Banner>
    );
  }
  const ceiling = ceilingOf(state.license_level).hotspot;
  const full = ceiling !== undefined && (state.hotspot_active ?? 0) >= ceiling * nearCeiling;
  return (
    <>
      {Math.abs(offset) > clockToleranceSeconds && (
        <Banner tone="warn" icon={ClockAlert} edge actions={<Btn size="sm" onClick={() => setHelp(help === 'clock' ? undefined : 'clock')}>{t('router:clockFix')}</Btn>}>
          <b className="m">{t(offset > 0 ? 'router:clockAhead' : 'router:clockBehind', { time: formatSpan(Math.abs(offset)) })}</b> {t('router:clockHint')}
        </Banner>
      )}
      {full && (
        <Banner tone="warn" icon={Gauge} edge>
          <b className="m">{t('router:ceilingBanner', { count: state.hotspot_active ?? 0, of: ceiling })}</b> {t('router:ceilingHint', { level: licenceLevel(state.license_level) })}
        </Banner>
      )}
      {state.has_http_pap === false && (
        <Banner tone="warn" icon={QrCode} edge actions={<Btn size="sm" onClick={() => setHelp(help === 'pap' ? undefined : 'pap')}>{t('router:papFix')}</Btn>}>
          <b className="m">{t('router:papBanner')}</b> {t('router:papHint')}
        </Banner>
      )}
      {router.expiry_fallback_reason && (router.expiry_fallback_state === 'failed' || router.expiry_fallback_state === 'drifted') && (
        <FallbackBanner code={router.expiry_fallback_reason} onTest={onTest} />
      )}
      {help && (
        <div className="Fix">
          <p className="sm m">{t('router:commandTitle')}</p>
          <Code label={t('common:copyCommand')}>
            {help === 'clock' ? ntpCommand(state.ros_version) : '/ip hotspot profile set [find] login-by=cookie,http-chap,http-pap,mac-cookie'}
          </Code>
        </div>
      )}
    </>
  );
}

/** Why the router does not end codes by itself although it was asked to; the guided test has the commands. */
function FallbackBanner({ code, onTest }: { code: string; onTest: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { title, hint } = describeError({ code, params: { policies: 'policy' } }, t);
  return (
    <Banner tone="warn" icon={MoonStar} edge actions={onTest && <Btn size="sm" onClick={onTest}>{t('router:test')}</Btn>}>
      <b className="m">{title}</b> {hint}
    </Banner>
  );
}

/** The servers of Indonesia's pool, as the guided test says it; RouterOS 6 has another word for them. */
function ntpCommand(version: string | null): string {
  return version?.startsWith('6.')
    ? '/system ntp client set enabled=yes server-dns-names=id.pool.ntp.org'
    : '/system ntp client set enabled=yes\n/system ntp client servers add address=id.pool.ntp.org';
}

/** How many are on, of how many the licence lets in, and the share of it. */
function Load({ count, ceiling }: { count: number; ceiling: number | undefined }) {
  const share = ceiling ? count / ceiling : 0;
  return (
    <>
      {formatNumber(count)}
      {ceiling !== undefined && (
        <>
          {' '}/ {formatNumber(ceiling)} {share >= 0.5 && <span className={`sm m ${share >= nearCeiling ? 't-bad' : 't-warn'}`}>{formatNumber(share * 100)} %</span>}
        </>
      )}
    </>
  );
}

/** Whether the router's clock agrees, else by how much it does not; beyond the tolerance it is a warning. */
function Clock({ offset }: { offset: number }) {
  const { t } = useTranslation();
  if (Math.abs(offset) <= 5) return t('router:clockOk');
  return <span className={Math.abs(offset) > clockToleranceSeconds ? 't-warn' : ''}>{t(offset > 0 ? 'router:clockFast' : 'router:clockSlow', { time: formatSpan(Math.abs(offset)) })}</span>;
}

/** `92 / 256 MB`: the unit once where both share it. */
export function memoryOf(used: number, total: number): string {
  const [amount, unit] = formatBytes(used).split(' ');
  const all = formatBytes(total);
  return all.endsWith(` ${unit}`) ? `${amount} / ${all}` : `${amount} ${unit} / ${all}`;
}

export function Facts({ router }: { router: RouterView }) {
  const { t } = useTranslation();
  const { state } = router;
  const up = router.is_active && state.link === 'up';
  // The same question as the table of sessions asks: one answer for both.
  const sessions = useOp('router_session_list', { router_id: router.router_id }, { enabled: up });
  const ppp = sessions.data?.filter((row) => row.kind === 'ppp').length ?? 0;
  const level = licenceLevel(state.license_level);
  const ceiling = ceilingOf(state.license_level);
  const named = (name: string) => (level ? `${name} (L${level})` : name);
  const memory = state.total_memory === null || state.free_memory === null ? undefined : memoryOf(state.total_memory - state.free_memory, state.total_memory);
  const facts: Fact[] = [
    { label: t('router:uptime'), value: state.uptime_s === null ? undefined : formatDuration(state.uptime_s) },
    { label: t('router:cpu'), value: state.cpu_load === null ? undefined : `${state.cpu_load} %` },
    { label: t('router:memory'), value: memory },
    { label: named(t('router:hotspot')), value: state.hotspot_active === null ? undefined : <Load count={state.hotspot_active} ceiling={ceiling.hotspot} /> },
    ...(ppp > 0 ? [{ label: named('PPPoE'), value: <Load count={ppp} ceiling={ceiling.ppp} /> }] : []),
    { label: t('router:clock'), value: state.clock_offset_s === null ? undefined : <Clock offset={state.clock_offset_s} /> },
    { label: t('router:loginBy'), value: state.has_http_pap === null ? undefined : t(state.has_http_pap ? 'router:loginQr' : 'router:loginTyped') },
    { label: t('router:seen'), value: state.last_seen_at ? <Ago at={state.last_seen_at} /> : undefined },
  ];
  return (
    <div className="RouterFacts">
      <FactGrid facts={facts} minimum={92} />
    </div>
  );
}
