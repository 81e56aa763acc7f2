import { nothingPrinted, openDrawer, putOut } from '@/components/printer';
import { call, toFailure, type PrinterView, type SaleView } from '@/ipc';

interface SlipOptions {
  /** The printer of slips here: `null` where there is none, `undefined` where that is not known. */
  printer: PrinterView | null | undefined;
  drawer: boolean;
  /** Of which shift: its drawer's printer goes before the place's. */
  shift?: number | undefined;
  /** Why again. */
  reason?: string;
}

/** Slips as a file. */
export async function openSlips(ids: number[], reason?: string): Promise<void> {
  await putOut(await call('voucher_slips_render', { voucher_ids: ids, ...(reason === undefined ? {} : { reprint_reason: reason }) }));
}

/**
 * Slips without a dialogue on the printer of the drawer or place, or as a PDF where there is none or it does not answer.
 * Gives what was wrong with the printer, so that it can be told beside the paper.
 */
export async function putSlips(ids: number[], { printer, drawer, shift, reason }: SlipOptions): Promise<unknown> {
  if (printer === null) {
    await openSlips(ids, reason);
    return undefined;
  }
  try {
    // The one that was named on the screen prints; where none is known yet, the program finds the same.
    await call('voucher_slips_print', { voucher_ids: ids, opens_drawer: drawer, ...(printer ? { printer_id: printer.printer_id } : {}), ...(shift === undefined ? {} : { cash_session_id: shift }), ...(reason === undefined ? {} : { reprint_reason: reason }) });
    return undefined;
  } catch (error) {
    const { code } = toFailure(error);
    if (!nothingPrinted.has(code)) throw error;
    await openSlips(ids, reason);
    return code === 'printer_none' ? undefined : error;
  }
}

/** What a sale prints: a card that was handed over is paper already. */
export const slipsOf = ({ lines }: Pick<SaleView, 'lines'>) => lines.filter((line) => !line.is_card).map((line) => line.voucher_id);

/**
 * Cash opens the drawer: with the slip where its printer does, else by a pulse of its own. Gives what was wrong. Asked
 * first, and not after the paper: the customer waits for change.
 */
export async function openForCash(sale: SaleView, printer: PrinterView | null | undefined): Promise<unknown> {
  const withSlip = slipsOf(sale).length > 0 && printer !== null && printer?.opens_drawer !== false;
  if (sale.row.method !== 'cash' || withSlip) return undefined;
  return openDrawer(drawerOf(sale)).then(() => undefined, (error: unknown) => error);
}

/** What the drawer is opened for: a sale, or what takes one back. */
export const drawerOf = ({ row }: Pick<SaleView, 'row'>) => ({ cash_session_id: row.cash_session_id, document: 'sale' as const, number: row.sale_id });
