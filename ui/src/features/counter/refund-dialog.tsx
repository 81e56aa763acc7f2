import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone } from '@/components/dialog';
import { Banner } from '@/components/feedback';
import { CheckField, Seg, SelectField } from '@/components/field';
import { MoneyText } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { sumMoney } from '@/lib/money';
import { useOp, useWrite, type SaleCodes, type SaleView } from '@/ipc';
import { stillBack } from './sale-state';

/** Gives the money of a sale back, whole or for some of its codes, out of a shift that is open now. */
export function RefundDialog({ sale, onClose }: { sale: SaleView; onClose: () => void }) {
  const { t } = useTranslation();
  const { row } = sale;
  const write = useWrite('sale_refund');
  const open = useOp('cash_session_list', { open_only: true, mine_only: false, unexplained_only: false, location_id: row.location_id });
  // As they were when this was opened: after an answer that was lost they are gone, and the same is asked again.
  const [lines] = useState(() => sale.lines.filter(stillBack));
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [codes, setCodes] = useState<SaleCodes>('withdraw');
  const [typed, setTyped] = useState<string>();
  // A key for each wish: the same one asked again, after an answer that was lost, is done once.
  const [keys] = useState(() => new Map<string, string>());
  const shifts = open.data?.rows ?? [];
  const shift = shifts.find((one) => String(one.cash_session_id) === typed) ?? shifts.find((one) => one.is_mine) ?? shifts[0];
  const chosen = lines.filter((line) => !left.has(line.voucher_id));
  const toggle = (id: number) => setLeft((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  const send = (reason: string) => {
    if (shift === undefined || chosen.length === 0) return;
    const wish = { sale_id: row.sale_id, voucher_ids: chosen.map((line) => line.voucher_id), cash_session_id: shift.cash_session_id, codes, reason };
    const known = JSON.stringify(wish);
    const idempotency_key = keys.get(known) ?? crypto.randomUUID();
    keys.set(known, idempotency_key);
    write.mutate({ ...wish, idempotency_key }, {
      onSuccess: (made) => {
        toastDone(t('books:refunded', { number: made.row.document_number }));
        onClose();
      },
    });
  };
  return (
    <ConfirmDialog opened onClose={onClose} title={t('books:refundTitle', { number: row.document_number })} confirm={t('counter:refund')} reasonLabel={t('counter:why')} busy={write.isPending} error={open.error ?? write.error} onConfirm={send}>
      <div className="col gap3">
        <p>{t(row.method === 'cash' ? 'counter:undoCash' : 'counter:undoOther')} <MoneyText amount={sumMoney(chosen.map((line) => line.price))} /></p>
        {lines.length > 1 && (
          <div role="group" aria-label={t('counter:undoCodes')} className="col gap2">
            {lines.map((line) => <CheckField key={line.voucher_id} label={`${line.code} · ${line.plan_name}`} checked={!left.has(line.voucher_id)} onChange={() => toggle(line.voucher_id)} />)}
          </div>
        )}
        {open.data && shifts.length === 0 && <Banner tone="warn">{t('books:noOpenShift')}</Banner>}
        {shifts.length > 0 && <SelectField label={t('books:outOfShift')} value={shift === undefined ? '' : String(shift.cash_session_id)} onChange={setTyped} options={shifts.map((one) => ({ value: String(one.cash_session_id), label: `${formatNumber(one.number)} · ${one.drawer_name} · ${one.user_name}` }))} />}
        <Seg label={t('counter:undoCodes')} value={codes} onChange={setCodes} options={[{ value: 'withdraw', label: t('counter:withdraw') }, { value: 'restock', label: t('counter:restock') }]} />
        <p className="sm q">{t(codes === 'withdraw' ? 'counter:withdrawHint' : 'counter:restockHint')}</p>
      </div>
    </ConfirmDialog>
  );
}
