import { Link } from '@tanstack/react-router';
import { Database } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQueryClient } from '@tanstack/react-query';
import { Btn } from '@/components/button';
import { DatabaseForm } from '@/components/database-form';
import { toastDone } from '@/components/dialog';
import { Banner, ErrorState, Skeleton } from '@/components/feedback';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { FactGrid } from '@/components/layout';
import { useMay } from '@/components/me';
import { call, useOp, type DatabaseState } from '@/ipc';
import { SettingsSection } from './section';

/** Where the data lie, and where the next start looks for them. */
export function DatabaseSection() {
  const { t } = useTranslation();
  const may = useMay();
  const manages = may('database.manage');
  const status = useOp('system_status', {});
  const chosen = useOp('database_get', {}, { enabled: manages });
  return (
    <SettingsSection id="database">
      {status.data ? (
        <FactGrid
          minimum={200}
          facts={[
            { label: t('settings:database'), value: `PostgreSQL ${status.data.database_version}, ${status.data.database_kind === 'embedded' ? t('settings:embedded') : t('settings:outside')}` },
            { label: t('settings:databasePlace'), value: <span className="wrapany">{status.data.database_place}</span> },
          ]}
        />
      ) : (
        <Skeleton lines={2} />
      )}
      {chosen.isError && <ErrorState error={chosen.error} compact onRetry={() => void chosen.refetch()} />}
      {chosen.data && <Change state={chosen.data} />}
      {!manages && <p className="sm q2">{t('settings:databaseWho')}</p>}
      <p className="sm"><Link className="Link" to="/about">{t('settings:about')}</Link></p>
    </SettingsSection>
  );
}

function place(state: DatabaseState): string {
  return state.outside ? `${state.outside.host}:${state.outside.port}/${state.outside.database}` : state.data_dir;
}

function Change({ state }: { state: DatabaseState }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  if (state.is_fixed) return <p className="sm q2">{t('settings:databaseFixed')}</p>;
  const waits = state.next !== null && state.next !== state.now;
  const chosen = () => {
    void client.invalidateQueries({ queryKey: ['database_get'] });
    toastDone(t('settings:databaseChosen'));
  };
  return (
    <>
      {waits && <Banner tone="wait">{t('settings:databaseNext', { place: place(state) })}</Banner>}
      <div>
        <Btn icon={Database} onClick={() => setOpened(true)}>
          {t('settings:databaseChange')}
        </Btn>
      </div>
      <FormModal opened={opened} onClose={() => setOpened(false)} title={t('settings:databaseChange')} size={620}>
        {(done) => opened && (
          <DatabaseForm
            call={call}
            onChosen={() => {
              done();
              chosen();
            }}
            begin={state.next ?? state.now ?? 'embedded'}
            warning={<Banner tone="warn">{t('settings:databaseMoves')}</Banner>}
            footer={(submit) => (
              <div className="Dialog-foot spaced-top">
                <CancelBtn />
                {submit}
              </div>
            )}
          />
        )}
      </FormModal>
    </>
  );
}
