import { useEffect, useRef } from 'react';
import { isCovered, isField, isHotkey } from '@/lib/hotkeys';

/** What can have the cursor still. */
const canHold = (element: Element | null) => element !== null && element.isConnected && !element.matches(':disabled');

/**
 * The field of the counter, and the cursor in it: at a counter every sign that is typed or scanned is meant for it, unless
 * another field or a dialog has the cursor. `dialog` says which one is open.
 */
export function useEntry(dialog: string | undefined) {
  const root = useRef<HTMLDivElement>(null);
  const entry = useRef<HTMLInputElement>(null);
  const holder = useRef<Element | null>(null);
  /** Puts the cursor into the field; a dialog that lies above keeps it. */
  const focus = () => {
    if (!isCovered()) entry.current?.focus();
  };

  useEffect(() => {
    const held = ({ target }: FocusEvent) => {
      holder.current = target as Element;
    };
    /** A sign that is pressed on a button, or on nothing, is the field's, and no key of the page. */
    const typed = (event: KeyboardEvent) => {
      if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
      const { target } = event;
      if (!(target instanceof HTMLElement) || isField(target) || isCovered()) return;
      const isInside = root.current?.contains(target) ?? false;
      // From a button no sequence begins: “g” and “b” may be a card’s. From an empty page they lead elsewhere, as everywhere.
      if ((!isInside && target !== document.body) || isHotkey(event, { alone: isInside })) return;
      event.stopPropagation();
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
    const now = document.activeElement;
    if (holder.current && !canHold(holder.current) && (now === document.body || !canHold(now))) focus();
  });
  const before = useRef(dialog);
  useEffect(() => {
    if (before.current !== undefined && dialog === undefined) focus();
    before.current = dialog;
  }, [dialog]);
  return { root, entry, focus };
}
