// Pictures of every screen and every state of the gallery, over the mock: both themes, both languages,
// four sizes of window. `npm run pictures [-- WORD…]` in ui/ takes those whose name holds every word.
// They go to tests/e2e/out/pictures, which git does not keep. With `--docs` those that the repository shows are put
// into docs/images too, and docs/screens.md is written. It fails when a page throws, is wider than its window, holds a
// list too wide for it at 1366, or breaks a rule of accessibility that only a real browser can see (contrast).
// `--sample N [--seed S]` takes N drawn from all, as `cargo xtask test` does; with `--all` that takes every one.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { findBrowser, speak } from './lib/browser.mjs';
import { chance } from './lib/chance.mjs';
import { disagreements, fileOf, images, looksKept, writePage } from './lib/gallery.mjs';
import { listsBeyond } from './lib/look.mjs';
import { out, packages, root } from './lib/place.mjs';

const folder = join(out, 'pictures');
const ui = join(root, 'ui');
const axe = readFileSync(packages.resolve('axe-core/axe.min.js'), 'utf8');
const { values: asked, positionals: words } = parseArgs({ allowPositionals: true, options: { docs: { type: 'boolean', default: false }, sample: { type: 'string' }, seed: { type: 'string' } } });
const forDocs = asked.docs;
const seed = Number(asked.seed ?? Math.floor(Math.random() * 1_000_000));

