// Days as people type them, DD/MM/YYYY in both languages, and as the program reads them, `2026-11-21`.

/** The days the program can be asked about; the server refuses others. */
export const firstDay = '2000-01-01';
export const lastDay = '2199-12-31';

/** `2026-11-21`, and in the calendar: 31 November is not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** `21/11/2026`. */
export function writeDay(day: string): string {
  return day === '' ? '' : `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}

/** What is written so far, with the strokes between day, month and year put where they belong; what is taken away stays away. */
export function tidyDay(text: string, before: string): string {
  if (text.length <= before.length || /^\d{4}-/.test(text)) return text;
  const plain = text.replace(/[.\- ]/g, '/').replace(/\/{2,}/g, '/');
  const parts = /^(\d{2})(\d{0,2})(\d{0,4})$/.exec(plain) ?? /^(\d{1,2})\/(\d{2})(\d{0,4})$/.exec(plain);
  if (!parts) return plain;
  const [, day = '', month = '', year = ''] = parts;
  return month.length < 2 ? `${day}/${month}` : `${day}/${month}/${year}`;
}

/** Whether somebody who types so has come to the end: two signs, two and four. */
export function isWhole(text: string): boolean {
  return /^\d\d\/\d\d\/\d{4}$/.test(text) || /^\d{4}-\d\d-\d\d$/.test(text);
}

export type ReadDay = { day: string } | { problem: 'half' | 'impossible' };

/** The day that is meant by `1/2/2026`, `01-02-2026` or `2026-02-01`. A year is never guessed. */
export function readDay(text: string): ReadDay {
  const written = text.trim();
  const turned = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(written);
  const day = turned ? `${turned[3]}-${turned[2]?.padStart(2, '0')}-${turned[1]?.padStart(2, '0')}` : written;
  if (!turned && !/^\d{4}-\d\d-\d\d$/.test(written)) return { problem: 'half' };
  return isDay(day) ? { day } : { problem: 'impossible' };
}
