import type { LinkProps } from '@tanstack/react-router';
import {
  LayoutDashboard, LifeBuoy, Megaphone, Network, Package, ReceiptText, Settings, Store, Ticket, Users, MapPin, IdCard, type LucideIcon,
} from 'lucide-react';
import type { ParseKeys } from 'i18next';
import type { Permission } from '@/ipc';

export interface Screen {
  id: string;
  label: ParseKeys<'shell'>;
  to: LinkProps['to'];
  /** Goes there from anywhere. */
  keys?: string;
  permission?: Permission;
  /** Not shown to who holds this too: they have a wider screen for the same. */
  unless?: Permission;
}

export interface Group {
  id: string;
  label: ParseKeys<'shell'>;
  icon: LucideIcon;
  screens: Screen[];
}

export const home: Screen & { icon: LucideIcon } = {
  id: 'dashboard',
  label: 'screens.dashboard',
  to: '/',
  keys: 'g b',
  icon: LayoutDashboard,
  permission: 'dashboard.view',
};

/** The rail: every group of the program in its place. A group without a screen is not shown. */
export const groups: Group[] = [
  { id: 'counter', label: 'groups.counter', icon: Store, screens: [{ id: 'counter', label: 'screens.counter', to: '/counter', keys: 'g o', permission: 'sale.create' }, { id: 'cash', label: 'screens.cash', to: '/cash', keys: 'g d', permission: 'cash.view' }] },
  { id: 'core', label: 'groups.core', icon: Users, screens: [] },
  {
    id: 'voucher',
    label: 'groups.voucher',
    icon: Ticket,
    screens: [
      { id: 'batches', label: 'screens.batches', to: '/batches', keys: 'g c', permission: 'voucher.view' },
      { id: 'vouchers', label: 'screens.vouchers', to: '/vouchers', keys: 'g v', permission: 'voucher.view' },
      { id: 'stock', label: 'screens.stock', to: '/stock', keys: 'g i', permission: 'voucher.view' },
      { id: 'plans', label: 'screens.plans', to: '/plans', keys: 'g k', permission: 'plan.view' },
      { id: 'vendors', label: 'screens.vendors', to: '/vendors', keys: 'g a', permission: 'vendor.view' },
      { id: 'account', label: 'screens.account', to: '/account', permission: 'vendor.own', unless: 'vendor.view' },
      { id: 'prints', label: 'screens.prints', to: '/prints', permission: 'voucher.view' },
    ],
  },
  {
    id: 'billing',
    label: 'groups.billing',
    icon: ReceiptText,
    screens: [
      { id: 'sales', label: 'screens.sales', to: '/sales', keys: 'g e', permission: 'sale.view' },
      { id: 'ledger', label: 'screens.ledger', to: '/ledger', keys: 'g h', permission: 'ledger.view' },
      // `g n` opens the bell.
      { id: 'reports', label: 'screens.reports', to: '/reports', keys: 'g f', permission: 'report.view' },
    ],
  },
  {
    id: 'network',
    label: 'groups.network',
    icon: Network,
    screens: [
      { id: 'routers', label: 'screens.routers', to: '/routers', keys: 'g r', permission: 'router.view' },
      { id: 'provisioning', label: 'screens.provisioning', to: '/provisioning', keys: 'g p', permission: 'router.view' },
    ],
  },
  { id: 'support', label: 'groups.support', icon: LifeBuoy, screens: [] },
  { id: 'field', label: 'groups.field', icon: MapPin, screens: [] },
  { id: 'stock', label: 'groups.stock', icon: Package, screens: [] },
  { id: 'people', label: 'groups.people', icon: IdCard, screens: [] },
  { id: 'marketing', label: 'groups.marketing', icon: Megaphone, screens: [] },
  {
    id: 'administration',
    label: 'groups.administration',
    icon: Settings,
    screens: [
      { id: 'jobs', label: 'screens.jobs', to: '/jobs', keys: 'g t', permission: 'job.view' },
      { id: 'users', label: 'screens.users', to: '/users', keys: 'g u', permission: 'user.view' },
      { id: 'roles', label: 'screens.roles', to: '/roles', permission: 'user.view' },
      { id: 'audit', label: 'screens.audit', to: '/audit', keys: 'g j', permission: 'audit.view' },
      { id: 'settings', label: 'screens.settings', to: '/settings', keys: 'g s' },
      { id: 'about', label: 'screens.about', to: '/about' },
    ],
  },
];

/** Whether a screen is in this person's menus. */
export function isShown(screen: Screen, may: (permission: Permission | undefined) => boolean): boolean {
  return may(screen.permission) && !(screen.unless && may(screen.unless));
}
