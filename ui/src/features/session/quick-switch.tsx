import { Modal } from '@/components/modal';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Banner, ErrorState, Skeleton } from '@/components/feedback';
import { PasswordField, SelectField } from '@/components/field';
import { roleWord } from '@/components/permissions';
import { setLocked } from '@/lib/lock';
import { useAnyUnsaved } from '@/lib/unsaved';
import { useOp, useWrite } from '@/ipc';

/** A colleague takes this desk over by their PIN: what is done here from now on is done by them. */
export function QuickSwitch({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const people = useOp('session_quick_list', {});
  const begin = useWrite('session_quick_begin');
  const unsaved = useAnyUnsaved();
  const [person, setPerson] = useState('');
  const [pin, setPin] = useState('');
  const chosen = person || String(people.data?.[0]?.user_id ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pin === '' || chosen === '' || begin.isPending) return;
    begin.mutate({ user_id: Number(chosen), pin }, {
      onSuccess: (me) => {
        // Nothing the one before could see stays in the page's memory; what they had open goes with them (the page is keyed by its person).
        client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'system_status' && queryKey[0] !== 'me_get' });
        client.setQueryData(['me_get', {}], me);
        setLocked(false);
        onClose();
      },
      onError: () => setPin(''),
    });
  };
  return (
    <Modal opened onClose={onClose} title={t('session:quick')} size={420} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {people.error && !people.data ? <ErrorState error={people.error} compact onRetry={() => void people.refetch()} /> : !people.data ? <Skeleton lines={3} /> : people.data.length === 0 ? <p className="q2">{t('session:quickNobody')}</p> : (
        <form className="col gap3" onSubmit={submit} noValidate>
          <p className="q2">{t('session:quickHint')}</p>
          <SelectField label={t('session:quickWho')} value={chosen} onChange={setPerson} options={people.data.map((one) => ({ value: String(one.user_id), label: `${one.name} · ${roleWord(t, one.role_code, one.role_name)}` }))} />
          <PasswordField label={t('session:pin')} data-autofocus inputMode="numeric" maxLength={8} autoComplete="off" value={pin} onChange={(next) => setPin(next.replace(/\D/g, ''))} />
          {unsaved && <Banner tone="warn">{t('session:quickUnsaved')}</Banner>}
          {begin.error && <ErrorState error={begin.error} compact />}
          <div className="Dialog-foot">
            <Btn tone="ghost" onClick={onClose}>{t('common:cancel')}</Btn>
            <Btn type="submit" tone="primary" busy={begin.isPending} disabled={pin === ''}>{t('session:quickGo')}</Btn>
          </div>
        </form>
      )}
    </Modal>
  );
}
