import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** How many rows are filled anew in one frame while a list is scrolled; the next frame fills the next. */
const rowsPerFrame = 5;
/** How many the first picture of a list has: enough to begin reading. */
const rowsAtFirst = 12;
/** A few rows beyond the edge: more would cost elements, fewer would show white at a turn of the wheel. */
const overscan = 3;
/** Milliseconds without scrolling after which a list rests. */
const restsAfter = 150;
/** What a list is taken to be high until it is laid out. */
const usualHeight = 600;

/** What a list of rows of one height shows of them. */
export interface RowWindow {
  /** The rows that elements show, by their index, in the order of the elements; `index % slots` is the element. */
  drawn: number[];
  slots: number;
  /** The last row that is in sight or just beyond; −1 without rows. */
  last: number;
  /** Whether a row's element only waits out of sight for its next row. */
  isIdle: (index: number) => boolean;
  /** Scrolls as little as brings a row into sight. */
  show: (index: number) => void;
  /** Goes back to the first row. */
  toTop: () => void;
}

/**
 * Which rows the elements of a list show. Written here and not taken from a library of virtual lists: the rows are of
 * one height, and those measure in every frame what is known (a third of a key's time), and draw a frame twice.
 *
 * A row that leaves at one edge becomes the one that enters at the other: filling its cells anew costs a fraction of
 * making them. The list is drawn at most once in a frame, and a leap by a screen fills a few rows in each, so that no
 * frame is late and the wheel never sticks. While the list moves, elements stay where they stand in the page, since
 * rows are placed by their own offset; once it rests they are put in the order they are read in.
 */
export function useRowWindow(scroller: HTMLElement | null, rows: number, rowHeight: number): RowWindow {
  const [view, setView] = useState<View>({ top: 0, height: usualHeight, moves: false, frame: 0 });
  const inSight = sight(view, rows, rowHeight);
  const slots = Math.ceil(view.height / rowHeight) + 2 * overscan + 2;
  const first = inSight.first % slots;
  const [base, setBase] = useState(first);
  if (!view.moves && base !== first) setBase(first);
  // What is on the screen. It is written once it is there, so that drawing twice fills no more rows than drawing once;
  // as state it would draw the list a second time in every frame.
  const shown = useRef<Shown>({ slots, at: new Map() });
  // oxlint-disable-next-line react-hooks/refs -- see above
  const plan = filled(inSight, slots, rows, shown.current);
  useLayoutEffect(() => {
    shown.current = { slots, at: plan.at };
  }, [slots, plan]);

  const frame = useRef(0);
  // Told by the scrolling alone: to ask for it when rows have just been drawn would lay them out twice.
  const top = useRef(0);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const draw = useCallback(() => {
    frame.current ||= requestAnimationFrame(() => {
      frame.current = 0;
      // Drawn in the frame that scrolls, or the rows would come one frame after their place.
      flushSync(() => setView((before) => ({ ...before, top: top.current, moves: before.moves || top.current !== before.top, frame: before.frame + 1 })));
      // From the frame on: one that comes late would else move the list again after it had come to rest.
      clearTimeout(rest.current);
      rest.current = setTimeout(() => setView((before) => (before.moves ? { ...before, moves: false } : before)), restsAfter);
    });
  }, []);
  useEffect(() => {
    if (plan.late) draw();
  }, [plan, draw]);
  useEffect(() => {
    if (!scroller) return undefined;
    const onScroll = () => {
      top.current = scroller.scrollTop;
      draw();
    };
    // Its size is told once it is laid out: to ask for it while a screen is made would lay it out twice.
    const observer = new ResizeObserver(() => setView((before) => ({ ...before, height: scroller.clientHeight })));
    observer.observe(scroller);
    scroller.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(rest.current);
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      observer.disconnect();
      scroller.removeEventListener('scroll', onScroll);
    };
  }, [scroller, draw]);

  const show = useCallback(
    (index: number) => {
      if (!scroller) return;
      // The head covers what is scrolled to as much as it takes itself.
      const [top, bottom] = [index * rowHeight, (index + 1) * rowHeight + rowHeight];
      if (top < scroller.scrollTop) scrollDown(scroller, top);
      else if (bottom > scroller.scrollTop + scroller.clientHeight) scrollDown(scroller, bottom - scroller.clientHeight);
    },
    [scroller, rowHeight],
  );

  // Asked while it rests alone: a list that moves fills its elements faster than they could be taken out of reach.
  const isIdle = (index: number) => !view.moves && (index < inSight.first || index > inSight.last);
  const toTop = useCallback(() => {
    if (scroller && top.current > 0) scrollDown(scroller, 0);
  }, [scroller]);

  const place = (index: number) => (index % slots - base + slots) % slots;
  return { drawn: [...plan.at.values()].toSorted((a, b) => place(a) - place(b)), slots, last: inSight.last, isIdle, show, toTop };
}

/** What is seen of a list. */
export interface View {
  /** Pixels above what is in sight. */
  top: number;
  /** Pixels in sight. */
  height: number;
  moves: boolean;
  /** Grows with every frame that fills rows. */
  frame: number;
}

function scrollDown(scroller: HTMLElement, top: number): void {
  scroller.scrollTop = top;
}

/** The first and the last row to be drawn. */
export interface Sight {
  first: number;
  last: number;
}

/** The rows in sight and a few beyond. */
export function sight({ top, height }: View, rows: number, rowHeight: number): Sight {
  return { first: Math.max(0, Math.floor(top / rowHeight) - overscan), last: Math.min(rows - 1, Math.ceil((top + height) / rowHeight) - 1 + overscan) };
}

/** What stands on the screen. */
export interface Shown {
  slots: number;
  /** Element → the row it shows. */
  at: Map<number, number>;
}

/** The next state of the elements, and whether rows are left for another frame. */
export function filled({ first, last }: Sight, slots: number, rows: number, before: Shown): { at: Map<number, number>; late: boolean } {
  const all = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
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
