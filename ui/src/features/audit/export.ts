import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDone, toastError } from '@/components/dialog';
import { copyText } from '@/lib/clipboard';
import { fromBase64, saveFile } from '@/lib/files';
import { call, paper, type Input, type Output } from '@/ipc';

type File = Output<'audit_export'>;

/** Every part of a long list behind the other, its heading once. */
export function joinCsv(parts: string[]): string {
  const [first = '', ...rest] = parts;
  const mark = first.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = first.slice(mark.length);
  const head = body.slice(0, body.indexOf('\n') + 1);
  const lined = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\r\n`);
  const next = rest.map((part) => {
    const bare = part.startsWith('\uFEFF') ? part.slice(1) : part;
    return head !== '' && bare.startsWith(head) ? bare.slice(head.length) : bare;
  });
  return mark + [body, ...next].map((part, i, all) => (i < all.length - 1 ? lined(part) : part)).join('');
}

async function whole(ask: (after: string | undefined) => Promise<File>): Promise<{ name: string; text: string; rows: number }> {
  const parts: string[] = [];
  let rows = 0;
  let name = '';
  let after: string | undefined;
  do {
    // Each part starts where the one before ended: they cannot be asked for side by side.
    // oxlint-disable-next-line eslint/no-await-in-loop -- see above
    const file = await ask(after);
    parts.push(new TextDecoder('utf-8', { ignoreBOM: true }).decode(fromBase64(file.content_base64)));
    rows += file.rows;
    name ||= file.file_name;
    after = file.next ?? undefined;
  } while (after !== undefined);
  return { name, text: joinCsv(parts), rows };
}

/** Saves what the list shows as CSV. The window's own way of saving takes paper only: there it goes to the clipboard. */
export function useExport(changes: boolean, filter: Omit<Input<'audit_list'>, 'page'>, deeds: Omit<Input<'activity_list'>, 'page'>, locale: 'id' | 'en') {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      const { name, text, rows } = await whole((after) => {
        const page = after === undefined ? {} : { page: { after } };
        return changes ? call('audit_export', { filter: { ...filter, ...page } as Input<'audit_list'>, locale }) : call('activity_export', { filter: { ...deeds, ...page } as Input<'activity_list'> });
      });
      if (paper()) {
        if (await copyText(text)) toastDone(t('audit:copied', { rows, count: rows }));
      } else {
        saveFile(new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>, name, 'text/csv');
        toastDone(t('audit:exported', { rows, name, count: rows }));
      }
    } catch (error) {
      toastError(error, t);
    } finally {
      setBusy(false);
    }
  };
  return { busy, run: () => void run() };
}
