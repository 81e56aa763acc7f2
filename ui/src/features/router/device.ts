import type { RouterState } from '@/ipc';

/** What a router runs on and which release, as short as people say it: `RB5009UG+S+`, `7.22.3`, and CHR without the machine it pretends to be. */
export function deviceOf({ board_name, ros_version }: Pick<RouterState, 'board_name' | 'ros_version'>): { board: string | undefined; version: string | undefined } {
  return {
    board: board_name?.startsWith('CHR') ? 'CHR' : (board_name ?? undefined),
    version: ros_version?.replace(/ \((stable|long-term)\)$/, ''),
  };
}
