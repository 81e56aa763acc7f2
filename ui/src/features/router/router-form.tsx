import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FlaskConical } from 'lucide-react';
import { Btn } from '@/components/button';
import { ChangedMeanwhile, useFill, type Fill } from '@/components/changed-meanwhile';
import { useScreenName } from '@/components/crumbs';
import { toastDone, toastError } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { UnsavedGuard, useSavedMark } from '@/components/unsaved-guard';
import { useMe } from '@/components/me';
import { useOp, useWrite, type RouterView } from '@/ipc';
import { connectOf, emptyConnect, RouterConnect, type ConnectForm } from './connect';

/** A simulated router beside the program: its address fills the form, everything after is as with a real one. */
export function DemoButton({ onStarted }: { onStarted: (form: Partial<ConnectForm>) => void }) {
  const { t } = useTranslation();
  const status = useOp('system_status', {});
  const start = useWrite('demo_router_start');
  if (!status.data?.has_demo_router) return null;
  return (
    <Btn
      icon={FlaskConical}
      busy={start.isPending}
      onClick={() =>
        start.mutate({}, {
          onSuccess: (demo) => onStarted({ name: 'Demo', host: demo.host, port: String(demo.port), transport: 'plain', username: demo.username, password: demo.password }),
          onError: (error) => toastError(error, t),
        })
      }
    >
      {t('setup:demo')}
    </Btn>
  );
}

export function RouterNewScreen({ onDone, onCancel }: { onDone: (router: RouterView) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  return <RouterForm title={t('router:addTitle')} initial={emptyConnect} onDone={onDone} onCancel={onCancel} />;
}

export function RouterEditScreen({ routerId, onDone, onCancel }: { routerId: number; onDone: (router: RouterView) => void; onCancel: () => void }) {
  const router = useOp('router_get', { router_id: routerId });
  useScreenName(router.data?.name);
  if (router.isError && !router.data) return <ErrorState error={router.error} onRetry={() => void router.refetch()} />;
  if (!router.data) return <div className="Page"><Skeleton lines={6} /></div>;
  return <Stored key={routerId} router={router.data} onDone={onDone} onCancel={onCancel} />;
}

function Stored({ router, onDone, onCancel }: { router: RouterView; onDone: (router: RouterView) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const fill = useFill(router);
  return (
    <RouterForm
      key={fill.row.version}
      fill={fill}
      title={t('router:editTitle')}
      initial={connectOf(fill.row)}
      stored={fill.row}
      onDone={onDone}
      onCancel={onCancel}
    />
  );
}

function RouterForm({ title, initial, stored, fill, onDone, onCancel }: {
  title: string; initial: ConnectForm; stored?: RouterView; fill?: Fill<RouterView>; onDone: (router: RouterView) => void; onCancel: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const [form, setForm] = useState(initial);
  const [first] = useState(form);
  const saved = useSavedMark();
  const patch = (part: Partial<ConnectForm>) => {
    fill?.touch();
    setForm((before) => ({ ...before, ...part }));
  };
  return (
    <div className="Wiz-body">
      <header className="Wiz-head">
        <div className="grow">
          <h1>{title}</h1>
          <p className="q2">{t(stored ? 'router:editHint' : 'router:addHint')}</p>
        </div>
        {!stored && <DemoButton onStarted={patch} />}
      </header>
      {fill && <ChangedMeanwhile fill={fill} />}
      <RouterConnect
        form={form}
        onChange={patch}
        locationId={stored?.location_id ?? me.locations[0]?.location_id ?? 1}
        stored={stored}
        onSaved={(router) => {
          saved.set();
          toastDone(t('router:saved', { name: router.name }));
          onDone(router);
        }}
        footer={(save) => (
          <footer className="Wiz-foot">
            <span className="grow" />
            <Btn tone="ghost" hotkey="Escape" hotkeyInFields onClick={onCancel}>
              {t('common:cancel')}
            </Btn>
            {save}
          </footer>
        )}
      />
      <UnsavedGuard dirty={form !== first} saved={saved} />
    </div>
  );
}
