import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ErrorState } from '@/components/feedback';
import { TextField } from '@/components/field';
import { Mark } from '@/components/icon';
import { useWrite } from '@/ipc';

/** A second desk, or a restored backup: the recovery code opens the data that is already there. */
export function Join() {
  const { t } = useTranslation();
  const join = useWrite('installation_join');
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() && !join.isPending) join.mutate({ recovery_code: code.trim() });
  };
  return (
    <main className="SignIn">
      <form className="SignIn-card" onSubmit={submit} noValidate>
        <Mark />
        <h1 className="SignIn-title">{t('session:join')}</h1>
        <p className="q2 sm">{t('session:joinHint')}</p>
        {join.isError && <ErrorState error={join.error} compact />}
        <TextField label={t('session:recoveryCode')} mono autoFocus autoComplete="off" value={code} onChange={setCode} />
        <Btn type="submit" tone="primary" busy={join.isPending} disabled={!code.trim()}>
          {t('session:joinVerb')}
        </Btn>
      </form>
    </main>
  );
}
