// The thread of a new shop, through the HTTP door in Chromium: from an empty data folder to codes on
// the router, a sheet on paper, and a code that is taken back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, openPage, paperIsDrawn } from './lib/browser.mjs';
import { look, sizes } from './lib/look.mjs';
import { vouchersOn } from './lib/routeros.mjs';
import { openRouter, openShop, owner } from './lib/shop.mjs';
import { wordsOf } from './lib/texts.mjs';
import { stepsOf, untilTrue } from './lib/steps.mjs';

const codes = 30;
const plan = { id: '1 Hari', en: '1 Day' };

for (const [language, scheme, tls] of [['id', 'light', false], ['en', 'dark', true]]) {
  test(`from an empty folder to a voucher taken back (${language}, ${scheme})`, { timeout: 600_000 }, async (t) => {
    const [router, shop, browser] = await Promise.all([openRouter(t), openShop(t, { asks: true }), openBrowser(t)]);
    const { page, faults } = await openPage(browser, { scheme, size: sizes[0] });
    const words = wordsOf(language);
    const known = new Set();
    const broken = [];
    const shown = (name) => look(page, `${language}-${scheme}-${name}`, known);
    const here = { page, words, shown: async (name) => broken.push(...(await shown(name))), shop, router, language, tls };

    const { step, finish } = stepsOf(t, page, here, `${language}-${scheme}`);

    await step('first owner', firstOwner);
    await step('router', connectRouter);
    await step('plan', makePlan);
    await step('batch, with its consequences and the real preview', makeBatch);
    await step('progress until every code is on the router', reachRouter);
    await step('paper', printSheet);
    await step('search and void', takeBack);
    await step('jobs', seeJobs);
    await step('signing out and in', signInAgain);
    await step('every other screen', seeOthers);
    await t.test('nothing went wrong inside the page', () => assert.deepEqual(faults, []));
    await t.test('nothing stands in the way of anybody', () => assert.deepEqual(broken, []));
    finish();
  });
}

async function firstOwner({ page, words, shown, shop, language }) {
  await page.goto(shop.address);
  await page.getByRole('radiogroup').waitFor();
  const own = page.getByRole('radio', { name: language === 'id' ? 'Indonesia' : 'English' });
  await own.check({ force: true });
  await page.getByRole('heading', { name: words('setup:languageTitle'), exact: true, level: 1 }).waitFor();
  await shown('01-language');
  const next = () => page.getByRole('button', { name: words('common:next'), exact: true }).click();
  await next();
  await chooseDatabase({ page, words, shown });
  await page.getByLabel(words('setup:companyName'), { exact: true }).fill(owner.company);
  await shown('02-company');
  await next();
  await page.getByLabel(words('setup:ownerName'), { exact: true }).fill(owner.name);
  await page.getByLabel(words('user:username'), { exact: true }).fill(owner.username);
  await page.getByLabel(words('session:password'), { exact: true }).fill(owner.password);
  await page.getByLabel(words('setup:repeat'), { exact: true }).fill(owner.password);
  await shown('03-owner');
  await page.getByRole('button', { name: words('setup:create'), exact: true }).click();
  await page.getByRole('heading', { name: words('setup:recoveryTitle'), exact: true }).waitFor();
  const code = await page.locator('output').innerText();
  assert.match(code, /^[0-9A-Z]{4,}([- ][0-9A-Z]{4,})+$/i, 'a recovery code is shown');
  await shown('04-recovery');
  await page.getByRole('button', { name: words('setup:recoveryNext'), exact: true }).click();
  // One group of the code is asked for by its number, while the code is covered.
  const asked = page.getByLabel(words('setup:recoveryType'));
  const number = Number(/\d+/.exec(await page.locator('.Field', { has: asked }).locator('label').innerText())?.[0]);
  await asked.fill(code.split(/[- ]/)[number - 1]);
  await next();
}

