// A clumsy person, and a world that breaks: forms sent empty and twice, a router that stops answering, a database
// server that is killed, a program that is ended. What each screen says is read, nothing typed is lost, and once the
// world is whole again the screen is right without being loaded anew.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openBrowser } from './lib/browser.mjs';
import { browserDesk, codeOf } from './lib/desk.mjs';
import { picture } from './lib/place.mjs';
import { vouchersOn } from './lib/routeros.mjs';
import { login, openDoor, openRouter, openShop, owner } from './lib/shop.mjs';
import { stepsOf, untilTrue } from './lib/steps.mjs';

/** The process that is the database server of a folder. */
function postmaster(data) {
  for (const version of readdirSync(join(data, 'postgres'))) {
    try {
      return Number(readFileSync(join(data, 'postgres', version, 'postmaster.pid'), 'utf8').split('\n')[0]);
    } catch {
      // Not a cluster, or not running.
    }
  }
  return undefined;
}

async function furnish(door, router) {
  await door('owner_create', { company_name: owner.company, time_zone: 'Asia/Jakarta', locale: 'id', name: owner.name, username: owner.username, password: owner.password });
  const address = { host: router.host, port: router.port, transport: 'plain', username: login.user, password: login.password };
  const { router_id } = await door('router_create', { location_id: 1, name: 'Balai Desa', hotspot_dns_name: 'sdn.net', address });
  const terms = {
    name: '1 Hari', shortcut_key: null, usage_limit_s: null, data_limit_bytes: null, validity_s: 86_400, shared_users: 1, lock_mac: false,
    upload_kbps: 5000, download_kbps: 10_000, price_sell: '5000.00', price_cost: '3500.00', profile_name: 'satu-hari',
  };
  await door('plan_create', { location_id: 1, router_ids: [router_id], terms });
}

const codesOf = async (desk) => (await desk.said()).errors.map((text) => ({ text, ...codeOf(text) }));

/** Every error on the screen has words. */
async function worded(desk) {
  const all = await codesOf(desk);
  assert.ok(all.every((one) => one.known), `an error without words: ${JSON.stringify(all)}`);
  return all.map((one) => one.code);
}

