import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { call } from '@/ipc';
import { isLocked, setLocked } from '@/lib/lock';

/** Covers this screen: the page at once, the session as soon as the program answers. */
export function useLock(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    setLocked(true);
    void call('session_lock', {})
      .catch(() => undefined)
      // Nothing of the shop stays in the page's memory while nobody sits before it.
      .finally(() => client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'system_status' && queryKey[0] !== 'session_get' }));
  }, [client]);
}

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
/** How often it is looked whether the time is up; a computer that slept is found out when it wakes. */
const look = 5_000;

/** Locks after so many minutes without a key or a pointer; 0 never does. */
export function useIdleLock(minutes: number): void {
  const lock = useLock();
  useEffect(() => {
    if (minutes <= 0) return undefined;
    let last = Date.now();
    const alive = () => {
      last = Date.now();
    };
    const check = () => {
      if (!isLocked() && Date.now() - last >= minutes * 60_000) lock();
    };
    for (const sign of signs) window.addEventListener(sign, alive, { passive: true });
    document.addEventListener('visibilitychange', check);
    const timer = setInterval(check, look);
    return () => {
      for (const sign of signs) window.removeEventListener(sign, alive);
      document.removeEventListener('visibilitychange', check);
      clearInterval(timer);
    };
  }, [minutes, lock]);
}
