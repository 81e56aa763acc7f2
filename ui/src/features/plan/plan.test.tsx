import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { plans } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';
import { emptyPlan, formOf, planProblems, profileOf, termsOf } from './plan-terms';

describe('plans', () => {
  it('lists each with its price and is accessible', async () => {
    const { view } = await open('/plans');
    const table = await screen.findByRole('table', { name: 'Paket voucher' });
    expect((await within(table).findByRole('row', { name: /7 Hari/ })).textContent).toContain('20.000');
    expect(within(table).getByRole('row', { name: /^1 Hari 3/ }).textContent).toContain('Berbeda');
    await expectAccessible(view.container);
  });

  it('says what a plan is when there is none', async () => {
    await open('/plans', { plan_list: () => ({ rows: [], next: null }) });
    expect(await screen.findByText('Belum ada paket')).toBeTruthy();
  });

  it('refuses a price below cost before it is sent, then makes the plan', async () => {
    const { user, mock, path, view } = await open('/plans/new');
    await user.type(await screen.findByLabelText('Nama paket'), '1 Malam');
    await user.type(screen.getByLabelText('Harga jual'), '2500');
    await user.type(screen.getByLabelText('Modal agen'), '3000');
    expect((screen.getByLabelText('Harga jual') as HTMLInputElement).value).toBe('2.500');
    await user.click(screen.getByRole('button', { name: /^Buat paket/ }));
    expect(await screen.findByText('Di bawah modal')).toBeTruthy();
    expect(mock.calls.some((call) => call.name === 'plan_create')).toBe(false);
    await user.clear(screen.getByLabelText('Modal agen'));
    await user.type(screen.getByLabelText('Modal agen'), '2000');
    await expectAccessible(view.container);
    await user.click(screen.getByRole('button', { name: /^Buat paket/ }));
    await waitFor(() => expect(path()).toBe('/plans'));
    expect(mock.calls.find((call) => call.name === 'plan_create')?.input).toMatchObject({ terms: { name: '1 Malam', price_sell: '2500', price_cost: '2000', profile_name: '1-MALAM' }, router_ids: [1, 2, 3, 4, 5] });
  });

  it('asks before what was typed is thrown away', async () => {
    const { user, path } = await open('/plans/new');
    await user.type(await screen.findByLabelText('Nama paket'), 'x');
    await user.click(screen.getByRole('button', { name: /^Batal/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Isian belum disimpan' });
    await user.click(within(dialog).getByRole('button', { name: 'Tetap di sini' }));
    expect(path()).toBe('/plans/new');
    await user.click(screen.getByRole('button', { name: /^Batal/ }));
    await user.click(await screen.findByRole('button', { name: 'Tinggalkan' }));
    await waitFor(() => expect(path()).toBe('/plans'));
  });

  it('stores nothing when a changed plan is left', async () => {
    const { user, mock, path } = await open('/plans/3');
    await user.type(await screen.findByLabelText('Nama paket'), ' x');
    await user.click(screen.getByRole('button', { name: /^Batal/ }));
    await user.click(await screen.findByRole('button', { name: 'Tinggalkan' }));
    await waitFor(() => expect(path()).toBe('/plans'));
    expect(mock.calls.some((call) => call.name === 'plan_update')).toBe(false);
  });

  it('asks as well when only the routers were changed', async () => {
    const { user } = await open('/plans/3');
    await user.click(await screen.findByLabelText('RB-Pasar'));
    await user.click(screen.getByRole('button', { name: /^Batal/ }));
    expect(await screen.findByRole('dialog', { name: 'Isian belum disimpan' })).toBeTruthy();
  });

  it('marks the field the program refused', async () => {
    const { user } = await open('/plans/3', {
      plan_update: () => {
        throw new IpcError({ code: 'input_invalid', params: { fields: [{ field: 'terms.name', rule: 'taken', params: null }] }, incident: '11' });
      },
    });
    await user.click(await screen.findByRole('button', { name: /^Simpan/ }));
    expect(await screen.findByText('Sudah dipakai')).toBeTruthy();
    expect(screen.getByLabelText('Nama paket').getAttribute('aria-invalid')).toBe('true');
  });
});

describe('plan terms', () => {
  it('go through the form unchanged', () => {
    for (const plan of plans) expect(termsOf(formOf(plan.terms), plan.terms)).toEqual(plan.terms);
  });
  it('keep a time that is no whole number of days', () => {
    const [first] = plans;
    if (!first) throw new Error('no plans');
    const odd = { ...first.terms, validity_s: 100_000 };
    expect(termsOf(formOf(odd), odd).validity_s).toBe(100_000);
  });
  it('compare prices exactly', () => {
    expect(planProblems({ ...emptyPlan, name: 'a', priceSell: '9007199254740992', priceCost: '9007199254740993' })).toEqual({ priceSell: 'below_cost' });
  });
  it('name a profile a router accepts', () => expect(profileOf('  Paket é Hemat 5 Mb! ')).toBe('PAKET-E-HEMAT-5-MB'));
});
