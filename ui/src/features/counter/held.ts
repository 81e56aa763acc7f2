import { useOwn, type SaleMethod } from '@/ipc';
import type { Cart } from './cart';
import { useKept } from './kept';

/** A sale put aside while somebody else is served: nothing is sold, and no stock is taken. */
export interface HeldSale {
  id: string;
  /** When it was put aside (ms). */
  at: number;
  cart: Cart;
  /** Cards that were being looked for then, as they were typed: looked for again when it is taken back. */
  looking?: string[];
  given: string;
  method: SaleMethod;
  reference: string;
}

/** The most sales that are put aside by hand: more than a queue has, so that none is forgotten for long. */
export const heldMost = 9;

function isHeld(value: unknown): value is HeldSale {
  if (typeof value !== 'object' || value === null) return false;
  const { id, at, cart, looking, given, method, reference } = value as Partial<HeldSale>;
  return typeof id === 'string' && typeof at === 'number' && Array.isArray(cart?.lines) && Array.isArray(cart.codes) && (looking === undefined || looking.every((one) => typeof one === 'string')) && typeof given === 'string' && typeof reference === 'string' && ['cash', 'qris', 'transfer'].includes(method ?? '');
}

/** The sales this person holds at this desk, oldest first; they outlive the page. */
export function useHeld(locationId: number) {
  const [held, change] = useKept(`${useOwn('counter.held')}.${locationId}`, isHeld);
  return {
    held,
    hold: (sale: Omit<HeldSale, 'id' | 'at'>) => change((kept) => [...kept, { ...sale, id: crypto.randomUUID(), at: Date.now() }]),
    drop: (id: string) => change((kept) => kept.filter((one) => one.id !== id)),
    restore: (sale: HeldSale) => change((kept) => [...kept.filter((one) => one.id !== sale.id), sale].toSorted((a, b) => a.at - b.at)),
  };
}
