import type { TFunction } from 'i18next';
import type { Column } from '@/components/data-table';
import { RowLink } from '@/components/row-link';
import { batchState, RouterTruth, State } from '@/components/state';
import { CodeText, MoneyText, When } from '@/components/text';
import { formatNumber } from '@/lib/format';
import type { VoucherBatchRow, VoucherDeed, VoucherRow } from '@/ipc';

/** Of a copy it is told where it lies and how it stands there; it has no day. */
const isCopy = (deed: VoucherDeed) => deed === 'copy_pending' || deed === 'copy_trouble';

/** Deeds that are written in a document: it and the person need room beside the day, and the sign of what came back beside the price. */
const inDocument: ReadonlySet<VoucherDeed> = new Set(['handed', 'sold', 'taken_back', 'turnover', 'charged']);

/** Deeds whose day leaves open when the code was first used. */
const beforeLogin: ReadonlySet<VoucherDeed> = new Set(['made', 'printed', 'ended']);

/**
 * `deed`: what a row stands for; of a deed it is told when, by whom and in which document. What the deed says itself,
 * or makes idle, has no column then: all of them hold in the smallest window, and a file has them all.
 */
export function voucherColumns(t: TFunction, deed?: VoucherDeed): Column<VoucherRow>[] {
  const atRouter = deed === undefined || isCopy(deed);
  return [
    { id: 'code', header: t('voucher:code'), width: 100, sortable: true, fixed: true, cell: (row) => <CodeText code={row.code} /> },
    ...(deed === undefined ? [] : [happened(t, deed)]),
    { id: 'plan', header: t('voucher:plan'), width: 84, cell: (row) => row.plan_name },
    {
      id: 'batch', header: t('voucher:batch'), width: 136,
      cell: (row) => (
        <RowLink to={`/batches/${row.batch_id}`} className="q2">
          {row.batch_code} <span className="q">#{row.number}</span>
        </RowLink>
      ),
    },
    { id: 'status', header: t('voucher:status'), width: 122, cell: (row) => <State kind="voucher" state={row.status} /> },
    ...(atRouter ? [{ id: 'router', header: t('voucher:router'), width: deed === undefined ? 162 : 186, cell: (row: VoucherRow) => <RouterTruth state={row.truth} reason={row.truth_reason} seenAt={row.seen_at} /> }] : []),
    ...(deed === undefined ? [{ id: 'printed', header: t('voucher:printed'), width: 74, cell: (row: VoucherRow) => <When at={row.printed_at} quiet /> }] : []),
    ...(deed === undefined || beforeLogin.has(deed) ? [firstLogin(t)] : []),
    ...(deed === 'ended' || deed === 'unsold' ? [] : [{ id: 'expires_at', header: t('voucher:expires'), width: 112, sortable: true, cell: (row: VoucherRow) => <When at={row.expires_at} time /> }]),
    { id: 'price_sell', header: t('voucher:price'), width: deed !== undefined && inDocument.has(deed) ? 108 : 98, align: 'right', cell: (row) => <MoneyText amount={row.is_back ? negative(row.price_sell) : row.price_sell} /> },
  ];
}

const firstLogin = (t: TFunction): Column<VoucherRow> => ({
  id: 'first_login', header: t('voucher:firstLogin'), width: 120,
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
});

/** What came back counts as one less. */
const negative = (amount: string) => (/[1-9]/.test(amount) ? `-${amount}` : amount);

const happenedWidth = (deed: VoucherDeed) => (inDocument.has(deed) ? 340 : deed === 'printed' ? 128 : isCopy(deed) ? 166 : 220);

function happened(t: TFunction, deed: VoucherDeed): Column<VoucherRow> {
  const leads = deed === 'sold' || deed === 'taken_back' || deed === 'turnover';
  return {
    id: 'happened', header: t(`voucher:deeds.${deed}`), width: happenedWidth(deed), // What was made stands batch by batch, and code by code in each.
    sortable: !isCopy(deed) && deed !== 'made',
    cell: (row) => (
      <span className="cut" title={[row.happened_in, row.happened_by].filter(Boolean).join(' · ') || undefined}>
        {!isCopy(deed) && <When at={row.happened_at} time />} {row.is_back && <span className="t-warn">{t('voucher:back')} </span>}
        {row.happened_in && (leads ? <RowLink to={`/sales?search=${encodeURIComponent(row.happened_in)}`} className="q2">{row.happened_in}</RowLink> : <span className="q2">{row.happened_in}</span>)} <span className="q">{row.happened_by}</span>
      </span>
    ),
  };
}

export function batchColumns(t: TFunction): Column<VoucherBatchRow>[] {
  return [
    { id: 'number', header: t('batch:number'), width: 116, fixed: true, cell: (row) => <span className="m">{row.batch_code}</span> },
    { id: 'plan', header: t('batch:plan'), width: 92, cell: (row) => row.plan_name },
    { id: 'status', header: t('voucher:status'), width: 126, cell: (row) => <State kind="batch" state={batchState(row.status, row.truth)} /> },
    { id: 'quantity', header: t('batch:quantity'), width: 72, align: 'right', cell: (row) => formatNumber(row.quantity) },
    { id: 'available', header: t('batch:available'), width: 86, align: 'right', cell: (row) => formatNumber(row.available) },
    { id: 'router', header: t('batch:onRouters'), width: 162, cell: (row) => <BatchTruth row={row} /> },
    { id: 'printed', header: t('batch:printed'), width: 78, cell: (row) => <When at={row.printed_at} /> },
    {
      id: 'made', header: t('batch:made'), width: 208, sortable: true,
      cell: (row) => (
        <>
          <When at={row.created_at} time /> <span className="q">{row.created_by_name}</span>
        </>
      ),
    },
    { id: 'value', header: t('batch:value'), width: 116, align: 'right', cell: (row) => <MoneyText amount={row.total_revenue} /> },
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
