import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, type RouterHistory } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { Root } from '@/app/root';
import { Crashed, NotFound } from '@/app/fallbacks';
import { voucherQuestion } from '@/features/voucher/question';
import { askPages } from '@/ipc';
import * as search from './search';

/** What routes may ask before their screens are made; absent where there is no cache to ask into. */
export interface RouteContext {
  queries?: QueryClient;
}

const root = createRootRouteWithContext<RouteContext>()({ component: Root, notFoundComponent: NotFound, errorComponent: Crashed });

const dashboard = createRoute({ getParentRoute: () => root, path: '/', component: lazyRouteComponent(() => import('./screens/dashboard')) });
const counter = createRoute({ getParentRoute: () => root, path: '/counter', component: lazyRouteComponent(() => import('./screens/counter')) });
const cash = createRoute({ getParentRoute: () => root, path: '/cash', validateSearch: search.cash, component: lazyRouteComponent(() => import('./screens/cash')) });
const batches = createRoute({ getParentRoute: () => root, path: '/batches', validateSearch: search.batches, component: lazyRouteComponent(() => import('./screens/batches')) });
const batchNew = createRoute({ getParentRoute: () => root, path: '/batches/new', validateSearch: search.batchNew, component: lazyRouteComponent(() => import('./screens/batch-new')) });
const batch = createRoute({ getParentRoute: () => root, path: '/batches/$id', component: lazyRouteComponent(() => import('./screens/batch')) });
const vouchers = createRoute({
  getParentRoute: () => root, path: '/vouchers', validateSearch: search.vouchers, component: lazyRouteComponent(() => import('./screens/vouchers')),
  loaderDeps: ({ search }) => ({ search }),
  // On the way in only: once it is there, the list asks by itself while somebody types.
  loader: ({ cause, context, deps }) => (cause === 'stay' ? undefined : askPages(context.queries, 'voucher_list', voucherQuestion(deps.search))),
});
const stock = createRoute({ getParentRoute: () => root, path: '/stock', validateSearch: search.stock, component: lazyRouteComponent(() => import('./screens/stock')) });
const reports = createRoute({ getParentRoute: () => root, path: '/reports', validateSearch: search.reports, component: lazyRouteComponent(() => import('./screens/reports')) });
const sales = createRoute({ getParentRoute: () => root, path: '/sales', validateSearch: search.sales, component: lazyRouteComponent(() => import('./screens/sales')) });
const ledger = createRoute({ getParentRoute: () => root, path: '/ledger', validateSearch: search.ledger, component: lazyRouteComponent(() => import('./screens/ledger')) });
const prints = createRoute({ getParentRoute: () => root, path: '/prints', validateSearch: search.prints, component: lazyRouteComponent(() => import('./screens/prints')) });
const plans = createRoute({ getParentRoute: () => root, path: '/plans', validateSearch: search.plans, component: lazyRouteComponent(() => import('./screens/plans')) });
const planNew = createRoute({ getParentRoute: () => root, path: '/plans/new', component: lazyRouteComponent(() => import('./screens/plan-new')) });
const plan = createRoute({ getParentRoute: () => root, path: '/plans/$id', component: lazyRouteComponent(() => import('./screens/plan')) });
const vendors = createRoute({ getParentRoute: () => root, path: '/vendors', validateSearch: search.vendors, component: lazyRouteComponent(() => import('./screens/vendors')) });
const vendorNew = createRoute({ getParentRoute: () => root, path: '/vendors/new', component: lazyRouteComponent(() => import('./screens/vendor-new')) });
const vendor = createRoute({ getParentRoute: () => root, path: '/vendors/$id', validateSearch: search.vendor, component: lazyRouteComponent(() => import('./screens/vendor')) });
const account = createRoute({ getParentRoute: () => root, path: '/account', validateSearch: search.account, component: lazyRouteComponent(() => import('./screens/account')) });
const routers = createRoute({ getParentRoute: () => root, path: '/routers', validateSearch: search.routers, component: lazyRouteComponent(() => import('./screens/routers')) });
const routerNew = createRoute({ getParentRoute: () => root, path: '/routers/new', component: lazyRouteComponent(() => import('./screens/router-new')) });
const router = createRoute({ getParentRoute: () => root, path: '/routers/$id', validateSearch: search.router, component: lazyRouteComponent(() => import('./screens/router')) });
const provisioning = createRoute({ getParentRoute: () => root, path: '/provisioning', validateSearch: search.provisioning, component: lazyRouteComponent(() => import('./screens/provisioning')) });
const drift = createRoute({ getParentRoute: () => root, path: '/provisioning/$id', validateSearch: search.drift, component: lazyRouteComponent(() => import('./screens/drift')) });
const adopt = createRoute({ getParentRoute: () => root, path: '/provisioning/$id/adopt', component: lazyRouteComponent(() => import('./screens/adopt')) });
const jobs = createRoute({ getParentRoute: () => root, path: '/jobs', validateSearch: search.jobs, component: lazyRouteComponent(() => import('./screens/jobs')) });
const users = createRoute({ getParentRoute: () => root, path: '/users', validateSearch: search.users, component: lazyRouteComponent(() => import('./screens/users')) });
const settings = createRoute({ getParentRoute: () => root, path: '/settings', validateSearch: search.settings, component: lazyRouteComponent(() => import('./screens/settings')) });
const roles = createRoute({ getParentRoute: () => root, path: '/roles', validateSearch: search.roles, component: lazyRouteComponent(() => import('./screens/roles')) });
const audit = createRoute({ getParentRoute: () => root, path: '/audit', validateSearch: search.audit, component: lazyRouteComponent(() => import('./screens/audit')) });
const notices = createRoute({ getParentRoute: () => root, path: '/notices', validateSearch: search.notices, component: lazyRouteComponent(() => import('./screens/notices')) });
const me = createRoute({ getParentRoute: () => root, path: '/me', validateSearch: search.me, component: lazyRouteComponent(() => import('./screens/me')) });
const about = createRoute({ getParentRoute: () => root, path: '/about', component: lazyRouteComponent(() => import('./screens/about')) });

// Every state of every component on one page. It is in no menu; its code is loaded only when it is looked at.
const gallery = createRoute({ getParentRoute: () => root, path: '/gallery', component: lazyRouteComponent(() => import('./screens/gallery')) });

const tree = root.addChildren([dashboard, counter, cash, batches, batchNew, batch, vouchers, prints, stock, sales, ledger, reports, plans, planNew, plan, vendors, vendorNew, vendor, account, routers, routerNew, router, provisioning, drift, adopt, jobs, users, roles, audit, settings, notices, me, about, gallery]);

export function makeRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: tree,
    context: {},
    defaultPreload: 'intent',
    defaultErrorComponent: Crashed,
    // What no screen knows falls out of the address: it would count as a choice, and be kept with a view.
    search: { strict: true },
    ...(history ? { history } : {}),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
