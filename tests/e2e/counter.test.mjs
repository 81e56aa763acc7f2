// A day at the counter, through the HTTP door in Chromium against a simulated router: a shift, sales by key, a code
// looked up and helped, money given back, a pay-out, the blind count and its difference.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, openPage } from './lib/browser.mjs';
import { look, sizes } from './lib/look.mjs';
import { login, openDoor, openRouter, openShop, owner } from './lib/shop.mjs';
import { stepsOf, untilTrue } from './lib/steps.mjs';
import { wordsOf } from './lib/texts.mjs';

const drawer = 'Loket depan';

for (const [language, scheme] of [['id', 'light'], ['en', 'dark']]) {
  test(`a day at the counter (${language}, ${scheme})`, { timeout: 600_000 }, async (t) => {
    const [router, shop, browser] = await Promise.all([openRouter(t), openShop(t), openBrowser(t)]);
    const door = openDoor(shop);
    await furnish(door, router, language);
    const { page, faults } = await openPage(browser, { scheme, size: sizes[0] });
    await page.addInitScript(withoutPrinter);
    const words = wordsOf(language);
    const known = new Set();
    const broken = [];
    const here = { page, door, words, shop, language, shown: async (name) => broken.push(...(await look(page, `counter-${language}-${scheme}-${name}`, known))) };

    const { step, finish } = stepsOf(t, page, here, `counter-${language}`);
    await step('signing in', signIn);
    await step('a shift is opened with its float', openShift);
    await step('one voucher of a favourite plan takes three keys', sellByKeys);
    await step('a card scanned after a sale is that card, by its keys alone', scanAfterSale);
    await step('Escape closes a dialog, and not the sale behind it', escapeKeeps);
    await step('Escape at an empty counter leaves the keys to the page', letGo);
    await step('two plans at once, with change', sellTwo);
    await step('a code is looked up and given more', extend);
    await step('money goes back for a code that was not used', refund);
    await step('money is taken out, and typed words are not lost', payOut);
    await step('the count is blind, and a difference is explained', close);
    await step('the shift is in the list with its report', report);
    await t.test('the books agree', async () => assert.deepEqual((await door('books_verify')).findings, []));
    await t.test('nothing went wrong inside the page', () => assert.deepEqual(faults, []));
    await t.test('nothing stands in the way of anybody', () => assert.deepEqual(broken, []));
    finish();
  });
}

/** A browser without a screen crashes where a PDF is handed to a printer; counts the keys that are pressed. */
function withoutPrinter() {
  const { get } = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow');
  Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', { get() { return 'print' in this.dataset ? { print: () => undefined } : get.call(this); } });
  Object.defineProperty(HTMLIFrameElement.prototype, 'src', { set: () => undefined });
  globalThis.keysPressed = 0;
  globalThis.addEventListener('keydown', () => { globalThis.keysPressed += 1; }, { capture: true });
}

async function furnish(door, router, language) {
  await door('owner_create', { company_name: owner.company, time_zone: 'Asia/Jakarta', locale: language, name: owner.name, username: owner.username, password: owner.password });
  const address = { host: router.host, port: router.port, transport: 'plain', username: login.user, password: login.password };
  const { router_id } = await door('router_create', { location_id: 1, name: 'Balai Desa', hotspot_dns_name: 'sdn.net', address });
  for (const [key, name, price] of [[1, '1 Hari', '5000.00'], [2, '7 Hari', '20000.00']]) {
    const terms = {
      name, shortcut_key: key, usage_limit_s: 10_800, data_limit_bytes: null, validity_s: 86_400, shared_users: 1, lock_mac: false, upload_kbps: 5000, download_kbps: 10_000, price_sell: price,
      price_cost: '1000.00', profile_name: name.toUpperCase().replaceAll(' ', '-'),
    };
    await door('plan_create', { location_id: 1, router_ids: [router_id], terms });
  }
}

const dialogOf = (page) => page.getByRole('dialog').last();
const inDialog = ({ page, words }, key) => dialogOf(page).getByLabel(words(key), { exact: true });
const press = ({ page, words }, key, values) => dialogOf(page).getByRole('button', { name: words(key, values), exact: true }).click();
// One may lie above another, and both go.
const gone = (page) => page.waitForFunction(() => document.querySelector('[role=dialog]') === null);

