import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '..');

// What each folder may import. Imports flow lib → ipc/i18n/theme → components → features → routes/app.
const allowed: Record<string, string[]> = {
  lib: ['lib'],
  theme: ['theme'],
  ipc: ['ipc', 'lib'],
  i18n: ['i18n', 'ipc', 'lib'],
  components: ['components', 'ipc', 'i18n', 'theme', 'lib'],
  features: ['features', 'components', 'ipc', 'i18n', 'theme', 'lib'],
  app: ['app', 'routes', 'features', 'components', 'ipc', 'i18n', 'theme', 'lib'],
  routes: ['app', 'routes', 'features', 'components', 'ipc', 'i18n', 'theme', 'lib'],
};

interface Import {
  file: string;
  layer: string;
  from: string;
  target: string | undefined;
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesOf(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const text = readFileSync(path, 'utf8');
  const file = relative(src, path);
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, from = '']) => {
    const inside = from.startsWith('@/') ? from.slice(2) : from.startsWith('.') ? relative(src, resolve(dirname(path), from)) : undefined;
    return { file, layer: file.split('/')[0] ?? '', from, target: inside };
  });
}

const imports = filesOf(src).flatMap(importsOf).filter((one) => one.layer in allowed);

describe('layers', () => {
  it('are walked at all', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(new Set(imports.map((one) => one.layer))).toEqual(new Set(Object.keys(allowed)));
  });

  it('import only what lies below them', () => {
    const wrong = imports.filter(({ layer, target }) => target !== undefined && !allowed[layer]?.includes(target.split('/')[0] ?? ''));
    expect(wrong.map((one) => `${one.file} → ${one.from}`)).toEqual([]);
  });

  it('keep features apart', () => {
    const wrong = imports.filter(({ file, target }) => file.startsWith('features/') && target?.startsWith('features/') && target.split('/')[1] !== file.split('/')[1]);
    expect(wrong.map((one) => `${one.file} → ${one.from}`)).toEqual([]);
  });

  it('leave the window bridge to ipc', () => {
    const wrong = imports.filter(({ layer, from }) => from.startsWith('@tauri-apps/') && layer !== 'ipc');
    expect(wrong.map((one) => `${one.file} → ${one.from}`)).toEqual([]);
  });

  it('never ship the mock with a screen', () => {
    const wrong = imports.filter(({ layer, target }) => target?.startsWith('ipc/mock') && layer !== 'ipc');
    expect(wrong.map((one) => `${one.file} → ${one.from}`)).toEqual([]);
  });
});
