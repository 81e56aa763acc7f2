import { useState } from 'react';
import { readPreference, writePreference } from '@/lib/preferences';
import type { SaleMethod } from '@/ipc';
import type { Cart } from './cart';

/** A sale put aside while somebody else is served: nothing is sold, and no stock is taken. */
export interface HeldSale {
  id: string;
  /** When it was put aside (ms). */
  at: number;
  cart: Cart;
  given: string;
  method: SaleMethod;
  reference: string;
}

/** The most sales that are held at one desk: more than a queue has, so that none is forgotten for long. */
export const heldMost = 9;

function isHeld(value: unknown): value is HeldSale {
  if (typeof value !== 'object' || value === null) return false;
  const { id, at, cart, given, method, reference } = value as Partial<HeldSale>;
  return typeof id === 'string' && typeof at === 'number' && Array.isArray(cart?.lines) && Array.isArray(cart.codes) && typeof given === 'string' && typeof reference === 'string' && ['cash', 'qris', 'transfer'].includes(method ?? '');
}

function read(key: string): HeldSale[] {
  try {
    const kept: unknown = JSON.parse(readPreference(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isHeld) : [];
  } catch {
    return [];
  }
}

/** The sales this person holds at this desk, oldest first; they outlive the page. */
export function useHeld(userId: number, locationId: number) {
  const key = `counter.held.${userId}.${locationId}`;
  const [held, setHeld] = useState(() => read(key));
  // Read anew before every change: another tab of this desk may have held one too.
  const change = (next: (kept: HeldSale[]) => HeldSale[]) => {
    const kept = next(read(key));
    writePreference(key, kept.length > 0 ? JSON.stringify(kept) : null);
    setHeld(kept);
  };
  return {
    held,
    hold: (sale: Omit<HeldSale, 'id' | 'at'>) => change((kept) => [...kept, { ...sale, id: crypto.randomUUID(), at: Date.now() }]),
    drop: (id: string) => change((kept) => kept.filter((one) => one.id !== id)),
    restore: (sale: HeldSale) => change((kept) => [...kept.filter((one) => one.id !== sale.id), sale].toSorted((a, b) => a.at - b.at)),
  };
}
