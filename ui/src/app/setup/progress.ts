import { readPreference, writePreference } from '@/lib/preferences';

/** Steps of the first start; those before the account are only in memory, the rest survive a restart. */
export type Step = 'language' | 'company' | 'owner' | 'recovery' | 'router' | 'plan' | 'done';

export const steps: Step[] = ['language', 'company', 'owner', 'recovery', 'router', 'plan', 'done'];

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

/** Moves on; `undefined` ends the first start. The recovery code itself is never kept, so its step is not either. */
export function setSetup(step: Step | undefined): void {
  progress = { step };
  const lasting = step === undefined || steps.indexOf(step) < steps.indexOf('recovery') ? null : step === 'recovery' ? 'router' : step;
  writePreference('setup', lasting);
  for (const listener of listeners) listener();
}
