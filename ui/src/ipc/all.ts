import { useEffect } from 'react';
import type { Input } from './client';
import { useOpPages, type PagedName } from './query';

/** Reads a list to its end: a choice has none to scroll to. Where a page fails it stops, until somebody tries again. */
export function useOpAll<N extends PagedName>(name: N, input: Omit<Input<N>, 'page'>) {
  const { rows, hasNextPage, fetchNextPage, isPending, error, refetch, dataUpdatedAt } = useOpPages(name, input);
  useEffect(() => {
    if (hasNextPage && !error) fetchNextPage();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- each answer asks for the next page; one that was broken off is followed by an answer as well
  }, [dataUpdatedAt, hasNextPage, error, fetchNextPage]);
  return {
    rows,
    error,
    isPending,
    /** Some of it is on its way still. */
    isPartial: !error && (isPending || hasNextPage),
    retry: () => void (hasNextPage ? fetchNextPage() : void refetch()),
  };
}