/** name → address; a list may name the click that opens what is to be seen. */
const screens = {
  dashboard: '/',
  'start-language': { at: '/?first', do: (page) => page.locator('.Wiz').waitFor() },
  'start-database': { at: '/?first&asks', do: toDatabase },
  'start-server': { at: '/?first&asks', do: toServer },
  'start-company': { at: '/?first', do: (page) => page.locator('.Wiz').waitFor().then(() => page.keyboard.press('Enter')) },
  'start-recovery': { at: '/?first', do: firstAccount },
  'start-prove': { at: '/?first', do: (page) => firstAccount(page).then(() => page.locator('.Wiz-foot .primary').click()) },
  'start-router': { at: '/?first', do: (page) => firstAccount(page).then(() => toRouter(page)) },
  'start-plan': { at: '/?first', do: (page) => firstAccount(page).then(() => toRouter(page)).then(() => skip(page, 1)) },
  'start-done': { at: '/?first', do: (page) => firstAccount(page).then(() => toRouter(page)).then(() => skip(page, 2)) },
  'start-checklist': { at: '/?first', do: (page) => firstAccount(page).then(() => toChecklist(page)) },
  'sign-in': '/?out',
  join: '/?join',
  'must-change': '/?change',
  counter: '/counter',
  'counter-sale': { at: '/counter', do: (page) => page.locator('.Entry input').fill('32').then(() => page.locator('.Plan.on').waitFor()) },
  'counter-sold': { at: '/counter', do: (page) => withoutPrinter(page).then(() => page.locator('.Entry input').fill('3')).then(() => page.keyboard.press('Enter')).then(() => page.locator('.Sale .Lines .CodeText').first().waitFor()) },
  'counter-close': { at: '/counter', do: (page) => page.locator('.Entry input').waitFor().then(() => page.keyboard.press('F10')).then(() => page.getByRole('dialog').waitFor()) },
  'counter-closed': { at: '/counter', do: (page) => page.locator('.Entry input').waitFor().then(() => page.keyboard.press('F10')).then(() => page.locator('[role=dialog] input').fill('232000')).then(() => page.keyboard.press('Enter')).then(() => page.locator('[role=dialog] .Sums').waitFor()) },
  'counter-find': { at: '/counter', do: findCode },
  'counter-extend': { at: '/counter', do: (page) => findCode(page).then(() => page.locator('[role=dialog] .Btn', { hasText: /^(Tambah waktu|Extend)/ }).click()) },
  'counter-move': { at: '/counter', do: (page) => page.locator('.Entry input').waitFor().then(() => page.keyboard.press('F8')).then(() => page.getByRole('dialog').waitFor()) },
  cash: '/cash',
  'cash-shift': '/cash?open=1',
  'cash-take': { at: '/cash?open=1&forgotten', do: (page) => page.getByRole('button', { name: /^(Ambil alih|Take over)/ }).click().then(() => page.locator('[role=dialog] form').waitFor()) },
  sales: '/sales',
  'sales-one': '/sales?open=182',
  'sales-refund': { at: '/sales?open=180', do: (page) => page.getByRole('button', { name: /^(Kembalikan uang|Refund)/ }).click().then(() => page.locator('[role=dialog] select').waitFor()) },
  ledger: '/ledger',
  'ledger-check': { at: '/ledger', do: (page) => page.getByRole('button', { name: /^(Periksa buku|Check the books)/ }).click().then(() => page.locator('[role=dialog] .Banner').waitFor()) },
  batches: '/batches',
  'batch-new': '/batches/new?plan=3',
  batch: '/batches/18',
  'batch-paper': { at: '/batches/18', do: (page) => page.getByRole('button', { name: /^(Lembar PDF|Sheet as PDF)/ }).click().then(() => page.locator('.PageStrip').waitFor()) },
  vouchers: '/vouchers',
  'vouchers-selected': { at: '/vouchers?view=available&plan=3', do: (page) => pick(page, 3) },
  'save-view': { at: '/vouchers?view=available&plan=3', do: (page) => page.locator('.ViewBar .ViewBtn').click().then(() => page.locator('[role=dialog] input').first().fill('1 Hari')) },
  export: { at: '/vouchers?view=available&plan=3', do: (page) => pick(page, 3).then(() => toExport(page)) },
  'export-card': { at: '/vouchers', do: (page) => toExport(page).then(() => page.locator('[role=dialog] .Btn.primary').click()).then(() => page.locator('.Rail .JobCard .Link', { hasText: /^(Simpan|Save)$/ }).waitFor()) },
  voucher: '/vouchers?open=5',
  stock: '/stock',
  'stock-batches': '/stock?by=batch&plan=3',
  reports: '/reports',
  'reports-truths': '/reports?kind=truths',
  'reports-vendors': '/reports?kind=vendors',
  'reports-unsold': '/reports?kind=unsold',
  'reports-shifts': '/reports?kind=shifts',
  'reports-plan': '/reports?by=plan&range=week',
  plans: '/plans',
  prints: '/prints',
  'plan-new': '/plans/new',
  plan: '/plans/3',
  vendors: '/vendors',
  'vendor-new': '/vendors/new',
  vendor: '/vendors/1',
  'vendor-transfers': '/vendors/1?tab=transfers',
  'vendor-settlements': '/vendors/1?tab=settlements',
  'vendor-pay': { at: '/vendors/3', do: (page) => page.keyboard.press('t').then(() => page.getByRole('dialog').waitFor()) },
  'vendor-statement': '/vendors/1?tab=statement',
  'vendor-data': '/vendors/2?tab=data',
  'vendor-settle': { at: '/vendors/1', do: (page) => page.keyboard.press('h').then(() => page.locator('[role=dialog] .Rows').first().waitFor()) },
  'vendor-hand': { at: '/vendors/3', do: (page) => page.keyboard.press('n').then(() => page.locator('[role=dialog] select option').nth(1).waitFor({ state: 'attached' })).then(() => page.locator('[role=dialog] select').selectOption({ index: 1 })).then(() => page.locator('[role=dialog] .Rows').first().waitFor()) },
  account: '/account?reseller',
  routers: '/routers',
  'router-new': '/routers/new',
  router: '/routers/2',
  'router-log': '/routers/1?tab=log',
  'router-interfaces': '/routers/2?tab=interfaces',
  'router-ping': { at: '/routers/2', do: (page) => page.getByRole('button', { name: 'Ping' }).click().then(() => page.getByRole('button', { name: /^(Kirim ping|Send ping)/ }).click()).then(() => page.locator('[role=dialog] table, [role=dialog] dl').first().waitFor()) },
  'router-kick': { at: '/routers/2', do: (page) => page.getByRole('button', { name: /^(Putuskan|Disconnect) / }).first().click().then(() => page.getByRole('dialog').waitFor()) },
  'router-test': { at: '/routers/2?edit=true', do: (page) => page.getByRole('button', { name: /^(Uji sambungan|Test the connection)/ }).click().then(() => page.locator('.Tests .bad').first().waitFor()) },
  'router-down': '/routers/5',
  provisioning: '/provisioning',
  drift: '/provisioning/2',
  'drift-row': '/provisioning/2?open=1',
  'drift-dry-run': { at: '/provisioning/2', do: (page) => page.getByRole('button', { name: /^(Pasang lagi semua|Push all again)…/ }).click().then(() => page.locator('.DryRun li').first().waitFor()) },
  gate: { at: '/provisioning/3', do: (page) => page.getByRole('button', { name: /^(Periksa…|Look…|Check…)/ }).first().click().then(() => page.getByRole('dialog').waitFor()) },
  adopt: '/provisioning/2/adopt',
  jobs: '/jobs',
  users: '/users',
  'user-new': '/users?edit=new',
  'user-data': '/users?edit=2',
  settings: '/settings',
  'settings-location': { at: '/settings?tab=locations', do: (page) => page.locator('#settings-locations .Rows .Btn').last().click().then(() => page.locator('[role=dialog] form').waitFor()) },
  'settings-printing': '/settings?tab=printing',
  'settings-routers': '/settings?tab=routers',
  'settings-worker': '/settings?tab=worker',
  'settings-desk': '/settings?tab=desk&window',
  'settings-security': '/settings?tab=security',
  'settings-printers': '/settings?tab=printers',
  'settings-printer': { at: '/settings?tab=printers', do: (page) => page.locator('#settings-printers .Rows .Btn').last().click().then(() => page.getByRole('dialog').locator('form').waitFor()) },
  'settings-retention': '/settings?tab=retention',
  'settings-database': '/settings?tab=database',
  'settings-recovery': { at: '/settings?tab=recovery', do: (page) => page.locator('#settings-recovery .Btn').click().then(() => page.locator('[role=dialog] input').fill('kopi pahit')).then(() => page.keyboard.press('Enter')).then(() => page.locator('output').waitFor()) },
  'settings-find': '/settings?find=logo',
  'settings-appearance': '/settings?tab=appearance',
  about: '/about',
  'user-access': { at: '/users?edit=3', do: (page) => page.getByRole('tab').last().click() },
  roles: '/roles',
  'role-edit': '/roles?open=3',
  'role-who': '/roles?who=voucher.void',
  audit: '/audit',
  'audit-row': '/audit?open=84',
  'audit-deeds': '/audit?view=deeds',
  notices: '/notices?view=all',
  'notices-bell': { at: '/batches', do: (page) => page.locator('.Bell').click().then(() => page.locator('.NoticePop .Act').first().waitFor()) },
  me: '/me',
  'me-notices': '/me?part=notices',
  locked: { at: '/me', do: (page) => page.keyboard.press('g').then(() => page.keyboard.press('l')).then(() => page.locator('.SignIn').waitFor()) },
  'quick-switch': { at: '/counter', do: (page) => page.locator('.Entry input').waitFor().then(() => page.locator('.UserBtn').click()).then(() => page.getByRole('menuitem', { name: /^(Ganti orang|Switch person)/ }).click()).then(() => page.locator('[role=dialog] input[inputmode=numeric]').fill('2580')) },
  'shell-lost': { at: '/stock?lost', do: (page) => page.locator('.Sys .bad', { hasText: /Data (terputus|lost)/ }).waitFor().then(() => page.locator('.StaleLine').first().waitFor()) },
  'shell-silent': { at: '/stock?silent', do: (page) => page.locator('.Sys .bad', { hasText: /Data (tidak menjawab|not answering)/ }).waitFor() },
  'shell-idle': { at: '/?idle', do: (page) => page.locator('.Sys .bad[href="/jobs"]').waitFor() },
  'palette-records': { at: '/', do: (page) => page.keyboard.press('Control+K').then(() => page.keyboard.type('pasar')) },
  palette: { at: '/', do: (page) => page.keyboard.press('Control+K') },
  keys: { at: '/vouchers', do: (page) => page.keyboard.press('?') },
  columns: { at: '/vouchers', do: (page) => page.getByRole('button', { name: /^(Kolom|Columns)/ }).click() },
};

