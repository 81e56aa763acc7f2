import { Plus, X } from 'lucide-react';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { Banner, ErrorState } from '@/components/feedback';
import { MoneyField, NumberField, SelectField, TextField } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { MoneyText } from '@/components/text';
import { OnceFields, OnceOutcome } from '@/components/unanswered';
import { formatDayTime } from '@/lib/format';
import { useOnce, useOp, useOpAll, type Input, type VendorRow, type VendorSettlementPreview, type VendorSettlementRow, type VendorSold } from '@/ipc';
import { cashFirst, useShifts, useVendorDrawer, WayFields, wayInput, wayOf, wayReady } from './money-fields';
import { Lines } from './transfer-dialog';
import { isZero, negated } from './words';

interface Said {
  id: number;
  batch: string;
  from: number | null;
  to: number | null;
}

const soldOf = (said: Said[]): VendorSold[] =>
  said.flatMap(({ batch, from, to }) => (batch !== '' && from && to && to >= from ? [{ batch_id: Number(batch), from_number: from, to_number: to }] : []));

/** Settles: what was used and what is said to be sold, line by line; then what is paid of it. */
export function SettleDialog({ vendor, onClose }: { vendor: VendorRow; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormModal opened onClose={onClose} title={`${t('vendor:settle')} · ${vendor.name}`} size={600}>
      {(done) => <SettleForm vendor={vendor} onDone={done} />}
    </FormModal>
  );
}

function SettleForm({ vendor, onDone }: { vendor: VendorRow; onDone: () => void }) {
  const { t } = useTranslation();
  const openFor = useVendorDrawer();
  const done = (made: VendorSettlementRow, { cash_session_id: drawer }: Input<'vendor_settlement_create'>) => {
    toastDone(t('vendor:settledToast', { number: made.document_number, count: made.quantity }));
    openFor(made, drawer);
    onDone();
  };
  const once = useOnce('vendor_settlement_create', `vendor.${vendor.vendor_id}.vendor_settlement_create`, done);
  const sent = once.open;
  const [said, setSaid] = useState<Said[]>(() => (sent?.sold ?? []).map((one, id) => ({ id: -1 - id, batch: String(one.batch_id), from: one.from_number, to: one.to_number })));
  const [paid, setPaid] = useState<string | undefined>(sent?.paid_amount);
  const [how, setHow] = useState(sent ? wayOf(sent) : cashFirst);
  const [note, setNote] = useState(sent?.note ?? '');
  const [key] = useState(() => crypto.randomUUID());
  const sold = useMemo(() => soldOf(said), [said]);
  const all = useShifts(vendor.location_id);
  const { shifts } = all;
  const preview = useOp('vendor_settlement_preview', { vendor_id: vendor.vendor_id, sold });
  const shown = preview.data;
  // Everything that is owed, until somebody types another sum.
  const amount = paid ?? shown?.owed ?? '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!shown || sent) return;
    const money = wayInput(how, shifts);
    // Where nothing is paid, no drawer is named.
    const way = Number(amount || 0) === 0 ? { method: money.method } : money;
    once.send({
      vendor_id: vendor.vendor_id, sold, expected_quantity: shown.quantity, expected_amount: shown.amount, paid_amount: amount === '' ? '0' : amount, ...way,
      ...(note.trim() ? { note: note.trim() } : {}), idempotency_key: key,
    });
  };
  const ready = shown !== undefined && shown.quantity > 0 && (Number(amount || 0) === 0 || wayReady(how, shifts));
  return (
    <form className="col gap3" onSubmit={submit}>
      <section aria-live="polite" className="col gap2">
        {once.isOpen && sent ? (
          <p className="sm"><b className="m">{t('vendor:codesOf', { count: sent.expected_quantity })}</b> <MoneyText amount={sent.expected_amount} /></p>
        ) : preview.error ? <ErrorState error={preview.error} compact /> : shown ? <Found shown={shown} /> : <p className="sm q">{t('common:loading')}</p>}
      </section>
      <OnceFields once={once}>
        <SoldToo vendor={vendor} said={said} onChange={setSaid} />
        {shown && shown.quantity > 0 && (
          <>
            {/* It comes when the sum is known: then it is the first field, unless somebody is already at another. */}
            <MoneyField autoFocus={said.length === 0} data-autofocus label={t('vendor:payPart')} value={amount} help={t('vendor:restStays')} onChange={setPaid} />
            {Number(amount || 0) > 0 && <WayFields way={how} onChange={setHow} shifts={all} />}
            <TextField label={t('vendor:note')} value={note} maxLength={300} onChange={setNote} />
          </>
        )}
      </OnceFields>
      <OnceOutcome once={once} />
      <div className="Dialog-foot">
        <CancelBtn />
        <Btn type="submit" tone="primary" busy={once.busy} disabled={once.isOpen || !ready}>{t('vendor:settleNow')}</Btn>
      </div>
    </form>
  );
}

