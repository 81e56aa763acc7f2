type OnTags = (tags: string[]) => void;
type OnLink = (up: boolean) => void;

/** The first pause before a line that was refused is asked for anew, and the longest. */
const pauses = { first: 1_000, most: 30_000 };
const name = 'simpul.events';

/**
 * What changed, told over one line for all tabs: a browser opens six connections to a host at most, and every line holds
 * one. The tab that has the lock keeps the line and tells the others; when it goes the next one takes over.
 */
export function follow(onTags: OnTags, onLink: OnLink): () => void {
  if (typeof navigator.locks === 'undefined' || typeof BroadcastChannel === 'undefined') return followAlone(onTags, onLink);
  const channel = new BroadcastChannel(name);
  const waiting = new AbortController();
  let leave: (() => void) | undefined;
  let stopped = false;
  channel.addEventListener('message', ({ data }: MessageEvent<{ tags?: string[]; up?: boolean }>) => {
    if (data.up !== undefined) onLink(data.up);
    if (data.tags) onTags(data.tags);
  });
  const lead = () =>
    new Promise<void>((done) => {
      if (stopped) return done();
      const end = followAlone(
        (tags) => {
          onTags(tags);
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel of this origin, not a window
          channel.postMessage({ tags });
        },
        (up) => {
          onLink(up);
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel of this origin, not a window
          channel.postMessage({ up });
        },
      );
      leave = () => {
        end();
        done();
      };
    });
  navigator.locks.request(name, { signal: waiting.signal }, lead).catch(() => undefined);
  return () => {
    stopped = true;
    waiting.abort();
    leave?.();
    channel.close();
  };
}

/** A line of this tab's own. One that is refused is never tried again by the browser, so it is made anew. */
export function followAlone(onTags: OnTags, onLink: OnLink): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = pauses.first;
  let wasDown = false;
  const open = () => {
    const line = new EventSource('/events');
    source = line;
    line.addEventListener('open', () => {
      pause = pauses.first;
      onLink(true);
      // What happened while the line was down is not told again: everything is asked anew.
      if (wasDown) onTags(['*']);
      wasDown = false;
    });
    line.addEventListener('error', () => {
      wasDown = true;
      onLink(false);
      if (line.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, pause);
      pause = Math.min(pause * 2, pauses.most);
    });
    line.addEventListener('message', (event: MessageEvent<string>) => onTags(readTags(event.data)));
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

function readTags(data: string): string[] {
  try {
    const { tags } = JSON.parse(data) as { tags?: unknown };
    return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : ['*'];
  } catch {
    return ['*'];
  }
}
