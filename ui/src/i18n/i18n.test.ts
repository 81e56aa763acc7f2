import { describe, expect, it } from 'vitest';
import { i18next, setLanguage } from '.';
import { en, id } from './locales';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): Map<string, string> {
  const out = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const path = prefix ? `${prefix}.${key}` : key;
    if (typeof value === 'string') out.set(path, value);
    else for (const [inner, text] of flat(value, path)) out.set(inner, text);
  }
  return out;
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]).sort();

describe('locales', () => {
  const left = flat(id as unknown as Tree);
  const right = flat(en as unknown as Tree);

  // Indonesian has one form for every number; English has a singular beside it.
  const singular = (key: string) => key.endsWith('_one') && left.has(key.slice(0, -4));

  it('have the same keys in both languages', () => {
    expect([...right.keys()].filter((key) => !singular(key)).sort()).toEqual([...left.keys()].sort());
  });

  it('have a singular for every English sentence that counts things', () => {
    // A number before a word in the plural: “{{count, n}} codes”.
    const plural = /\{\{(?:count|rows|voided|pending)(, n)?\}\} (?:[a-z-]+ )?[a-z]+s\b(?! to)/;
    const lacking = [...right].filter(([key, text]) => plural.test(text) && !/_(one|other)$/.test(key) && !right.has(`${key}_one`));
    expect(lacking).toEqual([]);
    for (const key of [...right.keys()].filter(singular)) expect(placeholders(right.get(key) ?? ''), key).toEqual(placeholders(right.get(key.slice(0, -4)) ?? ''));
  });

  it('speak of one thing in the singular', async () => {
    await setLanguage('en');
    expect(i18next.t('batch:codesOf', { count: 1 })).toBe('1 code');
    expect(i18next.t('batch:codesOf', { count: 2 })).toBe('2 codes');
    await setLanguage('id');
    expect(i18next.t('batch:codesOf', { count: 1 })).toBe('1 kode');
  });

  it('have no empty text and the same placeholders', () => {
    for (const [key, text] of left) {
      expect(text.trim(), key).not.toBe('');
      expect(right.get(key)?.trim(), key).not.toBe('');
      expect(placeholders(right.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });
});
