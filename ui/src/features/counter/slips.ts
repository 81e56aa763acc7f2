import { fromBase64, printPdf } from '@/lib/files';
import { call, paper, type Document, type SaleView } from '@/ipc';

/** Paper to the printer: by the system's viewer in the window, by the browser itself elsewhere. */
export async function putOut(document: Document): Promise<void> {
  const system = paper();
  if (system) await system.open(document);
  else printPdf(fromBase64(document.content_base64));
}

/** The slips of a sale, once: a card that was handed over is paper already. */
export async function printSlips(sale: SaleView): Promise<void> {
  const ids = sale.lines.filter((line) => !line.is_card).map((line) => line.voucher_id);
  if (ids.length > 0) await putOut(await call('voucher_slips_render', { voucher_ids: ids }));
}
