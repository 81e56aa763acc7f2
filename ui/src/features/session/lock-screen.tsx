import { useQueryClient } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ErrorState } from '@/components/feedback';
import { PasswordField } from '@/components/field';
import { Icon, Mark } from '@/components/icon';
import { useWrite } from '@/ipc';
import { setLocked } from '@/lib/lock';
import { useLockedSession } from './lock';
import { QuickSwitch } from './quick-switch';

/** Who was here, and what proves that they are back: the PIN, or the password. */
export function LockScreen({ companyName }: { companyName: string | null }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useLockedSession();
  const unlock = useWrite('session_unlock');
  const signOut = useWrite('session_sign_out');
  const [switching, setSwitching] = useState(false);
  const [byPassword, setByPassword] = useState(false);
  const [typed, setTyped] = useState('');
  const spent = unlock.error?.code === 'pin_spent' || session.data?.pin_tries_left === 0;
  const pin = session.data?.has_pin === true && !byPassword && !spent;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!typed || unlock.isPending) return;
    unlock.mutate(pin ? { pin: typed } : { password: typed }, {
      onSuccess: (me) => {
        client.setQueryData(['me_get', {}], me);
        setLocked(false);
      },
      onError: () => setTyped(''),
    });
  };
  const other = () => {
    setByPassword(!byPassword);
    setTyped('');
    unlock.reset();
  };
  const leave = () => signOut.mutate({}, { onSettled: () => { setLocked(false); window.location.assign('/'); } });
  return (
    <main className="SignIn">
      <form className="SignIn-card" onSubmit={submit} noValidate aria-labelledby="locked">
        <div className="row">
          <Mark />
          <b className="grow cut">{companyName ?? 'Simpul'}</b>
          <Icon as={Lock} className="q" />
        </div>
        <h1 id="locked" className="SignIn-title">
          {session.data ? t('session:locked', { name: session.data.name }) : t('session:lockedTitle')}
        </h1>
        <p className="q2 sm">{t('session:lockedHint')}</p>
        {session.error && session.error.code !== 'sign_in_required' && <ErrorState error={session.error} compact onRetry={() => void session.refetch()} />}
        {unlock.isError && <ErrorState error={unlock.error} compact />}
        <PasswordField
          key={pin ? 'pin' : 'password'}
          label={pin ? t('session:pin') : t('session:password')}
          autoFocus
          inputMode={pin ? 'numeric' : undefined}
          maxLength={pin ? 8 : undefined}
          autoComplete={pin ? 'off' : 'current-password'}
          value={typed}
          onChange={(next) => setTyped(pin ? next.replace(/\D/g, '') : next)}
        />
        <Btn type="submit" tone="primary" busy={unlock.isPending} disabled={!typed}>
          {t('session:unlock')}
        </Btn>
        <div className="row wrap">
          {session.data?.has_pin && !spent && (
            <button type="button" className="Link sm" onClick={other}>
              {byPassword ? t('session:usePin') : t('session:usePassword')}
            </button>
          )}
          <span className="grow" />
          {session.data?.may_switch && (
            <button type="button" className="Link sm" onClick={() => setSwitching(true)}>
              {t('session:quick')}
            </button>
          )}
          <button type="button" className="Link sm" onClick={leave}>
            {t('session:notMe')}
          </button>
        </div>
      </form>
      {switching && <QuickSwitch onClose={() => setSwitching(false)} />}
    </main>
  );
}
