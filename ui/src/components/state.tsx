import {
  Ban, Circle, CircleCheck, CircleCheckBig, CircleDashed, CircleHelp, CirclePause, CirclePlus, ClockAlert, ClockArrowUp, EqualNot, KeyRound,
  LoaderCircle, LockKeyhole, OctagonX, ShoppingBag, TimerOff, Undo2, Unlink, Unplug, Wifi, type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { i18next } from '@/i18n';
import { Icon } from './icon';
import { Shape } from './shape';
import { Ago } from './text';

export type Meaning = 'good' | 'wait' | 'warn' | 'bad' | 'off' | 'plain';

interface Look {
  icon: LucideIcon;
  meaning: Meaning;
}

// The one place where a state gets its icon and meaning; its word is `states:<kind>.<state>`.
const looks = {
  truth: {
    applied: { icon: CircleCheck, meaning: 'good' },
    pending: { icon: ClockArrowUp, meaning: 'wait' },
    drifted: { icon: EqualNot, meaning: 'warn' },
    failed: { icon: OctagonX, meaning: 'bad' },
    removed: { icon: CircleDashed, meaning: 'off' },
    none: { icon: CircleDashed, meaning: 'off' },
  },
  voucher: {
    available: { icon: Circle, meaning: 'plain' },
    sold: { icon: ShoppingBag, meaning: 'plain' },
    active: { icon: Wifi, meaning: 'good' },
    used: { icon: CircleCheckBig, meaning: 'off' },
    expired: { icon: TimerOff, meaning: 'off' },
    void: { icon: Ban, meaning: 'off' },
  },
  router: {
    connected: { icon: CircleCheck, meaning: 'good' },
    lost: { icon: Unplug, meaning: 'bad' },
    clock_wrong: { icon: ClockAlert, meaning: 'warn' },
    unknown: { icon: CircleHelp, meaning: 'off' },
    disabled: { icon: Ban, meaning: 'off' },
  },
  drift: {
    missing: { icon: CircleDashed, meaning: 'warn' },
    differs: { icon: EqualNot, meaning: 'warn' },
    unwanted: { icon: CirclePlus, meaning: 'warn' },
    stray: { icon: Unlink, meaning: 'warn' },
    profile_missing: { icon: CircleDashed, meaning: 'warn' },
    profile_differs: { icon: EqualNot, meaning: 'warn' },
  },
  job: {
    waiting: { icon: ClockArrowUp, meaning: 'wait' },
    running: { icon: LoaderCircle, meaning: 'wait' },
    failed: { icon: OctagonX, meaning: 'bad' },
    done: { icon: CircleCheck, meaning: 'good' },
    cancelled: { icon: Ban, meaning: 'off' },
  },
  batch: {
    provisioning: { icon: ClockArrowUp, meaning: 'wait' },
    paused: { icon: CirclePause, meaning: 'off' },
    ready: { icon: CircleCheck, meaning: 'good' },
    failed: { icon: OctagonX, meaning: 'bad' },
    void: { icon: Ban, meaning: 'off' },
  },
  sale: {
    stands: { icon: CircleCheck, meaning: 'good' },
    part: { icon: Undo2, meaning: 'warn' },
    back: { icon: Undo2, meaning: 'off' },
    refund: { icon: Undo2, meaning: 'warn' },
    void: { icon: Ban, meaning: 'off' },
  },
  record: {
    locked: { icon: LockKeyhole, meaning: 'bad' },
    waiting: { icon: KeyRound, meaning: 'wait' },
    active: { icon: CircleCheck, meaning: 'good' },
    inactive: { icon: Ban, meaning: 'off' },
  },
} satisfies Record<string, Record<string, Look>>;

export type StateKind = keyof typeof looks;

/** Every kind of state there is. */
export const stateKinds = Object.keys(looks) as StateKind[];

const unknown: Look = { icon: CircleHelp, meaning: 'off' };

export function stateLook(kind: StateKind, state: string): Look {
  return (looks[kind] as Record<string, Look>)[state] ?? unknown;
}

export function stateNames(kind: StateKind): string[] {
  return Object.keys(looks[kind]);
}

/** Words that were looked up, by language and state: a list asks for the same few in every row of every frame. */
const words = new Map<string, string>();

/** The word for a state; a state this version does not know shows its own name rather than nothing. */
export function stateWord(kind: StateKind, state: string): string {
  const key = `${i18next.language} ${kind}.${state}`;
  const known = words.get(key);
  if (known !== undefined) return known;
  const path = `states:${kind}.${state}`;
  const word = i18next.t(path as 'states:truth.applied', { defaultValue: state });
  // Texts of a language may still be on their way.
  if (i18next.exists(path)) words.set(key, word);
  return word;
}

/** The same for what is not drawn anew by what is around it when the language changes. */
export function useStateWord(): (kind: StateKind, state: string) => string {
  useTranslation();
  return stateWord;
}

interface StateProps {
  kind: StateKind;
  state: string;
  /** What is known besides: the reason, the time last seen. */
  detail?: ReactNode;
}

/**
 * Icon and word without a box: for tables, where a column of states must stay quiet. It does not follow the language by
 * itself, since a list holds hundreds: its columns are made anew with the language.
 */
export function State({ kind, state, detail }: StateProps) {
  const { icon, meaning } = stateLook(kind, state);
  return (
    <span className={`State ${meaning}`}>
      <Shape as={icon} />
      {stateWord(kind, state)}
      {detail && <span className="q cut">{detail}</span>}
    </span>
  );
}

/** The boxed form: for headers only. */
export function StatusPill({ kind, state, detail }: StateProps) {
  const word = useStateWord();
  const { icon, meaning } = stateLook(kind, state);
  return (
    <span className={`StatusPill ${meaning}`}>
      <Icon as={icon} size={14} />
      {word(kind, state)}
      {detail && <span>{detail}</span>}
    </span>
  );
}

export interface TruthProps {
  state: string;
  /** Why it failed or how it differs: a code with a text in `reason.json`, or words already. */
  reason?: string | null;
  seenAt?: string | null;
  pill?: boolean;
}

/** What the router really holds: the word, then the reason, or when it was last seen. */
export function RouterTruth({ state, reason, seenAt, pill = false }: TruthProps) {
  const words = reason ? i18next.t(`reason:${reason}` as 'reason:router_name_taken', { defaultValue: reason }) : undefined;
  const detail = words || (seenAt ? <Ago at={seenAt} /> : undefined);
  return pill ? <StatusPill kind="truth" state={state} detail={detail} /> : <State kind="truth" state={state} detail={detail} />;
}

interface Counts {
  pending: number;
  failed: number;
  drifted: number;
}

/** A batch as a person thinks of it: what holds it up comes before that it is in use. */
export function batchState(status: string, truth: Counts): string {
  if (status === 'void' || status === 'paused') return status;
  if (truth.failed > 0) return 'failed';
  return truth.pending > 0 ? 'provisioning' : 'ready';
}

/** Beyond this a router's clock is not used to let anything expire (seconds). */
export const clockToleranceSeconds = 600;

export function routerState(link: string, isActive: boolean, clockOffset: number | null): string {
  if (!isActive) return 'disabled';
  if (link === 'down') return 'lost';
  if (link !== 'up') return 'unknown';
  return Math.abs(clockOffset ?? 0) > clockToleranceSeconds ? 'clock_wrong' : 'connected';
}
