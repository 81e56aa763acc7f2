import { act, renderHook, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IpcError, type RouterSession, type TrafficSample } from '@/ipc';
import { me, routers } from '@/ipc/mock-data';
import { expectAccessible, open, screen } from '@/testing/render';
import { mergeLog, mergeTraffic, useFollow } from './feed';
import { narrowLog } from './log';
import { memoryOf } from './overview';
import { arrange, ratesOf } from './sessions';
import { firstInterface, guessSide, pointOf } from './traffic';
import { axisOf, linesOf } from './traffic-chart';

const sample = (seq: number, rx = 10, tx = 1): TrafficSample => ({ seq, at: new Date(seq * 1000).toISOString(), rx_bps: rx, tx_bps: tx });
const traffic = (feed_id: number, samples: TrafficSample[]) => ({ feed_id, interfaces: [{ name: 'ether1', samples }] });

describe('the traffic of an interface', () => {
  it('is put together from what is held and what comes, without doubles', () => {
    const held = mergeTraffic(undefined, traffic(1, [sample(1), sample(2)]), 'ether1');
    const more = mergeTraffic(held, traffic(1, [sample(2), sample(3)]), 'ether1');
    expect(more?.rows.map((one) => one.seq)).toEqual([1, 2, 3]);
    expect(mergeTraffic(more, traffic(2, [sample(1)]), 'ether1')).toBeUndefined();
  });

  it('keeps two minutes', () => {
    const many = Array.from({ length: 200 }, (_, i) => sample(i));
    expect(mergeTraffic(undefined, traffic(1, many), 'ether1')?.rows).toHaveLength(120);
  });

  it('names down and up by the side the interface is on', () => {
    expect(guessSide({ name: 'pppoe-out1', kind: 'pppoe-out', comment: null })).toBe('internet');
    expect(guessSide({ name: 'ether5', kind: 'ether', comment: 'ISP Indihome' })).toBe('internet');
    expect(guessSide({ name: 'bridge-hotspot', kind: 'bridge', comment: null })).toBe('customers');
    expect(pointOf(sample(1, 90, 20), 'internet')).toMatchObject({ down: 90, up: 20 });
    expect(pointOf(sample(1, 90, 20), 'customers')).toMatchObject({ down: 20, up: 90 });
  });

  it('begins with the busiest running interface towards the internet', () => {
    const one = (name: string, rx_bytes: number, is_running = true) => ({ name, kind: 'ether', mac_address: null, comment: null, is_running, is_disabled: false, is_dynamic: false, rx_bytes, tx_bytes: 0, link_downs: 0, last_link_down: null });
    const all = [one('ether9-WAN', 900, false), one('bridge', 500), one('wan2', 100), one('wan1', 200)];
    expect(firstInterface(all, null)?.name).toBe('wan1');
    expect(firstInterface(all, 'bridge')?.name).toBe('bridge');
    expect(firstInterface([], null)).toBeUndefined();
  });

  it('has an axis of round figures in a unit that fits, and leaves gaps open', () => {
    expect(axisOf(96e6)).toEqual({ unit: 'Mbit', size: 1e6, ticks: [0, 40e6, 80e6, 120e6] });
    expect(axisOf(0).unit).toBe('kbit');
    expect(axisOf(2.4e9).unit).toBe('Gbit');
    const points = [1000, 2000, 9000, 10_000].map((at) => ({ at, down: 1, up: 0 }));
    expect(linesOf(points, (at) => at, (value) => value, (point) => point.down)).toHaveLength(2);
  });
});

describe('sessions', () => {
  const row = (session_id: string, bytes_out: number, username = session_id): RouterSession => ({ kind: 'hotspot', session_id, username, plan_name: null, address: null, mac_address: null, service: null, uptime_s: 1, bytes_in: 0, bytes_out });

  it('load as fast as their bytes grow between two looks; a counter that went back is another session', () => {
    const before = { at: 0, bytes: new Map([['hotspot*1', 1000], ['hotspot*2', 9000]]) };
    expect(ratesOf([row('*1', 11_000), row('*2', 10), row('*3', 5)], before, 10_000).map((one) => one.rate)).toEqual([8000, undefined, undefined]);
  });

  it('are found and sorted here', () => {
    const rows = [row('*1', 10, 'abc'), row('*2', 30, 'abd'), row('*3', 20, 'xyz')].map((one) => ({ ...one, rate: undefined }));
    expect(arrange(rows, 'AB', { by: 'used', desc: true }).map((one) => one.username)).toEqual(['abd', 'abc']);
    expect(arrange(rows, '', { by: 'code', desc: true }).map((one) => one.username)).toEqual(['xyz', 'abd', 'abc']);
  });
});

