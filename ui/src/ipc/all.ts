import { useEffect } from 'react';
import type { Input } from './client';
import { useOpPages, type PagedName } from './query';

/** Reads a list to its end: a choice has none to scroll to. Where a page fails it stops, until somebody tries again. */
export function useOpAll<N extends PagedName>(name: N, input: Omit<Input<N>, 'page'>) {
  const { rows, hasNextPage, fetchNextPage, isPending, isFetchingNextPage, error, refetch } = useOpPages(name, input);
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !error) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, error, fetchNextPage]);
  return {
    rows,
    error,
    isPending,
    /** Some of it is on its way still. */
    isPartial: !error && (isPending || hasNextPage),
    retry: () => void (hasNextPage ? fetchNextPage() : refetch()),
  };
}
