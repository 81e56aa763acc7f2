import type { Input, PlanView, SaleMethod } from '@/ipc';
import { sumMoney } from '@/lib/money';

/** Codes of a plan in the sale that is being made. */
export interface CartLine {
  plan_id: number;
  quantity: number;
}

export interface Cart {
  lines: CartLine[];
  /** Cards that were scanned or typed, by their code. */
  codes: { code: string; plan_name: string; price: string }[];
}

export const emptyCart: Cart = { lines: [], codes: [] };

/** The most codes of one line, as the program takes them. */
const lineMost = 100;

const plainName = (text: string) => text.trim().toLowerCase();

/** `3` is one of the plan with key 3, `312` twelve of it; undefined for anything else, also for a plan's whole name. */
export function keyedLine(typed: string, plans: PlanView[]): CartLine | undefined {
  const text = typed.trim();
  const match = /^([1-9])([1-9]\d{0,2})?$/.exec(text);
  const plan = match && plans.find((one) => one.terms.shortcut_key === Number(match[1]));
  if (!match || !plan || (text.length > 1 && plans.some((one) => plainName(one.terms.name) === text))) return undefined;
  const quantity = match[2] ? Number(match[2]) : 1;
  return quantity <= lineMost ? { plan_id: plan.plan_id, quantity } : undefined;
}

/** A plan and what is typed after it, parted by a blank or a plus. */
export function keyedStart(typed: string, plans: PlanView[]): { line: CartLine; rest: string } | undefined {
  const match = /^\s*([1-9]\d{0,3})[ +]\s*(.*)$/.exec(typed);
  const line = match && keyedLine(match[1] ?? '', plans);
  return line ? { line, rest: match?.[2] ?? '' } : undefined;
}

/**
 * The keys that are certain while somebody types: a blank after one may still be that of a plan's name (“3 Jam”), so
 * it is kept only where no name begins so, and what follows it can only be the next key.
 */
export function certain(typed: string, plans: PlanView[]): { lines: CartLine[]; rest: string } {
  const lines: CartLine[] = [];
  let rest = typed;
  for (;;) {
    const start = keyedStart(rest, plans);
    const begun = rest.trimStart().toLowerCase();
    if (!start || !/^([1-9]|$)/.test(start.rest) || plans.some((one) => one.terms.name.toLowerCase().startsWith(begun))) return { lines, rest };
    lines.push(start.line);
    rest = start.rest;
  }
}

/** Plans whose name holds what was typed. */
export function named(typed: string, plans: PlanView[]): PlanView[] {
  const wanted = plainName(typed);
  return wanted === '' ? plans : plans.filter((plan) => plan.terms.name.toLowerCase().includes(wanted));
}

/** The plans a name may mean: that of exactly this name, or all whose name holds it. */
export function meant(typed: string, plans: PlanView[]): PlanView[] {
  const exact = plans.filter((plan) => plainName(plan.terms.name) === plainName(typed));
  return exact.length > 0 ? exact : named(typed, plans);
}

export function withLine(cart: Cart, line: CartLine): Cart {
  const before = cart.lines.find((one) => one.plan_id === line.plan_id);
  const quantity = Math.min(lineMost, (before?.quantity ?? 0) + line.quantity);
  const lines = before ? cart.lines.map((one) => (one === before ? { ...one, quantity } : one)) : [...cart.lines, line];
  return { ...cart, lines: lines.filter((one) => one.quantity > 0) };
}

export function isEmpty(cart: Cart): boolean {
  return cart.lines.length === 0 && cart.codes.length === 0;
}

/** What is in it, in words. */
export function wordsOf(cart: Cart, plans: PlanView[]): string {
  const name = (id: number) => plans.find((one) => one.plan_id === id)?.terms.name ?? '?';
  return [...cart.lines.map((line) => `${line.quantity} × ${name(line.plan_id)}`), ...cart.codes.map((one) => one.code)].join(', ');
}

/** How many codes of a line are made when it is sold, since stock has no more. */
export function madeFor(line: CartLine, plan: Pick<PlanView, 'stock'>): number {
  return Math.max(0, line.quantity - plan.stock);
}

/** The routers that are reached and have not got the plan's profile, so that what is made now does not open there. One that differs opens all the same. */
export function notReadyOn(plan: Pick<PlanView, 'routers'>): string[] {
  return plan.routers.filter((one) => (one.truth === 'pending' || one.truth === 'failed') && one.link !== 'down').map((one) => one.router_name);
}

/** The codes that are made for it and open only when a router is reached again, and which routers those are. */
export function waitingOf(cart: Cart, plans: PlanView[]): { count: number; routers: string[] } {
  const waiting = cart.lines.flatMap((line) => {
    const plan = plans.find((one) => one.plan_id === line.plan_id);
    const routers = plan?.routers.filter((one) => one.link === 'down').map((one) => one.router_name) ?? [];
    const count = plan ? madeFor(line, plan) : 0;
    return count > 0 && routers.length > 0 ? [{ count, routers }] : [];
  });
  return { count: waiting.reduce((sum, one) => sum + one.count, 0), routers: [...new Set(waiting.flatMap((one) => one.routers))] };
}

/** How many slips are printed for it: a card is paper already. */
export function slipsOf(cart: Cart): number {
  return cart.lines.reduce((sum, line) => sum + line.quantity, 0);
}

export function countOf(cart: Cart): number {
  return cart.lines.reduce((sum, line) => sum + line.quantity, cart.codes.length);
}

export function totalOf(cart: Cart, plans: PlanView[]): string {
  const prices = cart.lines.flatMap((line) => Array.from({ length: line.quantity }, () => plans.find((one) => one.plan_id === line.plan_id)?.terms.price_sell ?? '0'));
  return sumMoney([...prices, ...cart.codes.map((one) => one.price)]);
}

/** What goes back: given less the sum; undefined where too little was given. */
export function changeOf(given: string, total: string): string | undefined {
  const change = sumMoney([given, total.startsWith('-') ? total.slice(1) : `-${total}`]);
  return change.startsWith('-') ? undefined : change;
}

export function saleInput(cart: Cart, sale: { session: number; method: SaleMethod; total: string; given: string; reference: string; key: string }): Input<'sale_create'> {
  return {
    cash_session_id: sale.session,
    lines: cart.lines.map((line) => ({ ...line, from: 'slip' })),
    codes: cart.codes.map((one) => one.code),
    method: sale.method,
    expected_total: sale.total,
    ...(sale.method === 'cash' ? { tendered_amount: sale.given === '' ? sale.total : sale.given } : {}),
    ...(sale.reference.trim() === '' ? {} : { reference: sale.reference.trim() }),
    idempotency_key: sale.key,
  };
}
