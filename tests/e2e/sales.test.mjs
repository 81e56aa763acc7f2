// A whole day's sales at three desks of one shop at once: the program's own window and two browsers, each with a cashier,
// a drawer and a shift, everything by key. Meanwhile programs are killed, connections die, the router comes and goes,
// answers are lost on the way, pages are loaded anew in the middle of an Enter. Judged: every cashier's word against what
// is written down, and every rupiah in ledger, drawers, stock and reports. 40 sales; with SIMPUL_TEST_ALL=1 500.
// SIMPUL_SEED repeats a day, as far as a day can be repeated that several programs share.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { openBrowser } from './lib/browser.mjs';
import { cashierAt } from './lib/cashier.mjs';
import { chance } from './lib/chance.mjs';
import { browserDesk, windowDesk } from './lib/desk.mjs';
import { havoc } from './lib/havoc.mjs';
import { inDrawer, once, opens, refusals, settle, sums, written } from './lib/judge.mjs';
import { openLine, openPrinter } from './lib/line.mjs';
import { picture, program } from './lib/place.mjs';
import { login, openDoor, openRouter, openShop, owner } from './lib/shop.mjs';
import { isAlive, openDisplay, openWindow, pause } from './lib/webdriver.mjs';

const whole = process.env['SIMPUL_TEST_ALL'] === '1';
const seed = Number(process.env['SIMPUL_SEED'] ?? Date.now() % 1_000_000);
const target = Number(process.env['SIMPUL_SALES'] ?? (whole ? 500 : 40));
const float = 200_000;
const cashiers = [
  { name: 'Sari Dewi', username: 'sari', password: 'teh manis tiap sore', drawer: 'Loket depan' },
  { name: 'Budi Hartono', username: 'budi', password: 'kopi pahit tiap pagi', drawer: 'Loket pasar' },
  { name: 'Tono Wijaya', username: 'tono', password: 'es dawet tiap siang', drawer: 'Loket masjid', language: 'en' },
];

/** Plans with stock for a part of the day: the rest is made while it is sold. */
async function furnish(door, shop, { line, printer }) {
  const people = { company_name: owner.company, time_zone: 'Asia/Jakarta', locale: 'id', name: owner.name, username: owner.username, password: owner.password };
  await door('owner_create', people);
  const address = { host: line.host, port: line.port, transport: 'plain', username: login.user, password: login.password };
  const { router_id } = await door('router_create', { location_id: 1, name: 'Balai Desa', hotspot_dns_name: 'sdn.net', address });
  const spec = {
    name: 'Struk', kind: 'network', target: printer.target, paper: 'mm58', code_page: 'pc437', has_cutter: false, opens_drawer: false, draws_qr: true, offset_x_mm: 0, offset_y_mm: 0, prints: ['slip'],
  };
  await door('printer_create', { location_id: 1, printer: spec });
  const start = new Map();
  const batch = async (plan_id, quantity, name) => {
    const draft = { plan_id, quantity, router_ids: [], code: { mode: 'code', alphabet: 'lower', length: 6, prefix: '' }, sheet: { preset: 'a4-24', qr: true } };
    const made = await door('voucher_batch_create', { idempotency_key: `e2e-sales-${name}-${plan_id}`, draft });
    start.set(plan_id, (start.get(plan_id) ?? 0) + quantity);
    return made.row.batch_id;
  };
  const plans = [];
  for (const [key, name, price] of [[1, '3 Jam', 2_000], [2, '1 Hari', 5_000], [3, '7 Hari', 20_000]]) {
    const terms = {
      name, shortcut_key: key, usage_limit_s: 10_800, data_limit_bytes: null, validity_s: 86_400, shared_users: 1, lock_mac: false,
      upload_kbps: 5000, download_kbps: 10_000, price_sell: `${price}.00`, price_cost: '1000.00', profile_name: name.toUpperCase().replaceAll(' ', '-'),
    };
    const { plan_id } = await door('plan_create', { location_id: 1, router_ids: [router_id], terms });
    plans.push({ key, name, price, plan_id });
    await batch(plan_id, Math.ceil(target / 3), 'stock');
  }
  // A sheet of cards, each of which lies on two counters at once.
  const [{ plan_id }] = plans;
  const sheet = await batch(plan_id, 24, 'cards');
  await door('voucher_sheet_render', { batch_id: sheet });
  const { rows } = await door('voucher_list', { filter: { status: [], router_trouble: false, batch_id: sheet }, page: { limit: 24 } });
  const cards = rows.map(({ code }) => ({ code, price: plans[0].price, plan: plans[0].name }));
  const operator = (await door('role_list')).find((role) => role.code === 'operator').role_id;
  const drawers = [];
  for (const { drawer, language, name, username, password } of cashiers) {
    await door('user_create', { name, username, password, role_id: operator, all_locations: true, location_ids: [], grants: ['sale.refund', 'voucher.extend'] });
    if (language) {
      const own = openDoor(shop);
      await own('session_sign_in', { username, password });
      await own('me_preferences_set', { locale: language });
    }
    drawers.push((await door('cash_drawer_create', { location_id: 1, name: drawer })).cash_drawer_id);
  }
  return { plans, cards, start, drawers };
}

