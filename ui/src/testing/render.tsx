import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render, screen, type RenderResult } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { expect } from 'vitest';
import { Providers } from '@/app/providers';
import { makeQueryClient, setTransport, type Transport } from '@/ipc';
import { mockTransport, type MockTransport } from '@/ipc/mock';
import { makeRouter } from '@/routes/router';

export interface Opened {
  mock: MockTransport;
  user: UserEvent;
  view: RenderResult;
  path: () => string;
}

type Overrides = Parameters<typeof mockTransport>[0];

/** Opens the whole program at an address on the mock: what a person would see, with what they can do; `window` is what only a window has. */
export async function open(address: string, overrides: Overrides = {}, window: Pick<Transport, 'boot' | 'desk' | 'files'> = {}): Promise<Opened> {
  const mock = Object.assign(mockTransport(overrides), window);
  setTransport(mock);
  const router = makeRouter(createMemoryHistory({ initialEntries: [address] }));
  const queries = makeQueryClient();
  const view = render(
    <Providers env="test" client={queries}>
      <RouterProvider router={router} context={{ queries }} />
    </Providers>,
  );
  return { mock, user: userEvent.setup(), view, path: () => router.state.location.href };
}

/** No violation of WCAG 2.2 A and AA that can be seen without layout (contrast is checked on the tokens). */
export async function expectAccessible(container: Element): Promise<void> {
  const result = await axe.run(container, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'color-contrast': { enabled: false } } });
  expect(result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
}

export { screen };
