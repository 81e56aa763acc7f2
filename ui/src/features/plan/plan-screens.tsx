import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ChangedMeanwhile, useFill, type Fill } from '@/components/changed-meanwhile';
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
  return <Stored key={planId} plan={plan.data} onDone={onDone} onCancel={onCancel} />;
}

function Stored({ plan, onDone, onCancel }: { plan: PlanView; onDone: () => void; onCancel: () => void }) {
  const fill = useFill(plan);
  return <Editor title={plan.terms.name} stored={fill.row} fill={fill} routers={plan.routers} onDone={onDone} onCancel={onCancel} />;
}

function Editor({ title, stored, fill, routers, onDone, onCancel }: {
  title: string; stored?: PlanView; fill?: Fill<PlanView>; routers?: PlanView['routers']; onDone: () => void; onCancel: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const trouble = routers?.find((router) => router.truth !== 'applied');
  return (
    <PlanEditor
      key={stored?.version}
      locationId={stored?.location_id ?? me.locations[0]?.location_id ?? 1}
      stored={stored}
      onSaved={(plan) => {
        toastDone(t('plan:saved', { name: plan.terms.name }));
        onDone();
      }}
      onTouch={fill?.touch}
      head={
        <>
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
          {fill && <ChangedMeanwhile fill={fill} />}
        </>
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
