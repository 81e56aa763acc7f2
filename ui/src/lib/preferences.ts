// What a person likes on this computer: kept in the browser's storage, never in the database,
// and never anything secret. A storage that refuses (private window) only means the default.

export function readPreference(key: string): string | null {
  try {
    return window.localStorage.getItem(`simpul.${key}`);
  } catch {
    return null;
  }
}

export function writePreference(key: string, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(`simpul.${key}`);
    else window.localStorage.setItem(`simpul.${key}`, value);
  } catch {
    // Storage is full or forbidden: the preference lasts until the window is closed.
  }
}