/** The sign-in speaks the browser's language; the person's own comes with the person. */
async function signIn({ page, shop, language }) {
  await page.goto(shop.address);
  const inputs = page.locator('.SignIn input');
  await inputs.first().waitFor();
  await inputs.nth(0).fill(owner.username);
  await inputs.nth(1).fill(owner.password);
  await page.keyboard.press('Enter');
  await page.locator('main.Main').waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), language);
}

async function openShift(here) {
  const { page, words, shown } = here;
  await page.keyboard.press('F2');
  await page.getByText(words('counter:noShift'), { exact: true }).waitFor();
  await shown('01-no-shift');
  await page.keyboard.press('F2');
  await inDialog(here, 'counter:drawerName').fill(drawer);
  await inDialog(here, 'counter:float').fill('200000');
  await page.keyboard.press('Enter');
  await gone(page);
  await page.locator('.Plan').first().waitFor();
  await shown('02-counter');
}

async function sellByKeys({ page, door, shown }) {
  await page.locator('.Entry input').waitFor();
  const before = await page.evaluate(() => globalThis.keysPressed);
  await page.keyboard.press('F2');
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.locator('.Sale .Lines .CodeText').first().waitFor();
  assert.equal((await page.evaluate(() => globalThis.keysPressed)) - before, 3);
  await shown('03-receipt');
  const { rows } = await door('sale_list');
  assert.deepEqual(rows.map(({ quantity, total_amount: total }) => [quantity, total]), [[1, '5000.00']]);
}

/** The scanner's keys, letters and digits, with the receipt still there: none sells anything, and none leaves the screen. */
async function scanAfterSale({ page, door, words }) {
  const draft = { plan_id: 1, quantity: 1, router_ids: [], code: { mode: 'code', alphabet: 'lower_digits', length: 6, prefix: 'gb' }, sheet: { preset: 'a4-24', qr: true } };
  const batch = await door('voucher_batch_create', { idempotency_key: 'e2e-counter-card', draft });
  const { rows } = await door('voucher_list', { filter: { status: [], router_trouble: false, batch_id: batch.row.batch_id }, page: { limit: 1 } });
  const [{ code }] = rows;
  await page.keyboard.type(code);
  assert.equal(await page.locator('.Entry input').inputValue(), code);
  await page.keyboard.press('Enter');
  await page.locator('.Sale .Lines .CodeText', { hasText: code }).waitFor();
  await page.getByText(words('counter:sale'), { exact: true }).waitFor();
  assert.equal((await door('sale_list')).rows.length, 1);
}

async function escapeKeeps({ page, words }) {
  const lines = page.locator('.Sale .Lines li');
  const before = await lines.count();
  assert.ok(before > 0);
  for (const key of ['F8', 'F3', 'F10']) {
    await page.keyboard.press(key);
    await dialogOf(page).waitFor();
    await page.keyboard.press('Escape');
    await gone(page);
    assert.equal(await lines.count(), before, `after ${key}`);
    assert.ok(await page.evaluate(() => document.activeElement?.matches('.Entry input')), `the cursor after ${key}`);
  }
  await page.locator('.Bell').click();
  await page.locator('.NoticePop').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.NoticePop').waitFor({ state: 'detached' });
  assert.equal(await lines.count(), before, 'after the bell');
  assert.equal(await page.getByText(words('counter:cleared')).count(), 0);
  // The bell has the cursor again: a card that is scanned now is the field's all the same, and leads nowhere.
  await page.keyboard.type('gb7k2x');
  assert.equal(await page.locator('.Entry input').inputValue(), 'gb7k2x', 'a card after the bell');
  assert.equal(new URL(page.url()).pathname, '/counter');
  await page.locator('.Entry input').fill('');
  assert.equal(await lines.count(), before, 'after the card');
}

/** At an empty counter Escape lets go of the field: the keys of the page work then, and other signs are the field's still. */
async function letGo({ page }) {
  const entry = page.locator('.Entry input');
  const isAtEntry = () => page.evaluate(() => document.activeElement?.matches('.Entry input'));
  await page.keyboard.press('F2');
  await page.keyboard.press('Escape');
  assert.ok(!(await isAtEntry()), 'the field was let go of');
  await page.keyboard.type('7k2x');
  assert.equal(await entry.inputValue(), '7k2x', 'signs that are no key of the page');
  await page.keyboard.press('Escape');
  assert.equal(await entry.inputValue(), '');
  await page.keyboard.press('Escape');
  assert.ok(!(await isAtEntry()), 'the field was let go of again');
  // As slowly as a hand: what is faster is taken for a scanner's.
  await page.keyboard.type('gb', { delay: 250 });
  await page.waitForURL((url) => url.pathname === '/');
  await page.keyboard.press('F2');
  await entry.waitFor();
}

