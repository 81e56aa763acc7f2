import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';

interface Ticker {
  now: Date;
  listeners: Set<() => void>;
  timer: ReturnType<typeof setInterval> | undefined;
}

// One timer for everything that moves at the same pace: a list shows a hundred times at once.
const tickers = new Map<number, Ticker>();

function tickerOf(every: number): Ticker {
  let ticker = tickers.get(every);
  if (!ticker) {
    ticker = { now: new Date(), listeners: new Set(), timer: undefined };
    tickers.set(every, ticker);
  }
  return ticker;
}

function follow(every: number, listener: () => void): () => void {
  const ticker = tickerOf(every);
  ticker.listeners.add(listener);
  ticker.timer ??= setInterval(() => {
    ticker.now = new Date();
    for (const one of ticker.listeners) one();
  }, every);
  return () => {
    ticker.listeners.delete(listener);
    if (ticker.listeners.size > 0) return;
    clearInterval(ticker.timer);
    ticker.timer = undefined;
  };
}

/** The time, refreshed every `every` milliseconds. */
export function useNow(every: number): Date {
  const subscribe = useCallback((listener: () => void) => follow(every, listener), [every]);
  return useSyncExternalStore(subscribe, () => {
    const ticker = tickerOf(every);
    // Nobody has looked for a while: what was remembered is old.
    if (ticker.timer === undefined && Date.now() - ticker.now.getTime() >= every) ticker.now = new Date();
    return ticker.now;
  });
}

/** Whether something has held for `ms` milliseconds without a break. */
export function useLasting(holds: boolean, ms: number): boolean {
  const [lasts, setLasts] = useState(false);
  if (!holds && lasts) setLasts(false);
  useEffect(() => {
    if (!holds) return undefined;
    const timer = setTimeout(() => setLasts(true), ms);
    return () => clearTimeout(timer);
  }, [holds, ms]);
  return holds && lasts;
}
