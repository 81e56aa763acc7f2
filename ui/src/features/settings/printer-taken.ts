import type { Input, PrinterView, PrintTemplate } from '@/ipc';

type Spec = Pick<Input<'printer_create'>['printer'], 'paper' | 'prints' | 'cash_drawer_id'>;

/** What a printer can print: a roll takes no sheets. */
export const templatesOf = (paper: Spec['paper']): PrintTemplate[] => (paper === 'sheet' ? ['sheet', 'slip', 'receipt', 'report'] : ['slip', 'receipt', 'report']);

/** Whether two printers stand in each other's way for this paper: at the same drawer or at none; sheets are the place's. */
const rivals = (other: PrinterView, spec: Spec, one: PrintTemplate): boolean => one === 'sheet' || other.cash_drawer_id === (spec.cash_drawer_id ?? null);

/** What is taken from whom when a printer is kept like this: a drawer, or a place, has one for each kind of paper. */
export function takenFrom(others: PrinterView[], spec: Spec): { printer: PrinterView; prints: PrintTemplate[] }[] {
  return others
    .map((printer) => ({ printer, prints: spec.prints.filter((one) => printer.prints.includes(one) && rivals(printer, spec, one)) }))
    .filter(({ prints }) => prints.length > 0);
}

/** What nothing prints here yet: all a new printer takes over unasked. One of sheets is proposed for sheets alone. */
export function freeTemplates(others: PrinterView[], spec: Spec): PrintTemplate[] {
  const usual: PrintTemplate[] = spec.paper === 'sheet' ? ['sheet'] : templatesOf(spec.paper);
  return usual.filter((one) => takenFrom(others, { ...spec, prints: [one] }).length === 0);
}
