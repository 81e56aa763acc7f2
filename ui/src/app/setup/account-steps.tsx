import { ArrowRight, Database } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastError } from '@/components/dialog';
import { Banner, ErrorState } from '@/components/feedback';
import { Choice, PasswordField, SelectField, TextField } from '@/components/field';
import { currentLanguage, languages, setLanguage } from '@/i18n';
import { useDirty } from '@/components/unsaved-guard';
import { fieldErrors } from '@/i18n/errors';
import { passwordMin } from '@/lib/password';
import { zoneChoices } from '@/lib/zones';
import { call, useWrite, type SystemStatus } from '@/ipc';
import { StepFoot, StepHead } from './frame';
import { LogoPick } from './logo-pick';
import type { SetupDraft } from './progress';

export interface OwnerForm extends SetupDraft {
  /** The logo's file, kept here until there is an account to set it by. */
  logo: string;
  password: string;
  repeat: string;
}

/** `focused`: on a step without a field the key it shows works only when it has the focus. */
function Next({ busy, focused = false, children }: { busy?: boolean; focused?: boolean; children?: string }) {
  const { t } = useTranslation();
  return (
    <Btn type="submit" tone="primary" icon={ArrowRight} hotkey="Enter" busy={busy} autoFocus={focused}>
      {children ?? t('common:next')}
    </Btn>
  );
}

/** Without `status` there is no program yet: the next step asks where its data are to be. */
export function LanguageStep({ status, onNext }: { status?: SystemStatus; onNext: () => void }) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onNext();
  };
  return (
    <form onSubmit={submit}>
      <StepHead title={t('setup:languageTitle')} hint={t('setup:languageHint')} />
      <div className="Wiz-main">
        <div className="Wiz-narrow">
          <Choice label={t('common:language')} columns={2} value={currentLanguage()} onChange={(value) => void setLanguage(value)} options={languages.map((one) => ({ value: one.value, title: one.label }))} />
          {status && (
            <div className="spaced-top">
              <Banner icon={Database}>{t(status.database_kind === 'embedded' ? 'setup:databaseHere' : 'setup:databaseOutside', { place: status.database_place })}</Banner>
            </div>
          )}
        </div>
      </div>
      <StepFoot>
        <Next focused />
      </StepFoot>
    </form>
  );
}

export function CompanyStep({ form, onChange, onBack, onNext }: { form: OwnerForm; onChange: (part: Partial<OwnerForm>) => void; onBack: () => void; onNext: () => void }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (form.company.trim()) onNext();
  };
  return (
    <form onSubmit={submit} noValidate>
      <StepHead title={t('setup:companyTitle')} hint={t('setup:companyHint')} />
      <div className="Wiz-main">
        <div className="Wiz-narrow Form">
          <TextField label={t('setup:companyName')} autoFocus value={form.company} maxLength={80} placeholder={t('setup:companyExample')} error={shown && !form.company.trim() ? t('common:required') : undefined} onChange={(company) => onChange({ company })} />
          <LogoPick logo={form.logo} onPick={(logo) => onChange({ logo })} />
          <SelectField label={t('setup:timeZone')} value={form.timeZone} options={zoneChoices(form.timeZone)} onChange={(timeZone) => onChange({ timeZone })} />
          <TextField label={t('setup:companyPhone')} help={t('settings:companyPhoneHelp')} inputMode="tel" placeholder="0812…" value={form.phone} onChange={(phone) => onChange({ phone })} />
          <TextField label={t('setup:currency')} help={t('settings:currencyHelp')} value={t('settings:rupiah')} disabled onChange={() => undefined} />
        </div>
      </div>
      <StepFoot onBack={onBack}>
        <Next />
      </StepFoot>
    </form>
  );
}

/** The phone is a setting, and settings need the account. What is refused is asked for again by the first steps on the dashboard. */
async function keepPhone(company_phone: string): Promise<void> {
  try {
    await call('settings_update', { ...(await call('settings_get', {})), company_phone });
  } catch {
    // Left empty: the list of first steps still asks for it.
  }
}

/** As the phone; what is no logo is said, and set in the settings later. */
async function keepLogo(content_base64: string, t: TFunction): Promise<void> {
  try {
    await call('company_logo_set', { content_base64 });
  } catch (error) {
    toastError(error, t);
  }
}

export function OwnerStep({ form, onChange, onBack, onCreated }: { form: OwnerForm; onChange: (part: Partial<OwnerForm>) => void; onBack: () => void; onCreated: (recoveryCode: string) => void }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const create = useWrite('owner_create');
  // A second Enter comes before the first is drawn as on its way. Sent twice, only the refused one would be heard, and
  // the recovery code of the other be lost.
  const sent = useRef(false);
  const server = fieldErrors(create.error, t);
  // All but the password is kept from start to start.
  useDirty(form.password !== '' || form.repeat !== '');
  const required = (empty: boolean, field: string) => (shown && empty ? t('common:required') : server[field]);
  const short = form.password.length < passwordMin;
  const differs = form.password !== form.repeat;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (!form.name.trim() || !form.username.trim() || short || differs || sent.current) return;
    sent.current = true;
    create.mutate(
      { company_name: form.company.trim(), time_zone: form.timeZone, locale: currentLanguage(), name: form.name.trim(), username: form.username.trim(), password: form.password },
      {
        onSuccess: (made) => {
          onCreated(made.recovery_code);
          if (form.phone.trim()) void keepPhone(form.phone.trim());
          if (form.logo) void keepLogo(form.logo, t);
        },
        onSettled: () => (sent.current = false),
      },
    );
  };
  return (
    <form onSubmit={submit} noValidate>
      <StepHead title={t('setup:ownerTitle')} hint={t('setup:ownerHint')} />
      <div className="Wiz-main">
        <div className="Wiz-narrow Form">
          {create.isError && <ErrorState error={create.error} compact />}
          <TextField label={t('setup:ownerName')} autoFocus autoComplete="name" value={form.name} error={required(!form.name.trim(), 'name')} onChange={(name) => onChange({ name })} />
          <TextField label={t('user:username')} mono autoComplete="username" help={t('user:usernameHelp')} value={form.username} error={required(!form.username.trim(), 'username')} onChange={(username) => onChange({ username })} />
          <PasswordField label={t('session:password')} autoComplete="new-password" help={t('setup:passwordHelp')} value={form.password} error={shown && short ? t('field:too_short', { min: passwordMin }) : server['password']} onChange={(password) => onChange({ password })} />
          <PasswordField label={t('setup:repeat')} autoComplete="new-password" value={form.repeat} error={shown && differs ? t('field:mismatch') : undefined} onChange={(repeat) => onChange({ repeat })} />
        </div>
      </div>
      <StepFoot onBack={onBack}>
        <Next busy={create.isPending}>{t('setup:create')}</Next>
      </StepFoot>
    </form>
  );
}
