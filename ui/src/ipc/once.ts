import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { readPreference, writePreference } from '@/lib/preferences';
import type { Input, Output } from './client';
import type { Me, OperationName, SystemStatus } from './contract.gen';
import { IpcError, toFailure, type Failure } from './error';
import { useWrite } from './query';

/** Nobody knows whether the program heard it: the same form is asked again, never another one. */
const unknown = new Set(['door_unreachable', 'database_busy', 'database_unavailable', 'internal', 'interface_fault']);

/** Said before the operation itself was asked: by the door, the database, the program's own state. */
const beforeIt = new Set(['program_stopping', 'program_busy', 'session_locked', 'sign_in_required', 'password_change_required', 'permission_denied', 'key_unavailable', 'operation_unknown']);

/**
 * Whether this failure leaves open what became of the deed. What stops a first asking at the door is an answer: nothing
 * was begun. Of an asking before that one, which nobody answered, it says nothing.
 */
export function leavesOpen(code: string, askedBefore: boolean): boolean {
  return unknown.has(code) || (askedBefore && (beforeIt.has(code) || code.startsWith('database_') || code.endsWith('_unreachable')));
}

/** Where it is kept: pages of several shops (a demo beside the real one) share a store, and several people a desk. */
export function useOwn(kept: string): string {
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

/** What stood open when the calling component came to the page. */
export function useUnanswered<N extends OperationName>(where: string): Input<N> | undefined {
  const kept = useOwn(where);
  const [open] = useState(() => unanswered<Input<N>>(kept));
  return open;
}

/** What is on its way, by where it is remembered: a form that is opened again meanwhile joins it, and is the one that is answered. */
const running = new Map<string, { sent: string; answer: Promise<unknown>; askedBefore: boolean; for: object }>();

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
  const isRunning = (input: Input<N> | undefined) => input !== undefined && running.get(kept)?.sent === JSON.stringify(input);
  // Not what the mutation says of itself: that comes a moment later, and a key typed in between must not find another form.
  const [busy, setBusy] = useState(() => isRunning(open));
  const [error, setError] = useState<IpcError | null>(null);
  const asking = useRef(busy);
  const setAsking = (is: boolean) => {
    asking.current = is;
    setBusy(is);
  };
  const [self] = useState(() => ({}));
  /** Asks, or waits with whoever asked the same already; then that one does nothing with the answer. */
  const ask = (input: Input<N>, askedBefore: boolean) => {
    const sent = JSON.stringify(input);
    const known = running.get(kept);
    const joined = known?.sent === sent ? known : undefined;
    const answer = (joined?.answer as Promise<Output<N>> | undefined) ?? write.mutateAsync(input);
    const mine = { sent, answer, askedBefore: joined?.askedBefore ?? askedBefore, for: self };
    running.set(kept, mine);
    /** Whether it is still this form that is answered. */
    const isMine = () => {
      const is = running.get(kept) === mine;
      if (is) running.delete(kept);
      return is;
    };
    // Whoever closes the form meanwhile is answered too, or the next one would ask for what is done.
    void answer.then(
      (output) => {
        if (!isMine()) return;
        setAsking(false);
        // Whatever follows from it is taken over before it is forgotten that it was asked for.
        try {
          told.current.onDone(output, input);
        } finally {
          settle();
        }
      },
      (wrong: unknown) => {
        if (!isMine()) return;
        setAsking(false);
        const failure = toFailure(wrong);
        setError(new IpcError(failure));
        if (leavesOpen(failure.code, mine.askedBefore)) return;
        settle();
        told.current.onRefused?.(failure);
      },
    );
  };
  const send = (input: Input<N>) => {
    if (asking.current) return;
    setAsking(true);
    setError(null);
    const askedBefore = open !== undefined;
    writePreference(kept, JSON.stringify(input));
    setOpen(input);
    ask(input, askedBefore);
  };
  const join = useRef(() => {
    if (open === undefined || !asking.current) return;
    if (!isRunning(open)) setAsking(false);
    else if (running.get(kept)?.for !== self) ask(open, false);
  });
  useEffect(() => join.current(), []);
  return {
    send,
    /** Asks again what was not answered. */
    again: () => open !== undefined && send(open),
    busy,
    error: busy ? null : error,
    /** Forgets what was wrong; what is on its way stays so. */
    clear: () => {
      if (!asking.current) setError(null);
    },
    /** There is something of which nobody knows whether it was done. */
    isOpen: open !== undefined && !busy,
    /** Why asking again found no answer either, where the way to it was open. */
    stopped: open !== undefined && !busy && error && !unknown.has(error.code) ? error : undefined,
    /** What that is. */
    open,
  };
}
