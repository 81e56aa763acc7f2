import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { PlanListScreen, type PlanSearchState } from '@/features/plan/plan-list';

const route = getRouteApi('/plans');

export default function Plans() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<PlanSearchState>) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true }), [navigate]);
  return <PlanListScreen search={search} onSearch={onSearch} onOpen={(row) => void navigate({ to: '/plans/$id', params: { id: String(row.plan_id) } })} />;
}
