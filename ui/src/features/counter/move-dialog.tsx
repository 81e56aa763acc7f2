import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone, toastError } from '@/components/dialog';
import { MoneyField, Seg, TextField } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { openDrawer } from '@/components/printer';
import { OnceFields, OnceOutcome } from '@/components/unanswered';
import { formatMoney } from '@/lib/format';
import { useOnce, type CashMoved, type CashSessionView, type Input } from '@/ipc';

/** Puts money into the drawer or takes money out, for no sale; always with a reason. */
export function MoveDialog({ shift, onClose }: { shift: CashSessionView; onClose: () => void }) {
  const { t } = useTranslation();
  const done = (direction: 'in' | 'out') => (made: CashMoved, { amount, cash_session_id }: Input<'cash_pay_in'>) => {
    toastDone(t(direction === 'in' ? 'counter:movedIn' : 'counter:movedOut', { amount: formatMoney(amount) }));
    openDrawer({ cash_session_id, document: 'movement', number: made.ledger_entry_id }).catch((error: unknown) => toastError(error, t));
    onClose();
  };
  const putIn = useOnce('cash_pay_in', 'counter.cash_pay_in', done('in'));
  const takeOut = useOnce('cash_pay_out', 'counter.cash_pay_out', done('out'));
  const sent = putIn.open ?? takeOut.open;
  const [way, setWay] = useState<'out' | 'in'>(putIn.open ? 'in' : 'out');
  const [amount, setAmount] = useState(sent?.amount ?? '');
  const [reason, setReason] = useState(sent?.reason ?? '');
  const [key] = useState(() => crypto.randomUUID());
  const once = way === 'in' ? putIn : takeOut;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!once.isOpen) once.send({ cash_session_id: shift.cash_session_id, amount, reason: reason.trim(), idempotency_key: `${key}-${way}` });
  };
  return (
    <FormModal opened onClose={onClose} title={t('counter:move')} size={420}>
      <form className="col gap3" onSubmit={submit}>
        <OnceFields once={once}>
          <Seg label={t('counter:way')} value={way} onChange={setWay} options={[{ value: 'out', label: t('counter:takeOut') }, { value: 'in', label: t('counter:putIn') }]} />
          <MoneyField label={t('counter:amount')} value={amount} onChange={setAmount} data-autofocus />
          <TextField label={t('counter:what')} value={reason} onChange={setReason} maxLength={300} />
        </OnceFields>
        <OnceOutcome once={once} />
        <div className="Dialog-foot">
          <CancelBtn />
          <Btn type="submit" tone="primary" busy={once.busy} disabled={once.isOpen || amount === '' || reason.trim().length < 3}>{t(way === 'in' ? 'counter:putIn' : 'counter:takeOut')}</Btn>
        </div>
      </form>
    </FormModal>
  );
}
