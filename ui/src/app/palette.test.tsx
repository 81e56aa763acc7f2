import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { counterHandlers } from '@/ipc/mock-counter';
import { me } from '@/ipc/mock-data';
import { open, screen } from '@/testing/render';

describe('palette', () => {
  it('finds a router by its name and opens it', async () => {
    const { user, path } = await open('/plans');
    await screen.findByRole('table');
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByPlaceholderText(/Layar, tindakan/), 'pasar');
    const hit = await screen.findByText('RB-Pasar', { selector: '.mantine-Spotlight-actionLabel' });
    await user.click(hit);
    await waitFor(() => expect(path()).toBe('/routers/2'));
  });

  it('finds a sale by its number, a vendor and a shift by their names', async () => {
    const { user, path } = await open('/plans');
    await screen.findByRole('table');
    const look = async (typed: string, found: string | RegExp) => {
      await user.keyboard('{Control>}k{/Control}');
      const field = await screen.findByPlaceholderText(/Layar, tindakan/);
      await user.clear(field);
      await user.type(field, typed);
      await user.click(await screen.findByText(found, { selector: '.mantine-Spotlight-actionLabel' }));
    };
    await look('182', 'N-2611-0182');
    await waitFor(() => expect(path()).toBe('/sales?open=182'));
    await look('darto', 'Kios Pak Darto');
    await waitFor(() => expect(path()).toBe('/vendors/1'));
    await look('loket depan', 'Shift 41');
    await waitFor(() => expect(path()).toBe('/cash?open=1'));
  });

  it('offers no sale of a number that was typed before', async () => {
    let answer: (() => void) | undefined;
    const sales = counterHandlers();
    const { user, path } = await open('/plans', {
      sale_list: (input) => (input.search === '182' ? (new Promise((done) => { answer = () => done(sales.sale_list(input)); }) as never) : sales.sale_list({ page: { limit: 5 } })),
    });
    await screen.findByRole('table');
    await user.keyboard('{Control>}k{/Control}');
    const field = await screen.findByPlaceholderText(/Layar, tindakan/);
    await user.clear(field);
    await user.type(field, '18');
    await screen.findByText('N-2611-0186', { selector: '.mantine-Spotlight-actionLabel' });
    await user.type(field, '2');
    await waitFor(() => expect(answer).toBeDefined());
    expect(screen.queryByText('N-2611-0186', { selector: '.mantine-Spotlight-actionLabel' })).toBeNull();
    answer?.();
    await user.click(await screen.findByText('N-2611-0182', { selector: '.mantine-Spotlight-actionLabel' }));
    await waitFor(() => expect(path()).toBe('/sales?open=182'));
  });

  it('asks for nothing a person may not see', async () => {
    const { user, mock } = await open('/plans', { me_get: () => ({ ...me, permissions: ['plan.view'] }) });
    await screen.findByRole('table');
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByPlaceholderText(/Layar, tindakan/), '1 hari');
    await screen.findByText('1 Hari', { selector: '.mantine-Spotlight-actionLabel' });
    expect(mock.calls.filter((call) => ['router_list', 'voucher_batch_list', 'user_list', 'vendor_list', 'cash_session_list', 'sale_list'].includes(call.name))).toEqual([]);
  });
});

describe('gallery', () => {
  it('opens by its address and names every specimen once', async () => {
    await open('/gallery');
    await screen.findByRole('heading', { name: 'Gallery' });
    const ids = [...document.querySelectorAll<HTMLElement>('[data-specimen]')].map((one) => one.dataset['specimen']);
    expect(ids.length).toBeGreaterThan(30);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
