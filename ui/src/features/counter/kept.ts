import { useState } from 'react';
import { readPreference, writePreference } from '@/lib/preferences';

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
  // Read anew before every change: another tab of this desk may have kept one too.
  const change = (next: (kept: T[]) => T[]) => {
    const kept = next(read(key, is));
    writePreference(key, kept.length > 0 ? JSON.stringify(kept) : null);
    setRows(kept);
  };
  return [rows, change];
}
