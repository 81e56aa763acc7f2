import { ClipboardCopy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { Banner, ErrorState, Skeleton } from '@/components/feedback';
import { FactGrid, PageHead, Panel } from '@/components/layout';
import { copyText } from '@/lib/clipboard';
import { formatDuration } from '@/lib/format';
import { useOp } from '@/ipc';

const parts = 'Rust, Tauri, PostgreSQL, React, Mantine, TanStack, Zod, i18next, pdf.js, Lucide, Inter, JetBrains Mono';

export function AboutScreen() {
  const { t } = useTranslation();
  const status = useOp('system_status', {});
  const work = useOp('job_summary', {});
  const copy = async () => {
    const text = JSON.stringify({ status: status.data, workers: work.data?.workers, jobs: work.data && { running: work.data.running, waiting: work.data.waiting, failed: work.data.failed }, agent: navigator.userAgent }, undefined, 2);
    if (await copyText(text)) toastDone(t('common:copied'));
  };
  if (status.isError && !status.data) return <ErrorState error={status.error} onRetry={() => void status.refetch()} />;
  return (
    <div className="Page scroll">
      <PageHead title={t('settings:about')} actions={<Btn icon={ClipboardCopy} onClick={() => void copy()}>{t('settings:copyDiagnostics')}</Btn>} />
      {status.data?.desk_clock_off_s != null && <Banner tone="warn">{t('settings:clockOff', { time: formatDuration(Math.abs(status.data.desk_clock_off_s)) })}</Banner>}
      <Panel title="Simpul" detail={t('settings:diagnosticsHint')}>
        {status.data ? (
          <FactGrid
            facts={[
              { label: t('settings:version'), value: status.data.version },
              { label: t('settings:database'), value: `PostgreSQL ${status.data.database_version}, ${status.data.database_kind === 'embedded' ? t('settings:embedded') : t('settings:outside')}` },
              { label: t('settings:databasePlace'), value: <span className="wrapany">{status.data.database_place}</span> },
              { label: t('settings:licence'), value: t('settings:licenceText') },
            ]}
          />
        ) : (
          <Skeleton lines={2} />
        )}
      </Panel>
      <Panel title={t('settings:parts')}>
        <p className="q2">{parts}</p>
      </Panel>
    </div>
  );
}
