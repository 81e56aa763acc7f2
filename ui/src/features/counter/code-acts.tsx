import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone, toastError } from '@/components/dialog';
import { ErrorState } from '@/components/feedback';
import { NumberField, Seg, SelectField, TextField } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { openDrawer, usePrinter } from '@/components/printer';
import { fieldErrors } from '@/i18n/errors';
import { call, IpcError, useOnce, useWrite, type SaleCodes, type SaleView, type VoucherView } from '@/ipc';
import { CodesBack } from './codes-back';
import { drawerOf } from './slips';
import { useKeys } from './use-keys';
import { useReprint } from './use-reprint';

export type CodeActKind = 'extend' | 'unlock' | 'kick' | 'reprint' | 'refund' | 'void';

type Gift = 'usage_s' | 'data_bytes' | 'validity_s';

/** What one of a unit is, in seconds or bytes. */
const units = { minutes: 60, hours: 3_600, days: 86_400, mb: 1_000_000, gb: 1_000_000_000 } as const;
const unitsOf: Record<Gift, (keyof typeof units)[]> = { usage_s: ['hours', 'minutes', 'days'], data_bytes: ['gb', 'mb'], validity_s: ['days', 'hours'] };

/** Gives more than was sold: only of what is limited, and never without a reason. */
export function ExtendDialog({ voucher, onClose }: { voucher: VoucherView; onClose: () => void }) {
  const { t } = useTranslation();
  const write = useWrite('voucher_extend');
  const kinds = giftsOf(voucher);
  const [kind, setKind] = useState<Gift>(kinds[0] ?? 'usage_s');
  const [unit, setUnit] = useState<keyof typeof units>(unitsOf[kind][0] ?? 'hours');
  const [amount, setAmount] = useState<number | null>(1);
  const [reason, setReason] = useState('');
  // Of the code as it was when this was opened: where the answer is lost, the deed itself makes a newer version.
  const [version] = useState(voucher.version);
  const choose = (next: Gift) => {
    setKind(next);
    setUnit(unitsOf[next][0] ?? 'hours');
  };
  const wrong = fieldErrors(write.error, t);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!amount || reason.trim().length < 3 || write.isPending) return;
    // The version it was read with: a second Enter, or another desk, gives nothing twice.
    write.mutate({ voucher_id: voucher.row.voucher_id, version, [kind]: amount * units[unit], reason: reason.trim() }, {
      onSuccess: () => {
        toastDone(t('counter:extended', { code: voucher.row.code }));
        onClose();
      },
    });
  };
  return (
    <FormModal opened onClose={onClose} title={t('counter:extendTitle', { code: voucher.row.code })} size={420}>
      {kinds.length === 0 ? <p className="q2">{t('counter:extendNothing')}</p> : (
        <form className="col gap3" onSubmit={submit}>
          <p className="q2">{t('counter:extendHint')}</p>
          <Seg label={t('counter:extendWhat')} value={kind} onChange={choose} options={kinds.map((one) => ({ value: one, label: t(`counter:gifts.${one}`) }))} />
          <div className="row top-fields">
            <div className="grow"><NumberField label={t('counter:amount')} data-autofocus value={amount} error={wrong[kind]} onChange={setAmount} /></div>
            <SelectField label={t('counter:unit')} value={unit} onChange={(next) => setUnit(next as keyof typeof units)} options={unitsOf[kind].map((one) => ({ value: one, label: t(`counter:units.${one}`) }))} />
          </div>
          <TextField label={t('counter:why')} value={reason} error={wrong['reason']} onChange={setReason} maxLength={300} />
          {write.error && write.error.code !== 'input_invalid' && <ErrorState error={write.error} compact />}
          <div className="Dialog-foot">
            <CancelBtn />
            <Btn type="submit" tone="primary" busy={write.isPending} disabled={!amount || reason.trim().length < 3}>{t('counter:extendNow')}</Btn>
          </div>
        </form>
      )}
    </FormModal>
  );
}

