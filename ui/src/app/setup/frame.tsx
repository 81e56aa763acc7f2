import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, Mark } from '@/components/icon';
import { steps, type Step } from './progress';

/** The steps on the left, one screen at a time on the right. */
export function WizardFrame({ step, facts, children }: { step: Step; facts: { database?: string; company?: string | undefined; owner?: string | undefined }; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const at = steps.indexOf(step);
  const known: Partial<Record<Step, string | undefined>> = { language: i18n.language === 'id' ? 'Indonesia' : 'English', database: facts.database && t(facts.database === 'outside' ? 'setup:onServer' : 'setup:onComputer'), company: facts.company, owner: facts.owner };
  return (
    <div className="Wiz">
      <nav className="Wiz-steps" aria-label={t('setup:stepsLabel')}>
        <div className="row Wiz-brand">
          <Mark />
          <b>Simpul</b>
        </div>
        <ol>
          {steps.map((one, i) => (
            <li key={one} className={i < at ? 'done' : i === at ? 'on' : ''} aria-current={i === at ? 'step' : undefined}>
              <span className="n">{i < at ? <Icon as={Check} size={12} /> : i + 1}</span>
              <span>
                <b>{t(`setup:steps.${one}`)}</b>
                <em>{(i < at && known[one]) || t(`setup:hints.${one}`)}</em>
              </span>
            </li>
          ))}
        </ol>
        <span className="grow" />
        <p className="sm q">{t('setup:kept')}</p>
      </nav>
      <main className="Wiz-body">{children}</main>
    </div>
  );
}

export function StepHead({ title, hint, action }: { title: string; hint: string; action?: ReactNode }) {
  return (
    <header className="Wiz-head">
      <div className="grow">
        <h1>{title}</h1>
        <p className="q2">{hint}</p>
      </div>
      {action}
    </header>
  );
}
