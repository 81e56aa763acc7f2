import { createContext, useContext } from 'react';
import type { Me, Permission } from '@/ipc';

export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe outside a session');
  return me;
}

/** Whether the signed-in person may: only for what is shown; the program itself asks again. */
export function useMay(): (permission: Permission | undefined) => boolean {
  const me = useContext(MeContext);
  return (permission) => permission === undefined || (me?.permissions.includes(permission) ?? false);
}
