// Periods of reports: business days as the shop's zone has them, `2026-11-21`.

export type Range = 'today' | 'yesterday' | 'week' | 'month' | 'last_month' | 'free';

export const ranges: Range[] = ['today', 'yesterday', 'week', 'month', 'last_month', 'free'];

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
