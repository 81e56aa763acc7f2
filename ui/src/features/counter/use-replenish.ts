import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { toastSaid } from '@/components/dialog';
import { lowest, missing, type Level } from '@/lib/stock';
import type { PlanView } from '@/ipc';

/** A plan's stock as notices count it: slips and cards. What the counter sells are the slips only. */
export const levelOf = ({ stock, terms }: PlanView): Level => ({ low_stock_at: terms.low_stock_at, on_hand: stock });

/**
 * New codes, as many as are missing: of the plan that is in the sale, else of the one that is lowest. Where none is low,
 * of the one with the fewest slips, and that is said. `all` are the plans with all that is on hand, `plans` those with
 * what the counter sells.
 */
export function useReplenish(all: readonly PlanView[], plans: readonly PlanView[]): (inSale: number | undefined) => void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (inSale) => {
    const known = all.find((plan) => plan.plan_id === inSale) ?? lowest(all, levelOf);
    const fewest = plans.reduce<PlanView | undefined>((low, plan) => (low && low.stock <= plan.stock ? low : plan), undefined);
    const plan = known ?? all.find((one) => one.plan_id === fewest?.plan_id);
    if (!known && plan) toastSaid(t('counter:noneLow', { plan: plan.terms.name }));
    void navigate({ to: '/batches/new', search: plan ? { plan: plan.plan_id, count: missing(levelOf(plan)) } : {} });
  };
}
