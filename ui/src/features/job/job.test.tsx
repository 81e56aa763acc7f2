import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { jobs, routers } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';

describe('jobs', () => {
  it('shows what runs and what gave up, and tries again', async () => {
    const { user, mock, view } = await open('/jobs');
    const table = await screen.findByRole('table', { name: 'Tugas' });
    const row = await within(table).findByRole('row', { name: /Gagal/ });
    await expectAccessible(view.container);
    await user.click(within(row).getByRole('button', { name: 'Ulangi' }));
    await waitFor(() => expect(mock.calls.find((call) => call.name === 'job_retry')?.input).toEqual({ job_id: 880 }));
  });

  it('does not go on telling what stood in the way of a job that is done', async () => {
    const done = jobs.find((job) => job.group === 'done');
    if (!done) throw new Error('no job is done');
    await open('/jobs', { job_list: () => ({ rows: [{ ...done, error_code: 'router_sign_in_failed', error_params: { username: 'simpul' } }], next: null }) });
    expect((await screen.findByText('Selesai', { selector: 'tbody *' })).closest('tr')?.textContent).not.toContain('simpul');
  });

  it('fills the words of what went wrong from the router it is about', async () => {
    const waiting = jobs.find((job) => job.group === 'waiting' && job.router_id !== null);
    const router = routers.find((one) => one.router_id === waiting?.router_id);
    if (!waiting || !router) throw new Error('no such job');
    await open('/jobs', { job_list: () => ({ rows: [{ ...waiting, error_code: 'router_refused', error_params: null }], next: null }) });
    expect(await screen.findByText(`${router.host} menolak di port ${router.port}.`)).toBeTruthy();
  });

  it('keeps the group in the address', async () => {
    const { user, path, mock } = await open('/jobs');
    await user.click(await screen.findByRole('tab', { name: /Gagal/ }));
    await waitFor(() => expect(path()).toBe('/jobs?group=failed'));
    await waitFor(() => expect(mock.calls.findLast((call) => call.name === 'job_list')?.input).toMatchObject({ group: 'failed' }));
  });

  it('warns when no worker is alive', async () => {
    await open('/jobs', { job_list: () => ({ rows: [], next: null }), job_summary: () => ({ running: 0, waiting: 3, failed: 0, cards: [], workers: [] }) });
    expect(await screen.findByText(/Tidak ada pekerja yang hidup/)).toBeTruthy();
    expect(await screen.findByText('Tidak ada tugas', { selector: 'h2' })).toBeTruthy();
  });
});
