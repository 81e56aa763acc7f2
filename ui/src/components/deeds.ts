import type { Permission, VoucherDeed } from '@/ipc';

type May = (permission: Permission | undefined) => boolean;

/** What looking at the rows of a deed needs besides the codes themselves; the program asks the same. */
const needed: Partial<Record<VoucherDeed, Permission>> = { sold: 'sale.view', taken_back: 'sale.view', turnover: 'sale.view', handed: 'vendor.view', charged: 'vendor.view' };
/** Whose sums are turnover, which reports tell. */
const turnover = new Set<VoucherDeed>(['sold', 'taken_back', 'turnover', 'charged']);

/** Whether somebody may look at each time it happened. */
export const mayDeed = (may: May, did: VoucherDeed) => may('voucher.view') && may(needed[did]);

/** Whether they are told what it comes to. */
export const mayDeedSums = (may: May, did: VoucherDeed) => mayDeed(may, did) && (may('report.view') || !turnover.has(did));
