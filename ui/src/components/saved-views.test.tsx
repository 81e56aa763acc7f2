import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectAccessible, open } from '@/testing/render';

describe('saved views', () => {
  it('keep what the address holds under a name, bring it back, and go again', async () => {
    const first = await open('/vouchers?plan=3&status=active');
    await first.user.click(await screen.findByRole('button', { name: 'Simpan tampilan' }));
    await first.user.type(await screen.findByLabelText('Nama tampilan'), 'Harian dipakai');
    await expectAccessible(first.view.baseElement);
    await first.user.click(screen.getByRole('button', { name: 'Simpan' }));
    expect((await screen.findByRole('tab', { name: 'Harian dipakai' })).getAttribute('aria-selected')).toBe('true');
    first.view.unmount();

    const again = await open('/vouchers?search=vb-2611&open=5');
    await again.user.click(await screen.findByRole('tab', { name: 'Harian dipakai', hidden: true }));
    // The view is the whole question: what was searched for before is gone.
    expect(again.path()).toContain('plan=3');
    expect(again.path()).toContain('status=active');
    expect(again.path()).not.toContain('search=');
    await again.user.click(await screen.findByRole('button', { name: 'Hapus tampilan ini', hidden: true }));
    expect(screen.queryByRole('tab', { name: 'Harian dipakai', hidden: true })).toBeNull();
  });

  it('offers nothing to save where nothing was narrowed', async () => {
    await open('/vouchers?view=active');
    await screen.findByRole('tab', { name: /Dipakai/ });
    expect(screen.queryByRole('button', { name: 'Simpan tampilan' })).toBeNull();
  });
});
