import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone, toastError } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { SessionList } from '@/components/session-list';
import { useOp, useWrite } from '@/ipc';

/** Where I am signed in, with a way to end any of it. */
export function MySessions() {
  const { t } = useTranslation();
  const sessions = useOp('session_list', {});
  const revoke = useWrite('session_revoke');
  const others = useWrite('session_revoke_others');
  const failed = { onError: (error: unknown) => toastError(error, t) };
  if (sessions.isError && !sessions.data) return <ErrorState error={sessions.error} compact onRetry={() => void sessions.refetch()} />;
  if (!sessions.data) return <Skeleton lines={3} />;
  return (
    <>
      <SessionList rows={sessions.data} onRevoke={(row) => revoke.mutate({ session_id: row.session_id }, { onSuccess: () => toastDone(t('session:ended')), ...failed })} />
      {sessions.data.length > 1 && (
        <div className="row">
          <Btn busy={others.isPending} onClick={() => others.mutate({}, { onSuccess: ({ count }) => toastDone(t('session:endedCount', { count })), ...failed })}>
            {t('session:endOthers')}
          </Btn>
        </div>
      )}
    </>
  );
}
