import { readPreference, writePreference } from '@/lib/preferences';

// What was typed in the first start and is not stored yet: kept on this computer until it is. Each form by itself, so
// that one the storage refuses takes no other with it.

/** The forms of the first start that are kept whole; company and owner have a draft of their own. */
export type KeptForm = 'database' | 'router' | 'plan';

/** Never kept, whoever hands a form over: the whole address of a server holds a password. */
const secret = /password|^url$/i;

const isNumber = (value: unknown) => value === null || typeof value === 'number';

/** A number may be left out; all else is of the kind it was. */
const fits = (value: unknown, like: unknown) => (isNumber(like) ? isNumber(value) : typeof value === typeof like);

/** The form as it was left; what is not kept, or not of its kind, is as in `empty`. */
export function readForm<T extends object>(form: KeptForm, empty: T): T {
  try {
    const kept: unknown = JSON.parse(readPreference(`setup.${form}`) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return empty;
    const like = new Map(Object.entries(empty));
    return { ...empty, ...Object.fromEntries(Object.entries(kept).filter(([field, value]) => like.has(field) && !secret.test(field) && fits(value, like.get(field)))) };
  } catch {
    return empty;
  }
}

/** Keeps a form without its passwords; `undefined`: it is stored, or there is nothing to go on with. */
export function keepForm(form: KeptForm, values: object | undefined): void {
  writePreference(`setup.${form}`, values === undefined ? null : JSON.stringify(Object.fromEntries(Object.entries(values).filter(([field]) => !secret.test(field)))));
}

/** Signs of base64: a little more than the largest file that is taken for a logo. A storage has room for five times that. */
const logoMost = 1_000_000;

export function readLogo(): string {
  return readPreference('setup.logo') ?? '';
}

/** A file that will be refused is not kept, nor is the one before it. */
export function keepLogo(logo: string): void {
  writePreference('setup.logo', null);
  if (logo !== '' && logo.length <= logoMost) writePreference('setup.logo', logo);
}

/** The router that was stored in this first start. */
export function readSavedRouter(): number | undefined {
  const id = Number(readPreference('setup.router-saved') ?? '');
  return Number.isInteger(id) && id > 0 ? id : undefined;
}

/** From now on its step shows the router that is stored. */
export function keepSavedRouter(id: number | undefined): void {
  writePreference('setup.router-saved', id === undefined ? null : String(id));
  keepForm('router', undefined);
}
