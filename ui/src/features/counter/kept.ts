import { useEffect, useState } from 'react';
import { readPreference, writePreference } from '@/lib/preferences';

const listeners = new Map<string, Set<() => void>>();

/** Tells every screen that shows this list to look at it anew. */
export function tellKept(key: string): void {
  for (const listener of listeners.get(key) ?? []) listener();
}

function read<T>(key: string, is: (value: unknown) => value is T): T[] {
  try {
    const kept: unknown = JSON.parse(readPreference(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter(is) : [];
  } catch {
    return [];
  }
}

/** A list that this computer keeps; what is not of its kind is not taken for one. */
export function useKept<T>(key: string, is: (value: unknown) => value is T): [T[], (next: (kept: T[]) => T[]) => void] {
  const [rows, setRows] = useState(() => read(key, is));
  useEffect(() => {
    const again = () => setRows(read(key, is));
    const elsewhere = (event: StorageEvent) => {
      if (event.key === null || event.key === `simpul.${key}`) again();
    };
    const all = listeners.get(key) ?? new Set();
    listeners.set(key, all.add(again));
    window.addEventListener('storage', elsewhere);
    return () => {
      all.delete(again);
      window.removeEventListener('storage', elsewhere);
    };
  }, [key, is]);
  // Read anew before every change: another tab of this desk may have kept one too.
  const change = (next: (kept: T[]) => T[]) => {
    const kept = next(read(key, is));
    writePreference(key, kept.length > 0 ? JSON.stringify(kept) : null);
    // A screen that has gone may change it as well: those that show it follow.
    tellKept(key);
    setRows(kept);
  };
  return [rows, change];
}
