import { useMantineColorScheme, useComputedColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, type LinkProps } from '@tanstack/react-router';
import {
  Bell, Keyboard, Languages, Lock, Plus, Router, Store, SunMoon, Ticket, UserPlus, UserRound, type LucideIcon,
} from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/components/me';
import { currentLanguage, setLanguage } from '@/i18n';
import { useLock } from '@/features/session/lock';
import { useHotkey } from '@/lib/hotkeys';
import { askAhead } from '@/routes/ahead';
import { openKeyHelp } from './key-help';
import { groups, home, isShown } from './navigation';
import { openPalette } from './palette';

export interface Command {
  id: string;
  label: string;
  /** Where it belongs, said quietly in the palette. */
  group: string;
  icon: LucideIcon;
  keys?: string;
  run: () => void;
}

/** The one list of what can be done from anywhere: it feeds the palette, the shortcuts and their help. */
export function useCommands(): Command[] {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const language = i18n.language;
  const lock = useLock();

  const commands = useMemo<Command[]>(() => {
    const go = (to: LinkProps['to']) => () => {
      // On its way before anything is drawn: the rail alone takes as long as an answer.
      askAhead(queries, to);
      void navigate({ to });
    };
    const screens: Command[] = [
      ...(may(home.permission) ? [{ id: home.id, label: t(`shell:${home.label}`), group: t('shell:groups.main'), icon: home.icon, keys: home.keys, run: go(home.to) }] : []),
      ...groups.flatMap((group) =>
        group.screens
          .filter((screen) => isShown(screen, may))
          .map((screen) => ({
            id: screen.id, label: t(`shell:${screen.label}`), group: t(`shell:${group.label}`), icon: group.icon, keys: screen.keys, run: go(screen.to),
          })),
      ),
    ];
    const actions: (Command | false)[] = [
      may('sale.create') && { id: 'sell', label: t('shell:commands.sell'), group: t('shell:groups.counter'), icon: Store, keys: 'F2', run: go('/counter') },
      may('voucher.create') && { id: 'batch_new', label: t('shell:commands.newBatch'), group: t('shell:groups.voucher'), icon: Ticket, run: go('/batches/new') },
      may('plan.edit') && { id: 'plan_new', label: t('shell:commands.newPlan'), group: t('shell:groups.voucher'), icon: Plus, run: go('/plans/new') },
      may('router.edit') && { id: 'router_new', label: t('shell:commands.newRouter'), group: t('shell:groups.network'), icon: Router, run: go('/routers/new') },
      may('user.edit') && { id: 'user_new', label: t('shell:commands.newUser'), group: t('shell:groups.administration'), icon: UserPlus, run: () => void navigate({ to: '/users', search: { edit: 'new' } }) },
      { id: 'me', label: t('shell:screens.me'), group: t('shell:groups.main'), icon: UserRound, keys: 'g m', run: go('/me') },
      { id: 'notices', label: t('shell:screens.notices'), group: t('shell:groups.main'), icon: Bell, run: go('/notices') },
      { id: 'lock', label: t('shell:commands.lock'), group: t('shell:groups.main'), icon: Lock, keys: 'g l', run: lock },
      { id: 'theme', label: t('shell:commands.toggleTheme'), group: t('common:theme'), icon: SunMoon, run: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark') },
      { id: 'language', label: t('shell:commands.toggleLanguage'), group: t('common:language'), icon: Languages, run: () => void setLanguage(currentLanguage() === 'id' ? 'en' : 'id') },
      { id: 'keys', label: t('shell:commands.showKeys'), group: t('shell:groups.main'), icon: Keyboard, keys: '?', run: openKeyHelp },
    ];
    return [...screens, ...actions.filter((action) => action !== false)];
    // oxlint-disable-next-line react/exhaustive-deps -- `language` is read through t
  }, [t, language, may, navigate, queries, scheme, setColorScheme, lock]);

  useCommandKeys(commands);
  useHotkey('Ctrl+K', t('shell:find'), openPalette, { scope: 'global', inFields: true });
  return commands;
}

const slots = [...[home, ...groups.flatMap((group) => group.screens)].flatMap((screen) => screen.keys ?? []), 'g m', 'g l', 'F2', '?'];

/** One hook per key: the list of keys is fixed, which of them do something depends on the person. */
function useCommandKeys(commands: Command[]): void {
  const find = (keys: string) => commands.find((command) => command.keys === keys);
  for (const keys of slots) {
    const command = find(keys);
    // oxlint-disable-next-line react/rules-of-hooks -- the slots never change, so the order of hooks never does
    useHotkey(command ? keys : undefined, command?.label ?? '', () => command?.run(), { scope: 'global' });
  }
}
