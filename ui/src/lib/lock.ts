// Whether this screen is covered. The program locks the session; this covers the page at once, also when the program
// does not answer: what was on it is taken from the page, not hidden.

const listeners = new Set<() => void>();
let locked = false;

export function isLocked(): boolean {
  return locked;
}

export function subscribeLock(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setLocked(next: boolean): void {
  locked = next;
  for (const listener of listeners) listener();
}
