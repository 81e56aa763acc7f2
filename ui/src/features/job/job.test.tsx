import { waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { jobs, me, routers } from '@/ipc/mock-data';
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

  it('are tried again several at once, each on its own, and the one that is past it is named', async () => {
    const dead = jobs.find((job) => job.group === 'failed');
    if (!dead) throw new Error('no job has failed');
    const { user, mock } = await open('/jobs?group=failed', {
      job_list: () => ({ rows: [1, 2, 3].map((job_id) => ({ ...dead, job_id })), next: null }),
      job_retry: ({ job_id }) => {
        if (job_id === 2) throw new IpcError({ code: 'job_wrong_state', params: { state: 'running' }, incident: '7c1e' });
        return { ...dead, job_id };
      },
    });
    await user.click(await screen.findByRole('checkbox', { name: 'Pilih semua yang dimuat' }));
    expect((screen.getByRole('button', { name: /^Batalkan 0/ }) as HTMLButtonElement).disabled).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Ulangi 3' }));
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'job_retry').map((call) => call.input)).toEqual([{ job_id: 1 }, { job_id: 2 }, { job_id: 3 }]));
    expect(await screen.findByText('2 tugas diulang')).toBeTruthy();
    // What was refused is still chosen.
    expect(await screen.findByRole('button', { name: 'Ulangi 1' })).toBeTruthy();
  });

  it('are called off several at once, after a question', async () => {
    const { user, mock, view } = await open('/jobs?group=waiting');
    await user.click(await screen.findByRole('checkbox', { name: 'Pilih semua yang dimuat' }));
    await user.click(screen.getByRole('button', { name: 'Batalkan 2…' }));
    const question = await screen.findByRole('dialog', { name: 'Batalkan 2 tugas?' });
    await expectAccessible(view.container);
    expect(mock.calls.some((call) => call.name === 'job_cancel')).toBe(false);
    await user.click(within(question).getByRole('button', { name: 'Batalkan tugas' }));
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'job_cancel').map((call) => call.input)).toEqual([{ job_id: 903 }, { job_id: 902 }]));
    expect(await screen.findByText('2 tugas dibatalkan')).toBeTruthy();
  });

  it('is called off alone after a question that names it, and told where it was too late', async () => {
    const { user, mock } = await open('/jobs?group=waiting');
    await user.click((await screen.findAllByRole('button', { name: 'Batalkan' }))[0] as HTMLElement);
    const question = await screen.findByRole('dialog', { name: 'Batalkan 1 tugas?' });
    const first = jobs.find((job) => job.group === 'waiting');
    expect(question.textContent).toContain(first?.subject);
    expect(mock.calls.some((call) => call.name === 'job_cancel')).toBe(false);
    mock.answer({ job_cancel: () => { throw new IpcError({ code: 'job_wrong_state', params: { state: 'running' }, incident: '7c1e' }); } });
    await user.click(within(question).getByRole('button', { name: 'Batalkan tugas' }));
    expect(await within(question).findByText('job_wrong_state · 7c1e')).toBeTruthy();
    mock.answer({ job_cancel: () => first as never });
    await user.click(within(question).getByRole('button', { name: 'Batalkan tugas' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(mock.calls.findLast((call) => call.name === 'job_cancel')?.input).toEqual({ job_id: first?.job_id });
  });

  it('are asked about as they were chosen, whatever becomes of them meanwhile', async () => {
    const [first, second] = jobs.filter((job) => job.group === 'waiting');
    if (!first || !second) throw new Error('no two jobs wait');
    let rows = [first, second];
    const { user, mock } = await open('/jobs?group=waiting', {
      job_list: () => ({ rows, next: null }),
      job_cancel: () => { throw new IpcError({ code: 'job_wrong_state', params: { state: 'running' }, incident: '7c1e' }); },
    });
    await user.click(await screen.findByRole('checkbox', { name: 'Pilih semua yang dimuat' }));
    await user.click(screen.getByRole('button', { name: 'Batalkan 2…' }));
    await screen.findByRole('dialog', { name: 'Batalkan 2 tugas?' });
    rows = [];
    mock.emit(['job']);
    expect(await screen.findByText('Tidak ada yang cocok')).toBeTruthy();
    const question = screen.getByRole('dialog', { name: 'Batalkan 2 tugas?' });
    await user.click(within(question).getByRole('button', { name: 'Batalkan tugas' }));
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'job_cancel').map((call) => call.input)).toEqual([{ job_id: first.job_id }, { job_id: second.job_id }]));
    // Which were refused is told, also where their rows are gone.
    expect(await screen.findByText(new RegExp(`${first.subject}, .*${second.subject}: `))).toBeTruthy();
  });

  it('are not called off by who had the finger on another one', async () => {
    const dead = jobs.find((job) => job.group === 'failed');
    const waiting = jobs.find((job) => job.group === 'waiting');
    if (!dead || !waiting) throw new Error('no such jobs');
    let rows = [dead];
    const { user, mock } = await open('/jobs', { job_list: () => ({ rows, next: null }) });
    const again = await screen.findByRole('button', { name: 'Ulangi' });
    again.focus();
    rows = [waiting, dead];
    mock.emit(['job']);
    await screen.findByRole('button', { name: 'Batalkan' });
    await user.keyboard('{Enter}');
    expect(mock.calls.some((call) => call.name === 'job_cancel')).toBe(false);
  });

  it('are chosen by nobody who may not act on them', async () => {
    await open('/jobs', { me_get: () => ({ ...me, permissions: ['job.view'] }) });
    await screen.findByRole('table', { name: 'Tugas' });
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('are narrowed by kind, and the question is kept under a name', async () => {
    const { user, mock, path } = await open('/jobs?group=waiting');
    expect(screen.queryByRole('button', { name: 'Simpan tampilan' })).toBeNull();
    await user.click(await screen.findByRole('button', { name: /Saringan/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Pasang ke router' }));
    await waitFor(() => expect(path()).toBe('/jobs?group=waiting&kind=router_drain'));
    expect(mock.calls.findLast((call) => call.name === 'job_list')?.input).toMatchObject({ group: 'waiting', kind: 'router_drain' });
    await user.click(await screen.findByRole('button', { name: 'Simpan tampilan' }));
    await user.type(await screen.findByLabelText('Nama tampilan'), 'Antre pasang');
    await user.click(screen.getByRole('button', { name: 'Simpan' }));
    expect((await screen.findByRole('tab', { name: 'Antre pasang' })).getAttribute('aria-selected')).toBe('true');
    expect(mock.calls.find((call) => call.name === 'saved_view_create')?.input).toMatchObject({ screen: 'jobs', search: { group: 'waiting', kind: 'router_drain' } });
    await user.click(screen.getByRole('tab', { name: 'Semua' }));
    await waitFor(() => expect(path()).toBe('/jobs'));
  });

  it('warns when no worker is alive', async () => {
    await open('/jobs', { job_list: () => ({ rows: [], next: null }), job_summary: () => ({ running: 0, waiting: 3, failed: 0, cards: [], workers: [] }) });
    expect(await screen.findByText(/Tidak ada pekerja yang hidup/)).toBeTruthy();
    expect(await screen.findByText('Tidak ada tugas', { selector: 'h2' })).toBeTruthy();
  });
});
