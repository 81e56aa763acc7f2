import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { me } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';
import packages from '../../../package.json';

describe('settings', () => {
  it('saves the company and is accessible', async () => {
    const { user, mock, view } = await open('/settings');
    const name = await screen.findByLabelText('Nama');
    await expectAccessible(view.container);
    await user.clear(name);
    await user.type(name, 'Desa Maju Net');
    expect(screen.getByText('1 perubahan belum disimpan')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'settings_update')?.input).toMatchObject({ company_name: 'Desa Maju Net', currency_code: 'IDR' }));
    await user.click(await screen.findByRole('button', { name: 'Urungkan' }));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'settings_update')?.input).toMatchObject({ company_name: 'Sinar Desa Net' }));
    await waitFor(() => expect((screen.getByLabelText('Nama') as HTMLInputElement).value).toBe('Sinar Desa Net'));
    expect(screen.queryByRole('button', { name: 'Simpan' })).toBeNull();
  });

  it('finds a setting by any word of it, keeps the word in the address, and says when there is none', async () => {
    const { user, path } = await open('/settings');
    await screen.findByLabelText('Nama');
    await user.type(screen.getByRole('searchbox', { name: 'Cari pengaturan' }), 'gelap');
    await waitFor(() => expect(screen.queryByLabelText('Nama')).toBeNull());
    expect(screen.getByRole('radiogroup', { name: 'Tampilan' })).toBeTruthy();
    await waitFor(() => expect(path()).toContain('find=gelap'));
    await user.clear(screen.getByRole('searchbox', { name: 'Cari pengaturan' }));
    await user.type(screen.getByRole('searchbox', { name: 'Cari pengaturan' }), 'keong');
    expect(await screen.findByText('Tidak ada yang cocok')).toBeTruthy();
  });

  it('keeps what cards say besides their code when the line is left, and takes it back', async () => {
    const { user, mock } = await open('/settings?find=wifi');
    const stored = () => mock.calls.filter((call) => call.name === 'voucher_printing_set').map((call) => call.input);
    const ssid = () => screen.findByLabelText<HTMLInputElement>('Nama Wi-Fi');
    await user.type(await ssid(), 'salah{Escape}');
    expect((await ssid()).value).toBe('');
    await user.type(await ssid(), ' SINAR-DESA {Tab}');
    await waitFor(() => expect(stored()).toMatchObject([{ printing: { ssid: 'SINAR-DESA', terms: '', slip_mm: 58 } }]));
    // Left by a press on the next field: both hold.
    await user.type(await ssid(), '-2');
    await user.click(await screen.findByRole('checkbox', { name: /^Warna menurut harga/ }));
    await waitFor(() => expect(stored().at(-1)).toMatchObject({ printing: { ssid: 'SINAR-DESA-2', has_tints: true } }));
    expect(stored()).toHaveLength(3);
    await user.type(await screen.findByLabelText('Ketentuan'), 'Tidak dapat diuangkan{Enter}');
    expect((document.activeElement as HTMLInputElement).value).toBe('Tidak dapat diuangkan');
    await waitFor(() => expect(stored().at(-1)).toMatchObject({ printing: { terms: 'Tidak dapat diuangkan', has_tints: true } }));
    await user.click((await screen.findAllByRole('button', { name: 'Urungkan' })).at(-1) as HTMLElement);
    await waitFor(() => expect(stored().at(-1)).toMatchObject({ printing: { ssid: 'SINAR-DESA-2', terms: '' } }));
  });

  it('sends what is printed one after the other, each with what came before it', async () => {
    const waiting: (() => void)[] = [];
    const { user, mock } = await open('/settings?find=wifi', { voucher_printing_set: ((input: { printing: object }) => new Promise((done) => { waiting.push(() => done(input.printing)); })) as never });
    const stored = () => mock.calls.filter((call) => call.name === 'voucher_printing_set').map((call) => call.input);
    await user.type(await screen.findByLabelText('Nama Wi-Fi'), 'SATU');
    await user.type(screen.getByLabelText('Ketentuan'), 'Dua');
    await user.click(screen.getByRole('checkbox', { name: /^Warna menurut harga/ }));
    expect(stored()).toMatchObject([{ printing: { ssid: 'SATU', terms: '' } }]);
    waiting[0]?.();
    await waitFor(() => expect(stored()).toHaveLength(2));
    waiting[1]?.();
    await waitFor(() => expect(stored()).toHaveLength(3));
    expect(stored()).toMatchObject([{ printing: { has_tints: false } }, { printing: { ssid: 'SATU', terms: 'Dua', has_tints: false } }, { printing: { ssid: 'SATU', terms: 'Dua', has_tints: true } }]);
  });

  it('lets go of changes, and keeps what is refused', async () => {
    const { user, mock } = await open('/settings', { settings_update: () => { throw new IpcError({ code: 'input_invalid', params: { fields: [{ field: 'company_phone', rule: 'bad_format', params: null }] }, incident: '4' }); } });
    const phone = (await screen.findByLabelText('Telepon bantuan')) as HTMLInputElement;
    await user.clear(phone);
    await user.type(phone, 'abc');
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    expect(await screen.findByText('Bentuknya tidak dikenal')).toBeTruthy();
    expect(phone.value).toBe('abc');
    await user.click(screen.getByRole('button', { name: 'Kembalikan' }));
    expect(phone.value).toBe('+6281234567890');
    expect(mock.calls.filter((call) => call.name === 'settings_update')).toHaveLength(1);
  });

  it('locks what a person may only look at', async () => {
    await open('/settings', { me_get: () => ({ ...me, permissions: ['settings.view'] }) });
    expect(((await screen.findByLabelText('Nama')).closest('fieldset') as HTMLFieldSetElement).disabled).toBe(true);
  });

  it('changes the language at once, and remembers it for the person', async () => {
    const { user, mock } = await open('/settings?tab=appearance');
    await user.selectOptions(await screen.findByLabelText('Bahasa'), 'en');
    expect(await screen.findByRole('heading', { name: 'Settings' })).toBeTruthy();
    expect(document.documentElement.lang).toBe('en');
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'me_preferences_set')?.input).toEqual({ locale: 'en' }));
  });

  it('shows only what a person may see', async () => {
    await open('/settings', { me_get: () => ({ ...me, permissions: [] }) });
    expect(await screen.findByRole('button', { name: 'Tampilan dan bahasa' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Perusahaan' })).toBeNull();
  });

  it('changes the language of paper apart from the one of the screen', async () => {
    const { user, mock } = await open('/settings');
    await user.selectOptions(await screen.findByLabelText('Bahasa kertas'), 'en');
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'settings_update')?.input).toMatchObject({ locale: 'en' }));
    expect(document.documentElement.lang).toBe('id');
  });

  it('keeps things as long as is set, within limits, and says what stays for ever', async () => {
    const { user, mock, view } = await open('/settings?find=retensi');
    const usage = await screen.findByLabelText('Riwayat pemakaian');
    await user.clear(usage);
    await user.type(usage, '20');
    expect(screen.getByText(/Harus antara 31 dan 3\.?650/)).toBeTruthy();
    await user.clear(usage);
    await user.type(usage, '365');
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'settings_update')?.input).toMatchObject({ usage_retention_days: 365, job_retention_days: 30 }));
    await user.clear(screen.getByRole('searchbox', { name: 'Cari pengaturan' }));
    expect(await screen.findByText(/Uang, voucher, catatan cetak, dan jejak perubahan tidak pernah dibuang/)).toBeTruthy();
    await expectAccessible(view.container);
  });

  it('says before a save that a zone stays, and lets one that nothing was told in be changed', async () => {
    const { user } = await open('/settings?tab=locations');
    await user.click(await screen.findByRole('button', { name: 'Ubah Kantor Utama' }));
    let dialog = within(await screen.findByRole('dialog', { name: 'Ubah lokasi' }));
    expect((dialog.getByLabelText('Zona waktu') as HTMLSelectElement).disabled).toBe(true);
    expect(dialog.getByText(/Tambah lokasi baru dengan zona yang benar/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Batal' }));
    await user.click(await screen.findByRole('button', { name: 'Ubah Pos Kebonagung' }));
    dialog = within(await screen.findByRole('dialog', { name: 'Ubah lokasi' }));
    await user.selectOptions(dialog.getByLabelText('Zona waktu'), 'Asia/Makassar');
    await user.click(dialog.getByRole('button', { name: 'Simpan' }));
    expect(await screen.findByText('Lokasi Pos Kebonagung tersimpan')).toBeTruthy();
  });

  it('changes where the data are, and says what that means', async () => {
    const { user, mock } = await open('/settings?tab=database');
    await user.click(await screen.findByRole('button', { name: 'Ganti tempat data' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Ganti tempat data' }));
    expect(dialog.getByText(/Data yang ada tidak ikut pindah/)).toBeTruthy();
    await user.click(dialog.getByRole('radio', { name: /Di server kami/ }));
    await user.type(dialog.getByLabelText('Server'), 'db.sinardesa.net');
    await user.click(dialog.getByRole('button', { name: 'Uji sambungan' }));
    await user.click(await dialog.findByRole('button', { name: /Pakai server ini/ }));
    expect(await screen.findByText(/Mulai berikutnya memakai db\.sinardesa\.net:5432\/simpul/)).toBeTruthy();
    expect(mock.calls.filter((call) => call.name === 'settings_update')).toEqual([]);
  });

  it('makes a new recovery code for who shows the password, and shows it once', async () => {
    const { user, mock } = await open('/settings?tab=recovery');
    await user.click(await screen.findByRole('button', { name: 'Buat kode pemulihan baru' }));
    await user.type(await screen.findByLabelText('Sandi Anda, sebagai bukti'), 'kopi pahit');
    await user.click(screen.getByRole('button', { name: 'Buat kode' }));
    expect(await screen.findByText('B3XW-7KQD-R2TN-5HVJ-9MPC-4YGA')).toBeTruthy();
    expect(mock.calls.find((call) => call.name === 'installation_recovery_renew')?.input).toEqual({ password: 'kopi pahit' });
    const dialog = within(screen.getByRole('dialog', { name: 'Buat kode pemulihan baru' }));
    const close = dialog.getByRole('button', { name: 'Tutup' }) as HTMLButtonElement;
    expect(close.disabled).toBe(true);
    await user.click(screen.getByRole('checkbox', { name: 'Sudah saya catat' }));
    await user.click(close);
    await waitFor(() => expect(screen.queryByText('B3XW-7KQD-R2TN-5HVJ-9MPC-4YGA')).toBeNull());
  });

  it('tells version and database in About, and copies what helps without what is private', async () => {
    const { user, view } = await open('/about');
    expect(await screen.findByText('PostgreSQL 18.4, di komputer ini')).toBeTruthy();
    expect(screen.getByText('OFL-1.1')).toBeTruthy();
    await screen.findByText(/"version": "7\.16\.2/);
    await user.click(screen.getByRole('button', { name: 'Salin diagnostik' }));
    expect(await screen.findByText('Tersalin')).toBeTruthy();
    const copied = await navigator.clipboard.readText();
    expect(copied).toContain('"version": "0.1.0"');
    expect(copied).not.toContain('Sinar Desa Net');
    expect(copied).not.toContain('RB-Pasar');
    await expectAccessible(view.container);
  });

  it('tells the versions of its parts in About, and has their licences to be read', async () => {
    const { user, view } = await open('/about');
    await screen.findByText('PostgreSQL 18.4');
    const { dependencies } = packages;
    expect(screen.getByText(new RegExp(`React ${dependencies.react.replaceAll('.', '\\.')}, Mantine `))).toBeTruthy();
    expect(screen.getByText(/^Rust, tokio \d+\.\d+\.\d+, axum \d+\.\d+\.\d+, sqlx \d+\.\d+\.\d+, rustls \d+\.\d+\.\d+$/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Dari pihak lain' }));
    const others = within(await screen.findByRole('dialog', { name: 'Dari pihak lain' }));
    expect((await others.findByRole('cell', { name: /^PostgreSQL \(server and client programs\)$/ })).textContent).toContain('PostgreSQL');
    expect(others.queryByText(/^# /)).toBeNull();
    await expectAccessible(view.baseElement);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    for (const [name, text] of [['Lisensi MIT', /Permission is hereby granted/], ['Lisensi Apache-2.0', /TERMS AND CONDITIONS FOR USE/]] as const) {
      await user.click(screen.getByRole('button', { name }));
      expect(await within(await screen.findByRole('dialog', { name })).findByText(text)).toBeTruthy();
      await user.keyboard('{Escape}');
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    }
  });
});
