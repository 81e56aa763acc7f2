import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ErrorState } from '@/components/feedback';
import { PasswordField } from '@/components/field';
import { useDirty } from '@/components/unsaved-guard';
import { fieldErrors } from '@/i18n/errors';
import { passwordMin } from '@/lib/password';
import { useWrite } from '@/ipc';

/** The old password, then the new one twice. */
export function PasswordForm({ onChanged, onDirty, autoFocus = false, children }: { onChanged: (ended: number) => void; onDirty?: (dirty: boolean) => void; autoFocus?: boolean; children?: ReactNode }) {
  const { t } = useTranslation();
  const change = useWrite('me_password_change');
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const [shown, setShown] = useState(false);
  const wrong = fieldErrors(change.error, t);
  useDirty(old !== '' || next !== '' || repeat !== '', onDirty);
  const short = next.length < passwordMin;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (!old || short || next !== repeat || change.isPending) return;
    change.mutate({ old_password: old, new_password: next }, {
      onSuccess: ({ count }) => {
        setOld('');
        setNext('');
        setRepeat('');
        setShown(false);
        onChanged(count);
      },
      onError: () => setOld(''),
    });
  };
  return (
    <form className="col gap3" onSubmit={submit} noValidate>
      {change.isError && change.error.code !== 'input_invalid' && <ErrorState error={change.error} compact />}
      <PasswordField label={t('session:oldPassword')} autoFocus={autoFocus} autoComplete="current-password" value={old} error={shown && !old && !change.isError ? t('common:required') : undefined} onChange={setOld} />
      <PasswordField label={t('session:newPassword')} autoComplete="new-password" help={t('setup:passwordHelp')} value={next} error={shown && short ? t('field:too_short', { min: passwordMin }) : wrong['new_password']} onChange={setNext} />
      <PasswordField label={t('session:repeatPassword')} autoComplete="new-password" value={repeat} error={shown && next !== repeat ? t('field:mismatch') : undefined} onChange={setRepeat} />
      <div className="row">
        <Btn type="submit" tone="primary" busy={change.isPending}>
          {t('session:changePassword')}
        </Btn>
        {children}
      </div>
    </form>
  );
}
