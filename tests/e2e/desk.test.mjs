// The window as a citizen of its computer: a desktop is played around the real program, with a tray, a notification
// server and a person's hands on the frame of the window.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from './lib/books.mjs';
import { openBus, openNotices, openTray } from './lib/dbus.mjs';
import { picture, program, scratch } from './lib/place.mjs';
import { start } from './lib/process.mjs';
import { owner } from './lib/shop.mjs';
import { wordsOf } from './lib/texts.mjs';
import { isAlive, openDisplay, openWindow, pause, photograph, until } from './lib/webdriver.mjs';
import { openHands } from './lib/x11.mjs';

const words = wordsOf('id');
const title = 'Simpul';

/** Something that calls for a person, as the watch raises it; the window's own worker brings it to people. */
const raise = (data, code) =>
  sql(data, `WITH raised AS (INSERT INTO notices (kind, event_key, severity, params, link)
               VALUES ('backup_failed', '${code}', 'bad', '{"error_code": "database_disk_full"}', '/about') RETURNING id)
             INSERT INTO jobs (kind, payload) SELECT 'notice_deliver', jsonb_build_object('notice_id', id) FROM raised`);

test('the window as a citizen of its computer', { timeout: 900_000 }, async (t) => {
  const folder = scratch(t);
  const [data, downloads, config] = ['data', 'downloads', 'config'].map((name) => join(folder, name));
  for (const made of [downloads, config, join(folder, 'run')]) mkdirSync(made, { mode: 0o700 });
  writeFileSync(join(config, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  const [display, bus] = await Promise.all([openDisplay(t), openBus(t)]);
  const [hands, notices, tray] = await Promise.all([openHands(t, display), openNotices(t, bus), openTray(t, bus)]);
  const env = {
    DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: bus, GTK_USE_PORTAL: '0', NO_AT_BRIDGE: '1',
    HOME: folder, XDG_CONFIG_HOME: config, XDG_DATA_HOME: join(folder, 'share'), XDG_CACHE_HOME: join(folder, 'cache'), XDG_RUNTIME_DIR: join(folder, 'run'),
  };
  const binary = program('simpul-desktop');
  const args = ['--data-dir', data];
  const account = { company_name: owner.company, time_zone: 'Asia/Jakarta', locale: 'id', name: owner.name, username: owner.username, password: owner.password };
  execFileSync(program('simpul'), ['--json', ...args, 'call', 'owner_create', JSON.stringify(account)], { stdio: 'ignore' });

  // By the page and not by the driver: its click misses on a page that is zoomed, and waits for the next frame, which a
  // hidden window never draws.
  const push = (window, label, after = 0) =>
    until(`a button “${label}”`, () => window.run(`const one = [...document.querySelectorAll("button:not([disabled])")].find((b) => b.getClientRects().length > 0 && b.textContent.trim() === arguments[0]);
      if (one) setTimeout(() => one.click(), arguments[1]);
      return one !== undefined`, label, after));
  const enter = async () => {
    const window = await openWindow(t, { binary, args, env });
    await window.type(words('session:username'), owner.username);
    await window.type(words('session:password'), owner.password);
    await push(window, words('session:signIn'));
    await until('the program', () => window.run('return document.querySelector(".AppShell") !== null'));
    return window;
  };
  const go = (window, to) => window.run('history.pushState({}, "", arguments[0]); window.dispatchEvent(new PopStateEvent("popstate"))', to);
  const shot = async (window, name) => {
    await window.drawn();
    photograph(display, picture(`desk-${name}`));
  };
  const hidden = () => until('the window is hidden', async () => !(await hands.isSeen(title)));
  const again = () => spawnSync(binary, args, { env: { ...process.env, ...env }, timeout: 60_000 });

  let window = await enter();

  await t.test('a file goes where the dialog says', async () => {
    await go(window, '/audit?view=deeds');
    await window.press(words('export:button'));
    await window.press(words('export:make'));
    await push(window, words('export:save'));
    const dialog = await until('the dialog', async () => (await hands.seen()).find((one) => one.title !== title));
    await pause(1000);
    photograph(display, picture('desk-01-save'));
    await hands.key(dialog.title, 36);
    const [file] = await until('the file', () => readdirSync(downloads).length > 0 && readdirSync(downloads));
    assert.match(file, /\.xlsx$/);
    assert.equal(readFileSync(join(downloads, file)).subarray(0, 2).toString(), 'PK');
    await window.read(`${file.replaceAll('.', String.raw`\.`)} tersimpan`);
  });

  await t.test('closing it explains itself once, and the worker goes on', async () => {
    await hands.close(title);
    await window.read(words('desk:closeTitle').replace('?', String.raw`\?`));
    await pause(1000);
    await shot(window, '02-close');
    await push(window, words('desk:closeStay'));
    await hidden();
    assert.ok(isAlive(window.pid));
    raise(data, 'first');
    const [notice] = await until('the notice', () => notices.shown.length > 0 && notices.shown);
    assert.equal(notice.title, words('notice:titles.backup_failed'));
    assert.match(notice.detail, /^Cadangan sebelumnya masih ada\. /);
    assert.deepEqual(notice.actions, ['default', words('desk:notice.open')]);
  });

  await t.test('a click on the notice opens the window on the thing', async () => {
    notices.press(notices.shown[0].id);
    await hands.find(title);
    await until('the screen', () => window.run('return location.pathname === "/about"'));
  });

  await t.test('closed again it asks nothing, and a second start shows it', async () => {
    await hands.close(title);
    await hidden();
    const second = again();
    assert.equal(second.status, 0, String(second.stderr));
    await hands.find(title);
  });

  await t.test('starts with the system, or not', async () => {
    const entries = () => (existsSync(join(config, 'autostart')) ? readdirSync(join(config, 'autostart')) : []);
    await go(window, '/settings?tab=desk');
    await window.read(words('desk:stay'));
    await shot(window, '03-settings');
    const box = (label, then) => window.run(`const box = [...document.querySelectorAll("label")].find((one) => one.textContent.includes(arguments[0])).control; ${then}`, label);
    const tick = (label) => box(label, 'box.click()');
    await tick(words('desk:autostart'));
    const [entry] = await until('the entry', () => entries().length > 0 && entries());
    const text = readFileSync(join(config, 'autostart', entry), 'utf8');
    assert.ok(text.includes(`Exec="${binary}" "--data-dir" "${data}" "--at-login"\n`), text);
    await until('the tick', () => box(words('desk:autostart'), 'return box.checked'));
    await tick(words('desk:autostart'));
    await until('the entry is gone', () => entries().length === 0);
  });

  const place = { x: 40, y: 25, width: 1180, height: 700 };
  const pidFile = () => join(data, 'postgres', readdirSync(join(data, 'postgres')).find((name) => /^\d+$/.test(name)), 'postmaster.pid');

  await t.test('quitting with something typed asks first: it stays as it is, or is left knowingly', async () => {
    const typed = () => window.run('return [...document.querySelectorAll("label")].find((one) => one.textContent.trim() === arguments[0])?.control?.value ?? null', words('user:name'));
    await go(window, '/users?edit=new');
    await window.type(words('user:name'), 'Bu Rini');
    // Closing hides the window here: nothing is lost by that, and nothing is asked.
    await hands.close(title);
    await hidden();
    await (await tray.menu()).choose(words('desk:tray.quit'));
    await hands.find(title);
    await window.read(words('common:unsavedText'));
    await shot(window, '04-quit-typed');
    assert.ok(isAlive(window.pid));
    await push(window, words('common:stay'));
    await until('the question is gone', () => window.run('return !document.body.innerText.includes(arguments[0])', words('common:unsavedText')));
    assert.equal(await typed(), 'Bu Rini');
    assert.ok(isAlive(window.pid));
    await (await tray.menu()).choose(words('desk:tray.quit'));
    await window.read(words('common:unsavedText'));
    // Later than the driver's answer, which would be lost with the program.
    await push(window, words('common:leave'), 500);
    await until('the program has ended', () => !isAlive(window.pid));
    assert.equal(existsSync(pidFile()), false, 'the database has stopped');
    window = await enter();
  });

  await t.test('the tray sells, and quitting there really quits', async () => {
    await hands.place(title, place);
    await window.run('window.__TAURI_INTERNALS__.invoke("desk_zoom", { step: 1 })');
    await until('it is larger', () => window.run('return window.innerWidth < 1100'));
    await hands.close(title);
    await hidden();
    const menu = await tray.menu();
    assert.deepEqual(menu.entries.map((one) => one.label), [words('desk:tray.open'), words('desk:tray.sell'), words('desk:tray.idle'), words('desk:tray.quit')]);
    await menu.choose(words('desk:tray.sell'));
    await hands.find(title);
    await until('the screen', () => window.run('return location.pathname === "/counter"'));
    await hands.close(title);
    await hidden();
    const database = pidFile();
    assert.ok(existsSync(database));
    await menu.choose(words('desk:tray.quit'));
    await until('the program has ended', () => !isAlive(window.pid));
    assert.equal(existsSync(database), false, 'the database has stopped');
  });

  await t.test('comes back as large, where and with the zoom it was left; nothing is told twice', async () => {
    window = await enter();
    await until('its place', async () => JSON.stringify(await hands.placeOf(title)) === JSON.stringify(place)).catch(async () => assert.deepEqual(await hands.placeOf(title), place));
    assert.ok(await window.run('return window.innerWidth < 1100'), 'the zoom');
    raise(data, 'second');
    await until('the second notice', async () => notices.shown.length > 1 || window.run('return document.body.innerText.includes(arguments[0])', words('notice:titles.backup_failed')));
    assert.ok(notices.shown.length <= 2, 'what was told before the restart is not told again');
    await window.close();
  });

  await t.test('started by the system it stays away until it is wanted', async () => {
    const icons = tray.icons.length;
    const started = await start(t, binary, [...args, '--at-login'], { env });
    await until('the icon', () => tray.icons.length > icons);
    const idle = async () => (await tray.menu()).entries.some((one) => one.label === words('desk:tray.idle'));
    await until('the worker', idle);
    assert.equal(await hands.isSeen(title), false);
    assert.equal(again().status, 0);
    await hands.find(title);
    await (await tray.menu()).choose(words('desk:tray.quit'));
    await until('the program has ended', () => !isAlive(started.pid));
  });
});

test('without a tray and without a bus, closing the window ends the program', { timeout: 300_000 }, async (t) => {
  const folder = scratch(t);
  const data = join(folder, 'data');
  const display = await openDisplay(t);
  const hands = await openHands(t, display);
  const env = { DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), XDG_DATA_HOME: join(folder, 'share'), XDG_CACHE_HOME: join(folder, 'cache') };
  const window = await openWindow(t, { binary: program('simpul-desktop'), args: ['--data-dir', data], env });
  await window.read(words('setup:languageTitle'));
  await window.press(words('common:next'));
  await window.press(words('database:useHere'));
  await until('the database', () => window.run('return document.body.innerText.includes(arguments[0])', words('setup:companyTitle')));
  await hands.close(title);
  await until('the program has ended', () => !isAlive(window.pid));
  const version = readdirSync(join(data, 'postgres')).find((name) => /^\d+$/.test(name));
  assert.equal(existsSync(join(data, 'postgres', version, 'postmaster.pid')), false, 'the database has stopped');
});
