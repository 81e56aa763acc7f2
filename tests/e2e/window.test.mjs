// The real window: it opens on an empty data folder, and the same thread runs through its own bridge.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { picture, program, scratch } from './lib/place.mjs';
import { vouchersOn } from './lib/routeros.mjs';
import { openRouter, owner } from './lib/shop.mjs';
import { wordsOf } from './lib/texts.mjs';
import { openDisplay, openWindow, photograph } from './lib/webdriver.mjs';

const words = wordsOf('id');
const codes = 30;

test('the window, from opening to codes on the router', { timeout: 600_000 }, async (t) => {
  const [router, display] = await Promise.all([openRouter(t), openDisplay(t)]);
  const folder = scratch(t);
  const data = join(folder, 'data');
  const downloads = join(folder, 'downloads');
  for (const made of [join(folder, 'config'), downloads]) mkdirSync(made);
  writeFileSync(join(folder, 'config/user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  const env = { DISPLAY: display, XDG_CONFIG_HOME: join(folder, 'config'), XDG_DATA_HOME: join(folder, 'share'), XDG_CACHE_HOME: join(folder, 'cache'), GTK_USE_PORTAL: '0' };
  const window = await openWindow(t, { binary: program('simpul-desktop'), args: ['--data-dir', data], env });
  const shot = async (name) => {
    await window.drawn();
    photograph(display, picture(`window-${name}`));
  };

  await t.test('opens while the program behind it still starts', async () => {
    await window.wait('the page', () => window.run('return document.title === "Simpul"'));
    await shot('01-opened');
    await window.read(words('setup:languageTitle'));
    await shot('02-language');
  });

  await t.test('first owner', async () => {
    await window.press(words('common:next'));
    await window.read(words('setup:databaseTitle'));
    await shot('02b-database');
    await window.press(words('database:useHere'));
    await window.wait('the company', () => window.run('return document.body.innerText.includes(arguments[0])', words('setup:companyTitle')), 120_000);
    await window.type(words('setup:companyName'), owner.company);
    await window.press(words('common:next'));
    await window.type(words('setup:ownerName'), owner.name);
    await window.type(words('user:username'), owner.username);
    await window.type(words('session:password'), owner.password);
    await window.type(words('setup:repeat'), owner.password);
    await window.press(words('setup:create'));
    await window.read(words('setup:recoveryTitle'));
    await shot('03-recovery');
    const code = await window.run('return document.querySelector("output").textContent');
    await window.press(words('setup:recoveryNext'));
    const label = await window.wait('the group that is asked for', () => window.run('return document.querySelector(".Wiz .Field label")?.textContent ?? false'));
    await window.type(label, code.split('-')[Number(/\d+/.exec(label)[0]) - 1]);
    await window.press(words('common:next'));
  });

  await t.test('the page knows no token', async () => {
    const kept = await window.run('return JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])');
    assert.doesNotMatch(kept, /[A-Za-z0-9_-]{32,}|token/i);
  });

  await t.test('router', async () => {
    await window.type(words('router:name'), 'Balai Desa');
    await window.type(words('router:host'), router.host);
    await window.choose(words('router:transport'), 'plain');
    await window.type(words('router:port'), String(router.port));
    await window.type(words('router:user'), router.user);
    await window.type(words('router:password'), router.password);
    await window.press(words('router:test'));
    await window.read('RouterOS 7\\.22');
    await shot('04-router');
    await window.press(words('router:save'));
  });

  await t.test('plan', async () => {
    await window.type(words('plan:name'), '1 Hari');
    await window.type(words('plan:sell'), '5000');
    await window.type(words('plan:validity'), '1');
    await window.press(words('plan:create'));
    await window.press(words('setup:firstBatch'));
  });

  await t.test('batch, told by events until it is on the router', async () => {
    const plan = await window.wait('the plan to choose', () =>
      window.run('return [...document.querySelectorAll("option")].find((one) => one.textContent.startsWith("1 Hari"))?.value ?? false'));
    await window.choose(words('batch:plan'), plan);
    await window.type(words('batch:quantity'), String(codes));
    await window.wait('the preview of the card', () => window.run('return [...document.querySelectorAll("canvas[role=img]")].some((one) => one.width > 0 && one.parentElement.ariaBusy !== "true")'));
    await shot('05-batch-new');
    await window.press(`Buat ${codes} voucher`);
    await window.read(`${codes} dari ${codes} terpasang`);
    await shot('06-batch');
    const rows = await vouchersOn(router);
    assert.equal(new Set(rows.map((row) => row.name)).size, codes);
  });

  await t.test('the sheet is saved by the program, where the webview cannot', async () => {
    await window.press(words('batch:printSheet'));
    await window.press(words('batch:saveFile'));
    const [file] = await window.wait('the file', () => readdirSync(downloads).length > 0 && readdirSync(downloads));
    await window.read(`${file.replace('.', '\\.')} tersimpan`);
    assert.equal(readFileSync(join(downloads, file)).subarray(0, 5).toString(), '%PDF-');
    await shot('07-paper');
  });

  await t.test('pages of others are not opened, and no policy was broken', async () => {
    const before = await window.run('return location.href');
    await window.run('location.href = "https://example.invalid/"');
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await window.run('return location.href'), before);
  });

  await t.test('closing it stops the database of the folder', async () => {
    const [version] = ['18', '17', '16', '15'].filter((one) => existsSync(join(data, 'postgres', one)));
    const pidFile = join(data, 'postgres', version, 'postmaster.pid');
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    assert.ok(pid > 0);
    await window.close();
    assert.equal(existsSync(pidFile), false, 'the database has stopped');
  });
});
