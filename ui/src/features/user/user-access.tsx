import { Modal } from '@/components/modal';
import { History, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn, BtnLink } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone, toastError } from '@/components/dialog';
import { Banner, ErrorState, Skeleton } from '@/components/feedback';
import { FactGrid } from '@/components/layout';
import { useMay, useMe } from '@/components/me';
import { SecretPaper } from '@/components/recovery-paper';
import { SessionList } from '@/components/session-list';
import { When } from '@/components/text';
import { formatDayTime } from '@/lib/format';
import { useOp, useWrite, type OneTimePassword, type UserRow } from '@/ipc';

/** How this person gets in: password, PIN, and where they are signed in. */
export function UserAccess({ row }: { row: UserRow }) {
  const { t } = useTranslation();
  const me = useMe();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<OneTimePassword>();
  const reset = useWrite('user_password_reset');
  const own = row.user_id === me.user_id;
  const renew = () =>
    reset.mutate({ user_id: row.user_id, version: row.version }, {
      onSuccess: (password) => {
        setAsking(false);
        setMade(password);
      },
    });
  return (
    <div className="col gap4">
      <FactGrid
        columns={3}
        facts={[
          { label: t('user:lastSignIn'), value: <When at={row.last_sign_in_at} time /> },
          { label: t('session:password'), value: row.must_change_password ? t('user:passwordOneTime') : t('user:passwordOwn') },
          { label: t('session:pin'), value: row.has_pin ? t('common:yes') : t('common:no') },
        ]}
      />
      {own && <p className="Help">{t('user:ownPassword')}</p>}
      <div className="row">
        {!own && (
          <Btn icon={KeyRound} onClick={() => setAsking(true)}>
            {t('user:reset')}
          </Btn>
        )}
        {may('audit.view') && <BtnLink icon={History} to="/audit" search={{ view: 'deeds', person: row.user_id }}>{t('user:deeds')}</BtnLink>}
      </div>
      <Sessions row={row} />
      <ConfirmDialog opened={asking} onClose={() => setAsking(false)} title={t('user:resetTitle', { name: row.name })} confirm={t('user:reset')} busy={reset.isPending} error={reset.error} onConfirm={renew}>
        {t('user:resetText')}
      </ConfirmDialog>
      {made && <OneTime name={row.name} made={made} onClose={() => setMade(undefined)} />}
    </div>
  );
}

function Sessions({ row }: { row: UserRow }) {
  const { t } = useTranslation();
  const list = useOp('user_session_list', { user_id: row.user_id });
  const revoke = useWrite('user_session_revoke');
  const end = (session_id?: number) =>
    revoke.mutate({ user_id: row.user_id, ...(session_id === undefined ? {} : { session_id }) }, { onSuccess: ({ count }) => toastDone(t('user:sessionsEnded', { count })), onError: (error) => toastError(error, t) });
  return (
    <section className="col gap2" aria-labelledby="user-sessions">
      <div className="row">
        <h3 id="user-sessions" className="h2 grow">{t('session:sections.sessions')}</h3>
        {(list.data?.length ?? 0) > 1 && (
          <Btn size="sm" busy={revoke.isPending} onClick={() => end()}>
            {t('user:endAll')}
          </Btn>
        )}
      </div>
      {list.isError && !list.data && <ErrorState error={list.error} compact onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={3} />}
      {list.data && (list.data.length === 0 ? <p className="q sm">{t('user:noSessions')}</p> : <SessionList rows={list.data} onRevoke={(session) => end(session.session_id)} />)}
    </section>
  );
}

/** Shown once, because it is nowhere: to be copied or printed, and handed over. */
function OneTime({ name, made, onClose }: { name: string; made: OneTimePassword; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} closeOnClickOutside={false} size={460} title={t('user:oneTimeTitle', { name })} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className="col gap3">
        <SecretPaper about={<>{t('user:username')}: <span className="CodeText">{made.username}</span></>} secret={made.password} copy={t('user:copyPassword')} />
        <Banner tone="warn">{t('user:oneTimeHint', { until: formatDayTime(made.until) })}</Banner>
        <div className="Dialog-foot">
          <Btn tone="primary" data-autofocus onClick={onClose}>
            {t('user:handedOver')}
          </Btn>
        </div>
      </div>
    </Modal>
  );
}
