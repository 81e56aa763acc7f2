// Every number, amount, date and duration a person reads is made here, by Intl.
// Numbers follow Indonesian usage in both languages (Rp 1.500.000; 0,9): the shop's paper,
// the customer and the bank write them so; only words and month names change with the language.

export type Language = 'id' | 'en';

/** The zone the shop works in; set once from the session. Abbreviations are the local ones. */
export interface Region {
  language: Language;
  timeZone: string;
}

const region: Region = { language: 'id', timeZone: 'Asia/Jakarta' };

export function setRegion(next: Partial<Region>): void {
  Object.assign(region, next);
}

const numbers = 'id-ID';
const locale = () => (region.language === 'id' ? 'id-ID' : 'en-GB');
const memo = new Map<string, Intl.DateTimeFormat>();

function dateFormat(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${key}|${region.language}|${region.timeZone}`;
  let format = memo.get(id);
  if (!format) {
    format = new Intl.DateTimeFormat(locale(), { timeZone: region.timeZone, ...options });
    memo.set(id, format);
  }
  return format;
}

const collators = new Map<string, Intl.Collator>();

/** Which of two texts stands first where a list is in order, as the language has it; numbers in them by their size. */
export function compareText(a: string, b: string): number {
  let collator = collators.get(locale());
  if (!collator) {
    collator = new Intl.Collator(locale(), { numeric: true });
    collators.set(locale(), collator);
  }
  return collator.compare(a, b);
}

const integer = new Intl.NumberFormat(numbers, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(numbers, { maximumFractionDigits: 1 });
const cents = new Intl.NumberFormat(numbers, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export function formatNumber(value: number): string {
  return minus(integer.format(value));
}

export function formatDecimal(value: number): string {
  return minus(oneDecimal.format(value));
}

export function formatPercent(ratio: number): string {
  return `${formatDecimal(ratio * 100)} %`;
}

/** A true minus (U+2212), as wide as a figure, instead of the hyphen Intl writes. */
function minus(text: string): string {
  return text.replace('-', '−');
}

/** Money arrives as decimal text and is never computed here: cents are shown only where there are any. */
export function formatMoneyDigits(amount: string): string {
  const exact = amount.trim() as Intl.StringNumericLiteral;
  const hasCents = /\.\d*[1-9]/.test(amount);
  return minus((hasCents ? cents : integer).format(exact));
}

/** `Rp 1.500.000`, `−Rp 25.000`: for titles and messages; on screen prefer <MoneyText>. */
export function formatMoney(amount: string): string {
  const digits = formatMoneyDigits(amount);
  return digits.startsWith('−') ? `−Rp\u00a0${digits.slice(1)}` : `Rp\u00a0${digits}`;
}

const zoneNames: Record<string, string> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
};

export function zoneName(timeZone = region.timeZone): string {
  return zoneNames[timeZone] ?? timeZone;
}

type Instant = string | number | Date;

/** `21 Nov` this year, `21 Nov 2025` otherwise: short, for tables. */
export function formatDay(at: Instant, now: Date = new Date()): string {
  const date = new Date(at);
  const year = dateFormat('y', { year: 'numeric' });
  return year.format(date) === year.format(now)
    ? dateFormat('dm', { day: 'numeric', month: 'short' }).format(date)
    : formatDate(date);
}

/** `21 Nov 2026`. */
export function formatDate(at: Instant): string {
  return dateFormat('dmy', { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(at));
}

/** `Sabtu, 21 Nov 2026`. */
export function formatWeekday(at: Instant): string {
  const date = new Date(at);
  return `${dateFormat('w', { weekday: 'long' }).format(date)}, ${formatDate(date)}`;
}

/** `14:32` whatever the language: for comparing with hours that were set, not for reading. */
export function formatClock(at: Instant): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: region.timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
}

/** `2026-11-21`: the shop's day of a moment, as questions ask for it. Put together here: how a locale writes it is another
    matter in every browser, and the window's is not the one tests run in. */
export function isoDay(at: Instant, timeZone = region.timeZone): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, calendar: 'gregory', numberingSystem: 'latn', year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month').padStart(2, '0')}-${part('day').padStart(2, '0')}`;
}

