import { nothingPrinted, putOut } from '@/components/printer';
import { call, toFailure, type PrinterView } from '@/ipc';

interface SlipOptions {
  /** The place's printer of slips: `null` where it has none, `undefined` where that is not known. */
  printer: PrinterView | null | undefined;
  drawer: boolean;
  /** Why again. */
  reason?: string;
}

/** Slips as a file. */
export async function openSlips(ids: number[], reason?: string): Promise<void> {
  await putOut(await call('voucher_slips_render', { voucher_ids: ids, ...(reason === undefined ? {} : { reprint_reason: reason }) }));
}

/**
 * Slips without a dialogue on the place's printer, or as a PDF where it has none or it does not answer.
 * Gives what was wrong with the printer, so that it can be told beside the paper.
 */
export async function putSlips(ids: number[], { printer, drawer, reason }: SlipOptions): Promise<unknown> {
  if (printer === null) {
    await openSlips(ids, reason);
    return undefined;
  }
  try {
    await call('voucher_slips_print', { voucher_ids: ids, opens_drawer: drawer, ...(reason === undefined ? {} : { reprint_reason: reason }) });
    return undefined;
  } catch (error) {
    const { code } = toFailure(error);
    if (!nothingPrinted.has(code)) throw error;
    await openSlips(ids, reason);
    return code === 'printer_none' ? undefined : error;
  }
}
