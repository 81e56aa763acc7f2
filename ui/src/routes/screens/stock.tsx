import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { StockListScreen, type StockSearchState } from '@/features/stock/stock-list';

const route = getRouteApi('/stock');

export default function Stock() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<StockSearchState>) => void navigate({ search: (before) => ({ ...before, ...patch }) }), [navigate]);
  return (
    <StockListScreen
      search={search}
      onSearch={onSearch}
      onBatch={(id) => void navigate({ to: '/batches/$id', params: { id: String(id) } })}
      onReplenish={(plan, count) => void navigate({ to: '/batches/new', search: { plan, count } })}
    />
  );
}
