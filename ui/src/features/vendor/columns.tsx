import type { TFunction } from 'i18next';
import type { Column } from '@/components/data-table';
import { instantOf } from '@/components/sorted';
import { MoneyText, When } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { hundredthsOf } from '@/lib/money';
import type { VendorSettlementRow, VendorStockRow, VendorTransferRow } from '@/ipc';
import { Balance, isZero, plus } from './words';

const none = <span className="q">–</span>;
const count = (n: number) => (n === 0 ? <span className="q">0</span> : formatNumber(n));

/** Batches in a vendor's hands, for the shop and for the vendor alike. */
export function stockColumns(t: TFunction): Column<VendorStockRow>[] {
  return [
    { id: 'batch', header: t('vendor:batch'), width: 120, fixed: true, sortBy: (row) => row.batch_code, cell: (row) => <span className="m">{row.batch_code}</span> },
    { id: 'plan', header: t('vendor:plan'), width: 110, sortBy: (row) => row.plan_name, cell: (row) => row.plan_name },
    { id: 'in_hand', header: t('vendor:inHand'), width: 80, align: 'right', sortBy: (row) => row.in_hand, cell: (row) => <b className="m">{count(row.in_hand)}</b> },
    { id: 'numbers', header: t('vendor:numbers'), width: 90, sortBy: (row) => row.from_number, cell: (row) => (row.from_number === null ? none : <span className="tn">{`${row.from_number}–${row.to_number}`}</span>) },
    { id: 'active', header: t('vendor:active'), width: 70, align: 'right', sortBy: (row) => row.active, cell: (row) => count(row.active) },
    { id: 'ended', header: t('vendor:ended'), width: 70, align: 'right', sortBy: (row) => row.ended, cell: (row) => count(row.ended) },
    { id: 'to_settle', header: t('vendor:toSettle'), width: 100, align: 'right', sortBy: (row) => row.to_settle, cell: (row) => count(row.to_settle) },
    { id: 'paid', header: t('vendor:paidFor'), width: 70, align: 'right', sortBy: (row) => row.paid, cell: (row) => count(row.paid) },
    { id: 'returned', header: t('vendor:returned'), width: 70, align: 'right', sortBy: (row) => row.returned, cell: (row) => count(row.returned) },
    { id: 'value', header: t('vendor:value'), width: 120, align: 'right', sortBy: (row) => hundredthsOf(row.value), cell: (row) => <MoneyText amount={row.value} /> },
    { id: 'at', header: t('vendor:handedAt'), width: 130, sortBy: (row) => instantOf(row.handed_at), cell: (row) => <When at={row.handed_at} time quiet /> },
  ];
}

const netOf = (row: Pick<VendorTransferRow, 'gross_amount' | 'commission_amount'>) => plus(row.gross_amount, `-${row.commission_amount}`);
const chargedOf = (row: VendorTransferRow) => (row.kind === 'return' ? row.charged_amount : `-${row.charged_amount}`);

export function transferColumns(t: TFunction): Column<VendorTransferRow>[] {
  const range = (row: VendorTransferRow) => row.ranges.map((one) => `${one.batch_code} ${one.from_number}–${one.to_number}`).join(', ');
  return [
    { id: 'number', header: t('vendor:number'), width: 120, fixed: true, sortBy: (row) => row.document_number, cell: (row) => <span className="m">{row.document_number}</span> },
    { id: 'kind', header: t('vendor:kind'), width: 100, sortBy: (row) => t(`vendor:transfers.${row.kind}`), cell: (row) => t(`vendor:transfers.${row.kind}`) },
    { id: 'at', header: t('vendor:at'), width: 120, sortBy: (row) => instantOf(row.at), cell: (row) => <When at={row.at} time quiet /> },
    { id: 'quantity', header: t('vendor:quantity'), width: 70, align: 'right', sortBy: (row) => row.quantity, cell: (row) => formatNumber(row.quantity) },
    { id: 'codes', header: t('vendor:codes'), width: 200, sortBy: range, cell: (row) => <span title={range(row)}>{range(row)}</span> },
    { id: 'amount', header: t('vendor:amount'), width: 110, align: 'right', sortBy: (row) => hundredthsOf(netOf(row)), cell: (row) => <MoneyText amount={netOf(row)} /> },
    { id: 'charged', header: t('vendor:charged'), width: 110, align: 'right', sortBy: (row) => (isZero(row.charged_amount) ? null : hundredthsOf(chargedOf(row))), cell: (row) => (isZero(row.charged_amount) ? none : <MoneyText amount={chargedOf(row)} />) },
    { id: 'user', header: t('vendor:user'), width: 110, sortBy: (row) => row.user_name, cell: (row) => row.user_name },
    { id: 'note', header: t('vendor:note'), width: 140, sortBy: (row) => row.note, cell: (row) => row.note || none },
  ];
}

const paidOf = (row: VendorSettlementRow) => (row.kind === 'pay_out' ? `-${row.paid_amount}` : row.paid_amount);

export function settlementColumns(t: TFunction): Column<VendorSettlementRow>[] {
  const codes = (row: VendorSettlementRow) => row.lines.map((line) => `${formatNumber(line.quantity)} × ${line.plan_name}`).join(', ');
  const noted = (row: VendorSettlementRow) => [said(row, t), row.reference === row.reverses_number ? '' : row.reference, row.note].filter(Boolean).join(' · ');
  return [
    { id: 'number', header: t('vendor:number'), width: 120, fixed: true, sortBy: (row) => row.document_number, cell: (row) => <span className="m">{row.document_number}</span> },
    { id: 'kind', header: t('vendor:kind'), width: 100, sortBy: (row) => t(`vendor:settlements.${row.kind}`), cell: (row) => t(`vendor:settlements.${row.kind}`) },
    { id: 'at', header: t('vendor:at'), width: 112, sortBy: (row) => instantOf(row.at), cell: (row) => <When at={row.at} time quiet /> },
    { id: 'codes', header: t('vendor:codes'), width: 146, sortBy: codes, cell: (row) => (row.quantity === 0 ? none : <span title={codes(row)}>{codes(row)}</span>) },
    { id: 'amount', header: t('vendor:amount'), width: 104, align: 'right', sortBy: (row) => (row.quantity === 0 ? null : hundredthsOf(netOf(row))), cell: (row) => (row.quantity === 0 ? none : <MoneyText amount={netOf(row)} />) },
    { id: 'paid', header: t('vendor:paid'), width: 104, align: 'right', sortBy: (row) => hundredthsOf(paidOf(row)), cell: (row) => <MoneyText amount={paidOf(row)} /> },
    { id: 'method', header: t('vendor:way'), width: 84, sortBy: (row) => (isZero(row.paid_amount) ? null : t(`vendor:methods.${row.method}`)), cell: (row) => (isZero(row.paid_amount) ? none : t(`vendor:methods.${row.method}`)) },
    { id: 'balance', header: t('vendor:balanceAfter'), width: 112, align: 'right', sortBy: (row) => hundredthsOf(row.balance_after), cell: (row) => <Balance amount={row.balance_after} /> },
    { id: 'user', header: t('vendor:user'), width: 104, sortBy: (row) => row.user_name, cell: (row) => row.user_name },
    { id: 'note', header: t('vendor:note'), width: 102, sortBy: noted, cell: (row) => noted(row) || none },
  ];
}

/** Whether a payment was taken back, or takes one back. */
function said(row: VendorSettlementRow, t: TFunction): string {
  if (row.reversed_by_number) return t('vendor:voidedBy', { number: row.reversed_by_number });
  return row.reverses_number ? t('vendor:voids', { number: row.reverses_number }) : '';
}
