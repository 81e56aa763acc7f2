import { ArrowLeft, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone, toastError } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { Icon } from '@/components/icon';
import { useMay } from '@/components/me';
import { openDrawer } from '@/components/printer';
import { stateLook } from '@/components/state';
import { MoneyText } from '@/components/text';
import { formatTime, formatNumber } from '@/lib/format';
import { useOnce, useOp, type CashSessionView, type SaleCodes, type SaleRow } from '@/ipc';
import { CodesBack } from './codes-back';
import { SaleDialog } from './sale-dialog';
import { drawerOf } from './slips';
import { useKeys } from './use-keys';

/** The shift and what was sold of late; from a colleague's drawer there is a way back to the choice. */
export function Side({ shift, onLeave }: { shift: CashSessionView; onLeave?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const may = useMay();
  const now = useOp('cash_session_get', { cash_session_id: shift.cash_session_id }, { keep: true }).data ?? shift;
  const sales = useOp('sale_list', { cash_session_id: shift.cash_session_id, page: { limit: 14 } }, { keep: true });
  const [undo, setUndo] = useState<SaleRow | undefined>();
  const [shown, setShown] = useState<SaleRow | undefined>();
  return (
    <aside className="Side">
      <section aria-label={t('counter:shift')}>
        <div className="row">
          <h2>{t('counter:shiftOf', { user: now.user_name })}</h2>
          <span className="grow" />
          <span className="StatusPill good">{t('counter:openSince', { time: formatTime(now.opened_at) })}</span>
        </div>
        <table className="Sums">
          <tbody>
            <tr><th scope="row">{t('counter:drawer')}</th><td className="num">{now.drawer_name}</td></tr>
            <tr><th scope="row">{t('counter:float')}</th><td className="num"><MoneyText amount={now.float_amount} /></td></tr>
            <tr><th scope="row">{t('counter:salesSoFar')}</th><td className="num">{formatNumber(now.sale_count)}</td></tr>
            {now.expected_amount !== null && <tr className="t"><th scope="row">{t('counter:expected')}</th><td className="num"><MoneyText amount={now.expected_amount} /></td></tr>}
          </tbody>
        </table>
        {onLeave && <Btn size="sm" tone="ghost" icon={ArrowLeft} onClick={onLeave}>{t('counter:otherDrawer')}</Btn>}
      </section>
      <section className="fill" aria-label={t('counter:lastSales')}>
        <h2>{t('counter:lastSales')}</h2>
        {sales.error && !sales.data ? <ErrorState error={sales.error} onRetry={() => void sales.refetch()} compact /> : !sales.data ? <Skeleton lines={4} /> : sales.data.rows.length === 0 ? <p className="q sm">{t('counter:noSales')}</p> : (
          <ul className="Last">
            {sales.data.rows.map((row) => <LastSale key={row.sale_id} row={row} onOpen={() => setShown(row)} onUndo={may('sale.void') && row.kind === 'sale' && row.taken_back === 0 ? () => setUndo(row) : undefined} />)}
          </ul>
        )}
      </section>
      {shown && <SaleDialog row={shown} onClose={() => setShown(undefined)} />}
      {undo && <UndoDialog row={undo} onClose={() => setUndo(undefined)} />}
    </aside>
  );
}

function LastSale({ row, onOpen, onUndo }: { row: SaleRow; onOpen: () => void; onUndo?: () => void }) {
  const { t } = useTranslation();
  const look = stateLook('truth', row.pending > 0 ? 'pending' : 'applied');
  const what = row.items.map((item) => (item.quantity === 1 ? item.plan_name : `${item.plan_name} × ${formatNumber(item.quantity)}`)).join(', ');
  const word = row.kind === 'sale' ? (row.taken_back > 0 ? t('counter:takenBack') : row.pending > 0 ? t('states:truth.pending') : '') : t(`counter:kinds.${row.kind}`);
  return (
    <li>
      <time className="tn q" dateTime={row.at} title={row.document_number}>{formatTime(row.at)}</time>
      <Icon as={row.kind === 'sale' ? look.icon : Undo2} size={14} className={row.kind === 'sale' ? `t-${look.meaning}` : 'q'} />
      <button type="button" className="Plain cut grow" aria-label={t('counter:openSale', { number: row.document_number, what: word ? `${what} ${word}` : what })} onClick={onOpen}>{what} {word && <span className="q sm">{word}</span>}</button>
      <MoneyText amount={row.total_amount} />
      {onUndo ? <Btn tone="ghost" size="sm" iconOnly icon={Undo2} onClick={onUndo}>{t('counter:undo', { number: row.document_number })}</Btn> : <span className="gap" />}
    </li>
  );
}

/** Undoes a sale of this shift: the money goes back, and the codes are stock or gone. */
export function UndoDialog({ row, onClose }: { row: SaleRow; onClose: () => void }) {
  const { t } = useTranslation();
  const once = useOnce('sale_void', `counter.sale_void.${row.sale_id}`, (made) => {
    toastDone(t('counter:undone', { number: made.row.document_number }));
    if (made.row.method === 'cash') openDrawer(drawerOf(made)).catch((error: unknown) => toastError(error, t));
    onClose();
  });
  const [codes, setCodes] = useState<SaleCodes>(once.open?.codes ?? 'withdraw');
  const keyOf = useKeys();
  return (
    <ConfirmDialog
      opened onClose={onClose} tone="danger" title={t('counter:undo', { number: row.document_number })} confirm={t('counter:undoNow')} reasonLabel={t('counter:why')}
      busy={once.busy} error={undefined} once={once} onConfirm={(reason) => once.send({ sale_id: row.sale_id, codes, reason, idempotency_key: keyOf(codes, reason) })}
    >
      <div className="col gap3">
        <p>{t(row.method === 'cash' ? 'counter:undoCash' : 'counter:undoOther')} <MoneyText amount={row.total_amount} /></p>
        <CodesBack value={codes} onChange={setCodes} />
      </div>
    </ConfirmDialog>
  );
}
