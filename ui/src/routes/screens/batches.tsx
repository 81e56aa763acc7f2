import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { BatchListScreen, type BatchSearchState } from '@/features/voucher/batch-list';

const route = getRouteApi('/batches');

export default function Batches() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<BatchSearchState>) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true }), [navigate]);
  return <BatchListScreen search={search} onSearch={onSearch} onOpen={(row) => void navigate({ to: '/batches/$id', params: { id: String(row.batch_id) } })} />;
}
