import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectAccessible, open, screen } from '@/testing/render';

describe('what was printed', () => {
  it('says when, by whom, where, and why again', async () => {
    const { view, mock } = await open('/prints');
    expect(await screen.findByText('Kertas macet')).toBeTruthy();
    expect(screen.getAllByText('Slip 58 mm')).toHaveLength(2);
    expect(screen.getByText('berkas PDF')).toBeTruthy();
    await expectAccessible(view.container);
    expect(mock.calls.find((call) => call.name === 'voucher_print_list')?.input).toMatchObject({ reprints_only: false });
  });

  it('says also why nobody was asked', async () => {
    const back = { print_id: 4, at: '2026-11-22T03:00:00Z', user_name: 'Rina', location_id: 1, batch_id: 17, batch_code: 'VB-2611-017', voucher_id: 1, code: 'k7m4qx', preset: 'slip-58', cards: 1, is_reprint: true, reason: null, printer_name: null };
    await open('/prints', { voucher_print_list: () => ({ rows: [back], next: null }) });
    expect(await screen.findByText('slip sebelumnya sudah kembali')).toBeTruthy();
  });

  it('is narrowed to reprints by its address', async () => {
    const { mock } = await open('/prints?again=true');
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'voucher_print_list')?.input).toMatchObject({ reprints_only: true }));
    expect(await screen.findByText('Kertas macet')).toBeTruthy();
    expect(screen.queryByText('berkas PDF')).toBeNull();
  });
});
