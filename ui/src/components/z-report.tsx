import { FileText, Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { call, toFailure, type CashSessionView } from '@/ipc';
import { Btn } from './button';
import { toastDone } from './dialog';
import { putOut, useBusy, usePrinter } from './printer';

type Shift = Pick<CashSessionView, 'cash_session_id' | 'cash_drawer_id' | 'location_id' | 'number'>;

/** The two ways a shift's report leaves: on the printer of its drawer or place, where there is one, and as a PDF. */
function useReport(shift: Shift) {
  const { t } = useTranslation();
  const printer = usePrinter('report', shift.location_id, shift.cash_drawer_id);
  const [busy, run] = useBusy();
  const asPdf = async () => putOut(await call('cash_session_render', { cash_session_id: shift.cash_session_id, paper: 'a4' }));
  const print = async () => {
    if (printer === null) return asPdf();
    try {
      const sent = await call('cash_session_print', { cash_session_id: shift.cash_session_id });
      toastDone(t('printing:sent', { name: sent.printer_name }));
    } catch (error) {
      if (toFailure(error).code !== 'printer_none') throw error;
      await asPdf();
    }
  };
  return { printer, busy, print: () => run(print), asPdf: () => run(asPdf) };
}

/** Prints the report of a shift: on the place's printer, or as a PDF where it has none. */
export function ZReportButtons({ shift, size = 'md' }: { shift: Shift; size?: 'sm' | 'md' }) {
  const { t } = useTranslation();
  const { printer, busy, print, asPdf } = useReport(shift);
  if (printer === null) return <Btn size={size} icon={FileText} busy={busy} onClick={asPdf}>{t('printing:reportPdf')}</Btn>;
  return (
    <>
      <Btn size={size} icon={Printer} busy={busy} onClick={print}>{t('printing:report')}</Btn>
      <Btn size={size} tone="ghost" icon={FileText} busy={busy} onClick={asPdf}>{t('printing:reportPdf')}</Btn>
    </>
  );
}

/** The same in a row of a list. */
export function ZReportRow({ shift }: { shift: Shift }) {
  const { t } = useTranslation();
  const { printer, busy, print } = useReport(shift);
  return <Btn tone="ghost" size="sm" iconOnly icon={printer === null ? FileText : Printer} busy={busy} onClick={print}>{t('printing:reportOf', { number: shift.number })}</Btn>;
}
