// A list taken along as a file against the real program: asked for, followed, saved and read back; and a view that is
// kept for its person on whichever browser.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openBrowser, openPage } from './lib/browser.mjs';
import { look, sizes } from './lib/look.mjs';
import { openDoor, openShop } from './lib/shop.mjs';
import { stepsOf } from './lib/steps.mjs';
import { wordsOf } from './lib/texts.mjs';

test('lists as files, and views that stay', { timeout: 600_000 }, async (t) => {
  const [shop, browser] = await Promise.all([openShop(t, { demo: true }), openBrowser(t)]);
  const { page, faults } = await openPage(browser, { scheme: 'light', size: sizes[0] });
  const words = wordsOf('id');
  const known = new Set();
  const broken = [];
  const shown = async (name) => broken.push(...(await look(page, `export-${name}`, known)));
  const button = (where, key) => where.getByRole('button', { name: words(key), exact: true });
  const dialog = page.getByRole('dialog');
  const foot = page.locator('.Rail-foot');
  const door = openDoor(shop);
  await door('session_sign_in', { ...shop.account, device_name: 'Uji' });

  const signIn = async (where) => {
    await where.goto(shop.address);
    await where.getByLabel(words('session:username'), { exact: true }).fill(shop.account.username);
    await where.getByLabel(words('session:password'), { exact: true }).fill(shop.account.password);
    await button(where, 'session:signIn').click();
    await where.getByRole('navigation', { name: words('shell:mainMenu') }).waitFor();
  };

  /** The dialog, by its key, once the list is there. */
  const asked = async () => {
    await page.getByRole('button', { name: words('export:button') }).waitFor();
    await page.keyboard.press('e');
    await dialog.waitFor();
  };

  /** Asks for a file of the list that is open and saves it; what lies on the disk then. */
  const taken = async (choose, picture) => {
    await asked();
    await choose();
    if (picture) await shown(picture);
    await button(dialog, 'export:make').click();
    await dialog.waitFor({ state: 'detached' });
    const save = button(foot, 'export:save');
    await save.waitFor({ timeout: 60_000 });
    if (picture) await shown(`${picture}-ready`);
    const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
    await foot.getByText(download.suggestedFilename()).waitFor({ state: 'detached' });
    return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
  };

  const { step, finish } = stepsOf(t, page, undefined, 'export');

  await step('vouchers as CSV: every one that matches, in the order of the screen', async () => {
    await signIn(page);
    await page.goto(`${shop.address}/vouchers?status=available&sort=code&desc=false`);
    await page.getByRole('table').waitFor();
    const { name, content } = await taken(() => dialog.locator('.Seg label', { hasText: /^CSV$/ }).click(), '01-dialog');
    assert.match(name, /^voucher-\d{4}-\d\d-\d\d-\d{4}\.csv$/);
    const lines = content.toString('utf8').split('\r\n');
    assert.ok(lines[0].startsWith('\uFEFF"Kode";"Paket";"Batch";"Nomor"'), lines[0]);
    const codes = lines.slice(1, -1).map((line) => line.split(';')[0].slice(1, -1));
    const filter = { status: ['available'], router_trouble: false };
    const { rows } = await door('voucher_list', { filter, sort: 'code', descending: false, page: { limit: 500 } });
    assert.ok(rows.length > 50 && rows.length < 500, `${rows.length} codes on hand`);
    // The simulated router's guests come as they like: a code may have come into use since the file was written.
    const still = new Set(rows.map((row) => row.code));
    for (const code of codes.filter((one) => !still.has(one))) {
      const found = await door('voucher_list', { filter: { status: ['active'], router_trouble: false, search: code }, sort: 'code', descending: false, page: { limit: 5 } });
      assert.ok(found.rows.some((row) => row.code === code), `${code} is in the file and neither on hand nor in use`);
    }
    assert.deepEqual(codes.filter((one) => still.has(one)), rows.map((row) => row.code));
    assert.ok(lines[1].includes('"Siap jual"'), lines[1]);
  });

  await step('plans as a workbook', async () => {
    await page.goto(`${shop.address}/plans`);
    await page.getByRole('table').waitFor();
    const { name, content } = await taken(async () => undefined);
    assert.match(name, /^paket-.*\.xlsx$/);
    assert.equal(content.subarray(0, 4).toString('latin1'), 'PK\u0003\u0004', 'an archive, as workbooks are');
    const told = await door('activity_list', { action: 'export_open' });
    assert.equal(told.rows.length, 2, 'each saving is told');
  });

  await step('a list without rows says so, and nothing is made', async () => {
    await page.goto(`${shop.address}/vouchers?search=tidak-ada-kode`);
    await asked();
    await button(dialog, 'export:make').click();
    await dialog.getByText('export_empty').waitFor();
    await shown('02-empty');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  await step('a view kept in one browser is there in another', async () => {
    await page.goto(`${shop.address}/vouchers?status=active&sort=code`);
    await button(page, 'common:saveView').click();
    await dialog.getByLabel(words('common:viewName'), { exact: true }).fill('Sedang dipakai');
    await shown('03-view');
    await button(dialog, 'common:save').click();
    await page.getByRole('tab', { name: 'Sedang dipakai' }).waitFor();
    const other = await openPage(browser, { scheme: 'dark', size: sizes[0] });
    await signIn(other.page);
    await other.page.goto(`${shop.address}/vouchers`);
    await other.page.getByRole('tab', { name: 'Sedang dipakai' }).click();
    await other.page.waitForURL(/status=active/);
    assert.match(other.page.url(), /sort=code/);
    assert.deepEqual(other.faults, []);
  });

  finish();
  assert.deepEqual(broken, [], 'accessibility and layout');
  assert.deepEqual(faults, [], 'nothing went wrong inside the page');
});
