import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Circle, CircleCheck, Info, LockKeyhole } from 'lucide-react';
import { pathOf } from './shape';
import { stateLook, stateNames, type StateKind } from './state';

const kinds: StateKind[] = ['truth', 'voucher', 'router', 'drift', 'job', 'batch', 'record'];

describe('an icon as one path', () => {
  it('draws circles, boxes and lines as the icon does', () => {
    expect(pathOf(Circle)).toBe('M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0');
    expect(pathOf(LockKeyhole)).toContain('h14a2 2 0 0 1 2 2v');
    expect(pathOf(Info)).not.toBe('');
    // A small m begins where the shape before it ended, unless it is told where to begin.
    expect(pathOf(CircleCheck)).toMatch(/^M2 12a.*0M0 0m16 9/);
  });

  it('is there for every state', () => {
    for (const kind of kinds) for (const state of [...stateNames(kind), 'what nobody knows']) expect(pathOf(stateLook(kind, state).icon)).toMatch(/^[Mm]/);
  });
});

describe('dialogs', () => {
  const src = resolve(import.meta.dirname, '..');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));

  it('are the house’s own, which give the cursor back', () => {
    expect(files.length).toBeGreaterThan(200);
    const own = /import \{[^}]*\b(Modal|Drawer)\b[^}]*\} from '@mantine\/core'/;
    expect(files.filter((file) => own.test(readFileSync(join(src, file), 'utf8')))).toEqual([join('components', 'modal.tsx')]);
  });
});
