import type { QueryClient } from '@tanstack/react-query';
import { voucherQuestion } from '@/features/voucher/question';
import { askPages } from '@/ipc';

/** Asks for what a screen shows first, for who is about to go there; of most screens nothing. */
export function askAhead(queries: QueryClient, to: string | undefined): void {
  if (to === '/vouchers') void askPages(queries, 'voucher_list', voucherQuestion({}));
}
