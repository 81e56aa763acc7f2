import { useTranslation } from 'react-i18next';
import { NumberField } from '@/components/field';
import type { SettingsDraft } from './company-form';
import { SettingsSection } from './section';

/** What is kept for a while: the fewest and the most days that the program allows. */
const kept = [
  { key: 'usage_retention_days', text: 'keptUsage', min: 31, max: 3650 },
  { key: 'session_retention_days', text: 'keptSignIns', min: 30, max: 3650 },
  { key: 'notice_retention_days', text: 'keptNotices', min: 7, max: 3650 },
  { key: 'job_retention_days', text: 'keptJobs', min: 7, max: 365 },
  { key: 'export_retention_days', text: 'keptFiles', min: 1, max: 30 },
] as const;

/** How long what is over is kept, and what is kept for ever. */
export function RetentionSection({ draft, shown }: { draft: SettingsDraft; shown: Set<string> | undefined }) {
  const { t } = useTranslation();
  const { value, patch, wrong, locked } = draft;
  if (!shown) return null;
  return (
    <SettingsSection id="retention" locked={locked} onSubmit={draft.submit}>
      {kept.filter(({ key }) => shown.has(key)).map(({ key, text, min, max }) => (
        <NumberField
          key={key}
          label={t(`settings:${text}`)}
          unit={t('settings:days')}
          help={t(`settings:${text}Help`)}
          value={value[key]}
          error={value[key] < min || value[key] > max ? t('field:out_of_range', { min, max }) : wrong[key]}
          onChange={(days) => patch({ [key]: days ?? 0 })}
        />
      ))}
      {shown.has('kept_always') && <p className="Help">{t('settings:keptAlways')}</p>}
    </SettingsSection>
  );
}
