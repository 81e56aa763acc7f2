import type { ParseKeys } from 'i18next';
import { SearchX } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { EmptyState, ErrorState, Skeleton } from '@/components/feedback';
import { SearchBox } from '@/components/filters';
import { PageHead } from '@/components/layout';
import { useMay } from '@/components/me';
import { useScrollTo } from '@/lib/scroll';
import { desk, useOp, type Settings } from '@/ipc';
import { AppearanceFields } from './appearance';
import { found, sections, type SectionId } from './catalogue';
import { CompanySections, RouterSection, SecuritySection, useSettingsDraft } from './company-form';
import { DeskSection } from './desk-section';
import { SettingsSection } from './section';
import { LocationSection } from './locations';
import { DatabaseSection } from './database-section';
import { PrinterSection } from './printers';
import { PrintingSection } from './printing';
import { RecoverySection } from './recovery';
import { RetentionSection } from './retention-section';
import { WorkerSection } from './system-sections';

type Hits = Map<SectionId, Set<string>>;

export interface SettingsScreenProps {
  section: SectionId | undefined;
  find: string;
  onSection: (section: SectionId) => void;
  onFind: (find: string) => void;
}

/** One page with every setting: gone through from top to bottom, by its list, or by a word. */
export function SettingsScreen({ section, find, onSection, onFind }: SettingsScreenProps) {
  const { t } = useTranslation();
  const may = useMay();
  const sees = may('settings.view');
  const visible = useMemo(() => sections.filter((one) => (one.mine || sees) && (!one.desk || desk() !== undefined)), [sees]);
  const hits = found(find, visible, (key) => (key.includes(':') ? t(key as 'desk:stay') : t(`settings:${key as ParseKeys<'settings'>}`)));
  const settings = useOp('settings_get', {}, { enabled: sees });
  const body = useRef<HTMLDivElement>(null);
  const there = settings.data !== undefined || !sees;
  useScrollTo(body, section && `#settings-${section}`, there);
  return (
    <div className="ListBody">
      <div className="ListHead">
        <PageHead title={t('settings:title')} actions={<SearchBox value={find} onChange={onFind} placeholder={t('settings:find')} />} />
      </div>
      <div className="SettingsPage">
        <nav className="SettingsNav" aria-label={t('settings:tabs')}>
          {visible.map((one) => (
            <button key={one.id} type="button" className={section === one.id ? 'on' : ''} aria-current={section === one.id ? 'location' : undefined} disabled={!hits.has(one.id)} onClick={() => onSection(one.id)}>
              {t(`settings:sections.${one.id}`)}
            </button>
          ))}
        </nav>
        <div className="SettingsBody" ref={body}>
          {hits.size === 0 ? (
            <EmptyState icon={SearchX} title={t('common:noMatch')} actions={<Btn onClick={() => onFind('')}>{t('common:clearFilters')}</Btn>}>
              {t('settings:findHint')}
            </EmptyState>
          ) : (
            <>
              {sees && settings.isError && !settings.data && <ErrorState error={settings.error} compact onRetry={() => void settings.refetch()} />}
              {sees && settings.isPending && <Skeleton lines={6} />}
              {settings.data && <ShopSettings stored={settings.data} hits={hits} />}
              {hits.has('appearance') && (
                <SettingsSection id="appearance">
                  <AppearanceFields shown={hits.get('appearance')} />
                </SettingsSection>
              )}
              {hits.has('desk') && <DeskSection shown={hits.get('desk') ?? new Set()} />}
            </>
          )}
        </div>
      </div>
    </div>
  );
}

function ShopSettings({ stored, hits }: { stored: Settings; hits: Hits }) {
  const draft = useSettingsDraft(stored);
  return (
    <div className="Form">
      <CompanySections draft={draft} hits={hits} />
      {hits.has('locations') && <LocationSection />}
      {hits.has('printing') && <PrintingSection />}
      {hits.has('printers') && <PrinterSection />}
      <RouterSection draft={draft} hits={hits} />
      <RetentionSection draft={draft} shown={hits.get('retention')} />
      <SecuritySection draft={draft} hits={hits} />
      {hits.has('worker') && <WorkerSection />}
      {hits.has('database') && <DatabaseSection />}
      {hits.has('recovery') && <RecoverySection company={stored.company_name} />}
      {draft.bar}
    </div>
  );
}
