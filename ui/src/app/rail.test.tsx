import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fireEvent, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { setLanguage } from '@/i18n';
import type { BatchProgress } from '@/ipc';
import { me } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';
import { setSetup } from './setup/progress';

beforeEach(() => setSetup(undefined));

const card = (batch_id: number, over: Partial<BatchProgress> = {}): BatchProgress => ({
  batch_id, batch_code: `VB-2611-0${batch_id}`, done: 310, total: 520, failed: 100, per_second: 2, waiting_for: [], is_paused: false, ...over,
});

const work = (...cards: BatchProgress[]) => ({ job_summary: () => ({ running: 1, waiting: 1, failed: 0, cards, workers: [] }) });

/** What a batch's card says, line by line. */
async function said(code: string): Promise<string[]> {
  const title = await screen.findByTitle(`Batch ${code}`);
  const lines = title.closest('.JobCard')?.querySelectorAll('.row') ?? [];
  return [...lines].map((line) => [...line.children].map((one) => one.textContent).filter(Boolean).join(' | '));
}

describe('the card of a batch', () => {
  it('says how fast it goes and how long still, of what is not refused', async () => {
    await open('/about', work(card(18)));
    expect(await said('VB-2611-018')).toEqual(['Batch VB-2611-018 | 310/520', '2/dtk · ±55 dtk lagi | Jeda']);
    await setLanguage('en');
    await waitFor(async () => expect(await said('VB-2611-018')).toEqual(['Batch VB-2611-018 | 310/520', '2/s · ±55 sec left | Pause']));
  });

  it('guesses no time while a router is away, and no pace while nothing moves', async () => {
    await open('/about', work(card(18, { waiting_for: ['RB-Kantor'], per_second: 84 }), card(17, { per_second: null })));
    expect((await said('VB-2611-018'))[1]).toBe('84/dtk · RB-Kantor | Jeda');
    expect(await said('VB-2611-017')).toEqual(['Batch VB-2611-017 | 59 %', '310 / 520 | Jeda']);
  });

  it('says only that it rests while it is paused', async () => {
    await open('/about', work(card(18, { is_paused: true })));
    expect((await said('VB-2611-018'))[1]).toBe('310 / 520 · Dijeda | Lanjutkan');
  });

  it('gives its word to a long count, never its code', async () => {
    await open('/about', work(card(18, { done: 12_840, total: 50_000 })));
    expect((await said('VB-2611-018'))[0]).toBe('VB-2611-018 | 12.840/50.000');
  });

  it('is shown for two, and the others are counted and found', async () => {
    const { user, path, view } = await open('/about', work(...[18, 17, 16, 15].map((id) => card(id))));
    await said('VB-2611-018');
    expect(view.container.querySelectorAll('.JobCard')).toHaveLength(2);
    await expectAccessible(view.container);
    await user.click(screen.getByRole('link', { name: '+2 batch lainnya' }));
    await expect.poll(path).toBe('/batches');
  });

  it('counts no further than it was told', async () => {
    const most = Number(/const CARDS: i64 = (\d+);/.exec(readFileSync(resolve(import.meta.dirname, '../../../crates/core/src/work/store.rs'), 'utf8'))?.[1]);
    const batches = (count: number) => work(...Array.from({ length: count }, (_, i) => card(60 - i)));
    const { view } = await open('/about', batches(most - 1));
    expect((await screen.findByRole('link', { name: /batch lainnya/ })).textContent).toBe(`+${most - 3} batch lainnya`);
    view.unmount();
    await open('/about', batches(most));
    expect((await screen.findByRole('link', { name: /batch lainnya/ })).textContent).toBe(`Sedikitnya ${most - 2} batch lainnya`);
    await setLanguage('en');
    expect(await screen.findByRole('link', { name: `At least ${most - 2} more batches` })).toBeTruthy();
  });

  it('leads nobody where they may not go', async () => {
    await open('/about', { ...work(...[18, 17, 16].map((id) => card(id))), me_get: () => ({ ...me, permissions: me.permissions.filter((one) => one !== 'voucher.view') }) });
    expect((await screen.findByText('+1 batch lainnya')).tagName).toBe('SPAN');
  });

  it('counts nothing where two are all', async () => {
    await open('/about', work(card(18), card(17)));
    await said('VB-2611-018');
    expect(screen.queryByText(/batch lainnya/)).toBeNull();
  });
});

describe('the rail', () => {
  const rail = () => screen.findByRole('navigation', { name: 'Menu utama' });
  const narrow = () => document.querySelector('.AppShell')?.classList.contains('narrow');
  const button = async (name: string) => within(await rail()).getByRole('button', { name });

  it('is made narrow by its button, stays so, and is wide again by it', async () => {
    const { user, view } = await open('/about');
    await rail();
    expect(narrow()).toBe(false);
    await user.click(await button('Ciutkan menu'));
    expect(narrow()).toBe(true);
    // Pressed by pointer it lets go of the focus, which would hold the rail open.
    expect(document.activeElement).toBe(document.body);
    await expectAccessible(view.container);
    view.unmount();
    const again = await open('/routers');
    await rail();
    expect(narrow()).toBe(true);
    await again.user.click(await button('Lebarkan menu'));
    expect(narrow()).toBe(false);
    again.view.unmount();
    await open('/about');
    await rail();
    expect(narrow()).toBe(false);
  });

  it('follows its key, also in a field, and says so in the help', async () => {
    const { user } = await open('/batches');
    await rail();
    fireEvent.keyDown(document.body, { key: 'b', ctrlKey: true });
    await waitFor(() => expect(narrow()).toBe(true));
    fireEvent.keyDown(await screen.findByPlaceholderText('Nomor batch'), { key: 'b', ctrlKey: true });
    await waitFor(() => expect(narrow()).toBe(false));
    await user.keyboard('{F1}');
    const help = await screen.findByRole('dialog', { name: /^Bantuan · / });
    expect(within(help).getByText('Ciutkan menu').closest('div')?.textContent).toContain('Ctrl B');
  });

  it('is one person’s own', async () => {
    const { user, view } = await open('/about');
    await user.click(await button('Ciutkan menu'));
    expect(narrow()).toBe(true);
    view.unmount();
    await open('/about', { me_get: () => ({ ...me, user_id: me.user_id + 1 }) });
    await rail();
    expect(narrow()).toBe(false);
  });

  it('is narrow at the counter whatever is chosen, and cannot be chosen there', async () => {
    await open('/counter');
    const menu = await rail();
    expect(narrow()).toBe(true);
    expect(within(menu).queryByRole('button', { name: /^(Ciutkan|Lebarkan) menu$/ })).toBeNull();
    fireEvent.keyDown(document.body, { key: 'b', ctrlKey: true });
    expect(Object.keys({ ...window.localStorage }).filter((key) => key.endsWith('.rail'))).toEqual([]);
  });
});
