import { describe, expect, it } from 'vitest';
import { hundredthsOf, rupiahIn, sumMoney } from './money';

describe('sums of money', () => {
  it('are exact, also beyond what a float holds', () => {
    expect(sumMoney([])).toBe('0.00');
    expect(sumMoney(['5000.00', '12000.50', '0.5'])).toBe('17001.00');
    expect(sumMoney(['9007199254740993.00', '0.01'])).toBe('9007199254740993.01');
    expect(sumMoney(['100.00', '-250.25'])).toBe('-150.25');
  });
});

describe('an amount in hundredths', () => {
  it('keeps its sign and its cents, also where there is nothing before them', () => {
    expect(['5000.00', '-0.50', '0.5', '12', '-25000.00', '0.00'].map(hundredthsOf)).toEqual([500_000n, -50n, 50n, 1200n, -2_500_000n, 0n]);
  });
});

describe('an amount from elsewhere', () => {
  it('is whole rupiah, however it is written', () => {
    for (const text of ['50000', '50000.00', '50.000,00', '50,000.00', '50.000', '50,000', 'Rp 50.000,-', 'Rp50.000', ' 50000,5 ', '050000']) expect(rupiahIn(text), text).toBe('50000');
    expect(rupiahIn('1.250.000')).toBe('1250000');
    expect(rupiahIn('0')).toBe('0');
    expect(rupiahIn('nol')).toBe('');
  });
});
