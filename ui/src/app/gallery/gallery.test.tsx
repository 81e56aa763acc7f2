import { waitFor, within } from '@testing-library/react';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stateKinds, stateNames } from '@/components/state';
import { open, screen } from '@/testing/render';

/** The gallery, and what of it is looked at. */
async function gallery() {
  const { user, path } = await open('/gallery');
  await screen.findByRole('heading', { name: 'Gallery' });
  const specimen = (id: string) => {
    const found = document.querySelector<HTMLElement>(`[data-specimen="${id}"]`);
    if (!found) throw new Error(`no specimen ${id}`);
    return found;
  };
  return { user, path, specimen };
}

describe('the gallery', () => {
  it.each(['id', 'en'])('has every state that has a word, and no other (%s)', async (language) => {
    const words = JSON.parse(readFileSync(join(import.meta.dirname, `../../i18n/locales/${language}/states.json`), 'utf8')) as Record<string, Record<string, string>>;
    expect(stateKinds.toSorted()).toEqual(Object.keys(words).toSorted());
    for (const kind of stateKinds) expect(stateNames(kind).toSorted()).toEqual(Object.keys(words[kind] ?? {}).toSorted());
  });

  it('shows every kind of state', async () => {
    const { specimen } = await gallery();
    const shown = [...document.querySelectorAll<HTMLElement>('[data-specimen^="state-"]')].map((one) => one.dataset['specimen']?.slice('state-'.length));
    expect(shown).toEqual(stateKinds);
    // Boxed and plain.
    for (const kind of stateKinds) expect(specimen(`state-${kind}`).querySelectorAll('.StatusPill, .State')).toHaveLength(2 * stateNames(kind).length);
  });

  it('shows dialogs as they look, and keeps the keys of the page', async () => {
    const { user, path, specimen } = await gallery();
    expect(specimen('dialog').textContent).toContain('Lepas router');
    expect(specimen('dialog-refused').textContent).toContain('Diska komputer penuh.');
    expect(specimen('export-dialog').textContent).toContain('voucher-2026-11-21-1432.xlsx');
    expect(within(specimen('toasts')).getByRole('button', { name: 'Urungkan' })).toBeTruthy();
    for (const dialog of document.querySelectorAll('[aria-modal]')) expect(dialog.closest('[inert]')).not.toBeNull();
    await user.keyboard('gr');
    await waitFor(() => expect(path()).toBe('/routers'));
  });

  it('shows what stands around every screen in each of its states', async () => {
    const { specimen } = await gallery();
    for (const words of ['Data aman', 'Data terputus', 'Data tidak menjawab', 'Pekerja mati', '12 tugas']) expect(specimen('system-states').textContent).toContain(words);
    expect(specimen('rail').querySelectorAll('.Rail')).toHaveLength(2);
    for (const words of ['Simpan tampilan', 'Bermasalah', 'Rina Wulandari']) expect(specimen('saved-views').textContent).toContain(words);
    expect(within(specimen('session-list')).getAllByRole('listitem')).toHaveLength(3);
  });
});
