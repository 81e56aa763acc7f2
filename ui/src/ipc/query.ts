import {
  hashKey, infiniteQueryOptions, keepPreviousData, MutationCache, notifyManager, QueryCache, QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient, type UseQueryResult,
} from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { call, listen, type Input, type Output } from './client';
import { operations, type OperationName } from './contract.gen';
import { IpcError, toFailure } from './error';

/** Milliseconds until a slow refetch no longer holds up what came after it. */
const patience = 4_000;

/** Failures that mean the data is out of reach, not that one answer went wrong. */
export const dataLost: ReadonlySet<string> = new Set(['door_unreachable', 'program_stopping', 'database_unavailable', 'database_busy', 'database_disk_full', 'database_read_only']);

const passing = new Set(['door_unreachable', 'database_busy', 'database_unavailable']);

/** A session that ended or is held: who is there has to be asked anew, and answers with what it takes to go on. */
const held = new Set(['sign_in_required', 'session_locked', 'password_change_required']);

interface Tasks {
  postTask?: (work: () => void, options: { priority: 'user-blocking' }) => Promise<unknown>;
}

// An answer is told to the screens as soon as the page is free. The library's own timer waits behind painting and costs a
// frame of what a search may take; where tasks have no order (WebKit) it stays.
const tasks = (globalThis as { scheduler?: Tasks }).scheduler;
if (tasks?.postTask) notifyManager.setScheduler((tell) => void tasks.postTask?.(tell, { priority: 'user-blocking' }));

