import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { Banner, ErrorState } from '@/components/feedback';
import { NumberField, Seg, SelectField, TextField, type Option } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { MoneyText } from '@/components/text';
import { OnceFields, OnceOutcome } from '@/components/unanswered';
import { formatMoney } from '@/lib/format';
import { useOnce, useOp, useOpAll, type VendorPick, type VendorRow, type VendorTransferKind, type VendorTransferPreview, type VendorTransferRow } from '@/ipc';
import { formulaText, isZero, negated } from './words';

type By = 'batch' | 'plan' | 'codes';

interface Choice {
  by: By;
  batch: string;
  from: number | null;
  to: number | null;
  plan: string;
  quantity: number | null;
  typed: string;
}

const first: Choice = { by: 'batch', batch: '', from: null, to: null, plan: '', quantity: null, typed: '' };

/** What is asked for; nothing while something is missing. */
export function pickOf(choice: Choice): VendorPick | undefined {
  if (choice.by === 'batch') {
    return choice.batch === '' ? undefined : { batch_id: Number(choice.batch), codes: [], ...(choice.from ? { from_number: choice.from } : {}), ...(choice.to ? { to_number: choice.to } : {}) };
  }
  if (choice.by === 'plan') return choice.plan === '' || !choice.quantity ? undefined : { plan_id: Number(choice.plan), quantity: choice.quantity, codes: [] };
  const codes = choice.typed.split(/[\s,;]+/).filter(Boolean);
  return codes.length === 0 ? undefined : { codes };
}

/** The fields of what was sent. */
function choiceOf(pick: VendorPick): Choice {
  const by = pick.batch_id ? 'batch' : pick.plan_id ? 'plan' : 'codes';
  const text = (id?: number | null) => (id ? String(id) : '');
  return {
    by, batch: text(pick.batch_id), from: pick.from_number ?? null, to: pick.to_number ?? null, plan: text(pick.plan_id), quantity: pick.quantity ?? null,
    typed: (pick.codes ?? []).join(' '),
  };
}

/** Hands codes over or takes them back: which, then what it comes to, then it is done. */
export function TransferDialog({ vendor, kind, onClose }: { vendor: VendorRow; kind: VendorTransferKind; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormModal opened onClose={onClose} title={`${t(kind === 'hand_over' ? 'vendor:handOver' : 'vendor:takeBack')} · ${vendor.name}`} size={560}>
      {(done) => <TransferForm vendor={vendor} kind={kind} onDone={done} />}
    </FormModal>
  );
}

function TransferForm({ vendor, kind, onDone }: { vendor: VendorRow; kind: VendorTransferKind; onDone: () => void }) {
  const { t } = useTranslation();
  const done = (made: VendorTransferRow) => {
    toastDone(t(kind === 'hand_over' ? 'vendor:handedToast' : 'vendor:backToast', { number: made.document_number, count: made.quantity }));
    onDone();
  };
  const once = useOnce(kind === 'hand_over' ? 'vendor_hand_over' : 'vendor_return', `vendor.${vendor.vendor_id}.${kind}`, done);
  const [choice, setChoice] = useState(() => (once.open ? choiceOf(once.open.pick) : first));
  const [note, setNote] = useState(once.open?.note ?? '');
  const [key] = useState(() => crypto.randomUUID());
  const pick = useMemo(() => pickOf(choice), [choice]);
  const preview = useOp('vendor_transfer_preview', { vendor_id: vendor.vendor_id, kind, pick: pick ?? { codes: [] } }, { enabled: pick !== undefined && !once.open });
  const shown = pick === undefined ? undefined : preview.data;
  const patch = (part: Partial<Choice>) => setChoice((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pick || !shown || once.open) return;
    once.send({ vendor_id: vendor.vendor_id, pick, expected_quantity: shown.quantity, expected_amount: shown.amount, ...(note.trim() ? { note: note.trim() } : {}), idempotency_key: key });
  };
  return (
    <form className="col gap3" onSubmit={submit}>
      <OnceFields once={once}>
        <Seg
          label={t('vendor:pickBy')}
          value={choice.by}
          onChange={(by) => patch({ by })}
          options={(kind === 'hand_over' ? (['batch', 'plan', 'codes'] as const) : (['batch', 'codes'] as const)).map((by) => ({ value: by, label: t(`vendor:pick.${by}`) }))}
        />
        {choice.by === 'batch' && (kind === 'hand_over' ? <OursByBatch vendor={vendor} choice={choice} onChange={patch} /> : <TheirsByBatch vendor={vendor} choice={choice} onChange={patch} />)}
        {choice.by === 'plan' && <OfPlan vendor={vendor} choice={choice} onChange={patch} />}
        {choice.by === 'codes' && <TextField label={t('vendor:typed')} mono value={choice.typed} help={t('vendor:typedHelp')} onChange={(typed) => patch({ typed })} />}
        <TextField label={t('vendor:note')} value={note} maxLength={300} onChange={setNote} />
      </OnceFields>
      <section aria-live="polite" className="col gap2">
        {once.open ? (
          // What is to be moved would be other codes by now: only what was asked for is told.
          <p className="sm"><b className="m">{t('vendor:codesOf', { count: once.open.expected_quantity })}</b> <MoneyText amount={once.open.expected_amount} /></p>
        ) : pick === undefined ? <p className="sm q">{t('vendor:lookFirst')}</p> : preview.error ? <ErrorState error={preview.error} compact /> : shown ? <Preview shown={shown} kind={kind} /> : <p className="sm q">{t('common:loading')}</p>}
      </section>
      <OnceOutcome once={once} />
      <div className="Dialog-foot">
        <CancelBtn />
        <Btn type="submit" tone="primary" busy={once.busy} disabled={once.isOpen || !shown || Boolean(preview.error) || shown.is_short}>
          {t(kind === 'hand_over' ? 'vendor:handNow' : 'vendor:backNow', { count: once.open?.expected_quantity ?? shown?.quantity ?? 0 })}
        </Btn>
      </div>
    </form>
  );
}

