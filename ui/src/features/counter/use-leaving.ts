import { useEffect, useRef } from 'react';
import { isLocked } from '@/lib/lock';

/** Does something when the screen goes, however it goes; `tell` is called where it did, and somebody is there to read it. Gives whether the screen has gone. */
export function useLeaving(leave: () => boolean, tell: () => void): () => boolean {
  const latest = useRef({ leave, tell });
  const gone = useRef(false);
  useEffect(() => {
    latest.current = { leave, tell };
  });
  useEffect(() => {
    gone.current = false;
    // Loading the page anew or closing it unmounts nothing.
    const hide = () => void latest.current.leave();
    window.addEventListener('pagehide', hide);
    return () => {
      window.removeEventListener('pagehide', hide);
      gone.current = true;
      if (latest.current.leave() && !isLocked()) latest.current.tell();
    };
  }, []);
  return () => gone.current;
}
