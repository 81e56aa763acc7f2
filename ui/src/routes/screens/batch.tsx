import { getRouteApi } from '@tanstack/react-router';
import { BatchDetailScreen } from '@/features/voucher/batch-detail';

const route = getRouteApi('/batches/$id');

export default function Batch() {
  const { id } = route.useParams();
  return <BatchDetailScreen key={id} batchId={Number(id)} />;
}