interface Part {
  vendor: VendorRow;
  choice: Choice;
  onChange: (part: Partial<Choice>) => void;
}

/** Batches with codes the shop still has: what was sold, a card or made for one sale, is nobody's to hand over. */
function OursByBatch(part: Part) {
  const { t } = useTranslation();
  const ours = useOpAll('stock_list', { by: 'batch', location_id: part.vendor.location_id, low_only: false, on_hand_only: true });
  const left = ours.rows.map((row) => ({ ...row, here: row.plain + row.card }));
  return <Range {...part} list={ours} options={left.map((row) => ({ value: String(row.key), label: [row.name, row.detail, t('vendor:codesOf', { count: row.here })].filter(Boolean).join(' · ') }))} />;
}

/** Batches in the vendor's hands, to come back. */
function TheirsByBatch(part: Part) {
  const { t } = useTranslation();
  const theirs = useOpAll('vendor_stock_list', { vendor_id: part.vendor.vendor_id, in_hand_only: true });
  return <Range {...part} list={theirs} options={theirs.rows.map((row) => ({ value: String(row.batch_id), label: `${row.batch_code} · ${row.plan_name} · ${t('vendor:codesOf', { count: row.in_hand })}` }))} />;
}

interface List {
  error: unknown;
  isPartial: boolean;
  retry: () => void;
}

/** Of a choice: that some of it is on its way still, or could not be read. */
function Missing({ list }: { list: List }) {
  const { t } = useTranslation();
  if (list.error) return <ErrorState error={list.error} compact onRetry={list.retry} />;
  return list.isPartial ? <p className="sm q" role="status">{t('common:loading')}</p> : null;
}

function Range({ choice, onChange, options, list }: Part & { options: Option[]; list: List }) {
  const { t } = useTranslation();
  return (
    <>
      <Missing list={list} />
      <SelectField data-autofocus label={t('vendor:batch')} value={choice.batch} placeholder={t('vendor:chooseBatch')} onChange={(batch) => onChange({ batch })} options={options} />
      <div className="G2">
        <NumberField label={t('vendor:from')} value={choice.from} help={t('vendor:whole')} onChange={(from) => onChange({ from })} />
        <NumberField label={t('vendor:to')} value={choice.to} onChange={(to) => onChange({ to })} />
      </div>
    </>
  );
}

function OfPlan({ vendor, choice, onChange }: Part) {
  const { t } = useTranslation();
  const plans = useOpAll('plan_list', { location_id: vendor.location_id, include_inactive: false });
  return (
    <>
      <Missing list={plans} />
      <div className="G2">
        <SelectField label={t('vendor:plan')} value={choice.plan} placeholder={t('vendor:choosePlan')} onChange={(plan) => onChange({ plan })} options={plans.rows.map((row) => ({ value: String(row.plan_id), label: row.terms.name }))} />
        <NumberField label={t('vendor:count')} value={choice.quantity} help={t('vendor:oldest')} onChange={(quantity) => onChange({ quantity })} />
      </div>
    </>
  );
}

function Preview({ shown, kind }: { shown: VendorTransferPreview; kind: VendorTransferKind }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="sm">
        <b className="m">{t('vendor:codesOf', { count: shown.quantity })}</b>{' '}
        <span className="q tn">{shown.ranges.map((range) => `${range.batch_code} ${range.from_number}–${range.to_number}`).join(', ')}</span>
      </p>
      <Lines lines={shown.lines} total={shown.amount} />
      {isZero(shown.charged_amount) ? (
        <p className="sm q">{t('vendor:laterOwed')}</p>
      ) : (
        <p className="row sm">
          <span className="grow">{t(kind === 'hand_over' ? 'vendor:fromBalance' : 'vendor:toBalance')}</span>
          <span className="tn">{formatMoney(shown.balance_before)} → <b className="m">{formatMoney(shown.balance_after)}</b></span>
        </p>
      )}
      {shown.is_short && <Banner tone="bad">{t('vendor:short', { amount: formatMoney(negated(shown.balance_after)) })}</Banner>}
    </>
  );
}

/** Lines with what they were reckoned from, and their sum. */
export function Lines({ lines, total }: { lines: VendorTransferPreview['lines']; total: string }) {
  const { t } = useTranslation();
  return (
    <ul className="Rows">
      {lines.map((line) => (
        <li key={`${line.plan_id}-${line.price}-${line.commission}`}>
          <span className="m">{line.plan_name}</span>
          <span className="grow q tn">{formulaText(line, t)}</span>
          <MoneyText amount={line.amount} />
        </li>
      ))}
      <li>
        <span className="m grow">{t('vendor:net')}</span>
        <b><MoneyText amount={total} /></b>
      </li>
    </ul>
  );
}
