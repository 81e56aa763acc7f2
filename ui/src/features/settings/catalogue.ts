import type { ParseKeys } from 'i18next';

export type SectionId = 'company' | 'money' | 'locations' | 'printing' | 'printers' | 'routers' | 'retention' | 'security' | 'worker' | 'database' | 'recovery' | 'appearance' | 'desk';

export interface Item {
  id: string;
  /** What is searched besides the section's name. */
  texts: (ParseKeys<'settings'> | `printing:${'add' | 'ruler' | 'drawer' | 'cutter'}` | `desk:${'stay' | 'stayHelp' | 'autostart' | 'autostartHelp' | 'hidden' | 'hiddenHelp'}`)[];
}

export interface Section {
  id: SectionId;
  /** For the person alone, not for the shop. */
  mine?: boolean;
  /** Of the window's computer; a browser has no such thing. */
  desk?: boolean;
  items: Item[];
}

/** Every setting there is, in the order of the page; the search reads this list and nothing else. */
export const sections: Section[] = [
  {
    id: 'company',
    items: [
      { id: 'company_name', texts: ['companyName', 'companyNameHelp'] },
      { id: 'company_logo', texts: ['logo', 'logoHelp'] },
      { id: 'company_address', texts: ['companyAddress', 'companyAddressHelp'] },
      { id: 'company_phone', texts: ['companyPhone', 'companyPhoneHelp'] },
      { id: 'company_email', texts: ['companyEmail', 'companyEmailHelp'] },
      { id: 'locale', texts: ['paperLanguage', 'paperLanguageHelp'] },
    ],
  },
  {
    id: 'money',
    items: [
      { id: 'currency_code', texts: ['currency', 'currencyHelp'] },
      { id: 'timezone', texts: ['timezone', 'timezoneHelp'] },
    ],
  },
  { id: 'locations', items: [{ id: 'locations', texts: ['locationsHint', 'locationPhoneHelp', 'locationZoneHelp'] }] },
  { id: 'printing', items: [{ id: 'printing', texts: ['printPreset', 'printPresetHelp', 'printQr', 'printSlip', 'printPlaceHelp'] }] },
  { id: 'printers', items: [{ id: 'printers', texts: ['printing:add', 'printing:ruler', 'printing:drawer', 'printing:cutter'] }] },
  {
    id: 'routers',
    items: [
      { id: 'auto_sync_mikrotik', texts: ['autoSync', 'autoSyncHelp'] },
      { id: 'voucher_router_retention_days', texts: ['retention', 'retentionHelp'] },
    ],
  },
  {
    id: 'retention',
    items: [
      { id: 'usage_retention_days', texts: ['keptUsage', 'keptUsageHelp'] },
      { id: 'session_retention_days', texts: ['keptSignIns', 'keptSignInsHelp'] },
      { id: 'notice_retention_days', texts: ['keptNotices', 'keptNoticesHelp'] },
      { id: 'job_retention_days', texts: ['keptJobs', 'keptJobsHelp'] },
      { id: 'export_retention_days', texts: ['keptFiles', 'keptFilesHelp'] },
      { id: 'kept_always', texts: ['keptAlways'] },
    ],
  },
  { id: 'security', items: [{ id: 'idle_lock_minutes', texts: ['idleLock', 'idleLockHelp'] }] },
  { id: 'worker', items: [{ id: 'worker', texts: ['workerHint', 'workerAlways', 'workerSet'] }] },
  { id: 'database', items: [{ id: 'database', texts: ['databaseHint', 'databasePlace', 'databaseChange'] }] },
  { id: 'recovery', items: [{ id: 'recovery', texts: ['recoveryNew', 'recoveryHelp'] }] },
  {
    id: 'appearance',
    mine: true,
    items: [
      { id: 'theme', texts: ['schemeHelp'] },
      { id: 'language', texts: ['languageHelp'] },
      { id: 'density', texts: ['density', 'densityHelp'] },
    ],
  },
  {
    id: 'desk',
    mine: true,
    desk: true,
    items: [
      { id: 'stay', texts: ['desk:stay', 'desk:stayHelp'] },
      { id: 'autostart', texts: ['desk:autostart', 'desk:autostartHelp', 'desk:hidden', 'desk:hiddenHelp'] },
    ],
  },
];

const plain = (text: string) => text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');

/** Which settings hold every word that was typed; all of them when nothing was. */
export function found(query: string, shown: Section[], say: (key: Item['texts'][number]) => string): Map<SectionId, Set<string>> {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const hits = new Map<SectionId, Set<string>>();
  for (const section of shown) {
    const title = plain(`${say(`sections.${section.id}`)} ${say(`hints.${section.id}`)}`);
    const items = section.items.filter((item) => {
      const text = `${title} ${plain(`${say(`words.${item.id}` as 'words.theme')} ${item.texts.map(say).join(' ')}`)}`;
      return words.every((word) => text.includes(word));
    });
    if (items.length > 0) hits.set(section.id, new Set(items.map((item) => item.id)));
  }
  return hits;
}
