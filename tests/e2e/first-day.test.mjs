// The first day of somebody who has the first sheet: sell, close the shift, hand cards to a vendor, settle with them and
// print their statement, by nothing but the words on the screens. Clicks and keys are counted, as in first-sheet; it
// fails when the way is no longer found, or has grown longer than the trial of docs/trials.md allows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, openPage, paperIsDrawn, speak } from './lib/browser.mjs';
import { hands, minutes } from './lib/hands.mjs';
import { picture } from './lib/place.mjs';
import { login, openDoor, openRouter, openShop, owner } from './lib/shop.mjs';
import { untilTrue } from './lib/steps.mjs';
import { wordsOf } from './lib/texts.mjs';

const allowed = { clicks: 36, keys: 90 };

for (const language of ['id', 'en']) {
  test(`the first day of somebody new (${language})`, { timeout: 300_000 }, async (t) => {
    const [router, shop, browser] = await Promise.all([openRouter(t), openShop(t), openBrowser(t)]);
    const door = openDoor(shop);
    await furnish(door, router, language);
    const { page, faults } = await openPage(browser, { scheme: 'light', size: { width: 1366, height: 768 } });
    await speak(page, language);
    await page.addInitScript(withoutPrinter);
    const words = wordsOf(language);
    const hand = hands(page, words, `day-${language}`);
    const here = { page, door, words, hand, dialog: page.getByRole('dialog').last(), menu: page.getByRole('navigation', { name: words('shell:mainMenu') }) };
    try {
      await hand.wait(() => page.goto(shop.address));
      await signIn(here);
      await openShift(here);
      await sell(here);
      await newVendor(here);
      await handOver(here);
      await settle(here);
      await statement(here);
      await closeShift(here);
    } catch (error) {
      await page.screenshot({ path: picture(`failed-day-${language}`) });
      throw error;
    }
    assert.deepEqual((await door('books_verify')).findings, []);
    assert.deepEqual(faults, []);
    const { clicks, keys, screens, waited } = hand.count;
    assert.ok(clicks <= allowed.clicks, `${clicks} clicks, at most ${allowed.clicks} are allowed`);
    assert.ok(keys <= allowed.keys, `${keys} keys, at most ${allowed.keys} are allowed`);
    console.log(`counted: the first day (${language}): ${screens} screens, ${clicks} clicks, ${keys} keys, ${waited.toFixed(0)} s waited for the program; ${minutes(hand.count).toFixed(1)} minutes of a person`);
  });
}

/** A browser without a screen crashes where a PDF is handed to a printer. */
function withoutPrinter() {
  const { get } = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow');
  Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', { get() { return 'print' in this.dataset ? { print: () => undefined } : get.call(this); } });
  Object.defineProperty(HTMLIFrameElement.prototype, 'src', { set: () => undefined });
}

/** What the trial of the first sheet leaves behind. */
async function furnish(door, router, language) {
  await door('owner_create', { company_name: owner.company, time_zone: 'Asia/Jakarta', locale: language, name: owner.name, username: owner.username, password: owner.password });
  const address = { host: router.host, port: router.port, transport: 'plain', username: login.user, password: login.password };
  const { router_id } = await door('router_create', { location_id: 1, name: 'Balai Desa', hotspot_dns_name: 'sdn.net', address });
  const terms = {
    name: '1 Hari', shortcut_key: 1, usage_limit_s: null, data_limit_bytes: null, validity_s: 86_400, shared_users: 1, lock_mac: false, upload_kbps: 5000, download_kbps: 10_000, price_sell: '5000.00',
    price_cost: '3500.00', profile_name: '1-HARI',
  };
  const { plan_id } = await door('plan_create', { location_id: 1, router_ids: [router_id], terms });
  const draft = { plan_id, quantity: 48, router_ids: [], code: { mode: 'code', alphabet: 'lower', length: 6, prefix: '' }, sheet: { preset: 'a4-24', qr: true } };
  const { row } = await door('voucher_batch_create', { idempotency_key: `first-day-${language}`, draft });
  await door('voucher_sheet_render', { batch_id: row.batch_id });
}

async function signIn({ page, words, hand, menu }) {
  await hand.read('sign-in', words('session:title'));
  await hand.type('session:username', owner.username);
  await hand.type('session:password', owner.password);
  await hand.key('Enter');
  await hand.wait(() => menu.waitFor());
  await hand.read('dashboard', words('dashboard:title'));
  assert.equal(await page.getByRole('alert').count(), 0);
}

