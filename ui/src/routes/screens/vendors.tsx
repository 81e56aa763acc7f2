import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { VendorListScreen, type VendorSearchState } from '@/features/vendor/vendor-list';

const route = getRouteApi('/vendors');

export default function Vendors() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<VendorSearchState>) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true }), [navigate]);
  return <VendorListScreen search={search} onSearch={onSearch} onOpen={(row) => void navigate({ to: '/vendors/$id', params: { id: String(row.vendor_id) } })} />;
}
