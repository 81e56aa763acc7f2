import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call, setTransport, type Transport } from './client';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  setTransport(undefined);
});

describe('a line that went silently', () => {
  it('keeps nobody at the counter waiting without end, and is let go of', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    setTransport({ call: (_name, _input, signal) => new Promise(() => void signals.push(signal)), listen: () => () => undefined } as Transport);
    const told = vi.fn();
    call('voucher_find', { code: 'aaaa11' }).catch(told);
    call('books_verify', {}).catch(told);
    await vi.advanceTimersByTimeAsync(14_000);
    expect(told).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(told).toHaveBeenCalledTimes(1);
    expect(told.mock.calls[0]?.[0]).toMatchObject({ code: 'door_unreachable' });
    expect(signals[0]?.aborted).toBe(true);
    // What takes its time by nature is waited for.
    await vi.advanceTimersByTimeAsync(600_000);
    expect(told).toHaveBeenCalledTimes(1);
    expect(signals[1]).toBeUndefined();
  });
});
