import { dialogsAbove } from './hotkeys';

/** Whether this can have the cursor still. */
export function canHold(element: Element | null): boolean {
  return element !== null && element.isConnected && !element.matches(':disabled');
}

/** Whether nothing has the cursor, or something that can do nothing with it any more. */
export function isCursorLost(): boolean {
  const now = document.activeElement;
  return now === document.body || !canHold(now);
}

/** Whether the cursor may be put here: no other dialog lies above it, and nobody who can use it has it in the same. */
export function isFreeFor(element: Element): boolean {
  const above = dialogsAbove().at(-1);
  if (above && !above.contains(element)) return false;
  return isCursorLost() || (above !== undefined && !above.contains(document.activeElement));
}
