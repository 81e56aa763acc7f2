import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/feedback';
import { CheckField, MoneyField, SelectField, TextField } from '@/components/field';
import { useMe } from '@/components/me';
import { UnsavedGuard, useSavedMark } from '@/components/unsaved-guard';
import { fieldErrors } from '@/i18n/errors';
import { formatMoney } from '@/lib/format';
import { useOpAll, useWrite, type VendorMode, type VendorPricing, type VendorTerms, type VendorView } from '@/ipc';

interface Form {
  name: string;
  contact: string;
  phone: string;
  email: string;
  address: string;
  description: string;
  mode: VendorMode;
  pricing: VendorPricing;
  /** As it is typed, with a comma or a point. */
  percent: string;
  fixed: string;
  prices: Record<number, string>;
}

const empty: Form = { name: '', contact: '', phone: '', email: '', address: '', description: '', mode: 'consignment', pricing: 'commission_percent', percent: '10', fixed: '', prices: {} };

function formOf({ row, email, address, description, prices }: VendorView): Form {
  return {
    name: row.name, contact: row.contact_person ?? '', phone: row.phone ?? '', email: email ?? '', address: address ?? '', description: description ?? '', mode: row.mode, pricing: row.pricing,
    percent: String(row.commission_bp / 100), fixed: Number(row.commission_amount) === 0 ? '' : row.commission_amount,
    prices: Object.fromEntries(prices.map((price) => [price.plan_id, price.price])),
  };
}

/** Hundredths of a percent; a hundred times too much where it is no number, which the program refuses. */
const pointsOf = (percent: string): number => {
  const value = Number(percent.trim().replace(',', '.'));
  return percent.trim() === '' ? 0 : Number.isFinite(value) ? Math.round(value * 100) : 1_000_000;
};

function termsOf(form: Form): VendorTerms {
  return {
    name: form.name, contact_person: form.contact, phone: form.phone, email: form.email, address: form.address, description: form.description, mode: form.mode, pricing: form.pricing,
    commission_bp: form.pricing === 'commission_percent' ? pointsOf(form.percent) : 0,
    commission_amount: form.pricing === 'commission_fixed' && form.fixed !== '' ? form.fixed : '0',
    prices: form.pricing === 'own_price' ? Object.entries(form.prices).filter(([, price]) => price !== '').map(([plan, price]) => ({ plan_id: Number(plan), price })) : [],
  };
}

export interface VendorFormProps {
  stored?: VendorView | undefined;
  onSaved: (vendor: VendorView) => void;
  onTouch?: (() => void) | undefined;
  head?: ReactNode;
  actions: (busy: boolean, changed: boolean) => ReactNode;
}

