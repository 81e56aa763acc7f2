import { expect, it } from 'vitest';
import { readHour } from './hour';

it('reads an hour however it is written', () => {
  for (const [typed, hour] of [['21:30', '21:30'], ['21.30', '21:30'], ['2130', '21:30'], ['930', '09:30'], ['9', '09:00'], [' 09 ', '09:00'], ['0', '00:00'], ['23:59', '23:59']]) expect(readHour(typed ?? '')).toBe(hour);
});

it('takes nothing for an hour that is none', () => {
  for (const typed of ['', '24:00', '12:60', '21:3', '9 pm', '12345', '21:30:00', '-1']) expect(readHour(typed)).toBeUndefined();
});
