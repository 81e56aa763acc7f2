import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { describeError } from '@/i18n/errors';
import { call, IpcError, paper, saveFile, useOp, useWrite, type ExportRow } from '@/ipc';
import { fromBase64 } from '@/lib/files';
import { Btn } from './button';
import { toastDone, toastError } from './dialog';
import { Icon } from './icon';
import { JobCard } from './job-card';

const underWay = (file: ExportRow) => file.state === 'waiting' || file.state === 'running';
/** Cards at once: the newest; older ones come up when these are gone. */
const most = 3;
/** A larger file goes from the server to the browser's disk by itself, instead of through the page's memory. */
const largeBytes = 32 * 1024 * 1024;

/** Saves a file that is ready, where and as the person wishes; answers its name, or nothing when they changed their mind. */
async function save(file: ExportRow): Promise<{ name: string | undefined; begun: boolean }> {
  // Asked in any case: a refusal is told here, a browser would keep it as the file.
  const whole = await call('export_open', { export_id: file.export_id });
  if (!paper() && whole.bytes > largeBytes) {
    const link = document.createElement('a');
    link.href = `/export/${file.export_id}`;
    link.download = file.file_name;
    link.click();
    return { name: file.file_name, begun: true };
  }
  const bytes = new Uint8Array(whole.bytes);
  let at = 0;
  for (let number = 0; number < whole.parts; number += 1) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one part after the other, so that only one is held twice
    const part = fromBase64((await call('export_part_get', { export_id: file.export_id, number })).content_base64);
    if (at + part.length > bytes.length) break;
    bytes.set(part, at);
    at += part.length;
  }
  if (at !== bytes.length) throw new IpcError({ code: 'export_not_found' });
  return { name: await saveFile(whole.file_name, bytes), begun: false };
}

/** Files of lists on their way, ready or failed: at the foot of the rail until they were saved or let go of. */
export function ExportCards() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const files = useOp('export_list', {}, { every: busy ? 700 : 15_000 });
  // A file that somebody began to save and then did not, or could not, keeps its card.
  const [unsaved, setUnsaved] = useState<ReadonlySet<number>>(new Set());
  const shown = (files.data ?? []).filter((file) => file.state !== 'cancelled' && (file.opened_at === null || unsaved.has(file.export_id))).slice(0, most);
  const any = shown.some(underWay);
  if (any !== busy) setBusy(any);
  const tried = (id: number, saved: boolean) => {
    setUnsaved(new Set(saved ? [...unsaved].filter((one) => one !== id) : [...unsaved, id]));
    void files.refetch();
  };
  return shown.map((file) => <Card key={file.export_id} file={file} onTried={(saved) => tried(file.export_id, saved)} title={file.file_name} detail={detailOf(file, t)} />);
}

function detailOf(file: ExportRow, t: TFunction): string {
  if (file.state === 'ready') return t('export:ready', { count: file.rows_done });
  if (file.state === 'failed') return describeError({ code: file.error_code ?? 'internal' }, t).title;
  return t(file.state === 'running' ? 'export:running' : 'export:waiting');
}

/** What can be done with one file, and how far that is. */
function useFile(file: ExportRow, onTried: (saved: boolean) => void) {
  const { t } = useTranslation();
  const cancel = useWrite('export_cancel');
  const remove = useWrite('export_remove');
  const [saving, setSaving] = useState(false);
  const which = { export_id: file.export_id };
  const onError = (error: unknown) => toastError(error, t);
  const take = async () => {
    setSaving(true);
    let whole = false;
    try {
      const { name, begun } = await save(file);
      // A download that the browser has only begun keeps its card: whether it came to its end is not known here.
      whole = name !== undefined && !begun;
      if (name !== undefined) toastDone(t(begun ? 'export:begun' : 'export:saved', { name }));
    } catch (error) {
      onError(error);
    } finally {
      setSaving(false);
      onTried(whole);
    }
  };
  return { saving, take: () => void take(), busy: cancel.isPending || remove.isPending, cancel: () => cancel.mutate(which, { onError }), remove: () => remove.mutate(which, { onError }) };
}

/** Saves a file that is ready, and lets go of one that has ended. */
function Ended({ file, onTried }: { file: ExportRow; onTried: (saved: boolean) => void }) {
  const { t } = useTranslation();
  const { saving, take, busy, remove } = useFile(file, onTried);
  return (
    <>
      {file.state === 'ready' && <button type="button" className="Link" disabled={saving} onClick={take}>{t(saving ? 'export:saving' : 'export:save')}</button>}
      <button type="button" className="ViewBtn" aria-label={t('export:dismiss', { name: file.file_name })} disabled={busy} onClick={remove}>
        <Icon as={X} size={12} />
      </button>
    </>
  );
}

function Card({ file, title, detail, onTried }: { file: ExportRow; title: string; detail: string; onTried: (saved: boolean) => void }) {
  const { t } = useTranslation();
  const { busy, cancel } = useFile(file, onTried);
  const going = underWay(file);
  return (
    <JobCard
      title={title}
      done={file.rows_done}
      total={file.rows_total ?? 0}
      detail={detail}
      still={!going}
      action={going ? <button type="button" className="Link" disabled={busy} onClick={cancel}>{t('export:cancel')}</button> : <Ended file={file} onTried={onTried} />}
    />
  );
}

/** Files that were made in the last days and can be saved again. */
export function KeptFiles() {
  const { t } = useTranslation();
  const files = useOp('export_list', {});
  const kept = (files.data ?? []).filter((file) => file.state === 'ready').slice(0, 5);
  if (kept.length === 0) return null;
  return (
    <div className="Field">
      <span className="q2">{t('export:kept')}</span>
      {kept.map((file) => (
        <KeptFile key={file.export_id} file={file} onTried={() => void files.refetch()} />
      ))}
    </div>
  );
}

function KeptFile({ file, onTried }: { file: ExportRow; onTried: (saved: boolean) => void }) {
  const { t } = useTranslation();
  const { saving, take, busy, remove } = useFile(file, onTried);
  return (
    <div className="row tight sm">
      <span className="grow cut" title={file.file_name}>{file.file_name}</span>
      <span className="q nw">{t('export:ready', { count: file.rows_done })}</span>
      <Btn size="sm" busy={saving} onClick={take}>{t('export:save')}</Btn>
      <Btn size="sm" tone="ghost" iconOnly icon={X} disabled={busy} onClick={remove}>{t('export:dismiss', { name: file.file_name })}</Btn>
    </div>
  );
}
