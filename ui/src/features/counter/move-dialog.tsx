import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { ErrorState } from '@/components/feedback';
import { MoneyField, Seg, TextField } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { formatMoney } from '@/lib/format';
import { useWrite, type CashSessionView } from '@/ipc';

/** Puts money into the drawer or takes money out, for no sale; always with a reason. */
export function MoveDialog({ shift, onClose }: { shift: CashSessionView; onClose: () => void }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<'out' | 'in'>('out');
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const putIn = useWrite('cash_pay_in');
  const takeOut = useWrite('cash_pay_out');
  const write = way === 'in' ? putIn : takeOut;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    write.mutate({ cash_session_id: shift.cash_session_id, amount, reason: reason.trim(), idempotency_key: `${key}-${way}-${amount}` }, {
      onSuccess: () => {
        toastDone(t(way === 'in' ? 'counter:movedIn' : 'counter:movedOut', { amount: formatMoney(amount) }));
        onClose();
      },
    });
  };
  return (
    <FormModal opened onClose={onClose} title={t('counter:move')} size={420}>
      <form className="col gap3" onSubmit={submit}>
        <Seg label={t('counter:way')} value={way} onChange={setWay} options={[{ value: 'out', label: t('counter:takeOut') }, { value: 'in', label: t('counter:putIn') }]} />
        <MoneyField label={t('counter:amount')} value={amount} onChange={setAmount} data-autofocus />
        <TextField label={t('counter:what')} value={reason} onChange={setReason} maxLength={300} />
        {write.error && <ErrorState error={write.error} compact />}
        <div className="Dialog-foot">
          <CancelBtn />
          <Btn type="submit" tone="primary" busy={write.isPending} disabled={amount === '' || reason.trim().length < 3}>{t(way === 'in' ? 'counter:putIn' : 'counter:takeOut')}</Btn>
        </div>
      </form>
    </FormModal>
  );
}
