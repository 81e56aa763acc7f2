import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { PdfDialog } from '@/components/pdf-dialog';
import { StockListScreen, type StockSearchState } from '@/features/stock/stock-list';
import type { Document } from '@/ipc';

const route = getRouteApi('/stock');

export default function Stock() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<StockSearchState>) => void navigate({ search: (before) => ({ ...before, ...patch }) }), [navigate]);
  const [paper, setPaper] = useState<Document>();
  return (
    <>
      <StockListScreen
        search={search}
        onSearch={onSearch}
        onBatch={(id) => void navigate({ to: '/batches/$id', params: { id: String(id) } })}
        onReplenish={(plan, count) => void navigate({ to: '/batches/new', search: { plan, count } })}
        onPaper={setPaper}
      />
      <PdfDialog document={paper} onClose={() => setPaper(undefined)} />
    </>
  );
}
