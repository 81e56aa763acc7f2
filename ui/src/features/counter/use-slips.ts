import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastError, toastSaid } from '@/components/dialog';
import { useMay } from '@/components/me';
import { leavesOpen, toFailure, useOwn, type PrinterView, type SaleView } from '@/ipc';
import { tellKept, useKept } from './kept';
import { openForCash, putSlips, slipsOf } from './slips';

/** Slips of a sale that no printer was known to be asked for. */
export interface DueSlips {
  sale_id: number;
  document_number: string;
  /** Whose drawer's printer goes before the place's. */
  cash_session_id?: number;
  voucher_ids: number[];
}

function isDue(value: unknown): value is DueSlips {
  if (typeof value !== 'object' || value === null) return false;
  const { sale_id: id, document_number: number, voucher_ids: ids } = value as Partial<DueSlips>;
  return typeof id === 'number' && typeof number === 'string' && Array.isArray(ids) && ids.every((one) => typeof one === 'number');
}

/** Slips that are being asked for, by the list they are kept in: a screen that is opened meanwhile does not miss them. */
const inHand = new Set<string>();

/** The slips of sales, each kept on this computer until it was asked for: a window that is ended in between loses none. */
export function useSlips(locationId: number, printer: PrinterView | null | undefined) {
  const { t } = useTranslation();
  const may = useMay();
  const prints = may('voucher.print');
  const where = `${useOwn('counter.slips')}.${locationId}`;
  const [kept, change] = useKept(where, isDue);
  const [printed, setPrinted] = useState<DueSlips[]>([]);
  const isTold = useRef(false);
  const handOf = (id: number) => `${where}.${id}`;
  const drop = (id: number) => change((all) => all.filter((one) => one.sale_id !== id));
  const put = async (one: DueSlips, { drawer, again }: { drawer: boolean; again: boolean }) => {
    inHand.add(handOf(one.sale_id));
    tellKept(where);
    try {
      const trouble = await putSlips(one.voucher_ids, { printer, drawer, shift: one.cash_session_id });
      drop(one.sale_id);
      if (trouble !== undefined) toastError(trouble, t);
    } catch (error) {
      const { code } = toFailure(error);
      // Whether it was heard nobody knows then: it stays, since the program prints no slip a second time unasked.
      if (code === 'permission_denied' || !leavesOpen(code, true)) drop(one.sale_id);
      if (code !== 'voucher_reprint_reason_missing') toastError(error, t);
      else if (again) setPrinted((all) => [...all, one]);
    } finally {
      inHand.delete(handOf(one.sale_id));
      tellKept(where);
    }
  };
  return {
    /** The slips of a sale, once. Cash opens the drawer. */
    print: (sale: SaleView) => {
      const { row } = sale;
      void openForCash(sale, prints ? printer : null).then((trouble) => trouble !== undefined && toastError(trouble, t));
      const voucherIds = slipsOf(sale);
      if (voucherIds.length === 0) return;
      if (!prints) {
        if (!isTold.current) toastSaid(t('counter:slipsNotYours'));
        isTold.current = true;
        return;
      }
      const one = { sale_id: row.sale_id, document_number: row.document_number, cash_session_id: row.cash_session_id, voucher_ids: voucherIds };
      change((all) => [...all.filter((other) => other.sale_id !== row.sale_id), one]);
      void put(one, { drawer: row.method === 'cash' && may('cash.operate'), again: false });
    },
    /** Those that may be missing. */
    due: kept.filter((one) => !inHand.has(handOf(one.sale_id))),
    prints,
    /** Those that were asked for once more, and were printed before: a second time is a reprint, with its reason. */
    printed,
    forget: (id: number) => setPrinted((all) => all.filter((one) => one.sale_id !== id)),
    again: (one: DueSlips) => void put(one, { drawer: false, again: true }),
    drop,
  };
}
