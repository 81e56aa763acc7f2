import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const darkBlock = /:root\[data-mantine-color-scheme="dark"\] \{([^}]*)\}/.exec(css)?.[1] ?? '';
const lightBlock = css.slice(0, css.indexOf('[data-mantine-color-scheme="dark"] {'));

function tokens(block: string): Map<string, string> {
  return new Map([...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]));
}

const light = tokens(lightBlock);
const dark = new Map([...light, ...tokens(darkBlock)]);

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const meanings = ['good', 'wait', 'warn', 'bad'];
const text: [string, string[]][] = [
  ['--ink', ['--ground', '--surface', '--sunken', '--raised', '--hover', '--accent-soft']],
  ['--ink-2', ['--ground', '--surface', '--sunken', '--raised', '--hover', '--press', '--accent-soft']],
  ['--ink-3', ['--ground', '--surface', '--sunken', '--raised']],
  ['--accent-ink', ['--ground', '--surface', '--accent-soft', '--raised']],
  ['--on-accent', ['--accent', '--accent-hover']],
  ...meanings.map((meaning): [string, string[]] => [`--${meaning}-ink`, ['--surface', '--ground', `--${meaning}-soft`]]),
];

describe.each([['light', light], ['dark', dark]])('%s theme', (_, theme) => {
  it.each(text.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground])))('reads %s on %s', (ink = '', ground = '') => {
    const [one, other] = [theme.get(ink), theme.get(ground)];
    if (!one || !other) throw new Error(`${ink} or ${ground} is not a token`);
    expect(contrast(one, other)).toBeGreaterThanOrEqual(4.5);
  });

  it('draws the edges of fields at 3:1', () => {
    for (const ground of ['--surface', '--raised']) expect(contrast(theme.get('--control-line') ?? '', theme.get(ground) ?? '')).toBeGreaterThanOrEqual(3);
  });
});
