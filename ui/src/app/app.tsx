import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { makeQueryClient } from '@/ipc';
import { makeRouter } from '@/routes/router';
import { Providers } from './providers';

export function App() {
  const [router] = useState(makeRouter);
  const [queries] = useState(makeQueryClient);
  return (
    <Providers client={queries}>
      <RouterProvider router={router} context={{ queries }} />
    </Providers>
  );
}
