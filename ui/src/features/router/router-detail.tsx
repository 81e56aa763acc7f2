import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Activity, Ban, Ellipsis, GitCompareArrows, Import, Pencil, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn, BtnLink } from '@/components/button';
import { useScreenName } from '@/components/crumbs';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone, toastError } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { GateBanner } from '@/components/gate-banner';
import { Icon } from '@/components/icon';
import { DetailHeader } from '@/components/layout';
import { useMay } from '@/components/me';
import { clockToleranceSeconds, routerState, StatusPill } from '@/components/state';
import { CodeText } from '@/components/text';
import { useHotkey } from '@/lib/hotkeys';
import { useOp, useWrite, type RouterView } from '@/ipc';
import { ConnectionSection, LatestSection, NeedsSection, TruthSection } from './aside';
import { deviceOf } from './device';
import { Live, type LiveTab } from './live';
import { Facts, Warnings } from './overview';
import { PingDialog } from './ping';

interface Shown {
  tab: LiveTab;
  onTab: (tab: LiveTab) => void;
  onEdit: () => void;
}

/** Is it well, and does it hold what we asked? */
export function RouterDetailScreen({ routerId, ...shown }: Shown & { routerId: number }) {
  const router = useOp('router_get', { router_id: routerId }, { every: 5_000 });
  useScreenName(router.data?.name);
  if (router.isError && !router.data) return <ErrorState error={router.error} onRetry={() => void router.refetch()} />;
  if (!router.data) return <div className="Page"><Skeleton lines={8} height={18} /></div>;
  return <Details router={router.data} {...shown} />;
}

function Details({ router, tab, onTab, onEdit }: Shown & { router: RouterView }) {
  const may = useMay();
  const { state } = router;
  const { board, version } = deviceOf(state);
  const device = [board, version && `RouterOS ${version}`].filter(Boolean).join(' · ');
  const gated = useOp('drift_summary', { page: { limit: 500 } }, { every: 10_000 }).data?.rows.find((row) => row.router_id === router.router_id && row.gate);
  return (
    <div className="ListBody">
      <DetailHeader
        title={router.name}
        states={
          <>
            <StatusPill kind="router" state={router.is_active ? (state.link === 'up' ? 'connected' : routerState(state.link, true, null)) : 'disabled'} />
            {state.link === 'up' && Math.abs(state.clock_offset_s ?? 0) > clockToleranceSeconds && <StatusPill kind="router" state="clock_wrong" />}
          </>
        }
        detail={
          <>
            {device && <span title={state.board_name ?? undefined}>{device} · </span>}
            <CodeText code={`${router.host}:${router.port}`} plain /> {router.transport === 'tls' ? 'TLS' : ''}
          </>
        }
        actions={<Actions router={router} onEdit={onEdit} />}
      />
      {gated && <GateBanner router={gated} />}
      <Warnings router={router} onTest={may('router.edit') ? onEdit : undefined} />
      <div className="Cols">
        <div className="Left live">
          <Facts router={router} />
          <Live router={router} tab={tab} onTab={onTab} />
        </div>
        <aside className="Right">
          <TruthSection router={router} />
          <NeedsSection router={router} />
          <LatestSection routerId={router.router_id} />
          <ConnectionSection router={router} />
        </aside>
      </div>
    </div>
  );
}

function Actions({ router, onEdit }: { router: RouterView; onEdit: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [pinging, setPinging] = useState(false);
  const sync = useWrite('router_sync');
  const deactivate = useWrite('router_deactivate');
  const edits = may('router.edit');
  const up = router.is_active && router.state.link === 'up';
  const interfaces = useOp('router_interface_list', { router_id: router.router_id, include_dynamic: false }, { enabled: up });
  useHotkey('e', t('router:edit'), onEdit, { enabled: edits });
  const params = { id: String(router.router_id) };
  return (
    <>
      {edits && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Btn tone="ghost" iconOnly icon={Ellipsis}>{t('common:more')}</Btn>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Icon as={Pencil} size={14} />} rightSection={<kbd className="KeyHint">e</kbd>} onClick={onEdit}>{t('router:edit')}</Menu.Item>
            {router.is_active && (
              <Menu.Item leftSection={<Icon as={Import} size={14} />} onClick={() => void navigate({ to: '/provisioning/$id/adopt', params })}>{t('router:adopt')}</Menu.Item>
            )}
            {router.is_active && (
              <Menu.Item leftSection={<Icon as={Ban} size={14} />} className="t-bad" onClick={() => setAsking(true)}>{t('router:deactivate')}</Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <Btn icon={Activity} hotkey="p" disabled={!up} onClick={() => setPinging(true)}>{t('router:ping.verb')}</Btn>
      <BtnLink icon={GitCompareArrows} to="/provisioning/$id" params={params} hotkey="b">{t('router:compare')}</BtnLink>
      {may('router.sync') && router.is_active && (
        <Btn
          tone="primary"
          icon={RefreshCw}
          hotkey="s"
          busy={sync.isPending}
          onClick={() => sync.mutate({ router_id: router.router_id }, { onSuccess: () => toastDone(t('router:synced', { name: router.name })), onError: (error) => toastError(error, t) })}
        >
          {t('router:sync')}
        </Btn>
      )}
      {pinging && <PingDialog routerId={router.router_id} routerName={router.name} interfaces={interfaces.data ?? []} onClose={() => setPinging(false)} />}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('router:deactivateTitle', { name: router.name })}
        confirm={t('router:deactivateVerb')}
        tone="danger"
        busy={deactivate.isPending}
        error={deactivate.error}
        onConfirm={() => deactivate.mutate({ router_id: router.router_id }, { onSuccess: () => setAsking(false) })}
      >
        {t('router:deactivateText')}
      </ConfirmDialog>
    </>
  );
}
