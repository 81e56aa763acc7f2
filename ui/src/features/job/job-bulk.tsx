import { RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Btn } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone, toastError } from '@/components/dialog';
import { BulkBar } from '@/components/layout';
import { formatNumber } from '@/lib/format';
import { useWrite, type JobRow } from '@/ipc';

/**
 * What can be done with several jobs at once: those that were given up begin anew, those that wait are called off. Each
 * is a deed of its own; one that was taken up meanwhile does not keep the others from theirs. The question is about the
 * jobs it was asked about, and stays while they change below it.
 */
export function JobBulk({ chosen, onSelect }: { chosen: JobRow[]; onSelect: (ids: Set<string>) => void }) {
  const { t } = useTranslation();
  const retry = useWrite('job_retry');
  const cancel = useWrite('job_cancel');
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState<JobRow[]>([]);
  const failed = chosen.filter((row) => row.group === 'failed');
  const waiting = chosen.filter((row) => row.group === 'waiting');
  const all = async (rows: JobRow[], write: typeof retry, said: 'job:retriedMany' | 'job:cancelledMany') => {
    setBusy(true);
    const left: JobRow[] = [];
    let why: unknown;
    for (const row of rows) {
      try {
        // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other: a hundred at once would stand in each other's way
        await write.mutateAsync({ job_id: row.job_id });
      } catch (error) {
        left.push(row);
        why = error;
      }
    }
    setBusy(false);
    setAsking(false);
    onSelect(new Set(left.map((row) => String(row.job_id))));
    const count = rows.length - left.length;
    if (count > 0) toastDone(t(said, { count }));
    if (left.length > 0) toastError(why, t, namesOf(left, t));
  };
  return (
    <>
      {chosen.length > 0 && (
        <BulkBar label={t('common:bulkActions')}>
          <b>{t('common:selected', { count: chosen.length })}</b>
          <span className="grow" />
          <Btn size="sm" icon={RotateCw} busy={busy && !asking} disabled={busy || failed.length === 0} onClick={() => void all(failed, retry, 'job:retriedMany')}>
            {t('job:retryMany', { count: failed.length })}
          </Btn>
          <Btn
            size="sm" tone="danger" icon={X} disabled={busy || waiting.length === 0}
            onClick={() => {
              setAsked(waiting);
              setAsking(true);
            }}
          >
            {t('job:cancelMany', { count: waiting.length })}
          </Btn>
          <Btn size="sm" tone="ghost" hotkey="Escape" disabled={busy} onClick={() => onSelect(new Set())}>
            {t('common:release')}
          </Btn>
        </BulkBar>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('job:cancelTitle', { count: asked.length })}
        confirm={t('job:cancelVerb')}
        cancel={t('common:back')}
        tone="danger"
        busy={busy}
        error={undefined}
        onConfirm={() => void all(asked, cancel, 'job:cancelledMany')}
      >
        {t('job:cancelText')}
      </ConfirmDialog>
    </>
  );
}

/** `Pasang ke router RB-Pasar`. */
export function jobName(row: JobRow, t: TFunction): string {
  return [t(`job:kinds.${row.kind}` as 'job:kinds.router_drain', { defaultValue: row.kind }), row.subject].filter(Boolean).join(' ');
}

/** As many are named; of more it is told how many. */
const named = 3;

/** `Pasang ke router RB-Pasar, Baca router RB-Masjid +4`. */
function namesOf(rows: JobRow[], t: TFunction): string {
  const more = rows.length - named;
  return `${rows.slice(0, named).map((row) => jobName(row, t)).join(', ')}${more > 0 ? ` +${formatNumber(more)}` : ''}`;
}
