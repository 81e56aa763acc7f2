import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { UserListScreen } from '@/features/user/user-list';

const route = getRouteApi('/users');

export default function Users() {
  const { search, edit } = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((text: string | undefined) => void navigate({ search: (before) => ({ ...before, search: text }), replace: true }), [navigate]);
  return <UserListScreen search={search} edit={edit} onSearch={onSearch} onEdit={(next) => void navigate({ search: (before) => ({ ...before, edit: next }), replace: true })} />;
}
