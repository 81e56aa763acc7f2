import { downloadFile, mediaTypeOf } from '@/lib/files';
import { files } from './client';

/**
 * Saves a file, whichever way the program is looked at: the window asks where and writes it there, whole or not at
 * all; a browser puts it among its downloads. Answers the name under which it lies, or nothing when the person
 * changed their mind. The end of the name says what it is (`csv`, `xlsx`, `pdf`, `zip`, `json`, `txt`).
 * @throws IpcError `file_not_written`, in the window.
 */
export async function saveFile(name: string, content: Blob | Uint8Array<ArrayBuffer> | string): Promise<string | undefined> {
  const blob = content instanceof Blob ? content : new Blob([content], { type: mediaTypeOf(name) });
  const desk = files();
  if (desk) return desk.save(name, new Uint8Array(await blob.arrayBuffer()));
  downloadFile(name, blob);
  return name;
}
