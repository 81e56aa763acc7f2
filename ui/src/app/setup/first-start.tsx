import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { DatabaseForm } from '@/components/database-form';
import { ErrorState } from '@/components/feedback';
import { AskingPage } from '@/components/form-sheet';
import { boot, firstCall } from '@/ipc';
import type { Failure } from '@/ipc/error';
import { LanguageStep } from './account-steps';
import { StepHead, WizardFrame } from './frame';
import { setSetup } from './progress';

/** Before there is a program: language, and where its data are to be. `failure`: the server that was chosen did not do. */
export function FirstStart({ failure }: { failure: Failure | null }) {
  const { t } = useTranslation();
  const [step, setStep] = useState<'language' | 'database'>(failure ? 'database' : 'language');
  return (
    <WizardFrame step={step} facts={{}}>
      {step === 'language' ? (
        <LanguageStep onNext={() => setStep('database')} />
      ) : (
        <AskingPage>
          {(leave) => <DatabaseForm
          call={firstCall}
          onChosen={() => setSetup('company')}
          begin={failure ? 'outside' : 'embedded'}
          head={<StepHead title={t('setup:databaseTitle')} hint={t('setup:databaseHint')} />}
          notice={failure && <ErrorState error={failure} compact onRetry={() => void boot()?.retry()} />}
          mainClass="Wiz-main"
          footer={(submit) => (
            <footer className="Wiz-foot">
              <Btn tone="ghost" icon={ArrowLeft} onClick={leave(() => setStep('language'))}>
                {t('common:back')}
              </Btn>
              <span className="grow" />
              {submit}
            </footer>
          )}
        />}
        </AskingPage>
      )}
    </WizardFrame>
  );
}
