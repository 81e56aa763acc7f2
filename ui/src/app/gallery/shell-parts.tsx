import { SavedViews } from '@/components/saved-views';
import { SessionList } from '@/components/session-list';
import type { SavedView, SessionRow } from '@/ipc';
import { Rail } from '../shell';
import { SystemStates, type SystemStatesProps } from '../system-state';
import { longText, nothing, Picture, Specimen, told } from './specimen';

const well: SystemStatesProps = { alive: 5, routers: 5, data: 'safe', tasks: 0 };
const states: SystemStatesProps[] = [well, { ...well, tasks: 12 }, { ...well, alive: 4 }, { ...well, data: 'lost' }, { ...well, data: 'silent' }, { ...well, tasks: undefined }];

/** What stands around every screen: the rail in both widths, and what the top bar says of routers, data and work. */
export function ShellSpecimens() {
  return (
    <>
      <Specimen id="rail" title="Rail: open; at the counter">
        <Picture>
          <div className="row top">
            <div className="Specimen-rail"><Rail /></div>
            <div className="Specimen-rail narrow"><Rail /></div>
          </div>
        </Picture>
      </Specimen>
      <Specimen id="system-states" title="SystemStates: well, busy, a router down, data lost, data silent, worker off">
        <div className="col gap2">
          {states.map((state) => <SystemStates key={JSON.stringify(state)} {...state} />)}
        </div>
      </Specimen>
      <ViewSpecimens />
      <SessionSpecimen />
    </>
  );
}

const view: SavedView = { saved_view_id: 1, name: 'Pasar, belum terjual', search: { search: 'pasar' }, is_shared: false, is_own: true, owner_name: 'Hendra', problem: null };
const viewSets: { id: string; views: SavedView[]; search: Record<string, unknown> }[] = [
  { id: 'none', views: [], search: { search: 'kios' } },
  { id: 'own', views: [view, { ...view, saved_view_id: 2, name: 'Bermasalah', search: { view: 'trouble', search: 'rb' } }], search: view.search },
  { id: 'shared', views: [{ ...view, is_shared: true }], search: view.search },
  { id: 'others', views: [{ ...view, is_own: false, is_shared: true, owner_name: 'Rina Wulandari' }], search: view.search },
  { id: 'broken', views: [{ ...view, saved_view_id: 3, name: longText.slice(0, 40), problem: 'saved_view_filter_unknown' }], search: {} },
];
const tabs = [{ id: 'all', label: 'Semua' }, { id: 'trouble', label: 'Bermasalah', count: '17', tone: 'warn' as const }];

function ViewSpecimens() {
  return (
    <Specimen id="saved-views" title="SavedViews: not kept yet, own, shared, somebody else’s, one that cannot be opened" wide flush>
      <Picture answers={viewSets.map(({ id, views }) => told('saved_view_list', { screen: id }, views))}>
        {viewSets.map(({ id, search }) => <SavedViews key={id} id={id} label={id} tabs={tabs} value="all" onTab={nothing} search={search} onSearch={nothing} />)}
      </Picture>
    </Specimen>
  );
}

const session: SessionRow = { session_id: 1, source: 'window', device_name: 'kantor-pc', created_at: '2026-11-20T07:32:00Z', seen_at: '2026-11-21T07:32:00Z', expires_at: '2026-12-20T07:32:00Z', is_current: true, is_locked: false };
const sessions: SessionRow[] = [
  session,
  { ...session, session_id: 2, source: 'lan', device_name: longText, seen_at: '2026-11-21T06:02:00Z', is_current: false, is_locked: true },
  { ...session, session_id: 3, source: 'cli', device_name: null, seen_at: '2026-11-19T01:00:00Z', is_current: false },
];

function SessionSpecimen() {
  return (
    <Specimen id="session-list" title="SessionList: this one, locked and long, without a name">
      <SessionList rows={sessions} onRevoke={nothing} />
    </Specimen>
  );
}