describe('the log', () => {
  const line = (seq: number, level: 'info' | 'error' = 'info') => ({ seq, time: 't', topics: ['hotspot'], level, message: `m${seq}` });

  it('marks where lines are lost, and begins anew with another feed', () => {
    const held = mergeLog(undefined, { feed_id: 1, last_seq: 2, is_gap: false, lines: [line(1), line(2)] });
    const more = mergeLog(held, { feed_id: 1, last_seq: 9, is_gap: true, lines: [line(8), line(9, 'error')] });
    expect(more?.rows.map((one) => [one.seq, one.afterGap])).toEqual([[1, false], [2, false], [8, true], [9, false]]);
    expect(mergeLog(more, { feed_id: 2, last_seq: 1, is_gap: false, lines: [line(1)] })).toBeUndefined();
    expect(narrowLog(more?.rows ?? [], '', 'error').map((one) => one.seq)).toEqual([9]);
    expect(narrowLog(more?.rows ?? [], 'HOTSPOT', 'all')).toHaveLength(4);
  });
});

describe('following', () => {
  const look = (hidden: boolean) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    look(false);
    vi.useRealTimers();
  });
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

  it('asks for nothing while nobody looks, and goes on with what it held', async () => {
    const ask = vi.fn(async (held: number | undefined) => (held ?? 0) + 1);
    const { result } = renderHook(() => useFollow(ask, 1000, false));
    await pass(2500);
    expect(ask).toHaveBeenCalledTimes(3);
    look(true);
    await pass(60_000);
    expect(ask).toHaveBeenCalledTimes(3);
    look(false);
    await pass(10);
    expect(result.current.data).toBe(4);
  });

  it('never asks twice at once, and asks less often where there is no answer', async () => {
    let answer: (value: number) => void = () => undefined;
    const ask = vi.fn(() => new Promise<number>((resolve) => { answer = resolve; }));
    const { result } = renderHook(() => useFollow(ask, 1000, false));
    await pass(30_000);
    expect(ask).toHaveBeenCalledTimes(1);
    answer(7);
    await pass(10);
    ask.mockRejectedValue(new IpcError({ code: 'router_timeout' }));
    await pass(9_000);
    expect(ask).toHaveBeenCalledTimes(4);
    expect(result.current).toMatchObject({ data: 7, error: { code: 'router_timeout' } });
  });

  it('stops on request', async () => {
    const ask = vi.fn(async () => 1);
    const { rerender } = renderHook(({ paused }) => useFollow(ask, 1000, paused), { initialProps: { paused: false } });
    await pass(10);
    rerender({ paused: true });
    await pass(10_000);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});

it('writes a shared unit once', () => {
  expect(memoryOf(92e6, 256e6)).toBe('92 / 256 MB');
  expect(memoryOf(92e6, 1.1e9)).toBe('92 MB / 1,1 GB');
});

const [, second] = routers;
if (!second) throw new Error('no routers');
const fullRouter = { ...second, state: { ...second.state, hotspot_active: 190, license_level: '4' } };

