import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Code, ErrorState, Skeleton } from '@/components/feedback';
import { useMay } from '@/components/me';
import { State } from '@/components/state';
import { Ago } from '@/components/text';
import { desk, useOp } from '@/ipc';
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
          <p className="Help">{t('settings:workerSet')}</p>
          <p className="row sm">
            {(['routers', 'retention', 'desk'] as const).filter((tab) => tab !== 'desk' || desk() !== undefined).map((tab) => (
              <Link key={tab} className="Link" to="/settings" search={{ tab }}>
                {t(`settings:sections.${tab}`)}
              </Link>
            ))}
          </p>
          <p className="Help">{t('settings:workerAlways')}</p>
          <Code label={t('common:copyCommand')}>simpul worker</Code>
        </>
      )}
    </SettingsSection>
  );
}
