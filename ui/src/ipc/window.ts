import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { toBase64 } from '@/lib/files';
import type { BootState, Transport } from './client';

/** The window's bridge: its few commands and events, nothing else is allowed to the page. */
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
    boot: {
      follow(onState) {
        let stopped = false;
        const told = (state: BootState) => {
          if (!stopped) onState(state);
        };
        // Listening first: no change can fall between the question and the answer.
        const stop = listen<BootState>('simpul://boot', (event) => told(event.payload));
        void stop.then(() => invoke<BootState>('boot_state')).then(told, () => undefined);
        return () => {
          stopped = true;
          void stop.then((off) => off());
        };
      },
      retry: () => invoke('boot_retry'),
      first: (name, input) => invoke('first_call', { name, input: input ?? {} }),
    },
    paper: {
      open: (document) => invoke('document_open', { document }),
      save: async (document) => (await invoke<{ file_name: string }>('document_save', { document })).file_name,
    },
    desk: {
      get: () => invoke('desk_get'),
      set: (change) => invoke('desk_set', { change }),
      close: (answer) => invoke('desk_close', { answer }),
      unsaved: (unsaved) => invoke('desk_unsaved', { unsaved }),
      zoom: (step) => invoke('desk_zoom', { step }),
      speak: (locale) => invoke('desk_speak', { locale }),
      hear(what, tell) {
        let stopped = false;
        const stop = listen(`simpul://${what}`, (event) => {
          if (!stopped) tell(event.payload as Parameters<typeof tell>[0]);
        });
        return () => {
          stopped = true;
          void stop.then((off) => off(), () => undefined);
        };
      },
    },
    files: {
      async save(name, bytes) {
        // The bytes go as they are; a header carries the name, whatever letters it has.
        const headers = { 'x-file-name': toBase64(new TextEncoder().encode(name)) };
        const saved = await invoke<{ file_name: string } | null>('file_save', bytes, { headers });
        return saved?.file_name;
      },
    },
  };
}
