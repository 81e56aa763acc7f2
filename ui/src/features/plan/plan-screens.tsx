import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { useScreenName } from '@/components/crumbs';
import { toastDone } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { DetailHeader } from '@/components/layout';
import { useMe } from '@/components/me';
import { RouterTruth, StatusPill } from '@/components/state';
import { useOp, type PlanView } from '@/ipc';
import { PlanEditor } from './plan-form';

export function PlanNewScreen({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  return <Editor title={t('plan:new')} onDone={onDone} onCancel={onCancel} />;
}

export function PlanEditScreen({ planId, onDone, onCancel }: { planId: number; onDone: () => void; onCancel: () => void }) {
  const plan = useOp('plan_get', { plan_id: planId });
  useScreenName(plan.data?.terms.name);
  if (plan.isError && !plan.data) return <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />;
  if (!plan.data) return <div className="Page"><Skeleton lines={8} height={18} /></div>;
  // A new version from elsewhere fills the form anew only when the screen is opened again: nothing typed is lost.
  return <Editor title={plan.data.terms.name} stored={plan.data} onDone={onDone} onCancel={onCancel} />;
}

function Editor({ title, stored, onDone, onCancel }: { title: string; stored?: PlanView; onDone: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const trouble = stored?.routers.find((router) => router.truth !== 'applied');
  return (
    <PlanEditor
      locationId={stored?.location_id ?? me.locations[0]?.location_id ?? 1}
      stored={stored}
      onSaved={(plan) => {
        toastDone(t('plan:saved', { name: plan.terms.name }));
        onDone();
      }}
      head={
        <DetailHeader
          title={title}
          states={
            stored && (
              <>
                <StatusPill kind="record" state={stored.is_active ? 'active' : 'inactive'} />
                {trouble && <RouterTruth pill state={trouble.truth} reason={[trouble.router_name, trouble.reason].filter(Boolean).join(': ')} />}
              </>
            )
          }
        />
      }
      actions={(busy) => (
        <footer className="Wiz-foot">
          <span className="grow" />
          <Btn tone="ghost" hotkey="Escape" hotkeyInFields onClick={onCancel}>
            {t('common:cancel')}
          </Btn>
          <Btn type="submit" tone="primary" hotkey="Enter" busy={busy}>
            {stored ? t('common:save') : t('plan:create')}
          </Btn>
        </footer>
      )}
    />
  );
}
