import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone, toastError } from '@/components/dialog';
import { Banner } from '@/components/feedback';
import { CheckField, SelectField } from '@/components/field';
import { openDrawer } from '@/components/printer';
import { MoneyText } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { sumMoney } from '@/lib/money';
import { useOnce, useOp, type SaleCodes, type SaleView } from '@/ipc';
import { CodesBack } from './codes-back';
import { stillBack } from './sale-state';
import { drawerOf } from './slips';
import { useKeys } from './use-keys';

/** Gives the money of a sale back, whole or for some of its codes, out of a shift that is open now. */
export function RefundDialog({ sale, onClose }: { sale: SaleView; onClose: () => void }) {
  const { t } = useTranslation();
  const { row } = sale;
  const once = useOnce('sale_refund', `counter.sale_refund.${row.sale_id}`, (made) => {
    toastDone(t('books:refunded', { number: made.row.document_number }));
    if (made.row.method === 'cash') openDrawer(drawerOf(made)).catch((error: unknown) => toastError(error, t));
    onClose();
  });
  const sent = once.open;
  const open = useOp('cash_session_list', { open_only: true, mine_only: false, unexplained_only: false, location_id: row.location_id });
  // As they were when this was opened: after an answer that was lost they are gone, and the same is asked again.
  const [lines] = useState(() => sale.lines.filter(stillBack));
  const [left, setLeft] = useState<ReadonlySet<number>>(() => new Set(sent?.voucher_ids ? lines.flatMap((line) => (sent.voucher_ids?.includes(line.voucher_id) ? [] : [line.voucher_id])) : []));
  const [codes, setCodes] = useState<SaleCodes>(sent?.codes ?? 'withdraw');
  const [typed, setTyped] = useState(sent ? String(sent.cash_session_id) : undefined);
  const keyOf = useKeys();
  const shifts = open.data?.rows ?? [];
  // Nobody's money but one's own goes out unless their drawer was chosen.
  const shift = shifts.find((one) => (typed === undefined ? one.is_mine : String(one.cash_session_id) === typed));
  const [missed, setMissed] = useState(false);
  const chosen = lines.filter((line) => !left.has(line.voucher_id));
  const toggle = (id: number) => setLeft((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  const send = (reason: string) => {
    setMissed(shift === undefined);
    if (shift === undefined || chosen.length === 0) return;
    const wish = { sale_id: row.sale_id, voucher_ids: chosen.map((line) => line.voucher_id), cash_session_id: shift.cash_session_id, codes, reason };
    once.send({ ...wish, idempotency_key: keyOf(JSON.stringify(wish)) });
  };
  return (
    <ConfirmDialog opened onClose={onClose} title={t('books:refundTitle', { number: row.document_number })} confirm={t('counter:refund')} reasonLabel={t('counter:why')} busy={once.busy} error={open.error} once={once} onConfirm={send}>
      <div className="col gap3">
        <p>{t(row.method === 'cash' ? 'counter:undoCash' : 'counter:undoOther')} <MoneyText amount={sumMoney(chosen.map((line) => line.price))} /></p>
        {lines.length > 1 && (
          <div role="group" aria-label={t('counter:undoCodes')} className="col gap2">
            {lines.map((line) => <CheckField key={line.voucher_id} label={`${line.code} · ${line.plan_name}`} checked={!left.has(line.voucher_id)} onChange={() => toggle(line.voucher_id)} />)}
          </div>
        )}
        {open.data && shifts.length === 0 && <Banner tone="warn">{t(row.method === 'cash' ? 'books:noOpenShift' : 'books:noOpenShiftOther')}</Banner>}
        {shifts.length > 0 && <SelectField label={t(row.method === 'cash' ? 'books:outOfShift' : 'books:inShift')} error={missed && shift === undefined ? t('common:required') : undefined} placeholder={t('books:chooseShift')} value={shift === undefined ? '' : String(shift.cash_session_id)} onChange={setTyped} options={shifts.map((one) => ({ value: String(one.cash_session_id), label: `${formatNumber(one.number)} · ${one.drawer_name} · ${one.user_name}` }))} />}
        <CodesBack value={codes} onChange={setCodes} />
      </div>
    </ConfirmDialog>
  );
}
