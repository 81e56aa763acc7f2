import { useRouterState } from '@tanstack/react-router';

export interface ScreenHelp {
  /** Its texts, in `help:screens`. */
  text: string;
  /** The chapter of the guide that tells more. */
  chapter: number;
}

/** What helps on each screen, by the route's address. A test holds that no route is without. */
export const screenHelp: Record<string, ScreenHelp> = {
  '/': { text: 'dashboard', chapter: 1 },
  '/counter': { text: 'counter', chapter: 5 },
  '/cash': { text: 'cash', chapter: 6 },
  '/batches': { text: 'batches', chapter: 4 },
  '/batches/new': { text: 'batchNew', chapter: 4 },
  '/batches/$id': { text: 'batch', chapter: 4 },
  '/vouchers': { text: 'vouchers', chapter: 4 },
  '/stock': { text: 'stock', chapter: 7 },
  '/sales': { text: 'sales', chapter: 6 },
  '/ledger': { text: 'ledger', chapter: 6 },
  '/reports': { text: 'reports', chapter: 9 },
  '/prints': { text: 'prints', chapter: 4 },
  '/plans': { text: 'plans', chapter: 3 },
  '/plans/new': { text: 'planNew', chapter: 3 },
  '/plans/$id': { text: 'plan', chapter: 3 },
  '/vendors': { text: 'vendors', chapter: 8 },
  '/vendors/new': { text: 'vendorNew', chapter: 8 },
  '/vendors/$id': { text: 'vendor', chapter: 8 },
  '/account': { text: 'account', chapter: 8 },
  '/routers': { text: 'routers', chapter: 2 },
  '/routers/new': { text: 'routerNew', chapter: 2 },
  '/routers/$id': { text: 'router', chapter: 13 },
  '/provisioning': { text: 'provisioning', chapter: 13 },
  '/provisioning/$id': { text: 'drift', chapter: 13 },
  '/provisioning/$id/adopt': { text: 'adopt', chapter: 13 },
  '/jobs': { text: 'jobs', chapter: 14 },
  '/users': { text: 'users', chapter: 10 },
  '/roles': { text: 'roles', chapter: 10 },
  '/audit': { text: 'audit', chapter: 10 },
  '/settings': { text: 'settings', chapter: 12 },
  '/notices': { text: 'notices', chapter: 11 },
  '/me': { text: 'me', chapter: 10 },
  '/about': { text: 'about', chapter: 14 },
};

/** The help of the screen that is open; none for an address that is no screen. */
export function useScreenHelp(): ScreenHelp | undefined {
  const id = useRouterState({ select: (state) => state.matches.at(-1)?.fullPath as string | undefined });
  return id === undefined ? undefined : (screenHelp[id] ?? screenHelp[id.replace(/\/$/, '')]);
}
