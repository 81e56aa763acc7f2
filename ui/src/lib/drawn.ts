import { useEffect, useState } from 'react';

/** Milliseconds after which a page that is not painted (its window lies behind others) is taken to be. */
const paintedAfter = 200;

const waiting = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells everybody who waits in one go, so that what follows is drawn once. */
function tellAll(): void {
  clearTimeout(timer);
  timer = undefined;
  const all = [...waiting];
  waiting.clear();
  for (const tell of all) tell();
}

/** Calls once what is on the screen now has been painted; gives the way to call it off. */
function afterPaint(tell: () => void): () => void {
  waiting.add(tell);
  if (timer === undefined) {
    timer = setTimeout(tellAll, paintedAfter);
    requestAnimationFrame(() => setTimeout(tellAll));
  }
  return () => void waiting.delete(tell);
}

/**
 * Whether the calling component has been painted once. What only adds to a list (sums, names for its filters, saved
 * views) is asked for then: before, each question and each answer would hold up the rows.
 */
export function useDrawn(): boolean {
  const [drawn, setDrawn] = useState(false);
  useEffect(() => afterPaint(() => setDrawn(true)), []);
  return drawn;
}
