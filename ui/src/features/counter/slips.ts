import { fromBase64, printPdf } from '@/lib/files';
import { call, paper, toFailure, type Document, type SaleView } from '@/ipc';

/** Paper to the printer: by the system's viewer in the window, by the browser itself elsewhere. */
export async function putOut(document: Document): Promise<void> {
  const system = paper();
  if (system) await system.open(document);
  else printPdf(fromBase64(document.content_base64));
}

/** The printer did not answer, so nothing is on paper: the same slips open as a PDF instead. */
const nothingPrinted = new Set(['printer_none', 'printer_inactive', 'printer_unreachable', 'printer_refused', 'printer_not_a_device', 'printer_queue_not_raw']);

/**
 * Slips without a dialogue on the place's printer, or as a PDF where it has none or it does not answer.
 * Gives what was wrong with the printer, so that it can be told beside the paper.
 */
export async function putSlips(ids: number[], options: { drawer: boolean; reason?: string }): Promise<unknown> {
  const again = options.reason === undefined ? {} : { reprint_reason: options.reason };
  try {
    await call('voucher_slips_print', { voucher_ids: ids, opens_drawer: options.drawer, ...again });
    return undefined;
  } catch (error) {
    const { code } = toFailure(error);
    if (!nothingPrinted.has(code)) throw error;
    await putOut(await call('voucher_slips_render', { voucher_ids: ids, ...again }));
    return code === 'printer_none' ? undefined : error;
  }
}

/** The slips of a sale, once: a card that was handed over is paper already. Cash opens the drawer. */
export async function printSlips(sale: SaleView): Promise<unknown> {
  const ids = sale.lines.filter((line) => !line.is_card).map((line) => line.voucher_id);
  return ids.length > 0 ? putSlips(ids, { drawer: sale.row.method === 'cash' }) : undefined;
}
