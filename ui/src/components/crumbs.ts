import { useEffect, useSyncExternalStore } from 'react';

// The last crumb of a detail is known only when its row has been read; the screen tells it.
let name: string | undefined;
const listeners = new Set<() => void>();

function set(next: string | undefined): void {
  name = next;
  for (const listener of listeners) listener();
}

/** Names the thing this screen shows, for the top bar and the window's title. */
export function useScreenName(text: string | undefined): void {
  useEffect(() => {
    set(text);
    return () => set(undefined);
  }, [text]);
}

export function useCurrentScreenName(): string | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => name,
  );
}
