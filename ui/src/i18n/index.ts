import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { formatNumber, setRegion, type Language } from '@/lib/format';
import { readPreference, writePreference } from '@/lib/preferences';
import { en, id } from './locales';

export const languages: { value: Language; label: string }[] = [
  { value: 'id', label: 'Bahasa Indonesia' },
  { value: 'en', label: 'English' },
];

const first: Language = readPreference('language') === 'en' ? 'en' : 'id';

void i18next.use(initReactI18next).init({
  resources: { id, en },
  lng: first,
  fallbackLng: 'id',
  defaultNS: 'common',
  ns: Object.keys(id),
  interpolation: { escapeValue: false },
  returnNull: false,
  // A gap that nobody filled is better than its name in braces.
  missingInterpolationHandler: () => '…',
});
// `{{count, n}}`: numbers inside sentences are written as everywhere else.
i18next.services.formatter?.add('n', (value: unknown) => (typeof value === 'number' ? formatNumber(value) : String(value)));
setRegion({ language: first });
if (typeof document !== 'undefined') document.documentElement.lang = first;

/** Changes words, dates and the document's language at once, and remembers it on this computer. */
export async function setLanguage(language: Language): Promise<void> {
  setRegion({ language });
  writePreference('language', language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'id';
}

export { i18next };
