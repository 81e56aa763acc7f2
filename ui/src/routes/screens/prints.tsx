import { getRouteApi } from '@tanstack/react-router';
import { PrintListScreen } from '@/features/printing/print-list';

const route = getRouteApi('/prints');

export default function Prints() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return <PrintListScreen search={search} onSearch={(patch) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true })} />;
}
