import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = import.meta.dirname;
const files = new Map(
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => [file, readFileSync(join(src, file), 'utf8')]),
);

/** What others call a file by. */
const calledOf = (file: string) => file.replace(/(?:\/index)?\.tsx?$/, '');

/** The file that is asked for, as others call it; nothing for a library. */
function askedOf(path: string, by: string): string | undefined {
  const found = path.startsWith('@/') ? path.slice(2) : path.startsWith('.') ? resolve('/', dirname(by), path).slice(1) : undefined;
  return found?.replace(/\/index$/, '');
}

const wordsOf = (names: string) => [...names.matchAll(/(?:^|[,{])\s*(?:type )?(\w+)/g)].map(([, name]) => name);

/** Every name that one file takes from another, as `file name` (`file *`: all of them), and what hands on another file whole. */
function taken(): { names: Set<string>; handedOn: Map<string, string> } {
  const found = new Set<string>();
  const handedOn = new Map<string, string>();
  const take = (file: string | undefined, names: (string | undefined)[]) => file !== undefined && names.forEach((name) => found.add(`${file} ${name}`));
  for (const [by, text] of files) {
    for (const [, kind, what = '', path = ''] of text.matchAll(/^(import|export) (?:type )?([^;'"]*?) from '([^']+)'/gm)) {
      const from = askedOf(path, by);
      if (kind === 'export' && what === '*' && from !== undefined) handedOn.set(from, calledOf(by));
      else take(from, what.includes('*') ? ['*'] : wordsOf(/\{[^}]*\}/.exec(what)?.[0] ?? ''));
    }
    // Loaded when it is wanted.
    for (const [, names = '', path = ''] of text.matchAll(/\{([^}]*)\} = await import\('([^']+)'\)/g)) take(askedOf(path, by), wordsOf(names));
    for (const [, path = '', name] of text.matchAll(/import\('([^']+)'\)\.then\(\(module\) => \(\{ default: module\.(\w+)/g)) take(askedOf(path, by), [name]);
  }
  return { names: found, handedOn };
}

describe('what a file exports', () => {
  it('is taken by another', () => {
    const { names, handedOn } = taken();
    const exported = [...files.keys()]
      .filter((file) => !file.endsWith('.gen.ts'))
      .flatMap((file) => [...(files.get(file) ?? '').matchAll(/^export (?:async )?(?:const|let|function\*?|class) (\w+)/gm)].map(([, name = '']) => ({ file: calledOf(file), name })));
    expect(exported.length).toBeGreaterThan(500);
    const isTaken = ({ file, name }: { file: string; name: string }) => [file, handedOn.get(file)].some((one) => names.has(`${one} ${name}`) || names.has(`${one} *`));
    expect(exported.filter((one) => !isTaken(one)).map(({ file, name }) => `${file} ${name}`)).toEqual([]);
  });
});
