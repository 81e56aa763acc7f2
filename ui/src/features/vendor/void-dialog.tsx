import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { Banner, ErrorState } from '@/components/feedback';
import { SelectField, TextField } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { formatMoney } from '@/lib/format';
import { useWrite, type VendorSettlementRow } from '@/ipc';
import { useShifts } from './money-fields';

/** Takes back what was paid, by a document the other way. What was settled stays settled and is owed again. */
export function VoidDialog({ payment, onClose }: { payment: VendorSettlementRow; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [chosen, setChosen] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const { shifts, isPending } = useShifts(payment.location_id);
  const write = useWrite('vendor_payment_void');
  const isCash = payment.method === 'cash';
  const shift = Number(chosen) || shifts[0]?.cash_session_id;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (write.isPending) return;
    write.mutate(
      { vendor_settlement_id: payment.vendor_settlement_id, reason: reason.trim(), ...(isCash && shift !== undefined ? { cash_session_id: shift } : {}), idempotency_key: key },
      {
        onSuccess: (made) => {
          toastDone(t('vendor:voidedToast', { number: payment.document_number, by: made.document_number }));
          onClose();
        },
      },
    );
  };
  return (
    <FormModal opened onClose={onClose} title={t('vendor:voidTitle', { number: payment.document_number })} size={440}>
      <form className="col gap3" onSubmit={submit}>
        <p className="q2">{t(payment.kind === 'pay_out' ? 'vendor:voidOutText' : 'vendor:voidText', { amount: formatMoney(payment.paid_amount) })}</p>
        <TextField label={t('vendor:voidReason')} value={reason} onChange={setReason} maxLength={300} data-autofocus />
        {isCash && shifts.length === 0 && !isPending && <Banner tone="warn">{t('vendor:noShift')}</Banner>}
        {isCash && shifts.length > 0 && (
          <SelectField
            label={t('vendor:shift')}
            value={chosen || String(shifts[0]?.cash_session_id ?? '')}
            onChange={setChosen}
            options={shifts.map((one) => ({ value: String(one.cash_session_id), label: `${one.drawer_name} · ${one.user_name}` }))}
          />
        )}
        {write.error && <ErrorState error={write.error} compact />}
        <div className="Dialog-foot">
          <CancelBtn />
          <Btn type="submit" tone="danger" busy={write.isPending} disabled={reason.trim().length < 3 || (isCash && shift === undefined)}>{t('vendor:voidNow')}</Btn>
        </div>
      </form>
    </FormModal>
  );
}
