import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { RouterListScreen, type RouterSearchState } from '@/features/router/router-list';

const route = getRouteApi('/routers');

export default function Routers() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<RouterSearchState>) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true }), [navigate]);
  return <RouterListScreen search={search} onSearch={onSearch} onOpen={(row) => void navigate({ to: '/routers/$id', params: { id: String(row.router_id) } })} />;
}
