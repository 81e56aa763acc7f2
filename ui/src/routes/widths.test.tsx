import { describe, expect, it } from 'vitest';
import { i18next } from '@/i18n';
import { deeds } from '@/features/voucher/question';
import { voucherColumns } from '@/features/voucher/columns';
import { checkWidth } from '@/components/table-row';
import { open, screen } from '@/testing/render';

/** What is left for a table beside the menu, its bar for scrolling taken off, in windows that wide. */
const room = { 1366: 1148, 1280: 1062 } as const;

/** Where each column of the first table ends when no room is left over, by its head. */
async function endsOf(address: string): Promise<Map<string, number>> {
  await open(address);
  const [table] = await screen.findAllByRole('table');
  const heads = await screen.findAllByRole('columnheader');
  const tracks = [...(table?.style.getPropertyValue('--tracks') ?? '').matchAll(/(?:minmax\()?(\d+)px/g)].map(([, size]) => Number(size));
  expect(tracks).toHaveLength(heads.length);
  let end = 0;
  return new Map(heads.map((head, i) => [head.textContent, (end += tracks[i] ?? 0)]));
}

describe('columns in their own widths', () => {
  it.each(['/vouchers', '/plans', '/jobs', '/prints', '/users', '/stock', '/vendors', '/batches', '/audit?view=deeds'])('of %s all hold in the smallest window', async (address) => {
    expect(Math.max(...(await endsOf(address)).values())).toBeLessThanOrEqual(room[1280]);
  });

  it.each(deeds)('of codes that were %s all hold in the smallest window', (deed) => {
    const columns = voucherColumns(i18next.t, deed);
    expect(columns.reduce((sum, { width }) => sum + width, checkWidth)).toBeLessThanOrEqual(room[1280]);
    expect(columns.map(({ id }) => id)).toEqual(expect.arrayContaining(['code', 'happened', 'status', 'price_sell']));
  });

  it.each([
    ['/cash', 'Selisih', 'Alasan'],
    ['/sales', 'Total', 'Kembali'],
    ['/ledger', 'Saldo', 'Petugas'],
    ['/vendors/1?tab=settlements', 'Saldo sesudah', 'Catatan'],
  ])('of %s hold up to %s in the smallest window, up to %s at 1366', async (address, first, last) => {
    const ends = await endsOf(address);
    expect(ends.get(first)).toBeLessThanOrEqual(room[1280]);
    expect(ends.get(last)).toBeLessThanOrEqual(room[1366]);
  });

  it('of shifts and sales all hold at 1366', async () => {
    for (const address of ['/cash', '/sales']) expect(Math.max(...(await endsOf(address)).values())).toBeLessThanOrEqual(room[1366]);
  });
});