/** The cache of what was read. A session that ended empties it, so the screen asks to sign in. */
export function makeQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (!held.has(toFailure(error).code)) return;
    if (client.getQueryData(['me_get', {}]) !== undefined) void client.resetQueries({ queryKey: ['me_get'] });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({
      onError: (error) => {
        onError(error);
        // Somebody was quicker: what they stored is shown, whether their event has come or not.
        if (toFailure(error).code.endsWith('_changed_meanwhile')) void client.invalidateQueries();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        networkMode: 'always',
        retry: (count, error) => count < 2 && passing.has(toFailure(error).code),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}

/** Makes stale whatever is made of one of these tags; hooks hold no lists of what to refetch. */
function invalidateTags(client: QueryClient, tags: readonly string[]): Promise<void> {
  const all = tags.includes('*');
  return client.invalidateQueries({
    predicate: ({ queryKey }) => {
      const operation = operations[queryKey[0] as OperationName] as { tags: readonly string[] } | undefined;
      return all || (operation?.tags.some((tag) => tags.includes(tag)) ?? false);
    },
  });
}

/** Follows the program's events while the calling component is on the page; tells whether the line is up. */
export function useEvents(): boolean {
  const client = useQueryClient();
  const [up, setUp] = useState(true);
  useEffect(() => {
    const waiting = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const ask = async () => {
      const tags = [...waiting];
      waiting.clear();
      // What is being read anew is let through to its end, or a long list would be begun again at every event and
      // never shown; after `patience` it is, so that one slow list does not hold up the rest.
      await Promise.race([invalidateTags(client, tags), new Promise((done) => setTimeout(done, patience))]);
      timer = undefined;
      if (waiting.size > 0 && !stopped) later();
    };
    // A batch of 10,000 codes makes many events: they are gathered for a quarter of a second.
    const later = () => {
      timer ??= setTimeout(() => void ask(), 250);
    };
    const stop = listen((tags) => {
      for (const tag of tags) waiting.add(tag);
      later();
    }, (link) => {
      setUp(link);
      // What was read before the line stood may have changed before it was listened to.
      if (link) void client.invalidateQueries({ predicate: ({ state }) => state.fetchStatus === 'idle' && state.dataUpdatedAt > 0 });
    });
    return () => {
      stopped = true;
      clearTimeout(timer);
      stop();
    };
  }, [client]);
  return up;
}

/** Milliseconds after which a question without an answer is a reason to doubt. */
const doubtful = 1_500;

/**
 * Calls `ask` when a read or a write stays without an answer, or fails because the data is out of reach; `asked` is the
 * operation that `ask` calls, which raises no doubt itself.
 */
export function useDoubt(asked: OperationName, ask: () => void): void {
  const client = useQueryClient();
  useEffect(() => {
    const waiting = new Map<string, ReturnType<typeof setTimeout>>();
    const settle = (key: string) => {
      clearTimeout(waiting.get(key));
      waiting.delete(key);
    };
    const heard = (key: string, type: string, error: unknown) => {
      if (type === 'fetch' || type === 'pending') {
        settle(key);
        waiting.set(key, setTimeout(ask, doubtful));
      } else if (type === 'success' || type === 'error' || type === 'failed') {
        settle(key);
        if (type !== 'success' && dataLost.has(toFailure(error).code)) ask();
      }
    };
    const reads = client.getQueryCache().subscribe((event) => {
      if (event.type === 'updated' && event.query.queryKey[0] !== asked) heard(event.query.queryHash, event.action.type, 'error' in event.action ? event.action.error : undefined);
    });
    const writes = client.getMutationCache().subscribe((event) => {
      if (event.type === 'updated') heard(`write ${event.mutation.mutationId}`, event.action.type, 'error' in event.action ? event.action.error : undefined);
    });
    return () => {
      reads();
      writes();
      for (const timer of waiting.values()) clearTimeout(timer);
    };
  }, [client, asked, ask]);
}

interface ReadOptions {
  enabled?: boolean;
  /** Keeps showing the former answer while a changed question is on its way. */
  keep?: boolean;
  every?: number;
}

/** Reads one operation. */
export function useOp<N extends OperationName>(name: N, input: Input<N>, options: ReadOptions = {}): UseQueryResult<Output<N>, IpcError> {
  return useQuery<Output<N>, IpcError>({
    queryKey: [name, input],
    queryFn: () => call(name, input),
    enabled: options.enabled ?? true,
    refetchInterval: options.every,
    placeholderData: options.keep ? keepPreviousData : undefined,
  });
}

/** Rows of a page. */
const pageOfList = 200;

/** Rows of the first page: as many as fill a tall screen and leave time for the next. The fewer, the sooner they stand. */
const firstPage = 80;

/** Names of the operations that answer by pages. */
export type PagedName = { [N in OperationName]: Output<N> extends { rows: unknown[]; next: string | null } ? N : never }[OperationName];
type Row<N extends PagedName> = Output<N> extends { rows: (infer R)[] } ? R : never;

function pagesOf<N extends PagedName>(name: N, input: Omit<Input<N>, 'page'>, limit: number) {
  return infiniteQueryOptions({
    // Apart from a plain read of the same operation: their answers have different shapes.
    queryKey: [name, input, 'pages'],
    queryFn: ({ pageParam }) =>
      call(name, { ...input, page: pageParam === null ? { limit: Math.min(limit, firstPage) } : { after: pageParam, limit } } as unknown as Input<N>) as Promise<{
        rows: Row<N>[];
        next: string | null;
      }>,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** Milliseconds a screen waits for its list before it is made without. */
const listAwaited = 60;

/**
 * Asks for the first page of a list before its screen is made: one picture with rows, where it would else be drawn
 * empty first. A list that takes longer is waited for on its screen. Nobody signed in, nothing asked.
 */
export async function askPages<N extends PagedName>(client: QueryClient | undefined, name: N, input: Omit<Input<N>, 'page'>): Promise<void> {
  if (client?.getQueryData(['me_get', {}]) === undefined) return;
  await Promise.race([client.prefetchInfiniteQuery(pagesOf(name, input, pageOfList)), new Promise((done) => setTimeout(done, listAwaited))]);
}

/** Milliseconds after which a page that is awaited is said to be: most come sooner, and to draw a screen for each of those costs more than it tells. */
const awaitedAfter = 120;

/** Reads the next page, once; and whether it has been awaited for a while. */
function useReadingOn(key: readonly unknown[], fetchNextPage: () => unknown): { readsOn: boolean; fetchNextPage: () => void } {
  const client = useQueryClient();
  const hash = hashKey(key);
  const [readsOn, setReadsOn] = useState(false);
  const isReading = useCallback(() => {
    const state = client.getQueryCache().get(hash)?.state;
    return state?.fetchStatus === 'fetching' && state.fetchMeta?.fetchMore !== undefined;
  }, [client, hash]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = () => {
      clearTimeout(timer);
      timer = undefined;
      setReadsOn(false);
    };
    const stop = client.getQueryCache().subscribe(({ query }) => {
      if (query.queryHash !== hash) return;
      if (!isReading()) forget();
      else timer ??= setTimeout(() => setReadsOn(true), awaitedAfter);
    });
    return () => {
      stop();
      forget();
    };
  }, [client, hash, isReading]);
  const read = useCallback(() => {
    // What is under way would be broken off and asked again.
    if (!isReading()) void fetchNextPage();
  }, [isReading, fetchNextPage]);
  return { readsOn, fetchNextPage: read };
}

/** Reads a list page by page; `rows` is all that has been read so far. With `every` (ms) it is read anew, page by page. */
export function useOpPages<N extends PagedName>(name: N, input: Omit<Input<N>, 'page'>, limit = pageOfList, every?: number) {
  const pages = pagesOf(name, input, limit);
  const query = useInfiniteQuery({ ...pages, refetchInterval: every, placeholderData: keepPreviousData });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  // Picked one by one: what is not picked may change without the screen being drawn again.
  const { hasNextPage, isPending, isPlaceholderData, isRefetchError, error, refetch, dataUpdatedAt } = query;
  const { readsOn, fetchNextPage } = useReadingOn(pages.queryKey, query.fetchNextPage);
  return { rows, question: { name, input }, hasNextPage, fetchNextPage, isPending, readsOn, isPlaceholderData, isRefetchError, error, refetch, dataUpdatedAt };
}

/**
 * Changes something. Afterwards everything on screen is asked anew: writes are rare, truth is cheap. Those of one `queue` are sent one
 * after the other: of several on their way at once the last to be asked may be the first to be done.
 */
export function useWrite<N extends OperationName>(name: N, queue?: string) {
  const client = useQueryClient();
  return useMutation<Output<N>, IpcError, Input<N>>({
    mutationKey: [name],
    ...(queue === undefined ? {} : { scope: { id: queue } }),
    mutationFn: (input) => call(name, input),
    onSuccess: () => {
      if (operations[name].kind === 'write') void client.invalidateQueries();
    },
  });
}
