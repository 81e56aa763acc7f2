import { mayDeedSums } from '@/components/deeds';
import { daysIn } from '@/lib/period';
import type { PaidBy, StockPart, VoucherDeed, VoucherFilter, VoucherSort, VoucherStatus } from '@/ipc';

/** What the list of codes keeps in its address. */
export interface VoucherSearchState {
  search?: string | undefined;
  view?: 'all' | 'available' | 'active' | 'ended' | 'trouble' | undefined;
  status?: VoucherStatus | undefined;
  plan?: number | undefined;
  batch?: number | undefined;
  vendor?: number | undefined;
  /** The shop's own: with no vendor. */
  own?: boolean | undefined;
  place?: number | undefined;
  stock?: StockPart | undefined;
  /** A row each time this happened, on these business days of the places. */
  did?: VoucherDeed | undefined;
  from?: string | undefined;
  to?: string | undefined;
  hour?: number | undefined;
  person?: number | undefined;
  nobody?: boolean | undefined;
  method?: PaidBy | undefined;
  router?: number | undefined;
  sort?: VoucherSort | undefined;
  desc?: boolean | undefined;
  open?: number | undefined;
}

/** What a row may stand for, as it is offered. */
export const deeds: VoucherDeed[] = ['made', 'printed', 'handed', 'sold', 'taken_back', 'turnover', 'activated', 'ended', 'unsold', 'void', 'charged', 'copy_pending', 'copy_trouble'];

/** Copies have no day. */
export const hasDays = (did: VoucherDeed | undefined) => did !== undefined && did !== 'copy_pending' && did !== 'copy_trouble';

/** What goes with a deed and means nothing without it. */
export const noDeed = { did: undefined, from: undefined, to: undefined, hour: undefined, person: undefined, nobody: undefined, method: undefined, router: undefined } as const;

/** The states of each of the program's own views. */
export const views: Record<NonNullable<VoucherSearchState['view']>, VoucherStatus[]> = {
  all: [], available: ['available'], active: ['active'], ended: ['used', 'expired', 'void'], trouble: [],
};

/** The question of the address, as the operation takes it. */
export function voucherFilter(search: VoucherSearchState): VoucherFilter {
  const text = search.search?.trim();
  const { did } = search;
  return {
    status: search.status ? [search.status] : views[search.view ?? 'all'],
    router_trouble: search.view === 'trouble',
    ...(search.plan ? { plan_id: search.plan } : {}),
    ...(search.batch ? { batch_id: search.batch } : {}),
    ...(search.vendor ? { vendor_id: search.vendor } : {}),
    ...(search.own ? { no_vendor: true } : {}),
    ...(search.place ? { location_id: search.place } : {}),
    ...(search.stock ? { stock: search.stock } : {}),
    ...(did
      ? {
          happened: {
            what: did,
            ...(search.from && hasDays(did) ? { from_on: search.from } : {}),
            ...(search.to && hasDays(did) ? { to_on: search.to } : {}),
            ...(search.hour !== undefined && hasDays(did) ? { hour: search.hour } : {}),
            ...(search.person ? { user_id: search.person } : {}),
            ...(search.nobody ? { nobody: true } : {}),
            ...(search.method ? { method: search.method } : {}),
            ...(search.router ? { router_id: search.router } : {}),
          },
        }
      : {}),
    ...(text ? { search: text } : {}),
  };
}

/** The most days whose sums are told at once. */
const daysMost = 367;

/** Whether the program tells the sums of a question: each time something happened is read for them, so it is of some days, a batch or what was typed. */
export function isSummed(may: Parameters<typeof mayDeedSums>[0], filter: VoucherFilter): boolean {
  const { happened } = filter;
  if (!happened) return true;
  if (!mayDeedSums(may, happened)) return false;
  if (!hasDays(happened.what) || filter.batch_id !== undefined || filter.search !== undefined) return true;
  const days = happened.from_on && happened.to_on ? daysIn({ from: happened.from_on, to: happened.to_on }) : 0;
  return days >= 1 && days <= daysMost;
}

/** The same with its order: what the list asks for. */
export function voucherQuestion(search: VoucherSearchState) {
  return { filter: voucherFilter(search), sort: search.sort ?? ('id' as const), descending: search.desc ?? true };
}
