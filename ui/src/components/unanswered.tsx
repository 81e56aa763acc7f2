import { RotateCw } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '@/i18n/errors';
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
  return <fieldset className="OnceFields col gap3" disabled={once.isOpen || once.busy}>{children}</fieldset>;
}

/** What became of it: why it was refused; or that nobody knows, and a button that asks the same again. */
export function OnceOutcome({ once }: { once: Once }) {
  const { t } = useTranslation();
  if (!once.isOpen) return once.error ? <ErrorState error={once.error} compact /> : null;
  return (
    <Banner tone="warn" live actions={<Btn size="sm" icon={RotateCw} onClick={once.again}>{t('common:askAgain')}</Btn>}>
      <b className="m">{t('common:notKnown')}</b> {t('common:notKnownHint')}
      <WhyStopped once={once} />
    </Banner>
  );
}

/** What stands in the way of the answer: a locked session, a permission that was taken away. */
export function WhyStopped({ once: { stopped } }: { once: Pick<Once, 'stopped'> }) {
  const { t } = useTranslation();
  return stopped ? <p>{describeError(stopped, t).title}</p> : null;
}
