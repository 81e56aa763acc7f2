import { describe, expect, it } from 'vitest';
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

  it('have the same keys in both languages', () => {
    expect([...right.keys()].sort()).toEqual([...left.keys()].sort());
  });

  it('have no empty text and the same placeholders', () => {
    for (const [key, text] of left) {
      expect(text.trim(), key).not.toBe('');
      expect(right.get(key)?.trim(), key).not.toBe('');
      expect(placeholders(right.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });
});
