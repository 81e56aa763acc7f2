import { getRouteApi } from '@tanstack/react-router';
import { BatchNewScreen } from '@/features/voucher/batch-new';

const route = getRouteApi('/batches/new');

export default function BatchNew() {
  const { plan, count } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <BatchNewScreen
      planId={plan}
      count={count}
      onDone={(id) => void navigate({ to: '/batches/$id', params: { id: String(id) } })}
      onCancel={() => void navigate({ to: '/batches' })}
    />
  );
}
