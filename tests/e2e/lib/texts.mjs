// The words on the screens, by their keys: a test finds a button by what a person reads on it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './place.mjs';

const files = new Map();

function file(language, area) {
  const path = join(root, `ui/src/i18n/locales/${language}/${area}.json`);
  if (!files.has(path)) files.set(path, JSON.parse(readFileSync(path, 'utf8')));
  return files.get(path);
}

/** The text of `area:key` with its placeholders, in the singular where there is one and `count` asks for it. */
function raw(language, key, count) {
  const [area, name] = key.split(':');
  const find = (path) => path.split('.').reduce((part, step) => part?.[step], file(language, area));
  const text = (count === 1 ? find(`${name}_one`) : undefined) ?? find(name);
  if (typeof text !== 'string') throw new Error(`there is no text ${key} in ${language}`);
  return text;
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Words of one language; a text with placeholders becomes a pattern, with `values` put in where they are given. */
export function wordsOf(language) {
  return (key, values = {}) => {
    const text = raw(language, key, values.count);
    if (!text.includes('{{')) return text;
    const pattern = text
      .split(/\{\{|\}\}/)
      .map((part, i) => {
        if (i % 2 === 0) return escape(part);
        const name = part.split(',')[0].trim();
        return name in values ? escape(String(values[name])) : '.+?';
      })
      .join('');
    return new RegExp(`^${pattern}$`);
  };
}

/** The words as they stand on the screen, with the values put in: for finding a control by its exact text. */
export function sayOf(language) {
  return (key, values = {}) => raw(language, key, values.count).replaceAll(/\{\{\s*(\w+)[^}]*\}\}/g, (_, name) => String(values[name] ?? ''));
}
