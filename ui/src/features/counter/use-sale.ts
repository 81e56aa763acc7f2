import { useOnce, useUnanswered, type Failure, type Input, type SaleView } from '@/ipc';

const where = 'counter.sale';

/** Sells once. */
export function useSale(onSold: (sale: SaleView) => void, onRefused?: (failure: Failure) => void) {
  return useOnce('sale_create', where, onSold, onRefused);
}

/** A sale of which nobody knew whether it was made when the screen was left. */
export function useOpenSale(): Input<'sale_create'> | undefined {
  return useUnanswered<'sale_create'>(where);
}
