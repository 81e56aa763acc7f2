import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { IpcError } from '@/ipc';
import * as files from '@/lib/files';
import { expectAccessible, open, type Opened } from '@/testing/render';

const asked = ({ mock }: Opened) => mock.calls.findLast((one) => one.name === 'export_create')?.input as Record<string, unknown>;

describe('a list as a file', () => {
  it('asks for what the screen shows, follows it, and saves it whole', async () => {
    const saved = vi.spyOn(files, 'downloadFile').mockImplementation(() => undefined);
    const opened = await open('/vouchers?status=active&sort=code&desc=false');
    const { user, view } = opened;
    await user.click(await screen.findByRole('button', { name: /Simpan berkas/ }));
    const dialog = await screen.findByRole('dialog', { name: /sebagai berkas/ });
    await within(dialog).findByText('Seperti di layar (13)');
    await expectAccessible(view.baseElement);
    await user.click(within(dialog).getByRole('button', { name: 'Buat berkas' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked(opened)).toMatchObject({ list: 'voucher_list', format: 'xlsx', locale: 'id', input: { filter: { status: ['active'] }, sort: 'code', descending: false } });
    expect(asked(opened)['columns']).toContain('batch.number');
    expect(asked(opened)['columns']).not.toContain('created');
    expect(asked(opened)['only']).toBeUndefined();
    // The card at the foot of the rail goes from waiting to ready by itself.
    await user.click(await screen.findByRole('button', { name: 'Simpan' }, { timeout: 20_000 }));
    await waitFor(() => expect(saved).toHaveBeenCalledTimes(1));
    const [name, blob] = saved.mock.calls[0] ?? [];
    expect(await blob?.text()).toBe('"Kode"\r\n"sk7m4q"\r\n');
    expect(name).toBe('voucher-2026-11-21-1432.xlsx');
    await waitFor(() => expect(screen.queryByText('voucher-2026-11-21-1432.xlsx')).toBeNull());
    // It is kept, and can be saved once more where files are asked for.
    await user.click(screen.getByRole('button', { name: /Simpan berkas/ }));
    const again = await screen.findByRole('dialog', { name: /sebagai berkas/ });
    await user.click(await within(again).findByRole('button', { name: 'Simpan' }));
    await waitFor(() => expect(saved).toHaveBeenCalledTimes(2));
    saved.mockRestore();
  });

  it('takes the selected rows and every column as CSV with the separator of the language', async () => {
    const opened = await open('/vouchers');
    const { user } = opened;
    const boxes = await screen.findAllByRole('checkbox', { name: /^Pilih baris/ });
    await user.click(boxes[0] as HTMLElement);
    await user.click(boxes[2] as HTMLElement);
    await user.click(screen.getByRole('button', { name: /Simpan berkas/ }));
    const dialog = await screen.findByRole('dialog', { name: /sebagai berkas/ });
    await user.click(within(dialog).getByRole('radio', { name: 'CSV' }));
    await user.click(await within(dialog).findByRole('radio', { name: 'Semua (16)' }));
    expect((within(dialog).getByRole('radio', { name: 'Yang dipilih (2)' }) as HTMLInputElement).checked).toBe(true);
    await user.click(within(dialog).getByRole('button', { name: 'Buat berkas' }));
    await waitFor(() => expect(asked(opened)).toMatchObject({ format: 'csv', separator: 'semicolon', with_mark: true }));
    expect(asked(opened)['columns']).toBeUndefined();
    expect(asked(opened)['only']).toHaveLength(2);
  });

  it('takes what is selected of the rows that stand there, and not what was selected in another view', async () => {
    const { user } = await open('/vouchers');
    await user.click((await screen.findAllByRole('checkbox', { name: /^Pilih baris/ }))[0] as HTMLElement);
    await user.click(screen.getByRole('tab', { name: /^Selesai/ }));
    await waitFor(() => expect(screen.queryByText('1 dipilih')).toBeNull());
    await user.click(screen.getByRole('button', { name: /Simpan berkas/ }));
    const dialog = await screen.findByRole('dialog', { name: /sebagai berkas/ });
    await within(dialog).findByRole('radio', { name: 'CSV' });
    expect(within(dialog).queryByRole('radio', { name: /Yang dipilih/ })).toBeNull();
  });

  it('says that there is nothing to save, and stays', async () => {
    const { user } = await open('/plans', {
      export_create: () => {
        throw new IpcError({ code: 'export_empty', incident: 'ab12' });
      },
    });
    await user.click(await screen.findByRole('button', { name: /Simpan berkas/ }));
    await user.click(await screen.findByRole('button', { name: 'Buat berkas' }));
    expect(await screen.findByText('Tidak ada baris untuk disimpan.')).toBeTruthy();
    expect(screen.getByRole('dialog', { name: /sebagai berkas/ })).toBeTruthy();
  });

  it('opens by its key, is cancelled on its card, and says why one failed', async () => {
    const failed = { export_id: 9, list: 'plan_list', format: 'csv' as const, file_name: 'paket.csv', state: 'failed' as const, rows_done: 0, rows_total: null, bytes: null, error_code: 'permission_denied', created_at: '2026-11-21T07:00:00Z', ready_at: null, opened_at: null, kept_until: '2026-11-24T07:00:00Z' };
    const running = { ...failed, export_id: 10, file_name: 'voucher.xlsx', state: 'running' as const, rows_done: 500, rows_total: 1000, error_code: null };
    const { mock, user } = await open('/plans', { export_list: () => [running, failed] });
    expect(await screen.findByText(/500 \/ 1\.000 · Dibuat/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Batalkan' }));
    expect(mock.calls.find((one) => one.name === 'export_cancel')?.input).toEqual({ export_id: 10 });
    await user.click(screen.getByRole('button', { name: 'Buang paket.csv' }));
    expect(mock.calls.find((one) => one.name === 'export_remove')?.input).toEqual({ export_id: 9 });
    await user.keyboard('e');
    expect(await screen.findByRole('dialog', { name: /sebagai berkas/ })).toBeTruthy();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