/** Asked before anything is stored: a server that does not answer is named by step, then the data stay here. */
async function chooseDatabase({ page, words, shown }) {
  await page.getByRole('heading', { name: words('setup:databaseTitle'), exact: true }).waitFor();
  await shown('01b-database');
  const pick = (name) => page.getByRole('radio', { name }).check({ force: true });
  await pick(words('database:server'));
  await page.getByLabel(words('database:host'), { exact: true }).fill('127.0.0.1');
  await page.getByLabel(words('database:port'), { exact: true }).fill('1');
  await page.getByRole('button', { name: words('database:scriptMake') }).click();
  await page.getByText(/CREATE DATABASE "simpul"/).waitFor();
  await page.getByRole('button', { name: words('database:test'), exact: true }).click();
  await page.getByText(words('database:found.connection_refused'), { exact: true }).waitFor();
  assert.equal(await page.getByRole('button', { name: words('database:useServer') }).count(), 0, 'what does not work cannot be chosen');
  await shown('01c-server');
  await pick(words('database:here'));
  await page.getByRole('button', { name: words('database:useHere') }).click();
}

async function connectRouter({ page, words, shown, router, tls }) {
  await page.getByLabel(words('router:name'), { exact: true }).fill('Balai Desa');
  await page.getByLabel(words('router:dns'), { exact: true }).fill('sdn.net');
  await page.getByLabel(words('router:host'), { exact: true }).fill(router.host);
  await page.getByLabel(words('router:transport'), { exact: true }).selectOption(tls ? 'tls' : 'plain');
  await page.getByLabel(words('router:port'), { exact: true }).fill(String(tls ? router.tlsPort : router.port));
  await page.getByLabel(words('router:user'), { exact: true }).fill(router.user);
  await page.getByLabel(words('router:password'), { exact: true }).fill('wrong');
  await page.getByRole('button', { name: words('router:test'), exact: true }).click();
  await page.getByText(words('router:failed'), { exact: true }).waitFor();
  await shown('05-router-refused');
  await page.getByLabel(words('router:password'), { exact: true }).fill(router.password);
  await page.getByRole('button', { name: words('common:testAgain'), exact: true }).first().click();
  await page.getByText(/RouterOS 7\.22/).waitFor();
  assert.equal(await page.getByText(words('router:failed'), { exact: true }).count(), 0);
  assert.equal(await page.getByText(words('router:notTested'), { exact: true }).count(), 0, 'every test was made');
  await shown('06-router-tested');
  await page.getByRole('button', { name: words('router:save'), exact: true }).click();
}

async function makePlan({ page, words, shown, language }) {
  await page.getByLabel(words('plan:name'), { exact: true }).fill(plan[language]);
  await page.getByLabel(words('plan:sell'), { exact: true }).fill('5000');
  await page.getByLabel(words('plan:cost'), { exact: true }).fill('3500');
  await page.getByLabel(words('plan:validity'), { exact: true }).fill('1');
  await page.getByLabel(words('plan:upload'), { exact: true }).fill('5');
  await page.getByLabel(words('plan:download'), { exact: true }).fill('10');
  await shown('07-plan');
  await page.getByRole('button', { name: words('plan:create'), exact: true }).click();
  await page.getByRole('heading', { name: words('setup:doneTitle'), exact: true }).waitFor();
  await shown('08-ready');
  await page.getByRole('button', { name: words('setup:firstBatch'), exact: true }).click();
}

async function makeBatch({ page, words, shown, language }) {
  await page.getByRole('heading', { name: words('batch:newTitle'), exact: true }).waitFor();
  const choice = page.getByLabel(words('batch:plan'), { exact: true });
  await choice.locator('option', { hasText: plan[language] }).waitFor({ state: 'attached' });
  await choice.selectOption({ index: 1 });
  await page.getByLabel(words('batch:quantity'), { exact: true }).fill(String(codes));
  await page.getByText(words('common:willHappen'), { exact: true }).waitFor();
  await paperIsDrawn(page);
  await shown('09-batch-new');
  await page.getByRole('button', { name: words('batch:create', { count: codes }) }).click();
}

