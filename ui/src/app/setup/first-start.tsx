import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { emptyServer } from '@/components/database-fields';
import { DatabaseForm, type DatabaseDraft } from '@/components/database-form';
import { ErrorState } from '@/components/feedback';
import { boot, firstCall } from '@/ipc';
import type { Failure } from '@/ipc/error';
import { LanguageStep } from './account-steps';
import { keepForm, readForm } from './drafts';
import { StepFoot, StepHead, WizardFrame } from './frame';
import { readSetup, setSetup } from './progress';

const keepDraft = (draft: DatabaseDraft) => keepForm('database', draft);

/** Before there is a program: language, and where its data are to be. `failure`: the server that was chosen did not do. */
export function FirstStart({ failure }: { failure: Failure | null }) {
  const [step, setStep] = useState<'language' | 'database'>(failure || readSetup().step === 'database' ? 'database' : 'language');
  const go = (next: 'language' | 'database') => {
    setSetup(next);
    setStep(next);
  };
  return (
    <WizardFrame step={step} facts={{}}>
      {step === 'language' ? <LanguageStep onNext={() => go('database')} /> : <DatabaseStep failure={failure} onBack={() => go('language')} />}
    </WizardFrame>
  );
}

function DatabaseStep({ failure, onBack }: { failure: Failure | null; onBack: () => void }) {
  const { t } = useTranslation();
  const [{ kind, ...address }] = useState(() => readForm<DatabaseDraft>('database', { ...emptyServer, kind: 'embedded' }));
  return (
    <DatabaseForm
      call={firstCall}
      onChosen={() => setSetup('company')}
      begin={failure ? 'outside' : kind}
      address={address}
      onDraft={keepDraft}
      head={<StepHead title={t('setup:databaseTitle')} hint={t('setup:databaseHint')} />}
      notice={failure && <ErrorState error={failure} compact onRetry={() => void boot()?.retry()} />}
      mainClass="Wiz-main"
      footer={(submit) => <StepFoot onBack={onBack}>{submit}</StepFoot>}
    />
  );
}
