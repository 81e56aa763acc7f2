import { getRouteApi } from '@tanstack/react-router';
import { PlanEditScreen } from '@/features/plan/plan-screens';

const route = getRouteApi('/plans/$id');

export default function Plan() {
  const { id } = route.useParams();
  const navigate = route.useNavigate();
  const back = () => void navigate({ to: '/plans' });
  return <PlanEditScreen key={id} planId={Number(id)} onDone={back} onCancel={back} />;
}
