import { getRouteApi } from '@tanstack/react-router';
import { JobListScreen } from '@/features/job/job-list';

const route = getRouteApi('/jobs');

export default function Jobs() {
  const { group } = route.useSearch();
  const navigate = route.useNavigate();
  return <JobListScreen group={group} onGroup={(next) => void navigate({ search: next ? { group: next } : {}, replace: true })} />;
}
