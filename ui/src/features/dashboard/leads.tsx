import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '@/components/me';
import type { Permission } from '@/ipc';

/** What one must be allowed to for each of the screens that the dashboard leads to. */
const opens: Record<string, Permission> = {
  vouchers: 'voucher.view', stock: 'voucher.view', batches: 'voucher.view', reports: 'report.view', plans: 'plan.view', routers: 'router.view', provisioning: 'router.view', jobs: 'job.view',
};

/** Whether this person may see what is at an address. */
export function useLeads(): (to: string) => boolean {
  const may = useMay();
  return (to) => may(opens[to.split(/[/?]/)[1] ?? '']);
}

/** A figure that leads to its rows: words alone for those who would only be told that they may not. */
export function Leads({ to, search, params, className, children }: { to: string; search?: Record<string, unknown>; params?: Record<string, string>; className?: string; children: ReactNode }) {
  const leads = useLeads();
  return leads(to) ? <Link to={to} search={search} params={params} className={className}>{children}</Link> : <span className={className}>{children}</span>;
}
