import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { Permission, PermissionRow } from '@/ipc';
import { CheckField, TextField } from './field';

/** A built-in role by its name in the person's language; a role made here by its own. */
export function roleWord(t: TFunction, code: string, name?: string): string {
  return t(`user:roles.${code}` as 'user:roles.admin', { defaultValue: name ?? code });
}

/** What a permission lets somebody do (`can`) and what that means for the shop (`means`); an unknown one shows its name. */
export function permissionWords(t: TFunction, permission: string): { can: string; means: string } {
  return {
    can: t(`access:can.${permission}` as 'access:can.voucher.view', { defaultValue: permission }),
    means: t(`access:means.${permission}` as 'access:means.voucher.view', { defaultValue: '' }),
  };
}

export function areaWord(t: TFunction, area: string): string {
  return t(`access:areas.${area}` as 'access:areas.voucher', { defaultValue: area });
}

const plain = (text: string) => text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');

/** Permissions by their area, in the program's order; only those that hold every typed word. */
export function permissionsByArea(t: TFunction, rows: PermissionRow[], query: string): [string, PermissionRow[]][] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const areas = new Map<string, PermissionRow[]>();
  for (const row of rows) {
    const { can, means } = permissionWords(t, row.permission);
    const text = plain(`${areaWord(t, row.area)} ${row.permission} ${can} ${means}`);
    if (words.every((word) => text.includes(word))) areas.set(row.area, [...(areas.get(row.area) ?? []), row]);
  }
  return [...areas];
}

/** Ticks permissions, each saying what it means. `given` comes from elsewhere and cannot be taken here. */
export function PermissionPicker({ rows, chosen, given, givenBy, locked = false, onChange }: {
  rows: PermissionRow[]; chosen: ReadonlySet<Permission>; given?: ReadonlySet<Permission>; givenBy?: string; locked?: boolean; onChange: (chosen: Set<Permission>) => void;
}) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const areas = permissionsByArea(t, rows, query);
  const set = (changed: Permission[], on: boolean) => {
    const next = new Set(chosen);
    for (const one of changed) {
      if (on) next.add(one);
      else next.delete(one);
    }
    onChange(next);
  };
  return (
    <div className="Picker">
      <TextField label={t('access:find')} type="search" value={query} onChange={setQuery} />
      {areas.length === 0 && <p className="q sm">{t('common:noMatch')}</p>}
      {areas.map(([area, all]) => {
        const free = all.filter((row) => row.is_held && !given?.has(row.permission)).map((row) => row.permission);
        const every = free.length > 0 && free.every((one) => chosen.has(one));
        return (
          <fieldset key={area} disabled={locked}>
            <legend className="row">
              <span className="grow">{areaWord(t, area)}</span>
              {!locked && free.length > 1 && (
                <button type="button" className="Link sm" onClick={() => set(free, !every)}>
                  {every ? t('access:takeAll') : t('access:giveAll')}
                </button>
              )}
            </legend>
            {all.map((row) => {
              const { can, means } = permissionWords(t, row.permission);
              const fromElsewhere = given?.has(row.permission) ?? false;
              const note = fromElsewhere ? givenBy : row.is_held ? undefined : t('access:notYours');
              return (
                <CheckField
                  key={row.permission}
                  label={can}
                  help={[means, note].filter(Boolean).join(' ')}
                  checked={fromElsewhere || chosen.has(row.permission)}
                  disabled={locked || fromElsewhere || !row.is_held}
                  onChange={(on) => set([row.permission], on)}
                />
              );
            })}
          </fieldset>
        );
      })}
    </div>
  );
}
