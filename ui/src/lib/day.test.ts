import { describe, expect, it } from 'vitest';
import { isDay, isWhole, readDay, tidyDay, writeDay } from './day';
import { periodWith, plusMonths } from './period';

/** Signs typed one after another, as a field sees them. */
const typed = (signs: string) => [...signs].reduce((text, sign) => tidyDay(text + sign, text), '');

describe('days', () => {
  it('are written with the day first', () => {
    expect(writeDay('2026-11-21')).toBe('21/11/2026');
    expect(writeDay('')).toBe('');
  });

  it('are those of the calendar', () => {
    expect(['2026-11-30', '2024-02-29'].every(isDay)).toBe(true);
    expect(['2026-11-31', '2026-02-29', '2026-13-01', '2026-1-1', '21/11/2026', ''].some(isDay)).toBe(false);
  });

  it('get their strokes while they are typed', () => {
    expect(typed('21112026')).toBe('21/11/2026');
    expect(typed('21/11/2026')).toBe('21/11/2026');
    expect(typed('1.2.2026')).toBe('1/2/2026');
    expect(typed('1-12-2026')).toBe('1/12/2026');
    expect(tidyDay('21112026', '')).toBe('21/11/2026');
    expect(tidyDay('2026-11-21', '')).toBe('2026-11-21');
  });

  it('lose what is taken away, strokes as well', () => {
    expect(tidyDay('21', '21/')).toBe('21');
    expect(tidyDay('21/11', '21/11/')).toBe('21/11');
    expect(tidyDay('21/1/2026', '21/11/2026')).toBe('21/1/2026');
    expect(isWhole('21/1/2026')).toBe(false);
  });

  it('are read as they are meant, and never guessed', () => {
    for (const text of ['1/2/2026', '01/02/2026', '01-02-2026', '1.2.2026', ' 1 2 2026 ', '2026-02-01']) expect(readDay(text), text).toEqual({ day: '2026-02-01' });
    for (const text of ['', '1', '21/11', '21/11/', '21/11/20', '21/11/202', 'kemarin']) expect(readDay(text), text).toEqual({ problem: 'half' });
    for (const text of ['31/11/2026', '29/02/2026', '0/1/2026', '1/13/2026', '2026-02-30']) expect(readDay(text), text).toEqual({ problem: 'impossible' });
  });
});

describe('months', () => {
  it('end where they end', () => {
    expect(plusMonths('2026-10-31', 1)).toBe('2026-11-30');
    expect(plusMonths('2024-03-31', -1)).toBe('2024-02-29');
    expect(plusMonths('2026-01-15', -12)).toBe('2025-01-15');
    expect(plusMonths('2026-12-15', 1)).toBe('2027-01-15');
  });
});

describe('a period of which one end is chosen anew', () => {
  const october = { from: '2026-10-01', to: '2026-10-31' };

  it('keeps its other end where that is right', () => {
    expect(periodWith(october, { from: '2026-10-05' })).toEqual({ from: '2026-10-05', to: '2026-10-31' });
    expect(periodWith(october, { to: '' })).toEqual({ from: '2026-10-01' });
    expect(periodWith({}, { to: '2026-10-31' })).toEqual({ to: '2026-10-31' });
  });

  it('takes its other end along where the two would cross', () => {
    expect(periodWith(october, { from: '2026-11-01' })).toEqual({ from: '2026-11-01', to: '2026-11-01' });
    expect(periodWith(october, { to: '2026-09-30' })).toEqual({ from: '2026-09-30', to: '2026-09-30' });
  });

  it('is never longer than it may be', () => {
    expect(periodWith(october, { from: '2020-01-01' }, 367)).toEqual({ from: '2020-01-01', to: '2021-01-01' });
    expect(periodWith(october, { to: '2030-12-31' }, 367)).toEqual({ from: '2029-12-30', to: '2030-12-31' });
    expect(periodWith(october, { from: '2025-10-30' }, 367)).toEqual({ from: '2025-10-30', to: '2026-10-31' });
  });
});
