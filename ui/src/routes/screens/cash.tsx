import { getRouteApi } from '@tanstack/react-router';
import { CashScreen } from '@/features/counter/cash-screen';

const route = getRouteApi('/cash');

export default function Cash() {
  const { view, open, person, desc } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <CashScreen
      view={view ?? 'all'}
      open={open}
      person={person}
      desc={desc}
      onSearch={(patch) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true })}
      onOpen={(next) => void navigate({ search: (before) => ({ ...before, open: next }), replace: true })}
    />
  );
}
