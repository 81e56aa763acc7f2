import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from './feedback';
import { Icon } from './icon';
import type { Fact } from './layout';

export interface Warning {
  id: string;
  tone: 'warn' | 'bad' | 'plain';
  icon?: LucideIcon;
  text: ReactNode;
}

/** Beside every form that makes or charges: figures, steps, then warnings with their own fix. */
export function ConsequencePanel({ figures, lines, steps, warnings, stale = false, children }: {
  figures: Fact[]; lines: Fact[]; steps: { icon: LucideIcon; text: ReactNode }[]; warnings: Warning[]; stale?: boolean;
  /** What is decided here: choices and the button that does it. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <aside className="ConsequencePanel" aria-label={t('common:willHappen')} aria-busy={stale}>
      <h2 className="h2">{t('common:willHappen')}</h2>
      <dl className="Big3">
        {figures.map((fact) => (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd className="tn">{fact.value}</dd>
          </div>
        ))}
      </dl>
      <dl className="Cq">
        {lines.map((fact) => (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd className="num">{fact.value}</dd>
          </div>
        ))}
      </dl>
      {steps.length > 0 && (
        <ul className="Will">
          {steps.map((step, i) => (
            <li key={`step-${i + 1}`}>
              <Icon as={step.icon} />
              <span>{step.text}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="col gap2" aria-live="polite">
        {warnings.map((warning) => (
          <Banner key={warning.id} tone={warning.tone} icon={warning.icon}>
            {warning.text}
          </Banner>
        ))}
      </div>
      {children}
    </aside>
  );
}
