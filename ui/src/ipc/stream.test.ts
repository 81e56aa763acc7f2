import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { follow, followAlone } from './stream';

class Line extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Line[] = [];
  readyState = 0;
  constructor(readonly url: string) {
    super();
    Line.opened.push(this);
  }
  close() {
    this.readyState = Line.CLOSED;
  }
  stands() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  breaks(readyState: number) {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

beforeEach(() => {
  Line.opened = [];
  vi.stubGlobal('EventSource', Line);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the line of what changed', () => {
  it('is made anew after an answer that ends it for the browser, and then everything is asked anew', () => {
    const [tags, links] = [vi.fn(), vi.fn()];
    const stop = followAlone(tags, links);
    Line.opened[0]?.stands();
    Line.opened[0]?.breaks(0);
    vi.advanceTimersByTime(60_000);
    expect(Line.opened.length).toBe(1);
    Line.opened[0]?.breaks(Line.CLOSED);
    vi.advanceTimersByTime(1_000);
    Line.opened[1]?.breaks(Line.CLOSED);
    vi.advanceTimersByTime(1_000);
    expect(Line.opened.length).toBe(2);
    vi.advanceTimersByTime(1_000);
    Line.opened[2]?.stands();
    expect(tags.mock.calls).toEqual([[['*']]]);
    expect(links.mock.lastCall).toEqual([true]);
    stop();
    Line.opened[2]?.breaks(Line.CLOSED);
    stop();
    vi.advanceTimersByTime(60_000);
    expect(Line.opened.length).toBe(3);
  });

  it('is one for all tabs, and passes to the next when its tab goes', async () => {
    vi.useRealTimers();
    const queue: (() => Promise<void>)[] = [];
    let busy = false;
    const next = () => {
      const one = queue.shift();
      busy = one !== undefined;
      void one?.().then(next);
    };
    const request = (_name: string, _options: object, lead: () => Promise<void>) => {
      queue.push(lead);
      if (!busy) next();
      return new Promise(() => undefined);
    };
    vi.stubGlobal('navigator', { locks: { request } });
    const [first, second] = [vi.fn(), vi.fn()];
    const leave = follow(first, vi.fn());
    const stop = follow(second, vi.fn());
    expect(Line.opened.length).toBe(1);
    Line.opened[0]?.dispatchEvent(new MessageEvent('message', { data: '{"tags":["voucher"]}' }));
    await vi.waitFor(() => expect(second.mock.calls).toEqual([[['voucher']]]));
    expect(first.mock.calls).toEqual([[['voucher']]]);
    leave();
    await vi.waitFor(() => expect(Line.opened.length).toBe(2));
    expect(Line.opened[0]?.readyState).toBe(Line.CLOSED);
    stop();
  });
});