function Found({ shown }: { shown: VendorSettlementPreview }) {
  const { t } = useTranslation();
  const since = shown.settled_at ? t('vendor:since', { time: formatDayTime(shown.settled_at) }) : t('vendor:firstTime');
  if (shown.quantity === 0) return <Banner>{t('vendor:nothing')}</Banner>;
  return (
    <>
      <p className="row sm">
        <b className="m grow">{t('vendor:codesOf', { count: shown.quantity })}</b>
        <span className="q">{t('vendor:usedOf', { used: shown.used, sold: shown.quantity - shown.used })} · {since}</span>
      </p>
      <Lines lines={shown.lines} total={shown.amount} />
      <ul className="Rows">
        {!isZero(shown.balance_before) && (
          <li>
            <span className="grow">{t('vendor:earlier')}</span>
            <MoneyText amount={negated(shown.balance_before)} />
          </li>
        )}
        <li>
          <span className="m grow">{t('vendor:owedAll')}</span>
          <b><MoneyText amount={shown.owed} /></b>
        </li>
      </ul>
    </>
  );
}

/** Numbers the vendor says are sold, a line for each run of them. */
function SoldToo({ vendor, said, onChange }: { vendor: VendorRow; said: Said[]; onChange: (said: Said[]) => void }) {
  const { t } = useTranslation();
  const stock = useOpAll('vendor_stock_list', { vendor_id: vendor.vendor_id, in_hand_only: true });
  const [next, setNext] = useState(1);
  const patch = (id: number, part: Partial<Said>) => onChange(said.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const add = () => {
    onChange([...said, { id: next, batch: '', from: null, to: null }]);
    setNext(next + 1);
  };
  if (stock.error) return <ErrorState error={stock.error} compact onRetry={stock.retry} />;
  if (stock.rows.length === 0) return null;
  return (
    <section className="col gap2">
      <h3 className="sm m">{t('vendor:soldToo')}</h3>
      <p className="sm q">{t('vendor:soldHelp')}</p>
      {said.map((one) => (
        <div key={one.id} className="row top">
          <div className="grow">
            <SelectField label={t('vendor:batch')} value={one.batch} placeholder={t('vendor:chooseBatch')} onChange={(batch) => patch(one.id, { batch })} options={stock.rows.map((row) => ({ value: String(row.batch_id), label: `${row.batch_code} · ${row.plan_name} · ${row.from_number}–${row.to_number}` }))} />
          </div>
          <NumberField label={t('vendor:from')} value={one.from} onChange={(from) => patch(one.id, { from })} />
          <NumberField label={t('vendor:to')} value={one.to} onChange={(to) => patch(one.id, { to })} />
          <Btn iconOnly icon={X} onClick={() => onChange(said.filter((other) => other.id !== one.id))}>{t('vendor:removeSold')}</Btn>
        </div>
      ))}
      <div>
        <Btn size="sm" icon={Plus} onClick={add}>{t('vendor:addSold')}</Btn>
      </div>
    </section>
  );
}
