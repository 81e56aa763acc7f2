import { z } from 'zod';
import { isDay } from '@/lib/day';

// No code is made from text at run time: the page's own rules (CSP) forbid it.
z.config({ jitless: true });

// What a screen keeps in its address. A value that is not understood falls away instead of failing the screen:
// addresses are typed, shared and remembered.

const text = z.string().max(200).optional().catch(undefined);
const id = z.coerce.number().int().positive().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const day = z.string().refine(isDay).optional().catch(undefined);

export const cash = z.object({ view: z.enum(['all', 'open', 'unexplained']).optional().catch(undefined), person: id, desc: flag, open: id });
export const batches = z.object({ search: z.coerce.string().max(200).optional().catch(undefined), plan: id, desc: flag });
export const batchNew = z.object({ plan: id, count: z.coerce.number().int().min(1).max(10_000).optional().catch(undefined) });
export const vouchers = z.object({
  search: z.coerce.string().max(200).optional().catch(undefined),
  view: z.enum(['all', 'available', 'active', 'ended', 'trouble']).optional().catch(undefined),
  status: z.enum(['available', 'active', 'used', 'expired', 'void']).optional().catch(undefined),
  plan: id,
  batch: id,
  vendor: id,
  place: id,
  stock: z.enum(['printed', 'plain', 'card', 'on_hand', 'handed', 'sold', 'activated', 'ended']).optional().catch(undefined),
  own: flag,
  did: z.enum(['made', 'printed', 'handed', 'sold', 'taken_back', 'turnover', 'activated', 'ended', 'unsold', 'void', 'charged', 'copy_pending', 'copy_trouble']).optional().catch(undefined),
  from: day,
  to: day,
  hour: z.coerce.number().int().min(0).max(23).optional().catch(undefined),
  person: id,
  nobody: flag,
  method: z.enum(['cash', 'qris', 'transfer']).optional().catch(undefined),
  router: id,
  sort: z.enum(['id', 'code', 'expires_at']).optional().catch(undefined),
  desc: flag,
  open: id,
});
export const prints = z.object({ again: flag, batch: id, desc: flag });
export const plans = z.object({ inactive: flag, sort: z.enum(['name', 'price_sell', 'stock']).optional().catch(undefined), desc: flag });
export const vendors = z.object({ search: z.coerce.string().max(200).optional().catch(undefined), inactive: flag });
export const vendor = z.object({ tab: z.enum(['stock', 'transfers', 'settlements', 'statement', 'data']).optional().catch(undefined) });
export const account = z.object({ tab: z.enum(['stock', 'transfers', 'settlements']).optional().catch(undefined) });
export const routers = z.object({
  inactive: flag,
  search: z.coerce.string().max(200).optional().catch(undefined),
  state: z.enum(['connected', 'lost', 'clock_wrong', 'trouble']).optional().catch(undefined),
});
export const router = z.object({ edit: flag, tab: z.enum(['hotspot', 'ppp', 'interfaces', 'log']).optional().catch(undefined) });
const driftKind = z.enum(['missing', 'differs', 'unwanted', 'stray', 'profile_missing', 'profile_differs']);
export const drift = z.object({
  search: z.coerce.string().max(200).optional().catch(undefined),
  kind: driftKind.optional().catch(undefined),
  state: z.enum(['open', 'ignored', 'resolving']).optional().catch(undefined),
  open: id,
});
export const provisioning = z.object({ search: z.coerce.string().max(200).optional().catch(undefined), trouble: flag });
export const jobs = z.object({ group: z.enum(['running', 'waiting', 'failed', 'done']).optional().catch(undefined), kind: text });
export const users = z.object({ search: text, sort: z.enum(['name', 'username', 'last_sign_in_at']).optional().catch(undefined), desc: flag, edit: z.union([z.literal('new'), z.coerce.number().int().positive()]).optional().catch(undefined) });
export const settings = z.object({
  tab: z.enum(['company', 'money', 'locations', 'printing', 'printers', 'routers', 'retention', 'security', 'worker', 'database', 'recovery', 'appearance', 'desk']).optional().catch(undefined),
  find: z.coerce.string().max(200).optional().catch(undefined),
});

export const roles = z.object({ open: z.union([z.literal('new'), z.coerce.number().int().positive()]).optional().catch(undefined), who: text, search: text });
export const audit = z.object({
  view: z.enum(['changes', 'deeds']).optional().catch(undefined), person: id, kind: text, act: z.enum(['update', 'delete']).optional().catch(undefined), action: text, row: id, from: day, to: day, desc: flag, open: id,
});
export const stock = z.object({ by: z.enum(['plan', 'batch', 'vendor', 'place']).optional().catch(undefined), plan: id, vendor: id, place: id, low: flag });
export const reports = z.object({
  kind: z.enum(['sales', 'vendors', 'truths', 'unsold', 'shifts']).optional().catch(undefined),
  by: z.enum(['day', 'hour', 'plan', 'cashier', 'place', 'vendor', 'method', 'shift']).optional().catch(undefined),
  range: z.enum(['today', 'yesterday', 'week', 'month', 'last_month', 'free']).optional().catch(undefined),
  from: day,
  to: day,
  place: id,
  plan: id,
  person: id,
  unexplained: flag,
});
export const sales = z.object({
  search: z.coerce.string().max(200).optional().catch(undefined),
  person: id,
  shift: id,
  place: id,
  plan: id,
  method: z.enum(['cash', 'qris', 'transfer']).optional().catch(undefined),
  kind: z.enum(['sale', 'refund', 'void']).optional().catch(undefined),
  from: day,
  to: day,
  desc: flag,
  open: id,
});
export const ledger = z.object({
  account: id,
  shift: id,
  person: id,
  place: id,
  kind: z.enum(['voucher_sale', 'voucher_refund', 'float', 'pay_in', 'pay_out', 'drawer_difference', 'vendor_top_up', 'vendor_settlement', 'commission']).optional().catch(undefined),
  from: day,
  to: day,
  desc: flag,
});
export const notices = z.object({ view: z.enum(['unread', 'open', 'all']).optional().catch(undefined), kind: text, desc: flag });
export const me = z.object({ part: z.enum(['profile', 'password', 'pin', 'sessions', 'appearance', 'notices']).optional().catch(undefined) });
