import { MantineThemeProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Input, OperationName, Output } from '@/ipc';

/**
 * One state of one component on the gallery's page. The id names its picture (`npm run pictures -- gallery`),
 * so it is unique and says component, then state.
 */
export function Specimen({ id, title, children, wide = false, tall = false, flush = false }: {
  id: string; title: string; children: ReactNode; wide?: boolean; tall?: boolean; flush?: boolean;
}) {
  return (
    <section className={`Specimen ${wide ? 'wide' : ''}`} data-specimen={id}>
      <h2 className="sm q">{title}</h2>
      <div className={`Specimen-body ${tall ? 'tall' : ''} ${flush ? 'flush' : ''}`}>{children}</div>
    </section>
  );
}

interface Told {
  key: readonly unknown[];
  output: unknown;
}

/** An answer that is there before it is asked for. */
export function told<N extends OperationName>(name: N, input: Input<N>, output: Output<N>): Told {
  return { key: [name, input], output };
}

// What opens above the page otherwise stands where it is, and takes neither the cursor nor the keys.
const standing = { components: { Modal: { defaultProps: { withinPortal: false, lockScroll: false, trapFocus: false, returnFocus: false, closeOnEscape: false, closeOnClickOutside: false } } } };

/**
 * Shows something as it would look and lets nothing be done with it: a dialog among other things on the page, or what
 * asks by itself, over made-up `answers`.
 */
export function Picture({ answers, children }: { answers?: Told[]; children: ReactNode }) {
  const [queries] = useState(() => {
    const made = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, gcTime: Infinity } } });
    for (const { key, output } of answers ?? []) made.setQueryData(key, output);
    return made;
  });
  const shown = <div className="Picture" inert>{children}</div>;
  return <MantineThemeProvider theme={standing}>{answers ? <QueryClientProvider client={queries}>{shown}</QueryClientProvider> : shown}</MantineThemeProvider>;
}

/** Words longer than any shop should have, to see where they break. */
export const longText = 'Warung Ibu Sulastri Handayani binti Kartowidjojo di ujung jalan desa Sumberagung Lor RT 07 RW 12';
export const failure = { code: 'database_disk_full', incident: '7c1e-4b2a' };
export const nothing = () => undefined;
