import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { Mark } from '@/components/icon';
import { useWrite } from '@/ipc';
import { PasswordForm } from './password-form';

/** Signed in with a password somebody else knows: nothing else goes on until it is changed. */
export function MustChangePassword({ name }: { name: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const signOut = useWrite('session_sign_out');
  const changed = () => {
    toastDone(t('session:passwordChanged'));
    void client.resetQueries({ queryKey: ['me_get'] });
  };
  return (
    <main className="SignIn">
      <div className="SignIn-card">
        <Mark />
        <h1 className="SignIn-title">{t('session:mustChange')}</h1>
        <p className="q2 sm">{t('session:mustChangeHint', { name })}</p>
        <PasswordForm autoFocus onChanged={changed} />
        <Btn tone="ghost" onClick={() => signOut.mutate({}, { onSettled: () => window.location.assign('/') })}>
          {t('shell:signOut')}
        </Btn>
      </div>
    </main>
  );
}
