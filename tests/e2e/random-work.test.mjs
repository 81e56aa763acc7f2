// Several people at several desks of one shop, all at once, doing whatever comes to mind: two browsers on an ordinary
// day for a minute; with SIMPUL_TEST_ALL=1 two windows of the program and two browsers for ten. Judged: no screen is
// stale once it is quiet, of two edits of one row the second is told, nothing is overwritten without a word, and every
// error has words and a way on. SIMPUL_SEED repeats a run, SIMPUL_SECONDS sets how long it is.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { acts, conflict } from './lib/acts.mjs';
import { openBrowser } from './lib/browser.mjs';
import { chance } from './lib/chance.mjs';
import { browserDesk, codeOf, windowDesk } from './lib/desk.mjs';
import { picture, program } from './lib/place.mjs';
import { login, openDoor, openRouter, openShop, owner } from './lib/shop.mjs';
import { untilTrue } from './lib/steps.mjs';
import { openDisplay, openWindow, pause } from './lib/webdriver.mjs';

const whole = process.env['SIMPUL_TEST_ALL'] === '1';
const seed = Number(process.env['SIMPUL_SEED'] ?? Date.now() % 1_000_000);
const lasts = Number(process.env['SIMPUL_SECONDS'] ?? (whole ? 600 : 75)) * 1000;
const sari = { name: 'Sari Dewi', username: 'sari', password: 'teh manis tiap sore' };

/** A shop with two routers, three plans, an owner and an operator. */
async function furnish(t, door, shop) {
  const people = { company_name: owner.company, time_zone: 'Asia/Jakarta', locale: 'id', name: owner.name, username: owner.username, password: owner.password };
  await door('owner_create', people);
  const routers = [];
  for (const name of ['Balai Desa', 'Pasar']) {
    const { host, port } = await openRouter(t);
    const address = { host, port, transport: 'plain', username: login.user, password: login.password };
    routers.push((await door('router_create', { location_id: 1, name, hotspot_dns_name: 'sdn.net', address })).router_id);
  }
  const terms = (name, price) => ({
    name, shortcut_key: null, usage_limit_s: null, data_limit_bytes: null, validity_s: 86_400, shared_users: 1, lock_mac: false,
    upload_kbps: 5000, download_kbps: 10_000, price_sell: price, price_cost: '1000.00', profile_name: name.toUpperCase().replaceAll(' ', '-'),
  });
  for (const [name, price] of [['3 Jam', '2000.00'], ['1 Hari', '5000.00'], ['7 Hari', '20000.00']]) {
    await door('plan_create', { location_id: 1, router_ids: routers, terms: terms(name, price) });
  }
  const roles = await door('role_list');
  const operator = roles.find((role) => role.code === 'operator').role_id;
  await door('user_create', { ...sari, role_id: operator, all_locations: true, location_ids: [], grants: ['voucher.void', 'plan.edit'] });
  const other = openDoor(shop);
  await other('session_sign_in', { username: sari.username, password: sari.password });
  await other('me_preferences_set', { locale: 'en' });
}

async function signIn(desk, who) {
  await desk.until(() => desk.has('session:signIn'), 60_000);
  await desk.type('session:username', who.username);
  await desk.type('session:password', who.password);
  await desk.press('session:signIn');
  assert.ok(await desk.until(() => desk.run("return document.querySelector('main.Main') !== null"), 30_000), `${desk.name} is signed in`);
  await desk.listen();
  await desk.settled();
}

