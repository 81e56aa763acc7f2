import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { UserListScreen, type UserSearchState } from '@/features/user/user-list';

const route = getRouteApi('/users');

export default function Users() {
  const { edit, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<UserSearchState>) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true }), [navigate]);
  return <UserListScreen search={search} edit={edit} onSearch={onSearch} onEdit={(next) => void navigate({ search: (before) => ({ ...before, edit: next }), replace: true })} />;
}
