/** A decimal amount as it comes over the wire, in hundredths: to add or to compare. */
export function hundredthsOf(amount: string): bigint {
  const [whole = '0', part = ''] = amount.trim().replace(/^-/, '').split('.');
  const value = BigInt(whole || '0') * 100n + BigInt(part.padEnd(2, '0').slice(0, 2));
  return amount.trim().startsWith('-') ? -value : value;
}

/** Adds decimal amounts as they come over the wire, exactly: no float ever holds money. */
export function sumMoney(amounts: string[]): string {
  const hundredths = amounts.reduce((sum, amount) => sum + hundredthsOf(amount), 0n);
  const size = hundredths < 0n ? -hundredths : hundredths;
  return `${hundredths < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
}

/** Whole rupiah in a text from elsewhere, as digits: grouped by dots or commas, with cents or without. */
export function rupiahIn(text: string): string {
  // One or two digits after the last dot or comma are cents; three are a group of the amount itself.
  const whole = text.trim().replace(/[.,](\d{1,2}|-)?\s*$/, '');
  return whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
}
