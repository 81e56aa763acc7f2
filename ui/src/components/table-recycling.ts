import type { VirtualItem } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react';

/** How many rows are filled anew in one frame while a list is scrolled; the next frame fills the next. */
const rowsPerFrame = 5;
/** How many the first picture of a list has: enough to begin reading. */
const rowsAtFirst = 12;

/**
 * Which rows the elements of a list show, by their index, in the order of the elements; `index % slots` is the element.
 *
 * A row that leaves at one edge becomes the one that enters at the other: filling its cells anew costs a fraction of
 * making them. A leap by a screen fills a few rows in each frame, so that no frame is late and the wheel never sticks.
 * While the list moves, elements stay where they stand in the page, since rows are placed by their own offset; once it
 * rests they are put in the order they are read in.
 */
export function useRecycled(items: VirtualItem[], slots: number, rows: number, moving: boolean): number[] {
  const first = (items[0]?.index ?? 0) % slots;
  const [base, setBase] = useState(first);
  if (!moving && base !== first) setBase(first);
  const [, next] = useReducer((frame: number) => frame + 1, 0);
  // What is on the screen. It is written once it is there, so that drawing twice fills no more rows than drawing once;
  // as state it would draw the list a second time in every frame.
  const shown = useRef<Shown>({ slots, at: new Map() });
  // oxlint-disable-next-line react-hooks/refs -- see above
  const plan = filled(items, slots, rows, shown.current);
  useLayoutEffect(() => {
    shown.current = { slots, at: plan.at };
  }, [slots, plan]);
  useEffect(() => {
    if (!plan.late) return undefined;
    const frame = requestAnimationFrame(next);
    return () => cancelAnimationFrame(frame);
  }, [plan]);
  const place = (index: number) => (index % slots - base + slots) % slots;
  return [...plan.at.values()].toSorted((a, b) => place(a) - place(b));
}

interface Shown {
  slots: number;
  /** Element → the row it shows. */
  at: Map<number, number>;
}

/** The next state of the elements, and whether rows are left for another frame. */
function filled(items: VirtualItem[], slots: number, rows: number, before: Shown): { at: Map<number, number>; late: boolean } {
  const all = items.map((item) => item.index);
  // Another size of window: everything at once.
  const isOther = before.at.size > 0 && before.slots !== slots;
  // An element that is not needed now stays with its row, out of sight: taken out of the page it would be made anew.
  const others = isOther ? [] : [...before.at].filter(([slot, index]) => index < rows && !all.some((one) => one % slots === slot));
  const whole = () => ({ at: new Map([...others, ...all.map((index): [number, number] => [index % slots, index])]), late: false });
  if (isOther) return whole();
  const missing = all.filter((index) => before.at.get(index % slots) !== index);
  const budget = before.at.size === 0 ? rowsAtFirst : rowsPerFrame;
  if (missing.length <= budget) return whole();
  const now = new Set(missing.slice(0, budget));
  const at = new Map<number, number>(others);
  for (const index of all) {
    const slot = index % slots;
    const old = before.at.get(slot);
    if (now.has(index) || old === index) at.set(slot, index);
    // Far away meanwhile; kept, because its element is filled next.
    else if (old !== undefined && old < rows) at.set(slot, old);
  }
  return { at, late: true };
}
