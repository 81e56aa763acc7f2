import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { SaleListScreen, type SaleSearchState } from '@/features/counter/sale-list';

const route = getRouteApi('/sales');

export default function Sales() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<SaleSearchState>) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true }), [navigate]);
  return <SaleListScreen search={search} onSearch={onSearch} />;
}
