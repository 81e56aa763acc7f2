import { getRouteApi } from '@tanstack/react-router';
import { NoticePreferencesForm } from '@/features/notice/preferences';
import { MeScreen } from '@/features/session/me-screen';
import { AppearanceFields } from '@/features/settings/appearance';

const route = getRouteApi('/me');

export default function Me() {
  const { part } = route.useSearch();
  const navigate = route.useNavigate();
  return <MeScreen section={part} onSection={(next) => void navigate({ search: { part: next }, replace: true })} appearance={<AppearanceFields />} notices={<NoticePreferencesForm />} />;
}