function giftsOf(voucher: VoucherView): Gift[] {
  const gifts: [Gift, boolean][] = [
    ['usage_s', voucher.usage_limit_s !== null],
    ['data_bytes', voucher.data_limit_bytes !== null],
    ['validity_s', voucher.row.expires_at !== null || (voucher.validity_s !== null && voucher.row.first_login_at === null)],
  ];
  return gifts.filter(([, limited]) => limited).map(([gift]) => gift);
}

/** Its slip once more. */
export function ReprintCode({ voucher, onClose }: { voucher: VoucherView; onClose: () => void }) {
  const { t } = useTranslation();
  const { row } = voucher;
  const paper = useReprint([row.voucher_id], usePrinter('slip', row.location_id), onClose);
  return (
    <ConfirmDialog opened onClose={onClose} title={t('counter:actTitles.reprint', { code: row.code })} reasonLabel={t('counter:why')} {...paper}>
      {t('counter:actHints.reprint')}
    </ConfirmDialog>
  );
}

/** The other deeds: each says what it does to the code, and asks why where the answer is kept. */
export function CodeAct({ kind, voucher, shiftId, onClose }: { kind: Exclude<CodeActKind, 'extend' | 'reprint'>; voucher: VoucherView; shiftId: number; onClose: () => void }) {
  const { t } = useTranslation();
  const id = voucher.row.voucher_id;
  const unlock = useWrite('voucher_unlock');
  const kick = useWrite('voucher_kick');
  const withdraw = useWrite('voucher_void');
  const keyOf = useKeys();
  const [lookup, setLookup] = useState<IpcError>();
  // Found once: after a refund whose answer was lost, the sale is not among those that stand any more.
  const [saleId, setSaleId] = useState<number>();
  const done = { onSuccess: () => { toastDone(t(`counter:actDone.${kind}`, { code: voucher.row.code })); onClose(); } };
  const refund = useOnce('sale_refund', `counter.sale_refund.code.${id}`, (made: SaleView) => {
    done.onSuccess();
    if (made.row.method === 'cash') openDrawer(drawerOf(made)).catch((error: unknown) => toastError(error, t));
  });
  const [codes, setCodes] = useState<SaleCodes>(refund.open?.codes ?? 'withdraw');
  const run = async (reason: string) => {
    if (kind === 'unlock') unlock.mutate({ voucher_id: id, reason }, done);
    else if (kind === 'kick') kick.mutate({ voucher_id: id }, done);
    else if (kind === 'void') withdraw.mutate({ voucher_ids: [id], reason }, done);
    else {
      try {
        const sale = saleId ?? (await call('sale_list', { voucher_id: id })).rows.find((row) => row.kind === 'sale' && row.taken_back < row.quantity)?.sale_id;
        setSaleId(sale);
        setLookup(undefined);
        if (sale !== undefined) refund.send({ sale_id: sale, voucher_ids: [id], cash_session_id: shiftId, codes, reason, idempotency_key: keyOf(codes, reason) });
        else setLookup(new IpcError({ code: 'sale_not_found' }));
      } catch (error) {
        setLookup(error as IpcError);
      }
    }
  };
  const writes = { unlock, kick, void: withdraw };
  const write = kind === 'refund' ? undefined : writes[kind];
  return (
    <ConfirmDialog
      opened onClose={onClose} tone={kind === 'void' || kind === 'kick' ? 'danger' : 'primary'} title={t(`counter:actTitles.${kind}`, { code: voucher.row.code })}
      confirm={t(`counter:actVerbs.${kind}`)} reasonLabel={kind === 'kick' ? undefined : t('counter:why')} busy={write?.isPending ?? refund.busy} error={lookup ?? write?.error} once={kind === 'refund' ? refund : undefined} onConfirm={(reason) => void run(reason)}
    >
      <div className="col gap3">
        <p>{t(`counter:actHints.${kind}`)}</p>
        {kind === 'refund' && <CodesBack value={codes} onChange={setCodes} />}
      </div>
    </ConfirmDialog>
  );
}
