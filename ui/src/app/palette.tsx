import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { Search, Ticket } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '@/components/button';
import { Icon } from '@/components/icon';
import { useMay } from '@/components/me';
import type { Command } from './commands';

const [store, actions] = createSpotlight();

export const openPalette = actions.open;

const plain = (text: string) => text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');

/** Ctrl+K: screens, actions, and a voucher by its code. */
export function Palette({ commands }: { commands: Command[] }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const words = plain(query).split(/\s+/).filter(Boolean);
  const hits = commands.filter((command) => words.every((word) => plain(`${command.label} ${command.group}`).includes(word)));
  const code = query.replaceAll(/[\s-]/g, '');
  const isCode = may('voucher.view') && /^[a-z0-9]{4,24}$/i.test(code);
  return (
    <Spotlight.Root store={store} query={query} onQueryChange={setQuery} shortcut={null} size={560} scrollable maxHeight={420} overlayProps={{ blur: 0, color: 'transparent', className: 'Scrim' }} transitionProps={{ duration: 80 }}>
      <Spotlight.Search placeholder={t('shell:searchHint')} aria-label={t('shell:find')} leftSection={<Icon as={Search} />} />
      <Spotlight.ActionsList aria-label={t('shell:find')}>
        {isCode && (
          <Spotlight.Action
            leftSection={<Icon as={Ticket} />}
            onClick={() => void navigate({ to: '/vouchers', search: { search: code } })}
            label={t('voucher:findCode', { code })}
          />
        )}
        {hits.map((command) => (
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
        ))}
        {hits.length === 0 && !isCode && <Spotlight.Empty>{t('shell:nothingFound')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
