import { useOp } from '@/ipc';
import { useDrawn } from '@/lib/drawn';
import { useMay } from './me';

interface Acted {
  user_id: number | null;
  user_name: string | null;
}

/** People a list may be narrowed to: everybody, for who may see them; else those whose rows were read. */
export function usePeopleOptions(rows: Acted[]): { value: string; label: string }[] {
  const may = useMay();
  const drawn = useDrawn();
  const people = useOp('user_list', { page: { limit: 200 } }, { enabled: drawn && may('user.view') });
  const known = new Map<number, string>(rows.flatMap((row) => (row.user_id === null || row.user_name === null ? [] : [[row.user_id, row.user_name]])));
  for (const row of people.data?.rows ?? []) known.set(row.user_id, row.name);
  return [...known].map(([id, label]) => ({ value: String(id), label })).sort((a, b) => a.label.localeCompare(b.label));
}
