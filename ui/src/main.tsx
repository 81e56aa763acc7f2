import './theme';
import './i18n';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { setTransport } from './ipc';

async function start(): Promise<void> {
  if (import.meta.env.MODE === 'mock') {
    // `vite --mode mock`: the whole interface on a made-up shop, for pictures and for work on looks, in the states the
    // address asks for. Asked before the router is there: what no screen knows falls out of the address.
    const { mockFor } = await import('./ipc/mock-cases');
    setTransport(mockFor(new URLSearchParams(window.location.search)));
  }
  const root = document.getElementById('root');
  if (!root) throw new Error('no #root');
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

void start();
