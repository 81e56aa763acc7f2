import type { CodeAlphabet, CodeMode, VoucherBatchDraft } from '@/ipc';
import { readPreference, writePreference } from '@/lib/preferences';

/** What the form holds; half-typed numbers are null. */
export interface BatchForm {
  planId: number | null;
  quantity: number | null;
  /** null = all of the plan's. */
  routerId: number | null;
  mode: CodeMode;
  alphabet: CodeAlphabet;
  length: number | null;
  prefix: string;
  /** Empty until somebody chooses: what the settings say. */
  preset: string;
  qr: boolean | null;
  notes: string;
}

const quantityMax = 10_000;
const lengthMin = 4;
const lengthMax = 16;

const defaults: BatchForm = {
  planId: null, quantity: 24, routerId: null, mode: 'code', alphabet: 'lower_digits', length: 6, prefix: '', preset: '', qr: null, notes: '',
};

const key = 'batch.draft';

/** The form as it was left: a draft survives another screen and a restart. */
export function readDraft(): BatchForm {
  try {
    return { ...defaults, ...(JSON.parse(readPreference(key) ?? '{}') as Partial<BatchForm>) };
  } catch {
    return defaults;
  }
}

/** After a batch: the look of codes and sheet stays, plan and note do not. */
export function keepDraft(form: BatchForm | undefined): void {
  writePreference(key, form ? JSON.stringify(form) : null);
}

export interface BatchProblems {
  plan?: boolean;
  quantity?: boolean;
  length?: boolean;
  prefix?: boolean;
}

export function problemsOf(form: BatchForm): BatchProblems {
  const problems: BatchProblems = {};
  if (form.planId === null) problems.plan = true;
  if (form.quantity === null || form.quantity < 1 || form.quantity > quantityMax) problems.quantity = true;
  if (form.length === null || form.length < lengthMin || form.length > lengthMax) problems.length = true;
  if (!/^[a-z0-9]{0,6}$/.test(form.prefix)) problems.prefix = true;
  return problems;
}

/** The draft as the operations take it; undefined while something is missing. */
export function draftOf(form: BatchForm): VoucherBatchDraft | undefined {
  if (Object.keys(problemsOf(form)).length > 0 || form.planId === null || form.quantity === null || form.length === null) return undefined;
  return {
    plan_id: form.planId,
    quantity: form.quantity,
    router_ids: form.routerId === null ? [] : [form.routerId],
    code: { mode: form.mode, alphabet: form.alphabet, length: form.length, prefix: form.prefix },
    sheet: { preset: form.preset, qr: form.qr ?? true },
    ...(form.notes.trim() ? { notes: form.notes.trim() } : {}),
  };
}
