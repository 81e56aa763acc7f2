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

  it('is narrowed to reprints by its address', async () => {
    const { mock } = await open('/prints?again=true');
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'voucher_print_list')?.input).toMatchObject({ reprints_only: true }));
    expect(await screen.findByText('Kertas macet')).toBeTruthy();
    expect(screen.queryByText('berkas PDF')).toBeNull();
  });
});
