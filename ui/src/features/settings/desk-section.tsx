import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toastError } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { CheckField } from '@/components/field';
import { desk, type DeskChange } from '@/ipc';
import { SettingsSection } from './section';

const key = ['desk'];

/** Of this computer alone, at once: closing without quitting, starting with the system. */
export function DeskSection({ shown }: { shown: Set<string> }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const state = useQuery({ queryKey: key, queryFn: () => desk()?.get() ?? null, staleTime: 0 });
  const now = state.data;
  const change = (part: DeskChange) =>
    void desk()?.set(part).then((next) => client.setQueryData(key, next), (error: unknown) => toastError(error, t));
  return (
    <SettingsSection id="desk">
      {state.isError && <ErrorState error={state.error} compact onRetry={() => void state.refetch()} />}
      {state.isPending && <Skeleton lines={3} />}
      {now && (
        <div className="col gap3">
          {shown.has('stay') && (
            <CheckField
              label={t('desk:stay')}
              help={now.can_stay ? t('desk:stayHelp') : t('desk:stayNoWay')}
              checked={now.can_stay && now.stay === true}
              disabled={!now.can_stay}
              onChange={(stay) => change({ stay })}
            />
          )}
          {shown.has('autostart') && (
            <>
              <CheckField
                label={t('desk:autostart')}
                help={now.can_autostart ? t('desk:autostartHelp') : t('desk:autostartNever')}
                checked={now.autostart}
                disabled={!now.can_autostart}
                onChange={(autostart) => change({ autostart })}
              />
              <CheckField
                label={t('desk:hidden')}
                help={t('desk:hiddenHelp')}
                checked={now.start_hidden}
                disabled={!now.autostart || !now.can_stay}
                onChange={(start_hidden) => change({ start_hidden })}
              />
            </>
          )}
        </div>
      )}
    </SettingsSection>
  );
}
