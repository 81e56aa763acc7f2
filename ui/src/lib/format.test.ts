import { afterEach, describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatDate, formatDuration, formatExact, formatMoney, formatMoneyDigits, formatRate, formatSpan, formatTime, groupCode, setRegion } from './format';

afterEach(() => setRegion({ language: 'id', timeZone: 'Asia/Jakarta' }));

describe('money', () => {
  it('is grouped with dots, without cents that are none', () => {
    expect(formatMoney('1500000.00')).toBe('Rp\u00a01.500.000');
    expect(formatMoneyDigits('1500000.50')).toBe('1.500.000,50');
  });
  it('carries a true minus before Rp', () => expect(formatMoney('-25000.00')).toBe('−Rp\u00a025.000'));
  it('keeps every digit of an amount no float can hold', () => expect(formatMoneyDigits('9007199254740993.00')).toBe('9.007.199.254.740.993'));
});

describe('time', () => {
  const at = '2026-11-21T07:32:07Z';
  it('is written in the shop’s zone', () => {
    expect(formatTime(at)).toBe('14.32');
    expect(formatDate(at)).toBe('21 Nov 2026');
    expect(formatExact(at)).toBe('21 Nov 2026 14.32.07 WIB');
    setRegion({ timeZone: 'Asia/Jayapura' });
    expect(formatTime(at)).toBe('16.32');
  });
  it('follows the language', () => {
    setRegion({ language: 'en' });
    expect(formatTime(at)).toBe('14:32');
  });
  it('says durations by their two largest units', () => {
    expect(formatDuration(11_520)).toBe('3 j 12 m');
    expect(formatDuration(41 * 86_400 + 6 * 3600 + 50)).toBe('41 h 6 j');
    expect(formatDuration(0)).toBe('0 d');
    setRegion({ language: 'en' });
    expect(formatDuration(11_520)).toBe('3 h 12 m');
  });
  it('says spans by one unit', () => {
    expect(formatSpan(86_400)).toBe('1 hari');
    expect(formatSpan(18 * 60)).toBe('18 mnt');
    expect(formatSpan(9)).toBe('9 dtk');
    setRegion({ language: 'en' });
    expect(formatSpan(86_400)).toBe('1 day');
  });
  it('is relative only for last seen', () => {
    expect(formatAgo('2026-11-21T07:30:07Z', new Date(at))).toBe('2 mnt lalu');
    expect(formatAgo(at, new Date(at))).toBe('baru saja');
  });
});

describe('sizes', () => {
  it('use the trade’s units', () => {
    expect(formatBytes(1.2e9)).toBe('1,2 GB');
    expect(formatBytes(412e6)).toBe('412 MB');
    expect(formatRate(10_000_000)).toBe('10 M');
    expect(formatRate(25_640_000)).toBe('25,6 M');
    expect(formatRate(650_500)).toBe('651 k');
    expect(formatRate(999_900)).toBe('1 M');
  });
});

describe('codes', () => {
  it('are grouped by three or four and never leave one sign alone', () => {
    expect(groupCode('sk7m4q')).toEqual(['sk7', 'm4q']);
    expect(groupCode('abcd')).toEqual(['abcd']);
    expect(groupCode('abcdefgh')).toEqual(['abcd', 'efgh']);
    expect(groupCode('abcdefg')).toEqual(['abc', 'defg']);
    expect(groupCode('abcdefghij')).toEqual(['abc', 'def', 'ghij']);
  });
});
