import { useTranslation } from 'react-i18next';
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Mark } from '@/components/icon';
import { ErrorState } from '@/components/feedback';
import { boot, useOp, type BootState } from '@/ipc';
import { isLocked, subscribeLock } from '@/lib/lock';
import { DeskLink } from './desk-link';
import { SessionProvider } from './session';
import { Shell } from './shell';
import { isBeforeAccount, readSetup, subscribeSetup } from './setup/progress';

const SetupWizard = lazy(() => import('./setup/wizard').then((module) => ({ default: module.SetupWizard })));
const FirstStart = lazy(() => import('./setup/first-start').then((module) => ({ default: module.FirstStart })));
const SignIn = lazy(() => import('@/features/session/sign-in').then((module) => ({ default: module.SignIn })));
const LockScreen = lazy(() => import('@/features/session/lock-screen').then((module) => ({ default: module.LockScreen })));
const MustChange = lazy(() => import('@/features/session/must-change').then((module) => ({ default: module.MustChangePassword })));
const Join = lazy(() => import('@/features/session/join').then((module) => ({ default: module.Join })));

/** The program, and what its window asks whatever is on the screen. */
export function Root() {
  return (
    <>
      <Stage />
      <DeskLink />
    </>
  );
}

/** What comes before the screens: first start, joining, signing in. The address is kept throughout. */
function Stage() {
  const start = useStart();
  const status = useOp('system_status', {});
  const ready = status.data?.stage === 'ready';
  const locked = useSyncExternalStore(subscribeLock, isLocked);
  const me = useOp('me_get', {}, { enabled: ready && !locked });
  const setup = useSyncExternalStore(subscribeSetup, readSetup);
  if (start?.stage === 'choosing') {
    return (
      <Suspense fallback={<Splash start={start} />}>
        <FirstStart failure={start.error} />
      </Suspense>
    );
  }
  if (status.isPending) return <Splash start={start} />;
  // Only before there was an answer: later the screens stay, with what is typed in them, and say what does not answer.
  if (status.isError && !status.data) {
    const again = () => void (boot()?.retry() ?? Promise.resolve()).catch(() => undefined).then(() => status.refetch());
    return <Splash error={status.error} onRetry={again} />;
  }
  return (
    <Suspense fallback={<Splash />}>
      {status.data.stage === 'first_owner' || setup.step === 'recovery' ? (
        <SetupWizard me={undefined} status={status.data} />
      ) : status.data.stage === 'key_unavailable' ? (
        <Join />
      ) : locked || me.error?.code === 'session_locked' ? (
        <LockScreen companyName={status.data.company_name} />
      ) : me.isPending ? (
        <Splash />
      ) : me.error?.code === 'sign_in_required' ? (
        <SignIn companyName={status.data.company_name} />
      ) : me.isError && !me.data ? (
        <Splash error={me.error} onRetry={() => void me.refetch()} />
      ) : me.data?.must_change_password ? (
        <MustChange name={me.data.name} />
      ) : me.data ? (
        <SessionProvider key={me.data.user_id} me={me.data}>{setup.step && !isBeforeAccount(setup.step) ? <SetupWizard me={me.data} status={status.data} /> : <Shell />}</SessionProvider>
      ) : null}
    </Suspense>
  );
}

/** How far the program's own start is; what was asked while it was not there is asked anew once it is. */
function useStart(): BootState | undefined {
  const client = useQueryClient();
  const [state, setState] = useState<BootState>();
  const stage = useRef<BootState['stage']>(undefined);
  useEffect(
    () =>
      boot()?.follow((next) => {
        if (next.stage === 'ready' && stage.current !== undefined && stage.current !== 'ready') void client.invalidateQueries();
        stage.current = next.stage;
        setState(next);
      }),
    [client],
  );
  return state;
}

function Splash({ error, onRetry, start }: { error?: unknown; onRetry?: () => void; start?: BootState | undefined }) {
  return (
    <main className="SignIn">
      {error ? (
        <ErrorState error={error} onRetry={onRetry} />
      ) : (
        <Starting state={start} />
      )}
    </main>
  );
}

/** How far the program is; in the window the first start makes a database, which takes seconds. */
function Starting({ state }: { state: BootState | undefined }) {
  const { t } = useTranslation();
  const starting = state?.stage === 'starting' ? state : undefined;
  const words = starting ? t(`session:boot.${starting.step}` as 'session:boot.opening', { defaultValue: t('session:connecting') }) : t('session:connecting');
  return (
    <div className="col gap2" role="status">
      <div className="row q">
        <Mark /> {words}
        {starting?.migration && <span className="tn">{`${starting.migration.number}/${starting.migration.of}`}</span>}
      </div>
      {starting && (
        <div className="Bar" aria-hidden="true">
          <i style={{ width: `${starting.percent}%` }} />
        </div>
      )}
    </div>
  );
}
