import { Modal } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from './button';
import { TextField } from './field';
import { Tabs, type TabDef } from './filters';
import { Icon } from './icon';
import { useOwnJson } from './table-preferences';

type Search = Record<string, unknown>;

interface SavedView {
  id: string;
  name: string;
  search: Search;
}

const none: SavedView[] = [];
/** More would not fit a row of tabs; the oldest has to go by hand. */
const most = 8;

/** What of an address counts: a value that is not set is the same as none. */
const worth = (search: Search) => JSON.stringify(Object.entries(search).filter(([, value]) => value !== undefined).sort(([a], [b]) => a.localeCompare(b)));

/**
 * The tabs over a list: the views the program brings, then those the person saved of it, then a way to save
 * what the address holds now. A view is nothing but a part of the address.
 */
export function SavedViews({ id, label, tabs, value, onTab, search, onSearch }: {
  /** Names the list: the key of its views. */
  id: string;
  label: string;
  tabs: TabDef[];
  /** Which of the program's own views is shown. */
  value: string;
  onTab: (id: string) => void;
  /** What the address holds, without what is only open for the moment (a drawer). */
  search: Search;
  /** Puts exactly this into the address. */
  onSearch: (search: Search) => void;
}) {
  const { t } = useTranslation();
  const [views, setViews] = useOwnJson<SavedView[]>(`views.${id}`, none);
  const [naming, setNaming] = useState(false);
  const now = worth(search);
  const saved = views.find((view) => worth(view.search) === now);
  // A view of the program is its tab and nothing more: no search, no filter, no other order.
  const own = Object.entries(search).every(([key, part]) => part === undefined || key === 'view');
  const choose = (tab: string) => {
    const view = views.find((one) => one.id === tab);
    if (view) onSearch(view.search);
    else onTab(tab);
  };
  const save = (name: string) => {
    setViews([...views, { id: `saved-${Date.now()}`, name, search: JSON.parse(JSON.stringify(search)) as Search }]);
    setNaming(false);
  };
  return (
    <div className="ViewBar">
      <Tabs label={label} tabs={[...tabs, ...views.map((view) => ({ id: view.id, label: view.name }))]} value={saved?.id ?? value} onChange={choose} />
      {saved ? (
        <button type="button" className="ViewBtn" onClick={() => setViews(views.filter((view) => view.id !== saved.id))}>
          <Icon as={X} size={14} />
          {t('common:removeView')}
        </button>
      ) : (
        !own && views.length < most && (
          <button type="button" className="ViewBtn" onClick={() => setNaming(true)}>
            <Icon as={Plus} size={14} />
            {t('common:saveView')}
          </button>
        )
      )}
      <Modal opened={naming} onClose={() => setNaming(false)} title={t('common:saveView')} size={420} closeButtonProps={{ 'aria-label': t('common:close') }}>
        {naming && <NameForm onSave={save} onClose={() => setNaming(false)} />}
      </Modal>
    </div>
  );
}

function NameForm({ onSave, onClose }: { onSave: (name: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) onSave(name.trim());
  };
  return (
    <form onSubmit={submit} className="col gap3">
      <TextField data-autofocus label={t('common:viewName')} help={t('common:viewHint')} value={name} maxLength={40} onChange={setName} />
      <div className="Dialog-foot">
        <Btn tone="ghost" onClick={onClose}>{t('common:cancel')}</Btn>
        <Btn type="submit" tone="primary" disabled={!name.trim()}>{t('common:save')}</Btn>
      </div>
    </form>
  );
}
