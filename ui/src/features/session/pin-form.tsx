import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { ErrorState } from '@/components/feedback';
import { PasswordField } from '@/components/field';
import { useMe } from '@/components/me';
import { useDirty } from '@/components/unsaved-guard';
import { fieldErrors } from '@/i18n/errors';
import { useWrite } from '@/ipc';

const [pinMin, pinMax] = [4, 8];

/** A short number for coming back to a screen that locked itself; the password is asked for before it is set. */
export function PinForm({ onDirty }: { onDirty?: (dirty: boolean) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const set = useWrite('me_pin_set');
  const [pin, setPin] = useState('');
  const [repeat, setRepeat] = useState('');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const wrong = fieldErrors(set.error, t);
  useDirty(pin !== '' || repeat !== '' || password !== '', onDirty);
  const digits = (text: string) => text.replace(/\D/g, '').slice(0, pinMax);
  const write = (input: { password: string; pin?: string }, done: string) =>
    set.mutate(input, {
      onSuccess: (next) => {
        client.setQueryData(['me_get', {}], next);
        setPin('');
        setRepeat('');
        setPassword('');
        setShown(false);
        toastDone(done);
      },
      onError: () => setPassword(''),
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (pin.length < pinMin || pin !== repeat || !password || set.isPending) return;
    write({ password, pin }, t('session:pinSaved'));
  };
  const remove = () => {
    if (password) write({ password }, t('session:pinRemoved'));
    else setShown(true);
  };
  return (
    <form className="col gap3" onSubmit={submit} noValidate>
      {set.isError && set.error.code !== 'input_invalid' && <ErrorState error={set.error} compact />}
      <div className="G2">
        <PasswordField label={me.has_pin ? t('session:pinNew') : t('session:pin')} inputMode="numeric" autoComplete="off" help={t('session:pinHelp')} value={pin} error={shown && pin.length > 0 && pin.length < pinMin ? t('field:too_short', { min: pinMin }) : wrong['pin']} onChange={(text) => setPin(digits(text))} />
        <PasswordField label={t('session:pinRepeat')} inputMode="numeric" autoComplete="off" value={repeat} error={shown && pin !== repeat ? t('field:mismatch') : undefined} onChange={(text) => setRepeat(digits(text))} />
      </div>
      <PasswordField label={t('session:pinPassword')} autoComplete="current-password" value={password} error={shown && !password && !set.isError ? t('common:required') : undefined} onChange={setPassword} />
      <div className="row">
        <Btn type="submit" tone="primary" busy={set.isPending} disabled={pin.length === 0}>
          {me.has_pin ? t('session:pinChange') : t('session:pinSet')}
        </Btn>
        {me.has_pin && (
          <Btn tone="ghost" onClick={remove}>
            {t('session:pinRemove')}
          </Btn>
        )}
      </div>
    </form>
  );
}
