import type { Transport } from './client';
import { IpcError, type Failure } from './error';

/** JSON over same-origin HTTP; the session is a cookie that scripts cannot read. */
export function httpTransport(): Transport {
  return {
    async call(name, input) {
      let response: Response;
      try {
        response = await fetch(`/rpc/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          credentials: 'same-origin',
          body: JSON.stringify(input ?? {}),
        });
      } catch {
        throw new IpcError({ code: 'door_unreachable' });
      }
      const body: unknown = await response.json().catch(() => undefined);
      if (response.ok) return body;
      if (typeof body === 'object' && body !== null && 'code' in body) throw new IpcError(body as Failure);
      throw new IpcError({ code: 'door_unreachable', params: { status: response.status } });
    },
    listen(onTags, onLink) {
      const source = new EventSource('/events');
      let wasDown = false;
      source.addEventListener('open', () => {
        onLink(true);
        // What happened while the line was down is not told again: everything is asked anew.
        if (wasDown) onTags(['*']);
        wasDown = false;
      });
      source.addEventListener('error', () => {
        wasDown = true;
        onLink(false);
      });
      source.addEventListener('message', (event: MessageEvent<string>) => onTags(readTags(event.data)));
      return () => source.close();
    },
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
