import type { PlanTerms } from '@/ipc';

/** What the form holds: times in the units people speak, speeds in Mbit/s, money as decimal text. */
export interface PlanForm {
  name: string;
  shortcutKey: string;
  usageHours: number | null;
  validityDays: number | null;
  dataGigabytes: number | null;
  sharedUsers: number | null;
  lockMac: boolean;
  uploadMbit: number | null;
  downloadMbit: number | null;
  priceSell: string;
  priceCost: string;
  profileName: string;
  lowStock: number | null;
}

export const emptyPlan: PlanForm = {
  name: '', shortcutKey: '', usageHours: null, validityDays: 1, dataGigabytes: null, sharedUsers: 1, lockMac: false, uploadMbit: 5, downloadMbit: 10, priceSell: '', priceCost: '', profileName: '', lowStock: null,
};

const hour = 3600;
const day = 86_400;
const gigabyte = 1_000_000_000;

/** `1 Hari` → `1-HARI`: what a router accepts as a profile's name. */
export function profileOf(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 32);
}

export function formOf(terms: PlanTerms): PlanForm {
  const over = (value: number | null, unit: number) => (value === null ? null : Math.round(value / unit));
  return {
    name: terms.name, shortcutKey: terms.shortcut_key === null ? '' : String(terms.shortcut_key), usageHours: over(terms.usage_limit_s, hour), validityDays: over(terms.validity_s, day),
    dataGigabytes: over(terms.data_limit_bytes, gigabyte), sharedUsers: terms.shared_users, lockMac: terms.lock_mac, uploadMbit: over(terms.upload_kbps, 1000),
    downloadMbit: over(terms.download_kbps, 1000), priceSell: terms.price_sell, priceCost: terms.price_cost, profileName: terms.profile_name, lowStock: terms.low_stock_at,
  };
}

/** Money typed in whole rupiah; what came from the server with its cents goes back as it came. */
const money = (text: string) => (text === '' ? '0' : text);

export function termsOf(form: PlanForm, before?: PlanTerms): PlanTerms {
  // A time that is not a whole number of hours or days stays exactly as it was unless it was changed.
  const keep = (value: number | null, unit: number, old: number | null | undefined) =>
    old !== undefined && old !== null && value !== null && Math.round(old / unit) === value ? old : value === null ? null : value * unit;
  return {
    name: form.name.trim(), shortcut_key: form.shortcutKey === '' ? null : Number(form.shortcutKey), usage_limit_s: keep(form.usageHours, hour, before?.usage_limit_s),
    data_limit_bytes: keep(form.dataGigabytes, gigabyte, before?.data_limit_bytes), validity_s: keep(form.validityDays, day, before?.validity_s), shared_users: form.sharedUsers ?? 1,
    lock_mac: form.lockMac, upload_kbps: keep(form.uploadMbit, 1000, before?.upload_kbps), download_kbps: keep(form.downloadMbit, 1000, before?.download_kbps),
    price_sell: money(form.priceSell), price_cost: money(form.priceCost), profile_name: form.profileName || profileOf(form.name), low_stock_at: form.lowStock,
  };
}

export type PlanProblems = Partial<Record<keyof PlanForm, 'required' | 'below_cost' | 'bad_format'>>;

/** Whole rupiah of decimal text; only to compare two prices, never to compute with them. */
const rupiah = (text: string) => BigInt(text === '' ? '0' : (text.split('.')[0] ?? '0'));

export function planProblems(form: PlanForm): PlanProblems {
  const problems: PlanProblems = {};
  if (!form.name.trim()) problems.name = 'required';
  if (form.priceSell === '') problems.priceSell = 'required';
  else if (rupiah(form.priceSell) < rupiah(form.priceCost)) problems.priceSell = 'below_cost';
  if (form.sharedUsers === null || form.sharedUsers < 1) problems.sharedUsers = 'required';
  if (!/^[1-9]?$/.test(form.shortcutKey)) problems.shortcutKey = 'bad_format';
  if (!/^[A-Za-z0-9_-]*$/.test(form.profileName)) problems.profileName = 'bad_format';
  return problems;
}
