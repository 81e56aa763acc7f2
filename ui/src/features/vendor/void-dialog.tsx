import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { SelectField, TextField } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { OnceFields, OnceOutcome } from '@/components/unanswered';
import { formatMoney } from '@/lib/format';
import { useOnce, type VendorSettlementRow } from '@/ipc';
import { NoShift, useShifts, useVendorDrawer } from './money-fields';

/** Takes back what was paid, by a document the other way. What was settled stays settled and is owed again. */
export function VoidDialog({ payment, onClose }: { payment: VendorSettlementRow; onClose: () => void }) {
  const { t } = useTranslation();
  const openFor = useVendorDrawer();
  const once = useOnce('vendor_payment_void', `vendor.payment_void.${payment.vendor_settlement_id}`, (made, { cash_session_id: drawer }) => {
    toastDone(t('vendor:voidedToast', { number: payment.document_number, by: made.document_number }));
    openFor(made, drawer);
    onClose();
  });
  const [reason, setReason] = useState(once.open?.reason ?? '');
  const [chosen, setChosen] = useState(once.open?.cash_session_id ? String(once.open.cash_session_id) : '');
  const [key] = useState(() => crypto.randomUUID());
  const all = useShifts(payment.location_id);
  const { shifts } = all;
  const isCash = payment.method === 'cash';
  const shift = Number(chosen) || shifts[0]?.cash_session_id;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (once.isOpen) return;
    once.send({ vendor_settlement_id: payment.vendor_settlement_id, reason: reason.trim(), ...(isCash && shift !== undefined ? { cash_session_id: shift } : {}), idempotency_key: key });
  };
  return (
    <FormModal opened onClose={onClose} title={t('vendor:voidTitle', { number: payment.document_number })} size={440}>
      <form className="col gap3" onSubmit={submit}>
        <p className="q2">{t(payment.kind === 'pay_out' ? 'vendor:voidOutText' : 'vendor:voidText', { amount: formatMoney(payment.paid_amount) })}</p>
        <OnceFields once={once}>
          <TextField label={t('vendor:voidReason')} value={reason} onChange={setReason} maxLength={300} data-autofocus />
          {isCash && <NoShift shifts={all} />}
          {isCash && shifts.length > 0 && (
            <SelectField
              label={t('vendor:shift')}
              value={chosen || String(shifts[0]?.cash_session_id ?? '')}
              onChange={setChosen}
              options={shifts.map((one) => ({ value: String(one.cash_session_id), label: `${one.drawer_name} · ${one.user_name}` }))}
            />
          )}
        </OnceFields>
        <OnceOutcome once={once} />
        <div className="Dialog-foot">
          <CancelBtn />
          <Btn type="submit" tone="danger" busy={once.busy} disabled={once.isOpen || reason.trim().length < 3 || (isCash && shift === undefined)}>{t('vendor:voidNow')}</Btn>
        </div>
      </form>
    </FormModal>
  );
}
