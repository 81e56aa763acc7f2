import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { CheckField, PasswordField, SelectField, TextField } from '@/components/field';
import { CancelBtn } from '@/components/form-sheet';
import { useMe } from '@/components/me';
import { PermissionPicker, permissionWords, roleWord } from '@/components/permissions';
import { fieldErrors } from '@/i18n/errors';
import { passwordMin } from '@/lib/password';
import { useOp, useWrite, type Permission, type PermissionRow, type RoleRow, type UserRow } from '@/ipc';

export function UserForm({ row, onTouch, onDone }: { row: UserRow | undefined; onTouch?: () => void; onDone: () => void }) {
  const roles = useOp('role_list', {});
  const permissions = useOp('permission_list', {});
  const failed = roles.error ?? permissions.error;
  if (roles.data && permissions.data) return <Filled row={row} roles={roles.data} permissions={permissions.data} onTouch={onTouch} onDone={onDone} />;
  if (failed) return <ErrorState error={failed} compact onRetry={() => void Promise.all([roles.refetch(), permissions.refetch()])} />;
  return <Skeleton lines={6} />;
}

function Filled({ row, roles, permissions, onTouch, onDone }: {
  row: UserRow | undefined; roles: RoleRow[]; permissions: PermissionRow[]; onTouch: (() => void) | undefined; onDone: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const create = useWrite('user_create');
  const update = useWrite('user_update');
  const [name, setName] = useState(row?.name ?? '');
  const [username, setUsername] = useState(row?.username ?? '');
  const [roleId, setRoleId] = useState(row ? String(row.role_id) : '');
  const [phone, setPhone] = useState(row?.phone ?? '');
  const [password, setPassword] = useState('');
  const [mustChange, setMustChange] = useState(true);
  const [active, setActive] = useState(row?.is_active ?? true);
  const [everywhere, setEverywhere] = useState(row?.all_locations ?? true);
  const [places, setPlaces] = useState<number[]>(row?.location_ids ?? []);
  const [grants, setGrants] = useState<Set<Permission>>(new Set(row?.grants));
  const [shown, setShown] = useState(false);
  const failure = create.error ?? update.error;
  const fromServer = fieldErrors(failure, t);
  const missing = (empty: boolean, field: string) => (shown && empty ? t('common:required') : fromServer[field]);
  const shortPassword = row === undefined && password.length < passwordMin;
  const nowhere = !everywhere && places.length === 0;
  const role = roles.find((one) => String(one.role_id) === roleId);
  const togglePlace = (id: number, on: boolean) => setPlaces((before) => (on ? [...before, id] : before.filter((one) => one !== id)));
  const busy = create.isPending || update.isPending;
  const give = (next: Set<Permission>) => {
    onTouch?.();
    setGrants(next);
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (!name.trim() || !roleId || shortPassword || nowhere || (!row && !username.trim()) || busy) return;
    const done = { onSuccess: (saved: UserRow) => { toastDone(t('user:saved', { name: saved.name })); onDone(); } };
    const common = { name: name.trim(), role_id: Number(roleId), all_locations: everywhere, location_ids: everywhere ? [] : places, grants: [...grants], ...(phone.trim() ? { phone: phone.trim() } : {}) };
    if (row) update.mutate({ ...common, user_id: row.user_id, version: row.version, is_active: active }, done);
    else create.mutate({ ...common, username: username.trim(), password, must_change_password: mustChange }, done);
  };

  return (
    <form className="col gap3" onSubmit={submit} onChange={onTouch} noValidate>
      {failure && <ErrorState error={failure} compact />}
      <TextField label={t('user:name')} value={name} autoFocus error={missing(!name.trim(), 'name')} onChange={setName} />
      <TextField label={t('user:username')} mono value={username} disabled={row !== undefined} help={t('user:usernameHelp')} autoComplete="off" error={missing(!username.trim(), 'username')} onChange={setUsername} />
      <SelectField
        label={t('user:role')}
        value={roleId}
        placeholder={t('user:chooseRole')}
        error={missing(!roleId, 'role_id')}
        help={role && (role.is_super ? t('user:roleAll') : t('user:roleCount', { count: role.permissions.length }))}
        options={roles.filter((one) => one.is_active || String(one.role_id) === roleId).map((one) => ({ value: String(one.role_id), label: roleWord(t, one.code, one.name) }))}
        onChange={setRoleId}
      />
      <TextField label={t('user:phone')} value={phone} inputMode="tel" placeholder="0812…" error={fromServer['phone']} onChange={setPhone} />
      <div className="col gap2" role="group" aria-label={t('user:locations')}>
        <span className="sm q2">{t('user:locations')}</span>
        <CheckField label={t('user:allLocations')} checked={everywhere} onChange={setEverywhere} />
        {!everywhere &&
          me.locations.map((place) => (
            <CheckField key={place.location_id} label={place.name} checked={places.includes(place.location_id)} onChange={(on) => togglePlace(place.location_id, on)} />
          ))}
        {shown && nowhere && <p className="Help t-bad" role="alert">{t('user:chooseLocation')}</p>}
      </div>
      {role && !role.is_super && <Grants role={role} permissions={permissions} grants={grants} onChange={give} />}
      {!row && (
        <>
          <PasswordField
            label={t('user:password')}
            value={password}
            autoComplete="new-password"
            help={t('setup:passwordHelp')}
            error={shown && shortPassword ? t('field:too_short', { min: passwordMin }) : fromServer['password']}
            onChange={setPassword}
          />
          <CheckField label={t('user:mustChangeFirst')} checked={mustChange} onChange={setMustChange} />
        </>
      )}
      {row && <CheckField label={t('user:active')} checked={active} onChange={setActive} />}
      <div className="Dialog-foot sticky">
        <CancelBtn />
        <Btn type="submit" tone="primary" busy={busy}>
          {row ? t('common:save') : t('user:create')}
        </Btn>
      </div>
    </form>
  );
}

/** What this person may beyond their role: closed until it is wanted, said in words while it is closed. */
function Grants({ role, permissions, grants, onChange }: { role: RoleRow; permissions: PermissionRow[]; grants: Set<Permission>; onChange: (grants: Set<Permission>) => void }) {
  const { t } = useTranslation();
  const given = new Set(role.permissions);
  const extra = [...grants].filter((one) => !given.has(one));
  return (
    <details className="Grants">
      <summary>
        <span className="m">{t('user:grants')}</span> <span className="sm q">{extra.length === 0 ? t('user:noGrants') : extra.map((one) => permissionWords(t, one).can).join(', ')}</span>
      </summary>
      <PermissionPicker rows={permissions} chosen={grants} given={given} givenBy={t('access:fromRole')} onChange={onChange} />
    </details>
  );
}
