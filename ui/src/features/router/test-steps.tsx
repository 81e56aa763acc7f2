import { Check, CircleAlert, ShieldCheck, TriangleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Code, Remedy } from '@/components/feedback';
import { Icon } from '@/components/icon';
import { describeError } from '@/i18n/errors';
import { formatDecimal } from '@/lib/format';
import type { RouterTestReport, RouterTestStep } from '@/ipc';
import { CertificatePair } from './certificate';

const stepOrder = ['address', 'port', 'certificate', 'sign_in', 'permissions', 'clock', 'hotspot', 'licence', 'expiry'];

/** After this step nothing was tried; past the end where nothing failed. */
const stoppedAt = (steps: RouterTestStep[]): number => {
  const failed = steps.findLastIndex((step) => step.status === 'failed');
  return failed < 0 ? steps.length : failed;
};

export function Summary({ report }: { report: RouterTestReport | undefined }) {
  const { t } = useTranslation();
  if (!report) return null;
  const ok = report.steps.filter((step) => step.status === 'passed' || step.status === 'warned').length;
  // What does not apply (a certificate without TLS) neither passes nor fails; what a failure kept from being reached counts as open.
  const stopped = stoppedAt(report.steps);
  const all = report.steps.filter((step, i) => step.status !== 'skipped' || i > stopped).length;
  const took = report.steps.reduce((sum, step) => sum + step.took_ms, 0);
  return <span className="sm q tn">{t('router:passed', { passed: ok, all, time: formatDecimal(Math.max(0.1, took / 1000)) })}</span>;
}

const looks = { passed: { tone: 'ok', icon: Check }, warned: { tone: 'warn', icon: TriangleAlert }, failed: { tone: 'bad', icon: X }, skipped: { tone: 'todo', icon: CircleAlert } } as const;

/** A changed certificate is a person's decision. */
export interface Trust {
  isTrusted: boolean;
  /** The stored password is not sent to a machine that is not the known one: it must be typed. */
  needsPassword: boolean;
  onTrust: () => void;
}

export function TestSteps({ report, onRetry, busy, trust }: { report: RouterTestReport | undefined; onRetry: () => void; busy: boolean; trust?: Trust }) {
  const steps: RouterTestStep[] =
    report?.steps ?? stepOrder.map((step) => ({ step, status: 'skipped' as const, took_ms: 0, code: null, params: null, found: null, remedy: null }));
  const reached = steps.findLastIndex((step) => step.status !== 'skipped');
  return (
    <ol className="Tests" aria-live="polite" aria-busy={busy}>
      {steps.map((step, i) => (
        // What was left out although nothing stopped the test was not needed (a certificate without TLS).
        <TestStep key={step.step} step={step} needless={report !== undefined && i < Math.max(stoppedAt(steps), reached)} onRetry={onRetry} busy={busy} trust={step.code === 'router_tls_pin_changed' ? trust : undefined} />
      ))}
    </ol>
  );
}

function TestStep({ step, needless, onRetry, busy, trust }: { step: RouterTestStep; needless: boolean; onRetry: () => void; busy: boolean; trust: Trust | undefined }) {
  const { t } = useTranslation();
  const { tone, icon } = looks[step.status];
  const problem = step.code ? { code: step.code, params: step.params ?? undefined } : undefined;
  const words = problem ? describeError(problem, t) : undefined;
  return (
    <li className={tone}>
      <span className="n">{step.status !== 'skipped' && <Icon as={icon} size={12} />}</span>
      <div className="grow">
        <div className="row">
          <b className="m nw">{t(`router:steps.${step.step}` as 'router:steps.address', { defaultValue: step.step })}</b>
          <span className="grow" />
          {step.status === 'failed' ? (
            <span className="sm t-bad m">{t('router:failed')}</span>
          ) : (
            <span className="sm q tn cut" title={step.found ?? undefined}>{step.status === 'skipped' ? t(needless ? (step.step === 'certificate' ? 'router:noTls' : 'router:notNeeded') : 'router:notTested') : (step.found ?? t('router:ms', { ms: step.took_ms }))}</span>
          )}
        </div>
        {step.status === 'failed' && problem && (
          <Remedy
            cause={<><b className="m">{words?.title}</b> {words?.hint}</>}
            detail={<Certificates step={step} trust={trust} />}
            command={step.remedy}
            onRetry={trust?.isTrusted === false ? undefined : onRetry}
            busy={busy}
            other={trust?.isTrusted === false && <Btn tone="danger" icon={ShieldCheck} busy={busy} onClick={trust.onTrust}>{t('router:cert.trust')}</Btn>}
            error={problem}
          />
        )}
        {step.status === 'warned' && words && (
          <>
            <p className="sm q2">{words.title} {words.hint}</p>
            {step.remedy && <Code label={t('common:copyCommand')}>{step.remedy}</Code>}
          </>
        )}
      </div>
    </li>
  );
}

/** Both fingerprints, and what trusting the new one asks for. */
function Certificates({ step, trust }: { step: RouterTestStep; trust: Trust | undefined }) {
  const { t } = useTranslation();
  const { pinned, seen } = step.params ?? {};
  if (typeof pinned !== 'string' || typeof seen !== 'string') return null;
  return (
    <>
      <CertificatePair pinned={pinned} seen={seen} />
      {trust && <p className="sm q2" role="status">{t(trust.isTrusted ? (trust.needsPassword ? 'router:cert.typePassword' : 'router:cert.trusted') : 'router:cert.ask')}</p>}
    </>
  );
}
