import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { MoneyField, Seg, TextField } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { OnceFields, OnceOutcome } from '@/components/unanswered';
import { fieldErrors } from '@/i18n/errors';
import { formatMoney } from '@/lib/format';
import { useOnce, type Input, type VendorRow, type VendorSettlementRow } from '@/ipc';
import { cashFirst, useShifts, useVendorDrawer, WayFields, wayInput, wayOf, wayReady } from './money-fields';
import { balanceText, isOwed, negated } from './words';

/** Money a vendor pays in, or gets back. Who owes is asked for what they owe. */
export function PayDialog({ vendor, onClose }: { vendor: VendorRow; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormModal opened onClose={onClose} title={`${t('vendor:topUp')} · ${vendor.name}`} size={440}>
      {(done) => <PayForm vendor={vendor} onDone={done} />}
    </FormModal>
  );
}

function PayForm({ vendor, onDone }: { vendor: VendorRow; onDone: () => void }) {
  const { t } = useTranslation();
  const openFor = useVendorDrawer();
  const paid = (made: VendorSettlementRow, { cash_session_id: drawer }: Input<'vendor_top_up'>) => {
    toastDone(t('vendor:paidToast', { number: made.document_number, amount: formatMoney(made.paid_amount) }));
    openFor(made, drawer);
    onDone();
  };
  const topUp = useOnce('vendor_top_up', `vendor.${vendor.vendor_id}.vendor_top_up`, paid);
  const payOut = useOnce('vendor_pay_out', `vendor.${vendor.vendor_id}.vendor_pay_out`, paid);
  const sent = topUp.open ?? payOut.open;
  const [way, setWay] = useState<'in' | 'out'>(payOut.open && !topUp.open ? 'out' : 'in');
  const [amount, setAmount] = useState(sent?.amount ?? (isOwed(vendor.balance) ? negated(vendor.balance) : ''));
  const [note, setNote] = useState(sent?.note ?? '');
  const [how, setHow] = useState(sent ? wayOf(sent) : cashFirst);
  const [key] = useState(() => crypto.randomUUID());
  const all = useShifts(vendor.location_id);
  const { shifts } = all;
  const once = way === 'in' ? topUp : payOut;
  const wrong = fieldErrors(once.error, t);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (once.isOpen) return;
    once.send({ vendor_id: vendor.vendor_id, amount, ...wayInput(how, shifts), ...(note.trim() ? { note: note.trim() } : {}), idempotency_key: `${key}-${way}` });
  };
  return (
    <form className="col gap3" onSubmit={submit}>
      <p className="sm q">{balanceText(vendor.balance, t)}</p>
      <OnceFields once={once}>
        <Seg label={t('vendor:kind')} value={way} onChange={setWay} options={[{ value: 'in', label: t('vendor:topUp') }, { value: 'out', label: t('vendor:payOut') }]} />
        <MoneyField label={t('vendor:payAmount')} value={amount} error={wrong['amount']} onChange={setAmount} data-autofocus />
        <WayFields way={how} onChange={setHow} shifts={all} />
        <TextField label={t('vendor:note')} value={note} maxLength={300} error={wrong['note']} onChange={setNote} />
      </OnceFields>
      <OnceOutcome once={once} />
      <div className="Dialog-foot">
        <CancelBtn />
        <Btn type="submit" tone="primary" busy={once.busy} disabled={once.isOpen || amount === '' || amount === '0' || !wayReady(how, shifts)}>
          {t(way === 'in' ? 'vendor:payNow' : 'vendor:payOutNow')}
        </Btn>
      </div>
    </form>
  );
}
