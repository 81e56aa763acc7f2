import { getRouteApi } from '@tanstack/react-router';
import { PlanListScreen } from '@/features/plan/plan-list';

const route = getRouteApi('/plans');

export default function Plans() {
  const { inactive } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <PlanListScreen
      inactive={inactive ?? false}
      onInactive={(on) => void navigate({ search: on ? { inactive: true } : {}, replace: true })}
      onOpen={(row) => void navigate({ to: '/plans/$id', params: { id: String(row.plan_id) } })}
    />
  );
}
