import { getRouteApi } from '@tanstack/react-router';
import { AuditScreen } from '@/features/audit/audit-list';

const route = getRouteApi('/audit');

export default function Audit() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  return <AuditScreen filter={filter} onFilter={(part) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true })} />;
}
