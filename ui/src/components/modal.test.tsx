import { waitFor } from '@testing-library/react';
import { useEffect, useState } from 'react';
import { describe, expect, it } from 'vitest';
import { expectAccessible, open, screen } from '@/testing/render';
import { show } from '@/testing/show';
import { TextField } from './field';
import { Drawer } from './modal';

/** Where the cursor is once all that moves it has run: the name of a field, or the words of what else has it. */
async function cursor(): Promise<string> {
  await new Promise((later) => setTimeout(later, 100));
  const at = document.activeElement;
  return at instanceof HTMLInputElement ? `field ${at.labels?.[0]?.textContent}` : `${at?.tagName.toLowerCase()} ${at?.textContent}`;
}

/** A form that is there one drawing after its drawer. */
function Late() {
  const [isThere, setThere] = useState(false);
  // oxlint-disable-next-line react/set-state-in-effect -- the second drawing is what is tried
  useEffect(() => setThere(true), []);
  return isThere && <TextField label="Nama" value="" autoFocus onChange={() => undefined} />;
}

describe('a drawer begins with the cursor', () => {
  it.each([
    ['/users?edit=new', 'Nama'],
    ['/users?edit=2', 'Nama'],
    ['/roles?open=new', 'Nama'],
    // A role of the program keeps its name: the first field that can be written into.
    ['/roles?open=3', 'Keterangan'],
  ])('in the first field of a form (%s)', async (address, label) => {
    await open(address);
    await screen.findByLabelText(label);
    expect(await cursor()).toBe(`field ${label}`);
  });

  it('in the field also where all of the form is there at once', async () => {
    const { user } = await open('/users?edit=2');
    await screen.findByLabelText('Nama');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(await screen.findByRole('cell', { name: 'Rina Wulandari' }));
    await screen.findByLabelText('Nama');
    expect(await cursor()).toBe('field Nama');
  });

  it('in the field of a form that comes a moment after the drawer, before Mantine looks', async () => {
    show(<Drawer opened onClose={() => undefined} title="Rina"><Late /></Drawer>);
    await screen.findByLabelText('Nama');
    expect(await cursor()).toBe('field Nama');
  });

  it.each([
    ['/roles?open=1', 'Pemilik'],
    ['/roles?who=voucher.void', 'Membatalkan kode'],
    ['/audit?open=84', 'peran Loket'],
    ['/sales?open=182', /^Penjualan /],
    ['/cash?open=1', /^Shift /],
    ['/provisioning/2?open=1', /./],
    ['/vouchers?open=5', /./],
  ])('on the title of what is only read (%s)', async (address, name) => {
    const { view } = await open(address);
    const drawer = await screen.findByRole('dialog', { name });
    expect(await cursor()).toBe(`h2 ${drawer.querySelector('h2')?.textContent}`);
    await expectAccessible(view.baseElement);
  });
});
