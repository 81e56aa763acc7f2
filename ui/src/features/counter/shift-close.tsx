import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Banner, ErrorState } from '@/components/feedback';
import { MoneyField, TextField } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { MoneyText } from '@/components/text';
import { OnceFields, OnceOutcome } from '@/components/unanswered';
import { ZReportButtons } from '@/components/z-report';
import { useOnce, useWrite, type CashSessionView } from '@/ipc';

/** Closes a shift by its count; what should be there is told afterwards, and a difference is asked about then. */
export function CloseShiftDialog({ shift, onClose }: { shift: CashSessionView; onClose: () => void }) {
  const { t } = useTranslation();
  const [closed, setClosed] = useState<CashSessionView | undefined>();
  const once = useOnce('cash_session_close', `counter.cash_session_close.${shift.cash_session_id}`, setClosed);
  const [counted, setCounted] = useState(once.open?.counted_amount ?? '');
  const [key] = useState(() => crypto.randomUUID());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The key is the count's: who counts anew after a refusal asks for something else.
    if (counted !== '' && !once.isOpen) once.send({ cash_session_id: shift.cash_session_id, counted_amount: counted, idempotency_key: `${key}-${counted}` });
  };
  if (closed) return <Result shift={closed} onClose={onClose} />;
  return (
    <FormModal opened onClose={onClose} title={t('counter:closeShift')} size={420}>
      <form className="col gap3" onSubmit={submit}>
        <p className="q2">{t('counter:closeHint')}</p>
        <OnceFields once={once}>
          <MoneyField label={t('counter:counted')} value={counted} onChange={setCounted} data-autofocus />
        </OnceFields>
        <OnceOutcome once={once} />
        <div className="Dialog-foot">
          <CancelBtn />
          <Btn type="submit" tone="primary" busy={once.busy} disabled={once.isOpen || counted === ''}>{t('counter:closeShift')}</Btn>
        </div>
      </form>
    </FormModal>
  );
}

function Result({ shift, onClose }: { shift: CashSessionView; onClose: () => void }) {
  const { t } = useTranslation();
  const explain = useWrite('cash_session_explain');
  const [reason, setReason] = useState('');
  const differs = Number(shift.difference_amount ?? 0) !== 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!differs || reason.trim() === '') onClose();
    else explain.mutate({ cash_session_id: shift.cash_session_id, reason: reason.trim() }, { onSuccess: onClose });
  };
  const rows = [['counter:expected', shift.expected_amount], ['counter:counted', shift.counted_amount], ['counter:difference', shift.difference_amount]] as const;
  return (
    <FormModal opened onClose={onClose} title={t('counter:closed', { number: shift.number })} size={420}>
      <form className="col gap3" onSubmit={submit}>
        <table className="Sums">
          <tbody>
            {rows.map(([label, amount]) => (
              <tr key={label} className={label === 'counter:difference' ? 't' : undefined}>
                <th scope="row">{t(label)}</th>
                <td className="num"><MoneyText amount={amount ?? '0'} /></td>
              </tr>
            ))}
          </tbody>
        </table>
        <Banner tone={differs ? 'warn' : 'good'} live>{t(differs ? 'counter:differs' : 'counter:agrees')}</Banner>
        {differs && <TextField label={t('counter:why')} help={t('counter:whyHelp')} value={reason} onChange={setReason} data-autofocus />}
        {explain.error && <ErrorState error={explain.error} compact />}
        <div className="Dialog-foot">
          <ZReportButtons shift={shift} />
          <Btn type="submit" tone="primary" busy={explain.isPending} data-autofocus={differs ? undefined : true}>{t(differs && reason.trim() !== '' ? 'counter:saveReason' : 'common:close')}</Btn>
        </div>
      </form>
    </FormModal>
  );
}
