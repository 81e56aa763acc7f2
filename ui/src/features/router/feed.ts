import { useEffect, useRef, useState } from 'react';
import type { RouterLog, RouterLogLine, RouterTraffic, TrafficSample } from '@/ipc';

/** A feed counts its lines; another id means the program began anew, and what is held belongs to another count. */
export interface Held<T> {
  feedId: number;
  rows: T[];
}

/** Seconds of traffic that are shown, one sample each. */
export const trafficSeconds = 120;
const keptLines = 1000;

/** What is held and what has come, put together; undefined = forget, and ask for everything. */
export function mergeTraffic(held: Held<TrafficSample> | undefined, answer: RouterTraffic, name: string): Held<TrafficSample> | undefined {
  if (held && held.feedId !== answer.feed_id) return undefined;
  const samples = answer.interfaces.find((one) => one.name === name)?.samples ?? [];
  const last = held?.rows.at(-1)?.seq ?? -1;
  return { feedId: answer.feed_id, rows: [...(held?.rows ?? []), ...samples.filter((one) => one.seq > last)].slice(-trafficSeconds) };
}

export interface LogRow extends RouterLogLine {
  /** Lines before this one are lost. */
  afterGap: boolean;
}

export function mergeLog(held: Held<LogRow> | undefined, answer: RouterLog): Held<LogRow> | undefined {
  if (held && held.feedId !== answer.feed_id) return undefined;
  const last = held?.rows.at(-1)?.seq ?? -1;
  const fresh = answer.lines.filter((line) => line.seq > last).map((line, i) => ({ ...line, afterGap: answer.is_gap && i === 0 && held !== undefined }));
  return { feedId: answer.feed_id, rows: [...(held?.rows ?? []), ...fresh].slice(-keptLines) };
}

export interface Followed<T> {
  data: T | undefined;
  /** The last ask failed; `data` is then what was known before. */
  error: unknown;
}

/**
 * Asks again and again, the next time only after the last has answered, so a slow router is never asked twice at once.
 * Nobody looks at a hidden page: it stops there, and the program lets go of the router's stream by itself.
 */
export function useFollow<T>(ask: (held: T | undefined) => Promise<T | undefined>, every: number, paused: boolean): Followed<T> {
  const [state, setState] = useState<Followed<T>>({ data: undefined, error: undefined });
  const held = useRef<T | undefined>(undefined);
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (paused) return;
    let live = true;
    let asking = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const turn = async () => {
      if (asking || document.hidden) return;
      asking = true;
      let wait = every;
      try {
        const next = await latest.current(held.current);
        if (!live) return;
        held.current = next;
        setState((before) => ({ data: next ?? before.data, error: undefined }));
      } catch (error) {
        if (!live) return;
        wait = every * 4;
        setState((before) => ({ data: before.data, error }));
      }
      asking = false;
      timer = setTimeout(() => void turn(), wait);
    };
    const onSeen = () => {
      clearTimeout(timer);
      if (!document.hidden) void turn();
    };
    document.addEventListener('visibilitychange', onSeen);
    void turn();
    return () => {
      live = false;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onSeen);
    };
  }, [every, paused]);
  return state;
}
