import { useContext } from 'react';
import { FileText, Receipt as ReceiptIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { AtDrawer, putOut, rollOf, useBusy, usePrinter } from '@/components/printer';
import { call, type SaleRow } from '@/ipc';

/**
 * The receipt of a sale, a refund or a void: on the printer of the drawer one stands at, else of the one it was sold at, else of the
 * place, where there is one; else as a PDF.
 */
export function ReceiptButtons({ sale }: { sale: Pick<SaleRow, 'sale_id' | 'location_id' | 'cash_drawer_id'> }) {
  const { t } = useTranslation();
  const here = useContext(AtDrawer);
  const printer = usePrinter('receipt', sale.location_id, here ?? sale.cash_drawer_id);
  const [busy, run] = useBusy();
  const print = async () => {
    const sent = await call('sale_receipt_print', { sale_id: sale.sale_id, ...(printer ? { printer_id: printer.printer_id } : {}) });
    toastDone(t('printing:sent', { name: sent.printer_name }));
  };
  const asPdf = async () => putOut(await call('sale_receipt_render', { sale_id: sale.sale_id, paper: await rollOf(sale.location_id) }));
  return (
    <>
      {printer && <Btn size="sm" icon={ReceiptIcon} busy={busy} title={t('printing:printOn', { name: printer.name })} onClick={() => run(print)}>{t('printing:receipt')}</Btn>}
      <Btn size="sm" tone={printer ? 'ghost' : 'default'} icon={FileText} busy={busy} onClick={() => run(asPdf)}>{t('printing:receiptPdf')}</Btn>
    </>
  );
}
