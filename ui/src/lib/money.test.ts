import { describe, expect, it } from 'vitest';
import { sumMoney } from './money';

describe('sums of money', () => {
  it('are exact, also beyond what a float holds', () => {
    expect(sumMoney([])).toBe('0.00');
    expect(sumMoney(['5000.00', '12000.50', '0.5'])).toBe('17001.00');
    expect(sumMoney(['9007199254740993.00', '0.01'])).toBe('9007199254740993.01');
    expect(sumMoney(['100.00', '-250.25'])).toBe('-150.25');
  });
});
