// The first start as somebody new to it makes it: from the empty program to a printed sheet with nothing but what the
// screens say. Every click and key is counted, and how long the program made them wait. It fails when the way is no
// longer found by the words on the screen, or has grown longer than the trial of docs/trials.md allows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, openPage, paperIsDrawn } from './lib/browser.mjs';
import { hands, minutes } from './lib/hands.mjs';
import { picture } from './lib/place.mjs';
import { openRouter, openShop, owner } from './lib/shop.mjs';
import { wordsOf } from './lib/texts.mjs';

const allowed = { clicks: 30, keys: 250 };

for (const [language, own] of [['id', false], ['en', true]]) {
  test(`the first sheet by somebody new (${language}, ${own ? 'a router of their own' : 'a simulated router'})`, { timeout: 300_000 }, async (t) => {
    const [shop, browser, router] = await Promise.all([openShop(t, { asks: true }), openBrowser(t), own ? openRouter(t) : undefined]);
    const { page, faults } = await openPage(browser, { scheme: 'light', size: { width: 1366, height: 768 } });
    const words = wordsOf(language);
    const hand = hands(page, words);
    try {
      await hand.wait(() => page.goto(shop.address));
      await account(hand, page, words, language);
      await connect(hand, page, words, router);
      await plan(hand, words, language);
      await sheet(hand, page, words);
    } catch (error) {
      await page.screenshot({ path: picture(`failed-trial-${language}`) });
      throw error;
    }
    assert.deepEqual(faults, []);
    const took = minutes(hand.count);
    assert.ok(hand.count.clicks <= allowed.clicks, `${hand.count.clicks} clicks, at most ${allowed.clicks} are allowed`);
    assert.ok(hand.count.keys <= allowed.keys, `${hand.count.keys} keys, at most ${allowed.keys} are allowed`);
    const { clicks, keys, screens, waited } = hand.count;
    console.log(`counted: the first sheet (${language}, ${own ? 'own router' : 'simulated router'}): ${screens} screens, ${clicks} clicks, ${keys} keys, ${waited.toFixed(0)} s waited for the program; ${took.toFixed(1)} minutes of a person`);
  });
}

/** Language, where the data are, company, account, recovery code. */
async function account(hand, page, words, language) {
  await page.getByRole('radiogroup').first().waitFor();
  if (language === 'en') {
    await page.getByRole('radio', { name: 'English' }).check({ force: true });
    hand.count.clicks += 1;
  }
  await hand.read('language', words('setup:languageTitle'));
  await hand.press('common:next');
  await hand.read('database', words('setup:databaseTitle'));
  await hand.press('database:useHere');
  // The database is made now.
  await hand.wait(() => page.getByLabel(words('setup:companyName'), { exact: true }).waitFor({ timeout: 120_000 }));
  await hand.read('company', words('setup:companyTitle'));
  await hand.type('setup:companyName', owner.company);
  await hand.key('Enter');
  await hand.read('owner', words('setup:ownerTitle'));
  await hand.type('setup:ownerName', owner.name);
  await hand.type('user:username', owner.username);
  await hand.type('session:password', owner.password);
  await hand.type('setup:repeat', owner.password);
  await hand.key('Enter');
  await hand.read('recovery', words('setup:recoveryTitle'));
  const code = await page.locator('output').innerText();
  // Written down by hand, sign by sign.
  hand.count.keys += code.length;
  await hand.press('setup:recoveryNext');
  const label = await page.locator('.Wiz .Field label').innerText();
  await page.locator('.Wiz input').first().waitFor();
  await page.keyboard.type(code.split('-')[Number(/\d+/.exec(label)[0]) - 1]);
  hand.count.keys += 4;
  await hand.key('Enter');
}

async function connect(hand, page, words, router) {
  await hand.read('router', words('setup:routerTitle'));
  if (router) {
    await hand.press('router:makeScript');
    await page.getByRole('button', { name: words('common:copyCommand'), exact: true }).waitFor();
    // Copied, pasted in Winbox, and back: two clicks and two keys elsewhere.
    hand.count.clicks += 2;
    hand.count.keys += 2;
    await hand.type('router:name', 'Balai Desa');
    await hand.type('router:host', router.host);
    await page.getByLabel(words('router:transport'), { exact: true }).selectOption('plain');
    hand.count.clicks += 2;
    await hand.type('router:port', String(router.port));
    // The simulator knows one account; on a real router the commands have made it and filled its password in.
    await hand.type('router:user', router.user);
    await page.getByLabel(words('router:password'), { exact: true }).fill(router.password);
  } else {
    await hand.press('setup:demo');
    await page.waitForFunction(() => [...document.querySelectorAll('input')].some((one) => one.value === '127.0.0.1'));
  }
  await hand.press('router:test');
  await hand.wait(() => page.getByText(/RouterOS \d/).first().waitFor());
  await hand.press('router:save');
}

async function plan(hand, words, language) {
  await hand.read('plan', words('setup:planTitle'));
  await hand.type('plan:name', language === 'id' ? '1 Hari' : '1 Day');
  await hand.type('plan:sell', '5000');
  await hand.type('plan:validity', '1');
  await hand.key('Enter');
}

async function sheet(hand, page, words) {
  await hand.read('done', words('setup:doneTitle'));
  await hand.key('Enter');
  await hand.read('batch-new', words('batch:newTitle'));
  await hand.type('batch:quantity', '48');
  await page.getByText(words('common:willHappen'), { exact: true }).waitFor();
  await hand.wait(() => paperIsDrawn(page));
  await hand.key('Enter');
  await hand.wait(() => page.getByRole('heading', { name: words('batch:progress', { done: 48, total: 48 }) }).waitFor({ timeout: 60_000 }));
  hand.count.screens += 1;
  await hand.key('p');
  await hand.wait(() => paperIsDrawn(page));
  const download = page.waitForEvent('download');
  await hand.press('batch:saveFile');
  const stream = await (await download).createReadStream();
  const [first] = await stream.take(1).toArray();
  assert.equal(first.subarray(0, 5).toString(), '%PDF-');
}
