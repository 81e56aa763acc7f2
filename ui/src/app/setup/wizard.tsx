import { useState } from 'react';
import type { Me, SystemStatus } from '@/ipc';
import { CompanyStep, LanguageStep, OwnerStep, type OwnerForm } from './account-steps';
import { DoneStep, PlanStep, RouterStep } from './shop-steps';
import { RecoveryStep } from './recovery-step';
import { readSetup, setSetup, type Step } from './progress';
import { WizardFrame } from './frame';
import { likelyZone } from '@/lib/zones';

/** From an empty machine to the first sheet. What is typed stays while one goes back and forth. */
export function SetupWizard({ me, status }: { me: Me | undefined; status: SystemStatus }) {
  const [step, setStep] = useState<Step>(() => readSetup().step ?? 'language');
  const [form, setForm] = useState<OwnerForm>({ company: '', timeZone: likelyZone(), name: '', username: '', password: '', repeat: '' });
  const [recovery, setRecovery] = useState<string>();
  const patch = (part: Partial<OwnerForm>) => setForm((before) => ({ ...before, ...part }));
  const go = (next: Step | undefined) => {
    setSetup(next);
    if (next) setStep(next);
  };
  const facts = { company: form.company || (status.company_name ?? undefined), owner: form.name || me?.name };
  // A restart after the account: the code is gone with the memory, the rest goes on.
  const shown: Step = step === 'recovery' && recovery === undefined ? 'router' : step;
  return (
    <WizardFrame step={shown} facts={facts}>
      {shown === 'language' && <LanguageStep onNext={() => go('company')} />}
      {shown === 'company' && <CompanyStep form={form} onChange={patch} onBack={() => go('language')} onNext={() => go('owner')} />}
      {shown === 'owner' && (
        <OwnerStep
          form={form}
          onChange={patch}
          onBack={() => go('company')}
          onCreated={(code) => {
            setRecovery(code);
            patch({ password: '', repeat: '' });
            go('recovery');
          }}
        />
      )}
      {shown === 'recovery' && recovery !== undefined && (
        <RecoveryStep
          code={recovery}
          company={form.company}
          onNext={() => {
            setRecovery(undefined);
            go('router');
          }}
        />
      )}
      {shown === 'router' && <RouterStep onNext={() => go('plan')} />}
      {shown === 'plan' && <PlanStep onBack={() => go('router')} onNext={() => go('done')} />}
      {shown === 'done' && <DoneStep onLeave={() => go(undefined)} />}
    </WizardFrame>
  );
}
