import { useNavigate } from '@tanstack/react-router';
import { PlanNewScreen } from '@/features/plan/plan-screens';

export default function PlanNew() {
  const navigate = useNavigate();
  const back = () => void navigate({ to: '/plans' });
  return <PlanNewScreen onDone={back} onCancel={back} />;
}
