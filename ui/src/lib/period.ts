// Periods people ask about: business days as the shop's zone has them, `2026-11-21`.

export type Range = 'today' | 'yesterday' | 'week' | 'month' | 'last_month' | 'free';

/** Those that have a name. */
export const named: Exclude<Range, 'free'>[] = ['today', 'yesterday', 'week', 'month', 'last_month'];
export const ranges: Range[] = [...named, 'free'];

export interface Period {
  from: string;
  to: string;
}

/** A day so many days later. Days are counted in UTC, where each has 24 hours. */
export function plusDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The period a name stands for today; a week begins on Monday. A free one is as it was chosen. */
export function periodOf(range: Range, today: string, free: Partial<Period> = {}): Period {
  const monday = plusDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7));
  const first = `${today.slice(0, 8)}01`;
  switch (range) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: plusDays(today, -1), to: plusDays(today, -1) };
    case 'week':
      return { from: monday, to: today };
    case 'month':
      return { from: first, to: today };
    case 'last_month': {
      const last = plusDays(first, -1);
      return { from: `${last.slice(0, 8)}01`, to: last };
    }
    case 'free': {
      const from = free.from ?? free.to ?? today;
      const to = free.to ?? free.from ?? today;
      return from <= to ? { from, to } : { from: to, to: from };
    }
  }
}

/** A day so many months later; the last one of its month where that one is shorter. */
export function plusMonths(day: string, months: number): string {
  const first = new Date(`${day.slice(0, 8)}01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + months);
  const month = first.toISOString().slice(0, 8);
  first.setUTCMonth(first.getUTCMonth() + 1, 0);
  return `${month}${String(Math.min(Number(day.slice(8)), first.getUTCDate())).padStart(2, '0')}`;
}

/** How many days lie in a period, both ends included. */
export function daysIn({ from, to }: Period): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000 + 1;
}

/**
 * A period of which one end was chosen anew. The other end follows where the two would cross, or lie further apart than
 * `longest` days: whoever chooses the first day of another month has not made a mistake.
 */
export function periodWith(period: Partial<Period>, part: Partial<Period>, longest = Number.POSITIVE_INFINITY): Partial<Period> {
  const { from, to } = { ...period, ...part };
  if (!from || !to) return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  if (from > to) return part.from ? { from, to: from } : { from: to, to };
  if (daysIn({ from, to }) <= longest) return { from, to };
  return part.from ? { from, to: plusDays(from, longest - 1) } : { from: plusDays(to, 1 - longest), to };
}
