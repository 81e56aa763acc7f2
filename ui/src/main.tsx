import './theme';
import './i18n';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { setTransport } from './ipc';

async function start(): Promise<void> {
  if (import.meta.env.MODE === 'mock') {
    // `vite --mode mock`: the whole interface on a made-up shop, for pictures and for work on looks.
    const { firstStart, mockTransport, signedOut } = await import('./ipc/mock');
    const { askingBoot } = await import('./ipc/mock-database');
    // `?vouchers=1000000`: a list as long as wanted. `?first`: a machine nobody has used yet, and with `asks` one that
    // does not know yet where its data are to be. `?out`: nobody is signed in.
    const wanted = new URLSearchParams(window.location.search);
    const mock = mockTransport(wanted.has('first') ? firstStart() : wanted.has('out') ? signedOut : {}, Number(wanted.get('vouchers') ?? 12_480));
    setTransport(wanted.has('asks') ? Object.assign(mock, { boot: askingBoot() }) : mock);
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
