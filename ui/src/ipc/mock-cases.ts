import { readPreference } from '@/lib/preferences';
import type { Transport } from './client';
import type { Me } from './contract.gen';
import type { DeskState } from './desk';
import { IpcError } from './error';
import { firstStart, mockTransport, signedOut, type MockTransport } from './mock';
import { counterHandlers } from './mock-counter';
import * as data from './mock-data';
import { askingBoot } from './mock-database';

// The states of the made-up shop that a page can be opened in by a word of its address (`/?first`, `/stock?lost`):
// for pictures, and for work on looks.

type Answers = NonNullable<Parameters<typeof mockTransport>[0]>;

/** Somebody else than the owner, who speaks what this computer was last set to as well. */
const somebody = (part: Partial<Me>): Me => ({ ...data.me, locale: readPreference('language') === 'en' ? 'en' : 'id', ...part });

const summary = { running: 0, waiting: 0, failed: 0, cards: [], workers: [{ host: 'kantor-pc', version: '0.1.0', seen_at: data.ago(0), is_alive: true }] };

/** A shift of somebody else that nobody closed the evening before. */
function forgottenShift(): Answers {
  const counter = counterHandlers();
  const left = (shift: ReturnType<typeof counter.cash_session_get>) => ({ ...shift, is_mine: false, user_name: 'Rina Wulandari', opened_by_name: 'Rina Wulandari', opened_at: data.ago(60 * 25) });
  return {
    cash_session_list: (input) => ({ rows: counter.cash_session_list(input).rows.map(left), next: null }),
    cash_session_get: (input) => left(counter.cash_session_get(input)),
  };
}

/** Word of the address → what is answered otherwise than in the shop on a usual afternoon. */
export const cases = {
  /** A machine nobody has used yet. */
  first: firstStart,
  /** Nobody is signed in. */
  out: () => signedOut,
  /** The data are there and this computer has no key to them. */
  join: () => ({ system_status: () => ({ ...data.status, stage: 'key_unavailable' as const }) }),
  /** Signed in with a password somebody else knows. */
  change: () => ({ me_get: () => somebody({ name: 'Rina Wulandari', username: 'rina', role_code: 'operator', role_name: 'Loket', must_change_password: true }) }),
  /** A reseller, who has their own account and sees no other work. */
  reseller: () => ({
    me_get: () => somebody({ user_id: 9, name: 'Darto Wiyono', username: 'darto', role_code: 'reseller', role_name: 'Agen', permissions: ['vendor.own'] }),
    job_summary: () => ({ ...summary, workers: summary.workers.map((worker) => ({ ...worker, host: null })) }),
    notice_list: () => ({ rows: [], next: null }),
    notice_summary: () => ({ unread: 0, open: 0, newest: null }),
  }),
  /** No program does the work that nobody waits for. */
  idle: () => ({
    job_summary: () => ({ ...summary, waiting: 14, failed: 1, workers: summary.workers.map((worker) => ({ ...worker, seen_at: data.ago(47), is_alive: false })) }),
  }),
  forgotten: forgottenShift,
} satisfies Record<string, () => Answers>;

/** How the data go away under an open screen: refused, or without an answer. */
const endings = {
  lost: async (): Promise<never> => {
    throw new IpcError({ code: 'database_unavailable', incident: '7c1e-4b2a' });
  },
  silent: () => new Promise<never>(() => undefined),
};

/** Answers until the top bar asks how things are a second time, which it does by itself; from then on as `ending` does. */
function goingAway(mock: MockTransport, ending: () => Promise<never>): MockTransport {
  let asked = 0;
  const call: Transport['call'] = (name, input) => {
    if (name === 'job_summary') asked += 1;
    if (asked < 2) return mock.call(name, input);
    // What is on the screen is asked anew too, as after any change.
    if (asked === 2 && name === 'job_summary') queueMicrotask(() => mock.emit(['*']));
    return ending();
  };
  return { ...mock, call };
}

/** The computer of a window: what is chosen there stays chosen. */
function computer(): NonNullable<Transport['desk']> {
  let state: DeskState = { stay: true, can_stay: true, autostart: true, can_autostart: true, start_hidden: true, zoom: 100 };
  return {
    get: async () => state,
    set: async (change) => (state = { ...state, ...change }),
    close: async () => undefined,
    unsaved: async () => undefined,
    zoom: async (step) => (state = { ...state, zoom: step === 0 ? 100 : state.zoom + step * 10 }).zoom,
    speak: async () => undefined,
    hear: () => () => undefined,
  };
}

/**
 * The mock in the states the address names; several words may stand together. Besides those of `cases`: `lost` and
 * `silent` for data that go away, `asks` for a start that does not know yet where its data are to be, `window` for a
 * page that is in a window and not in a browser, `vouchers=1000000` for a list as long as wanted.
 */
export function mockFor(wanted: URLSearchParams): Transport {
  const answers = Object.entries(cases).filter(([word]) => wanted.has(word)).map(([, answersOf]): Answers => answersOf());
  const mock = mockTransport(Object.assign({}, ...answers) as Answers, Number(wanted.get('vouchers') ?? 12_480));
  const ending = wanted.has('lost') ? endings.lost : wanted.has('silent') ? endings.silent : undefined;
  return {
    ...(ending ? goingAway(mock, ending) : mock),
    ...(wanted.has('asks') ? { boot: askingBoot() } : {}),
    ...(wanted.has('window') ? { desk: computer() } : {}),
  };
}
