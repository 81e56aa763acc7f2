import { useEffect, useRef, useState } from 'react';
import { readPreference, writePreference } from '@/lib/preferences';
import { toFailure, useWrite, type Input, type SaleView } from '@/ipc';

/** Nobody knows whether the program heard it: the same form is asked again, never another one. */
const unknown = new Set(['door_unreachable', 'database_busy', 'database_unavailable', 'internal']);

const kept = 'counter.sale';

/** A sale that was sent and not answered when the program ended. */
function unanswered(): Input<'sale_create'> | undefined {
  try {
    return JSON.parse(readPreference(kept) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Sells once: a form keeps its key until it is answered, also over an end of the program. */
export function useSale(onSold: (sale: SaleView) => void) {
  const write = useWrite('sale_create');
  const [open, setOpen] = useState<Input<'sale_create'> | undefined>(unanswered);
  const done = useRef(onSold);
  useEffect(() => {
    done.current = onSold;
  });
  const settle = () => {
    writePreference(kept, null);
    setOpen(undefined);
  };
  const send = (input: Input<'sale_create'>) => {
    if (write.isPending) return;
    writePreference(kept, JSON.stringify(input));
    setOpen(input);
    write.mutate(input, {
      onSuccess: (sale) => {
        settle();
        done.current(sale);
      },
      onError: (error) => {
        if (!unknown.has(toFailure(error).code)) settle();
      },
    });
  };
  return {
    send,
    /** Asks again what was not answered. */
    again: () => open && send(open),
    busy: write.isPending,
    error: write.error,
    clear: () => write.reset(),
    /** There is a sale of which nobody knows whether it was made. */
    isOpen: open !== undefined && !write.isPending,
  };
}
