import { getRouteApi } from '@tanstack/react-router';
import { SettingsScreen } from '@/features/settings/settings';

const route = getRouteApi('/settings');

export default function Settings() {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  return <SettingsScreen tab={tab} onTab={(next) => void navigate({ search: { tab: next }, replace: true })} />;
}