test('wrong inputs, and a world that breaks', { timeout: 600_000 }, async (t) => {
  const [router, shop, browser] = await Promise.all([openRouter(t), openShop(t), openBrowser(t)]);
  const door = openDoor(shop);
  await furnish(door, router);
  const desk = await browserDesk(browser, { name: 'owner', language: 'id', scheme: 'light', address: shop.address });
  const { page } = desk;
  const shot = (name) => page.screenshot({ path: picture(`trouble-${name}`) });
  const sent = [];
  page.on('request', (request) => /\/rpc\/\w+_(create|update|void|sync)$/.test(request.url()) && sent.push(request.url().split('/').at(-1)));
  const { step, finish } = stepsOf(t, page, undefined, 'trouble');

  await step('sign-in sent empty, wrong, then right', async () => {
    await desk.until(() => desk.has('session:signIn'), 60_000);
    await desk.press('session:signIn');
    await desk.type('session:username', owner.username);
    await desk.type('session:password', 'salah sekali ini');
    await desk.press('session:signIn');
    assert.ok(await desk.until(async () => (await worded(desk)).length > 0), 'a wrong password is told');
    await shot('01-sign-in');
    await desk.type('session:password', owner.password);
    await desk.press('session:signIn');
    assert.ok(await desk.until(() => desk.run("return document.querySelector('main.Main') !== null"), 30_000));
    await desk.listen();
  });

  await step('forms sent empty say which field is missing, and send nothing', async () => {
    sent.length = 0;
    for (const [path, send] of [['/plans/new', 'plan:create'], ['/users?edit=new', 'user:create'], ['/roles?open=new', 'access:create'], ['/routers/new', 'router:test']]) {
      await desk.go(path);
      assert.ok(await desk.press(send), `${path} has a button ${desk.say(send)}`);
      assert.ok(await desk.until(async () => (await desk.said()).fields > 0, 5_000), `${path}: the missing fields are marked`);
      const focus = await desk.run("return document.querySelectorAll('[aria-invalid=true]').length > 0 && [...document.querySelectorAll('[aria-invalid=true]')].every((one) => one.getAttribute('aria-describedby') || one.getAttribute('aria-errormessage'))");
      assert.ok(focus, `${path}: each says why`);
      await shot(`02-empty${path.replaceAll(/\W/g, '-')}`);
      if (await desk.has('common:cancel')) await desk.press('common:cancel');
      if (await desk.has('common:leave')) await desk.press('common:leave');
    }
    assert.deepEqual(sent, []);
  });

  await step('Enter twice makes one', async () => {
    sent.length = 0;
    await desk.go('/plans/new');
    await desk.type('plan:name', 'Dua Kali');
    await desk.type('plan:sell', '3000');
    await desk.type('plan:cost', '2000');
    await page.getByLabel(desk.say('plan:name'), { exact: true }).focus();
    await Promise.all([page.keyboard.press('Enter'), page.keyboard.press('Enter')]);
    assert.ok(await desk.until(async () => (await desk.at()) === '/plans'));
    assert.equal((await door('plan_list', { include_inactive: true })).rows.filter((row) => row.terms.name === 'Dua Kali').length, 1);
    await desk.go('/batches/new?plan=1');
    await desk.type('batch:quantity', '12');
    await desk.until(() => desk.has('batch:create', { count: 12 }));
    await page.getByLabel(desk.say('batch:quantity'), { exact: true }).focus();
    await Promise.all([page.keyboard.press('Enter'), page.keyboard.press('Enter')]);
    assert.ok(await desk.until(async () => /^\/batches\/\d+$/.test(await desk.at())));
    assert.equal((await door('voucher_batch_list')).rows.length, 1, 'one batch, not two');
    await untilTrue('the codes are on the router', async () => (await vouchersOn(router)).length === 12, 60_000);
  });

  await step('a form left in the middle asks, and is as it was when one stays', async () => {
    await desk.go('/plans/1');
    await desk.type('plan:name', 'Setengah jalan');
    await desk.press('common:cancel');
    assert.ok(await desk.until(() => desk.has('common:leave')), 'it asks');
    await shot('03-leaving');
    await desk.press('common:stay');
    assert.equal(await desk.valueOf('plan:name'), 'Setengah jalan');
    await desk.press('common:cancel');
    await desk.until(() => desk.has('common:leave'));
    await desk.press('common:leave');
    assert.ok(await desk.until(async () => (await desk.at()) === '/plans'));
    assert.equal((await door('plan_get', { plan_id: 1 })).terms.name, '1 Hari', 'nothing was stored');
  });

  await step('a router that stops answering: work goes on, waits, and is applied', async () => {
    process.kill(router.pid, 'SIGSTOP');
    try {
      await desk.go('/batches/new?plan=1');
      await desk.type('batch:quantity', '5');
      await desk.press('batch:create', { count: 5 });
      assert.ok(await desk.until(async () => /^\/batches\/\d+$/.test(await desk.at())), 'the batch is made all the same');
      await desk.go('/routers/1');
      assert.ok(await desk.until(async () => (await desk.run('return document.body.innerText')).includes(desk.say('states:router.lost')), 90_000), 'the router is called lost');
      await shot('04-router-gone');
      await worded(desk);
      for (const path of ['/', '/routers', '/provisioning', '/batches', '/vouchers', '/jobs']) {
        await desk.go(path);
        await worded(desk);
        await shot(`05-router-gone${path.replaceAll(/\W/g, '-')}`);
      }
    } finally {
      process.kill(router.pid, 'SIGCONT');
    }
    await desk.go('/routers/1');
    await untilTrue('the codes that waited are on the router', async () => (await vouchersOn(router)).length === 17, 120_000);
    assert.ok(await desk.until(async () => (await desk.run('return document.body.innerText')).includes(desk.say('states:router.connected')), 90_000), 'the open screen follows');
  });

  await step('a database server that is killed: said, nothing typed is lost, and it comes back by itself', async () => {
    await desk.go('/plans/1');
    await desk.type('plan:name', 'Tetap ada');
    const killed = postmaster(shop.data);
    process.kill(killed, 'SIGKILL');
    await desk.press('common:save');
    const outcome = await desk.until(async () => ((await desk.at()) === '/plans' ? 'stored' : (await worded(desk))[0]), 30_000);
    await shot('06-database-gone');
    assert.ok(['stored', 'database_unavailable', 'database_busy'].includes(outcome), `saving ends in ${outcome}`);
    if (outcome !== 'stored') assert.equal(await desk.valueOf('plan:name'), 'Tetap ada', 'what was typed is still there');
    await untilTrue('the server is back', async () => ![killed, undefined].includes(postmaster(shop.data)) && (await door('plan_list', { include_inactive: false }).then(() => true, () => false)), 90_000);
    if (outcome !== 'stored') {
      await desk.press('common:save');
      assert.ok(await desk.until(async () => (await desk.at()) === '/plans', 30_000), 'saved at the second try');
    }
    assert.equal((await door('plan_get', { plan_id: 1 })).terms.name, 'Tetap ada');
    assert.ok(await desk.until(async () => (await desk.run("return document.querySelector('.Sys .bad') === null")), 60_000), 'the top bar says that all is well again');
  });

  await step('every screen while the database server is away, and after', async () => {
    // Held, not killed: it stays away for as long as is looked.
    const held = postmaster(shop.data);
    const all = [held, ...execFileSync('ps', ['-o', 'pid=', '--ppid', String(held)], { encoding: 'utf8' }).split('\n').map(Number).filter(Boolean)];
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    try {
      // The rows that were read stay on the screen; that nobody answers for them is said above them, on every screen.
      const told = async () => {
        const bar = await desk.run("return document.querySelector('.Sys').textContent");
        return bar.includes(desk.say('shell:dataSilent')) || bar.includes(desk.say('shell:dataLost'));
      };
      await desk.run("history.pushState({}, '', '/vouchers')");
      assert.ok(await desk.until(told, 10_000), 'the top bar says that the data does not answer');
      for (const path of ['/vouchers', '/batches', '/plans', '/routers', '/settings', '/users', '/audit', '/about', '/']) {
        await desk.run("history.pushState({}, '', arguments[0])", path);
        await desk.until(async () => (await desk.said()).errors.length > 0, 4_000);
        await worded(desk);
        assert.ok(await told(), `${path}: the top bar goes on saying so`);
        await shot(`07-database-away${path.replaceAll(/\W/g, '-')}`);
      }
    } finally {
      for (const pid of all.reverse()) process.kill(pid, 'SIGCONT');
    }
    await desk.go('/vouchers');
    assert.ok(await desk.until(async () => (await desk.run("return document.querySelectorAll('tbody tr.opens').length")) === 17, 60_000), 'the list is whole again');
    const lefts = await desk.run("return ['thead th', 'tbody td'].map((cells) => [...document.querySelectorAll(`${cells}:nth-child(2)`)].at(0).getBoundingClientRect().left)");
    assert.equal(lefts[0], lefts[1], 'a name of a column stands above its cells');
    assert.deepEqual(await worded(desk), []);
  });

  await step('a batch made after all that still reaches the router', async () => {
    await desk.go('/batches/new?plan=1');
    await desk.type('batch:quantity', '3');
    await desk.press('batch:create', { count: 3 });
    await untilTrue('they are on the router', async () => (await vouchersOn(router)).length === 20, 60_000);
  });

  await step('a program that is ended: said on the open screen', async () => {
    await desk.go('/vouchers');
    await shop.stop();
    assert.ok(await desk.until(async () => (await desk.run('return document.body.innerText')).includes(desk.say('shell:dataLost')), 30_000), 'the top bar says that the data are out of reach');
    assert.equal(await desk.run("return document.querySelectorAll('tbody tr.opens').length > 0"), true, 'the rows stay on the screen');
    await shot('08-program-gone');
    // A screen that was never looked at is there all the same, and says why it is empty.
    await desk.go('/notices');
    assert.ok(await desk.until(async () => (await worded(desk)).includes('door_unreachable'), 20_000), 'a new screen says that the program does not answer');
    await shot('09-program-gone-new-screen');
  });

  finish();
  await t.test('nothing went wrong inside the page', async () => assert.deepEqual(await desk.faults(), []));
});
