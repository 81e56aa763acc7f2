/** What every door answers when an operation fails: a code for the person's language, never a cause. */
export interface Failure {
  code: string;
  params?: Record<string, unknown> | undefined;
  incident?: string | undefined;
}

export class IpcError extends Error implements Failure {
  readonly code: string;
  readonly params: Record<string, unknown> | undefined;
  readonly incident: string | undefined;

  constructor({ code, params, incident }: Failure) {
    super(code);
    this.name = 'IpcError';
    this.code = code;
    this.params = params ?? undefined;
    this.incident = incident ?? undefined;
  }
}

/** Anything thrown, as a failure: what is not ours keeps its name, so that it can be reported. */
export function toFailure(error: unknown): Failure {
  if (error instanceof IpcError) return error;
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error as Failure;
  }
  return { code: 'interface_fault', params: { name: error instanceof Error ? error.name : typeof error } };
}
