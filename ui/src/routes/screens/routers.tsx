import { getRouteApi } from '@tanstack/react-router';
import { RouterListScreen } from '@/features/router/router-list';

const route = getRouteApi('/routers');

export default function Routers() {
  const { inactive } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <RouterListScreen
      inactive={inactive ?? false}
      onInactive={(on) => void navigate({ search: on ? { inactive: true } : {}, replace: true })}
      onOpen={(row) => void navigate({ to: '/routers/$id', params: { id: String(row.router_id) } })}
    />
  );
}