/** Who a vendor is, how they pay, and what a code costs them. */
export function VendorForm({ stored, onSaved, onTouch, head, actions }: VendorFormProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [form, setForm] = useState<Form>(() => (stored ? formOf(stored) : empty));
  const [active, setActive] = useState(stored?.row.is_active ?? true);
  const [place, setPlace] = useState(String(stored?.row.location_id ?? me.locations[0]?.location_id ?? ''));
  const [first] = useState(form);
  const saved = useSavedMark();
  const create = useWrite('vendor_create');
  const update = useWrite('vendor_update');
  const busy = create.isPending || update.isPending;
  const failure = create.error ?? update.error;
  const wrong = fieldErrors(failure, t);
  const patch = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const dirty = form !== first || active !== (stored?.row.is_active ?? true);

  const finish = (vendor: VendorView) => {
    saved.set();
    onSaved(vendor);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const terms = termsOf(form);
    if (stored) update.mutate({ vendor_id: stored.row.vendor_id, version: stored.row.version, terms, is_active: active }, { onSuccess: finish });
    else create.mutate({ location_id: Number(place), terms }, { onSuccess: finish });
  };

  return (
    <>
      <form className="form ListBody" onSubmit={submit} onChange={onTouch} noValidate>
        {head}
        <div className="FormPage">
          <div className="Form">
            {failure && <ErrorState error={failure} compact />}
            <fieldset>
              <legend>{t('vendor:groupWho')}</legend>
              <div className="G2">
                <TextField label={t('vendor:name')} value={form.name} maxLength={80} autoFocus={!stored} error={wrong['terms.name']} onChange={(name) => patch({ name })} />
                <TextField label={t('vendor:contact')} value={form.contact} maxLength={80} error={wrong['terms.contact_person']} onChange={(contact) => patch({ contact })} />
              </div>
              <div className="G2">
                <TextField label={t('vendor:phone')} value={form.phone} inputMode="tel" error={wrong['terms.phone']} onChange={(phone) => patch({ phone })} />
                <TextField label={t('vendor:email')} value={form.email} inputMode="email" error={wrong['terms.email']} onChange={(email) => patch({ email })} />
              </div>
              <TextField label={t('vendor:address')} value={form.address} maxLength={300} error={wrong['terms.address']} onChange={(address) => patch({ address })} />
              <TextField label={t('vendor:description')} value={form.description} maxLength={500} error={wrong['terms.description']} onChange={(description) => patch({ description })} />
              {!stored && me.locations.length > 1 && (
                <SelectField label={t('vendor:place')} value={place} onChange={setPlace} options={me.locations.map((one) => ({ value: String(one.location_id), label: one.name }))} />
              )}
            </fieldset>
            <fieldset>
              <legend>{t('vendor:groupTerms')}</legend>
              <div className="G2">
                <SelectField label={t('vendor:mode')} value={form.mode} help={t(`vendor:modeHelp.${form.mode}`)} onChange={(mode) => patch({ mode: mode as VendorMode })} options={(['consignment', 'prepaid'] as const).map((mode) => ({ value: mode, label: t(`vendor:modes.${mode}`) }))} />
                <SelectField label={t('vendor:terms')} value={form.pricing} onChange={(pricing) => patch({ pricing: pricing as VendorPricing })} options={(['commission_percent', 'commission_fixed', 'own_price'] as const).map((pricing) => ({ value: pricing, label: t(`vendor:pricings.${pricing}`) }))} />
              </div>
              {form.pricing === 'commission_percent' && <TextField label={t('vendor:percent')} value={form.percent} unit="%" inputMode="decimal" maxLength={6} error={wrong['terms.commission_bp']} onChange={(percent) => patch({ percent })} />}
              {form.pricing === 'commission_fixed' && <MoneyField label={t('vendor:fixed')} value={form.fixed} error={wrong['terms.commission_amount']} onChange={(fixed) => patch({ fixed })} />}
              {form.pricing === 'own_price' && <Prices locationId={Number(place)} values={form.prices} onChange={(prices) => patch({ prices })} />}
              {stored && <p className="sm q">{t('vendor:termsLater')}</p>}
              {stored && <CheckField label={t('vendor:inUse')} checked={active} onChange={setActive} />}
            </fieldset>
          </div>
        </div>
        {actions(busy, dirty)}
      </form>
      <UnsavedGuard dirty={dirty} saved={saved} />
    </>
  );
}

/** A price for each plan of the place; empty is none. */
function Prices({ locationId, values, onChange }: { locationId: number; values: Record<number, string>; onChange: (values: Record<number, string>) => void }) {
  const { t } = useTranslation();
  const plans = useOpAll('plan_list', { location_id: locationId, include_inactive: false });
  if (!plans.isPartial && plans.rows.length === 0) return <p className="sm q">{t('vendor:noPlans')}</p>;
  return (
    <>
      <div className="G2">
        {plans.rows.map((plan) => (
          <MoneyField
            key={plan.plan_id}
            label={t('vendor:priceOf', { plan: plan.terms.name, price: formatMoney(plan.terms.price_sell) })}
            value={values[plan.plan_id] ?? ''}
            onChange={(price) => onChange({ ...values, [plan.plan_id]: price })}
          />
        ))}
      </div>
      <p className="sm q">{t('vendor:pricesHelp')}</p>
    </>
  );
}
