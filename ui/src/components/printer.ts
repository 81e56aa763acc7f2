import { useTranslation } from 'react-i18next';
import { createContext, useContext, useState } from 'react';
import { fromBase64, printPdf } from '@/lib/files';
import { call, paper, toFailure, useOp, type Document, type Input, type PrinterView, type PrintTemplate } from '@/ipc';
import { toastError } from './dialog';
import { useMay } from './me';

/** Paper to the printer: by the system's viewer in the window, by the browser itself elsewhere. */
export async function putOut(document: Document): Promise<void> {
  const system = paper();
  if (system) await system.open(document);
  else printPdf(fromBase64(document.content_base64));
}

/** The printer did not answer, so nothing is on paper: the same may be opened as a PDF instead. */
export const nothingPrinted: ReadonlySet<string> = new Set(['printer_none', 'printer_inactive', 'printer_unreachable', 'printer_refused', 'printer_not_a_device', 'printer_queue_not_raw']);

/** The drawer this part of the screen stands at: its printer goes before the place's. */
export const AtDrawer = createContext<number | undefined>(undefined);

/**
 * The printer a drawer has for a kind of paper, else its place: `null` where there is none, `undefined` while that is
 * not known. Read once and kept until printers change, so that nobody asks a printer that is not there.
 */
export function usePrinter(template: PrintTemplate, place: number | undefined, drawer?: number): PrinterView | null | undefined {
  const here = useContext(AtDrawer);
  const sees = useMay()('voucher.print');
  const list = useOp('printer_list', { include_inactive: false, page: { limit: 200 } }, { enabled: sees });
  if (!sees || !list.data || place === undefined) return undefined;
  const at = drawer ?? here;
  const found = list.data.rows.filter((row) => row.is_active && row.location_id === place && row.prints.includes(template));
  return found.find((row) => at !== undefined && row.cash_drawer_id === at) ?? found.find((row) => row.cash_drawer_id === null) ?? null;
}

/** Opens the drawer for a cash document of its shift; one that hangs on no printer, or is not this person's to open, stays shut. */
export async function openDrawer(document: Input<'cash_drawer_open'>): Promise<void> {
  try {
    await call('cash_drawer_open', document);
  } catch (error) {
    if (!['permission_denied', 'cash_session_not_yours'].includes(toFailure(error).code)) throw error;
  }
}

/** One deed at a time, told where it went wrong. */
export function useBusy(): [boolean, (act: () => Promise<void>) => void] {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      toastError(error, t);
    } finally {
      setBusy(false);
    }
  };
  return [busy, (act) => void run(act)];
}

/** Receipts of a place as a file are as wide as its slips. */
export async function rollOf(place: number): Promise<'mm58' | 'mm80'> {
  const printing = await call('voucher_printing_get', { location_id: place });
  return printing.slip_mm === 80 ? 'mm80' : 'mm58';
}
