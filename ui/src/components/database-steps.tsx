import { Check, TriangleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DatabaseStep, DatabaseTest } from '@/ipc';
import { Icon } from './icon';

const looks = { good: { tone: 'ok', icon: Check }, warning: { tone: 'warn', icon: TriangleAlert }, bad: { tone: 'bad', icon: X } } as const;

/** Each thing that was tried, what is wrong with it, and what to do. */
export function DatabaseSteps({ result, busy }: { result: DatabaseTest | undefined; busy: boolean }) {
  const { t } = useTranslation();
  return (
    <ol className="Tests" aria-live="polite" aria-busy={busy} aria-label={t('database:steps')}>
      {busy && !result && (
        <li className="todo">
          <span className="n" />
          <div className="grow">{t('database:testing')}</div>
        </li>
      )}
      {result?.steps.map((step) => <Finding key={`${step.login}-${step.code}`} step={step} />)}
    </ol>
  );
}

function Finding({ step }: { step: DatabaseStep }) {
  const { t } = useTranslation();
  const { tone, icon } = looks[step.status];
  const fix = step.status === 'good' ? '' : t(`database:fix.${step.code}` as 'database:fix.auth_failed', { defaultValue: '' });
  const name = t(`database:found.${step.code}` as 'database:found.auth_failed', { defaultValue: step.code });
  return (
    <li className={tone}>
      <span className="n">
        <Icon as={icon} size={12} />
      </span>
      <div className="grow">
        <div className="row">
          <b className="m">{step.login === 'owner' ? t('database:ofOwner', { what: name }) : name}</b>
          <span className="grow" />
          {step.status === 'good' && <span className="sm q tn cut" title={step.detail}>{step.detail}</span>}
        </div>
        {step.status !== 'good' && (
          <p className="sm q2">
            {fix} <span className="q wrapany">{step.detail}</span>
          </p>
        )}
      </div>
    </li>
  );
}
