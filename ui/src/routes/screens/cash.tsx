import { getRouteApi } from '@tanstack/react-router';
import { CashScreen } from '@/features/counter/cash-screen';

const route = getRouteApi('/cash');

export default function Cash() {
  const { view, open, person } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <CashScreen
      view={view ?? 'all'}
      open={open}
      person={person}
      onView={(next) => void navigate({ search: (before) => ({ ...before, view: next === 'all' ? undefined : next }), replace: true })}
      onOpen={(next) => void navigate({ search: (before) => ({ ...before, open: next }), replace: true })}
      onPerson={(next) => void navigate({ search: (before) => ({ ...before, person: next }), replace: true })}
    />
  );
}
