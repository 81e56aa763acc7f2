import { useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import { readPreference, writePreference } from '@/lib/preferences';
import { MeContext } from './me';

export type Density = 'compact' | 'normal' | 'cosy';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * One preference of the person who is signed in, kept on this computer: two people at one counter
 * do not rearrange each other's tables. Nobody signed in (wizard, gallery) shares one.
 */
export function useOwnPreference(key: string): [string | null, (value: string | null) => void] {
  const person = useContext(MeContext)?.user_id;
  const own = person === undefined ? key : `u${person}.${key}`;
  const value = useSyncExternalStore(subscribe, () => readPreference(own));
  const set = useCallback(
    (next: string | null) => {
      writePreference(own, next);
      for (const listener of listeners) listener();
    },
    [own],
  );
  return [value, set];
}

function parse<T>(text: string | null, fallback: T): T {
  try {
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

/** A preference that is more than a word, as JSON; what cannot be read is the fallback. */
function useOwnJson<T>(key: string, fallback: T): [T, (value: T | null) => void] {
  const [text, setText] = useOwnPreference(key);
  // oxlint-disable-next-line react/exhaustive-deps -- the fallback is written where it is used, anew at each render
  const value = useMemo(() => parse(text, fallback), [text]);
  const set = useCallback((next: T | null) => setText(next === null ? null : JSON.stringify(next)), [setText]);
  return [value, set];
}

/** Height of rows, one for all tables. */
export function useDensity(): [Density, (density: Density) => void] {
  const [stored, set] = useOwnPreference('density');
  return [stored === 'compact' || stored === 'cosy' ? stored : 'normal', set];
}

export interface TablePreferences {
  hidden: string[];
  setHidden: (hidden: string[]) => void;
  /** Pixels by column, where a person dragged it. */
  widths: Record<string, number>;
  setWidths: (widths: Record<string, number>) => void;
  /** Every column at its own width again. */
  reset: () => void;
  changed: boolean;
}

const noWidths: Record<string, number> = {};
const noHidden: string[] = [];

/** What a person made of one table. */
export function useTablePreferences(id: string): TablePreferences {
  const [hidden, setHidden] = useOwnJson<string[]>(`table.${id}.columns-hidden`, noHidden);
  const [widths, setWidths] = useOwnJson<Record<string, number>>(`table.${id}.widths`, noWidths);
  const reset = useCallback(() => {
    setHidden(null);
    setWidths(null);
  }, [setHidden, setWidths]);
  return { hidden, setHidden, widths, setWidths, reset, changed: hidden.length > 0 || Object.keys(widths).length > 0 };
}
