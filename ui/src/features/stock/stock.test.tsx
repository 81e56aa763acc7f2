import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectAccessible, open, screen } from '@/testing/render';
import { missing } from './stock-list';

describe('stock', () => {
  it('tells what is where, and every number leads to its rows', async () => {
    const { user, path, view } = await open('/stock');
    const name = await screen.findByText('1 Hari', { selector: 'tbody *' });
    await expectAccessible(view.container);
    expect(screen.getByText('tipis')).toBeTruthy();
    const row = name.closest('tr');
    const card = [...(row?.querySelectorAll('a') ?? [])].find((link) => link.getAttribute('href')?.includes('stock=card'));
    expect(card?.textContent).toBe('29');
    await user.click(card as Element);
    await waitFor(() => expect(path()).toMatch(/^\/vouchers\?plan=3&stock=card$/));
  });

  it('has a chart, a paper, and rows of what is in the shop itself', async () => {
    const { user, mock, view } = await open('/stock?by=vendor');
    await screen.findByText('Toko sendiri', { selector: 'tbody *' });
    expect(screen.getByText('Siap jual', { selector: '.Leg' })).toBeTruthy();
    const own = [...view.container.querySelectorAll('tbody a')].map((link) => link.getAttribute('href') ?? '').filter((link) => link.includes('own=true'));
    expect(own.length).toBeGreaterThan(3);
    expect(own.every((link) => !link.includes('vendor='))).toBe(true);
    await user.click(screen.getByRole('button', { name: /Cetak/ }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'stock_print')?.input).toEqual({ by: 'vendor', low_only: false }));
    expect(await screen.findByRole('dialog')).toBeTruthy();
  });

  it('makes more of what is lowest with one key', async () => {
    const { user, path } = await open('/stock');
    await screen.findByText('1 Hari', { selector: 'tbody *' });
    await user.keyboard('{F9}');
    await waitFor(() => expect(path()).toBe('/batches/new?plan=3&count=62'));
  });

  it('asks for as many as make a round stock again', () => {
    expect(missing({ low_stock_at: 50, plain: 9, card: 29 })).toBe(62);
    expect(missing({ low_stock_at: 50, plain: 200, card: 0 })).toBe(1);
    expect(missing({ low_stock_at: null, plain: 0, card: 0 })).toBeUndefined();
  });
});
