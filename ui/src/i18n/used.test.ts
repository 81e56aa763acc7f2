import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { id } from './locales';

const root = resolve(import.meta.dirname, '../../..');

/**
 * Families of texts whose keys are put together while the program runs: what is behind the beginning must stand
 * somewhere as a word of its own. Each says who puts it together.
 */
const families: Record<string, string> = {
  'field:': 'the rule an input broke (i18n/errors.ts)',
  'reason:': 'why a copy is not as wished (components/state.tsx)',
  'action:': 'what calls for a person on the dashboard, with its detail and its verb (dashboard.tsx)',
  'warning:': 'what a preview of a batch warns of (batch-consequences.tsx)',
  'states:': 'the state of a row by its kind (components/state.tsx)',
  'shell:': 'names of screens and groups (app/navigation.ts, app/crumbs.ts)',
  'settings:': 'what the search of the settings goes through (settings/catalogue.ts)',
  'stock:': 'columns of the stock (stock-list.tsx), parts of it (voucher-list.tsx)',
  'help:screens.': 'what a screen is for and its words (app/key-help.tsx)',
  'desk:tray.': 'the menu of the tray (src-tauri/src/systray.rs)',
};

/** What an action's detail, verb and context (`dashboard.tsx`) put behind its word. */
const endings = /_(detail|verb|since|behind|ahead)$/;

/** Texts of codes: `cargo nextest run -p simpul-tests` names each that no code of the program has. */
const codes = 'errors:';

interface Texts {
  [key: string]: string | Texts;
}

const keysOf = (texts: Texts, at: string): string[] =>
  Object.entries(texts).flatMap(([key, inner]) => {
    const path = `${at}${at.endsWith(':') ? '' : '.'}${key}`;
    return typeof inner === 'string' ? [path] : keysOf(inner, path);
  });

/** Every text as `namespace:key`; singular and plural are one sentence. */
const all = [...new Set(Object.entries(id as unknown as Record<string, Texts>).flatMap(([space, texts]) => keysOf(texts, `${space}:`)).map((key) => key.replace(/_(one|other)$/, '')))];

function textOf(folder: string, wanted: RegExp): string {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => wanted.test(file));
  return files.map((file) => readFileSync(join(root, folder, file), 'utf8')).join('\n');
}

const page = textOf('ui/src', /^(?!testing\/|ipc\/mock|.*\.test\.tsx?$).*\.tsx?$/);
const program = ['src-tauri/src', 'crates'].map((folder) => textOf(folder, /^(?!.*(?:tests?|target)\/).*\.rs$/)).join('\n');

/** Whole keys: `'counter:total'` of the page, `"desk.tray.idle"` of the program. */
const whole = new Set([
  ...[...page.matchAll(/(['"`])([a-z]+:[\w.]+)\1/g)].map(([, , key = '']) => key),
  ...[...program.matchAll(/"([a-z]+)\.([\w.]+)"/g)].map(([, space, key]) => `${space}:${key}`),
]);
/** Beginnings, and ends, of keys that are put together from at least a part of their own. */
const parts = [
  ...[...page.matchAll(/`([a-z]+:\w[\w.]*)\$\{[^`]*?\}([\w.]*)`/g)].map(([, start = '', end = '']) => [start, end] as const),
  ...[...program.matchAll(/"([a-z]+)\.(\w[\w.]*)\{\w*\}"/g)].map(([, space, start]) => [`${space}:${start}`, ''] as const),
];
/** Words that stand by themselves, in quotes or as the name of a field. */
const words = new Set([...page.matchAll(/(['"`])([A-Za-z_][\w.]*)\1|\b(\w+):/g), ...program.matchAll(/(")(\w+)"/g)].map(([, , quoted, name]) => quoted ?? name ?? ''));

function isSaid(key: string): boolean {
  if (key.startsWith(codes) || whole.has(key)) return true;
  if (parts.some(([start, end]) => key.startsWith(start) && key.endsWith(end) && key.length > start.length + end.length)) return true;
  const family = Object.keys(families).find((start) => key.startsWith(start));
  if (family === undefined) return false;
  const rest = key.slice(family.length).replace(endings, '');
  return words.has(rest) || rest.split('.').some((step, at, steps) => words.has(step) && (at === steps.length - 1 || family === 'help:screens.'));
}

describe('texts', () => {
  it('are looked for where they are used', () => {
    expect(all.length).toBeGreaterThan(1500);
    expect(whole.size).toBeGreaterThan(1500);
    expect(parts.length).toBeGreaterThan(50);
    expect(isSaid('common:no_such_text')).toBe(false);
    expect(isSaid('reason:no_such_reason')).toBe(false);
  });

  it('are each said by somebody', () => {
    expect(all.filter((key) => !isSaid(key))).toEqual([]);
  });

  it('are put together only where it is said by whom', () => {
    expect(Object.keys(families).filter((start) => !all.some((key) => key.startsWith(start) && !whole.has(key)))).toEqual([]);
  });
});

describe('the tests through a browser', () => {
  it('press and look for texts that there are', () => {
    const spaces = new Set(Object.keys(id));
    const named = [...textOf('tests/e2e', /^(?!out\/).*\.mjs$/).matchAll(/'([a-z]+):([\w.]+)'/g)].filter(([, space = '']) => spaces.has(space)).map(([, space, path]) => `${space}:${path}`);
    expect(named.length).toBeGreaterThan(300);
    const there = new Set(all);
    expect([...new Set(named)].filter((key) => !there.has(key))).toEqual([]);
  });
});
