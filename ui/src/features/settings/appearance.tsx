import { useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { toastError } from '@/components/dialog';
import { Seg, SelectField } from '@/components/field';
import { useDensity } from '@/components/table-preferences';
import { currentLanguage, languages, setLanguage } from '@/i18n';
import { useWrite } from '@/ipc';

type Scheme = 'light' | 'dark' | 'auto';
const everything = new Set(['theme', 'language', 'density']);

/** A person's own look of the program: at once, and on every computer they sign in to. */
export function AppearanceFields({ shown = everything }: { shown?: Set<string> }) {
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
    <>
      {shown.has('theme') && (
        <div className="Field">
          <span className="Label">{t('common:theme')}</span>
          <Seg<Scheme>
            label={t('common:theme')}
            value={colorScheme}
            onChange={chooseScheme}
            options={[{ value: 'light', label: t('common:light') }, { value: 'dark', label: t('common:dark') }, { value: 'auto', label: t('common:auto') }]}
          />
          <p className="Help">{t('settings:schemeHelp')}</p>
        </div>
      )}
      {shown.has('language') && <SelectField label={t('common:language')} help={t('settings:languageHelp')} value={currentLanguage()} options={languages} onChange={chooseLanguage} />}
      {shown.has('density') && (
        <div className="Field">
          <span className="Label">{t('settings:density')}</span>
          <Seg
            label={t('settings:density')}
            value={density}
            onChange={setDensity}
            options={[{ value: 'compact', label: t('common:compact') }, { value: 'normal', label: t('common:normal') }, { value: 'cosy', label: t('common:cosy') }]}
          />
          <p className="Help">{t('settings:densityHelp')}</p>
        </div>
      )}
    </>
  );
}
