import { getRouteApi } from '@tanstack/react-router';
import { NoticeListScreen } from '@/features/notice/notice-list';

const route = getRouteApi('/notices');

export default function Notices() {
  const { view, kind, desc } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <NoticeListScreen
      view={view ?? 'open'}
      kind={kind}
      desc={desc}
      onView={(next) => void navigate({ search: (before) => ({ ...before, view: next }), replace: true })}
      onSearch={(next) => void navigate({ search: next, replace: true })}
      onKind={(next) => void navigate({ search: (before) => ({ ...before, kind: next }), replace: true })}
      onTurn={(part) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true })}
      onOpen={(link) => void navigate({ to: link })}
    />
  );
}
