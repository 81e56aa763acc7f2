import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRouter } from '@/routes/router';

const root = resolve(import.meta.dirname, '../../..');
const docs = join(root, 'docs');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The pages people read: those at the top, and all of docs. */
const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md')).map((file) => join('docs', file))];

/** Every picture a page shows, as a path from the top. */
const shown = pages.flatMap((page) => [...read(page).matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, path = '']) => ({ page, image: relative(root, resolve(root, dirname(page), path)) })));

/** Those of screens, which are taken anew as a whole, and those of paper. */
const kept = new Set(['images', 'paper'].flatMap((folder) => readdirSync(join(docs, folder)).map((file) => join('docs', folder, file))));

describe('pictures of the documents', () => {
  it('are there, each of them', () => {
    expect(shown.length).toBeGreaterThan(150);
    expect(shown.filter((one) => !kept.has(one.image)).map((one) => `${one.page} → ${one.image}`)).toEqual([]);
  });

  it('are shown somewhere, each of them', () => {
    const named = new Set(shown.map((one) => one.image));
    expect([...kept].filter((image) => !named.has(image))).toEqual([]);
  });

  it('are light enough to be carried with every clone', () => {
    const bytes = [...kept].reduce((sum, image) => sum + readFileSync(join(root, image)).length, 0);
    expect(bytes).toBeLessThan(12 * 1024 * 1024);
  });
});

describe('the gallery of screens', () => {
  // The page of components is for those who build screens.
  const routes = Object.keys(makeRouter().routesByPath).filter((path) => path !== '/gallery');
  // A picture's address, and whether it is kept of a large window too: until the next address.
  const shots = read('docs/screens.md').split(/^(?=\*\*)/m).flatMap((part) => {
    const [, path] = /^\*\*.+\*\* `([^`?]+)[^`]*`$/m.exec(part) ?? [];
    return path === undefined ? [] : [{ path, isWide: part.includes('-wide.webp') }];
  });
  const missing = (some: typeof shots) => {
    const addresses = some.map(({ path }) => path);
    const fixed = new Set(addresses.filter((address) => routes.includes(address)));
    const others = addresses.filter((address) => !fixed.has(address));
    const isShown = (route: string) => fixed.has(route) || (route.includes('$') && others.some((address) => new RegExp(`^${route.replaceAll(/\$\w+/g, '[^/]+')}$`).test(address)));
    return routes.filter((route) => !isShown(route));
  };

  it('shows every address of the program', () => {
    expect(routes.length).toBeGreaterThan(25);
    expect(missing(shots)).toEqual([]);
  });

  it('shows every address in a large window too', () => {
    expect(missing(shots.filter(({ isWide }) => isWide))).toEqual([]);
    expect(shots.some(({ isWide }) => !isWide)).toBe(true);
  });
});

interface Texts {
  [key: string]: string | Texts;
}

const textsOf = (texts: Texts): string[] => Object.values(texts).flatMap((one) => (typeof one === 'string' ? [one] : textsOf(one)));

/** Everything a screen says in a language, word for word. */
function saidIn(language: string): Set<string> {
  const folder = join(root, 'ui/src/i18n/locales', language);
  return new Set(readdirSync(folder).flatMap((file) => textsOf(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Texts).map((text) => text.replace(/…$/, ''))));
}

describe.each(['id', 'en'])('the guide (%s)', (language) => {
  const guide = read(`docs/guide/${language}.md`);
  const bold = [...guide.matchAll(/\*\*([^*]+)\*\*/g)].flatMap(([, words = '']) => words.replaceAll('\n', ' ').split(' → '));

  it('names what is pressed as the screen does', () => {
    const said = saidIn(language);
    expect(bold.length).toBeGreaterThan(60);
    expect([...new Set(bold)].filter((words) => !said.has(words))).toEqual([]);
  });

  it('has the same chapters as the other one', () => {
    const chapters = (text: string) => [...text.matchAll(/^## (\d+)\./gm)].map(([, number]) => number);
    expect(chapters(guide).length).toBeGreaterThan(10);
    expect(chapters(guide)).toEqual(chapters(read(`docs/guide/${language === 'id' ? 'en' : 'id'}.md`)));
  });

  it('has a picture in every chapter', () => {
    const without = guide.split(/^## /m).slice(1).filter((chapter) => /^\d/.test(chapter) && !chapter.includes('](../images/'));
    expect(without.map((chapter) => chapter.split('\n')[0])).toEqual([]);
  });
});

describe('the security page', () => {
  const page = read('docs/security.md');
  const rows = page.split('\n').filter((line) => /^\| \d/.test(line));
  /** A test as the page names it: `area::name` of the core, or after the path of its file. */
  const named = rows.flatMap((row) => {
    const shown = row.split(' | ').at(-1) ?? '';
    let file = '';
    return [...shown.matchAll(/`([^`]+)`/g)].flatMap(([, text = '']) => {
      const [, area, name] = /^(\w+)::(\w+)$/.exec(text) ?? [];
      if (area && name) return [{ file: `crates/core/tests/it/${area}.rs`, name }];
      if (!/\.(rs|tsx?)$/.test(text)) return [{ file, name: text }];
      file = text === 'rules.rs' ? 'crates/core/src/identity/rules.rs' : text;
      return [];
    });
  });

  it('names tests that there are', () => {
    expect(named.length).toBeGreaterThan(80);
    const isThere = ({ file, name }: { file: string; name: string }) => read(file).includes(file.endsWith('.rs') ? `fn ${name}(` : `it('${name}'`);
    expect(named.filter((test) => !isThere(test)).map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });

  it('has a test, or says why none is needed, in every row', () => {
    expect(rows.filter((row) => !/`/.test(row.split(' | ').at(-1) ?? '') && !row.includes('not applicable'))).toEqual([]);
  });
});
