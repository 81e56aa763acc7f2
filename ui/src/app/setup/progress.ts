import { readPreference, writePreference } from '@/lib/preferences';
import { keepForm, keepLogo, keepSavedRouter } from './drafts';

/** Steps of the first start. All but the recovery code's survive a restart: the code itself is never kept. */
export type Step = 'language' | 'database' | 'company' | 'owner' | 'recovery' | 'router' | 'plan' | 'done';

export const steps: Step[] = ['language', 'database', 'company', 'owner', 'recovery', 'router', 'plan', 'done'];

export interface SetupProgress {
  step: Step | undefined;
}

const listeners = new Set<() => void>();
let progress: SetupProgress = { step: known(readPreference('setup')) };

function known(text: string | null): Step | undefined {
  return steps.find((step) => step === text);
}

export function readSetup(): SetupProgress {
  return progress;
}

export function subscribeSetup(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the step comes before there is an account. */
export function isBeforeAccount(step: Step): boolean {
  return steps.indexOf(step) < steps.indexOf('recovery');
}

/** Moves on; `undefined` ends the first start. */
export function setSetup(step: Step | undefined): void {
  progress = { step };
  writePreference('setup', step === undefined ? null : step === 'recovery' ? 'router' : step);
  if (step === undefined || !isBeforeAccount(step)) {
    writePreference('setup.draft', null);
    keepForm('database', undefined);
    keepLogo('');
  }
  if (step === undefined) {
    keepSavedRouter(undefined);
    keepForm('plan', undefined);
  }
  // Until the code was proven to be kept, a restart says that it was not.
  if (step === 'recovery') writePreference('setup.code', 'open');
  for (const listener of listeners) listener();
}

/** The code was proven to be on paper, or the person goes on knowing that it is not. */
export function settleRecovery(): void {
  writePreference('setup.code', null);
}

export function isRecoveryOpen(): boolean {
  return readPreference('setup.code') !== null;
}

/** What was typed before the account: never a password. */
export interface SetupDraft {
  company: string;
  timeZone: string;
  phone: string;
  name: string;
  username: string;
}

export function readDraft(): Partial<SetupDraft> {
  try {
    const draft: unknown = JSON.parse(readPreference('setup.draft') ?? '{}');
    if (typeof draft !== 'object' || draft === null) return {};
    return Object.fromEntries(Object.entries(draft).filter(([, value]) => typeof value === 'string'));
  } catch {
    return {};
  }
}

export function keepDraft({ company, timeZone, phone, name, username }: SetupDraft): void {
  writePreference('setup.draft', JSON.stringify({ company, timeZone, phone, name, username }));
}
