// People and their access against the real program: the first start without a router, the locked screen,
// somebody else's first sign-in, what they may not, and the trail that all of it leaves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, openPage } from './lib/browser.mjs';
import { look, sizes } from './lib/look.mjs';
import { picture } from './lib/place.mjs';
import { openShop, owner } from './lib/shop.mjs';
import { wordsOf } from './lib/texts.mjs';

const sari = { name: 'Sari Dewi', username: 'sari', first: 'sandi sementara 1', own: 'teh manis tiap sore' };
const pin = '258036';

test('people, access and what they leave behind', { timeout: 600_000 }, async (t) => {
  const [shop, browser] = await Promise.all([openShop(t), openBrowser(t)]);
  const { page, faults } = await openPage(browser, { scheme: 'light', size: sizes[0] });
  const words = wordsOf('id');
  const known = new Set();
  const broken = [];
  const shown = async (name) => broken.push(...(await look(page, `people-${name}`, known)));
  const button = (key, values) => page.getByRole('button', { name: words(key, values), exact: true });
  const field = (key) => page.getByLabel(words(key), { exact: true });
  const menu = page.getByRole('navigation', { name: words('shell:mainMenu') });

  let alive = true;
  const step = (name, work) => t.test(name, async () => {
    assert.ok(alive, 'an earlier step failed');
    alive = false;
    await work().catch(async (error) => {
      await page.screenshot({ path: picture('failed-people') });
      throw error;
    });
    alive = true;
  });

  const signIn = async (username, password) => {
    await field('session:username').fill(username);
    await field('session:password').fill(password);
    await button('session:signIn').click();
  };
  const signOut = async () => {
    await page.locator('.UserBtn').click();
    await page.getByRole('menuitem', { name: words('shell:signOut'), exact: true }).click();
    await field('session:username').waitFor();
  };

  await step('the first start, left in the middle and taken up, up to what is left to do', async () => {
    await page.goto(shop.address);
    await page.getByRole('radiogroup').waitFor();
    await page.keyboard.press('Enter');
    await field('setup:companyName').fill(owner.company);
    await field('setup:companyPhone').fill('0812 3456 7890');
    await page.keyboard.press('Enter');
    await field('setup:ownerName').fill(owner.name);
    await page.reload();
    await field('setup:ownerName').waitFor();
    assert.equal(await field('setup:ownerName').inputValue(), owner.name, 'what was typed is kept');
    await field('user:username').fill(owner.username);
    await field('session:password').fill(owner.password);
    await field('setup:repeat').fill(owner.password);
    await page.keyboard.press('Enter');
    const groups = (await page.locator('output').innerText()).split('-');
    await button('setup:recoveryNext').click();
    const label = await page.locator('.Wiz .Field label').innerText();
    await page.locator('.Wiz input').fill(groups[Number(/\d+/.exec(label)[0]) - 1]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: words('setup:routerTitle') }).waitFor();
    await button('common:skip').click();
    await page.getByRole('heading', { name: words('setup:planTitle') }).waitFor();
    await button('common:skip').click();
    await button('setup:toDashboard').click();
    await page.getByRole('heading', { name: words('start:title') }).waitFor();
    // The phone was given at the start; nothing else was done.
    await page.getByText(words('start:progress', { done: 1, all: 6 })).waitFor();
    await shown('01-checklist');
  });

  await step('a PIN is set, the screen locked, refused and opened', async () => {
    await page.goto(`${shop.address}/me?part=pin`);
    await page.locator('#me-pin input').nth(0).fill(pin);
    await page.locator('#me-pin input').nth(1).fill(pin);
    await page.locator('#me-pin input').nth(2).fill(owner.password);
    await button('session:pinSet').click();
    await button('session:pinChange').waitFor();
    await shown('02-me');
    await button('session:lockNow').click();
    await field('session:pin').waitFor();
    // The session itself is held, not only the page.
    const answer = await page.evaluate(async () => (await fetch('/rpc/user_list', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).json());
    assert.equal(answer.code, 'session_locked');
    await page.reload();
    await field('session:pin').fill('111222');
    await page.keyboard.press('Enter');
    await page.getByText('pin_wrong').waitFor();
    await shown('03-locked');
    await field('session:pin').fill(pin);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: words('session:me'), level: 1 }).waitFor();
  });

  await step('somebody is added, and a role is made for them', async () => {
    await page.goto(`${shop.address}/roles?open=new`);
    await page.getByRole('dialog').getByLabel(words('common:name'), { exact: true }).fill('Loket malam');
    await page.getByRole('dialog').getByRole('checkbox', { name: words('access:can.voucher.view') }).check();
    await page.getByRole('dialog').getByRole('checkbox', { name: words('access:can.dashboard.view') }).check();
    await button('access:create').click();
    await page.getByRole('columnheader', { name: /Loket malam/ }).waitFor();
    await shown('04-roles');
    await page.goto(`${shop.address}/users?edit=new`);
    await page.getByRole('dialog').getByLabel(words('user:name'), { exact: true }).fill(sari.name);
    await page.getByRole('dialog').getByLabel(words('user:username'), { exact: true }).fill(sari.username);
    await page.getByRole('dialog').getByLabel(words('user:role'), { exact: true }).selectOption({ label: 'Loket malam' });
    await page.getByRole('dialog').getByLabel(words('user:password'), { exact: true }).fill(sari.first);
    await page.getByRole('dialog').getByRole('button', { name: words('user:create'), exact: true }).click();
    await page.getByRole('row', { name: new RegExp(sari.name) }).waitFor();
    await shown('05-users');
  });

  await step('their first sign-in asks for a password of their own', async () => {
    await signOut();
    await signIn(sari.username, sari.first);
    await page.getByRole('heading', { name: words('session:mustChange') }).waitFor();
    await shown('06-must-change');
    await field('session:oldPassword').fill(sari.first);
    await field('session:newPassword').fill(sari.own);
    await field('session:repeatPassword').fill(sari.own);
    await button('session:changePassword').click();
    await menu.waitFor();
    assert.equal(await menu.getByRole('button', { name: words('shell:groups.network') }).count(), 0);
  });

  await step('what is denied says who may', async () => {
    await page.goto(`${shop.address}/roles`);
    await page.getByText('permission_denied').first().waitFor();
    assert.match(await page.getByRole('main').innerText(), /Pemilik/);
    await shown('07-denied');
  });

  await step('the owner resets their password; it is shown once', async () => {
    await signOut();
    await signIn(owner.username, owner.password);
    await menu.waitFor();
    await page.goto(`${shop.address}/users`);
    await page.getByRole('row', { name: new RegExp(sari.name) }).click();
    await page.getByRole('tab', { name: new RegExp(words('user:part.access')) }).click();
    await button('user:reset').click();
    await page.getByRole('dialog', { name: words('user:resetTitle', { name: sari.name }) }).getByRole('button', { name: words('user:reset'), exact: true }).click();
    await page.locator('output').waitFor();
    await shown('08-one-time');
    await button('user:handedOver').click();
    await page.locator('output').waitFor({ state: 'detached' });
  });

  await step('the idle lock is changed, and the trail tells of it', async () => {
    await page.goto(`${shop.address}/settings?find=kunci`);
    await page.getByLabel(words('settings:idleLock'), { exact: true }).fill('15');
    await button('common:save').click();
    await page.getByText(words('common:saved'), { exact: true }).first().waitFor();
    await page.goto(`${shop.address}/audit`);
    await page.getByText(/Sari Dewi/).first().waitFor();
    await shown('09-audit');
    await page.getByRole('tab', { name: words('audit:view.deeds') }).click();
    await page.getByText(words('audit:actions.user_password_reset')).first().waitFor();
    await shown('10-deeds');
  });

  await step('what calls one is chosen and kept; the page of notices is there', async () => {
    await page.goto(`${shop.address}/me?part=notices`);
    const low = page.getByRole('checkbox', { name: `${words('notice:kinds.stock_low')}: ${words('notice:program')}` });
    await low.uncheck();
    await page.locator('#me-notices').getByRole('button', { name: words('common:save'), exact: true }).click();
    await page.getByText(words('common:saved'), { exact: true }).first().waitFor();
    await page.reload();
    await low.waitFor();
    assert.equal(await low.isChecked(), false);
    await shown('11-me-notices');
    await page.locator('.Bell').click();
    await page.getByText(words('notice:titles.access_changed_pin')).first().waitFor();
    await page.keyboard.press('Escape');
    await page.goto(`${shop.address}/notices`);
    await page.getByRole('heading', { name: words('notice:title'), level: 1 }).waitFor();
    await shown('12-notices');
  });

  await t.test('nothing went wrong inside the page', () => assert.deepEqual(faults, []));
  await t.test('nothing stands in the way of anybody', () => assert.deepEqual(broken, []));
});
