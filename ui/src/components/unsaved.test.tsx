import { within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { setSetup } from '@/app/setup/progress';
import { open, screen, type Opened } from '@/testing/render';

beforeEach(() => setSetup(undefined));

const asked = () => screen.findByRole('dialog', { name: 'Isian belum disimpan' });
const stay = async (user: Opened['user']) => user.click(within(await asked()).getByRole('button', { name: 'Tetap di sini' }));
const leave = async (user: Opened['user']) => user.click(within(await asked()).getByRole('button', { name: 'Tinggalkan' }));
const gone = () => expect.poll(() => screen.queryByRole('dialog', { name: 'Isian belum disimpan' })).toBeNull();
const valueOf = (label: string) => (screen.getByLabelText(label) as HTMLInputElement).value;

describe('what was typed and not stored', () => {
  it('holds the page of oneself, but not the way about on it', async () => {
    const { user, path } = await open('/me');
    await user.type(await screen.findByLabelText('Sandi baru'), 'hujan di bulan juni');
    await user.click(screen.getByRole('button', { name: 'Tampilan dan bahasa' }));
    await expect.poll(path).toContain('part=appearance');
    expect(screen.queryByRole('dialog', { name: 'Isian belum disimpan' })).toBeNull();
    await user.click(screen.getByRole('link', { name: /^Beranda/ }));
    await stay(user);
    await gone();
    expect(valueOf('Sandi baru')).toBe('hujan di bulan juni');
    await user.click(screen.getByRole('link', { name: /^Beranda/ }));
    await leave(user);
    await expect.poll(path).toBe('/');
  });

  it('holds the page of oneself for a PIN too', async () => {
    const { user, path } = await open('/me?part=pin');
    await user.type(await screen.findByLabelText('Ulangi PIN'), '2468');
    await user.click(screen.getByRole('link', { name: /^Beranda/ }));
    await stay(user);
    expect(path()).toContain('/me');
  });

  it('holds the dialog of the recovery code', async () => {
    const { user } = await open('/settings?tab=recovery');
    await user.click(await screen.findByRole('button', { name: 'Buat kode pemulihan baru' }));
    await user.type(await screen.findByLabelText('Sandi Anda, sebagai bukti'), 'kopi pahit');
    await user.keyboard('{Escape}');
    await stay(user);
    await gone();
    expect(valueOf('Sandi Anda, sebagai bukti')).toBe('kopi pahit');
    await user.click(screen.getByRole('button', { name: 'Batal' }));
    await leave(user);
    await expect.poll(() => screen.queryByLabelText('Sandi Anda, sebagai bukti')).toBeNull();
  });

  it('holds a question that asks for a reason, and begins empty the next time', async () => {
    const { user } = await open('/batches/17');
    await user.click(await screen.findByRole('button', { name: /Cetak ulang lembar/ }));
    await user.type(await screen.findByLabelText('Alasan cetak ulang'), 'kertas macet');
    await user.keyboard('{Escape}');
    await stay(user);
    await gone();
    expect(valueOf('Alasan cetak ulang')).toBe('kertas macet');
    await user.keyboard('{Escape}');
    await leave(user);
    await expect.poll(() => screen.queryByLabelText('Alasan cetak ulang')).toBeNull();
    await user.click(screen.getByRole('button', { name: /Cetak ulang lembar/ }));
    expect(((await screen.findByLabelText('Alasan cetak ulang')) as HTMLInputElement).value).toBe('');
    // Nothing was typed: it closes at once.
    await user.keyboard('{Escape}');
    await expect.poll(() => screen.queryByLabelText('Alasan cetak ulang')).toBeNull();
  });

  it('holds a step of the first start that is passed over', async () => {
    setSetup('plan');
    const { user } = await open('/');
    await user.type(await screen.findByLabelText('Nama paket'), 'Setengah jalan');
    await user.click(screen.getByRole('button', { name: 'Lewati dulu' }));
    await stay(user);
    await gone();
    expect(valueOf('Nama paket')).toBe('Setengah jalan');
    await user.click(screen.getByRole('button', { name: 'Lewati dulu' }));
    await leave(user);
    expect(await screen.findByRole('button', { name: 'Buat batch pertama' })).toBeTruthy();
  });
});

describe('the settlement of a vendor', () => {
  it('begins in its first field and is not lost by a key', async () => {
    const { user } = await open('/vendors/1');
    await user.click(await screen.findByRole('button', { name: /^Hitung penjualan/ }));
    const paid = await screen.findByLabelText('Dibayar sekarang');
    await expect.poll(() => document.activeElement).toBe(paid);
    await user.type(paid, '1');
    await user.keyboard('{Escape}');
    await stay(user);
    expect(valueOf('Dibayar sekarang')).not.toBe('');
  });
});
