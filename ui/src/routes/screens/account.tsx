import { getRouteApi } from '@tanstack/react-router';
import { AccountScreen } from '@/features/vendor/account';

const route = getRouteApi('/account');

export default function Account() {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  return <AccountScreen tab={tab ?? 'stock'} onTab={(next) => void navigate({ search: { tab: next }, replace: true })} />;
}
