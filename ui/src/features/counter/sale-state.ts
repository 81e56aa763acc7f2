import type { SaleLineView, SaleRow } from '@/ipc';

/** What a document is worth knowing by: whether its money stands. */
export function saleState(row: SaleRow): string {
  if (row.kind !== 'sale') return row.kind;
  return row.taken_back === 0 ? 'stands' : row.taken_back < row.quantity ? 'part' : 'back';
}

/** What was not taken back and not used: the server asks the same again. */
export const stillBack = (line: SaleLineView) => line.refund_id === null && line.status === 'available';
