import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { CompanyLogo } from '@/components/company-logo';
import { ErrorState } from '@/components/feedback';
import { PasswordField, SelectField, TextField } from '@/components/field';
import { currentLanguage, languages, setLanguage } from '@/i18n';
import { useWrite } from '@/ipc';

export function SignIn({ companyName }: { companyName: string | null }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const signIn = useWrite('session_sign_in');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (!username.trim() || !password || signIn.isPending) return;
    signIn.mutate(
      { username: username.trim(), password },
      {
        onSuccess: ({ me }) => client.setQueryData(['me_get', {}], me),
        onError: () => setPassword(''),
      },
    );
  };
  return (
    <main className="SignIn">
      <form className="SignIn-card" onSubmit={submit} noValidate aria-labelledby="sign-in">
        <div className="row">
          <CompanyLogo company={companyName} />
          <b className="grow cut">{companyName ?? 'Simpul'}</b>
        </div>
        <h1 id="sign-in" className="SignIn-title">
          {t('session:title')}
        </h1>
        {signIn.isError && <ErrorState error={signIn.error} compact />}
        <TextField label={t('session:username')} value={username} autoFocus autoComplete="username" autoCapitalize="off" error={shown && !username.trim() ? t('common:required') : undefined} onChange={setUsername} />
        <PasswordField label={t('session:password')} value={password} autoComplete="current-password" error={shown && !password && !signIn.isError ? t('common:required') : undefined} onChange={setPassword} />
        <Btn type="submit" tone="primary" busy={signIn.isPending}>
          {t('session:signIn')}
        </Btn>
        <p className="Help">{t('session:forgot')}</p>
        <SelectField label={t('common:language')} value={currentLanguage()} options={languages} onChange={(value) => void setLanguage(value === 'en' ? 'en' : 'id')} />
      </form>
    </main>
  );
}