const looks = [
  { name: 'id-light', language: 'id', scheme: 'light', width: 1366, height: 768 },
  { name: 'en-dark', language: 'en', scheme: 'dark', width: 1366, height: 768 },
  { name: 'id-dark-1920', language: 'id', scheme: 'dark', width: 1920, height: 1080 },
  { name: 'en-light-1024', language: 'en', scheme: 'light', width: 1024, height: 700 },
  // 200 % zoom of 1366 × 768: half the room, twice the pixels.
  { name: 'id-light-zoom', language: 'id', scheme: 'light', width: 683, height: 384, scale: 2 },
];

/** A code of the mock, looked up by F3. */
async function findCode(page) {
  await page.locator('.Entry input').waitFor();
  await page.keyboard.press('F3');
  // The sixth of the mock's codes: in use, and bound to a phone.
  await page.locator('[role=dialog] input').fill('gawtk8');
  await page.keyboard.press('Enter');
  await page.locator('.FoundCode').waitFor();
}

async function pick(page, count) {
  await page.locator('tbody input[type=checkbox]').first().waitFor();
  for (let i = 0; i < count; i += 1) await page.locator('tbody input[type=checkbox]').nth(i).click();
}

/** A list about to be taken along as a file. */
async function toExport(page) {
  await page.locator('tbody tr').first().waitFor();
  await page.getByRole('button', { name: /^(Simpan berkas|Save a file)/ }).click();
  await page.locator('[role=dialog] form .Seg').first().waitFor();
}

