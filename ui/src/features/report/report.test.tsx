import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { me } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';
import { periodOf, plusDays } from '@/lib/period';
import { rowsOf, shiftsOf } from './columns';

describe('reports', () => {
  it('keeps its question in the address and asks it', async () => {
    const { mock, view } = await open('/reports?range=free&from=2026-11-01&to=2026-11-07&by=plan');
    await screen.findAllByText('30 Hari');
    await expectAccessible(view.container);
    const asked = mock.calls.findLast((call) => call.name === 'report_get');
    expect(asked?.input).toMatchObject({ kind: 'sales', by: 'plan', from_on: '2026-11-01', to_on: '2026-11-07' });
  });

  it('changes kind and period, and prints', async () => {
    const { mock, user, path } = await open('/reports?range=free&from=2026-11-01&to=2026-11-07');
    await user.click(await screen.findByRole('tab', { name: 'Dicetak, terjual, dipakai' }));
    await waitFor(() => expect(path()).toContain('kind=truths'));
    await user.click(screen.getByRole('radio', { name: 'Kemarin' }));
    await waitFor(() => expect(path()).toContain('range=yesterday'));
    expect(path()).not.toContain('from=');
    await user.click(screen.getByRole('button', { name: /Cetak/ }));
    await waitFor(() => expect(mock.calls.some((call) => call.name === 'report_print')).toBe(true));
  });

  it('leads from a shift to the shift', async () => {
    const { user, path } = await open('/reports?kind=shifts&range=free&from=2026-11-01&to=2026-11-07');
    await user.click(await screen.findByText('#41 Loket depan · Rina', { selector: 'tbody *' }));
    await waitFor(() => expect(path()).toBe('/cash?open=41'));
  });

  it('tells what vendors are charged with, and leads to the vendor', async () => {
    const { user, mock, path, view } = await open('/reports?kind=vendors&range=free&from=2026-11-01&to=2026-11-07');
    const name = await screen.findByText('Kios Pak Darto', { selector: 'tbody *' });
    expect(screen.getAllByText('Komisi').length).toBeGreaterThan(0);
    expect(mock.calls.findLast((call) => call.name === 'report_get')?.input).toMatchObject({ kind: 'vendors', by: 'vendor' });
    await expectAccessible(view.container);
    await user.click(name);
    await waitFor(() => expect(path()).toBe('/vendors/2'));
  });

  it('has rows that look as if they led somewhere only where they do', async () => {
    const first = await open('/reports?by=cashier&range=free&from=2026-11-01&to=2026-11-07');
    await waitFor(() => expect(first.view.container.querySelectorAll('tbody tr.opens').length).toBeGreaterThan(0));
    first.view.unmount();
    const { view } = await open('/reports?kind=truths&by=cashier&range=free&from=2026-11-01&to=2026-11-07');
    await waitFor(() => expect(view.container.querySelectorAll('tbody tr').length).toBeGreaterThan(0));
    expect(view.container.querySelectorAll('tbody tr.opens')).toHaveLength(0);
    view.unmount();
    // Codes of the shop itself stand with no vendor.
    const { user, path } = await open('/reports?kind=truths&by=vendor&range=free&from=2026-11-01&to=2026-11-07');
    const shop = await screen.findByText('Toko sendiri', { selector: 'tbody *' });
    expect(shop.closest('tr')?.className).not.toContain('opens');
    expect(document.querySelectorAll('tbody tr.opens').length).toBeGreaterThan(0);
    await user.click(shop);
    expect(path()).toContain('/reports');
  });

  it('has figures, bars and totals that stay as they are while its rows are turned', async () => {
    const { user, view } = await open('/reports?range=free&from=2026-11-01&to=2026-11-07');
    const days = () => [...view.container.querySelectorAll('tbody tr')].sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex'))).map((row) => row.firstElementChild?.textContent);
    const others = () => ['.Kpis', '.ReportChart', '.TotalsFooter dl'].map((part) => view.container.querySelector(part)?.outerHTML);
    await waitFor(() => expect(days()).toHaveLength(7));
    const [first, around] = [days(), others()];
    expect(first[0]).toBe('1 Nov 2026');
    expect(around.every((part) => (part?.length ?? 0) > 100)).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Hari' }));
    expect(days()).toEqual(first.toReversed());
    expect(others()).toEqual(around);
    await user.click(screen.getByRole('button', { name: 'Bersih' }));
    expect(days()).not.toEqual(first);
    expect(others()).toEqual(around);
    // Told by plan, it is another table, which begins with its own order.
    await user.click(screen.getByRole('radio', { name: 'Paket' }));
    await screen.findByRole('columnheader', { name: 'Paket' });
    expect(screen.getByRole('columnheader', { name: 'Bersih' }).getAttribute('aria-sort')).toBeNull();
  });

  it('leads from every number to its rows', async () => {
    const { view } = await open('/reports?kind=truths&by=vendor&range=free&from=2026-11-01&to=2026-11-07&place=1');
    await screen.findByText('Toko sendiri', { selector: 'tbody *' });
    const links = [...view.container.querySelectorAll('tbody a, .Kpi a')].map((link) => link.getAttribute('href') ?? '');
    expect(links.length).toBeGreaterThan(15);
    expect(links.every((link) => link.startsWith('/vouchers?') && link.includes('place=1') && link.includes('did=') && link.includes('from=2026-1'))).toBe(true);
    expect(links.some((link) => link.includes('did=activated') && link.includes('own=true'))).toBe(true);
    expect(links.some((link) => link.includes('did=charged') && link.includes('vendor=1'))).toBe(true);
    // What it was before has rows too.
    expect(links.some((link) => link.includes('from=2026-10-25&to=2026-10-31'))).toBe(true);
  });

  it('leads to rows of vendors and sales whoever may see them', async () => {
    const { view } = await open('/reports?kind=truths&by=vendor&range=free&from=2026-11-01&to=2026-11-07', { me_get: () => ({ ...me, permissions: ['report.view', 'voucher.view'] }) });
    await screen.findByText('Toko sendiri', { selector: 'tbody *' });
    const deeds = new Set([...view.container.querySelectorAll('tbody a, .Kpi a')].map((link) => new URL(link.getAttribute('href') ?? '', 'http://x').searchParams.get('did')));
    expect([...deeds].toSorted()).toEqual(['activated', 'ended', 'printed', 'void']);
  });

  it('asks the rows as the report was asked', () => {
    const asked = { from: '2026-11-01', to: '2026-11-07', plan: 3, person: 2 };
    const row = (key: number, name = '', day: string | null = null) => ({ key, name, day });
    expect(rowsOf('sold', 'day', row(20_000, '', '2026-11-03'), asked)).toEqual({ ...asked, did: 'sold', from: '2026-11-03', to: '2026-11-03' });
    expect(rowsOf('turnover', 'hour', row(9), asked)).toEqual({ ...asked, did: 'turnover', hour: 9 });
    expect(rowsOf('turnover', 'method', row(1, 'qris'), asked)).toEqual({ ...asked, did: 'turnover', method: 'qris' });
    expect(rowsOf('turnover', 'vendor', row(0), asked)).toEqual({ ...asked, did: 'turnover' });
    expect(rowsOf('ended', 'vendor', row(0), asked)).toEqual({ ...asked, did: 'ended', own: true });
    expect(rowsOf('activated', 'cashier', row(0), { from: asked.from, to: asked.to })).toEqual({ from: asked.from, to: asked.to, did: 'activated', nobody: true });
    expect(rowsOf('printed', 'cashier', row(0), asked)).toEqual({ ...asked, did: 'printed' });
    expect(shiftsOf({ id: 'unexplained' }, 'cashier', row(5), { from: asked.from, to: asked.to })).toEqual({ from: asked.from, to: asked.to, kind: 'shifts', by: 'shift', range: 'free', person: 5, unexplained: true });
  });

  it('knows the periods by their names', () => {
    const saturday = '2026-11-21';
    expect(periodOf('today', saturday)).toEqual({ from: saturday, to: saturday });
    expect(periodOf('yesterday', '2026-11-01')).toEqual({ from: '2026-10-31', to: '2026-10-31' });
    expect(periodOf('week', saturday)).toEqual({ from: '2026-11-16', to: saturday });
    expect(periodOf('week', '2026-11-22')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
    expect(periodOf('month', saturday)).toEqual({ from: '2026-11-01', to: saturday });
    expect(periodOf('last_month', '2026-01-15')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(periodOf('free', saturday, { from: '2026-11-09', to: '2026-11-02' })).toEqual({ from: '2026-11-02', to: '2026-11-09' });
    expect(plusDays('2024-02-28', 1)).toBe('2024-02-29');
  });
});
