import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { canHold, isCursorLost } from '@/lib/cursor';
import { isCovered, isField, isHotkey } from '@/lib/hotkeys';

/** What lies above the counter and takes signs itself, where it has the cursor. */
const floats = '[role="menu"], .mantine-Popover-dropdown, .mantine-Combobox-dropdown';

/** Milliseconds from one sign to the next within which no hand presses two keys one after the other, and a scanner does. */
const scannerPause = 60;

/** Milliseconds for which a sign is remembered that may begin a key of the page, as `useHotkey` remembers it. */
const sequencePause = 1200;

/**
 * The field of the counter, and the cursor in it: at a counter every sign that is typed or scanned is meant for it, unless
 * another field, a dialog or a menu has the cursor. `dialog` says which one is open; `put` writes into the field.
 */
export function useEntry(dialog: string | undefined, put: (text: string) => void) {
  const root = useRef<HTMLDivElement>(null);
  const entry = useRef<HTMLInputElement>(null);
  const holder = useRef<Element | null>(null);
  const write = useRef(put);
  useEffect(() => {
    write.current = put;
  });
  /** Puts the cursor into the field; a dialog that lies above keeps it. */
  const focus = () => {
    if (!isCovered()) entry.current?.focus();
  };

  useEffect(() => {
    const held = ({ target }: FocusEvent) => {
      holder.current = target as Element;
    };
    // What was pressed last where nothing had the cursor, if it may begin a key of the page.
    let begun: { sign: string; at: number } | undefined;
    /** A sign that is pressed on a button, or on nothing, is the field's, and no key of the page. */
    const typed = (event: KeyboardEvent) => {
      if (event.key === 'Shift') return;
      const before = begun;
      begun = undefined;
      if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
      const { target } = event;
      if (!(target instanceof HTMLElement) || isField(target) || isCovered() || target.closest(floats)) return;
      // From a button no sequence begins: “g” and “b” may be a card's; nor where the button has just gone with its message.
      // Where the field was let go of they lead elsewhere, as on every page, but for a scanner, which is faster than a hand.
      const isLetGo = target === document.body && (holder.current === null || holder.current.isConnected);
      const pause = before ? event.timeStamp - before.at : Infinity;
      if (pause >= scannerPause && isHotkey(event, { alone: !isLetGo })) {
        if (!before && !isHotkey(event, { alone: true })) begun = { sign: event.key, at: event.timeStamp };
        return;
      }
      event.stopPropagation();
      // Before the cursor is there: this sign is written after it.
      if (before && pause < sequencePause && canHold(entry.current)) flushSync(() => write.current(before.sign));
      entry.current?.focus();
    };
    /** A click beside everything takes the cursor from nobody. */
    const clicked = () => {
      if (document.activeElement === document.body && document.getSelection()?.isCollapsed !== false) focus();
    };
    const counter = root.current;
    document.addEventListener('focusin', held);
    document.addEventListener('keydown', typed, { capture: true });
    counter?.addEventListener('click', clicked);
    return () => {
      document.removeEventListener('focusin', held);
      document.removeEventListener('keydown', typed, { capture: true });
      counter?.removeEventListener('click', clicked);
    };
  }, []);

  // What had the cursor has gone, or cannot be used any more.
  useEffect(() => {
    if (holder.current && !canHold(holder.current) && isCursorLost()) focus();
  });
  const before = useRef(dialog);
  useEffect(() => {
    if (before.current !== undefined && dialog === undefined) focus();
    before.current = dialog;
  }, [dialog]);
  return { root, entry, focus };
}
