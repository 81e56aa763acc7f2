import { Modal } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { ErrorState } from '@/components/feedback';
import { MoneyField, Seg, TextField } from '@/components/field';
import { fieldErrors } from '@/i18n/errors';
import { formatMoney } from '@/lib/format';
import { useWrite, type VendorRow } from '@/ipc';
import { cashFirst, useShifts, WayFields, wayInput, wayReady } from './money-fields';
import { balanceText, isOwed, negated } from './words';

/** Money a vendor pays in, or gets back. Who owes is asked for what they owe. */
export function PayDialog({ vendor, onClose }: { vendor: VendorRow; onClose: () => void }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<'in' | 'out'>('in');
  const [amount, setAmount] = useState(isOwed(vendor.balance) ? negated(vendor.balance) : '');
  const [note, setNote] = useState('');
  const [how, setHow] = useState(cashFirst);
  const [key] = useState(() => crypto.randomUUID());
  const { shifts, isPending } = useShifts(vendor.location_id);
  const topUp = useWrite('vendor_top_up');
  const payOut = useWrite('vendor_pay_out');
  const write = way === 'in' ? topUp : payOut;
  const wrong = fieldErrors(write.error, t);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (write.isPending) return;
    const money = wayInput(how, shifts);
    // One key for one wish: the same form sent again is the same payment, a changed one is another.
    const wish = [key, way, amount, money.method, money.cash_session_id, money.reference, note].join('|');
    write.mutate({ vendor_id: vendor.vendor_id, amount, ...money, ...(note.trim() ? { note: note.trim() } : {}), idempotency_key: shortKey(wish) }, {
      onSuccess: (made) => {
        toastDone(t('vendor:paidToast', { number: made.document_number, amount: formatMoney(made.paid_amount) }));
        onClose();
      },
    });
  };
  return (
    <Modal opened onClose={onClose} title={`${t('vendor:topUp')} · ${vendor.name}`} size={440} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form className="col gap3" onSubmit={submit}>
        <p className="sm q">{balanceText(vendor.balance, t)}</p>
        <Seg label={t('vendor:kind')} value={way} onChange={setWay} options={[{ value: 'in', label: t('vendor:topUp') }, { value: 'out', label: t('vendor:payOut') }]} />
        <MoneyField label={t('vendor:payAmount')} value={amount} error={wrong['amount']} onChange={setAmount} data-autofocus />
        <WayFields way={how} onChange={setHow} shifts={shifts} isPending={isPending} />
        <TextField label={t('vendor:note')} value={note} maxLength={300} error={wrong['note']} onChange={setNote} />
        {write.error && <ErrorState error={write.error} compact />}
        <div className="Dialog-foot">
          <Btn tone="ghost" onClick={onClose}>{t('common:cancel')}</Btn>
          <Btn type="submit" tone="primary" busy={write.isPending} disabled={amount === '' || amount === '0' || !wayReady(how, shifts)}>
            {t(way === 'in' ? 'vendor:payNow' : 'vendor:payOutNow')}
          </Btn>
        </div>
      </form>
    </Modal>
  );
}

/** A key of at most a hundred signs for a wish of any length: the random part, and a sum over the rest. */
export function shortKey(wish: string): string {
  let sum = 0;
  for (const sign of wish) sum = (Math.imul(sum, 31) + (sign.codePointAt(0) ?? 0)) >>> 0;
  return `${wish.slice(0, 36)}-${sum.toString(36)}`;
}
