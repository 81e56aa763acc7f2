import { useBlocker } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { useUnsaved } from '@/lib/unsaved';
import { Question } from './form-sheet';

/** Tells the guard that what was typed has been stored, just before the screen is left. */
export interface SavedMark {
  isSaved: () => boolean;
  set: () => void;
}

export function useSavedMark(): SavedMark {
  const saved = useRef(false);
  return useMemo(
    () => ({
      isSaved: () => saved.current,
      set: () => {
        saved.current = true;
      },
    }),
    [],
  );
}

/** Tells the form's surroundings whether it holds something that is not stored, and the page as well. */
export function useDirty(dirty: boolean, tell?: (dirty: boolean) => void): void {
  useUnsaved(dirty);
  useEffect(() => tell?.(dirty), [dirty, tell]);
}

/**
 * Asks before a form with changes is left, by link, by key or by closing the window. Where the screen `stays` as long
 * as only what follows the question mark changes, going about on it asks nothing.
 */
export function UnsavedGuard({ dirty, saved, stays = false }: { dirty: boolean; saved: SavedMark; stays?: boolean }) {
  useUnsaved(dirty);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && !saved.isSaved() && !(stays && current.pathname === next.pathname),
    enableBeforeUnload: () => dirty && !saved.isSaved(),
    withResolver: true,
  });
  return <Question opened={blocker.status === 'blocked'} onStay={() => blocker.reset?.()} onLeave={() => blocker.proceed?.()} />;
}
