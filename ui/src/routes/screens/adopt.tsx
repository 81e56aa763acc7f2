import { getRouteApi } from '@tanstack/react-router';
import { AdoptScreen } from '@/features/provisioning/adopt';

const route = getRouteApi('/provisioning/$id/adopt');

export default function Adopt() {
  const { id } = route.useParams();
  const navigate = route.useNavigate();
  return <AdoptScreen key={id} routerId={Number(id)} onDone={() => void navigate({ to: '/provisioning/$id', params: { id } })} />;
}
