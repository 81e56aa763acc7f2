// What a RouterOS licence allows (manual.mikrotik.com, hardware licensing): a hEX (level 4) stops at
// 200 hotspot users, and people blame the billing program. CHR levels (p1, free …) have no such ceiling.

interface Ceiling {
  hotspot: number | undefined;
  ppp: number | undefined;
}

const ceilings: Record<string, Ceiling> = {
  1: { hotspot: 1, ppp: 1 },
  3: { hotspot: 1, ppp: 200 },
  4: { hotspot: 200, ppp: 200 },
  5: { hotspot: 500, ppp: 500 },
};

/** `4`, `L4` and `level4` are the same licence. */
export function licenceLevel(licence: string | null): string | undefined {
  return licence ? (/^(?:l|level ?)?([0-6])$/i.exec(licence.trim())?.[1] ?? undefined) : undefined;
}

/** How many users at once the licence lets in; undefined = without limit, or not known. */
export function ceilingOf(licence: string | null): Ceiling {
  return ceilings[licenceLevel(licence) ?? ''] ?? { hotspot: undefined, ppp: undefined };
}

/** From here on the ceiling is worth a warning (share of it). */
export const nearCeiling = 0.9;
