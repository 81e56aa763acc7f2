import { Tags } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { UseQueryResult } from '@tanstack/react-query';
import { KeyHint } from '@/components/button';
import { EmptyState, ErrorState, Skeleton } from '@/components/feedback';
import { MoneyText } from '@/components/text';
import { formatBytes, formatNumber, formatSpan } from '@/lib/format';
import type { PlanView } from '@/ipc';
import type { Cart } from './cart';

/**
 * The plans with their keys, prices and stock; what is in the sale is marked. The stock of a tile are the slips, since
 * cards are sold as themselves; `low` says which plans run out by slips and cards together, as notices and the list of
 * stock say it, so that none of them contradicts another.
 */
export function PlanTiles({ list, plans, low, cart, disabled, onPick }: {
  list: UseQueryResult<unknown, unknown>; plans: PlanView[]; low: ReadonlySet<number>; cart: Cart; disabled: boolean; onPick: (plan: PlanView) => void;
}) {
  const { t } = useTranslation();
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} compact />;
  if (!list.data) return <Skeleton lines={6} height={40} />;
  if (plans.length === 0) return <EmptyState icon={Tags} title={t('counter:noPlan')}>{t('counter:noPlanHint')}</EmptyState>;
  const keyOf = (plan: PlanView) => plan.terms.shortcut_key ?? 10;
  const sorted = [...plans].sort((a, b) => keyOf(a) - keyOf(b) || a.terms.name.localeCompare(b.terms.name));
  return (
    <div className="Plans">
      {sorted.map((plan) => <Tile key={plan.plan_id} plan={plan} isLow={low.has(plan.plan_id)} quantity={cart.lines.find((one) => one.plan_id === plan.plan_id)?.quantity ?? 0} disabled={disabled} onPick={() => onPick(plan)} />)}
    </div>
  );
}

function Tile({ plan, isLow, quantity, disabled, onPick }: { plan: PlanView; isLow: boolean; quantity: number; disabled: boolean; onPick: () => void }) {
  const { t } = useTranslation();
  const { terms, stock } = plan;
  const limits = [
    terms.usage_limit_s === null ? null : formatSpan(terms.usage_limit_s),
    terms.data_limit_bytes === null ? null : formatBytes(terms.data_limit_bytes),
    terms.validity_s === null ? null : t('counter:life', { span: formatSpan(terms.validity_s) }),
  ].filter((part) => part !== null);
  const stockText = stock === 0 ? t('counter:stockNone') : isLow ? t('counter:stockFew', { count: stock }) : t('counter:stock', { count: stock });
  return (
    <button type="button" className={`Plan ${quantity > 0 ? 'on' : ''}`} disabled={disabled} onClick={onPick}>
      <span className="row">
        {terms.shortcut_key === null ? <span /> : <KeyHint keys={String(terms.shortcut_key)} />}
        <span className="grow" />
        {quantity > 0 && <span className="Qty">× {formatNumber(quantity)}</span>}
      </span>
      <span className="nm cut">{terms.name}</span>
      <span className="sm q lm cut">{limits.length > 0 ? limits.join(', ') : t('common:unlimited')}</span>
      <span className="pr"><MoneyText amount={terms.price_sell} /></span>
      <span className={`sm ${stock === 0 ? 't-wait' : isLow ? 't-warn' : 'q'}`}>{stockText}</span>
    </button>
  );
}
