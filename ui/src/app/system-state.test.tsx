import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { open, screen } from '@/testing/render';

const away = () => {
  throw new IpcError({ code: 'database_unavailable', incident: '1' });
};
const silent = () => new Promise<never>(() => undefined);

describe('the top bar, when the data is out of reach', () => {
  it('asks at once where a screen could not read, and does not wait for its own turn', async () => {
    const { mock } = await open('/vouchers');
    await screen.findByText('Data aman');
    await expect.poll(() => mock.calls.some((call) => call.name === 'voucher_list')).toBe(true);
    mock.answer({ voucher_list: away, job_summary: away });
    mock.emit(['voucher']);
    // Sooner than the next turn of what the bar asks by itself.
    expect(await screen.findByText('Data terputus', undefined, { timeout: 3_500 })).toBeTruthy();
  });

  it('says that nothing answers, and that all is well again', async () => {
    const { mock } = await open('/vouchers');
    await screen.findByText('Data aman');
    let lets: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      lets = resolve;
    });
    mock.answer({ voucher_list: silent, job_summary: async () => { await held; return { running: 0, waiting: 0, failed: 0, cards: [], workers: [] }; } });
    mock.emit(['voucher', 'job']);
    expect(await screen.findByText('Data tidak menjawab')).toBeTruthy();
    expect(screen.queryByText('Data aman')).toBeNull();
    lets?.();
    expect(await screen.findByText('Data aman')).toBeTruthy();
  });
});
