import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ProvisioningScreen, type OverviewSearch } from '@/features/provisioning/overview';

const route = getRouteApi('/provisioning');

export default function Provisioning() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<OverviewSearch>) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true }), [navigate]);
  return <ProvisioningScreen search={search} onSearch={onSearch} onOpen={(row) => void navigate({ to: '/provisioning/$id', params: { id: String(row.router_id) } })} />;
}
