import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { makeRouter } from '@/routes/router';
import { Providers } from './providers';

export function App() {
  const [router] = useState(makeRouter);
  return (
    <Providers>
      <RouterProvider router={router} />
    </Providers>
  );
}
