import { describe, expect, it } from 'vitest';
import { activeHotkeys } from '@/lib/hotkeys';
import { open, screen as page } from '@/testing/render';
import { groups, home } from './navigation';

const screens = [home, ...groups.flatMap((group) => group.screens)];

describe('keys of screens', () => {
  it('belong to one screen each', () => {
    const keys = screens.flatMap((screen) => screen.keys ?? []);
    expect(keys.length).toBeGreaterThan(5);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('belong to nothing else that works everywhere', async () => {
    await open('/about');
    await page.findByRole('navigation', { name: 'Menu utama' });
    const all = activeHotkeys().filter((hotkey) => hotkey.scope === 'global').map((hotkey) => hotkey.keys);
    expect(all).toContain('g n');
    expect(all.filter((keys, at) => all.indexOf(keys) !== at)).toEqual([]);
  });

  it('go there, whichever screen it is', async () => {
    const { user, path } = await open('/about');
    await page.findByRole('navigation', { name: 'Menu utama' });
    for (const screen of screens.filter((one) => one.keys)) {
      await user.keyboard(screen.keys?.replace(' ', '') ?? '');
      await expect.poll(() => path().split('?')[0], { timeout: 20_000 }).toBe(screen.to);
    }
  }, 120_000);
});