async function sellTwo({ page, words, door, shown }) {
  await page.keyboard.press('F2');
  await page.locator('.Entry input').pressSequentially('12 2');
  const given = page.getByLabel(words('counter:given'), { exact: true });
  await given.fill('50000');
  await shown('04-sum');
  assert.match(await page.locator('.Change').innerText(), /20\.000/);
  await given.press('Enter');
  await untilTrue('two sales', async () => (await door('sale_list')).rows.length === 2);
}

/** The code of the newest sale that holds one of a plan. */
async function sold(door, plan) {
  const { rows } = await door('sale_list');
  for (const row of rows.filter(({ kind }) => kind === 'sale')) {
    const { lines } = await door('sale_get', { sale_id: row.sale_id });
    const line = lines.find(({ plan_name: name, refund_id: back }) => name === plan && back === null);
    if (line) return line;
  }
  throw new Error(`no ${plan} was sold`);
}

async function find(here, code) {
  const { page } = here;
  await page.keyboard.press('F3');
  await inDialog(here, 'counter:findCode').fill(code);
  await page.keyboard.press('Enter');
  await page.locator('.FoundCode').waitFor();
}

async function extend(here) {
  const { page, door, shown } = here;
  const { code, voucher_id: id } = await sold(door, '7 Hari');
  await find(here, code);
  await shown('05-found');
  await press(here, 'counter:extend');
  await inDialog(here, 'counter:amount').fill('2');
  await inDialog(here, 'counter:why').fill('router mati tadi malam');
  await shown('06-extend');
  await press(here, 'counter:extendNow');
  await untilTrue('the code has more', async () => (await door('voucher_get', { voucher_id: id })).usage_limit_s === 10_800 + 7_200);
  await page.getByText('router mati tadi malam').waitFor();
}

async function refund(here) {
  const { page, words, door } = here;
  await press(here, 'counter:refund');
  await inDialog(here, 'counter:why').fill('salah paket');
  await dialogOf(page).getByRole('button', { name: words('counter:actVerbs.refund'), exact: true }).click();
  await untilTrue('the refund', async () => (await door('sale_list')).rows.some(({ kind, total_amount: total }) => kind === 'refund' && total === '-20000.00'));
  await page.keyboard.press('Escape');
  await gone(page);
}

async function payOut(here) {
  const { page, words, door, shown } = here;
  await page.keyboard.press('F8');
  await inDialog(here, 'counter:amount').fill('18000');
  await inDialog(here, 'counter:what').fill('beli galon');
  await page.keyboard.press('Escape');
  await page.getByText(words('common:unsavedText')).waitFor();
  await shown('07-asked');
  await press(here, 'common:stay');
  assert.equal(await inDialog(here, 'counter:what').inputValue(), 'beli galon');
  await press(here, 'counter:takeOut');
  await gone(page);
  const [shift] = (await door('cash_session_list', { open_only: true, mine_only: true, unexplained_only: false })).rows;
  // 200.000 + 5.000 + 30.000 − 20.000 − 18.000
  assert.equal(shift.expected_amount, '197000.00');
}

async function close(here) {
  const { page, words, door, shown } = here;
  await page.keyboard.press('F10');
  const dialog = dialogOf(page);
  await inDialog(here, 'counter:counted').waitFor();
  assert.doesNotMatch(await dialog.innerText(), /197\.000/, 'the count is blind');
  await inDialog(here, 'counter:counted').fill('195000');
  await shown('08-count');
  await page.keyboard.press('Enter');
  await page.getByText(words('counter:differs')).waitFor();
  await shown('09-difference');
  await inDialog(here, 'counter:why').fill('salah kembalian');
  await page.keyboard.press('Enter');
  await gone(page);
  const [shift] = (await door('cash_session_list', { open_only: false, mine_only: false, unexplained_only: false })).rows;
  assert.deepEqual([shift.difference_amount, shift.difference_reason], ['-2000.00', 'salah kembalian']);
}

async function report(here) {
  const { page, words, shown } = here;
  await page.goto(`${here.shop.address}/cash`);
  await page.getByRole('cell', { name: drawer }).first().click();
  await page.getByText(words('counter:byPlan'), { exact: true }).waitFor();
  await shown('10-report');
  assert.match(await dialogOf(page).innerText(), /195\.000/);
}
