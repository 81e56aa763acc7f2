import { useQueryClient } from '@tanstack/react-query';
import { Save } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone, toastError } from '@/components/dialog';
import { ErrorState } from '@/components/feedback';
import { CheckField, NumberField, SelectField, TextField } from '@/components/field';
import { useMay } from '@/components/me';
import { UnsavedGuard, useSavedMark } from '@/components/unsaved-guard';
import { languages } from '@/i18n';
import { fieldErrors } from '@/i18n/errors';
import { zoneChoices } from '@/lib/zones';
import { useWrite, type Settings } from '@/ipc';
import type { SectionId } from './catalogue';
import { LogoField } from './logo-field';
import { SettingsSection } from './section';

export interface SettingsDraft {
  value: Settings;
  changed: (keyof Settings)[];
  patch: (part: Partial<Settings>) => void;
  wrong: Record<string, string>;
  locked: boolean;
  bar: ReactNode;
  submit: (event?: FormEvent) => void;
}

/** What is being changed over what is stored: others may save meanwhile, only what was touched here is written. */
export function useSettingsDraft(stored: Settings): SettingsDraft {
  const { t } = useTranslation();
  const may = useMay();
  const client = useQueryClient();
  const update = useWrite('settings_update');
  const mark = useSavedMark();
  const [draft, setDraft] = useState<Partial<Settings>>({});
  // What was stored when a field was first touched: something else by now is another person's word.
  const [base, setBase] = useState<Partial<Settings>>({});
  const value = { ...stored, ...draft };
  const changed = (Object.keys(draft) as (keyof Settings)[]).filter((key) => value[key] !== stored[key]);
  const theirs = changed.filter((key) => key in base && base[key] !== stored[key]);
  const locked = !may('settings.edit');
  const storedOf = (keys: string[]) => Object.fromEntries(Object.entries(stored).filter(([key]) => keys.includes(key))) as Partial<Settings>;
  const patch = (part: Partial<Settings>) => {
    setBase((before) => ({ ...storedOf(Object.keys(part)), ...before }));
    setDraft((before) => ({ ...before, ...part }));
  };
  const reset = () => {
    setBase({});
    setDraft({});
  };
  const keepMine = () => setBase((before) => ({ ...before, ...storedOf(theirs) }));
  const takeTheirs = () => {
    keepMine();
    setDraft((before) => Object.fromEntries(Object.entries(before).filter(([key]) => !theirs.includes(key as keyof Settings))) as Partial<Settings>);
  };

  const write = (next: Settings, done: () => void) =>
    update.mutate(next, {
      onSuccess: (saved) => {
        client.setQueryData(['settings_get', {}], saved);
        reset();
        done();
      },
    });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (changed.length === 0 || theirs.length > 0 || locked || update.isPending) return;
    const before = Object.fromEntries(changed.map((key) => [key, stored[key]])) as Partial<Settings>;
    write(value, () =>
      toastDone(t('common:saved'), () => {
        const now = client.getQueryData<Settings>(['settings_get', {}]) ?? stored;
        update.mutate({ ...now, ...before }, { onSuccess: (saved) => client.setQueryData(['settings_get', {}], saved), onError: (error) => toastError(error, t) });
      }),
    );
  };
  const bar = (
    <>
      {update.isError && <ErrorState error={update.error} compact />}
      {changed.length > 0 && (
        <div className="SaveBar" role="group" aria-label={t('settings:unsavedBar')}>
          {theirs.length > 0 ? (
            <>
              <span className="grow sm" role="status">
                <b className="m t-warn">{t('common:changedMeanwhile')}</b> {t('settings:storedNow', { values: theirs.map((key) => String(stored[key])).join(', ') })}
              </span>
              <Btn onClick={takeTheirs}>{t('settings:takeTheirs')}</Btn>
              <Btn onClick={keepMine}>{t('settings:keepMine')}</Btn>
            </>
          ) : (
            <>
              <span className="grow sm">{t('settings:changes', { count: changed.length })}</span>
              <Btn tone="ghost" onClick={reset}>
                {t('settings:discard')}
              </Btn>
              <Btn tone="primary" icon={Save} busy={update.isPending} onClick={() => submit()}>
                {t('common:save')}
              </Btn>
            </>
          )}
        </div>
      )}
      <UnsavedGuard dirty={changed.length > 0} saved={mark} />
    </>
  );
  return { value, changed, patch, wrong: fieldErrors(update.error, t), locked, bar, submit };
}

