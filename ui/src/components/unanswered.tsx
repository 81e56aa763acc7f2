import { RotateCw } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '@/i18n/errors';
import { isFreeFor } from '@/lib/cursor';
import { Btn } from './button';
import { Banner, ErrorState } from './feedback';
import { useFormSheet } from './form-sheet';

/** Something that is done once (`useOnce`). */
export interface Once {
  isOpen: boolean;
  busy: boolean;
  error: unknown;
  stopped?: unknown;
  again: () => void;
}

/** The fields of a form that is sent once: as long as nobody knows whether it was done, they stay as they were sent. */
export function OnceFields({ once, children }: { once: Once; children: ReactNode }) {
  const { clean } = useFormSheet();
  // What was sent is kept until it is answered: closing the dialog loses nothing.
  useEffect(() => {
    if (once.isOpen) clean();
  }, [once.isOpen, clean]);
  // What is disabled loses the cursor: a refusal gives it back to the field that had it, or where a dialog begins.
  const fields = useRef<HTMLFieldSetElement>(null);
  const last = useRef<HTMLElement>(null);
  const isShut = once.isOpen || once.busy;
  const wasShut = useRef(isShut);
  useEffect(() => {
    const isOpened = wasShut.current && !isShut;
    wasShut.current = isShut;
    const first = (wanted: string) => fields.current?.querySelector<HTMLElement>(wanted);
    const back = last.current?.isConnected ? last.current : (first('[data-autofocus]') ?? first('input, select, textarea'));
    if (isOpened && back && isFreeFor(back)) back.focus();
  }, [isShut]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only remembers which of its fields had the cursor
    <fieldset
      ref={fields}
      className="OnceFields col gap3"
      disabled={isShut}
      onFocus={({ target }) => {
        last.current = target;
      }}
    >
      {children}
    </fieldset>
  );
}

/** What became of it: why it was refused; or that nobody knows, and a button that asks the same again. */
export function OnceOutcome({ once }: { once: Once }) {
  const { t } = useTranslation();
  if (!once.isOpen) return once.error ? <ErrorState error={once.error} compact /> : null;
  return (
    <Banner tone="warn" live actions={<AskAgain onClick={once.again} />}>
      <b className="m">{t('common:notKnown')}</b> {t('common:notKnownHint')}
      <WhyStopped once={once} />
    </Banner>
  );
}

/** The one way on while nobody knows: the fields cannot be written in, so the cursor is here. */
export function AskAgain({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation();
  const at = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const button = at.current?.querySelector('button');
    if (button && isFreeFor(button)) button.focus();
  }, []);
  return <span ref={at}><Btn size="sm" icon={RotateCw} data-autofocus onClick={onClick}>{t('common:askAgain')}</Btn></span>;
}

/** What stands in the way of the answer: a locked session, a permission that was taken away. */
export function WhyStopped({ once: { stopped } }: { once: Pick<Once, 'stopped'> }) {
  const { t } = useTranslation();
  return stopped ? <p>{describeError(stopped, t).title}</p> : null;
}
