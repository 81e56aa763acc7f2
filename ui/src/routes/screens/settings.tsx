import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { SettingsScreen } from '@/features/settings/settings';

const route = getRouteApi('/settings');

export default function Settings() {
  const { tab, find } = route.useSearch();
  const navigate = route.useNavigate();
  const onFind = useCallback((text: string) => void navigate({ search: (before) => ({ ...before, find: text || undefined }), replace: true }), [navigate]);
  return <SettingsScreen section={tab} find={find ?? ''} onSection={(next) => void navigate({ search: { tab: next }, replace: true })} onFind={onFind} />;
}
