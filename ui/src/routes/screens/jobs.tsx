import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { JobListScreen, type JobSearchState } from '@/features/job/job-list';

const route = getRouteApi('/jobs');

export default function Jobs() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback((patch: Partial<JobSearchState>) => void navigate({ search: (before) => ({ ...before, ...patch }), replace: true }), [navigate]);
  return <JobListScreen search={search} onSearch={onSearch} />;
}
