import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { DriftScreen, type DriftSearch } from '@/features/provisioning/drift-list';

const route = getRouteApi('/provisioning/$id');

export default function Drift() {
  const { id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<DriftSearch>) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true }), [navigate]);
  return <DriftScreen key={id} routerId={Number(id)} search={search} onSearch={onSearch} />;
}
