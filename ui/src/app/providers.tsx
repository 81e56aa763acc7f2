import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { i18next } from '@/i18n';
import { makeQueryClient } from '@/ipc';
import { cssVariables, theme } from '@/theme/theme';

export function Providers({ children, client, env }: { children: ReactNode; client?: QueryClient; env?: 'test' }) {
  const [queries] = useState(() => client ?? makeQueryClient());
  return (
    <I18nextProvider i18n={i18next}>
      <QueryClientProvider client={queries}>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" env={env}>
          <Notifications position="bottom-right" limit={4} transitionDuration={120} />
          {children}
        </MantineProvider>
      </QueryClientProvider>
    </I18nextProvider>
  );
}
