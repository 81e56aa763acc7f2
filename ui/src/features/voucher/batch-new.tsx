import { useDebouncedValue } from '@mantine/hooks';
import { Ticket } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn, BtnLink } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { EmptyState, ErrorState } from '@/components/feedback';
import { useOp, useWrite, type VoucherBatchDraft } from '@/ipc';
import { BatchFields } from './batch-fields';
import { BatchConsequences } from './batch-consequences';
import { SheetPreview } from './sheet-preview';
import { draftOf, keepDraft, problemsOf, readDraft, type BatchForm } from './batch-draft';

/** What exactly am I about to make? Form, the real card, and everything that follows from Enter. */
export function BatchNewScreen({ planId, count, onDone, onCancel }: { planId: number | undefined; count?: number | undefined; onDone: (batchId: number) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const [typed, setForm] = useState<BatchForm>(() => ({ ...readDraft(), ...(planId ? { planId } : {}), ...(count ? { quantity: count } : {}) }));
  const [shown, setShown] = useState(false);
  // The same key twice makes one batch: a double Enter or a retried request cannot double the codes.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const quantity = useRef<HTMLInputElement>(null);
  const plans = useOp('plan_list', { include_inactive: false });
  const presets = useOp('voucher_sheet_presets', {});
  const create = useWrite('voucher_batch_create');

  // A draft may remember a sheet that this version does not have: the first one takes its place.
  const known = presets.data;
  const fallback = typed.preset !== '' && known?.some((one) => one.preset === typed.preset) === false ? known[0]?.preset : undefined;
  // Where there is one plan, there is nothing to choose: the first batch of a new shop.
  const only = typed.planId === null && plans.data?.rows.length === 1 ? plans.data.rows[0]?.plan_id : undefined;
  // What nobody chose here is as the settings say, of the plan's place where it has its own.
  const place = plans.data?.rows.find((one) => one.plan_id === (only ?? typed.planId))?.location_id;
  const printing = useOp('voucher_printing_get', place === undefined ? {} : { location_id: place }, { keep: true });
  const { preset: usual = 'a4-24', has_qr: usualQr = true } = printing.data ?? {};
  const form = useMemo(
    () => ({ ...typed, preset: fallback ?? (typed.preset || usual), qr: typed.qr ?? usualQr, ...(only ? { planId: only } : {}) }),
    [typed, fallback, usual, usualQr, only],
  );
  useEffect(() => {
    if (only) quantity.current?.select();
  }, [only]);
  const patch = (part: Partial<BatchForm>) => setForm((before) => ({ ...before, ...part }));
  useEffect(() => keepDraft(typed), [typed]);
  const draft = useMemo(() => draftOf(form), [form]);
  const [settled] = useDebouncedValue(draft, 250);
  const preview = useOp('voucher_batch_preview', settled ?? emptyDraft, { enabled: settled !== undefined, keep: true });
  const preset = presets.data?.find((one) => one.preset === form.preset) ?? presets.data?.[0];

  const submit = (another: boolean) => {
    setShown(true);
    if (!draft || create.isPending) return;
    create.mutate(
      { draft, idempotency_key: key },
      {
        onSuccess: (made) => {
          setKey(crypto.randomUUID());
          keepDraft({ ...typed, planId: null, notes: '' });
          toastDone(t('batch:created', { code: made.row.batch_code, count: made.row.quantity }));
          if (another) {
            setShown(false);
            patch({ notes: '' });
            quantity.current?.select();
          } else onDone(made.row.batch_id);
        },
        // Told that the form made a batch already: what is asked for after that is another one.
        onError: (error) => {
          if (error.code === 'voucher_batch_key_reused') setKey(crypto.randomUUID());
        },
      },
    );
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit(false);
  };

  if (plans.isError && !plans.data) return <ErrorState error={plans.error} onRetry={() => void plans.refetch()} />;
  if (plans.data?.rows.length === 0) {
    return (
      <EmptyState icon={Ticket} title={t('plan:emptyTitle')} actions={<BtnLink tone="primary" to="/plans/new">{t('plan:create')}</BtnLink>}>
        {t('batch:noPlans')}
      </EmptyState>
    );
  }
  return (
    <form className="ListBody" onSubmit={onSubmit} noValidate>
      <header className="DetailHeader">
        <h1>{t('batch:newTitle')}</h1>
        <span className="q cut">{preview.data?.batch_code}</span>
        <span className="grow" />
        <Btn tone="ghost" hotkey="Escape" hotkeyInFields onClick={onCancel}>
          {t('common:cancel')}
        </Btn>
        <Btn hotkey="Ctrl+Enter" onClick={() => submit(true)} busy={create.isPending}>
          {t('batch:createMore')}
        </Btn>
        <Btn type="submit" tone="primary" hotkey="Enter" busy={create.isPending}>
          {t('batch:create', { count: form.quantity ?? 0 })}
        </Btn>
      </header>
      {create.isError && <ErrorState error={create.error} compact />}
      <div className="Make">
        <BatchFields
          form={form}
          onChange={patch}
          plans={plans.data?.rows ?? []}
          presets={presets.data ?? []}
          problems={shown ? problemsOf(form) : {}}
          example={preview.data?.example_code}
          quantityRef={quantity}
        />
        <SheetPreview draft={settled} preset={preset} sheets={preview.data?.sheets} lastCards={preview.data?.last_sheet_cards} />
        <BatchConsequences
          preview={preview.data}
          preset={preset}
          stale={preview.isFetching || draft !== settled}
          error={preview.error}
          onQuantity={(count) => patch({ quantity: count })}
        />
      </div>
    </form>
  );
}

// Stands in while something is missing; it is never sent.
const emptyDraft: VoucherBatchDraft = {
  plan_id: 0, quantity: 1, router_ids: [], code: { mode: 'code', alphabet: 'lower', length: 6, prefix: '' }, sheet: { preset: '', qr: false },
};
