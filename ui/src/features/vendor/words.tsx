import type { TFunction } from 'i18next';
import { MoneyText } from '@/components/text';
import { formatDecimal, formatMoney } from '@/lib/format';
import type { ResellerAccount, VendorLine, VendorRow } from '@/ipc';

/** Decimal text times nothing else than its sign: amounts stay text, so that no cent is lost. */
export const negated = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);
export const isZero = (amount: string): boolean => Number(amount) === 0;
export const isOwed = (amount: string): boolean => amount.startsWith('-') && !isZero(amount);
/** Sum of whole rupiah, as text. */
export const plus = (...amounts: string[]): string => amounts.reduce((sum, amount) => sum + BigInt(amount.split('.')[0] || '0'), 0n).toString();

type Terms = Pick<VendorRow | ResellerAccount, 'pricing' | 'commission_bp' | 'commission_amount'>;

/** On what terms, in a few words. */
export function termsText({ pricing, commission_bp, commission_amount }: Terms, t: TFunction): string {
  if (pricing === 'own_price') return t('vendor:ownPrices');
  if (pricing === 'commission_fixed') return t('vendor:fixedOff', { amount: formatMoney(commission_amount) });
  return t('vendor:percentOff', { percent: formatDecimal(commission_bp / 100) });
}

/** What a line was reckoned from. */
export function formulaText(line: VendorLine, t: TFunction): string {
  const { quantity, price, commission } = line;
  const key = isZero(commission) ? 'vendor:formulaPlain' : 'vendor:formula';
  return t(key, { quantity, price: formatMoney(price), commission: formatMoney(commission) });
}

/** A balance: what is owed stands out, what is held does not. */
export function Balance({ amount }: { amount: string }) {
  return (
    <span className={isOwed(amount) ? 't-warn m' : isZero(amount) ? 'q' : ''}>
      <MoneyText amount={amount} />
    </span>
  );
}

export function balanceText(amount: string, t: TFunction): string {
  if (isZero(amount)) return t('vendor:even');
  return isOwed(amount) ? t('vendor:owesAmount', { amount: formatMoney(negated(amount)) }) : t('vendor:holdsAmount', { amount: formatMoney(amount) });
}
