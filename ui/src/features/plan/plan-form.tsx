import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, ErrorState } from '@/components/feedback';
import { CheckField, MoneyField, NumberField, TextField } from '@/components/field';
import { UnsavedGuard, useSavedMark } from '@/components/unsaved-guard';
import { fieldErrors } from '@/i18n/errors';
import { useOp, useWrite, type PlanView } from '@/ipc';
import { emptyPlan, formOf, planProblems, profileOf, termsOf, type PlanForm } from './plan-terms';
import { PlanSummary } from './plan-summary';

export interface PlanEditorProps {
  locationId: number;
  stored?: PlanView | undefined;
  onSaved: (plan: PlanView) => void;
  /** Buttons of the screen around it; gets whether it is being saved. */
  actions: (busy: boolean) => ReactNode;
  head?: ReactNode;
  /** A new plan as it was left. */
  begin?: PlanForm;
  /** Hears what is typed, to keep it: then leaving loses nothing. The same function at each render. */
  onDraft?: (form: PlanForm) => void;
  /** Something was typed or ticked. */
  onTouch?: (() => void) | undefined;
}

/** A plan: name, limits, speed, price, routers; beside it what the customer buys. */
export function PlanEditor({ locationId, stored, begin = emptyPlan, onDraft, onSaved, actions, head, onTouch }: PlanEditorProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState<PlanForm>(() => (stored ? formOf(stored.terms) : begin));
  const [chosen, setChosen] = useState<number[] | undefined>(() => stored?.routers.map((router) => router.router_id));
  const [active, setActive] = useState(stored?.is_active ?? true);
  const [shown, setShown] = useState(false);
  const [first] = useState({ form, chosen, active });
  const saved = useSavedMark();
  useEffect(() => onDraft?.(form), [onDraft, form]);
  const routers = useOp('router_list', { include_inactive: false });
  const create = useWrite('plan_create');
  const update = useWrite('plan_update');
  const busy = create.isPending || update.isPending;
  const failure = create.error ?? update.error;
  const fromServer = fieldErrors(failure, t);
  const problems = planProblems(form);
  const all = routers.data?.rows ?? [];
  // A new plan goes to every router until somebody says otherwise.
  const routerIds = chosen ?? all.map((router) => router.router_id);
  const patch = (part: Partial<PlanForm>) => setForm((before) => ({ ...before, ...part }));
  const wrong = (field: keyof PlanForm, server: string) => (shown && problems[field] ? t(`field:${problems[field]}`) : fromServer[server]);

  const finish = (plan: PlanView) => {
    saved.set();
    onSaved(plan);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (Object.keys(problems).length > 0 || busy) return;
    const terms = termsOf(form, stored?.terms);
    if (stored) update.mutate({ plan_id: stored.plan_id, version: stored.version, terms, router_ids: routerIds, is_active: active }, { onSuccess: finish });
    else create.mutate({ location_id: locationId, terms, router_ids: routerIds }, { onSuccess: finish });
  };

  return (
    <>
      <form className="form ListBody" onSubmit={submit} onChange={onTouch} noValidate>
        {head}
        <div className="FormPage">
          <div className="Form">
            {failure && <ErrorState error={failure} compact />}
            <fieldset>
              <legend>{t('plan:groupName')}</legend>
              <div className="G2">
                <TextField label={t('plan:name')} value={form.name} placeholder={t('plan:nameExample')} maxLength={60} autoFocus error={wrong('name', 'terms.name')} onChange={(name) => patch({ name })} />
                <TextField label={t('plan:key')} value={form.shortcutKey} maxLength={1} inputMode="numeric" help={t('plan:keyHelp')} error={wrong('shortcutKey', 'terms.shortcut_key')} onChange={(shortcutKey) => patch({ shortcutKey })} />
              </div>
            </fieldset>
            <fieldset>
              <legend>{t('plan:groupPrice')}</legend>
              <div className="G2">
                <MoneyField label={t('plan:sell')} value={form.priceSell} error={wrong('priceSell', 'terms.price_sell')} onChange={(priceSell) => patch({ priceSell })} />
                <MoneyField label={t('plan:cost')} value={form.priceCost} error={fromServer['terms.price_cost']} onChange={(priceCost) => patch({ priceCost })} />
              </div>
            </fieldset>
            <fieldset>
              <legend>{t('plan:groupLimits')}</legend>
              <div className="G2">
                <NumberField label={t('plan:validity')} value={form.validityDays} unit={t('plan:days')} help={t('plan:validityHelp')} error={fromServer['terms.validity_s']} onChange={(validityDays) => patch({ validityDays })} />
                <NumberField label={t('plan:time')} value={form.usageHours} unit={t('plan:hours')} help={t('plan:timeHelp')} error={fromServer['terms.usage_limit_s']} onChange={(usageHours) => patch({ usageHours })} />
              </div>
              <div className="G2">
                <NumberField label={t('plan:data')} value={form.dataGigabytes} unit="GB" error={fromServer['terms.data_limit_bytes']} onChange={(dataGigabytes) => patch({ dataGigabytes })} />
                <NumberField label={t('plan:devices')} value={form.sharedUsers} error={wrong('sharedUsers', 'terms.shared_users')} onChange={(sharedUsers) => patch({ sharedUsers })} />
              </div>
              <CheckField label={t('plan:lockMac')} checked={form.lockMac} onChange={(lockMac) => patch({ lockMac })} />
            </fieldset>
            <fieldset>
              <legend>{t('plan:groupStock')}</legend>
              <NumberField label={t('plan:lowStock')} value={form.lowStock} unit={t('plan:codes')} help={t('plan:lowStockHelp')} error={fromServer['terms.low_stock_at']} onChange={(lowStock) => patch({ lowStock })} />
            </fieldset>
            <fieldset>
              <legend>{t('plan:groupSpeed')}</legend>
              <div className="G2">
                <NumberField label={t('plan:upload')} value={form.uploadMbit} unit="Mbit/s" error={fromServer['terms.upload_kbps']} onChange={(uploadMbit) => patch({ uploadMbit })} />
                <NumberField label={t('plan:download')} value={form.downloadMbit} unit="Mbit/s" error={fromServer['terms.download_kbps']} onChange={(downloadMbit) => patch({ downloadMbit })} />
              </div>
            </fieldset>
            <fieldset>
              <legend>{t('plan:groupRouters')}</legend>
              {routers.data && all.length === 0 && <Banner>{t('plan:noRouters')}</Banner>}
              {all.map((router) => (
                <CheckField
                  key={router.router_id}
                  label={router.name}
                  checked={routerIds.includes(router.router_id)}
                  onChange={(on) => setChosen(on ? [...routerIds, router.router_id] : routerIds.filter((one) => one !== router.router_id))}
                />
              ))}
              <TextField label={t('plan:profile')} mono value={form.profileName} placeholder={profileOf(form.name)} help={t('plan:profileHelp')} maxLength={32} error={wrong('profileName', 'terms.profile_name')} onChange={(profileName) => patch({ profileName })} />
              {stored && <CheckField label={t('plan:sold')} checked={active} onChange={setActive} />}
            </fieldset>
          </div>
          <PlanSummary form={form} stored={stored} routers={all.filter((router) => routerIds.includes(router.router_id)).length} />
        </div>
        {actions(busy)}
      </form>
      <UnsavedGuard dirty={(onDraft === undefined && form !== first.form) || chosen !== first.chosen || active !== first.active} saved={saved} />
    </>
  );
}

