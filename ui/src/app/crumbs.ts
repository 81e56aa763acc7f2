import { useRouterState, type LinkProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCurrentScreenName } from '@/components/crumbs';
import { groups, home } from './navigation';

export interface Crumb {
  text: string;
  to?: LinkProps['to'];
}

const leaves = { '/batches/new': 'screens.batchNew', '/plans/new': 'screens.planNew', '/vendors/new': 'screens.vendorNew', '/routers/new': 'screens.routerNew', '/me': 'screens.me', '/notices': 'screens.notices', '/gallery': 'screens.gallery' } as const;

/** Where the person is: group, list, and the thing's own name; also the window's title. */
export function useCrumbs(): Crumb[] {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const name = useCurrentScreenName();
  const crumbs: Crumb[] = [];
  if (path === '/') crumbs.push({ text: t(`shell:${home.label}`) });
  for (const group of groups) {
    const screen = group.screens.find((one) => path === one.to || path.startsWith(`${one.to}/`));
    if (!screen) continue;
    crumbs.push({ text: t(`shell:${group.label}`) }, { text: t(`shell:${screen.label}`), to: screen.to });
  }
  const leaf = leaves[path as keyof typeof leaves];
  if (leaf) crumbs.push({ text: t(`shell:${leaf}`) });
  else if (name) crumbs.push({ text: name });
  const title = crumbs.at(-1)?.text;
  useEffect(() => {
    document.title = title ? `${title} · Simpul` : 'Simpul';
  }, [title]);
  return crumbs;
}
