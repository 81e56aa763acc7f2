import type { Document, OperationName, Operations } from './contract.gen';
import type { Desk } from './desk';
import { IpcError, type Failure } from './error';
import { httpTransport } from './http';
import { windowTransport } from './window';

export type Input<N extends OperationName> = Operations[N]['input'];
export type Output<N extends OperationName> = Operations[N]['output'];

/** How far the program's own start is, as the window tells it. */
export type BootState =
  | { stage: 'choosing'; error: Failure | null }
  | { stage: 'starting'; step: string; percent: number; migration: { number: number; of: number; name: string } | null }
  | { stage: 'failed'; error: Failure }
  | { stage: 'ready' };

/** What can be asked before there is a program; a running one answers operations of the same names. */
export type FirstName = 'database_get' | 'database_script' | 'database_test' | 'database_choose';

/** A way to the program: the window's own bridge, or HTTP when the page came from `simpul serve`. */
export interface Transport {
  call: (name: OperationName, input: unknown, signal?: AbortSignal) => Promise<unknown>;
  /** Tells which tags have changed; `["*"]` when it cannot say which. Returns how to stop. */
  listen: (onTags: (tags: string[]) => void, onLink: (up: boolean) => void) => () => void;
  /** The start of the program, where the page is there before it. */
  boot?: {
    /** Tells the state now and at every change. Returns how to stop. */
    follow: (onState: (state: BootState) => void) => () => void;
    retry: () => Promise<void>;
    /** Asks before there is a program. */
    first: (name: FirstName, input: unknown) => Promise<unknown>;
  };
  /** Paper through the system's own programs, where the page cannot print or save: the window. */
  paper?: {
    open: (document: Document) => Promise<void>;
    /** Answers the name under which it was saved. */
    save: (document: Document) => Promise<string>;
  };
  /** What is of this computer and not of the shop: the window. */
  desk?: Desk;
  /** Files to a place the person chooses, where the page cannot download: the window. */
  files?: {
    /** Answers the name under which it was saved; nothing when the person changed their mind. */
    save: (name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<string | undefined>;
  };
}

let transport: Transport | undefined;

function current(): Transport {
  transport ??= '__TAURI_INTERNALS__' in window ? windowTransport() : httpTransport();
  return transport;
}

/** Puts another transport in place: the typed mock in tests, gallery and previews. */
export function setTransport(next: Transport | undefined): void {
  transport = next;
}

/**
 * What somebody at the counter waits for (ms), a customer before them: a line that went silently answers in minutes, if at
 * all. A card is then scanned again, and a sale asked for once more; both may be asked twice.
 */
const patience: Partial<Record<OperationName, number>> = { voucher_find: 15_000, sale_create: 15_000 };

/** Calls one operation. @throws IpcError with the code the operation answered. */
export async function call<N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>> {
  const limit = patience[name];
  try {
    return (await (limit === undefined ? current().call(name, input) : within(limit, (signal) => current().call(name, input, signal)))) as Output<N>;
  } catch (error) {
    return fail(error);
  }
}

/** Its answer, or after so long that nobody gave one. */
async function within(limit: number, ask: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
  const given = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const up = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new IpcError({ code: 'door_unreachable' }));
      given.abort();
    }, limit);
  });
  try {
    return await Promise.race([ask(given.signal), up]);
  } finally {
    clearTimeout(timer);
  }
}

/** As `call`, before there is a program. @throws IpcError with the code of what is wrong. */
export async function firstCall<N extends FirstName>(name: N, input: Input<N>): Promise<Output<N>> {
  try {
    const door = current().boot;
    if (!door) throw new IpcError({ code: 'door_unreachable' });
    return (await door.first(name, input)) as Output<N>;
  } catch (error) {
    if (error instanceof IpcError) throw error;
    throw new IpcError(asFailure(error));
  }
}

export function listen(onTags: (tags: string[]) => void, onLink: (up: boolean) => void): () => void {
  return current().listen(onTags, onLink);
}

export const boot = () => current().boot;
export const paper = () => current().paper;

/** The window's way of saving, its failures as everywhere else; screens use `saveFile`. */
export function files(): Transport['files'] {
  const { files: way } = current();
  return way && { save: (name, bytes) => way.save(name, bytes).catch(fail) };
}

/** This computer, its failures as everywhere else; nothing in a browser. */
export function desk(): Desk | undefined {
  const { desk: way } = current();
  return (
    way && {
      hear: way.hear,
      get: () => way.get().catch(fail),
      set: (change) => way.set(change).catch(fail),
      close: (answer) => way.close(answer).catch(fail),
      unsaved: (unsaved) => way.unsaved(unsaved).catch(fail),
      zoom: (step) => way.zoom(step).catch(fail),
      speak: (locale) => way.speak(locale).catch(fail),
    }
  );
}

function fail(error: unknown): never {
  throw error instanceof IpcError ? error : new IpcError(asFailure(error));
}

function asFailure(error: unknown): Failure {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    const { code, params, incident } = error as Failure;
    return { code, params: params ?? undefined, incident };
  }
  return { code: 'door_unreachable' };
}