/** Two browsers; for the whole form two windows as well, which join the database server of the shop's own folder. */
async function openDesks(t, shop) {
  const browser = await openBrowser(t);
  const desks = [
    await browserDesk(browser, { name: 'owner, browser', language: 'id', scheme: 'light', address: shop.address }),
    await browserDesk(browser, { name: 'operator, browser', language: 'en', scheme: 'dark', address: shop.address }),
  ];
  if (whole) {
    const display = await openDisplay(t);
    for (const [i, language] of ['id', 'en'].entries()) {
      const own = join(shop.folder, `window-${i}`);
      for (const made of ['config', 'share', 'cache', 'run']) mkdirSync(join(own, made), { recursive: true, mode: 0o700 });
      // Without a session bus: over one, a second start of a folder would show the first window and end.
      const env = { DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', XDG_CONFIG_HOME: join(own, 'config'), XDG_DATA_HOME: join(own, 'share'), XDG_CACHE_HOME: join(own, 'cache'), XDG_RUNTIME_DIR: join(own, 'run') };
      const window = await openWindow(t, { binary: program('simpul-desktop'), args: ['--data-dir', shop.data], env });
      desks.push(await windowDesk(window, { name: `${i === 0 ? 'owner' : 'operator'}, window`, language }));
    }
  }
  for (const [i, desk] of desks.entries()) await signIn(desk, i % 2 === 0 ? owner : sari);
  return desks;
}

/** Errors on the screen have words of ours; what was refused to a browser is told on it. */
async function explained(desk, told) {
  const { errors, gap } = await desk.said();
  assert.equal(gap, null, `${desk.name} at ${await desk.at()}: a sentence has a gap nobody filled`);
  for (const text of errors) {
    const { code, known } = codeOf(text);
    assert.ok(known, `${desk.name} at ${await desk.at()} shows an error without words: ${text}`);
    assert.ok(!['interface_fault', 'internal', 'unknown_code'].includes(code), `${desk.name} at ${await desk.at()} shows ${text}`);
    told.set(code, (told.get(code) ?? 0) + 1);
  }
  for (const { operation, code } of desk.refused.splice(0)) {
    const { known } = codeOf(code ?? '');
    assert.ok(known, `${desk.name}: ${operation} was refused with ${code}, which has no words`);
    told.set(code, (told.get(code) ?? 0) + 1);
  }
  assert.deepEqual(await desk.faults(), [], `${desk.name} at ${await desk.at()}`);
}

/** Once nothing happens any more, every open screen shows what a screen opened anew shows. */
async function fresh(desks, door) {
  await Promise.all(desks.map((desk) => desk.settled()));
  const left = async () => (await Promise.all(['running', 'waiting'].map((group) => door('job_list', { group })))).flatMap(({ rows }) => rows);
  await untilTrue('the work is done', async () => (await left()).length === 0, 90_000).catch(async () => {
    assert.fail(`work is left: ${(await left()).map((job) => `${job.kind} of ${job.subject}, ${job.state}, attempts ${job.attempts}, at ${job.run_at}, ${job.error_code ?? 'no error'}`).join('; ')}; it is ${new Date().toISOString()}`);
  });
  // What raises no event is asked again within five seconds.
  await pause(6_000);
  for (const desk of desks) {
    await desk.settled();
    const before = await desk.content();
    await desk.reload();
    let after = await desk.content();
    // A list that loads its pages as it is scrolled begins anew at its top; a page that is just being made shows none.
    const compared = (one, other) => one && other && [one.rest, one.rows.slice(0, Math.min(one.rows.length, other.rows.length))];
    const same = () => after && JSON.stringify(compared(before, after)) === JSON.stringify(compared(after, before));
    await desk.until(async () => {
      after = await desk.content();
      return same();
    }, 15_000);
    assert.ok(before && after, `${desk.name}: ${before ? 'a page loaded anew' : 'a page at rest'} shows nothing (seed ${seed})`);
    assert.deepEqual(compared(after, before), compared(before, after), `${desk.name}: the screen ${before.at} was stale (seed ${seed})`);
  }
}

test('random work at several desks on one database', { timeout: lasts + 400_000 }, async (t) => {
  const shop = await openShop(t);
  const door = openDoor(shop);
  await furnish(t, door, shop);
  const desks = await openDesks(t, shop);
  const random = chance(seed);
  const world = { door, random, batches: 0, plans: ['3 Jam', '1 Hari', '7 Hari'] };
  const done = new Map();
  const told = new Map();
  let [compared, conflicts] = [0, 0];
  const act = async (desk) => {
    const [name, work] = random.of(acts.filter(([, , needs]) => !needs || desk.name.startsWith(needs)));
    const outcome = await work(desk, world);
    if (outcome !== false) done.set(name, (done.get(name) ?? 0) + 1);
  };
  const end = Date.now() + lasts;
  try {
    for (let round = 1; Date.now() < end; round += 1) {
      await Promise.all(desks.map(async (desk) => {
        for (let i = 0; i < 3; i += 1) {
          await act(desk);
          await explained(desk, told);
        }
      }));
      if (round % 3 === 1) conflicts += await conflict(desks, world);
      for (const desk of desks) await explained(desk, told);
      if (round % 4 === 2) {
        for (const desk of desks) await desk.go(random.of(['/vouchers', '/batches', '/plans', '/routers', '/jobs', '/provisioning', '/', '/vouchers?view=available']));
        await Promise.all(desks.map((desk) => act(desk).then(() => desk.settled())));
        await fresh(desks, door);
        compared += desks.length;
      }
    }
  } catch (error) {
    for (const desk of desks) {
      console.log(`${desk.name} at ${await desk.at().catch(() => 'no answer')}: ${await desk.shows().catch(() => 'no answer')}`);
      if (desk.page) await desk.page.screenshot({ path: picture(`failed-random-${desk.name.replace(', ', '-')}`) }).catch(() => undefined);
    }
    throw new Error(`seed ${seed}: ${error.message}`, { cause: error });
  }
  assert.ok(conflicts > 0 && compared > 0, 'conflicts were made and screens compared');
  const list = (map) => [...map].sort().map(([name, count]) => `${name} ${count}`).join(', ');
  console.log(`counted: random work at ${desks.length} desks for ${Math.round(lasts / 1000)} s, seed ${seed}: ${list(done)}; ${conflicts} conflicts told, ${compared} screens compared; errors shown: ${list(told) || 'none'}`);
});