describe('the router while it is watched', () => {
  it('shows traffic of the chosen interface, and remembers the choice', async () => {
    const { user, mock, view } = await open('/routers/1');
    expect(await screen.findByRole('img', { name: /^Trafik ether1-WAN dua menit terakhir: unduh .* M, unggah .* M/ })).toBeTruthy();
    await expectAccessible(view.container);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Antarmuka' }), 'wlan1');
    await screen.findByRole('img', { name: /^Trafik wlan1/ });
    expect(mock.calls.findLast((call) => call.name === 'router_traffic_get')?.input).toMatchObject({ router_id: 1, interfaces: ['wlan1'] });
    expect(window.localStorage.getItem('simpul.router.1.interface')).toBe('wlan1');
  });

  it('asks only for what is new', async () => {
    const { mock } = await open('/routers/1');
    const asks = () => mock.calls.filter((call) => call.name === 'router_traffic_get');
    await waitFor(() => expect(asks().length).toBeGreaterThan(1));
    expect(asks()[0]?.input).not.toHaveProperty('after');
    expect(asks()[1]?.input).toHaveProperty('after');
  });

  it('says why the graph stands still, and keeps what it had', async () => {
    const { mock } = await open('/routers/1');
    await screen.findByRole('img', { name: /^Trafik ether1-WAN/ });
    mock.answer({ router_traffic_get: () => { throw new IpcError({ code: 'router_timeout', params: { host: 'x', port: 1 } }); } });
    expect(await screen.findByText(/^Grafik berhenti:/)).toBeTruthy();
    expect(screen.getByRole('img', { name: /^Trafik ether1-WAN/ })).toBeTruthy();
  });

  it('disconnects after asking, and says when the router still shows the session', async () => {
    const { user, mock, view } = await open('/routers/1', { router_session_kick: () => ({ was_there: true, is_gone: false }) });
    const [kick] = await screen.findAllByRole('button', { name: /^Putuskan / });
    if (kick) await user.click(kick);
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('CCR-Menara');
    await expectAccessible(view.baseElement);
    await user.click(within(dialog).getByRole('button', { name: 'Putuskan' }));
    expect(await within(dialog).findByText(/masih tampak di router/)).toBeTruthy();
    expect(mock.calls.find((call) => call.name === 'router_session_kick')?.input).toMatchObject({ router_id: 1, kind: 'hotspot', session_id: expect.stringMatching(/^\*/) });
    mock.answer({ router_session_kick: () => ({ was_there: false, is_gone: true }) });
    await user.click(within(dialog).getByRole('button', { name: 'Putuskan lagi' }));
    expect(await screen.findByText(/sudah tidak online/)).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('offers no disconnecting to those who may not', async () => {
    await open('/routers/1', { me_get: () => ({ ...me, permissions: ['dashboard.view', 'router.view'] }) });
    await screen.findByRole('table', { name: 'Hotspot aktif' });
    await screen.findAllByText('10.20.1.87');
    expect(screen.queryByRole('button', { name: /^Putuskan / })).toBeNull();
    expect(screen.queryByRole('button', { name: /Samakan sekarang/ })).toBeNull();
  });

  it('keeps its tabs in the address: PPP, interfaces, log', async () => {
    const { user, path, view } = await open('/routers/1?tab=ppp');
    const ppp = await screen.findByRole('table', { name: 'PPPoE aktif' });
    expect(await within(ppp).findByText('sulastri01')).toBeTruthy();
    await user.click(screen.getByRole('tab', { name: /Antarmuka/ }));
    expect(await screen.findByRole('row', { name: /bridge-hotspot/ })).toBeTruthy();
    expect(path()).toContain('tab=interfaces');
    await user.click(screen.getByRole('tab', { name: 'Catatan' }));
    expect((await screen.findByRole('log')).textContent).toContain('login failure for user admin');
    await expectAccessible(view.container);
    await user.click(screen.getByRole('radio', { name: 'Peringatan' }));
    await waitFor(() => expect(screen.getByRole('log').textContent).not.toContain('logged in'));
    await user.type(screen.getByRole('searchbox', { name: 'Isi atau topik' }), 'wireless');
    await waitFor(() => expect(screen.getByRole('log').textContent).not.toContain('login failure'));
  });

  it('holds the log still on request', async () => {
    const { user, mock } = await open('/routers/1?tab=log');
    await screen.findByRole('log');
    await user.click(screen.getByRole('button', { name: 'Jeda catatan' }));
    expect(await screen.findByText('Catatan dijeda')).toBeTruthy();
    const asked = mock.calls.filter((call) => call.name === 'router_log_list').length;
    await user.click(screen.getByRole('button', { name: 'Ikuti catatan' }));
    await waitFor(() => expect(mock.calls.filter((call) => call.name === 'router_log_list').length).toBeGreaterThan(asked));
  });

  it('pings from the router and shows each answer', async () => {
    const { user, mock, view } = await open('/routers/1');
    await user.click(await screen.findByRole('button', { name: 'Ping' }));
    const dialog = await screen.findByRole('dialog');
    await user.clear(within(dialog).getByLabelText('Alamat'));
    await user.click(within(dialog).getByRole('button', { name: 'Kirim ping' }));
    expect(within(dialog).getByText('Wajib diisi')).toBeTruthy();
    await user.type(within(dialog).getByLabelText('Alamat'), '10.20.1.87');
    await user.selectOptions(within(dialog).getByLabelText('Antarmuka'), 'bridge-hotspot');
    await user.click(within(dialog).getByRole('button', { name: 'Kirim ping' }));
    expect(await within(dialog).findByText('3 dari 4')).toBeTruthy();
    expect(within(dialog).getByText('tidak dijawab')).toBeTruthy();
    expect(mock.calls.find((call) => call.name === 'router_ping')?.input).toEqual({ router_id: 1, address: '10.20.1.87', count: 4, interface: 'bridge-hotspot' });
    await expectAccessible(view.baseElement);
    mock.answer({ router_ping: () => { throw new IpcError({ code: 'router_policy_missing', params: { group: 'simpul', policies: ['test'] } }); } });
    await user.click(within(dialog).getByRole('button', { name: 'Kirim ping' }));
    expect(await within(dialog).findByText(/kurang hak/)).toBeTruthy();
  });

  it('asks a router that is down for nothing', async () => {
    const { mock } = await open('/routers/5');
    expect(await screen.findByText('Router sedang tidak terjangkau')).toBeTruthy();
    expect(mock.calls.filter((call) => ['router_traffic_get', 'router_session_list', 'router_interface_list', 'router_log_list'].includes(call.name))).toEqual([]);
  });

  it('warns when the licence is nearly full', async () => {
    await open('/routers/1', { router_get: (input) => ({ ...structuredClone(fullRouter), router_id: input.router_id }) });
    expect(await screen.findByText('190 dari 200 pengguna hotspot.')).toBeTruthy();
    expect(screen.getByText('95 %')).toBeTruthy();
  });
});
