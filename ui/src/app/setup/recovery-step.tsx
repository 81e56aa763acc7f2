import { ArrowRight, Printer } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Banner, CopyButton } from '@/components/feedback';
import { CheckField } from '@/components/field';
import { StepHead } from './frame';

/** Shown once: it cannot be asked for again, so the way on opens only when it was put somewhere. */
export function RecoveryStep({ code, company, onNext }: { code: string; company: string; onNext: () => void }) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (kept) onNext();
  };
  return (
    <form onSubmit={submit}>
      <StepHead title={t('setup:recoveryTitle')} hint={t('setup:recoveryHint')} />
      <div className="Wiz-main">
        <div className="Wiz-narrow Form">
          <div className="Recovery">
            <span className="sm q2">{t('setup:recoveryPaper', { company })}</span>
            <output>{code}</output>
            <div className="row">
              <CopyButton text={code} />
              <Btn size="sm" icon={Printer} onClick={() => window.print()}>
                {t('common:print')}
              </Btn>
            </div>
          </div>
          <Banner tone="warn">{t('setup:recoveryWarn')}</Banner>
          <CheckField label={t('setup:recoveryKept')} checked={kept} onChange={setKept} />
        </div>
      </div>
      <footer className="Wiz-foot">
        <span className="grow" />
        <Btn type="submit" tone="primary" icon={ArrowRight} disabled={!kept}>
          {t('common:next')}
        </Btn>
      </footer>
    </form>
  );
}