/** To the question where the data are to be. */
async function toDatabase(page) {
  await page.locator('.Wiz-foot .primary').click();
  await page.locator('.Choice').waitFor();
}

/** A server that was tried, with one thing to know about it. */
async function toServer(page) {
  await toDatabase(page);
  await page.locator('.Choice input').nth(1).check({ force: true });
  await page.locator('.Wiz .G2 input').first().fill('db.sinardesa.net');
  await page.locator('.Wiz-foot .primary').click();
  await page.locator('.Tests .ok').first().waitFor();
  await page.locator('.Tests').scrollIntoViewIfNeeded();
}

/** A browser without a screen crashes where a PDF is handed to a printer. */
async function withoutPrinter(page) {
  await page.evaluate(() => {
    const { get } = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow');
    Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', { get() { return 'print' in this.dataset ? { print: () => undefined } : get.call(this); } });
    // Its viewer has no storage, which the pictures' own script would stumble over.
    Object.defineProperty(HTMLIFrameElement.prototype, 'src', { set: () => undefined });
  });
}

/** Language, company, account: up to the recovery code. */
async function firstAccount(page) {
  const next = () => page.locator('.Wiz-foot .primary').click();
  await next();
  await page.locator('.Wiz input').first().fill('Sinar Desa Net');
  await next();
  await page.locator('input[type=password]').first().waitFor();
  for (const [i, text] of ['Hendra Saputra', 'hendra', 'kopi pahit tiap pagi', 'kopi pahit tiap pagi'].entries()) await page.locator('.Wiz input').nth(i).fill(text);
  await next();
  await page.locator('output').waitFor();
}

/** On from the recovery code, which is proven to be kept: to the first router. */
async function toRouter(page) {
  const groups = (await page.locator('output').innerText()).split('-');
  await page.locator('.Wiz-foot .primary').click();
  const number = Number(/\d+/.exec(await page.locator('.Wiz .Field label').innerText())[0]);
  await page.locator('.Wiz input').fill(groups[number - 1]);
  await page.locator('.Wiz-foot .primary').click();
  await skipButton(page).waitFor();
}

const skipButton = (page) => page.getByRole('button', { name: /^(Lewati dulu|Skip for now|Skip)/ });

/** Leaves so many steps for later. */
async function skip(page, steps) {
  for (let i = 0; i < steps; i += 1) await skipButton(page).click();
}

/** On from the recovery code, router and plan left for later: to the dashboard with what is left to do. */
async function toChecklist(page) {
  await toRouter(page);
  await skip(page, 2);
  await page.locator('.EmptyState .Btn').first().click();
  await page.locator('.Start').waitFor();
}

/** The screens over the mock, built once: a page of theirs then opens in a moment. */
async function serve() {
  const { build, preview } = await import(pathToFileURL(packages.resolve('vite')).href);
  const shared = { root: ui, mode: 'mock', logLevel: 'error' };
  const outDir = join(out, 'mock');
  await build({ ...shared, build: { outDir, emptyOutDir: true } });
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, strictPort: false, host: '127.0.0.1' } });
  return { url: `http://127.0.0.1:${server.httpServer.address().port}`, close: () => server.close() };
}

/** The same picture for the repository: light to carry, and without the caret that comes and goes. */
async function keep(page, file) {
  await page.addStyleTag({ content: '* { caret-color: transparent !important; }' });
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 72 });
  writeFileSync(file, Buffer.from(data, 'base64'));
  await session.detach();
}

/** The looks asked for, and what is to be seen in each: a sample where one is asked for. */
function wanted() {
  const all = looks.filter((look) => !forDocs || looksKept[look.name]).flatMap((look) => wantedOf(look).map(([name, screen]) => ({ look, name, screen })));
  if (!asked.sample) return all;
  const { below } = chance(seed);
  const drawn = new Set();
  while (drawn.size < Math.min(Number(asked.sample), all.length)) drawn.add(all[below(all.length)]);
  return all.filter((one) => drawn.has(one));
}

