import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastError } from '@/components/dialog';
import { codeIn } from '@/lib/code';
import { call, IpcError, type PlanView } from '@/ipc';
import { keyedStart } from './cart';
import { withCode, type useDrafts } from './draft';

interface Looked {
  /** Of the sale it is for. */
  key: string;
  code: string;
  /** As it was typed, with the plan before it. */
  typed: string;
}

/** Cards that were typed or scanned and are being looked for: the field is free for the next one meanwhile. */
export function useCards(drafts: ReturnType<typeof useDrafts>, plans: PlanView[]) {
  const { t } = useTranslation();
  const [looking, setShown] = useState<Looked[]>([]);
  // What is true now: an answer may ask before the screen is drawn.
  const latest = useRef(looking);
  const setLooking = (how: (all: Looked[]) => Looked[]) => {
    latest.current = how(latest.current);
    setShown(latest.current);
  };
  /** Looks for the card in what was typed and puts it into its sale, with the plan before it; what was typed comes back where there is none. */
  const look = async (key: string, typed: string) => {
    const start = keyedStart(typed, plans);
    const code = codeIn(start?.rest ?? typed);
    const mine = { key, code, typed };
    setLooking((all) => [...all, mine]);
    drafts.change(key, (draft) => ({ ...draft, typed: '' }));
    const isLetGo = () => !latest.current.includes(mine);
    try {
      const { row, vendor_name: vendor } = await call('voucher_find', { code });
      if (isLetGo()) return;
      if (vendor !== null) throw new IpcError({ code: 'sale_code_not_for_sale', params: { code: row.code } });
      drafts.change(key, (draft) => withCode(draft, { code: row.code, plan_name: row.plan_name, price: row.price_sell }, start?.line));
    } catch (error) {
      if (isLetGo()) return;
      toastError(error, t, code);
      drafts.change(key, (draft) => (draft.typed === '' ? { ...draft, typed } : draft));
    } finally {
      setLooking((all) => all.filter((one) => one !== mine));
    }
  };
  return {
    looking,
    look,
    /** What is looked for now for this sale, as it was typed. */
    lookedFor: (key: string) => latest.current.flatMap((one) => (one.key === key ? [one.typed] : [])),
    /** Waits no longer: an answer that comes yet is nobody's. */
    letGo: () => setLooking(() => []),
  };
}