/** The program's own window, which joins the database of the shop's folder; opened again after it was killed. */
async function openWindowDesk(t, shop, cashier) {
  const display = await openDisplay(t);
  const own = join(shop.folder, 'window');
  for (const made of ['config', 'share', 'cache', 'run']) mkdirSync(join(own, made), { recursive: true, mode: 0o700 });
  const env = { DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', XDG_CONFIG_HOME: join(own, 'config'), XDG_DATA_HOME: join(own, 'share'), XDG_CACHE_HOME: join(own, 'cache'), XDG_RUNTIME_DIR: join(own, 'run') };
  let window;
  const isGone = () => !isAlive(window.pid);
  // What is asked of a window that is killed meanwhile has no answer.
  const living = async (work) => {
    let timer;
    const gone = new Promise((_, reject) => {
      timer = setInterval(() => isGone() && reject(new Error('the window is gone')), 100);
    });
    return Promise.race([work, gone]).finally(() => clearInterval(timer));
  };
  const reopen = async () => {
    await window?.leave();
    window = await openWindow(t, { binary: program('simpul-desktop'), args: ['--data-dir', shop.data], env });
  };
  await reopen();
  const through = { run: (...all) => living(window.run(...all)), keys: (...all) => living(window.keys(...all)) };
  const desk = await windowDesk(through, { name: `${cashier.username}, window`, language: 'id' });
  return Object.assign(desk, { isGone, reopen, load: () => through.run('location.reload()'), kill: () => process.kill(window.pid, 'SIGKILL') });
}

async function openBrowserDesk(browser, shop, { username, language = 'id' }, scheme) {
  const desk = await browserDesk(browser, { name: `${username}, browser`, language, scheme, address: `${shop.address}/counter` });
  return Object.assign(desk, { isGone: () => false, load: () => desk.page.goto(`${shop.address}/counter`) });
}

/** How the last Enter goes: mostly well. */
const ways = {
  plain: (desk) => desk.keys('Enter'),
  twice: (desk) => (desk.page ? Promise.all([desk.keys('Enter'), desk.keys('Enter')]) : desk.keys('Enter', 'Enter')),
  reload: async (desk) => {
    await desk.keys('Enter');
    await desk.load().catch(() => undefined);
  },
  // The program hears it, and its answer is lost.
  unheard: async (desk) => {
    const lose = async (route) => {
      await route.fetch().catch(() => undefined);
      await route.abort();
    };
    await desk.page.route('**/rpc/sale_create', lose, { times: 1 });
    await desk.keys('Enter');
  },
  // The network is gone before it is sent.
  unsent: async (desk) => {
    await desk.page.context().setOffline(true);
    await desk.keys('Enter');
    await pause(700);
    await desk.page.context().setOffline(false);
  },
  // The network goes while it is under way.
  between: async (desk) => {
    await desk.keys('Enter');
    await desk.page.context().setOffline(true);
    await pause(500);
    await desk.page.context().setOffline(false);
  },
};

function wayOf(random, desk) {
  const drawn = random.below(100);
  if (drawn < 60) return 'plain';
  if (drawn < 76) return 'twice';
  if (drawn < 83 || !desk.page) return 'reload';
  return random.of(['unheard', 'unheard', 'unsent', 'between']);
}

/** What a customer wants. */
function order(random, plans, serial) {
  const all = random.maybe(0.2) ? plans.filter((plan) => plan !== plans[random.below(plans.length)]) : [random.of(plans)];
  const lines = all.map(({ key, name }) => ({ key, plan: name, quantity: random.maybe(0.7) ? 1 : 2 + random.below(3) }));
  const total = lines.reduce((sum, { key, quantity }) => sum + quantity * plans.find((plan) => plan.key === key).price, 0);
  const paid = random.below(10);
  if (paid < 2) return { lines, total, method: paid === 0 ? 'qris' : 'transfer' };
  // A sum nobody else gives, so that the note can be told from every other.
  return paid < 7 ? { lines, total, method: 'cash', given: total + 1_000 * serial } : { lines, total, method: 'cash' };
}

/** One cashier's day of `most` sales. */
async function work(cashier, random, most, world) {
  const { desk, deeds } = cashier;
  const standing = () => deeds.filter((deed) => deed.kind === 'sale' && deed.end === 'done');
  const whatIsLeft = (sale) => sale.seen.filter((code) => !(sale.back ?? []).includes(code));
  let next = random.below(3);
  while (standing().length < most && !world.isOver()) {
    const drawn = random.below(100);
    const sale = standing().length > 0 ? random.of(standing().slice(-8)) : undefined;
    const codes = random.maybe(0.4) ? 'restock' : 'withdraw';
    if (drawn < 6 && sale && !sale.back) {
      sale.back = sale.seen;
      await cashier.undo(sale, codes);
    } else if (drawn < 12 && sale && whatIsLeft(sale).length > 0) {
      const code = random.of(whatIsLeft(sale));
      sale.back = [...(sale.back ?? []), code];
      await cashier.refund(sale, code, codes);
    } else if (drawn < 16 && sale && whatIsLeft(sale).length > 0) await cashier.extend(sale, random.of(whatIsLeft(sale)));
    else if (drawn < 22) await cashier.move(random.maybe(0.5) ? 'pay_in' : 'pay_out', 1_000 * (1 + random.below(20)));
    else if (drawn < 26) await cashier.giveUp(random.of(['1', '25', '1 2', '33 ']));
    else if (drawn < 32 && desk.page && next < world.cards.length) {
      await cashier.sellCard(world.cards[next], ways[random.maybe(0.7) ? 'plain' : 'twice']);
      next += 1;
    } else {
      const way = wayOf(random, desk);
      await cashier.sell({ ...order(random, world.plans, deeds.length + 1), way }, ways[way]);
    }
  }
}

test('a day of sales at three desks, with kills and drops between', { timeout: whole ? 2_400_000 : 420_000 }, async (t) => {
  const began = Date.now();
  const [router, shop, browser, printer] = await Promise.all([openRouter(t), openShop(t), openBrowser(t), openPrinter(t)]);
  const line = await openLine(t, router);
  const door = openDoor(shop);
  const { plans, cards, start, drawers } = await furnish(door, shop, { line, printer });
  const window = await openWindowDesk(t, shop, cashiers[0]);
  const desks = [window, await openBrowserDesk(browser, shop, cashiers[1], 'light'), await openBrowserDesk(browser, shop, cashiers[2], 'dark')];
  const all = desks.map((desk, i) => cashierAt(desk, cashiers[i]));
  const deeds = () => all.flatMap((one) => one.deeds);
  const sold = () => deeds().filter(({ kind, end }) => kind === 'sale' && end === 'done').length;
  let over = false;
  const world = { plans, cards, sold, isOver: () => over };
  try {
    await Promise.all(all.map((one, i) => one.openShift(drawers[i], float)));
    const opened = Date.now();
    // The window begins anew after every kill: it has the smaller part.
    const days = all.map((one, i) => work(one, chance(seed + i), Math.ceil(target * (i === 0 ? 0.2 : 0.4)), world));
    const trouble = havoc({ shop, line, router, window, random: chance(seed + 99), whole, target, sold, isOver: () => over });
    await Promise.all([Promise.all(days), trouble]).finally(() => {
      over = true;
    });
    const worked = Date.now() - opened;
    // A last one that comes to nothing, so that a window which was just killed is open again.
    await Promise.all(all.map((one) => one.giveUp('1')));
    const wrong = await trouble;
    assert.ok((wrong.serve ?? 0) + (wrong.window ?? 0) >= (whole ? 12 : 2), `programs were killed: ${JSON.stringify(wrong)}`);

    await door('session_sign_in', { username: owner.username, password: owner.password });
    const books = written(shop.data);
    refusals(deeds());
    settle(deeds(), books);
    // The second one gave too much change away, and says so.
    for (const [i, one] of all.entries()) {
      const expected = inDrawer(one.person.username, float, books);
      const missing = i === 1 ? 1_000 : 0;
      const told = await one.closeShift(expected - missing, missing > 0 ? 'salah kembalian' : undefined);
      assert.deepEqual(told, [expected, expected - missing, 0 - missing], `what should be in the drawer of ${one.person.name}`);
    }
    const standing = once(shop.data, books.documents);
    const { whole: sum, withdrawn } = await sums(door, { documents: books.documents, cashiers, plans, start });
    const back = deeds().filter(({ codes, document }) => codes === 'withdraw' && document).reduce((n, { document }) => n + document.lines.length, 0);
    assert.equal(withdrawn, back, 'codes that were withdrawn');
    const shifts = (await door('cash_session_list', { open_only: false, mine_only: false, unexplained_only: false })).rows;
    assert.deepEqual(shifts.map((one) => one.difference_amount).sort(), ['-1000.00', '0.00', '0.00']);
    await gifts(door, deeds());
    assert.deepEqual((await door('books_verify')).findings, []);
    const { stdout } = await promisify(execFile)(program('simpul'), ['books', 'verify', '--data-dir', shop.data], { env: { ...process.env, SIMPUL_LANG: 'en' } });
    assert.match(stdout, /everything agrees/);
    const onRouter = await opens(shop.data, router, standing);
    for (const desk of desks) if (desk.page) assert.deepEqual((await desk.faults()).filter((fault) => !fault.includes('net::ERR_')), [], `${desk.name}: nothing went wrong inside the page`);

    const of = (kind, end) => deeds().filter((one) => one.kind === kind && (end === undefined || one.end === end)).length;
    const sales = deeds().filter(({ kind }) => kind === 'sale');
    const wayCount = Object.keys(ways).map((way) => `${way} ${sales.filter((one) => one.way === way).length}`).join(', ');
    const lost = Object.entries(wrong).map(([kind, times]) => `${kind} ${times}`).join(', ');
    console.log(
      `counted: sales at three desks, seed ${seed}: ${of('sale', 'done')} seen as done (${all.map((one) => `${one.person.username} ${one.deeds.filter(({ kind, end }) => kind === 'sale' && end === 'done').length}`).join(', ')}), ` +
        `${of('sale', 'refused')} refused, ${of('sale', 'untold')} untold of which ${sales.filter((one) => one.end === 'untold' && one.document).length} exist, ${of('sale', 'never')} never sent, ${sales.filter((one) => one.takenUp).length} taken up after the window was killed; ` +
        `${of('void')} undone, ${of('refund')} refunds, ${of('extend')} extended, ${of('pay_in') + of('pay_out')} moves; last Enter: ${wayCount}; went wrong: ${lost}; asked again ${all.reduce((n, one) => n + one.count.asked, 0)}, ` +
        `signed in ${all.reduce((n, one) => n + one.count.signIns, 0)}; ${sum.net_amount} rupiah, ${standing.length} codes stand sold, ${withdrawn} withdrawn, ${onRouter} on the router, ${sales.filter((one) => one.waits).length} notes told as not yet; ` +
        `${printer.printed.slips} prints; ${Math.round(worked / 1000)} s of work, ${Math.round((Date.now() - began) / 1000)} s in all`,
    );
  } catch (error) {
    over = true;
    for (const one of all) {
      console.log(`${one.desk.name}: ${JSON.stringify(one.deeds.slice(-3))}\n  shows ${await one.desk.shows().catch((cause) => cause.message)}`);
      await one.desk.page?.screenshot({ path: picture(`failed-sales-${one.person.username}`) }).catch(() => undefined);
    }
    throw new Error(`seed ${seed}: ${error.message}`, { cause: error });
  }
});

/** What was given on top was given once. */
async function gifts(door, deeds) {
  const given = new Map();
  for (const deed of deeds.filter(({ kind }) => kind === 'extend')) given.set(deed.code, [...(given.get(deed.code) ?? []), deed]);
  for (const [code, all] of given) {
    const { usage_limit_s: limit } = await door('voucher_find', { code });
    const hours = limit / 3_600 - 3;
    const least = all.filter(({ end }) => end === 'done').length;
    const most = least + all.filter(({ end, asked }) => end === 'untold' || (end === 'refused' && asked > 0)).length;
    assert.ok(hours >= least && hours <= most, `${code} was given ${hours} hours more, and should have ${least} to ${most}: ${JSON.stringify(all)}`);
  }
}
