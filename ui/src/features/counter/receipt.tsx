import { Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone, toastError } from '@/components/dialog';
import { Banner } from '@/components/feedback';
import { useMay } from '@/components/me';
import { RouterTruth } from '@/components/state';
import { Ago, CodeText, MoneyText } from '@/components/text';
import { usePrinter } from '@/components/printer';
import { useOp, type SaleLineView, type SaleView } from '@/ipc';
import { ReceiptButtons } from './receipt-buttons';
import { useReprint } from './use-reprint';

/** The sale that was just made: change, codes, and honestly which of them do not open yet. The cursor stays in the field: the next card may be scanned at once. */
export function Receipt({ sale: made, onNext }: { sale: SaleView; onNext: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const [again, setAgain] = useState(false);
  // What a router had not confirmed when it was sold is asked again whenever one says something.
  const late = made.lines.some((line) => line.truth !== 'applied');
  const now = useOp('sale_get', { sale_id: made.row.sale_id }, { enabled: late && may('sale.view') });
  const sale = now.data ?? made;
  const waiting = sale.lines.filter((line) => line.truth !== 'applied');
  return (
    <section className="Sale" aria-label={t('counter:sold')}>
      <div className="row Sale-head">
        <h1>{t('counter:soldNumber', { number: sale.row.document_number })}</h1>
        <span className="grow" />
        <ReceiptButtons sale={sale.row} />
        {may('voucher.print') && <Btn size="sm" icon={Printer} onClick={() => setAgain(true)}>{t('counter:reprint')}</Btn>}
      </div>
      {sale.change_amount !== null && (
        <div className="Change" role="status" aria-live="polite">
          <span>{t('counter:change')}</span>
          <strong><MoneyText amount={sale.change_amount} /></strong>
        </div>
      )}
      {waiting.length > 0 && (
        <Banner tone="wait" live>
          <b className="m">{t('counter:notYet', { count: waiting.length })}</b> {t('counter:notYetHint')}
        </Banner>
      )}
      <ul className="Lines scroll">
        {sale.lines.map((line) => <SoldLine key={line.voucher_id} line={line} />)}
      </ul>
      <span className="grow" />
      <Btn tone="primary" size="lg" hotkey="F2" onClick={onNext}>{t('counter:next')}</Btn>
      {again && <Reprint sale={sale} onClose={() => setAgain(false)} />}
    </section>
  );
}

/** A code of a sale, and whether it opens the router yet. */
export function SoldLine({ line }: { line: SaleLineView }) {
  const { t } = useTranslation();
  return (
    <li>
      <div className="row">
        <b className="grow"><CodeText code={line.code} /></b>
        <span className="q">{line.plan_name}</span>
        <MoneyText amount={line.price} />
      </div>
      <span className="row sm q">
        <RouterTruth state={line.truth} reason={line.router_name ?? undefined} />
        {line.truth !== 'applied' && line.router_link === 'down' && line.router_seen_at && <span>{t('counter:lost')} <Ago at={line.router_seen_at} /></span>}
        {line.is_card && <span>{t('counter:cardOf', { batch: line.batch_code, number: line.number })}</span>}
      </span>
    </li>
  );
}

/** The last sale of this shift once more: the one on screen, or the newest that still stands. */
export function ReprintLast({ shiftId, shown, onClose }: { shiftId: number; shown: SaleView | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const list = useOp('sale_list', { cash_session_id: shiftId, page: { limit: 14 } }, { enabled: shown === undefined });
  const newest = list.data?.rows.find((row) => row.kind === 'sale' && row.taken_back < row.quantity);
  const { error } = list;
  const none = shown === undefined && list.data !== undefined && newest === undefined;
  useEffect(() => {
    if (error) toastError(error, t);
    else if (none) toastDone(t('counter:noSales'));
    else return;
    onClose();
  }, [error, none, onClose, t]);
  if (shown) return <Reprint sale={shown} onClose={onClose} />;
  return newest ? <ReprintSale id={newest.sale_id} onClose={onClose} /> : null;
}

/** The slips of this sale once more. */
export function ReprintSale({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation();
  const sale = useOp('sale_get', { sale_id: id });
  const { error } = sale;
  useEffect(() => {
    if (!error) return;
    toastError(error, t);
    onClose();
  }, [error, onClose, t]);
  return sale.data ? <Reprint sale={sale.data} onClose={onClose} /> : null;
}

/** A slip that was lost or torn: printed again, and logged with why. */
export function Reprint({ sale, onClose }: { sale: Pick<SaleView, 'row' | 'lines'>; onClose: () => void }) {
  const { t } = useTranslation();
  const printer = usePrinter('slip', sale.row.location_id);
  const ids = sale.lines.filter((line) => line.refund_id === null && line.status === 'available').map((line) => line.voucher_id);
  const paper = useReprint(ids, printer, onClose);
  return (
    <ConfirmDialog opened onClose={onClose} title={t('counter:reprintOf', { number: sale.row.document_number })} reasonLabel={t('counter:reprintWhy')} {...paper}>
      {t('counter:reprintHint')}
    </ConfirmDialog>
  );
}
