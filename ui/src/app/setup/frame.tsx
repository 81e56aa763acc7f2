import { ArrowLeft, Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Icon, Mark } from '@/components/icon';
import { steps, type Step } from './progress';

interface FrameProps {
  step: Step;
  facts: { database?: string; company?: string | undefined; owner?: string | undefined };
  /** Of the steps that may be passed over: whether there is what they make; `undefined` while it is not known. */
  made?: Partial<Record<Step, boolean | undefined>>;
  children: ReactNode;
}

/** The steps on the left, one screen at a time on the right. */
export function WizardFrame({ step, facts, made, children }: FrameProps) {
  const { t, i18n } = useTranslation();
  const at = steps.indexOf(step);
  const stateOf = (one: Step, i: number) => {
    if (i >= at) return i === at ? 'on' : '';
    if (!made || !(one in made)) return 'done';
    return made[one] === undefined ? '' : made[one] ? 'done' : 'skipped';
  };
  const known: Partial<Record<Step, string | undefined>> = { language: i18n.language === 'id' ? 'Indonesia' : 'English', database: facts.database && t(facts.database === 'outside' ? 'setup:onServer' : 'setup:onComputer'), company: facts.company, owner: facts.owner };
  return (
    <div className="Wiz">
      <nav className="Wiz-steps" aria-label={t('setup:stepsLabel')}>
        <div className="row Wiz-brand">
          <Mark />
          <b>Simpul</b>
        </div>
        <ol>
          {steps.map((one, i) => {
            const state = stateOf(one, i);
            const skipped = state === 'skipped';
            return (
              <li key={one} className={state} aria-current={i === at ? 'step' : undefined}>
                <span className="n">{skipped ? <Icon as={Minus} size={12} /> : state === 'done' ? <Icon as={Check} size={12} /> : i + 1}</span>
                <span>
                  <b>{t(`setup:steps.${one}`)}</b>
                  {state === 'done' && <span className="sr">{t('start:done')}: </span>}
                  <em>{skipped ? t('setup:skipped') : (i < at && known[one]) || t(`setup:hints.${one}`)}</em>
                </span>
              </li>
            );
          })}
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

/** The buttons of a step: back on the left where there is a way, what goes on at the right. `back`: another word for it. */
export function StepFoot({ onBack, back, children }: { onBack?: (() => void) | undefined; back?: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <footer className="Wiz-foot">
      {onBack && (
        <Btn tone="ghost" icon={ArrowLeft} onClick={onBack}>
          {back ?? t('common:back')}
        </Btn>
      )}
      <span className="grow" />
      {children}
    </footer>
  );
}
