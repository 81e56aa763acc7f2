import { Modal } from '@/components/modal';
import { Download, RotateCw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { Banner, ErrorState, Skeleton } from '@/components/feedback';
import { useBusy } from '@/components/printer';
import { formatClock, formatDayTime, formatMoney, formatNumber, isoDay } from '@/lib/format';
import { saveFile, useWrite, type BooksFinding, type BooksReport } from '@/ipc';

/** The books, computed anew and compared: what was looked at, and what does not agree. Nothing is changed. */
export function BooksDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  // Computed when it is asked for, and at no other moment: what was found stays until somebody has kept it.
  const { mutate, data: report, error, isPending, submittedAt } = useWrite('books_verify');
  const check = useRef(() => mutate({}));
  useEffect(() => check.current(), []);
  const [saving, save] = useBusy();
  const keep = async (found: BooksReport) => {
    const at = new Date(submittedAt).toISOString();
    const name = await saveFile(`${t('books:fileName')}-${isoDay(at)}-${formatClock(at).replace(':', '')}.txt`, [formatDayTime(at), t('books:found', { count: found.findings.length }), ...found.findings.map((one) => wordsOf(one, t).join(' · ')), checkedOf(found, t), ''].join('\n'));
    if (name !== undefined) toastDone(t('books:kept', { name }));
  };
  return (
    <Modal opened onClose={onClose} title={t('books:checkTitle')} size={640} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className="col gap4" aria-live="polite" aria-busy={isPending}>
        {isPending ? (
          <>
            <p className="q2">{t('books:checking')}</p>
            <Skeleton lines={4} />
          </>
        ) : error ? <ErrorState error={error} compact /> : report && (
          <>
            {report.is_clean ? (
              <Banner tone="good"><b className="m">{t('books:clean')}</b> {t('books:cleanHint')}</Banner>
            ) : (
              <Banner tone="bad" live><b className="m">{t('books:found', { count: report.findings.length })}</b> {t('books:foundHint')}</Banner>
            )}
            {report.findings.length > 0 && (
              <ul className="Rows scrolls">
                {report.findings.map((one) => <Finding key={[one.fault, one.subject_kind, one.subject_id, one.number].join('-')} finding={one} />)}
              </ul>
            )}
            <p className="sm q2">{checkedOf(report, t)}</p>
          </>
        )}
        <div className="Dialog-foot">
          {report && report.findings.length > 0 && !isPending && <Btn icon={Download} busy={saving} onClick={() => save(() => keep(report))}>{t('books:keep')}</Btn>}
          <Btn icon={RotateCw} busy={isPending} onClick={() => mutate({})}>{t('books:checkAgain')}</Btn>
          <Btn tone="primary" onClick={onClose}>{t('common:close')}</Btn>
        </div>
      </div>
    </Modal>
  );
}

const checkedOf = (report: BooksReport, t: TFunction): string =>
  t('books:checked', {
    entries: formatNumber(report.entries), accounts: formatNumber(report.accounts), sales: formatNumber(report.sales), sessions: formatNumber(report.sessions), vouchers: formatNumber(report.vouchers),
  });

/** What does not agree, how, and the amounts. */
function wordsOf(finding: BooksFinding, t: TFunction): [subject: string, fault: string, amounts: string] {
  const subject = `${t(`books:subjects.${finding.subject_kind as 'sale'}`, { defaultValue: finding.subject_kind })} ${finding.subject}`;
  const amounts = [
    finding.expected !== null && t('books:expected', { amount: formatMoney(finding.expected) }),
    finding.found !== null && t('books:is', { amount: formatMoney(finding.found) }),
  ].filter(Boolean);
  return [`${subject}${finding.number === null ? '' : `, ${t('books:rowNumber', { number: formatNumber(finding.number) })}`}`, t(`books:faults.${finding.fault}`), amounts.join(', ')];
}

function Finding({ finding }: { finding: BooksFinding }) {
  const { t } = useTranslation();
  const [subject, fault, amounts] = wordsOf(finding, t);
  return (
    <li>
      <span className="grow">
        <b className="m">{subject}</b> {fault}
      </span>
      <span className="q sm">{amounts}</span>
    </li>
  );
}
