import { QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { useOpAll } from './all';
import { setTransport, type Transport } from './client';
import { makeQueryClient } from './query';

afterEach(() => setTransport(undefined));

describe('a list that is read to its end', () => {
  it('goes on after a page on its way was broken off by news of it', async () => {
    const asked: (string | undefined)[] = [];
    let holds = true;
    const answer = async (input: { page: { after?: string } }) => {
      const { after } = input.page;
      asked.push(after);
      if (after === undefined) return { rows: [{ batch_id: 1 }], next: '2' };
      if (holds) await new Promise(() => undefined);
      return { rows: [{ batch_id: 2 }], next: null };
    };
    setTransport({ call: (_name, input) => answer(input as never), listen: () => () => undefined } as Transport);
    const client = makeQueryClient();
    const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>;
    const { result } = renderHook(() => useOpAll('voucher_batch_list', {}), { wrapper });
    await waitFor(() => expect(asked).toEqual([undefined, '2']));
    holds = false;
    // An event of another desk reads the pages there are anew.
    await client.invalidateQueries();
    await waitFor(() => expect(result.current.rows).toHaveLength(2));
    expect(result.current.isPartial).toBe(false);
  });
});
