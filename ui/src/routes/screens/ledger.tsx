import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { LedgerScreen, type LedgerSearchState } from '@/features/ledger/ledger-screen';

const route = getRouteApi('/ledger');

export default function Ledger() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<LedgerSearchState>) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true }), [navigate]);
  return <LedgerScreen search={search} onSearch={onSearch} />;
}
