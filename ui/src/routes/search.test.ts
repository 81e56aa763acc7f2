import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as searches from './search';

const root = resolve(import.meta.dirname, '../../..');
const views = readFileSync(join(root, 'crates/core/src/settings/views.rs'), 'utf8');
const src = join(root, 'ui/src');

/** What is only open for the moment, and no part of a view. */
const passing = new Set(['open', 'edit']);

/** A list whose views the program keeps, with what a view of it may hold. */
const screens = new Map(
  [...views.matchAll(/name: "(\w+)",\s+permission: [^,]+,\s+filters: &\[([\s\S]*?)\],\n {4}\}/g)].map(([, name = '', filters = '']) => [
    name,
    new Map([...filters.matchAll(/\(\s*"(\w+)",\s*Holds::(\w+)(?:\(&\[([^\]]*)\]\))?/g)].map(([, key = '', holds = '', words = '']) => [key, { holds, words: [...words.matchAll(/"(\w+)"/g)].map(([, word]) => word) }])),
  ]),
);

describe('what a saved view may hold', () => {
  it('is known for every list that offers to keep one', () => {
    const offered = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.tsx') && !file.endsWith('.test.tsx'))
      .flatMap((file) => [...readFileSync(join(src, file), 'utf8').matchAll(/<(?:SavedViews|PlainViews)\s+id="(\w+)"/g)].map(([, id = '']) => id));
    expect(offered.length).toBeGreaterThan(8);
    expect([...new Set(offered)].sort()).toEqual([...screens.keys()].sort());
  });

  it('is all that the address of its list holds', () => {
    for (const [name, filters] of screens) {
      const shape = (searches as unknown as Record<string, { shape: Record<string, unknown> } | undefined>)[name]?.shape ?? {};
      expect([name, ...Object.keys(shape).filter((key) => !passing.has(key)).sort()]).toEqual([name, ...[...filters.keys()].sort()]);
    }
  });

  it('is taken word for word', () => {
    for (const [name, filters] of screens) {
      const search = (searches as unknown as Record<string, { parse: (search: unknown) => Record<string, unknown> }>)[name];
      for (const [key, { holds, words }] of filters) {
        const samples: unknown[] = holds === 'Word' ? words : holds === 'Id' ? [7] : holds === 'Flag' ? [true] : holds === 'Day' ? ['2026-02-28'] : holds === 'Hour' ? [0, 23] : ['teks'];
        expect(samples.length, `${name}.${key}`).toBeGreaterThan(0);
        for (const sample of samples) expect(search?.parse({ [key]: sample })[key], `${name}.${key}`).toBe(sample);
      }
    }
  });
});
