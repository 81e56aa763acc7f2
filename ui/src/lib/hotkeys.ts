import { useEffect, useRef, useSyncExternalStore } from 'react';

// One list of the keys that work now. Screens and controls add theirs while they are on the page;
// the "?" help and the KeyHints read the same list, so a key cannot be shown and not work.

export interface Hotkey {
  /** `n`, `/`, `Ctrl+K`, `Ctrl+Enter`, `F2`, `Escape`, or a sequence such as `g b`. */
  keys: string;
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Also while a field has the focus (always so for Ctrl, Alt, F-keys). */
  inFields?: boolean;
  scope: 'global' | 'screen';
}

const active: Hotkey[] = [];
let snapshot: readonly Hotkey[] = [];
const listeners = new Set<() => void>();

function changed(): void {
  snapshot = [...active];
  for (const listener of listeners) listener();
}

/** Whether this is written into. */
export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
    !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type))
  );
}

/** The name of what was pressed, in the spelling used by `Hotkey.keys`. */
function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.length === 1 && (event.ctrlKey || event.metaKey) ? event.key.toUpperCase() : event.key;
  const mods = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    // A printable sign already carries its Shift ("?").
    event.shiftKey && key.length > 1 ? 'Shift' : '',
  ].filter(Boolean);
  return [...mods, key].join('+');
}

/** What lies above the page and takes the keys: a dialog, a menu, a list that dropped down. */
const dialogs = '[aria-modal="true"]';
const floats = '[role="menu"], .mantine-Popover-dropdown, .mantine-Combobox-dropdown';

/** The dialogs above the page, the topmost last. One that nothing can be done with is only a picture of itself. */
export function dialogsAbove(): Element[] {
  return [...document.querySelectorAll(dialogs)].filter((one) => one.closest('[inert]') === null);
}

/** Whether a dialog lies above the page: the cursor is its own then. */
export function isCovered(): boolean {
  return dialogsAbove().length > 0;
}

function isFloating(): boolean {
  return [...document.querySelectorAll<HTMLElement>(floats)].some((one) => one.style.display !== 'none');
}

/**
 * What lay above the page when the key went down. A dialog closes in a listener of its own before ours, and is gone from
 * the page by then; the Escape that closed it would be taken for the screen's.
 */
let above: { event: KeyboardEvent; dialog: boolean; float: boolean } | undefined;

function look(event: KeyboardEvent): void {
  above = { event, dialog: isCovered(), float: isFloating() };
}

// At once, and not with the first key: before any dialog listens.
if (typeof window !== 'undefined') window.addEventListener('keydown', look, { capture: true });

let prefix = '';
let prefixTimer: ReturnType<typeof setTimeout> | undefined;

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const field = isField(event.target);
  const name = keyName(event);
  const sequence = prefix ? `${prefix} ${name}` : name;
  const was = above?.event === event ? above : undefined;
  const modal = was?.dialog ?? isCovered();
  const special = event.ctrlKey || event.metaKey || event.altKey || /^F\d+$/.test(event.key);

  if (event.key === 'Escape' && was?.float) return;
  const usable = (hotkey: Hotkey) =>
    (!field || special || hotkey.inFields === true) && (!modal || (hotkey.scope === 'global' && special));

  for (const wanted of sequence === name ? [name] : [sequence, name]) {
    const hit = active.findLast((hotkey) => hotkey.keys === wanted && usable(hotkey));
    if (hit) {
      prefix = '';
      event.preventDefault();
      hit.run(event);
      return;
    }
  }
  clearTimeout(prefixTimer);
  const starts = !field && !modal && active.some((hotkey) => hotkey.keys.startsWith(`${name} `));
  prefix = starts ? name : '';
  if (starts) {
    prefixTimer = setTimeout(() => {
      prefix = '';
    }, 1200);
  }
}

/** Whether this key would do something on the page as it is, where no field has the cursor: alone, or as a part of several. */
export function isHotkey(event: KeyboardEvent, { alone = false } = {}): boolean {
  const name = keyName(event);
  return active.some(({ keys }) => keys === name || (!alone && (keys.startsWith(`${name} `) || (prefix !== '' && keys === `${prefix} ${name}`))));
}

let installed = false;

function install(): void {
  if (installed || typeof window === 'undefined') return;
  installed = true;
  window.addEventListener('keydown', onKeyDown);
}

/** Makes a key work while the calling component is on the page; pass `undefined` for none. */
export function useHotkey(
  keys: string | undefined,
  label: string,
  run: (event: KeyboardEvent) => void,
  options: { inFields?: boolean; scope?: 'global' | 'screen'; enabled?: boolean } = {},
): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const { inFields = false, scope = 'screen', enabled = true } = options;
  useEffect(() => {
    if (!keys || !enabled) return;
    install();
    const entry: Hotkey = { keys, label, inFields, scope, run: (event) => latest.current(event) };
    active.push(entry);
    changed();
    return () => {
      active.splice(active.indexOf(entry), 1);
      changed();
    };
  }, [keys, label, inFields, scope, enabled]);
}

/** The keys that work at this moment, in the order in which they came. */
export function activeHotkeys(): readonly Hotkey[] {
  return snapshot;
}

/** The keys that work right now, for the help. */
export function useActiveHotkeys(): readonly Hotkey[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}
