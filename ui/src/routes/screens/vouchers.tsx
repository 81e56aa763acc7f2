import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { VoucherSearchState } from '@/features/voucher/question';
import { VoucherListScreen } from '@/features/voucher/voucher-list';

const route = getRouteApi('/vouchers');

export default function Vouchers() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<VoucherSearchState>) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true }), [navigate]);
  return <VoucherListScreen search={search} onSearch={onSearch} />;
}
