import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const here = (path: string) => resolve(import.meta.dirname, path);

/** What About tells: the crates named there, and every package of the screens, by the version this build is made with. */
function versions(): Record<string, string | undefined> {
  const lock = readFileSync(here('../Cargo.lock'), 'utf8');
  const crates = ['tokio', 'axum', 'sqlx', 'rustls', 'tauri', 'printpdf'].map((name) => [name, new RegExp(`^name = "${name}"\nversion = "([^"]+)"`, 'm').exec(lock)?.[1]]);
  const { dependencies } = JSON.parse(readFileSync(here('package.json'), 'utf8')) as { dependencies: Record<string, string> };
  return { ...dependencies, ...Object.fromEntries(crates) };
}

const door = process.env['SIMPUL_DOOR'] ?? 'http://127.0.0.1:8787';

export default defineConfig({
  // Components that say 'use memo' draw anew only what changed: the long lists, where it is felt. Not all, since dates and
  // times are written by functions that follow the language by themselves, which a compiler cannot see.
  plugins: [react({ compiler: { compilationMode: 'annotation', logDiagnostics: true } })],
  resolve: { alias: { '@guide': here('../docs/guide'), '@top': here('..'), '@': here('./src') } },
  define: { builtWith: JSON.stringify(versions()) },
  clearScreen: false,
  server: {
    host: '127.0.0.1',
    port: 1420,
    strictPort: true,
    // The guide and the licences lie beside this folder, and are read in the program.
    // A single file has to be let through as it is named and as it is asked for.
    fs: { allow: ['.', '../docs/guide', ...['../THIRD-PARTY.md', '../LICENSE-MIT', '../LICENSE-APACHE'].flatMap((file) => [file, `${file}?raw`])] },
    // In development the browser talks to a local `simpul serve`; the door checks Origin, so both are rewritten.
    proxy: Object.fromEntries(['/rpc', '/events', '/files'].map((path) => [path, { target: door, changeOrigin: true, headers: { origin: door } }])),
  },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            // Without the calendar, which is fetched when one is opened.
            { name: 'mantine', test: /node_modules\/(@mantine\/(?!dates)|@floating-ui\/)/ },
            { name: 'tanstack', test: /node_modules\/@tanstack\// },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    globals: false,
    setupFiles: ['./src/testing/setup.ts'],
    css: false,
    // Generous: a shared machine may need seconds where a quiet one needs milliseconds.
    testTimeout: 90_000,
  },
});
