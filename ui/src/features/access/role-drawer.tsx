import { Copy } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ChangedMeanwhile } from '@/components/changed-meanwhile';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone } from '@/components/dialog';
import { Banner, ErrorState } from '@/components/feedback';
import { TextField } from '@/components/field';
import { FormDrawer, useSheetFill } from '@/components/form-sheet';
import { useMay } from '@/components/me';
import { PermissionPicker, roleWord } from '@/components/permissions';
import { fieldErrors } from '@/i18n/errors';
import { useWrite, type Permission, type PermissionRow, type RoleRow } from '@/ipc';

export function RoleDrawer({ open, roles, permissions, onClose, onOpen }: {
  open: number | 'new' | undefined; roles: RoleRow[]; permissions: PermissionRow[]; onClose: () => void; onOpen: (open: number | 'new') => void;
}) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState<RoleRow>();
  const row = roles.find((role) => role.role_id === open);
  const opened = open === 'new' || row !== undefined;
  const close = () => {
    setCopied(undefined);
    onClose();
  };
  const copy = (from: RoleRow) => {
    setCopied(from);
    onOpen('new');
  };
  return (
    <FormDrawer opened={opened} onClose={close} title={row ? roleWord(t, row.code, row.name) : t('access:newRole')}>
      {(done) => opened && <Held key={`${open}-${copied?.role_id ?? 0}`} row={row} from={copied} permissions={permissions} onDone={done} onCopy={copy} />}
    </FormDrawer>
  );
}

interface RoleFormProps {
  row: RoleRow | undefined;
  from: RoleRow | undefined;
  permissions: PermissionRow[];
  onDone: () => void;
  onCopy: (from: RoleRow) => void;
}

function Held({ row, ...rest }: RoleFormProps) {
  const fill = useSheetFill(row);
  return (
    <div className="col gap3">
      <ChangedMeanwhile fill={fill} />
      <RoleForm key={fill.row?.version} row={fill.row} {...rest} onTouch={fill.touch} />
    </div>
  );
}

function RoleForm({ row, from, permissions, onDone, onCopy, onTouch }: RoleFormProps & { onTouch: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const create = useWrite('role_create');
  const update = useWrite('role_update');
  const deactivate = useWrite('role_deactivate');
  const start = row ?? from;
  // A copy starts with what the one who makes it may give.
  const able = new Set(permissions.filter((one) => one.is_held).map((one) => one.permission));
  const first = (start?.permissions ?? []).filter((one) => row !== undefined || able.has(one));
  const [name, setName] = useState(row ? roleWord(t, row.code, row.name) : from ? t('access:copyOf', { name: roleWord(t, from.code, from.name) }) : '');
  const [description, setDescription] = useState(start?.description ?? '');
  const [chosen, setChosen] = useState<Set<Permission>>(new Set(first));
  const [shown, setShown] = useState(false);
  const [ending, setEnding] = useState(false);
  const failure = create.error ?? update.error;
  const wrong = fieldErrors(failure, t);
  const busy = create.isPending || update.isPending;
  const locked = !may('user.edit') || (row?.is_super ?? false);
  // A role of the program keeps its name.
  const fixed = locked || (row?.is_system ?? false);
  const added = [...chosen].filter((one) => !first.includes(one)).length;
  const taken = first.filter((one) => !chosen.has(one)).length;

  const choose = (next: Set<Permission>) => {
    onTouch();
    setChosen(next);
  };
  const saved = (role: RoleRow) => {
    toastDone(t('access:saved', { name: roleWord(t, role.code, role.name) }));
    onDone();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (!name.trim() || locked || busy) return;
    const input = { name: name.trim(), description: description.trim(), permissions: [...chosen] };
    if (row) update.mutate({ ...input, name: row.is_system ? row.name : input.name, role_id: row.role_id, version: row.version, is_active: true }, { onSuccess: saved });
    else create.mutate(input, { onSuccess: saved });
  };
  return (
    <>
      <form className="col gap3" onSubmit={submit} onChange={onTouch} noValidate>
        {failure && failure.code !== 'input_invalid' && <ErrorState error={failure} compact />}
        {row?.is_super && <Banner>{t('access:superNote')}</Banner>}
        {row && !row.is_active && <Banner tone="warn">{t('access:inactiveNote')}</Banner>}
        <TextField label={t('common:name')} value={name} autoFocus={!fixed} maxLength={60} disabled={fixed} help={row?.is_system ? t('access:builtIn') : undefined} error={shown && !name.trim() ? t('common:required') : wrong['name']} onChange={setName} />
        <TextField label={t('access:description')} value={description} autoFocus={fixed && !locked} maxLength={200} disabled={locked} error={wrong['description']} onChange={setDescription} />
        <PermissionPicker rows={permissions} chosen={row?.is_super ? new Set(permissions.map((one) => one.permission)) : chosen} locked={locked} onChange={choose} />
        <p className="sm q2" aria-live="polite">
          {row && (added > 0 || taken > 0) ? t('access:consequence', { added, taken, people: row.user_count }) : ''}
        </p>
        <div className="Dialog-foot sticky">
          {row && may('user.edit') && (
            <Btn tone="ghost" icon={Copy} onClick={() => onCopy(row)}>
              {t('access:copy')}
            </Btn>
          )}
          {row && !row.is_system && row.is_active && may('user.edit') && (
            <Btn tone="danger" onClick={() => setEnding(true)}>
              {t('access:deactivate')}
            </Btn>
          )}
          <span className="grow" />
          {!locked && (
            <Btn type="submit" tone="primary" busy={busy}>
              {row ? (row.is_active ? t('common:save') : t('access:reactivate')) : t('access:create')}
            </Btn>
          )}
        </div>
      </form>
      {row && (
        <ConfirmDialog
          opened={ending}
          onClose={() => setEnding(false)}
          title={t('access:deactivateTitle', { name })}
          confirm={t('access:deactivate')}
          tone="danger"
          busy={deactivate.isPending}
          error={deactivate.error}
          onConfirm={() => deactivate.mutate({ role_id: row.role_id, version: row.version }, { onSuccess: () => { toastDone(t('access:deactivated', { name })); onDone(); } })}
        >
          {t('access:deactivateText')}
        </ConfirmDialog>
      )}
    </>
  );
}