/** The shop's own settings: what is printed, money and time, what routers are given by themselves. */
export function CompanySections({ draft, hits }: { draft: SettingsDraft; hits: Map<SectionId, Set<string>> }) {
  const { t } = useTranslation();
  const { value, patch, wrong, locked } = draft;
  const shows = (section: SectionId, item: string) => hits.get(section)?.has(item) ?? false;
  return (
    <>
      {hits.has('company') && (
        <SettingsSection id="company" locked={locked} onSubmit={draft.submit}>
          {shows('company', 'company_name') && <TextField label={t('settings:companyName')} help={t('settings:companyNameHelp')} maxLength={80} value={value.company_name} error={wrong['company_name']} onChange={(company_name) => patch({ company_name })} />}
          {shows('company', 'company_logo') && <LogoField company={value.company_name} locked={locked} />}
          {shows('company', 'company_address') && <TextField label={t('settings:companyAddress')} help={t('settings:companyAddressHelp')} maxLength={300} value={value.company_address} error={wrong['company_address']} onChange={(company_address) => patch({ company_address })} />}
          {shows('company', 'company_phone') && <TextField label={t('settings:companyPhone')} help={t('settings:companyPhoneHelp')} inputMode="tel" value={value.company_phone} error={wrong['company_phone']} onChange={(company_phone) => patch({ company_phone })} />}
          {shows('company', 'company_email') && <TextField label={t('settings:companyEmail')} help={t('settings:companyEmailHelp')} inputMode="email" value={value.company_email} error={wrong['company_email']} onChange={(company_email) => patch({ company_email })} />}
          {shows('company', 'locale') && <SelectField label={t('settings:paperLanguage')} help={t('settings:paperLanguageHelp')} value={value.locale} options={languages} error={wrong['locale']} onChange={(locale) => patch({ locale: locale === 'en' ? 'en' : 'id' })} />}
        </SettingsSection>
      )}
      {hits.has('money') && (
        <SettingsSection id="money" locked={locked} onSubmit={draft.submit}>
          {shows('money', 'currency_code') && <TextField label={t('settings:currency')} help={t('settings:currencyHelp')} value={value.currency_code === 'IDR' ? t('settings:rupiah') : value.currency_code} disabled onChange={() => undefined} />}
          {shows('money', 'timezone') && <SelectField label={t('settings:timezone')} help={t('settings:timezoneHelp')} value={value.timezone} options={zoneChoices(value.timezone)} error={wrong['timezone']} onChange={(timezone) => patch({ timezone })} />}
        </SettingsSection>
      )}
    </>
  );
}

export function RouterSection({ draft, hits }: { draft: SettingsDraft; hits: Map<SectionId, Set<string>> }) {
  const { t } = useTranslation();
  const { value, patch, wrong, locked } = draft;
  const shown = hits.get('routers');
  if (!shown) return null;
  return (
    <SettingsSection id="routers" locked={locked} onSubmit={draft.submit}>
      {shown.has('auto_sync_mikrotik') && <CheckField label={t('settings:autoSync')} help={t('settings:autoSyncHelp')} checked={value.auto_sync_mikrotik} disabled={locked} onChange={(auto_sync_mikrotik) => patch({ auto_sync_mikrotik })} />}
      {shown.has('voucher_router_retention_days') && (
        <NumberField
          label={t('settings:retention')}
          unit={t('settings:days')}
          help={t('settings:retentionHelp')}
          value={value.voucher_router_retention_days}
          error={value.voucher_router_retention_days > 365 ? t('field:out_of_range', { min: 0, max: 365 }) : wrong['voucher_router_retention_days']}
          onChange={(days) => patch({ voucher_router_retention_days: days ?? 0 })}
        />
      )}
    </SettingsSection>
  );
}

const idleMost = 240;

/** How long a screen may lie open with nobody before it. */
export function SecuritySection({ draft, hits }: { draft: SettingsDraft; hits: Map<SectionId, Set<string>> }) {
  const { t } = useTranslation();
  const { value, patch, wrong, locked } = draft;
  if (!hits.has('security')) return null;
  return (
    <SettingsSection id="security" locked={locked} onSubmit={draft.submit}>
      <NumberField
        label={t('settings:idleLock')}
        unit={t('settings:minutes')}
        help={t('settings:idleLockHelp')}
        value={value.idle_lock_minutes}
        error={value.idle_lock_minutes > idleMost ? t('field:out_of_range', { min: 0, max: idleMost }) : wrong['idle_lock_minutes']}
        onChange={(minutes) => patch({ idle_lock_minutes: minutes ?? 0 })}
      />
    </SettingsSection>
  );
}
