import { useState } from 'react';
import { readPreference, writePreference } from '@/lib/preferences';
import { useOnce, useOwn, useUnanswered, type Failure, type Input, type SaleView } from '@/ipc';
import type { Cart } from './cart';

const where = 'counter.sale';

/** Sells once. */
export function useSale(onSold: (sale: SaleView) => void, onRefused?: (failure: Failure) => void) {
  return useOnce('sale_create', where, onSold, onRefused);
}

/** A sale of which nobody knew whether it was made when the screen was left. */
export function useOpenSale(): Input<'sale_create'> | undefined {
  return useUnanswered<'sale_create'>(where);
}

/** The cards of the sale that was sent last: what is sent names them by their code alone, and a refused one shows them again. */
export function useSentCards(): { cards: Cart['codes']; keep: (cards: Cart['codes']) => void } {
  const kept = `${useOwn(where)}.cards`;
  const [cards] = useState(() => read(kept));
  return { cards, keep: (next) => writePreference(kept, next.length > 0 ? JSON.stringify(next) : null) };
}

function read(kept: string): Cart['codes'] {
  try {
    const cards: unknown = JSON.parse(readPreference(kept) ?? '[]');
    return Array.isArray(cards) ? cards.filter((one: Partial<Cart['codes'][number]> | null) => typeof one?.code === 'string' && typeof one.plan_name === 'string' && typeof one.price === 'string') : [];
  } catch {
    return [];
  }
}
