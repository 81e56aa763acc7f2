import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { me } from '@/ipc/mock-data';
import { driftItems } from '@/ipc/mock-drift';
import { expectAccessible, open, screen } from '@/testing/render';
import { choicesOf } from './choices';
import { propertiesOf } from './three-way';

const [profile, limits, , missing, , stray] = driftItems;
if (!profile || !limits || !missing || !stray) throw new Error('no drift');

describe('what agrees and what does not', () => {
  it('is one row per router: what waits and since when, failed, differs, is not ours', async () => {
    const { user, view, path } = await open('/provisioning');
    const table = await screen.findByRole('table', { name: 'Provisi & beda' });
    const row = await within(table).findByRole('row', { name: /RB-Pasar/ });
    expect(within(row).getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['RB-Pasar', 'Tersambung', '8', expect.stringContaining('lalu'), '0', '3', '6', '1', '223', expect.stringContaining('lalu')]);
    await expectAccessible(view.container);
    await user.click(row);
    await waitFor(() => expect(path()).toBe('/provisioning/2'));
  });

  it('holds writing back after a restore until a person has looked', async () => {
    const { user, mock } = await open('/provisioning');
    expect(await screen.findByText('RB-Krajan mengenal kode yang lebih baru.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Periksa…' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('88.123');
    expect(mock.calls.some((call) => call.name === 'router_reconcile_confirm')).toBe(false);
    await user.click(within(dialog).getByRole('button', { name: 'Sudah diperiksa, lanjutkan' }));
    await waitFor(() => expect(screen.queryByText('RB-Krajan mengenal kode yang lebih baru.')).toBeNull());
    expect(mock.calls.find((call) => call.name === 'router_reconcile_confirm')?.input).toEqual({ router_id: 3 });
  });

  it('can be narrowed to the routers that need somebody', async () => {
    await open('/provisioning?trouble=true');
    const table = await screen.findByRole('table', { name: 'Provisi & beda' });
    await within(table).findByRole('row', { name: /RB-Pasar/ });
    expect(within(table).queryByRole('row', { name: /CCR-Menara/ })).toBeNull();
  });
});

describe('one router’s differences', () => {
  it('put ours, last seen and the router side by side, with the differing properties first and marked', async () => {
    expect(propertiesOf(profile)).toEqual(['rate-limit', 'shared-users', 'session-timeout']);
    const { view } = await open('/provisioning/2?open=1');
    const dialog = await screen.findByRole('dialog', { name: '1-HARI' });
    const row = within(dialog).getByRole('row', { name: /rate-limit/ });
    expect(within(row).getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['5M/10M', '5M/10M', '5M/8M']);
    expect(row.textContent).toContain('berbeda');
    expect(within(dialog).getByRole('row', { name: /session-timeout/ }).textContent).not.toContain('berbeda');
    await expectAccessible(view.baseElement);
  });

  it('offer only what means something', () => {
    expect(choicesOf([profile])).toEqual(['take', 'push', 'ignore']);
    expect(choicesOf([limits])).toEqual(['push', 'ignore']);
    expect(choicesOf([stray])).toEqual(['remove', 'ignore']);
    expect(choicesOf([missing, stray])).toEqual(['push', 'remove', 'ignore']);
  });

  it('are settled only after a dry run that names rows, commands and refusals', async () => {
    const { user, mock, view } = await open('/provisioning/2');
    await screen.findByRole('row', { name: /1-HARI/ });
    await expectAccessible(view.container);
    await user.click(screen.getByRole('button', { name: 'Pasang lagi semua…' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('/ip hotspot user profile set [find name=1-HARI] rate-limit=5M/10M shared-users=1')).toBeTruthy();
    expect(within(dialog).getByText('1 ditolak')).toBeTruthy();
    expect(mock.calls.filter((call) => call.name === 'drift_resolve').map((call) => call.input)).toEqual([{ router_id: 2, choice: 'push', drift_ids: [], kinds: [], dry_run: true }]);
    await expectAccessible(view.baseElement);
    await user.click(within(dialog).getByRole('button', { name: 'Pasang lagi (5)' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(mock.calls.findLast((call) => call.name === 'drift_resolve')?.input).toMatchObject({ choice: 'push', dry_run: false });
    await waitFor(() => expect(screen.queryByRole('row', { name: /1-HARI/ })).toBeNull());
  });

  it('take over one row’s value into our book, and say so first', async () => {
    const { user, mock } = await open('/provisioning/2?open=1');
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Ambil dari router…' }));
    expect(await screen.findByText('Buku mengambil rate-limit=5M/8M shared-users=2')).toBeTruthy();
    expect(screen.getByText('Tidak ada yang ditulis ke router.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Ambil dari router (1)' }));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'drift_resolve')?.input).toEqual({ router_id: 2, choice: 'take', drift_ids: [1], kinds: [], dry_run: false }));
  });

  it('sweep orphans and nothing else', async () => {
    const { user, mock } = await open('/provisioning/2');
    await user.click(await screen.findByRole('button', { name: 'Bersihkan baris yatim…' }));
    await screen.findByText(/user remove \[find \.id=/);
    expect(mock.calls.findLast((call) => call.name === 'drift_resolve')?.input).toMatchObject({ choice: 'remove', drift_ids: [], kinds: ['stray'], dry_run: true });
  });

  it('are settled for chosen rows only', async () => {
    const { user, mock } = await open('/provisioning/2');
    const row = await screen.findByRole('row', { name: /VB-2611-014.*limit-uptime/ });
    await user.click(within(row).getByRole('checkbox'));
    expect(screen.getByText('1 dipilih')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Abaikan…' }));
    await user.click(await screen.findByRole('button', { name: 'Abaikan (1)' }));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'drift_resolve')?.input).toEqual({ router_id: 2, choice: 'ignore', drift_ids: [2], kinds: [], dry_run: false }));
  });

  it('keep the dry run on screen when the router changed meanwhile', async () => {
    const { user, mock } = await open('/provisioning/2');
    await user.click(await screen.findByRole('button', { name: 'Pasang lagi semua…' }));
    const confirm = await screen.findByRole('button', { name: 'Pasang lagi (5)' });
    mock.answer({ drift_resolve: () => { throw new IpcError({ code: 'drift_changed_meanwhile', incident: '4' }); } });
    await user.click(confirm);
    expect(await screen.findByText('drift_changed_meanwhile · 4')).toBeTruthy();
    expect(screen.getByText('5 baris akan dikerjakan')).toBeTruthy();
  });

  it('say so when there are none, and when it was never compared', async () => {
    await open('/provisioning/5');
    expect(await screen.findByText('RB-Masjid cocok')).toBeTruthy();
    expect(screen.getByText('Belum pernah dibandingkan utuh. Bandingkan sekarang untuk tahu.')).toBeTruthy();
  });

  it('are only looked at by those who may not settle them', async () => {
    await open('/provisioning/2', { me_get: () => ({ ...me, permissions: ['router.view'] }) });
    await screen.findByRole('row', { name: /1-HARI/ });
    expect(screen.queryByRole('checkbox')).toBeNull();
    expect(screen.queryByRole('button', { name: /Bandingkan sekarang/ })).toBeNull();
    expect(screen.queryByRole('link', { name: /Ambil yang ada/ })).toBeNull();
  });
});

describe('taking over what exists', () => {
  it('looks first, shows every profile and what is left out, and takes only what was chosen', async () => {
    const { user, mock, view } = await open('/provisioning/2/adopt');
    expect(await screen.findByText('3 profil')).toBeTruthy();
    expect((screen.getByRole('checkbox', { name: 'default' }) as HTMLInputElement).disabled).toBe(true);
    await expectAccessible(view.container);
    expect(mock.calls.some((call) => call.name === 'router_adopt')).toBe(false);
    await user.click(screen.getByRole('checkbox', { name: '1-HARI' }));
    await user.click(screen.getByRole('button', { name: /Ambil 140 kode/ }));
    expect(await screen.findByText('140 kode diambil.')).toBeTruthy();
    expect(mock.calls.find((call) => call.name === 'router_adopt')?.input).toEqual({ router_id: 2, profile_names: ['1hari-5rb'], with_users: true, take_comments: false });
  });

  it('keeps the choices when it is refused', async () => {
    const { user } = await open('/provisioning/2/adopt', { router_adopt: () => { throw new IpcError({ code: 'router_timeout', incident: '9' }); } });
    await user.click(await screen.findByRole('checkbox', { name: /Ambil juga penggunanya/ }));
    await user.click(screen.getByRole('button', { name: /Ambil 1 paket/ }));
    expect(await screen.findByText('router_timeout · 9')).toBeTruthy();
    expect((screen.getByRole('checkbox', { name: /Ambil juga penggunanya/ }) as HTMLInputElement).checked).toBe(false);
  });
});
