import { Navigate } from '@tanstack/react-router';
import { DashboardScreen } from '@/features/dashboard/dashboard';
import { StartChecklist } from '@/features/start/checklist';
import { useMay } from '@/components/me';

export default function Dashboard() {
  const may = useMay();
  // A reseller begins with their own account: there is nothing else for them here.
  if (!may('dashboard.view') && may('vendor.own')) return <Navigate to="/account" replace />;
  return <DashboardScreen above={<StartChecklist />} />;
}
