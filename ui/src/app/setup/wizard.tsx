import { useState } from 'react';
import { useOp, type Me, type SystemStatus } from '@/ipc';
import { CompanyStep, LanguageStep, OwnerStep, type OwnerForm } from './account-steps';
import { keepLogo, readLogo } from './drafts';
import { DoneStep, PlanStep, RouterStep } from './shop-steps';
import { RecoveryStep } from './recovery-step';
import { isBeforeAccount, isRecoveryOpen, keepDraft, readDraft, readSetup, setSetup, settleRecovery, steps, type Step } from './progress';
import { WizardFrame } from './frame';
import { likelyZone } from '@/lib/zones';

/**
 * The steps that may be passed over, and whether there is what they make: read from the data, so that it is right after
 * a restart too, and where the thing was made on another desk.
 */
function useMade(step: Step): Partial<Record<Step, boolean | undefined>> {
  const enabled = steps.indexOf(step) >= steps.indexOf('router');
  const routers = useOp('router_list', { include_inactive: false }, { enabled });
  const plans = useOp('plan_list', { include_inactive: false }, { enabled });
  // None is no answer while it is being asked again: what was just stored is not in it yet.
  const any = ({ data, isFetching }: typeof routers | typeof plans) => (data && data.rows.length > 0) || (data && !isFetching ? false : undefined);
  return { router: any(routers), plan: any(plans) };
}

/** From an empty machine to the first sheet. What is typed stays while one goes back and forth. */
export function SetupWizard({ me, status }: { me: Me | undefined; status: SystemStatus }) {
  const [step, setStep] = useState<Step>(() => {
    const left = readSetup().step ?? 'language';
    // A database made anew on the same computer: what was remembered of another one does not count.
    if (left === 'database') return 'company';
    return me === undefined && !isBeforeAccount(left) ? 'language' : left;
  });
  const [form, setForm] = useState<OwnerForm>({ company: '', timeZone: likelyZone(), phone: '', name: '', username: '', logo: readLogo(), password: '', repeat: '', ...readDraft() });
  const [recovery, setRecovery] = useState<string>();
  const [lost] = useState(isRecoveryOpen);
  const patch = (part: Partial<OwnerForm>) => {
    const next = { ...form, ...part };
    setForm(next);
    if (!isBeforeAccount(step)) return;
    keepDraft(next);
    // A file is not written anew with every letter that is typed beside it.
    if (part.logo !== undefined) keepLogo(part.logo);
  };
  const go = (next: Step | undefined) => {
    setSetup(next);
    if (next) setStep(next);
  };
  const facts = { database: status.database_kind, company: form.company || (status.company_name ?? undefined), owner: form.name || me?.name };
  // A restart after the account: the code is gone with the memory, the rest goes on.
  const shown: Step = step === 'recovery' && recovery === undefined ? 'router' : step;
  const made = useMade(shown);
  return (
    <WizardFrame step={shown} facts={facts} made={made}>
      {shown === 'language' && <LanguageStep status={status} onNext={() => go('company')} />}
      {shown === 'company' && <CompanyStep form={form} onChange={patch} onBack={() => go('language')} onNext={() => go('owner')} />}
      {shown === 'owner' && (
        <OwnerStep
          form={form}
          onChange={patch}
          onBack={() => go('company')}
          onCreated={(code) => {
            setRecovery(code);
            setForm((before) => ({ ...before, password: '', repeat: '' }));
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
            settleRecovery();
            go('router');
          }}
        />
      )}
      {shown === 'router' && <RouterStep codeLost={lost && recovery === undefined} onCodeLost={settleRecovery} onNext={() => go('plan')} />}
      {shown === 'plan' && <PlanStep onBack={() => go('router')} onNext={() => go('done')} />}
      {shown === 'done' && <DoneStep onLeave={() => go(undefined)} />}
    </WizardFrame>
  );
}
