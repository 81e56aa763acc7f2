import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { RoleScreen } from '@/features/access/role-matrix';

const route = getRouteApi('/roles');

export default function Roles() {
  const { open, who, search } = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((text: string) => void navigate({ search: (before) => ({ ...before, search: text || undefined }), replace: true }), [navigate]);
  return (
    <RoleScreen
      open={open}
      who={who}
      search={search ?? ''}
      onOpen={(next) => void navigate({ search: (before) => ({ search: before.search, open: next }), replace: true })}
      onWho={(next) => void navigate({ search: (before) => ({ search: before.search, who: next }), replace: true })}
      onSearch={onSearch}
    />
  );
}
