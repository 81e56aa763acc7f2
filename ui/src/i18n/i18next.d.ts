import 'i18next';
import type { id } from './locales';

// Keys are checked by the compiler against the Indonesian texts.
declare module 'i18next' {
  interface CustomTypeOptions {
    // All of them, so that `useTranslation()` knows every `namespace:key`.
    defaultNS: ['common', 'states', 'shell', 'errors', 'field', 'warning', 'action', 'reason', 'session', 'setup', 'start', 'dashboard', 'counter', 'books', 'plan', 'batch', 'voucher', 'router', 'drift', 'job', 'user', 'settings', 'notice', 'desk', 'access', 'audit', 'export', 'database', 'vendor', 'report', 'stock', 'printing', 'help'];
    resources: typeof id;
  }
}