/** `14.32` in Indonesian, `14:32` in English. */
export function formatTime(at: Instant): string {
  return dateFormat('hm', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
}

/** `14.32.07`: where seconds matter. */
export function formatTimeExact(at: Instant): string {
  return dateFormat('hms', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(new Date(at));
}

/** `21 Nov 14.32`. */
export function formatDayTime(at: Instant, now?: Date): string {
  return `${formatDay(at, now)} ${formatTime(at)}`;
}

/** `21 Nov 2026 14.32.07 WIB`: the long form, for hovers and audit. */
export function formatExact(at: Instant): string {
  return `${formatDate(at)} ${formatTimeExact(at)} ${zoneName()}`;
}

const words = {
  id: { d: 'h', h: 'j', m: 'm', s: 'd', day: 'hari', hour: 'jam', minute: 'mnt', second: 'dtk', ago: 'lalu', now: 'baru saja' },
  en: { d: 'd', h: 'h', m: 'm', s: 's', day: 'days', hour: 'hours', minute: 'min', second: 'sec', ago: 'ago', now: 'just now' },
} as const;

/** `3 j 12 m`, `41 h 6 j`: the two largest units, for columns. */
export function formatDuration(seconds: number): string {
  const w = words[region.language];
  const total = Math.max(0, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(total / 86_400), w.d],
    [Math.floor(total / 3600) % 24, w.h],
    [Math.floor(total / 60) % 60, w.m],
    [total % 60, w.s],
  ];
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) return `0 ${w.s}`;
  return parts
    .slice(first, first + 2)
    .filter(([n], i) => i === 0 || n > 0)
    .map(([n, unit]) => `${n} ${unit}`)
    .join(' ');
}

/** `30 hari`, `12 jam`, `18 mnt`, `9 dtk`: one unit, for sentences and for limits of plans. */
export function formatSpan(seconds: number): string {
  const w = words[region.language];
  const total = Math.max(0, Math.round(seconds));
  const one = (n: number, unit: string) =>
    `${formatNumber(n)} ${region.language === 'en' && n === 1 ? unit.replace(/s$/, '') : unit}`;
  if (total >= 86_400 && total % 86_400 === 0) return one(total / 86_400, w.day);
  if (total >= 172_800) return one(Math.floor(total / 86_400), w.day);
  if (total >= 3600 && total % 3600 === 0) return one(total / 3600, w.hour);
  if (total >= 3600) return formatDuration(total);
  if (total >= 60) return one(Math.floor(total / 60), w.minute);
  return one(total, w.second);
}

/** `2 mnt lalu`: only for "last seen". */
export function formatAgo(at: Instant, now: Date = new Date()): string {
  const w = words[region.language];
  const seconds = Math.round((now.getTime() - new Date(at).getTime()) / 1000);
  if (seconds < 5) return w.now;
  return `${formatSpan(seconds >= 3600 ? seconds - (seconds % 3600) : seconds)} ${w.ago}`;
}

/** Bytes in the trade's own units: `1,2 GB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? formatNumber(value) : formatDecimal(value)} ${units[unit]}`;
}

/** Bits per second as routers name them: `10 M`, `512 k`. */
export function formatRate(bitsPerSecond: number): string {
  const short = (value: number) => (value >= 100 ? formatNumber(value) : formatDecimal(value));
  if (bitsPerSecond >= 999_500) return `${short(bitsPerSecond / 1_000_000)} M`;
  if (bitsPerSecond >= 1000) return `${short(bitsPerSecond / 1000)} k`;
  return `${formatNumber(bitsPerSecond)} b`;
}

/** Groups of three or four signs, so a code can be read aloud: `sk7m4q` → sk7 m4q. */
export function groupCode(code: string): string[] {
  if (code.length <= 5) return [code];
  const size = code.length % 4 === 0 ? 4 : 3;
  const groups: string[] = [];
  for (let i = 0; i < code.length; i += size) groups.push(code.slice(i, i + size));
  const last = groups.at(-1);
  if (groups.length > 1 && last !== undefined && last.length === 1) {
    groups.splice(-2, 2, (groups.at(-2) ?? '') + last);
  }
  return groups;
}
