/** Adds decimal amounts as they come over the wire, exactly: no float ever holds money. */
export function sumMoney(amounts: string[]): string {
  const hundredths = amounts.reduce((sum, amount) => {
    const [whole = '0', part = ''] = amount.trim().replace(/^-/, '').split('.');
    const value = BigInt(whole || '0') * 100n + BigInt(part.padEnd(2, '0').slice(0, 2));
    return amount.trim().startsWith('-') ? sum - value : sum + value;
  }, 0n);
  const size = hundredths < 0n ? -hundredths : hundredths;
  return `${hundredths < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
}
