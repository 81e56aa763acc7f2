import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Code, ErrorState, Skeleton } from '@/components/feedback';
import { FactGrid } from '@/components/layout';
import { useMay } from '@/components/me';
import { State } from '@/components/state';
import { Ago } from '@/components/text';
import { useOp } from '@/ipc';
import { SettingsSection } from './section';

/** Who does the work that nobody waits for, on which computer, and whether it lives. */
export function WorkerSection() {
  const { t } = useTranslation();
  const may = useMay();
  const work = useOp('job_summary', {}, { every: 5_000 });
  return (
    <SettingsSection id="worker">
      {work.isError && !work.data && <ErrorState error={work.error} compact onRetry={() => void work.refetch()} />}
      {work.isPending && <Skeleton lines={2} />}
      {work.data && (
        <>
          {work.data.workers.length === 0 && <p className="sm q2">{t('settings:workerNone')}</p>}
          <ul className="Rows">
            {work.data.workers.map((worker) => (
              <li key={`${worker.host}-${worker.version}`}>
                <span className="m grow cut">{worker.host}</span>
                <span className="q2 sm">{worker.version}</span>
                <State kind="record" state={worker.is_alive ? 'active' : 'inactive'} detail={<Ago at={worker.seen_at} />} />
              </li>
            ))}
          </ul>
          {may('job.view') && <p className="sm"><Link className="Link" to="/jobs">{t('settings:workerJobs')}</Link></p>}
          <p className="Help">{t('settings:workerAlways')}</p>
          <Code label={t('common:copyCommand')}>simpul worker</Code>
        </>
      )}
    </SettingsSection>
  );
}

/** Where the data lie; which they are is decided when the program starts, so it is said here and not changed. */
export function DatabaseSection() {
  const { t } = useTranslation();
  const status = useOp('system_status', {});
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
      <p className="sm"><Link className="Link" to="/about">{t('settings:about')}</Link></p>
    </SettingsSection>
  );
}
