import { Menu } from '@mantine/core';
import { Link, Outlet, useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import { ArrowLeftRight, ChevronDown, ChevronRight, CircleQuestionMark, DoorOpen, Lock, LogOut, Palette, PanelLeftClose, PanelLeftOpen, Search, UserRound } from 'lucide-react';
import { Fragment, useEffect, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '@/components/button';
import { CompanyLogo } from '@/components/company-logo';
import { toastError } from '@/components/dialog';
import { Icon } from '@/components/icon';
import { useMay, useMe } from '@/components/me';
import { useOwnPreference } from '@/components/table-preferences';
import { NoticeBell } from '@/features/notice/bell';
import { useNoticeToasts } from '@/features/notice/toasts';
import { useIdleLock, useLock } from '@/features/session/lock';
import { QuickSwitch } from '@/features/session/quick-switch';
import { formatNumber, zoneName } from '@/lib/format';
import { useHotkey } from '@/lib/hotkeys';
import { useEvents, useOp, useWrite } from '@/ipc';
import { useCommands } from './commands';
import { useCrumbs } from './crumbs';
import { JobCards } from './job-cards';
import { KeyHelp, openKeyHelp } from './key-help';
import { groups, home, isShown } from './navigation';
import { openPalette, Palette as CommandPalette } from './palette';
import { SystemState } from './system-state';

/** Rail, top bar, content; and what works everywhere: events, palette, keys. */
export function Shell() {
  const { t } = useTranslation();
  const up = useEvents();
  useIdleLock(useMe().idle_lock_minutes);
  useNoticeToasts();
  useScreensAtHand();
  const commands = useCommands();
  // At the counter the width belongs to the sale, elsewhere it is one's own to give away: the rail shows its icons, and
  // opens when it is pointed at or focused.
  const counter = useRouterState({ select: (state) => state.location.pathname === '/counter' });
  const [rail, setRail] = useOwnPreference('rail');
  const narrow = counter || rail === 'narrow';
  return (
    <div className={narrow ? 'AppShell narrow' : 'AppShell'}>
      <a className="Btn Skip" href="#content">
        {t('shell:skip')}
      </a>
      <Rail narrow={narrow} {...(counter ? {} : { onNarrow: (next) => setRail(next ? 'narrow' : null) })} />
      <Topbar up={up} />
      <main className="Main" id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <CommandPalette commands={commands} />
      <KeyHelp />
    </div>
  );
}

/**
 * Fetches the code of every screen while nothing else is to be done: a program that goes away, or is replaced by a newer
 * one, must not take the screens with it that were not looked at yet. In the window they lie beside the page anyway.
 * The font of codes comes along: fetched with the first list, it would lay that list out twice.
 */
function useScreensAtHand(): void {
  const router = useRouter();
  useEffect(() => {
    if (typeof requestIdleCallback !== 'function') return undefined;
    const idle = requestIdleCallback(() => {
      document.fonts.load('13px "JetBrains Mono Variable"').catch(() => undefined);
      for (const [id, route] of Object.entries(router.routesById)) {
        const component = (route as { options: { component?: { preload?: () => Promise<unknown> } } }).options.component;
        if (id !== '/gallery') void component?.preload?.().catch(() => undefined);
      }
    }, { timeout: 10_000 });
    return () => cancelIdleCallback(idle);
  }, [router]);
}

/**
 * Every group of screens the person may see, and at its foot what is on its way. `onNarrow`: where a person has the choice
 * of width, which is kept as theirs.
 */
export function Rail({ narrow = false, onNarrow }: { narrow?: boolean; onNarrow?: (narrow: boolean) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const may = useMay();
  const status = useOp('system_status', {});
  const path = useRouterState({ select: (state) => state.location.pathname });
  const visible = groups
    .map((group) => ({ ...group, screens: group.screens.filter((screen) => isShown(screen, may)) }))
    .filter((group) => group.screens.length > 0);
  const here = visible.find((group) => group.screens.some((screen) => path === screen.to || path.startsWith(`${screen.to}/`)));
  const [opened, setOpened] = useState<string | undefined>(here?.id);
  const [seen, setSeen] = useState(here?.id);
  if (here?.id !== seen) {
    // One open group: the one we are in, until another is opened by hand.
    setSeen(here?.id);
    if (here) setOpened(here.id);
  }
  const place = me.locations[0];
  const counts = useCounts();
  return (
    <nav className="Rail" aria-label={t('shell:mainMenu')}>
      <div className="Rail-head">
        <CompanyLogo company={status.data?.company_name ?? null} height={24} />
        <span className="Rail-org">
          <b className="cut">{status.data?.company_name ?? 'Simpul'}</b>
          <span className="cut">{place ? `${place.name} · ${zoneName(place.time_zone)}` : ''}</span>
        </span>
        {onNarrow && <RailFold narrow={narrow} onNarrow={onNarrow} />}
      </div>
      <div className="Rail-nav">
        {may(home.permission) && (
          <Link to={home.to} className={`Rail-item ${path === '/' ? 'on' : ''}`} aria-current={path === '/' ? 'page' : undefined}>
            <Icon as={home.icon} />
            <span>{t(`shell:${home.label}`)}</span>
            <KeyHint keys="g b" />
          </Link>
        )}
        <button type="button" className="Rail-item" onClick={openPalette}>
          <Icon as={Search} />
          <span>{t('shell:find')}</span>
          <KeyHint keys="Ctrl+K" />
        </button>
        <div className="Rail-sep" />
        {visible.map((group) => {
          const open = opened === group.id;
          return (
            <Fragment key={group.id}>
              <button
                type="button"
                className={`Rail-item ${open ? 'open' : ''}`}
                aria-expanded={open}
                onClick={() => setOpened(open ? undefined : group.id)}
              >
                <Icon as={group.icon} />
                <span>{t(`shell:${group.label}`)}</span>
                {counts[group.id] !== undefined && <span className="Count bad" aria-label={t('shell:problems', { count: counts[group.id] })}>{formatNumber(counts[group.id] ?? 0)}</span>}
                <Icon as={open ? ChevronDown : ChevronRight} className="chev" size={14} />
              </button>
              {open &&
                group.screens.map((screen) => {
                  const on = path === screen.to || path.startsWith(`${screen.to}/`);
                  return (
                    <Link key={screen.id} to={screen.to} className={`Rail-item sub ${on ? 'on' : ''}`} aria-current={on ? 'page' : undefined}>
                      <span>{t(`shell:${screen.label}`)}</span>
                    </Link>
                  );
                })}
            </Fragment>
          );
        })}
      </div>
      <JobCards />
    </nav>
  );
}

/** Leaves the rail its icons, or gives it its words back. */
function RailFold({ narrow, onNarrow }: { narrow: boolean; onNarrow: (narrow: boolean) => void }) {
  const { t } = useTranslation();
  const name = t(narrow ? 'shell:menuWide' : 'shell:menuNarrow');
  useHotkey('Ctrl+B', name, (event) => {
    // With Shift it is the browser's; where the window is too narrow for words there is nothing to choose.
    if (!event.shiftKey && !window.matchMedia('(max-width: 760px)').matches) onNarrow(!narrow);
  }, { scope: 'global' });
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    // A rail that holds the focus stays open: whoever pressed by pointer is done with it.
    if (event.detail > 0) event.currentTarget.blur();
    onNarrow(!narrow);
  };
  return (
    <button type="button" className="ViewBtn Rail-fold" aria-label={name} title={`${name} (Ctrl B)`} aria-keyshortcuts="Control+B" onClick={press}>
      <Icon as={narrow ? PanelLeftOpen : PanelLeftClose} />
    </button>
  );
}

/** What in a group wants to be looked at, said on the group also while it is closed: routers lost, work that gave up. */
function useCounts(): Record<string, number | undefined> {
  const may = useMay();
  const routers = useOp('router_list', { include_inactive: false }, { enabled: may('router.view'), every: 30_000 });
  const work = useOp('job_summary', {}, { every: 5_000 });
  const lost = (routers.data?.rows ?? []).filter((row) => row.state.link === 'down').length;
  const failed = may('job.view') ? (work.data?.failed ?? 0) : 0;
  return { network: lost || undefined, administration: failed || undefined };
}

function Topbar({ up }: { up: boolean }) {
  const { t } = useTranslation();
  const crumbs = useCrumbs();
  return (
    <header className="Topbar">
      <nav className="Crumbs" aria-label={t('shell:where')}>
        {crumbs.map((crumb, i) => (
          // A group and its list may share a name; their place is their identity.
          <Fragment key={`crumb-${i + 1}`}>
            {i > 0 && <Icon as={ChevronRight} size={12} />}
            {i === crumbs.length - 1 ? <b className="cut">{crumb.text}</b> : crumb.to ? <Link to={crumb.to}>{crumb.text}</Link> : <span>{crumb.text}</span>}
          </Fragment>
        ))}
      </nav>
      <button type="button" className="Search" onClick={openPalette}>
        <Icon as={Search} size={14} />
        <span className="grow cut">{t('shell:searchHint')}</span>
        <KeyHint keys="Ctrl+K" />
      </button>
      <SystemState up={up} />
      <button type="button" className="HelpBtn" aria-label={t('help:open')} title={`${t('help:open')} (F1)`} onClick={openKeyHelp}>
        <Icon as={CircleQuestionMark} />
      </button>
      <NoticeBell />
      <UserMenu />
    </header>
  );
}

function UserMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const signOut = useWrite('session_sign_out');
  const lock = useLock();
  const session = useOp('session_get', {});
  const leave = useWrite('session_quick_end');
  const [switching, setSwitching] = useState(false);
  const maySwitch = useMay()('desk.switch');
  useHotkey('g w', t('session:quick'), () => maySwitch && setSwitching(true), { scope: 'global' });
  // The desk is its own person's again, and locked.
  const leaveDesk = () => leave.mutate({}, { onSuccess: lock, onError: (error) => toastError(error, t) });
  const initials = me.name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
  return (
    <>
      <Menu>
        <Menu.Target>
          <button type="button" className="UserBtn" title={t('shell:signedInAs', { name: me.name })}>
            <span className="Avatar">{initials}</span>
            <span className="sm nw q2">
              {me.name.split(' ')[0]} · {t(`user:roles.${me.role_code}` as 'user:roles.admin', { defaultValue: me.role_name })}
            </span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('shell:signedInAs', { name: me.name })}</Menu.Label>
          <Menu.Item leftSection={<Icon as={UserRound} size={14} />} onClick={() => void navigate({ to: '/me' })}>
            {t('shell:screens.me')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon as={Palette} size={14} />} onClick={() => void navigate({ to: '/me', search: { part: 'appearance' } })}>
            {t('common:theme')}
          </Menu.Item>
          {maySwitch && (
            <Menu.Item leftSection={<Icon as={ArrowLeftRight} size={14} />} rightSection={<KeyHint keys="g w" />} onClick={() => setSwitching(true)}>
              {t('session:quick')}
            </Menu.Item>
          )}
          {session.data?.is_quick && (
            <Menu.Item leftSection={<Icon as={DoorOpen} size={14} />} onClick={leaveDesk}>
              {t('session:quickLeave')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Icon as={Lock} size={14} />} rightSection={<KeyHint keys="g l" />} onClick={lock}>
            {t('session:lockNow')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon as={LogOut} size={14} />} onClick={() => signOut.mutate({}, { onSuccess: () => window.location.assign('/'), onError: (error) => toastError(error, t) })}>
            {t('shell:signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {switching && <QuickSwitch onClose={() => setSwitching(false)} />}
    </>
  );
}