/** The menu says where one sells; the screen says that there is no shift yet. */
async function openShift({ page, words, hand, menu, dialog }) {
  await hand.press('shell:groups.counter', {}, menu);
  await hand.click(menu.getByRole('link', { name: words('shell:screens.counter'), exact: true }));
  await hand.wait(() => page.getByText(words('counter:noShift'), { exact: true }).waitFor());
  await hand.press('counter:openShift');
  await hand.type('counter:drawerName', 'Loket', dialog);
  await hand.type('counter:float', '100000', dialog);
  await hand.key('Enter');
  await hand.wait(() => page.locator('.Plan').first().waitFor());
  hand.count.screens += 1;
}

/** One with the plan's key, exact; two for a note that needs change. */
async function sell({ page, door, hand }) {
  await hand.key('1');
  await hand.key('Enter');
  await untilTrue('one is sold', async () => (await door('sale_list')).rows.length === 1);
  // What was sold stays on the screen until the next customer; its button has the focus.
  await hand.key('Enter');
  await hand.key('1');
  await hand.key('2');
  await hand.type('counter:given', '20000');
  await hand.key('Enter');
  await untilTrue('two sales', async () => (await door('sale_list')).rows.length === 2);
  const { rows } = await door('sale_list');
  assert.deepEqual(rows.map((row) => row.quantity).sort(), [1, 2]);
  await page.screenshot({ path: picture('day-sold') });
}

async function newVendor({ page, words, hand, menu }) {
  await hand.press('shell:groups.voucher', {}, menu);
  await hand.click(menu.getByRole('link', { name: words('shell:screens.vendors'), exact: true }));
  await hand.read('vendors', words('vendor:title'));
  await hand.click(page.getByRole('link', { name: words('vendor:new'), exact: true }).first());
  await hand.read('vendor-new', words('vendor:new'));
  await hand.type('vendor:name', 'Kios Pak Darto');
  await hand.press('vendor:create');
  await hand.read('vendor', 'Kios Pak Darto');
}

async function handOver({ page, words, hand, dialog }) {
  await hand.press('vendor:handOver');
  await hand.choose('vendor:batch', { index: 1 }, dialog);
  await hand.type('vendor:from', '1', dialog);
  await hand.type('vendor:to', '20', dialog);
  await hand.press('vendor:handNow', { count: 20 }, dialog);
  await hand.wait(() => dialog.waitFor({ state: 'detached' }));
  await hand.wait(() => page.getByRole('row').filter({ hasText: '1–20' }).first().waitFor());
}

/** Nobody has used a card yet; the vendor says that five are sold, and pays for them out of his pocket. */
async function settle({ words, hand, dialog, door }) {
  await hand.press('vendor:settle');
  await hand.wait(() => dialog.getByText(words('vendor:nothing')).waitFor());
  await hand.press('vendor:addSold', {}, dialog);
  await hand.choose('vendor:batch', { index: 1 }, dialog);
  await hand.type('vendor:from', '1', dialog);
  await hand.type('vendor:to', '5', dialog);
  await hand.press('vendor:settleNow', {}, dialog);
  await hand.wait(() => dialog.waitFor({ state: 'detached' }));
  const { rows } = await door('vendor_settlement_list', { vendor_id: 1 });
  // Five of 5,000, a tenth of it his commission.
  assert.deepEqual(rows.map((row) => [row.quantity, row.paid_amount, Number(row.balance_after)]), [[5, '22500.00', 0]]);
}

async function statement({ page, words, hand }) {
  await hand.click(page.getByRole('tab', { name: words('vendor:part.statement') }));
  await hand.press('vendor:printStatement');
  await hand.wait(() => paperIsDrawn(page));
  await page.screenshot({ path: picture('day-statement') });
  const download = page.waitForEvent('download');
  await hand.press('batch:saveFile');
  const stream = await (await download).createReadStream();
  const [first] = await stream.take(1).toArray();
  assert.equal(first.subarray(0, 5).toString(), '%PDF-');
  await hand.key('Escape');
}

/** 100,000 of float, 15,000 of sales and 22,500 of the vendor's lie in the drawer. */
async function closeShift({ page, words, hand, menu, dialog, door }) {
  await hand.press('shell:groups.counter', {}, menu);
  await hand.click(menu.getByRole('link', { name: words('shell:screens.counter'), exact: true }));
  await hand.press('counter:closeShift');
  await hand.type('counter:counted', '137500', dialog);
  await hand.key('Enter');
  await hand.wait(() => page.getByText(words('counter:agrees')).waitFor());
  await page.screenshot({ path: picture('day-closed') });
  await hand.key('Enter');
  await hand.wait(() => dialog.waitFor({ state: 'detached' }));
  const { rows } = await door('cash_session_list', { location_id: 1, open_only: true, mine_only: false, unexplained_only: false });
  assert.deepEqual(rows, []);
}
