import { ClipboardCopy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { Banner, ErrorState, Skeleton } from '@/components/feedback';
import { FactGrid, PageHead, Panel, ScrollRegion } from '@/components/layout';
import { useMay } from '@/components/me';
import { copyText } from '@/lib/clipboard';
import { formatDuration } from '@/lib/format';
import { useOp } from '@/ipc';
import { diagnosticsOf } from './diagnostics';
import { LicenceDialog, licenceTexts, type LicenceText } from './licences';

/** What is built in, by its name and where its version is known from, and under which licence. */
const parts = [
  { made: [['Rust'], ['tokio', 'tokio'], ['axum', 'axum'], ['sqlx', 'sqlx'], ['rustls', 'rustls']], licence: 'MIT, Apache-2.0' },
  { made: [['Tauri', 'tauri']], licence: 'MIT, Apache-2.0' },
  { made: [['PostgreSQL']], licence: 'PostgreSQL' },
  { made: [['printpdf', 'printpdf']], licence: 'MIT' },
  { made: [['React', 'react'], ['Mantine', '@mantine/core'], ['TanStack Router', '@tanstack/react-router'], ['TanStack Query', '@tanstack/react-query'], ['Zod', 'zod'], ['i18next', 'i18next']], licence: 'MIT' },
  { made: [['pdf.js', 'pdfjs-dist']], licence: 'Apache-2.0' },
  { made: [['Lucide', 'lucide-react']], licence: 'ISC' },
  { made: [['Inter', '@fontsource-variable/inter'], ['JetBrains Mono', '@fontsource-variable/jetbrains-mono']], licence: 'OFL-1.1' },
] satisfies { made: [name: string, of?: string][]; licence: string }[];

export function AboutScreen() {
  const { t, i18n } = useTranslation();
  const status = useOp('system_status', {});
  const may = useMay();
  const work = useOp('job_summary', {}, { enabled: may('job.view') });
  const routers = useOp('router_list', { include_inactive: false, page: { limit: 200 } }, { enabled: may('router.view') });
  const [open, setOpen] = useState(false);
  const [reading, setReading] = useState<LicenceText>();
  const told = diagnosticsOf({
    status: status.data, jobs: work.data, routers: routers.data?.rows, at: new Date(status.dataUpdatedAt),
    screen: { agent: navigator.userAgent, width: window.innerWidth, height: window.innerHeight, scale: window.devicePixelRatio, language: i18n.language },
  });
  const copy = async () => {
    if (await copyText(told)) toastDone(t('common:copied'));
    // Where the clipboard is refused, the text is there to be selected by hand.
    else setOpen(true);
  };
  if (status.isError && !status.data) return <ErrorState error={status.error} onRetry={() => void status.refetch()} />;
  return (
    <div className="Page scroll">
      <PageHead title={t('settings:about')} actions={<Btn icon={ClipboardCopy} onClick={() => void copy()}>{t('settings:copyDiagnostics')}</Btn>} />
      {status.data?.desk_clock_off_s != null && <Banner tone="warn">{t('settings:clockOff', { time: formatDuration(Math.abs(status.data.desk_clock_off_s)) })}</Banner>}
      <Panel title="Simpul">
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
      <Panel title={t('settings:parts')} detail={t('settings:partsHint')}>
        <dl className="Parts">
          {parts.map(({ made, licence }) => (
            <div key={made[0]?.[0]}>
              <dt>{made.map(([name, of]) => [name, versionOf(name, of, status.data?.database_version)].filter(Boolean).join(' ')).join(', ')}</dt>
              <dd className="q2">{licence}</dd>
            </div>
          ))}
        </dl>
        <div className="row spaced-top">
          {licenceTexts.map((which) => (
            <Btn key={which} size="sm" onClick={() => setReading(which)}>{t(`settings:licences.${which}`)}</Btn>
          ))}
        </div>
      </Panel>
      <Panel title={t('settings:diagnostics')} detail={t('settings:diagnosticsHint')}>
        <details className="Told" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t('settings:diagnosticsShow')}</summary>
          <ScrollRegion className="Told-text" label={t('settings:diagnostics')}>
            {/* What was so at the moment it names; it is no view that follows the shop. */}
            <pre data-moves>{told}</pre>
          </ScrollRegion>
        </details>
      </Panel>
      {reading && <LicenceDialog which={reading} onClose={() => setReading(undefined)} />}
    </div>
  );
}

/** Which version of a part is built in; of PostgreSQL the one that answers, which may be a server of their own. */
function versionOf(name: string, of: string | undefined, database: string | undefined): string | undefined {
  if (name === 'PostgreSQL') return database;
  return of === undefined ? undefined : builtWith[of];
}
