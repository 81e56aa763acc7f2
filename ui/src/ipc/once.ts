import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { readPreference, writePreference } from '@/lib/preferences';
import type { Input, Output } from './client';
import type { Me, OperationName, SystemStatus } from './contract.gen';
import { toFailure, type Failure } from './error';
import { useWrite } from './query';

/** Nobody knows whether the program heard it: the same form is asked again, never another one. */
const unknown = new Set(['door_unreachable', 'database_busy', 'database_unavailable', 'internal']);

/** Where it is kept: pages of several shops (a demo beside the real one) share a store, and several people a desk. */
function useOwn(kept: string): string {
  const client = useQueryClient();
  const [own] = useState(() => {
    const status = client.getQueryData<SystemStatus>(['system_status', {}]);
    const me = client.getQueryData<Me>(['me_get', {}]);
    return `${kept}.${status?.installation ?? ''}.${me?.user_id ?? ''}`;
  });
  return own;
}

/** What was sent and not answered when the form was closed or the program ended. */
function unanswered<T>(kept: string): T | undefined {
  try {
    return (JSON.parse(readPreference(kept) ?? 'null') as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Does something once: a form keeps what it sent, key and all, until it is answered, also over its closing and an end
    of the program. `where` says where it is remembered on this computer. */
export function useOnce<N extends OperationName>(name: N, where: string, onDone: (answer: Output<N>, input: Input<N>) => void, onRefused?: (failure: Failure) => void) {
  const kept = useOwn(where);
  const write = useWrite(name);
  const [open, setOpen] = useState<Input<N> | undefined>(() => unanswered<Input<N>>(kept));
  const told = useRef({ onDone, onRefused });
  useEffect(() => {
    told.current = { onDone, onRefused };
  });
  const settle = () => {
    writePreference(kept, null);
    setOpen(undefined);
  };
  const send = (input: Input<N>) => {
    if (write.isPending) return;
    writePreference(kept, JSON.stringify(input));
    setOpen(input);
    // Whoever closes the form meanwhile is answered too, or the next one would ask for what is done.
    void write.mutateAsync(input).then(
      (answer) => {
        settle();
        told.current.onDone(answer, input);
      },
      (error: unknown) => {
        const failure = toFailure(error);
        if (unknown.has(failure.code)) return;
        settle();
        told.current.onRefused?.(failure);
      },
    );
  };
  return {
    send,
    /** Asks again what was not answered. */
    again: () => open !== undefined && send(open),
    busy: write.isPending,
    error: write.error,
    clear: () => write.reset(),
    /** There is something of which nobody knows whether it was done. */
    isOpen: open !== undefined && !write.isPending,
    /** What that is. */
    open,
  };
}
