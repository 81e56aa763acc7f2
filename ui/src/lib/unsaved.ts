import { useEffect, useId, useSyncExternalStore } from 'react';

// Which forms on the page hold something that is not stored. One list, so that whoever ends the page (the window, a
// browser's tab) asks about all of them, and no form has a way of its own.

const forms = new Set<string>();
const listeners = new Set<() => void>();

function set(id: string, dirty: boolean): void {
  const before = forms.size;
  if (dirty) forms.add(id);
  else forms.delete(id);
  if ((before === 0) !== (forms.size === 0)) for (const listener of listeners) listener();
}

/** Says whether the calling form holds something that is not stored, while it is on the page. */
export function useUnsaved(dirty: boolean): void {
  const id = useId();
  useEffect(() => {
    set(id, dirty);
    return () => set(id, false);
  }, [id, dirty]);
}

/** Whether any form on the page holds something that is not stored. */
export function useAnyUnsaved(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => forms.size > 0,
  );
}