/** For the repository only what it keeps. */
function wantedOf(look) {
  const all = forDocs ? Object.entries(screens).filter(([name]) => fileOf(name, look.name)) : [...Object.entries(screens), ['gallery', '/gallery']];
  return all.filter(([name]) => words.every((word) => `${name} ${look.name}`.split(' ').some((part) => part === word || part.startsWith(`${word}-`) || look.name.includes(word))));
}

const addressOf = (name) => (typeof screens[name] === 'string' ? screens[name] : screens[name].at);

async function settled(page) {
  await page.locator('main').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.Skeleton:not([data-still]), .Paper[aria-busy=true], .SignIn > [role=status]'), undefined, { timeout: 20_000 }).catch(() => undefined);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

async function faultsOf(page, look) {
  const faults = [];
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) faults.push(`the page is ${wide} px wider than the window`);
  faults.push(...(await listsBeyond(page)));
  if (look.scale) return faults;
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => globalThis.axe.run({ runOnly: { type: 'tag', values } }), ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
  return [...faults, ...violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 140)}: ${failureSummary?.split('\n')[1]?.trim()}`))];
}

/** The gallery names its own states: one picture for each of its sections, so that a new one is never forgotten. */
async function takeGallery(page, look, report) {
  for (const id of await page.locator('[data-specimen]').evaluateAll((all) => all.map((one) => one.dataset.specimen))) {
    await page.locator(`[data-specimen="${id}"]`).screenshot({ path: join(folder, `gallery-${id}-${look.name}.png`), animations: 'disabled' });
    report();
  }
}

async function main() {
  for (const place of [folder, images]) mkdirSync(place, { recursive: true });
  const server = process.env.PICTURES_URL ? { url: process.env.PICTURES_URL, close: async () => undefined } : await serve();
  const { chromium, executablePath, args } = findBrowser();
  const faults = [];
  let taken = 0;
  let faulty = 0;
  const all = wanted();
  for (const look of looks) {
    const mine = all.filter((one) => one.look === look);
    if (mine.length === 0) continue;
    // Fields for hours follow the language of the browser, not that of the page.
    const browser = await chromium.launch({ executablePath, args: [...args, `--lang=${look.language === 'id' ? 'id' : 'en-GB'}`], env: { ...process.env, LANGUAGE: look.language === 'id' ? 'id' : 'en_GB' } });
    for (const { name, screen } of mine) {
      // A person who was never here: a first start that is left half done would show on every picture after it.
      const context = await browser.newContext({
        colorScheme: look.scheme, viewport: { width: look.width, height: look.height }, deviceScaleFactor: look.scale ?? 1,
        locale: look.language === 'id' ? 'id-ID' : 'en-GB', timezoneId: 'Asia/Jakarta', reducedMotion: 'reduce',
      });
      await speak(context, look.language);
      const page = await context.newPage();
      const told = [];
      page.on('pageerror', (error) => told.push(error.message));
      page.on('console', (message) => message.type() === 'error' && told.push(message.text()));
      // The mock's shop lives on one afternoon.
      await page.clock.setFixedTime(new Date('2026-11-21T07:32:00Z'));
      await page.goto(server.url + (typeof screen === 'string' ? screen : screen.at));
      try {
        await settled(page);
        await screen.do?.(page);
        await settled(page);
      } catch (error) {
        told.push(error.message.split('\n')[0]);
      }
      if (screen.do) await page.waitForTimeout(250);
      if (name === 'gallery') await takeGallery(page, look, () => (taken += 1));
      else await page.screenshot({ path: join(folder, `${name}-${look.name}.png`), animations: 'disabled' });
      if (forDocs) await keep(page, fileOf(name, look.name));
      taken += 1;
      const found = [...told, ...(await faultsOf(page, look))].map((fault) => `${name} (${look.name}): ${fault}`);
      faulty += found.length > 0 ? 1 : 0;
      faults.push(...found);
      await context.close();
    }
    await browser.close();
  }
  await server.close();
  if (forDocs) faults.push(...disagreements(Object.keys(screens)), ...writePage(addressOf).map((file) => `${file} was not taken`));
  for (const fault of new Set(faults)) process.stderr.write(`${fault}\n`);
  process.stdout.write(`${taken} pictures in ${folder}, ${faults.length} faults\n`);
  // As a runner of tests says it, screens as tests.
  process.stdout.write(`counted: ${taken} pictures of ${all.length} screens in their looks${asked.sample ? `, seed ${seed}` : ''}\nℹ pass ${all.length - faulty}\nℹ fail ${faulty}\n`);
  if (taken === 0) throw new Error('no picture has such a name');
  process.exitCode = faults.length > 0 ? 1 : 0;
}

await main();
