import { getRouteApi } from '@tanstack/react-router';
import { NoticeListScreen } from '@/features/notice/notice-list';

const route = getRouteApi('/notices');

export default function Notices() {
  const { view, kind } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <NoticeListScreen
      view={view ?? 'open'}
      kind={kind}
      onView={(next) => void navigate({ search: (before) => ({ ...before, view: next }), replace: true })}
      onSearch={(next) => void navigate({ search: next, replace: true })}
      onKind={(next) => void navigate({ search: (before) => ({ ...before, kind: next }), replace: true })}
      onOpen={(link) => void navigate({ to: link })}
    />
  );
}