async function reachRouter({ page, words, shown, router }) {
  await page.getByRole('heading', { name: words('batch:progress', { done: codes, total: codes }) }).waitFor({ timeout: 60_000 });
  await shown('10-batch');
  const rows = await vouchersOn(router);
  assert.equal(rows.length, codes, 'the router holds exactly the batch');
  assert.equal(new Set(rows.map((row) => row.name)).size, codes, 'each code once');
}

async function printSheet({ page, words, shown }) {
  await page.getByRole('button', { name: words('batch:printSheet'), exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(words('batch:page', { page: 1, pages: 2 })).waitFor();
  await paperIsDrawn(page);
  await shown('11-paper');
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: words('batch:saveFile'), exact: true }).click();
  const stream = await (await download).createReadStream();
  const [first] = await stream.take(1).toArray();
  assert.equal(first.subarray(0, 5).toString(), '%PDF-');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
}

async function takeBack({ page, words, shown, router }) {
  const [{ name: code }] = await vouchersOn(router);
  await page.getByRole('link', { name: words('batch:seeVouchers') }).click();
  await page.getByRole('table').waitFor();
  await shown('12-vouchers');
  await page.getByRole('searchbox', { name: words('voucher:search'), exact: true }).fill(code);
  await page.getByText(words('common:rowsLoaded', { rows: 1, count: 1 })).waitFor({ state: 'attached' });
  const row = page.getByRole('row').nth(1);
  await row.getByRole('cell').nth(2).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText(words('voucher:events'), { exact: true }).waitFor();
  await shown('13-voucher');
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
  await page.getByRole('checkbox', { name: words('common:selectRow') }).check();
  await page.getByRole('button', { name: words('voucher:void'), exact: true }).click();
  await page.getByLabel(words('batch:reason'), { exact: true }).fill('Salah cetak');
  await shown('14-void');
  await page.getByRole('dialog').getByRole('button', { name: words('voucher:voidVerb'), exact: true }).click();
  await page.getByText(words('batch:voided', { voided: 1, skipped: 0, count: 1 })).waitFor();
  await untilTrue('the code is dead on the router', async () => {
    const rows = await vouchersOn(router);
    const left = rows.find((one) => one.name === code);
    return !left || left.disabled === 'true';
  });
}

async function seeJobs({ page, words, shown, shop }) {
  await page.goto(`${shop.address}/jobs`);
  await page.getByRole('heading', { name: words('job:title'), exact: true }).waitFor();
  await page.getByText(words('job:kinds.router_drain'), { exact: true }).first().waitFor();
  await shown('15-jobs');
}

async function signInAgain({ page, words, shown }) {
  await page.getByRole('button', { name: owner.name.split(' ')[0] }).click();
  await page.getByRole('menuitem', { name: words('shell:signOut'), exact: true }).click();
  await page.getByLabel(words('session:username'), { exact: true }).waitFor();
  await page.getByLabel(words('session:username'), { exact: true }).fill(owner.username);
  await page.getByLabel(words('session:password'), { exact: true }).fill('not the password');
  await page.getByRole('button', { name: words('session:signIn'), exact: true }).click();
  await page.getByRole('alert').first().waitFor();
  await shown('16-sign-in-refused');
  await page.getByLabel(words('session:password'), { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: words('session:signIn'), exact: true }).click();
  await page.getByRole('navigation', { name: words('shell:mainMenu') }).waitFor();
}

async function seeOthers({ page, words, shown, shop }) {
  const screens = {
    dashboard: '/', batches: '/batches', plans: '/plans', 'plan-edit': '/plans/1', routers: '/routers', router: '/routers/1', 'router-new': '/routers/new',
    users: '/users', 'user-new': '/users?edit=new', settings: '/settings', appearance: '/settings?tab=appearance', about: '/about', nowhere: '/nowhere',
  };
  let number = 17;
  for (const [name, path] of Object.entries(screens)) {
    await page.goto(`${shop.address}${path}`);
    await page.getByRole('navigation', { name: words('shell:mainMenu') }).waitFor();
    await page.getByRole('main').locator('h1, h2').first().waitFor();
    await shown(`${number}-${name}`);
    number += 1;
  }
}
