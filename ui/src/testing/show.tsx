import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { Providers } from '@/app/providers';

/** Shows one component with all that surrounds it in the program, and nothing of the program itself. */
export function show(child: ReactNode): RenderResult {
  const router = createRouter({ routeTree: createRootRoute({ component: () => child }), history: createMemoryHistory() });
  return render(
    <Providers env="test">
      <RouterProvider router={router as never} />
    </Providers>,
  );
}
