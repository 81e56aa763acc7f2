import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Banner, EmptyState } from '@/components/feedback';
import { AskingPage } from '@/components/form-sheet';
import { useMe } from '@/components/me';
import { emptyConnect, RouterConnect } from '@/features/router/connect';
import { DemoButton } from '@/features/router/router-form';
import { PlanEditor } from '@/features/plan/plan-form';
import { StepHead } from './frame';

/** `codeLost`: the program was closed while the recovery code was shown; said once, here. */
export function RouterStep({ codeLost, onCodeLost, onNext }: { codeLost: boolean; onCodeLost: () => void; onNext: () => void }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState(false);
  const understood = () => {
    setSaid(true);
    onCodeLost();
  };
  const me = useMe();
  const [form, setForm] = useState(emptyConnect);
  const patch = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  return (
    <AskingPage>
      {(leave) => <>
      <StepHead title={t('setup:routerTitle')} hint={t('setup:routerHint')} action={<DemoButton onStarted={patch} />} />
      {codeLost && !said && (
        <Banner tone="warn" edge actions={<Btn size="sm" onClick={understood}>{t('setup:understood')}</Btn>}>
          {t('setup:codeLost')}
        </Banner>
      )}
      <RouterConnect
        form={form}
        onChange={patch}
        locationId={me.locations[0]?.location_id ?? 1}
        onSaved={onNext}
        footer={(save) => (
          <footer className="Wiz-foot">
            <span className="grow" />
            <span className="sm q">{t('setup:routerLater')}</span>
            <Btn onClick={leave(onNext)}>{t('common:skip')}</Btn>
            {save}
          </footer>
        )}
      />
      </>}
    </AskingPage>
  );
}

export function PlanStep({ onBack, onNext }: { onBack: () => void; onNext: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <AskingPage>
    {(leave) => <PlanEditor
      locationId={me.locations[0]?.location_id ?? 1}
      onSaved={onNext}
      head={<StepHead title={t('setup:planTitle')} hint={t('setup:planHint')} />}
      actions={(busy) => (
        <footer className="Wiz-foot">
          <Btn tone="ghost" icon={ArrowLeft} onClick={leave(onBack)}>
            {t('common:back')}
          </Btn>
          <span className="grow" />
          <Btn onClick={leave(onNext)}>{t('common:skip')}</Btn>
          <Btn type="submit" tone="primary" hotkey="Enter" busy={busy}>
            {t('plan:create')}
          </Btn>
        </footer>
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
