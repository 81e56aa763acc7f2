import { Plus, Share2, TriangleAlert, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '@/i18n/errors';
import { useOp, useWrite, type SavedView } from '@/ipc';
import { useDrawn } from '@/lib/drawn';
import { Btn } from './button';
import { toastDone, toastError } from './dialog';
import { ErrorState } from './feedback';
import { CheckField, TextField } from './field';
import { Tabs, type TabDef } from './filters';
import { CancelBtn, FormModal } from './form-sheet';
import { Icon } from './icon';
import { useMay } from './me';

type Search = Record<string, unknown>;

/** What of an address counts: a value that is not set is the same as none. */
const kept = (search: Search): Search => Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
const worth = (search: Search) => JSON.stringify(Object.entries(kept(search)).sort(([a], [b]) => a.localeCompare(b)));
const tabOf = (view: SavedView) => `saved-${view.saved_view_id}`;

/** The views of a list that the program brings none of its own for: all, then those that were saved. */
export function PlainViews<S extends object>({ id, search, nothing, onSearch }: {
  id: string;
  search: S;
  /** The address with nothing chosen. */
  nothing: S;
  onSearch: (search: S) => void;
}) {
  const { t } = useTranslation();
  return (
    <SavedViews
      id={id}
      label={t('common:views')}
      tabs={[{ id: 'all', label: t('common:all') }]}
      value="all"
      onTab={() => onSearch(nothing)}
      search={Object.fromEntries(Object.entries(search))}
      onSearch={(view) => onSearch({ ...nothing, ...view })}
    />
  );
}

/**
 * The tabs over a list: the views the program brings, then those the person saved of it or somebody shared, then
 * what can be done with the one that is shown. A view is nothing but a part of the address.
 */
export function SavedViews({ id, label, tabs, value, onTab, tabKey = 'view', search, onSearch }: {
  /** Names the list: the key of its views. */
  id: string;
  label: string;
  tabs: TabDef[];
  /** Which of the program's own views is shown. */
  value: string;
  onTab: (id: string) => void;
  /** What the address calls them. */
  tabKey?: string;
  /** What the address holds, without what is only open for the moment (a drawer). */
  search: Search;
  /** Puts exactly this into the address. */
  onSearch: (search: Search) => void;
}) {
  'use memo';
  const { t } = useTranslation();
  const list = useOp('saved_view_list', { screen: id }, { enabled: useDrawn() });
  const [naming, setNaming] = useState(false);
  const views = (list.data ?? []).filter((view) => view.problem === null);
  const broken = (list.data ?? []).filter((view) => view.problem !== null && view.is_own);
  const now = worth(search);
  const saved = views.find((view) => worth(view.search) === now);
  // A view of the program is its tab and nothing more: no search, no filter, no other order.
  const own = Object.entries(search).every(([key, part]) => part === undefined || key === tabKey);
  const choose = (tab: string) => {
    const view = views.find((one) => tabOf(one) === tab);
    if (view) onSearch(view.search);
    else onTab(tab);
  };
  return (
    <div className="ViewBar">
      <Tabs label={label} tabs={[...tabs, ...views.map((view) => ({ id: tabOf(view), label: view.name }))]} value={saved ? tabOf(saved) : value} onChange={choose} />
      {saved && <Shown view={saved} screen={id} />}
      {!saved && !own && list.data && (
        <button type="button" className="ViewBtn" onClick={() => setNaming(true)}>
          <Icon as={Plus} size={14} />
          {t('common:saveView')}
        </button>
      )}
      {broken.map((view) => <Broken key={view.saved_view_id} view={view} />)}
      <FormModal opened={naming} onClose={() => setNaming(false)} title={t('common:saveView')} size={420}>
        {(done) => naming && <NameForm screen={id} search={kept(search)} onClose={done} />}
      </FormModal>
    </div>
  );
}

/** What can be done with the view that is shown. */
function Shown({ view, screen }: { view: SavedView; screen: string }) {
  const { t } = useTranslation();
  const mayShare = useMay()('settings.edit');
  const share = useWrite('saved_view_share');
  const remove = useWrite('saved_view_remove');
  const create = useWrite('saved_view_create');
  const onError = (error: unknown) => toastError(error, t);
  const { saved_view_id, name, search, is_shared } = view;
  const back = () => create.mutate({ screen, name, search, is_shared }, { onError });
  const drop = () => remove.mutate({ saved_view_id }, { onError, onSuccess: () => toastDone(t('common:viewRemoved', { name }), view.is_own ? back : undefined) });
  return (
    <>
      {!view.is_own && <span className="ViewBtn q">{t('common:sharedBy', { name: view.owner_name })}</span>}
      {view.is_own && mayShare && (
        <button type="button" className="ViewBtn" aria-pressed={is_shared} onClick={() => share.mutate({ saved_view_id, is_shared: !is_shared }, { onError })}>
          <Icon as={Share2} size={14} />
          {t(is_shared ? 'common:unshareView' : 'common:shareView')}
        </button>
      )}
      {(view.is_own || mayShare) && (
        <button type="button" className="ViewBtn" onClick={drop}>
          <Icon as={X} size={14} />
          {t('common:removeView')}
        </button>
      )}
    </>
  );
}

/** A view that this version cannot open: why, and the way to be rid of it. */
function Broken({ view }: { view: SavedView }) {
  const { t } = useTranslation();
  const remove = useWrite('saved_view_remove');
  const { title, hint } = describeError({ code: view.problem ?? 'internal', params: { filter: '' } }, t);
  return (
    <button type="button" className="ViewBtn" title={`${title} ${hint}`} onClick={() => remove.mutate({ saved_view_id: view.saved_view_id }, { onError: (error) => toastError(error, t) })}>
      <Icon as={TriangleAlert} size={14} className="t-warn" />
      {t('common:viewBroken', { name: view.name })}
      <Icon as={X} size={14} />
      <span className="sr">{t('common:removeView')}</span>
    </button>
  );
}

function NameForm({ screen, search, onClose }: { screen: string; search: Search; onClose: () => void }) {
  const { t } = useTranslation();
  const mayShare = useMay()('settings.edit');
  const create = useWrite('saved_view_create');
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    create.mutate(
      { screen, name: name.trim(), search, is_shared: shared },
      {
        onSuccess: () => {
          toastDone(t('common:viewSaved', { name: name.trim() }));
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className="col gap3">
      <TextField data-autofocus label={t('common:viewName')} help={t('common:viewHint')} value={name} maxLength={40} onChange={setName} />
      {mayShare && <CheckField label={t('common:shareView')} checked={shared} onChange={setShared} />}
      {Boolean(create.error) && <ErrorState error={create.error} compact />}
      <div className="Dialog-foot">
        <CancelBtn />
        <Btn type="submit" tone="primary" busy={create.isPending} disabled={!name.trim()}>{t('common:save')}</Btn>
      </div>
    </form>
  );
}
