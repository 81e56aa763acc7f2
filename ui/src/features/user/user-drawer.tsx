import { Drawer } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { CheckField, PasswordField, SelectField, TextField } from '@/components/field';
import { useMe } from '@/components/me';
import { fieldErrors } from '@/i18n/errors';
import { useOp, useWrite, type UserRow } from '@/ipc';
import { roleWord } from './user-list';

const passwordMin = 10;

export function UserDrawer({ edit, row, onClose }: { edit: number | 'new' | undefined; row: UserRow | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const opened = edit === 'new' || (edit !== undefined && row !== undefined);
  return (
    <Drawer opened={opened} onClose={onClose} title={edit === 'new' ? t('user:new') : t('user:edit')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {opened && <UserForm key={String(edit)} row={row} onDone={onClose} />}
    </Drawer>
  );
}

function UserForm({ row, onDone }: { row: UserRow | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const roles = useOp('role_list', {});
  const create = useWrite('user_create');
  const update = useWrite('user_update');
  const [name, setName] = useState(row?.name ?? '');
  const [username, setUsername] = useState(row?.username ?? '');
  const [roleId, setRoleId] = useState(row ? String(row.role_id) : '');
  const [phone, setPhone] = useState(row?.phone ?? '');
  const [password, setPassword] = useState('');
  const [active, setActive] = useState(row?.is_active ?? true);
  const me = useMe();
  const [everywhere, setEverywhere] = useState(row?.all_locations ?? true);
  const [places, setPlaces] = useState<number[]>(row?.location_ids ?? []);
  const [shown, setShown] = useState(false);
  const failure = create.error ?? update.error;
  const fromServer = fieldErrors(failure, t);
  const missing = (empty: boolean, field: string) => (shown && empty ? t('common:required') : fromServer[field]);
  const shortPassword = (row === undefined || password !== '') && password.length < passwordMin;
  const nowhere = !everywhere && places.length === 0;
  const togglePlace = (id: number, on: boolean) => setPlaces((before) => (on ? [...before, id] : before.filter((one) => one !== id)));
  const busy = create.isPending || update.isPending;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (!name.trim() || !roleId || shortPassword || nowhere || (!row && !username.trim()) || busy) return;
    const done = { onSuccess: (saved: UserRow) => { toastDone(t('user:saved', { name: saved.name })); onDone(); } };
    const common = { name: name.trim(), role_id: Number(roleId), all_locations: everywhere, location_ids: everywhere ? [] : places, ...(phone.trim() ? { phone: phone.trim() } : {}) };
    if (row) update.mutate({ ...common, user_id: row.user_id, version: row.version, is_active: active, ...(password ? { new_password: password } : {}) }, done);
    else create.mutate({ ...common, username: username.trim(), password }, done);
  };

  if (roles.isError) return <ErrorState error={roles.error} compact onRetry={() => void roles.refetch()} />;
  if (!roles.data) return <Skeleton lines={6} />;
  return (
    <form className="col gap3" onSubmit={submit} noValidate>
      {failure && <ErrorState error={failure} compact />}
      <TextField label={t('user:name')} value={name} autoFocus error={missing(!name.trim(), 'name')} onChange={setName} />
      <TextField label={t('user:username')} mono value={username} disabled={row !== undefined} help={t('user:usernameHelp')} autoComplete="off" error={missing(!username.trim(), 'username')} onChange={setUsername} />
      <SelectField
        label={t('user:role')}
        value={roleId}
        placeholder={t('user:chooseRole')}
        error={missing(!roleId, 'role_id')}
        options={roles.data.map((role) => ({ value: String(role.role_id), label: roleWord(t, role.code, role.name) }))}
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
      <PasswordField
        label={row ? t('user:newPassword') : t('user:password')}
        value={password}
        autoComplete="new-password"
        help={row ? t('user:newPasswordHelp') : t('setup:passwordHelp')}
        error={shown && shortPassword ? t('field:too_short', { min: passwordMin }) : (fromServer['password'] ?? fromServer['new_password'])}
        onChange={setPassword}
      />
      {row && <CheckField label={t('user:active')} checked={active} onChange={setActive} />}
      <div className="Dialog-foot">
        <Btn tone="ghost" onClick={onDone}>
          {t('common:cancel')}
        </Btn>
        <Btn type="submit" tone="primary" busy={busy}>
          {row ? t('common:save') : t('user:create')}
        </Btn>
      </div>
    </form>
  );
}
