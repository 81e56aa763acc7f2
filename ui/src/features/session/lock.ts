import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { call, toFailure, useOp } from '@/ipc';
import { isLocked, setLocked } from '@/lib/lock';
import { readPreference, writePreference } from '@/lib/preferences';

/** Covers this screen: the page at once, the session as soon as the program answers. */
export function useLock(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    setLocked(true);
    void call('session_lock', {})
      .catch(() => undefined)
      // Nothing of the shop stays in the page's memory while nobody sits before it.
      .finally(() => {
        client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'system_status' && queryKey[0] !== 'session_get' });
        void client.invalidateQueries({ queryKey: ['session_get'] });
      });
  }, [client]);
}

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
/** How often it is looked whether the time is up; a computer that slept is found out when it wakes. */
const look = 5_000;
/** How often the program is told that somebody sits here: what the page asks by itself says nothing of that. */
const tell = 60_000;
/** When any tab of this browser was touched last: they share one session. */
const used = 'used';

/** Locks after so many minutes without a key or a pointer in any tab; 0 never does. Keeps the session of whoever is there. */
export function useIdleLock(minutes: number): void {
  const lock = useLock();
  useEffect(() => {
    let last = Date.now();
    let told = last;
    let shared = 0;
    const alive = () => {
      last = Date.now();
      if (last - shared < look) return;
      shared = last;
      writePreference(used, String(last));
    };
    const check = () => {
      const now = Date.now();
      if (isLocked()) return;
      const elsewhere = Number(readPreference(used) ?? 0);
      // A stamp of a clock that was set back since says nothing.
      const touched = elsewhere <= now ? Math.max(last, elsewhere) : last;
      if (minutes > 0 && now - touched >= minutes * 60_000) lock();
      else if (last > told && now - told >= tell) {
        told = now;
        void call('session_touch', {}).catch(() => undefined);
      }
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

/** The session under a covered page. A lock the program did not hear of is asked for until it did. */
export function useLockedSession() {
  const client = useQueryClient();
  const session = useOp('session_get', {});
  const isHeld = session.data?.is_locked === true;
  const isGone = session.error !== null && toFailure(session.error).code === 'sign_in_required';
  useEffect(() => {
    // Nobody's session is behind the cover any more: whoever comes signs in.
    if (isGone) setLocked(false);
    if (isHeld || isGone) return undefined;
    const again = () => {
      if (!isLocked()) return;
      void call('session_lock', {})
        .catch(() => undefined)
        .finally(() => void client.invalidateQueries({ queryKey: ['session_get'] }));
    };
    const timer = setInterval(again, look);
    return () => clearInterval(timer);
  }, [client, isHeld, isGone]);
  return session;
}
