import { DashboardScreen } from '@/features/dashboard/dashboard';
import { StartChecklist } from '@/features/start/checklist';

export default function Dashboard() {
  return <DashboardScreen above={<StartChecklist />} />;
}
