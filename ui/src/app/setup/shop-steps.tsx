import { useNavigate } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ChangedMeanwhile, useFill, type Fill } from '@/components/changed-meanwhile';
import { Banner, EmptyState, ErrorState, Skeleton } from '@/components/feedback';
import { AskingPage } from '@/components/form-sheet';
import { useMe } from '@/components/me';
import { useDirty } from '@/components/unsaved-guard';
import { connectOf, emptyConnect, RouterConnect, type ConnectForm } from '@/features/router/connect';
import { DemoButton } from '@/features/router/router-form';
import { PlanEditor } from '@/features/plan/plan-form';
import { emptyPlan, type PlanForm } from '@/features/plan/plan-terms';
import { useOp, type RouterView } from '@/ipc';
import { keepForm, keepSavedRouter, readForm, readSavedRouter } from './drafts';
import { StepFoot, StepHead } from './frame';

interface RouterStepProps {
  /** The program was closed while the recovery code was shown; said once, here. */
  codeLost: boolean;
  onCodeLost: () => void;
  onNext: () => void;
}

/** The first router, new; or as it was stored, for somebody who comes back to it. */
export function RouterStep(props: RouterStepProps) {
  const [saved] = useState(readSavedRouter);
  const router = useOp('router_get', { router_id: saved ?? 0 }, { enabled: saved !== undefined });
  // One that is gone meanwhile is made anew.
  if (saved !== undefined && router.isPending) return <div className="Wiz-main"><Skeleton lines={6} /></div>;
  if (router.error && !router.data && router.error.code !== 'router_not_found') {
    return <div className="Wiz-main"><ErrorState error={router.error} onRetry={() => void router.refetch()} /></div>;
  }
  return router.data ? <SavedRouter {...props} router={router.data} /> : <NewRouter {...props} />;
}

function CodeLost({ codeLost, onCodeLost }: Pick<RouterStepProps, 'codeLost' | 'onCodeLost'>) {
  const { t } = useTranslation();
  const [said, setSaid] = useState(false);
  const understood = () => {
    setSaid(true);
    onCodeLost();
  };
  if (!codeLost || said) return null;
  return (
    <Banner tone="warn" edge actions={<Btn size="sm" onClick={understood}>{t('setup:understood')}</Btn>}>
      {t('setup:codeLost')}
    </Banner>
  );
}

function NewRouter({ onNext, ...code }: RouterStepProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [form, setForm] = useState(() => readForm('router', emptyConnect));
  useEffect(() => keepForm('router', form), [form]);
  // All but the password is kept from start to start.
  useDirty(form.password !== '');
  const patch = (part: Partial<ConnectForm>) => setForm((before) => ({ ...before, ...part }));
  const saved = (router: RouterView) => {
    keepSavedRouter(router.router_id);
    onNext();
  };
  return (
    <AskingPage kept>
      {(leave) => <>
      <StepHead title={t('setup:routerTitle')} hint={t('setup:routerHint')} action={<DemoButton onStarted={patch} />} />
      <CodeLost {...code} />
      <RouterConnect
        form={form}
        onChange={patch}
        locationId={me.locations[0]?.location_id ?? 1}
        onSaved={saved}
        footer={(save) => (
          <StepFoot>
            <span className="sm q">{t('setup:routerLater')}</span>
            <Btn onClick={leave(onNext)}>{t('common:skip')}</Btn>
            {save}
          </StepFoot>
        )}
      />
      </>}
    </AskingPage>
  );
}

function SavedRouter({ router, ...props }: RouterStepProps & { router: RouterView }) {
  const fill = useFill(router);
  return <ChangeRouter key={fill.row.version} fill={fill} {...props} />;
}

/** What is changed of a stored router is not kept: the next start shows what is stored. */
function ChangeRouter({ fill, onNext, ...code }: RouterStepProps & { fill: Fill<RouterView> }) {
  const { t } = useTranslation();
  const [form, setForm] = useState(() => connectOf(fill.row));
  const patch = (part: Partial<ConnectForm>) => {
    fill.touch();
    setForm((before) => ({ ...before, ...part }));
  };
  return (
    <AskingPage>
      {(leave) => <>
      <StepHead title={t('setup:routerTitle')} hint={t('setup:routerSaved')} />
      <CodeLost {...code} />
      <ChangedMeanwhile fill={fill} />
      <RouterConnect
        form={form}
        onChange={patch}
        locationId={fill.row.location_id}
        stored={fill.row}
        onSaved={onNext}
        footer={(save) => (
          <StepFoot>
            <Btn onClick={leave(onNext)}>{t('common:next')}</Btn>
            {save}
          </StepFoot>
        )}
      />
      </>}
    </AskingPage>
  );
}

const keepPlan = (form: PlanForm) => keepForm('plan', form);

export function PlanStep({ onBack, onNext }: { onBack: () => void; onNext: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [begin] = useState(() => readForm('plan', emptyPlan));
  const saved = () => {
    keepForm('plan', undefined);
    onNext();
  };
  return (
    <AskingPage kept>
    {(leave) => <PlanEditor
      locationId={me.locations[0]?.location_id ?? 1}
      begin={begin}
      onDraft={keepPlan}
      onSaved={saved}
      head={<StepHead title={t('setup:planTitle')} hint={t('setup:planHint')} />}
      actions={(busy) => (
        <StepFoot onBack={onBack}>
          <Btn onClick={leave(onNext)}>{t('common:skip')}</Btn>
          <Btn type="submit" tone="primary" hotkey="Enter" busy={busy}>
            {t('plan:create')}
          </Btn>
        </StepFoot>
      )}
    />}
    </AskingPage>
  );
}

export function DoneStep({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const leave = (to: '/' | '/batches/new') => {
    onLeave();
    void navigate({ to });
  };
  return (
    <EmptyState
      icon={CircleCheck}
      title={t('setup:doneTitle')}
      actions={
        <>
          <Btn onClick={() => leave('/')}>{t('setup:toDashboard')}</Btn>
          <Btn tone="primary" autoFocus onClick={() => leave('/batches/new')}>
            {t('setup:firstBatch')}
          </Btn>
        </>
      }
    >
      {t('setup:doneHint')} {t('setup:doneSummary')}
    </EmptyState>
  );
}
