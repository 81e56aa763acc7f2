import type { Operations, PrinterView } from './contract.gen';
import { IpcError } from './error';
import { turned } from './mock-data';
import { mockSheet } from './mock-pdf';

type Handlers = {
  [N in 'voucher_printing_get' | 'voucher_printing_list' | 'voucher_printing_set' | 'voucher_slips_print' | 'voucher_sheet_print' | 'voucher_print_list'
    | 'printer_list' | 'printer_create' | 'printer_update' | 'printer_test' | 'printer_ruler_render' | 'cash_session_render' | 'cash_session_print'
    | 'sale_receipt_render' | 'sale_receipt_print']: (input: Operations[N]['input']) => Operations[N]['output'];
};

/** A thermal printer and one for sheets; neither prints by itself until it is told to. */
export const printers: PrinterView[] = [
  {
    printer_id: 1, version: 1, location_id: 1, name: 'Kasir depan', kind: 'network', target: '192.168.1.50', paper: 'mm58', code_page: 'pc437', has_cutter: true, opens_drawer: true,
    draws_qr: true, offset_x_mm: 0, offset_y_mm: 0, cash_drawer_id: null, cash_drawer_name: null, prints: [], is_active: true,
  },
  {
    printer_id: 2, version: 1, location_id: 1, name: 'EPSON L3210', kind: 'system', target: 'EPSON_L3210', paper: 'sheet', code_page: 'pc437', has_cutter: false, opens_drawer: false,
    draws_qr: false, offset_x_mm: -1.5, offset_y_mm: 0.5, cash_drawer_id: null, cash_drawer_name: null, prints: ['sheet'], is_active: true,
  },
];

/** What is printed, kept in memory. */
export function printingHandlers(): Handlers {
  let rows: Operations['voucher_printing_list']['output'] = [{ location_id: null, printing: { preset: 'a4-24', has_qr: true, slip_mm: 58, ssid: '', terms: '', has_tints: false } }];
  let known = structuredClone(printers);
  const standing = (spec: Operations['printer_create']['input']['printer']) => ({ ...spec, cash_drawer_id: spec.cash_drawer_id ?? null, cash_drawer_name: spec.cash_drawer_id ? 'Loket depan' : null });
  const relieved = (by: ReturnType<typeof standing>) => known.map((row) => ({ ...row, prints: row.prints.filter((one) => !by.prints.includes(one) || (one !== 'sheet' && row.cash_drawer_id !== by.cash_drawer_id)) }));
  const sent = (template: PrinterView['prints'][number], pieces: number) => {
    const found = known.find((row) => row.prints.includes(template));
    if (!found) throw new IpcError({ code: 'printer_none', params: { template }, incident: '' });
    return { printer_id: found.printer_id, printer_name: found.name, pieces };
  };
  const at = (place: number | undefined) => {
    const found = rows.find((row) => row.location_id === (place ?? null)) ?? rows.find((row) => row.location_id === null);
    return structuredClone(found?.printing ?? { preset: 'a4-24', has_qr: true, slip_mm: 58, ssid: '', terms: '', has_tints: false });
  };
  return {
    voucher_printing_get: (input) => at(input.location_id),
    voucher_printing_list: () => structuredClone(rows),
    voucher_printing_set: (input) => {
      rows = rows.filter((row) => row.location_id !== (input.location_id ?? null));
      if (input.printing) rows.push({ location_id: input.location_id ?? null, printing: input.printing });
      return at(input.location_id);
    },
    voucher_slips_print: (input) => sent('slip', input.voucher_ids.length),
    voucher_sheet_print: () => sent('sheet', 1),
    voucher_print_list: (input) => ({ rows: turned(prints.filter((row) => row.is_reprint || !input.reprints_only), input.descending), next: null }),
    printer_list: () => ({ rows: structuredClone(known), next: null }),
    printer_create: (input) => {
      const made: PrinterView = { printer_id: known.length + 1, version: 1, location_id: input.location_id, ...standing(input.printer), is_active: true };
      known = [...relieved(standing(input.printer)), made];
      return structuredClone(made);
    },
    printer_update: (input) => {
      const made: PrinterView = { printer_id: input.printer_id, version: input.version + 1, location_id: 1, ...standing(input.printer), is_active: input.is_active };
      known = relieved(standing(input.printer)).map((row) => (row.printer_id === made.printer_id ? made : row));
      return structuredClone(made);
    },
    printer_test: (input) => ({ printer_id: input.printer_id, printer_name: known.find((row) => row.printer_id === input.printer_id)?.name ?? '', pieces: 1 }),
    printer_ruler_render: () => page('ruler.pdf'),
    cash_session_render: () => page('shift-41.pdf'),
    cash_session_print: () => sent('report', 1),
    sale_receipt_render: () => page('N-2611-0187.pdf'),
    sale_receipt_print: () => sent('receipt', 1),
  };
}

const page = (file_name: string) => ({ file_name, media_type: 'application/pdf', pages: 1, content_base64: mockSheet(1, 1) });

const day = '2026-11-21T07:33:00Z';
const prints: Operations['voucher_print_list']['output']['rows'] = [
  { print_id: 3, at: day, user_name: 'Rina', location_id: 1, batch_id: 17, batch_code: 'VB-2611-017', voucher_id: 1, code: 'k7m4qx', preset: 'slip-58', cards: 1, is_reprint: true, reason: 'Kertas macet', printer_name: 'Kasir depan' },
  { print_id: 2, at: day, user_name: 'Rina', location_id: 1, batch_id: 17, batch_code: 'VB-2611-017', voucher_id: 1, code: 'k7m4qx', preset: 'slip-58', cards: 1, is_reprint: false, reason: null, printer_name: 'Kasir depan' },
  { print_id: 1, at: day, user_name: 'Hendra', location_id: 1, batch_id: 16, batch_code: 'VB-2611-016', voucher_id: null, code: null, preset: 'a4-24', cards: 100, is_reprint: false, reason: null, printer_name: null },
];

