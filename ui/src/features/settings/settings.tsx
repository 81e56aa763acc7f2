import { useMantineColorScheme } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone, toastError } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { CheckField, NumberField, Seg, SelectField, TextField } from '@/components/field';
import { Tabs } from '@/components/filters';
import { PageHead } from '@/components/layout';
import { useMay } from '@/components/me';
import { useDensity } from '@/components/table-preferences';
import { currentLanguage, languages, setLanguage } from '@/i18n';
import { fieldErrors } from '@/i18n/errors';
import { zoneChoices } from '@/lib/zones';
import { useOp, useWrite, type Settings } from '@/ipc';

export type SettingsTab = 'company' | 'routers' | 'appearance';

export function SettingsScreen({ tab, onTab }: { tab: SettingsTab | undefined; onTab: (tab: SettingsTab) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const tabs: SettingsTab[] = may('settings.view') ? ['company', 'routers', 'appearance'] : ['appearance'];
  const shown = tab && tabs.includes(tab) ? tab : (tabs[0] ?? 'appearance');
  return (
    <div className="ListBody">
      <div className="ListHead">
        <PageHead title={t('settings:title')} />
      </div>
      <Tabs label={t('settings:tabs')} tabs={tabs.map((id) => ({ id, label: t(`settings:${id}`) }))} value={shown} onChange={(id) => onTab(id as SettingsTab)} />
      <div className="FormPage">{shown === 'appearance' ? <Appearance /> : <Company part={shown} />}</div>
    </div>
  );
}

function Company({ part }: { part: 'company' | 'routers' }) {
  const settings = useOp('settings_get', {});
  if (settings.isError && !settings.data) return <ErrorState error={settings.error} compact onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <Skeleton lines={6} />;
  return <SettingsForm key={part} part={part} stored={settings.data} />;
}

function SettingsForm({ part, stored }: { part: 'company' | 'routers'; stored: Settings }) {
  const { t } = useTranslation();
  const may = useMay();
  const [form, setForm] = useState(stored);
  const update = useWrite('settings_update');
  const wrong = fieldErrors(update.error, t);
  const locked = !may('settings.edit');
  const patch = (piece: Partial<Settings>) => setForm((before) => ({ ...before, ...piece }));
  const changed = JSON.stringify(form) !== JSON.stringify(stored);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!changed || locked) return;
    const before = stored;
    const undo = () => {
      setForm(before);
      update.mutate(before);
    };
    update.mutate(form, { onSuccess: () => toastDone(t('common:saved'), undo) });
  };
  return (
    <form className="Form" onSubmit={submit} noValidate>
      {update.isError && <ErrorState error={update.error} compact />}
      {part === 'company' ? (
        <fieldset disabled={locked}>
          <legend>{t('settings:company')}</legend>
          <p className="Help">{t('settings:companyHint')}</p>
          <TextField label={t('settings:companyName')} value={form.company_name} error={wrong['company_name']} onChange={(company_name) => patch({ company_name })} />
          <TextField label={t('settings:companyAddress')} value={form.company_address} error={wrong['company_address']} onChange={(company_address) => patch({ company_address })} />
          <div className="G2">
            <TextField label={t('settings:companyPhone')} inputMode="tel" value={form.company_phone} error={wrong['company_phone']} onChange={(company_phone) => patch({ company_phone })} />
            <TextField label={t('settings:companyEmail')} inputMode="email" value={form.company_email} error={wrong['company_email']} onChange={(company_email) => patch({ company_email })} />
          </div>
          <SelectField label={t('settings:timezone')} value={form.timezone} options={zoneChoices(form.timezone)} error={wrong['timezone']} onChange={(timezone) => patch({ timezone })} />
        </fieldset>
      ) : (
        <fieldset disabled={locked}>
          <legend>{t('settings:routers')}</legend>
          <CheckField label={t('settings:autoSync')} help={t('settings:autoSyncHelp')} checked={form.auto_sync_mikrotik} disabled={locked} onChange={(auto_sync_mikrotik) => patch({ auto_sync_mikrotik })} />
          <NumberField
            label={t('settings:retention')}
            unit={t('settings:days')}
            help={t('settings:retentionHelp')}
            value={form.voucher_router_retention_days}
            error={wrong['voucher_router_retention_days']}
            onChange={(days) => patch({ voucher_router_retention_days: days ?? 0 })}
          />
        </fieldset>
      )}
      {!locked && (
        <div className="row">
          <Btn type="submit" tone="primary" busy={update.isPending} disabled={!changed}>
            {t('common:save')}
          </Btn>
        </div>
      )}
    </form>
  );
}

type Scheme = 'light' | 'dark' | 'auto';

function Appearance() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useDensity();
  const save = useWrite('me_preferences_set');
  const failed = { onError: (error: unknown) => toastError(error, t) };
  const chooseScheme = (scheme: Scheme) => {
    setColorScheme(scheme);
    save.mutate({ color_scheme: scheme }, failed);
  };
  const chooseLanguage = (value: string) => {
    const language = value === 'en' ? 'en' : 'id';
    void setLanguage(language);
    save.mutate({ locale: language }, failed);
  };
  return (
    <div className="Form">
      <fieldset>
        <legend>{t('settings:appearance')}</legend>
        <p className="Help">{t('settings:appearanceHint')}</p>
        <div className="Field">
          <span className="Label">{t('common:theme')}</span>
          <Seg<Scheme>
            label={t('common:theme')}
            value={colorScheme}
            onChange={chooseScheme}
            options={[{ value: 'light', label: t('common:light') }, { value: 'dark', label: t('common:dark') }, { value: 'auto', label: t('common:auto') }]}
          />
        </div>
        <SelectField label={t('common:language')} value={currentLanguage()} options={languages} onChange={chooseLanguage} />
        <div className="Field">
          <span className="Label">{t('settings:density')}</span>
          <Seg
            label={t('settings:density')}
            value={density}
            onChange={setDensity}
            options={[{ value: 'compact', label: t('common:compact') }, { value: 'normal', label: t('common:normal') }, { value: 'cosy', label: t('common:cosy') }]}
          />
        </div>
      </fieldset>
    </div>
  );
}
