import type { TFunction } from 'i18next';
import type { Column } from '@/components/data-table';
import { RowLink } from '@/components/row-link';
import { batchState, RouterTruth, State } from '@/components/state';
import { CodeText, MoneyText, When } from '@/components/text';
import { formatNumber } from '@/lib/format';
import type { VoucherBatchRow, VoucherDeed, VoucherRow } from '@/ipc';

/** `deed`: what a row stands for; of a deed it is told when, by whom and in which document. */
export function voucherColumns(t: TFunction, deed?: VoucherDeed): Column<VoucherRow>[] {
  return [
    { id: 'code', header: t('voucher:code'), width: 116, sortable: true, fixed: true, cell: (row) => <CodeText code={row.code} /> },
    ...(deed === undefined ? [] : [happened(t, deed)]),
    { id: 'plan', header: t('voucher:plan'), width: 104, cell: (row) => row.plan_name },
    {
      id: 'batch', header: t('voucher:batch'), width: 146,
      cell: (row) => (
        <RowLink to={`/batches/${row.batch_id}`} className="q2">
          {row.batch_code} <span className="q">#{row.number}</span>
        </RowLink>
      ),
    },
    { id: 'status', header: t('voucher:status'), width: 126, cell: (row) => <State kind="voucher" state={row.status} /> },
    { id: 'router', header: t('voucher:router'), width: 182, cell: (row) => <RouterTruth state={row.truth} reason={row.truth_reason} seenAt={row.seen_at} /> },
    // Where a row is a print, the column of what happened says when.
    ...(deed === 'printed' ? [] : [{ id: 'printed', header: t('voucher:printed'), width: 86, cell: (row: VoucherRow) => <When at={row.printed_at} quiet /> }]),
    {
      id: 'first_login', header: t('voucher:firstLogin'), width: 128,
      cell: (row) => (
        <>
          {row.first_login_at && !row.first_login_exact && (
            <span className="q" title={t('voucher:inexactHint')}>
              ±<span className="sr"> {t('voucher:inexact')}</span>{' '}
            </span>
          )}
          <When at={row.first_login_at} time />
        </>
      ),
    },
    { id: 'expires_at', header: t('voucher:expires'), width: 110, sortable: true, cell: (row) => <When at={row.expires_at} time /> },
    { id: 'price_sell', header: t('voucher:price'), width: 106, align: 'right', cell: (row) => <MoneyText amount={row.is_back ? negative(row.price_sell) : row.price_sell} /> },
  ];
}

/** What came back counts as one less. */
const negative = (amount: string) => (/[1-9]/.test(amount) ? `-${amount}` : amount);

function happened(t: TFunction, deed: VoucherDeed): Column<VoucherRow> {
  const leads = deed === 'sold' || deed === 'taken_back' || deed === 'turnover';
  return {
    id: 'happened', header: t(`voucher:deeds.${deed}`), width: deed === 'printed' ? 128 : 250,
    cell: (row) => (
      <span className="cut">
        <When at={row.happened_at} time /> {row.is_back && <span className="t-warn">{t('voucher:back')} </span>}
        {row.happened_in && (leads ? <RowLink to={`/sales?search=${encodeURIComponent(row.happened_in)}`} className="q2">{row.happened_in}</RowLink> : <span className="q2">{row.happened_in}</span>)} <span className="q">{row.happened_by}</span>
      </span>
    ),
  };
}

export function batchColumns(t: TFunction): Column<VoucherBatchRow>[] {
  return [
    { id: 'number', header: t('batch:number'), width: 132, fixed: true, cell: (row) => <span className="m">{row.batch_code}</span> },
    { id: 'plan', header: t('batch:plan'), width: 100, cell: (row) => row.plan_name },
    { id: 'status', header: t('voucher:status'), width: 132, cell: (row) => <State kind="batch" state={batchState(row.status, row.truth)} /> },
    { id: 'quantity', header: t('batch:quantity'), width: 78, align: 'right', cell: (row) => formatNumber(row.quantity) },
    { id: 'available', header: t('batch:available'), width: 88, align: 'right', cell: (row) => formatNumber(row.available) },
    { id: 'router', header: t('batch:onRouters'), width: 160, cell: (row) => <BatchTruth row={row} /> },
    { id: 'printed', header: t('batch:printed'), width: 86, cell: (row) => <When at={row.printed_at} /> },
    {
      id: 'made', header: t('batch:made'), width: 214, sortable: true,
      cell: (row) => (
        <>
          <When at={row.created_at} time /> <span className="q">{row.created_by_name}</span>
        </>
      ),
    },
    { id: 'value', header: t('batch:value'), width: 120, align: 'right', cell: (row) => <MoneyText amount={row.total_revenue} /> },
  ];
}

/** The worst first: a refusal is told before what waits, what waits before what is done. */
function BatchTruth({ row }: { row: VoucherBatchRow }) {
  const { failed, drifted, pending, applied } = row.truth;
  if (failed > 0) return <RouterTruth state="failed" reason={formatNumber(failed)} />;
  if (drifted > 0) return <RouterTruth state="drifted" reason={formatNumber(drifted)} />;
  if (pending > 0) return <RouterTruth state="pending" reason={`${formatNumber(applied)} / ${formatNumber(applied + pending)}`} />;
  return <RouterTruth state="applied" reason={formatNumber(applied)} />;
}
