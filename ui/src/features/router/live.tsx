import { Unplug } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/feedback';
import { CheckField } from '@/components/field';
import { SearchBox, Tabs } from '@/components/filters';
import { formatNumber } from '@/lib/format';
import { readPreference, writePreference } from '@/lib/preferences';
import { useOp, type RouterView } from '@/ipc';
import { InterfaceTable } from './interfaces';
import { RouterLogView } from './log';
import { SessionTable, useRates } from './sessions';
import { TrafficSection } from './traffic';

export type LiveTab = 'hotspot' | 'ppp' | 'interfaces' | 'log';

/** What the router does at this moment: its traffic, who is on, its interfaces, its log. */
export function Live({ router, tab, onTab }: { router: RouterView; tab: LiveTab; onTab: (tab: LiveTab) => void }) {
  const { t } = useTranslation();
  const { router_id } = router;
  const up = router.is_active && router.state.link === 'up';
  const [text, setText] = useState('');
  const [dynamic, setDynamic] = useState(false);
  const [chosen, setChosen] = useState(() => readPreference(`router.${router_id}.interface`));
  const sessions = useOp('router_session_list', { router_id }, { enabled: up, every: 10_000 });
  const interfaces = useOp('router_interface_list', { router_id, include_dynamic: dynamic }, { enabled: up, every: 30_000, keep: true });
  const rows = useRates(sessions.data, sessions.dataUpdatedAt);
  const choose = (name: string) => {
    writePreference(`router.${router_id}.interface`, name);
    setChosen(name);
  };
  const count = (kind: 'hotspot' | 'ppp') => (rows ? formatNumber(rows.filter((row) => row.kind === kind).length) : undefined);
  if (!up) {
    return (
      <EmptyState icon={Unplug} title={t(router.is_active ? 'router:notNow' : 'router:notActive')}>
        {t('router:notNowHint')}
      </EmptyState>
    );
  }
  const table = (kind: 'hotspot' | 'ppp') => (
    <SessionTable
      key={kind}
      routerId={router_id}
      routerName={router.name}
      kind={kind}
      rows={rows}
      text={text}
      loading={sessions.isPending}
      error={sessions.error}
      updatedAt={sessions.dataUpdatedAt}
      onRetry={() => void sessions.refetch()}
    />
  );
  const panes: Record<LiveTab, () => ReactNode> = {
    hotspot: () => table('hotspot'),
    ppp: () => table('ppp'),
    interfaces: () => (
      <InterfaceTable rows={interfaces.data} text={text} loading={interfaces.isPending} error={interfaces.error} updatedAt={interfaces.dataUpdatedAt} onRetry={() => void interfaces.refetch()} onChoose={choose} />
    ),
    log: () => <RouterLogView key={router_id} routerId={router_id} text={text} />,
  };
  return (
    <>
      <TrafficSection routerId={router_id} interfaces={interfaces.data} chosen={chosen} onChoose={choose} error={interfaces.error} onRetry={() => void interfaces.refetch()} />
      <section className="LivePane">
        <div className="LiveTabs">
          <Tabs
            label={t('router:tabs.label')}
            value={tab}
            onChange={(id) => onTab(id as LiveTab)}
            tabs={[
              { id: 'hotspot', label: t('router:tabs.hotspot'), count: count('hotspot') },
              { id: 'ppp', label: t('router:tabs.ppp'), count: count('ppp') },
              { id: 'interfaces', label: t('router:tabs.interfaces'), count: interfaces.data ? formatNumber(interfaces.data.length) : undefined },
              { id: 'log', label: t('router:tabs.log') },
            ]}
          />
          <span className="grow" />
          {tab === 'interfaces' && <CheckField label={t('router:dynamic')} checked={dynamic} onChange={setDynamic} />}
          <SearchBox value={text} onChange={setText} placeholder={t(tab === 'log' ? 'router:log.search' : tab === 'interfaces' ? 'router:searchInterfaces' : 'router:searchSessions')} />
        </div>
        {panes[tab]()}
      </section>
    </>
  );
}
