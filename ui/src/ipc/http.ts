import type { BootState, Transport } from './client';
import { IpcError, type Failure } from './error';
import { follow } from './stream';

/** JSON over same-origin HTTP; the session is a cookie that scripts cannot read. */
export function httpTransport(): Transport {
  return {
    call: (name, input, signal) => post(`/rpc/${name}`, input, signal),
    listen: follow,
    boot: {
      follow(onState) {
        let stopped = false;
        void followBoot((state) => {
          if (!stopped) onState(state);
          return stopped;
        });
        return () => {
          stopped = true;
        };
      },
      retry: async () => void (await post('/boot/retry', {})),
      first: (name, input) => post(`/first/${name}`, input),
    },
  };
}

async function post(path: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(input ?? {}),
      ...(signal ? { signal } : {}),
    });
  } catch {
    throw new IpcError({ code: 'door_unreachable' });
  }
  // An answer that broke off on its way is none: whoever asked does not know what became of it.
  const text = await response.text().catch(() => undefined);
  const body = read(text);
  if (response.ok && (text === '' || body !== undefined)) return body;
  if (typeof body === 'object' && body !== null && 'code' in body) throw new IpcError(body as Failure);
  throw new IpcError({ code: 'door_unreachable', params: { status: response.status } });
}

function read(text: string | undefined): unknown {
  try {
    return text === undefined || text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Asks how far the start is until it is over: the first start of a folder is the only one that a page sees. */
async function followBoot(tell: (state: BootState) => boolean): Promise<void> {
  for (;;) {
    const state = await fetch('/boot', { headers: { accept: 'application/json' } })
      .then((response) => (response.ok ? (response.json() as Promise<BootState>) : undefined))
      .catch(() => undefined);
    // A program that cannot be reached is told by its operations.
    if (!state || tell(state) || state.stage === 'ready' || state.stage === 'failed') return;
    await new Promise((resolve) => setTimeout(resolve, state.stage === 'starting' ? 200 : 800));
  }
}
