import { getRouteApi } from '@tanstack/react-router';
import { VendorDetailScreen } from '@/features/vendor/vendor-detail';

const route = getRouteApi('/vendors/$id');

export default function Vendor() {
  const { id } = route.useParams();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  return <VendorDetailScreen key={id} vendorId={Number(id)} tab={tab ?? 'stock'} onTab={(next) => void navigate({ search: { tab: next }, replace: true })} />;
}
