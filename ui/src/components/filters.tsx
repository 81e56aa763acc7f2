import { Menu } from '@mantine/core';
import { Plus, Search, X } from 'lucide-react';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkey } from '@/lib/hotkeys';
import { KeyHint } from './button';
import { Icon } from './icon';

/** Milliseconds from one look-up of what is typed to the next. */
const pauseBetweenSearches = 120;

/** Puts the cursor into the list of the page, where there is one with rows. */
export function toList(): void {
  document.querySelector<HTMLElement>('[data-list]')?.focus();
}

/**
 * Search of a list: `/` focuses it, Esc empties it, Enter goes on into the list, or does what `onEnter` says; the list is
 * told of the first sign at once. `onType` hears every sign the moment it is typed, so that the answer can be on its way
 * before anything is drawn.
 */
export function SearchBox({ value, onChange, onType, onEnter = toList, placeholder }: {
  value: string; onChange: (value: string) => void; onType?: (value: string) => void; onEnter?: (value: string) => void; placeholder: string;
}) {
  'use memo';
  const { t } = useTranslation();
  const ref = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  // What the list was told and the address does not say yet.
  const [sent, setSent] = useState<string[]>([]);
  if (value !== seen) {
    setSeen(value);
    const at = sent.indexOf(value);
    setSent(sent.slice(at + 1));
    if (at < 0) {
      // The address changed from outside (back, a view): follow it.
      setSent([]);
      setText(value);
    }
  }
  const told = sent.at(-1) ?? value;
  useHotkey('/', t('common:search'), () => ref.current?.focus());
  const last = useRef(0);
  // Before the sign is painted: a frame that is waited for is a third of what a search may take.
  useLayoutEffect(() => {
    if (text === told) return undefined;
    const tell = () => {
      last.current = performance.now();
      setSent((before) => [...before, text]);
      onChange(text);
    };
    // The first sign is looked up at once; those of a fast typist or a scanner a few together.
    const wait = last.current + pauseBetweenSearches - performance.now();
    if (wait <= 0) {
      tell();
      return undefined;
    }
    const timer = setTimeout(tell, wait);
    return () => clearTimeout(timer);
  }, [text, told, onChange]);
  return (
    <label className="Input searchbox">
      <Icon as={Search} size={14} />
      <input
        ref={ref}
        type="search"
        aria-label={placeholder}
        placeholder={placeholder}
        value={text}
        onChange={({ currentTarget: { value: typed } }) => {
          onType?.(typed);
          setText(typed);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            event.preventDefault();
            onEnter(text);
          }
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (text) setText('');
          else ref.current?.blur();
        }}
      />
      <KeyHint keys="/" />
    </label>
  );
}

export interface FilterDef {
  id: string;
  label: string;
  options: { value: string; label: string }[];
}

/** chip = field, value, remove. The state lives in the address; this only shows and changes it. */
export function FilterChips({ filters, values, onChange, search, children }: {
  filters: FilterDef[]; values: Record<string, string | undefined>; onChange: (id: string, value: string | undefined) => void;
  search?: ReactNode; children?: ReactNode;
}) {
  'use memo';
  const { t } = useTranslation();
  const set = filters.filter((filter) => values[filter.id] !== undefined && values[filter.id] !== '');
  const unset = filters.filter((filter) => !set.includes(filter) && filter.options.length > 0);
  const [opened, setOpened] = useState(false);
  useHotkey('f', t('common:filter'), () => setOpened(true), { enabled: unset.length > 0 });
  return (
    <div className="FilterChips">
      {search}
      {set.map((filter) => {
        const value = values[filter.id];
        const word = filter.options.find((option) => option.value === value)?.label ?? value;
        return (
          <span className="Chip" key={filter.id}>
            <span className="k">{filter.label}</span>
            <Menu position="bottom-start">
              <Menu.Target>
                <button type="button" className="v" aria-label={`${filter.label}: ${word}`}>
                  {word}
                </button>
              </Menu.Target>
              <Menu.Dropdown mah={420} className="scrolls">
                {filter.options.map((option) => (
                  <Menu.Item key={option.value} onClick={() => onChange(filter.id, option.value)}>
                    {option.label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <button type="button" className="x" aria-label={t('common:removeFilter', { name: filter.label })} onClick={() => onChange(filter.id, undefined)}>
              <Icon as={X} size={12} />
            </button>
          </span>
        );
      })}
      {unset.length > 0 && (
        <Menu opened={opened} onChange={setOpened} position="bottom-start">
          <Menu.Target>
            <button type="button" className="Chip add">
              <span>
                <Icon as={Plus} size={12} />
                {t('common:filter')}
                <KeyHint keys="f" />
              </span>
            </button>
          </Menu.Target>
          <Menu.Dropdown mah={420} className="scrolls">
            {unset.map((filter) => (
              <div key={filter.id} role="group" aria-label={filter.label}>
                <Menu.Label>{filter.label}</Menu.Label>
                {filter.options.map((option) => (
                  <Menu.Item key={option.value} onClick={() => onChange(filter.id, option.value)}>
                    {option.label}
                  </Menu.Item>
                ))}
              </div>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {set.length > 1 && (
        <button type="button" className="Link sm" onClick={() => set.forEach((filter) => onChange(filter.id, undefined))}>
          {t('common:clear')}
        </button>
      )}
      <span className="grow" />
      {children}
    </div>
  );
}

export interface TabDef {
  id: string;
  label: string;
  count?: ReactNode;
  tone?: 'warn' | 'bad';
}

/** Saved views of a list, or different kinds of things of a detail. */
export function Tabs({ label, tabs, value, onChange }: { label: string; tabs: TabDef[]; value: string; onChange: (id: string) => void }) {
  'use memo';
  const refs = useRef(new Map<string, HTMLButtonElement>());
  const move = (by: number) => {
    const at = tabs.findIndex((tab) => tab.id === value);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.id);
    refs.current.get(next.id)?.focus();
  };
  return (
    <div className="Tabs" role="tablist" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          ref={(element) => {
            if (element) refs.current.set(tab.id, element);
            else refs.current.delete(tab.id);
          }}
          type="button"
          role="tab"
          aria-selected={tab.id === value}
          tabIndex={tab.id === value ? 0 : -1}
          className={tab.id === value ? 'on' : ''}
          onClick={() => onChange(tab.id)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') move(1);
            else if (event.key === 'ArrowLeft') move(-1);
          }}
        >
          {tab.label}
          {tab.count !== undefined && <span className={`Count ${tab.tone ?? ''}`}>{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
