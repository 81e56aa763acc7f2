import { useBlocker } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
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

/** Asks before a form with changes is left, by link, by key or by closing the window. */
export function UnsavedGuard({ dirty, saved }: { dirty: boolean; saved: SavedMark }) {
  useUnsaved(dirty);
  const blocker = useBlocker({
    shouldBlockFn: () => dirty && !saved.isSaved(),
    enableBeforeUnload: () => dirty && !saved.isSaved(),
    withResolver: true,
  });
  return <Question opened={blocker.status === 'blocked'} onStay={() => blocker.reset?.()} onLeave={() => blocker.proceed?.()} />;
}
