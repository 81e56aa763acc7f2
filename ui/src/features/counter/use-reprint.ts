import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDone, toastError } from '@/components/dialog';
import type { PrinterView } from '@/ipc';
import { openSlips, putSlips } from './slips';

/** The answers to "print these slips again?": on the place's printer, where it has one, and as a PDF. */
export function useReprint(ids: number[], printer: PrinterView | null | undefined, onDone: () => void) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = (act: (reason: string) => Promise<void>) => async (reason: string) => {
    setBusy(true);
    setError(undefined);
    try {
      await act(reason);
      onDone();
    } catch (wrong) {
      setError(wrong);
    } finally {
      setBusy(false);
    }
  };
  const print = run(async (reason) => {
    const trouble = await putSlips(ids, { printer, drawer: false, reason });
    if (trouble !== undefined) toastError(trouble, t);
    else if (printer) toastDone(t('printing:sent', { name: printer.name }));
  });
  const asPdf = run((reason) => openSlips(ids, reason));
  return {
    busy,
    error,
    confirm: printer ? t('printing:printOn', { name: printer.name }) : t('common:print'),
    onConfirm: (reason: string) => void print(reason),
    also: printer ? { label: t('printing:asPdf'), onConfirm: (reason: string) => void asPdf(reason) } : undefined,
  };
}
