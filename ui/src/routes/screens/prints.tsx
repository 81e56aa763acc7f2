import { getRouteApi } from '@tanstack/react-router';
import { PrintListScreen } from '@/features/printing/print-list';

const route = getRouteApi('/prints');

export default function Prints() {
  const { again, batch } = route.useSearch();
  const navigate = route.useNavigate();
  return <PrintListScreen again={again ?? false} batch={batch} onFilter={(part) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true })} />;
}
