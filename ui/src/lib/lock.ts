// Whether this screen is covered. The program locks the session; this covers the page at once, also when the program
// does not answer: what was on it is taken from the page, not hidden. The mark outlives loading the page anew.

const listeners = new Set<() => void>();
const mark = 'simpul.locked';
let locked = read();

function read(): boolean {
  try {
    return window.sessionStorage.getItem(mark) !== null;
  } catch {
    return false;
  }
}

export function isLocked(): boolean {
  return locked;
}

export function subscribeLock(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setLocked(next: boolean): void {
  locked = next;
  try {
    if (next) window.sessionStorage.setItem(mark, '1');
    else window.sessionStorage.removeItem(mark);
  } catch {
    // A storage that refuses: the cover lasts until the page is loaded anew.
  }
  for (const listener of listeners) listener();
}
