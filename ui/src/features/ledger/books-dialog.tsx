import { Modal } from '@/components/modal';
import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Banner, ErrorState, Skeleton } from '@/components/feedback';
import { formatMoney, formatNumber } from '@/lib/format';
import { useOp, type BooksFinding } from '@/ipc';

/** The books, computed anew and compared: what was looked at, and what does not agree. Nothing is changed. */
export function BooksDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const books = useOp('books_verify', {});
  const report = books.isFetching ? undefined : books.data;
  return (
    <Modal opened onClose={onClose} title={t('books:checkTitle')} size={640} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className="col gap4" aria-live="polite" aria-busy={books.isFetching}>
        {books.isFetching ? (
          <>
            <p className="q2">{t('books:checking')}</p>
            <Skeleton lines={4} />
          </>
        ) : books.error ? <ErrorState error={books.error} compact /> : report && (
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
            <p className="sm q2">
              {t('books:checked', {
                entries: formatNumber(report.entries), accounts: formatNumber(report.accounts), sales: formatNumber(report.sales), sessions: formatNumber(report.sessions), vouchers: formatNumber(report.vouchers),
              })}
            </p>
          </>
        )}
        <div className="Dialog-foot">
          <Btn icon={RotateCw} busy={books.isFetching} onClick={() => void books.refetch()}>{t('books:checkAgain')}</Btn>
          <Btn tone="primary" onClick={onClose}>{t('common:close')}</Btn>
        </div>
      </div>
    </Modal>
  );
}

function Finding({ finding }: { finding: BooksFinding }) {
  const { t } = useTranslation();
  const subject = `${t(`books:subjects.${finding.subject_kind as 'sale'}`, { defaultValue: finding.subject_kind })} ${finding.subject}`;
  const amounts = [
    finding.expected !== null && t('books:expected', { amount: formatMoney(finding.expected) }),
    finding.found !== null && t('books:is', { amount: formatMoney(finding.found) }),
  ].filter(Boolean);
  return (
    <li>
      <span className="grow">
        <b className="m">{subject}{finding.number !== null && `, ${t('books:rowNumber', { number: formatNumber(finding.number) })}`}</b> {t(`books:faults.${finding.fault}`)}
      </span>
      <span className="q sm">{amounts.join(', ')}</span>
    </li>
  );
}
