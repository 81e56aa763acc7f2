import { getRouteApi } from '@tanstack/react-router';
import { RouterDetailScreen } from '@/features/router/router-detail';
import { RouterEditScreen } from '@/features/router/router-form';

const route = getRouteApi('/routers/$id');

export default function Router() {
  const { id } = route.useParams();
  const { edit, tab } = route.useSearch();
  const navigate = route.useNavigate();
  const close = () => void navigate({ search: {} });
  if (edit) return <RouterEditScreen key={id} routerId={Number(id)} onDone={close} onCancel={close} />;
  return (
    <RouterDetailScreen
      key={id}
      routerId={Number(id)}
      tab={tab ?? 'hotspot'}
      onTab={(next) => void navigate({ search: next === 'hotspot' ? {} : { tab: next }, replace: true })}
      onEdit={() => void navigate({ search: { edit: true } })}
    />
  );
}
