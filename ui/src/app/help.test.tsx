import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { en, id } from '@/i18n/locales';
import { activeHotkeys } from '@/lib/hotkeys';
import { makeRouter } from '@/routes/router';
import { expectAccessible, open, screen } from '@/testing/render';
import { chapterOf } from './guide';
import { screenHelp } from './help';

const routes = Object.values(makeRouter().routesById)
  .map((route) => (route as { fullPath: string }).fullPath)
  .filter((path) => path !== undefined && path !== '/gallery');
const book = (language: string) => readFileSync(resolve(import.meta.dirname, `../../../docs/guide/${language}.md`), 'utf8');

describe('help', () => {
  it('is there for every screen, in both languages, with a chapter of the guide', () => {
    expect(routes.length).toBeGreaterThan(30);
    expect(routes.filter((path) => !screenHelp[path])).toEqual([]);
    expect(Object.keys(screenHelp).filter((path) => !routes.includes(path))).toEqual([]);
    for (const [language, texts] of Object.entries({ id, en })) {
      const written: Record<string, Record<string, string>> = texts.help.screens;
      for (const { text, chapter } of Object.values(screenHelp)) {
        const said = written[text] ?? {};
        for (const part of ['for', 'first', 'w1', 'w2']) expect(said[part]?.length ?? 0, `${language} ${text}.${part}`).toBeGreaterThan(20);
        for (const [part, words] of Object.entries(said)) if (part.startsWith('w')) expect(words, `${language} ${text}.${part}`).toMatch(/^[^:]{2,40}: \S/);
        expect(chapterOf(book(language), chapter)?.body.length ?? 0, `${language} chapter ${chapter}`).toBeGreaterThan(200);
      }
      expect(Object.keys(written).filter((one) => !Object.values(screenHelp).some(({ text }) => text === one))).toEqual([]);
    }
  });

  it('is opened by ?, by F1 and by the button, tells about this screen and its keys, and opens the guide', async () => {
    const { user } = await open('/vouchers');
    await user.click(await screen.findByRole('button', { name: 'Bantuan untuk layar ini' }));
    const help = within(await screen.findByRole('dialog', { name: 'Bantuan · Daftar voucher' }));
    expect(help.getByText(id.help.screens.vouchers.for)).toBeTruthy();
    expect(help.getByRole('heading', { name: 'Layar ini' })).toBeTruthy();
    await user.click(help.getByRole('button', { name: 'Baca bab 4 panduan' }));
    expect(await help.findByRole('heading', { name: 'Buat batch, cetak lembar' })).toBeTruthy();
    // Its body: what surrounds it is the dialog of every screen.
    await expectAccessible(help.getByText(id.help.screens.vouchers.for).parentElement as Element);
    await user.keyboard('{Escape}');
    await expect.poll(() => screen.queryByRole('dialog')).toBeNull();
    for (const key of ['?', '{F1}']) {
      await user.keyboard(key);
      await screen.findByRole('dialog', { name: 'Bantuan · Daftar voucher' });
      await user.keyboard('{Escape}');
      await expect.poll(() => screen.queryByRole('dialog')).toBeNull();
    }
  });

  it('names a key once, by what it does now, where several things on the page want it', async () => {
    const complained = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { user } = await open('/gallery');
    await screen.findByRole('heading', { name: 'Gallery' });
    const wanted = activeHotkeys().filter((key) => key.scope === 'screen' && key.label);
    expect(wanted.filter((key) => key.keys === 'f').length).toBeGreaterThan(1);
    await user.keyboard('?');
    const list = (await screen.findByRole('heading', { name: 'Layar ini' })).closest('section') as HTMLElement;
    const rows = [...list.querySelectorAll('dl > div')].map((row) => row.querySelector('dt')?.textContent);
    expect(rows.toSorted()).toEqual([...new Map(wanted.map((key) => [key.keys, key.label])).values()].toSorted());
    expect(complained.mock.calls.filter(([text]) => String(text).includes('same key'))).toEqual([]);
    complained.mockRestore();
  });

  it('is the help of the record that is open', async () => {
    const { user } = await open('/vendors/1');
    await screen.findByRole('button', { name: /^Hitung penjualan/ });
    await user.keyboard('?');
    expect(await screen.findByText(id.help.screens.vendor.for)).toBeTruthy();
  });
});
