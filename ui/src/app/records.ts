import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { Banknote, Handshake, Layers, Package, ReceiptText, Router, Ticket, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/components/me';
import { useOp } from '@/ipc';
import type { Command } from './commands';

/** How many of one kind the palette offers; the list behind it has the rest. */
const few = 5;

/** Text as it is compared: without accents and case. */
export const plain = (text: string) => text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');

/**
 * Things by their name, as commands that open them: batches, plans, routers, people, vendors, shifts that are open, sales
 * by their number, and a voucher by its code. What is few is read whole once and looked through here; batches, vendors and
 * sales are asked for by what was typed.
 */
export function useRecords(query: string, opened: boolean): Command[] {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const words = plain(query).trim();
  const [settled] = useDebouncedValue(words, 150);
  const asked = opened && words.length >= 2;
  const routers = useOp('router_list', { include_inactive: false }, { enabled: asked && may('router.view') });
  const plans = useOp('plan_list', { include_inactive: false }, { enabled: asked && may('plan.view') });
  const people = useOp('user_list', {}, { enabled: asked && may('user.view') });
  const batches = useOp('voucher_batch_list', { search: settled, page: { limit: few } }, { enabled: opened && settled.length >= 2 && may('voucher.view'), keep: true });
  const vendors = useOp('vendor_list', { search: settled, include_inactive: false, page: { limit: few } }, { enabled: opened && settled.length >= 2 && may('vendor.view'), keep: true });
  const shifts = useOp('cash_session_list', { open_only: true, mine_only: false, unexplained_only: false }, { enabled: asked && may('cash.view') });
  // A document's number, its beginning or its digits; what is no number is looked for as a code below.
  const isNumber = /^(n\d*-[\d-]*|\d{1,6})$/.test(settled);
  const sales = useOp('sale_list', { search: settled, page: { limit: few } }, { enabled: opened && isNumber && settled.length >= 2 && may('sale.view'), keep: true });
  if (!asked) return [];

  const named = (name: string) => plain(name).includes(words);
  const code = query.replaceAll(/[\s-]/g, '');
  const found: Command[] = [
    ...(batches.data?.rows ?? []).filter((row) => named(row.batch_code) || named(row.plan_name)).slice(0, few).map((row) => ({
      id: `batch-${row.batch_id}`, label: row.batch_code, group: `${t('shell:screens.batches')} · ${row.plan_name}`, icon: Layers, run: () => void navigate({ to: '/batches/$id', params: { id: String(row.batch_id) } }),
    })),
    ...(plans.data?.rows ?? []).filter((row) => named(row.terms.name)).slice(0, few).map((row) => ({
      id: `plan-${row.plan_id}`, label: row.terms.name, group: t('shell:screens.plans'), icon: Package, run: () => void navigate({ to: '/plans/$id', params: { id: String(row.plan_id) } }),
    })),
    ...(routers.data?.rows ?? []).filter((row) => named(row.name) || row.host.startsWith(words)).slice(0, few).map((row) => ({
      id: `router-${row.router_id}`, label: row.name, group: `${t('shell:screens.routers')} · ${row.host}`, icon: Router, run: () => void navigate({ to: '/routers/$id', params: { id: String(row.router_id) } }),
    })),
    ...(people.data?.rows ?? []).filter((row) => named(row.name) || named(row.username)).slice(0, few).map((row) => ({
      id: `user-${row.user_id}`, label: row.name, group: t('shell:screens.users'), icon: UserRound, run: () => void navigate({ to: '/users', search: { edit: row.user_id } }),
    })),
    ...(vendors.data?.rows ?? []).filter((row) => named(row.name)).map((row) => ({
      id: `vendor-${row.vendor_id}`, label: row.name, group: t('shell:screens.vendors'), icon: Handshake, run: () => void navigate({ to: '/vendors/$id', params: { id: String(row.vendor_id) } }),
    })),
    ...(shifts.data?.rows ?? []).filter((row) => named(row.drawer_name) || named(row.user_name) || String(row.number) === words || named(t('counter:shiftNumber', { number: row.number }))).slice(0, few).map((row) => ({
      id: `shift-${row.cash_session_id}`, label: t('counter:shiftNumber', { number: row.number }), group: `${row.drawer_name} · ${row.user_name}`, icon: Banknote, run: () => void navigate({ to: '/cash', search: { open: row.cash_session_id } }),
    })),
    ...(isNumber && words === settled && !sales.isPlaceholderData ? (sales.data?.rows ?? []) : []).map((row) => ({
      id: `sale-${row.sale_id}`, label: row.document_number, group: `${t(`counter:kinds.${row.kind}`)} · ${row.user_name}`, icon: ReceiptText, run: () => void navigate({ to: '/sales', search: { open: row.sale_id } }),
    })),
  ];
  if (may('voucher.view') && /^[a-z0-9]{4,24}$/i.test(code)) {
    found.push({ id: 'voucher-code', label: t('voucher:findCode', { code }), group: t('shell:screens.vouchers'), icon: Ticket, run: () => void navigate({ to: '/vouchers', search: { search: code } }) });
  }
  return found;
}
