import { describe, expect, it } from 'vitest';
import { isLow, lowest, missing, type Level } from './stock';

const level = (on_hand: number, low_stock_at: number | null): Level => ({ on_hand, low_stock_at });

describe('the stock of a plan', () => {
  it('is low below what the plan says, and never where it says nothing', () => {
    expect([49, 50].map((on_hand) => isLow(level(on_hand, 50)))).toEqual([true, false]);
    expect(isLow(level(0, null))).toBe(false);
  });

  it('asks for as many as make a round stock again', () => {
    expect(missing(level(38, 50))).toBe(62);
    expect(missing(level(0, 100_000))).toBe(10_000);
    expect(missing(level(99, 50))).toBe(1);
    for (const full of [level(100, 50), level(412, 50), level(0, null)]) expect(missing(full)).toBeUndefined();
  });

  it('is lowest where most is missing of what the plan says, not where the fewest codes are', () => {
    const own = (one: Level) => one;
    const [few, far] = [level(4, 5), level(40, 100)];
    expect(lowest([few, far, level(2, null)], own)).toBe(far);
    expect(lowest([level(50, 50), level(0, null)], own)).toBeUndefined();
    const equals = [level(3, 5), level(8, 10)];
    expect(lowest(equals, own)).toBe(equals[0]);
  });
});
