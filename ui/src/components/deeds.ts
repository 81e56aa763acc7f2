import type { Permission, VoucherDeed, VoucherHappened } from '@/ipc';

type May = (permission: Permission | undefined) => boolean;

/** What looking at the rows of a deed needs besides the codes themselves; the program asks the same. */
const needed: Partial<Record<VoucherDeed, Permission>> = { sold: 'sale.view', taken_back: 'sale.view', turnover: 'sale.view', handed: 'vendor.view', charged: 'vendor.view' };
/** Whose sums are turnover, which reports tell. */
const turnover = new Set<VoucherDeed>(['sold', 'taken_back', 'turnover', 'charged']);

/** Whether somebody may look at each time it happened. */
export const mayDeed = (may: May, did: VoucherDeed) => may('voucher.view') && may(needed[did]);

/** Whether they are told what it comes to. What somebody made in an hour or by name is what they sold, where codes are made as they are sold. */
export const mayDeedSums = (may: May, { what, user_id, hour }: Pick<VoucherHappened, 'what' | 'user_id' | 'hour'>) =>
  mayDeed(may, what) && (may('report.view') || !(turnover.has(what) || (what === 'made' && (user_id !== undefined || hour !== undefined))));
