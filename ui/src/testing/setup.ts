import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { setTransport } from '@/ipc';
import { setLanguage } from '@/i18n';

// How long a test waits for what must come; only a failure ever takes so long.
configure({ asyncUtilTimeout: 30_000 });

// What a browser has and jsdom lacks.
class NoResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= NoResizeObserver;
window.matchMedia ??= (query: string) => ({
  matches: false, media: query, onchange: null, addListener: () => undefined, removeListener: () => undefined, addEventListener: () => undefined, removeEventListener: () => undefined, dispatchEvent: () => false,
});
Element.prototype.scrollTo ??= () => undefined;
Element.prototype.scrollIntoView ??= () => undefined;
window.scrollTo = () => undefined;
HTMLElement.prototype.showPopover ??= () => undefined;
// Virtual rows need a window to be seen through.
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 600 });
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1024 });

// pdf.js draws on a canvas that jsdom does not have; the preview's frame is what is tested here.
vi.mock('pdfjs-dist', () => ({
  GlobalWorkerOptions: {},
  getDocument: () => ({
    promise: Promise.resolve({ numPages: 1, getPage: async () => ({ getViewport: () => ({ width: 595, height: 842 }), render: () => ({ promise: Promise.resolve() }) }) }),
    destroy: async () => undefined,
  }),
}));

beforeEach(async () => {
  window.localStorage.clear();
  await setLanguage('id');
});

afterEach(() => {
  cleanup();
  setTransport(undefined);
});
