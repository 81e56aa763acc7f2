import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Transport } from './client';

/** The window's bridge: one command and one event, nothing else is allowed to the page. */
export function windowTransport(): Transport {
  return {
    call: (name, input) => invoke('call', { name, input: input ?? {} }),
    listen(onTags, onLink) {
      let stopped = false;
      const stop = listen<{ tags: string[] }>('simpul://events', (event) => onTags(event.payload.tags));
      stop.then(
        (off) => (stopped ? off() : onLink(true)),
        () => onLink(false),
      );
      return () => {
        stopped = true;
        void stop.then((off) => off());
      };
    },
  };
}
