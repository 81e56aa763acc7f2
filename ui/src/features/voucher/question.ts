import type { StockPart, VoucherFilter, VoucherSort, VoucherStatus } from '@/ipc';

/** What the list of codes keeps in its address. */
export interface VoucherSearchState {
  search?: string | undefined;
  view?: 'all' | 'available' | 'active' | 'ended' | 'trouble' | undefined;
  status?: VoucherStatus | undefined;
  plan?: number | undefined;
  batch?: number | undefined;
  vendor?: number | undefined;
  place?: number | undefined;
  stock?: StockPart | undefined;
  sort?: VoucherSort | undefined;
  desc?: boolean | undefined;
  open?: number | undefined;
}

/** The states of each of the program's own views. */
export const views: Record<NonNullable<VoucherSearchState['view']>, VoucherStatus[]> = {
  all: [], available: ['available'], active: ['active'], ended: ['used', 'expired', 'void'], trouble: [],
};

/** The question of the address, as the operation takes it. */
export function voucherFilter(search: VoucherSearchState): VoucherFilter {
  const text = search.search?.trim();
  return {
    status: search.status ? [search.status] : views[search.view ?? 'all'],
    router_trouble: search.view === 'trouble',
    ...(search.plan ? { plan_id: search.plan } : {}),
    ...(search.batch ? { batch_id: search.batch } : {}),
    ...(search.vendor ? { vendor_id: search.vendor } : {}),
    ...(search.place ? { location_id: search.place } : {}),
    ...(search.stock ? { stock: search.stock } : {}),
    ...(text ? { search: text } : {}),
  };
}

/** The same with its order: what the list asks for. */
export function voucherQuestion(search: VoucherSearchState) {
  return { filter: voucherFilter(search), sort: search.sort ?? ('id' as const), descending: search.desc ?? true };
}
