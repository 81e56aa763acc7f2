import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastError } from '@/components/dialog';
import { call, IpcError } from '@/ipc';
import type { CartLine } from './cart';
import { withCode, type useDrafts } from './draft';

interface Looked {
  /** Of the sale it is for. */
  key: string;
  code: string;
}

/** Cards that were typed or scanned and are being looked for: the field is free for the next one meanwhile. */
export function useCards(drafts: ReturnType<typeof useDrafts>) {
  const { t } = useTranslation();
  const [looking, setShown] = useState<Looked[]>([]);
  // What is true now: an answer may ask before the screen is drawn.
  const latest = useRef(looking);
  const setLooking = (how: (all: Looked[]) => Looked[]) => {
    latest.current = how(latest.current);
    setShown(latest.current);
  };
  /** Looks for a code and puts its card into the sale it was typed for; `typed` comes back where there is none. */
  const look = async (key: string, code: string, typed: string, before?: CartLine) => {
    const mine = { key, code };
    setLooking((all) => [...all, mine]);
    drafts.change(key, (draft) => ({ ...draft, typed: '' }));
    try {
      const { row, vendor_name: vendor } = await call('voucher_find', { code });
      if (vendor !== null) throw new IpcError({ code: 'sale_code_not_for_sale', params: { code: row.code } });
      drafts.change(key, (draft) => withCode(draft, { code: row.code, plan_name: row.plan_name, price: row.price_sell }, before));
    } catch (error) {
      toastError(error, t, code);
      drafts.change(key, (draft) => (draft.typed === '' ? { ...draft, typed } : draft));
    } finally {
      setLooking((all) => all.filter((one) => one !== mine));
    }
  };
  return { looking, look, isLooking: (key: string) => latest.current.some((one) => one.key === key) };
}
