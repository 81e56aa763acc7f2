import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '@/components/button';
import { Icon } from '@/components/icon';
import type { Command } from './commands';
import { plain, useRecords } from './records';

const [store, actions] = createSpotlight();

export const openPalette = actions.open;

/** Ctrl+K: screens, actions and records, all commands of one kind. */
export function Palette({ commands }: { commands: Command[] }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState(false);
  const words = plain(query).split(/\s+/).filter(Boolean);
  const hits = commands.filter((command) => words.every((word) => plain(`${command.label} ${command.group}`).includes(word)));
  const records = useRecords(query, opened);
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpened(true)}
      onSpotlightClose={() => setOpened(false)}
      shortcut={null}
      size={560}
      centered={false}
      yOffset={96}
      scrollable
      maxHeight={420}
      overlayProps={{ blur: 0, color: 'transparent', className: 'Scrim' }}
      transitionProps={{ duration: 80 }}
    >
      <Spotlight.Search placeholder={t('shell:searchHint')} aria-label={t('shell:find')} leftSection={<Icon as={Search} />} />
      <Spotlight.ActionsList aria-label={t('shell:find')}>
        <Hits label={t('shell:paletteRecords')} commands={records} />
        <Hits label={t('shell:paletteCommands')} commands={hits} quiet={records.length === 0} />
        {hits.length === 0 && records.length === 0 && <Spotlight.Empty>{t('shell:nothingFound')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Hits({ label, commands, quiet = false }: { label: string; commands: Command[]; quiet?: boolean }) {
  if (commands.length === 0) return null;
  const rows = commands.map((command) => (
    <Spotlight.Action
      key={command.id}
      leftSection={<Icon as={command.icon} />}
      rightSection={
        <span className="row">
          <span className="sm q">{command.group}</span>
          {command.keys && <KeyHint keys={command.keys} />}
        </span>
      }
      label={command.label}
      onClick={command.run}
    />
  ));
  return quiet ? rows : <Spotlight.ActionsGroup label={label}>{rows}</Spotlight.ActionsGroup>;
}
