// Hours of a day as people type them, and as the program reads them, `21:30`: 24 hours in both languages.

/** The hour that is meant by `21:30`, `21.30` (as Indonesian writes it), `2130` or `9`; nothing where there is none. */
export function readHour(text: string): string | undefined {
  const parts = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(text.trim());
  if (!parts || Number(parts[1]) > 23 || Number(parts[2] ?? 0) > 59) return undefined;
  return `${parts[1]?.padStart(2, '0')}:${parts[2] ?? '00'}`;
}
