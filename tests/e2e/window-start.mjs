// How long the real window takes until somebody can use it, and what it costs while nobody does: opened on an empty
// folder, opened on a folder that has an owner, and left alone while it watches five routers. Prints one line of JSON
// for `cargo xtask bench`; times are printed, not asserted. `--quick` takes fewer samples.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { program, scratch } from './lib/place.mjs';
import { login, openRouter, owner } from './lib/shop.mjs';
import { wordsOf } from './lib/texts.mjs';
import { openDisplay, openWindow, pause, until } from './lib/webdriver.mjs';

const quick = process.argv.includes('--quick');
const samples = quick ? { first: 1, warm: 1 } : { first: 3, warm: 5 };
const routers = 5;
const idle = quick ? { settle: 5, measure: 10 } : { settle: 60, measure: 60 };
const words = wordsOf('id');

/** What `t` is to a test: things to be undone, the last first. */
function undo() {
  const steps = [];
  return { after: (step) => steps.push(step), all: async () => { while (steps.length > 0) await steps.pop()(); } };
}

const call = (data, operation, input) =>
  JSON.parse(execFileSync(program('simpul'), ['--json', '--data-dir', data, 'call', operation, JSON.stringify(input)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));

/** Opens the window on a folder and waits until it shows what a person can act on; answers the milliseconds. */
async function opened(t, display, folder, shows) {
  const env = { DISPLAY: display, XDG_CONFIG_HOME: join(folder, 'config'), XDG_DATA_HOME: join(folder, 'share'), XDG_CACHE_HOME: join(folder, 'cache') };
  const window = await openWindow(t, { binary: program('simpul-desktop'), args: ['--data-dir', join(folder, 'data')], env });
  await until(shows, () => window.run('return document.body?.innerText.includes(arguments[0]) ?? false', shows), 60_000, 10);
  return { window, took: performance.now() - window.began };
}

async function sample(display, folder, shows) {
  const t = undo();
  const { window, took } = await opened(t, display, folder, shows);
  await window.close();
  await t.all();
  return took / 1000;
}

const file = (pid, name) => readFileSync(`/proc/${pid}/${name}`, 'utf8');
const pids = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

/** Programs started by one, and by those, whose name matches. */
function family(root, name) {
  const parents = new Map();
  for (const pid of pids()) {
    try {
      const stat = file(pid, 'stat');
      parents.set(Number(pid), { parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]), name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')) });
    } catch {
      // It has ended since.
    }
  }
  const of = (pid) => [...parents].filter(([, one]) => one.parent === pid).flatMap(([child]) => [child, ...of(child)]);
  return of(root).filter((pid) => name.test(parents.get(pid).name));
}

/** The server over a data folder and its children. */
function server(data) {
  const head = pids().find((pid) => {
    try {
      return file(pid, 'comm').startsWith('postgres') && readlinkSync(`/proc/${pid}/cwd`).startsWith(data);
    } catch {
      return false;
    }
  });
  if (!head) throw new Error('the database server is not found');
  const first = Number(/^PPid:\s+(\d+)/m.exec(file(head, 'status'))[1]);
  const top = file(first, 'comm').startsWith('postgres') ? first : Number(head);
  return [top, ...family(top, /^postgres/)];
}

/** Seconds of processor time used so far. */
const cpu = (all) => all.reduce((sum, pid) => {
  const fields = file(pid, 'stat').split(') ')[1].split(' ');
  return sum + (Number(fields[11]) + Number(fields[12])) / 100;
}, 0);

/** Megabytes, memory shared by several counted once. */
const memory = (all) => all.reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(file(pid, 'smaps_rollup'))[1]) / 1024, 0);

/** The window left alone. */
async function left(display, folder) {
  const t = undo();
  const data = join(folder, 'data');
  const location = call(data, 'settings_get', {}).locations?.[0]?.location_id ?? 1;
  for (let n = 1; n <= routers; n += 1) {
    const { host, port } = await openRouter(t);
    call(data, 'router_create', { location_id: location, name: `Router ${n}`, address: { host, port, transport: 'plain', username: login.user, password: login.password } });
  }
  const { window } = await opened(t, display, folder, words('session:signIn'));
  await pause(idle.settle * 1000);
  const [app, database] = [[window.pid], server(data)];
  const [began, before] = [performance.now(), [cpu(app), cpu(database)]];
  await pause(idle.measure * 1000);
  const share = (now, then) => (100 * (now - then)) / ((performance.now() - began) / 1000);
  const found = { app_cpu: share(cpu(app), before[0]), app_mb: memory(app), postgres_cpu: share(cpu(database), before[1]), postgres_mb: memory(database), routers };
  await window.close();
  await t.all();
  return found;
}

const all = undo();
try {
  const display = await openDisplay(all);
  const times = { first: [], warm: [] };
  for (let n = 0; n < samples.first; n += 1) times.first.push(await sample(display, scratch(all), words('setup:languageTitle')));
  const folder = scratch(all);
  call(join(folder, 'data'), 'owner_create', { company_name: owner.company, time_zone: 'Asia/Jakarta', locale: 'id', name: owner.name, username: owner.username, password: owner.password });
  for (let n = 0; n <= samples.warm; n += 1) {
    const took = await sample(display, folder, words('session:signIn'));
    // The first fills the web view's own caches.
    if (n > 0) times.warm.push(took);
  }
  console.log(JSON.stringify({ ...times, idle: await left(display, folder) }));
} finally {
  await all.all();
}
