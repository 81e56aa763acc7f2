// One shop: a simulated router and the program that serves it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { program, root, scratch } from './place.mjs';
import { start } from './process.mjs';

export const owner = { company: 'Sinar Desa Net', name: 'Hendra Saputra', username: 'hendra', password: 'kuda-terbang-7' };
export const login = { user: 'admin', password: 'secret' };

/** A router of its own for a test; `more` are further arguments of the simulator, such as `--demo`. */
export async function openRouter(t, { persona = '7.22', more = [] } = {}) {
  const sim = await start(
    t,
    program('routeros-sim'),
    ['--persona', persona, '--listen', '127.0.0.1:0', '--tls-listen', '127.0.0.1:0', '--user', login.user, '--password', login.password, ...more],
    { ready: /listening on ([\d.]+):(\d+)\nlistening on [\d.]+:(\d+) with TLS/ },
  );
  return { pid: sim.pid, host: sim.match[1], port: Number(sim.match[2]), tlsPort: Number(sim.match[3]), ...login };
}

/**
 * The HTTP door over an empty data folder, or over the demo's shop, which says how to sign in. With `asks` the first
 * page asks where the data are to be, as it does for a person; else they are kept here.
 */
export async function openShop(t, { demo = false, asks = false } = {}) {
  const folder = scratch(t);
  const data = join(folder, 'data');
  const serve = (listen) => start(
    t,
    program('simpul'),
    ['serve', ...(demo ? ['--demo'] : asks ? [] : ['--embedded']), '--listen', listen, '--data-dir', data, '--ui', join(root, 'ui/dist')],
    { ready: /(http:\/\/127\.0\.0\.1:\d+)\//, env: { SIMPUL_LANG: 'en' } },
  );
  let server = await serve('127.0.0.1:0');
  const [, address] = server.match;
  const [username, password] = demo ? readFileSync(`${data}-demo/demo-sign-in.txt`, 'utf8').split('\n') : [owner.username, owner.password];
  return {
    address, pid: server.pid, folder, data, account: { username, password },
    stop: () => server.stop(),
    /** As a power cut ends it. */
    kill: () => server.kill(),
    /** Starts it again where the browsers know it. */
    again: async () => {
      server = await serve(new URL(address).host);
    },
  };
}

/** Calls operations as the browser does, for what a test needs but does not look at; keeps its own session. */
export function openDoor(shop) {
  let cookie;
  return async (operation, input = {}) => {
    const answer = await fetch(`${shop.address}/rpc/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: shop.address, ...(cookie ? { cookie } : {}) },
      body: JSON.stringify(input),
    });
    const set = answer.headers.getSetCookie()[0];
    if (set) cookie = set.split(';')[0];
    const value = await answer.json();
    if (!answer.ok) throw new Error(`${operation}: ${JSON.stringify(value)}`);
    return value;
  };
}
