import { describe, expect, it } from 'vitest';
import { filled, sight } from './table-recycling';

const rowHeight = 32;
const height = 600;
const slots = 27;
const view = (top: number) => ({ top, height, moves: false, frame: 0 });
const seen = (top: number, rows: number) => sight(view(top), rows, rowHeight);

type Elements = ReturnType<typeof filled>['at'];

/** Every element shows one row that there is, and its own one. */
function holds(at: Elements, rows: number): void {
  for (const [slot, index] of at) {
    expect(index % slots).toBe(slot);
    expect(index).toBeLessThan(rows);
  }
}

/** Draws until nothing is late; tells how many frames it took. */
function settled(top: number, rows: number, before: Elements): { at: Elements; frames: number } {
  let at = before;
  for (let frames = 1; ; frames += 1) {
    const next = filled(seen(top, rows), slots, rows, { slots, at });
    holds(next.at, rows);
    at = next.at;
    if (!next.late) return { at, frames };
    expect(frames).toBeLessThan(20);
  }
}

const shows = (at: Elements, top: number, rows: number) => {
  const { first, last } = seen(top, rows);
  const shown = new Set(at.values());
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).every((index) => shown.has(index));
};

describe('the window of a list', () => {
  it('sees the rows of the height and a few beyond, and none that are not there', () => {
    expect(seen(0, 1000)).toEqual({ first: 0, last: 21 });
    expect(seen(3200, 1000)).toEqual({ first: 97, last: 121 });
    expect(seen(32 * 1000, 1000).last).toBe(999);
    expect(seen(0, 0)).toEqual({ first: 0, last: -1 });
    expect(seen(0, 3)).toEqual({ first: 0, last: 2 });
  });

  it('has enough elements for what can be seen at any place', () => {
    for (let top = 0; top < 2000; top += 1) {
      const { first, last } = seen(top, 1000);
      expect(last - first + 1).toBeLessThanOrEqual(slots);
    }
  });

  it('first draws enough to begin reading, then a few rows in each frame', () => {
    const { at, late } = filled(seen(0, 1000), slots, 1000, { slots, at: new Map() });
    expect([at.size, late]).toEqual([12, true]);
    const { frames, at: whole } = settled(0, 1000, at);
    expect(frames).toBe(2);
    expect(shows(whole, 0, 1000)).toBe(true);
  });

  it('shows every row in sight after any way through the list', () => {
    let at: Elements = new Map();
    let seed = 7;
    const chance = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
    for (let turn = 0; turn < 400; turn += 1) {
      const rows = [1_000_000, 200, 5, 26, 27, 28][Math.floor(chance() * 6)] ?? 0;
      const top = Math.floor(chance() * Math.max(0, rows * rowHeight - height));
      // Mostly it goes on from a picture that was not finished.
      at = filled(seen(top, rows), slots, rows, { slots, at }).at;
      holds(at, rows);
      if (turn % 3 === 0) {
        at = settled(top, rows, at).at;
        expect(shows(at, top, rows), `${rows} rows at ${top}`).toBe(true);
      }
    }
  });

  it('takes at most five rows anew in a frame of a leap', () => {
    const { at } = settled(0, 100_000, new Map());
    const next = filled(seen(50_000 * rowHeight, 100_000), slots, 100_000, { slots, at });
    const anew = [...next.at].filter(([slot, index]) => at.get(slot) !== index);
    expect([anew.length, next.late]).toEqual([5, true]);
    expect(settled(50_000 * rowHeight, 100_000, next.at).frames).toBe(4);
  });

  it('draws all anew for another size of window', () => {
    const { at } = settled(0, 1000, new Map());
    const other = filled(seen(0, 1000), slots + 5, 1000, { slots, at });
    expect(other.late).toBe(false);
    expect([...other.at.keys()]).toEqual(Array.from({ length: 22 }, (_, i) => i));
  });
});
