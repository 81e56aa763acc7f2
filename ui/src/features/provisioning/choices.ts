import type { DriftChoice, DriftItem, DriftKind } from '@/ipc';

export const driftKinds: DriftKind[] = ['missing', 'differs', 'unwanted', 'stray', 'profile_missing', 'profile_differs'];

/** What may be chosen for rows: taking where it means something, removing only what is a stray. */
export function choicesOf(rows: Pick<DriftItem, 'kind' | 'can_take'>[]): DriftChoice[] {
  const strays = rows.filter((row) => row.kind === 'stray').length;
  return [
    ...(rows.some((row) => row.can_take) ? (['take'] as const) : []),
    ...(strays < rows.length ? (['push'] as const) : []),
    ...(strays > 0 ? (['remove'] as const) : []),
    'ignore',
  ];
}
