import { KeyRound, LockOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ChangedMeanwhile } from '@/components/changed-meanwhile';
import { toastDone, toastError } from '@/components/dialog';
import { Banner } from '@/components/feedback';
import { FormDrawer, useSheetFill } from '@/components/form-sheet';
import { Tabs } from '@/components/filters';
import { useMe } from '@/components/me';
import { useNow } from '@/lib/clock';
import { formatTime } from '@/lib/format';
import { useWrite, type UserRow } from '@/ipc';
import { UserAccess } from './user-access';
import { UserForm } from './user-form';

export type UserPart = 'person' | 'access';

export function UserDrawer({ edit, row, onClose }: { edit: number | 'new' | undefined; row: UserRow | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const opened = edit === 'new' || (edit !== undefined && row !== undefined);
  return (
    <FormDrawer opened={opened} onClose={onClose} title={edit === 'new' ? t('user:new') : (row?.name ?? t('user:edit'))}>
      {(done) => opened && (row ? <Person key={row.user_id} row={row} onDone={done} /> : <UserForm row={undefined} onDone={done} />)}
    </FormDrawer>
  );
}

function Person({ row, onDone }: { row: UserRow; onDone: () => void }) {
  const { t } = useTranslation();
  const [part, setPart] = useState<UserPart>('person');
  const fill = useSheetFill(row);
  return (
    <div className="col gap3">
      <Held row={row} />
      <Tabs
        label={t('user:parts')}
        tabs={[{ id: 'person', label: t('user:part.person') }, { id: 'access', label: t('user:part.access'), ...(row.session_count > 0 ? { count: row.session_count } : {}) }]}
        value={part}
        onChange={(id) => setPart(id as UserPart)}
      />
      {/* Hidden, not gone: what was typed is still there on the way back. */}
      <div className="col gap3" style={part === 'person' ? undefined : { display: 'none' }}>
        <ChangedMeanwhile fill={fill} />
        <UserForm key={fill.row.version} row={fill.row} onTouch={fill.touch} onDone={onDone} />
      </div>
      {part === 'access' && <UserAccess row={row} />}
    </div>
  );
}

/** What keeps this person out now, and the way to let them in. */
function Held({ row }: { row: UserRow }) {
  const { t } = useTranslation();
  const now = useNow(10_000);
  const me = useMe();
  const unlock = useWrite('user_unlock');
  const lift = () => unlock.mutate({ user_id: row.user_id }, { onSuccess: () => toastDone(t('user:lifted', { name: row.name })), onError: (error) => toastError(error, t) });
  const locked = row.locked_until !== null && new Date(row.locked_until) > now;
  return (
    <>
      {locked && row.locked_until && (
        <Banner tone="bad" actions={row.user_id !== me.user_id && <Btn size="sm" icon={LockOpen} busy={unlock.isPending} onClick={lift}>{t('user:lift')}</Btn>}>
          {t('user:lockedUntil', { failures: row.failures, time: formatTime(row.locked_until) })}
        </Banner>
      )}
      {row.must_change_password && (
        <Banner tone="wait" icon={KeyRound}>
          {t('user:mustChange')}
        </Banner>
      )}
    </>
  );
}
