import { useOnce, type Failure, type SaleView } from '@/ipc';

/** Sells once. */
export function useSale(onSold: (sale: SaleView) => void, onRefused?: (failure: Failure) => void) {
  return useOnce('sale_create', 'counter.sale', onSold, onRefused);
}
