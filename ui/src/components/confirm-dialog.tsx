import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from './button';
import { QuestionDialog, type QuestionProps } from './dialog';
import { ErrorState } from './feedback';
import { TextField } from './field';
import { CancelBtn, FormModal } from './form-sheet';
import { OnceFields, OnceOutcome, type Once } from './unanswered';

export interface ConfirmProps extends Omit<QuestionProps, 'onConfirm'> {
  /** Asks why; the reason is kept with what is done. */
  reasonLabel?: string | undefined;
  onConfirm: (reason: string) => void;
  /** It is done once (`useOnce`): while nobody knows whether it was, it stays as it was sent and is asked for again. */
  once?: (Once & { open?: { reason?: string | null | undefined } | undefined }) | undefined;
  /** Another way to do the same, with the same reason. */
  also?: { label: string; onConfirm: (reason: string) => void } | undefined;
}

const reasonMin = 3;

/** A question before something is done; where a reason is asked for, one that was typed is not lost without a question. */
export function ConfirmDialog({ reasonLabel, onConfirm, also, once, ...question }: ConfirmProps) {
  if (reasonLabel === undefined) return <QuestionDialog {...question} onConfirm={() => onConfirm('')} />;
  const { opened, onClose, title } = question;
  return (
    <FormModal opened={opened} onClose={onClose} title={title}>
      <ReasonForm {...question} reasonLabel={reasonLabel} onConfirm={onConfirm} also={also} once={once} />
    </FormModal>
  );
}

function ReasonForm({ children, confirm, tone = 'primary', reasonLabel, busy, error, onConfirm, also, once }: ConfirmProps & { reasonLabel: string }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState(once?.open?.reason ?? '');
  const [shown, setShown] = useState(false);
  const short = reason.trim().length < reasonMin;
  const answer = (then: (reason: string) => void) => {
    setShown(true);
    if (!short) then(reason.trim());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // As in `QuestionDialog`: the form of a screen around it is not sent.
    event.stopPropagation();
    if (!once?.isOpen) answer(onConfirm);
  };
  const fields = (
    <>
      <div className="q2">{children}</div>
      <TextField data-autofocus label={reasonLabel} value={reason} error={shown && short ? t('common:required') : undefined} onChange={setReason} />
    </>
  );
  return (
    <form onSubmit={submit} className="col gap3">
      {once ? <OnceFields once={once}>{fields}</OnceFields> : fields}
      {Boolean(error) && <ErrorState error={error} compact />}
      {once && <OnceOutcome once={once} />}
      <div className="Dialog-foot">
        <CancelBtn />
        {also && <Btn busy={busy} onClick={() => answer(also.onConfirm)}>{also.label}</Btn>}
        <Btn type="submit" tone={tone} busy={busy} disabled={once?.isOpen}>
          {confirm}
        </Btn>
      </div>
    </form>
  );
}
