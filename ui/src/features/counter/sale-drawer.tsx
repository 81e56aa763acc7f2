import { Drawer } from '@/components/modal';
import { Link } from '@tanstack/react-router';
import { Banknote, Printer, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Banner, ErrorState, Skeleton } from '@/components/feedback';
import { FactGrid, type Fact } from '@/components/layout';
import { useMay } from '@/components/me';
import { RouterTruth, StatusPill } from '@/components/state';
import { CodeText, MoneyText, When } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { useOp, type SaleLineView, type SaleView } from '@/ipc';
import { ReceiptButtons } from './receipt-buttons';
import { Reprint } from './receipt';
import { RefundDialog } from './refund-dialog';
import { saleState, stillBack } from './sale-state';
import { UndoDialog } from './side';

type Act = 'again' | 'undo' | 'refund';

/** One document, whole: its codes, its money, where it belongs, its paper once more, and what may still be done. */
export function SaleDrawer({ id, onClose, onSale }: { id: number | undefined; onClose: () => void; onSale: (id: number) => void }) {
  const { t } = useTranslation();
  const sale = useOp('sale_get', { sale_id: id ?? 0 }, { enabled: id !== undefined });
  const [act, setAct] = useState<Act>();
  const row = sale.data?.row;
  const title = row === undefined ? t('books:document') : `${t(`counter:kinds.${row.kind}`)} ${row.document_number}`;
  return (
    <Drawer opened={id !== undefined} onClose={onClose} closeOnEscape={act === undefined} size={560} title={title} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {sale.data ? <Sale key={sale.data.row.sale_id} sale={sale.data} onAct={setAct} onSale={onSale} /> : sale.isError ? <ErrorState error={sale.error} compact onRetry={() => void sale.refetch()} /> : <Skeleton lines={8} />}
      {sale.data && act === 'again' && <Reprint sale={sale.data} onClose={() => setAct(undefined)} />}
      {sale.data && act === 'undo' && <UndoDialog row={sale.data.row} onClose={() => setAct(undefined)} />}
      {sale.data && act === 'refund' && <RefundDialog sale={sale.data} onClose={() => setAct(undefined)} />}
    </Drawer>
  );
}

function Sale({ sale, onAct, onSale }: { sale: SaleView; onAct: (act: Act) => void; onSale: (id: number) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const { row } = sale;
  const shift = useOp('cash_session_get', { cash_session_id: row.cash_session_id }, { enabled: row.kind === 'sale' && may('cash.view') });
  const unused = row.kind === 'sale' && sale.lines.some(stillBack);
  const shiftWords = `${formatNumber(row.session_number)} · ${row.drawer_name}`;
  const refundOf = row.refund_of_id;
  const facts: Fact[] = [
    { label: t('common:status'), value: <StatusPill kind="sale" state={saleState(row)} detail={row.taken_back > 0 && row.taken_back < row.quantity ? t('books:takenOf', { back: formatNumber(row.taken_back), all: formatNumber(row.quantity) }) : undefined} /> },
    { label: t('printing:at'), value: <When at={row.at} time /> },
    { label: t('counter:person'), value: may('audit.view') ? <Link className="Link" to="/audit" search={{ view: 'deeds', person: row.user_id }}>{row.user_name}</Link> : row.user_name },
    { label: t('counter:shift'), value: may('cash.view') ? <Link className="Link" to="/cash" search={{ open: row.cash_session_id }}>{shiftWords}</Link> : shiftWords },
    { label: t('counter:method'), value: [t(`counter:methods.${row.method}`), sale.reference].filter(Boolean).join(' · ') },
    { label: t('counter:total'), value: <MoneyText amount={row.total_amount} /> },
    ...(row.tendered_amount === null ? [] : [{ label: t('counter:given'), value: <MoneyText amount={row.tendered_amount} /> }]),
    ...(row.change_amount === null ? [] : [{ label: t('counter:change'), value: <MoneyText amount={row.change_amount} /> }]),
    ...(refundOf === null ? [] : [{ label: t('books:takesBack'), value: <button type="button" className="Link" onClick={() => onSale(refundOf)}>{row.refund_of_number}</button> }]),
    ...(sale.reason === null ? [] : [{ label: t('counter:why'), value: sale.reason }]),
  ];
  return (
    <div className="col gap4">
      <FactGrid columns={2} facts={facts} />
      <div className="row wrap">
        <ReceiptButtons sale={row} />
        {unused && may('voucher.print') && <Btn size="sm" icon={Printer} onClick={() => onAct('again')}>{t('counter:reprint')}</Btn>}
        {row.kind === 'sale' && row.taken_back === 0 && shift.data?.closed_at === null && may('sale.void') && <Btn size="sm" icon={Undo2} onClick={() => onAct('undo')}>{t('counter:undoNow')}</Btn>}
        {unused && may('sale.refund') && <Btn size="sm" icon={Banknote} onClick={() => onAct('refund')}>{t('counter:refund')}</Btn>}
      </div>
      <section>
        <h3 className="h2">{t('counter:codes', { count: row.quantity })}</h3>
        <ul className="Lines">
          {sale.lines.map((line) => <Line key={line.voucher_id} line={line} isSale={row.kind === 'sale'} onSale={onSale} />)}
        </ul>
      </section>
      {row.pending > 0 && <Banner tone="wait"><b className="m">{t('counter:notYet', { count: row.pending })}</b> {t('counter:notYetHint')}</Banner>}
    </div>
  );
}

function Line({ line, isSale, onSale }: { line: SaleLineView; isSale: boolean; onSale: (id: number) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const back = line.refund_id;
  return (
    <li>
      <div className="row">
        <b className="grow">{may('voucher.view') ? <Link className="Link" to="/vouchers" search={{ search: line.code, open: line.voucher_id }}><CodeText code={line.code} /></Link> : <CodeText code={line.code} />}</b>
        <span className="q">{line.plan_name}</span>
        <MoneyText amount={line.price} />
      </div>
      <span className="row sm q">
        <StatusPill kind="voucher" state={line.status} />
        <RouterTruth state={line.truth} reason={line.router_name ?? undefined} />
        {may('voucher.view') ? <Link className="Link" to="/batches/$id" params={{ id: String(line.batch_id) }}>{t('books:ofBatch', { batch: line.batch_code, number: line.number })}</Link> : t('books:ofBatch', { batch: line.batch_code, number: line.number })}
        {isSale && back !== null && <button type="button" className="Link" onClick={() => onSale(back)}>{t('counter:takenBack')}</button>}
      </span>
    </li>
  );
}
