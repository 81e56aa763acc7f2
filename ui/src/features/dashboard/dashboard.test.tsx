import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { dashboard, me } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';
import { niceCeiling } from '@/components/bars';

describe('dashboard', () => {
  it('answers how today is, each number a link to its rows', async () => {
    const { view } = await open('/');
    const stock = await screen.findByRole('link', { name: /Siap jual ?1\.024/ });
    expect(stock.getAttribute('href')).toBe('/vouchers?stock=on_hand');
    const days = dashboard.activated_days.map((one) => one.day);
    const [today, weekAgo] = [days.at(-1), days.at(-8)];
    const leads = (name: RegExp | string) => screen.getAllByRole('link', { name }).map((link) => link.getAttribute('href'));
    expect(leads(/Terjual hari ini ?214/)).toEqual([`/vouchers?did=turnover&from=${today}&to=${today}`]);
    expect(leads(/Dipakai hari ini/)).toEqual([`/vouchers?did=activated&from=${today}&to=${today}`]);
    expect(leads(/^pekan lalu/)).toEqual([`/vouchers?did=turnover&from=${weekAgo}&to=${weekAgo}`, `/vouchers?did=activated&from=${weekAgo}&to=${weekAgo}`]);
    expect(leads(/dibuat hari ini/)).toEqual([`/vouchers?did=made&from=${today}&to=${today}`]);
    expect(leads(/Menunggu router/)).toEqual(['/vouchers?did=copy_pending']);
    expect(leads(/dipakai 7 hari/)[0]).toMatch(new RegExp(`did=activated&plan=\\d+&from=${days.at(-7)}&to=${today}$`));
    expect(screen.getByRole('link', { name: /RB-Masjid terputus/ }).getAttribute('href')).toBe('/routers/5');
    await expectAccessible(view.container);
  });

  it('compares today with yesterday and last week in any window, and tells the sums where there is room', async () => {
    await open('/');
    await screen.findByText('1.024');
    const boxes = [...document.querySelectorAll('.Kpi')].slice(0, 2);
    const said = (roomy: boolean) => boxes.map((box) => [...box.querySelectorAll('.sm a')].filter((link) => (link.closest('.roomy') !== null) === roomy).map((link) => link.textContent));
    const yesterday = dashboard.activated_days.at(-2)?.count;
    expect(said(false)).toEqual([['pekan lalu 198', 'kemarin 251'], ['pekan lalu 126', `kemarin ${yesterday}`]]);
    expect(said(true).map((sums) => sums.map((sum) => sum?.replace('\u00A0', '')))).toEqual([['Rp1.284.000'], ['Rp1.046.000']]);
    // What `.roomy` means: not in a window that is only as wide as most are.
    const css = readFileSync(resolve(import.meta.dirname, '../../theme/screens.css'), 'utf8');
    expect(css).toContain('.Kpi .roomy { display: none; } @media (min-width: 1600px) { .Kpi .roomy { display: inline; } }');
  });

  it('leads nowhere that would only say no', async () => {
    await open('/', { me_get: () => ({ ...me, permissions: ['dashboard.view'] }) });
    expect(await screen.findByText('1.024')).toBeTruthy();
    const places = new Set(screen.getAllByRole('link').map((link) => (link.getAttribute('href') ?? '').split(/[/?]/)[1]));
    for (const closed of ['vouchers', 'stock', 'reports', 'plans', 'routers']) expect([...places]).not.toContain(closed);
    expect(screen.getByText(/dibuat hari ini/)).toBeTruthy();
  });

  it('leads to sales whoever may see sales', async () => {
    await open('/', { me_get: () => ({ ...me, permissions: ['dashboard.view', 'voucher.view', 'report.view'] }) });
    const sold = await screen.findByRole('link', { name: /Terjual hari ini ?214/ });
    expect(sold.getAttribute('href')).toBe('/reports?kind=sales&range=today');
    expect(document.querySelector('a[href*="did=turnover"]')).toBeNull();
    expect(document.querySelector('a[href*="did=activated"]')).not.toBeNull();
  });

  it('names each thing once, also where two lead to the same screen', async () => {
    const low = (plan: string) => ({ code: 'stock_low', params: { plan, stock: 6, week: 18 }, link: '/plans' });
    let actions = [low('3 Hari'), low('6 Jam')];
    const { mock } = await open('/', { dashboard_get: () => ({ ...dashboard, actions }) });
    await screen.findByText('Stok 6 Jam tinggal 6');
    actions = [low('1 Hari'), low('3 Hari'), low('6 Jam')];
    mock.emit(['voucher']);
    await screen.findByText('Stok 1 Hari tinggal 6');
    expect(screen.getAllByText('Stok 3 Hari tinggal 6')).toHaveLength(1);
    actions = [low('6 Jam')];
    mock.emit(['voucher']);
    await waitFor(() => expect(screen.queryByText('Stok 1 Hari tinggal 6')).toBeNull());
    expect(screen.queryByText('Stok 3 Hari tinggal 6')).toBeNull();
  });

  it('puts a router that waits after a restore in the words of a person', async () => {
    const gate = { code: 'router_gate', params: { router: 'hEX-Balai' }, link: '/provisioning/3' };
    await open('/', { dashboard_get: () => ({ ...dashboard, actions: [gate] }) });
    const waits = await screen.findByRole('link', { name: /hEX-Balai menunggu diperiksa/ });
    expect(waits.getAttribute('href')).toBe('/provisioning/3');
  });

  it('shows the first needs, and the rest when asked', async () => {
    const actions = Array.from({ length: 8 }, (_, n) => ({ code: 'copies_failed', params: { router: `R${n}`, count: 1 }, link: `/routers/${n}` }));
    const { user } = await open('/', { dashboard_get: () => ({ ...dashboard, actions }) });
    expect((await screen.findAllByRole('link', { name: /R\d/ })).filter((link) => link.className === 'Act')).toHaveLength(6);
    await user.click(screen.getByRole('button', { name: '2 lainnya' }));
    expect(screen.getAllByRole('link', { name: /R\d/ }).filter((link) => link.className === 'Act')).toHaveLength(8);
  });

  it('leads a new shop to its first router', async () => {
    await open('/', { dashboard_get: () => ({ ...dashboard, routers: [], plans: [], actions: [] }) });
    expect(await screen.findByText('Belum ada router')).toBeTruthy();
  });

  it('shows an error with its code', async () => {
    await open('/', {
      dashboard_get: () => {
        throw new IpcError({ code: 'internal', incident: 'ab12' });
      },
    });
    expect(await screen.findByText('internal · ab12')).toBeTruthy();
  });

  it('asks anew when an event names one of its tags', async () => {
    const { mock } = await open('/');
    await screen.findByText('1.024');
    const asked = (name: string) => mock.calls.filter((call) => call.name === name).length;
    const [before, me] = [asked('dashboard_get'), asked('me_get')];
    mock.emit(['voucher']);
    await waitFor(() => expect(asked('dashboard_get')).toBeGreaterThan(before));
    expect(asked('me_get')).toBe(me);
  });
});

describe('axis', () => {
  it('ends at the next round number', () => expect([3, 7, 94, 268, 1001].map(niceCeiling)).toEqual([4, 8, 100, 300, 2000]));
});
