import { useNavigate } from '@tanstack/react-router';
import { RouterNewScreen } from '@/features/router/router-form';

export default function RouterNew() {
  const navigate = useNavigate();
  return <RouterNewScreen onDone={(router) => void navigate({ to: '/routers/$id', params: { id: String(router.router_id) } })} onCancel={() => void navigate({ to: '/routers' })} />;
}
