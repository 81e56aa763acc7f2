import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { ReportScreen, type ReportSearchState } from '@/features/report/report-screen';
import { PdfDialog } from '@/components/pdf-dialog';
import type { Document } from '@/ipc';

const route = getRouteApi('/reports');

export default function Reports() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [paper, setPaper] = useState<Document>();
  const onSearch = useCallback((patch: Partial<ReportSearchState>) => void navigate({ search: (before) => ({ ...before, ...patch }) }), [navigate]);
  return (
    <>
      <ReportScreen search={search} onSearch={onSearch} onPaper={setPaper} onShift={(id) => void navigate({ to: '/cash', search: { open: id } })} onVendor={(id) => void navigate({ to: '/vendors/$id', params: { id: String(id) } })} />
      <PdfDialog document={paper} onClose={() => setPaper(undefined)} />
    </>
  );
}
