import type { Operations } from './contract.gen';

type Handlers = { [N in 'voucher_printing_get' | 'voucher_printing_list' | 'voucher_printing_set']: (input: Operations[N]['input']) => Operations[N]['output'] };

/** What is printed, kept in memory. */
export function printingHandlers(): Handlers {
  let rows: Operations['voucher_printing_list']['output'] = [{ location_id: null, printing: { preset: 'a4-24', has_qr: true, slip_mm: 58 } }];
  const at = (place: number | undefined) => {
    const found = rows.find((row) => row.location_id === (place ?? null)) ?? rows.find((row) => row.location_id === null);
    return structuredClone(found?.printing ?? { preset: 'a4-24', has_qr: true, slip_mm: 58 });
  };
  return {
    voucher_printing_get: (input) => at(input.location_id),
    voucher_printing_list: () => structuredClone(rows),
    voucher_printing_set: (input) => {
      rows = rows.filter((row) => row.location_id !== (input.location_id ?? null));
      if (input.printing) rows.push({ location_id: input.location_id ?? null, printing: input.printing });
      return at(input.location_id);
    },
  };
}
