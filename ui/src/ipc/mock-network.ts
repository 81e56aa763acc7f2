import type { Input, Output } from './client';
import type { OperationName, RouterLogLine, TrafficSample } from './contract.gen';
import { IpcError } from './error';
import * as data from './mock-data';

// What a router says while it is watched: made up, but it moves as a real one would.

type Handlers = { [N in OperationName]: (input: Input<N>) => Output<N> | Promise<Output<N>> };
type Live = Pick<Handlers, 'router_interface_list' | 'router_traffic_get' | 'router_log_list' | 'router_ping' | 'router_session_list' | 'router_session_kick' | 'usage_session_list'>;

const feed = 7;
const second = () => Math.floor(Date.now() / 1000);

/** The n-th second's wave: the same at every start, between 0 and 1. */
const wave = (n: number) => 0.62 + 0.2 * Math.sin(n / 9) + 0.1 * Math.sin(n / 3.1) + 0.06 * Math.sin(n * 1.7);

function sample(seq: number, scale: number): TrafficSample {
  return { seq, at: new Date(seq * 1000).toISOString(), rx_bps: Math.round(wave(seq) * scale), tx_bps: Math.round(wave(seq * 0.7 + 40) * scale * 0.21) };
}

const topics: [string[], RouterLogLine['level'], string][] = [
  [['hotspot', 'info', 'debug'], 'info', 'k7m4qx (10.20.1.87): logged in'],
  [['hotspot', 'account', 'info'], 'info', 'wt37xm (10.20.1.42): logged out: session timeout'],
  [['pppoe', 'ppp', 'info'], 'info', 'sulastri01: authenticated'],
  [['dhcp', 'info'], 'info', 'dhcp1 assigned 10.20.1.133 for D2:77:54:0B:EE:30 android-4c1'],
  [['interface', 'info'], 'info', 'ether3 link up (speed 1G, full duplex)'],
  [['wireless', 'warning'], 'warning', 'wlan1: 6E:1B:C8:40:77:A9 attempts to associate, signal too weak'],
  [['system', 'error', 'critical'], 'critical', 'login failure for user admin from 10.20.1.19 via winbox'],
  [['hotspot', 'info', 'debug'], 'info', 'hqf364 (10.20.1.19): login failed: user not found'],
];

function logLine(seq: number): RouterLogLine {
  const [names, level, message] = topics[(seq * 5) % topics.length] ?? [['system', 'info'], 'info', ''];
  return { seq, time: `nov/21 14:${String(Math.floor(seq / 20) % 60).padStart(2, '0')}:${String((seq * 3) % 60).padStart(2, '0')}`, topics: names, level, message };
}

const interfaces: [string, string, string | null, number, number, boolean][] = [
  ['ether1-WAN', 'ether', 'Indihome 100 M', 1.92e12, 3.1e11, true],
  ['ether2', 'ether', null, 8.4e10, 5.2e11, true],
  ['ether3', 'ether', 'AP gudang', 2.1e10, 1.4e11, true],
  ['ether4', 'ether', null, 0, 0, false],
  ['bridge-hotspot', 'bridge', null, 1.9e11, 1.71e12, true],
  ['wlan1', 'wlan', null, 9.1e9, 7.7e10, true],
];

export function liveHandlers(): Live {
  const gone = new Set<string>();
  return {
    usage_session_list: () => ({ rows: [], next: null }),
    router_interface_list: ({ include_dynamic }) => [
      ...interfaces.map(([name, kind, comment, rx, tx, up], i) => ({
        name, kind, comment, mac_address: `48:8F:5A:11:C0:0${i}`, is_running: up, is_disabled: false, is_dynamic: false, rx_bytes: rx, tx_bytes: tx, link_downs: i, last_link_down: i ? 'nov/20/2026 21:14:08' : null,
      })),
      ...(include_dynamic
        ? [{ name: '<pppoe-sulastri01>', kind: 'pppoe-in', comment: null, mac_address: null, is_running: true, is_disabled: false, is_dynamic: true, rx_bytes: 4.1e8, tx_bytes: 6.2e9, link_downs: 0, last_link_down: null }]
        : []),
    ],
    router_traffic_get: (input) => {
      const last = second();
      const first = Math.max(last - 119, (input.after ?? 0) + 1);
      const unknown = input.interfaces.find((name) => !name.startsWith('<') && !interfaces.some((one) => one[0] === name));
      if (unknown !== undefined) throw new IpcError({ code: 'router_interface_missing', params: { name: unknown } });
      return {
        feed_id: feed,
        interfaces: input.interfaces.map((name) => ({ name, samples: Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => sample(first + i, name === 'ether1-WAN' ? 118e6 : 24e6)) })),
      };
    },
    router_log_list: ({ after }) => {
      const last = 400 + Math.floor(second() / 4) % 100_000;
      const first = after === undefined ? last - 59 : after + 1;
      return { feed_id: feed, last_seq: last, is_gap: false, lines: Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => logLine(first + i)) };
    },
    router_ping: ({ address, count }) => ({
      sent: count, received: count - 1, loss_percent: Math.round(100 / count), min_us: 8200, avg_us: 9540, max_us: 12_100,
      replies: Array.from({ length: count }, (_, i) => ({ seq: i, host: address, status: i === 1 ? 'timeout' : null, time_us: i === 1 ? null : 8200 + i * 1300, ttl: i === 1 ? null : 57, size: i === 1 ? null : 56 })),
    }),
    router_session_list: () =>
      [
        ...Array.from({ length: 24 }, (_, i) => ({
          kind: 'hotspot' as const, session_id: `*${i + 1}`, username: data.codeOf(i + 40), plan_name: data.plans[i % 6]?.terms.name ?? null, address: `10.20.1.${87 + i}`,
          mac_address: `A4:50:46:1E:9C:${(i + 16).toString(16).toUpperCase()}`, service: 'hotspot1', uptime_s: 11_520 - i * 420, bytes_in: 82e6, bytes_out: 1.2e9 / (i + 1) + (second() % 600) * (2.4e6 / (i + 1)),
        })),
        ...['sulastri01', 'warung-ibu', 'masjid.nurul'].map((username, i) => ({
          kind: 'ppp' as const, session_id: `*8000000${i}`, username, plan_name: null, address: `10.30.0.${10 + i}`, mac_address: `6E:1B:C8:40:77:A${i}`, service: 'pppoe', uptime_s: 400_000 - i * 90_000, bytes_in: 2.1e9, bytes_out: 3.9e10 / (i + 1),
        })),
      ].filter((row) => !gone.has(row.session_id)),
    router_session_kick: ({ session_id }) => {
      gone.add(session_id);
      return { was_there: true, is_gone: true };
    },
  };
}
