/** What says whether codes of a plan are few: those on hand, slips and cards together, and how many it calls for. */
export interface Level {
  low_stock_at: number | null;
  on_hand: number;
}

/**
 * Whether there are fewer than the plan says, as notices and the list of stock count it. Where the plan says nothing, a
 * notice goes by what was used in a week; that is not known here, so nothing is low.
 */
export function isLow({ low_stock_at, on_hand }: Level): boolean {
  return low_stock_at !== null && on_hand < low_stock_at;
}

/** Twice what is few, less what is there: a round stock again; undefined where the plan does not say, or nothing is missing. */
export function missing({ low_stock_at, on_hand }: Level): number | undefined {
  if (low_stock_at === null || low_stock_at * 2 <= on_hand) return undefined;
  return Math.min(10_000, low_stock_at * 2 - on_hand);
}

/** The one furthest below what its plan says, of equals the first; undefined where none is low. */
export function lowest<Row>(rows: readonly Row[], levelOf: (row: Row) => Level): Row | undefined {
  const below = (row: Row) => {
    const { low_stock_at, on_hand } = levelOf(row);
    return (low_stock_at ?? 0) - on_hand;
  };
  return rows.filter((row) => isLow(levelOf(row))).reduce<Row | undefined>((low, row) => (low === undefined || below(row) > below(low) ? row : low), undefined);
}
