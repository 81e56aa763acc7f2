// Pictures of every screen over the real program, for docs/screens.md and the guide: a shop that lives
// (`simpul serve --demo`) with routers that are well, lost, late, changed by hand and run by another program.
// `node tests/e2e/screens.mjs [WORD…]` after `cargo xtask e2e` has built everything; WebP, so that they stay light.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser, paperIsDrawn } from './lib/browser.mjs';
import { root } from './lib/place.mjs';
import { ask, vouchersOn } from './lib/routeros.mjs';
import { login, openDoor, openRouter, openShop, owner } from './lib/shop.mjs';
import { untilTrue } from './lib/steps.mjs';
import { wordsOf } from './lib/texts.mjs';

const folder = join(root, 'docs/images');
const wanted = process.argv.slice(2);
const size = { width: 1366, height: 768 };
const looks = [{ name: 'light', language: 'id', scheme: 'light' }, { name: 'dark', language: 'en', scheme: 'dark' }];
const users = '/ip/hotspot/user';

/** Stands in for a test: what was begun is ended in the other order. */
const endings = [];
const t = { after: (end) => endings.push(end) };

/** Routers in every state a shop meets; answers their numbers. */
async function furnish(door) {
  const add = async (name, router, transport = 'plain') =>
    (await door('router_create', {
      location_id: 1, name, hotspot_dns_name: 'sdn.net',
      address: { host: '127.0.0.1', port: transport === 'tls' ? router.tlsPort : router.port, transport, username: login.user, password: login.password },
    })).router_id;
  const hall = await openRouter(t, { more: ['--demo', '--board', 'rb5009', '--seed', '3'] });
  const mosque = await openRouter(t, { persona: '7.16', more: ['--demo', '--board', 'hex', '--seed', '5', '--fault', 'clock-offset=10800'] });
  const office = await openRouter(t, { persona: '6.49' });
  await mikhmon(office);
  const ids = { hall: await add('Balai Desa', hall, 'tls'), mosque: await add('Masjid Al-Huda', mosque), office: await add('Kantor Lama', office), lost: await add('Warung Bu Sri', { port: 18199 }) };
  const terms = {
    name: 'Kampung', shortcut_key: null, usage_limit_s: 86_400, data_limit_bytes: null, validity_s: 86_400, shared_users: 1, lock_mac: false,
    upload_kbps: 2000, download_kbps: 8000, price_sell: '5000', price_cost: '3500', profile_name: 'kampung',
  };
  const { plan_id } = await door('plan_create', { location_id: 1, router_ids: [ids.hall, ids.mosque, ids.lost], terms });
  const draft = { plan_id, quantity: 96, router_ids: [], code: { mode: 'code', alphabet: 'lower', length: 6, prefix: '' }, sheet: { preset: 'a4-24', qr: true } };
  const batch = await door('voucher_batch_create', { idempotency_key: `screens-${Date.now()}`, draft });
  for (const router of [hall, mosque]) await untilTrue('the codes are on the router', async () => (await vouchersOn(router)).length === draft.quantity, 60_000);
  await changeByHand(hall, mosque);
  for (const router_id of [ids.hall, ids.mosque, ids.office]) await door('router_compare', { router_id });
  await untilTrue('the comparison is done', async () => (await door('drift_summary', { page: { limit: 50 } })).rows.find((row) => row.router_id === ids.mosque).gate !== null, 60_000);
  return { ...ids, plan: plan_id, batch: batch.row.batch_id };
}

async function mikhmon(office) {
  await ask(office, `${users}/profile/add`, '=name=5rb', '=rate-limit=1M/2M', '=on-login=:put (",rem,3000,1d,5000,,Disable,"); {:local x 1}');
  await ask(office, `${users}/profile/add`, '=name=malam', '=rate-limit=1M/2M 2M/4M 1M/1M 8/8');
  await ask(office, `${users}/profile/add`, '=name=bulanan', '=rate-limit=5M/5M');
  for (let n = 10; n < 40; n += 1) await ask(office, `${users}/add`, `=name=toko${n}`, `=password=toko${n}`, '=profile=5rb', '=comment=vc-412-11.20.26-toko', '=limit-uptime=3h');
  await ask(office, `${users}/add`, '=name=bu ani', '=password=rahasia', '=profile=5rb', '=comment=tetangga');
}

/** What somebody does in Winbox on a bad day, and what a restored backup does not know. */
async function changeByHand(hall, mosque) {
  const rows = (await vouchersOn(hall)).slice(-8);
  const [, , installation] = rows[0].comment.split('|');
  await ask(hall, `${users}/remove`, `=.id=${rows[0]['.id']}`);
  await ask(hall, `${users}/set`, `=.id=${rows[1]['.id']}`, '=limit-uptime=2h');
  await ask(hall, `${users}/set`, `=.id=${rows[2]['.id']}`, '=disabled=yes');
  await ask(hall, `${users}/add`, '=name=lama01', '=password=lama01', `=comment=simpul|v1|${installation}|VB-2601-001|1`);
  const [profile] = (await ask(hall, `${users}/profile/print`)).filter((one) => one.name === 'kampung');
  await ask(hall, `${users}/profile/set`, `=.id=${profile['.id']}`, '=rate-limit=1M/1M');
  await ask(mosque, `${users}/add`, '=name=nanti1', '=password=nanti1', `=comment=simpul|v1|${installation}|VB-9999|99999`);
}

/** Opens the sheet; printing again asks why. */
async function sheet(page, words) {
  await page.keyboard.press('p');
  const strip = page.locator('.PageStrip');
  const reason = page.getByLabel(words('batch:reprintReason'), { exact: true });
  await strip.or(reason).first().waitFor();
  if (await reason.isVisible()) {
    await reason.fill('Kertas macet');
    await page.getByRole('dialog').getByRole('button', { name: words('common:print'), exact: true }).click();
    await strip.waitFor();
  }
  await paperIsDrawn(page);
}

/** name → address, and what opens what is to be seen. */
function screensOf(at, words) {
  const dialog = (page) => page.getByRole('dialog').waitFor();
  const testRun = async (page) => {
    await page.getByRole('button', { name: words('router:test'), exact: true }).click();
    await page.getByText(words('router:passed')).waitFor();
  };
  const all = async (page, text) => {
    await page.getByRole('button', { name: `${words(text)}…`, exact: true }).click();
    await page.locator('.DryRun li').first().waitFor();
  };
  return {
    dashboard: '/', batches: '/batches',
    'batch-new': { at: `/batches/new?plan=${at.plan}`, do: async (page) => { await page.getByText(words('common:willHappen'), { exact: true }).waitFor(); await paperIsDrawn(page); } },
    batch: `/batches/${at.batch}`,
    paper: { at: `/batches/${at.batch}`, do: (page) => sheet(page, words) },
    vouchers: '/vouchers',
    voucher: { at: '/vouchers?view=active', do: async (page) => { await page.getByRole('row').nth(1).getByRole('cell').nth(2).click(); await dialog(page); } },
    plans: '/plans', plan: `/plans/${at.plan}`, routers: '/routers',
    'router-test': { at: `/routers/${at.mosque}?edit=true`, do: testRun },
    'router-test-failed': { at: `/routers/${at.lost}?edit=true`, do: testRun },
    'router-late': { at: `/routers/${at.mosque}`, do: (page) => page.waitForFunction(() => (document.querySelector('.Traffic path[fill=none]')?.getAttribute('d') ?? '').split('L').length > 10, undefined, { timeout: 60_000 }) }, 'router-lost': `/routers/${at.lost}`,
    'router-interfaces': `/routers/${at.hall}?tab=interfaces`,
    'router-log': { at: `/routers/${at.hall}?tab=log`, do: (page) => page.getByRole('log').getByText(/logged/).first().waitFor() },
    'router-ping': { at: `/routers/${at.hall}`, do: async (page) => {
      await page.getByRole('button', { name: words('router:ping.verb') }).click();
      await page.getByRole('button', { name: words('router:ping.send'), exact: true }).click();
      await page.getByText(words('router:ping.of', { received: 4, sent: 4 })).waitFor();
    } },
    'router-kick': { at: `/routers/${at.hall}`, do: async (page) => { await page.getByRole('button', { name: words('router:kick') }).first().click(); await dialog(page); } },
    provisioning: '/provisioning', drift: `/provisioning/${at.hall}`,
    'drift-row': { at: `/provisioning/${at.hall}`, do: async (page) => { await page.getByRole('row').filter({ hasText: 'limit-uptime' }).getByRole('cell').nth(2).click(); await dialog(page); } },
    'drift-dry-run': { at: `/provisioning/${at.hall}`, do: (page) => all(page, 'drift:allChoices.push') },
    gate: { at: `/provisioning/${at.mosque}`, do: async (page) => { await page.getByRole('button', { name: words('drift:gate.look'), exact: true }).click(); await dialog(page); } },
    adopt: { at: `/provisioning/${at.office}/adopt`, do: (page) => page.getByRole('cell', { name: 'toko10', exact: true }).waitFor() },
    jobs: '/jobs', users: '/users', 'user-new': '/users?edit=new', settings: '/settings', appearance: '/settings?tab=appearance', about: '/about',
    palette: { at: '/', do: async (page) => { await page.getByRole('main').locator('h1').waitFor(); await page.keyboard.press('Control+K'); await dialog(page); } },
    keys: { at: '/vouchers', do: async (page) => { await page.getByRole('table').waitFor(); await page.keyboard.press('?'); await dialog(page); } },
  };
}

async function settled(page) {
  await page.getByRole('main').locator('h1, h2').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.Skeleton, .Splash, .Paper[aria-busy=true], [aria-busy=true] .sk'), undefined, { timeout: 15_000 });
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => undefined);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

async function take(page, name) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 68 });
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(data, 'base64'));
  await session.detach();
}

async function signedIn(browser, shop, look, account) {
  const context = await browser.newContext({ colorScheme: look.scheme, viewport: size, locale: 'id-ID', timezoneId: 'Asia/Jakarta', reducedMotion: 'reduce' });
  context.setDefaultTimeout(30_000);
  await context.addInitScript((language) => localStorage.setItem('simpul.language', language), look.language);
  const page = await context.newPage();
  const words = wordsOf(look.language);
  await page.goto(shop.address);
  await page.getByLabel(words('session:username'), { exact: true }).fill(account.username);
  await page.getByLabel(words('session:password'), { exact: true }).fill(account.password);
  await take(page, `sign-in-${look.name}`);
  await page.getByRole('button', { name: words('session:signIn'), exact: true }).click();
  await page.getByRole('navigation', { name: words('shell:mainMenu') }).waitFor();
  return { context, page, words };
}

/** The first start, on an empty folder. */
async function firstStart(browser, look) {
  const shop = await openShop(t);
  const context = await browser.newContext({ colorScheme: look.scheme, viewport: size, locale: 'id-ID', timezoneId: 'Asia/Jakarta', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const words = wordsOf(look.language);
  await page.goto(shop.address);
  await page.getByRole('radio', { name: look.language === 'id' ? 'Indonesia' : 'English' }).check({ force: true });
  await page.getByRole('heading', { name: words('setup:languageTitle'), exact: true, level: 1 }).waitFor();
  await take(page, `first-language-${look.name}`);
  const next = () => page.getByRole('button', { name: words('common:next'), exact: true }).click();
  await next();
  await page.getByLabel(words('setup:companyName'), { exact: true }).fill(owner.company);
  await next();
  await page.getByLabel(words('setup:ownerName'), { exact: true }).fill(owner.name);
  await page.getByLabel(words('user:username'), { exact: true }).fill(owner.username);
  for (const label of ['session:password', 'setup:repeat']) await page.getByLabel(words(label), { exact: true }).fill(owner.password);
  await take(page, `first-owner-${look.name}`);
  await page.getByRole('button', { name: words('setup:create'), exact: true }).click();
  await page.getByRole('heading', { name: words('setup:recoveryTitle'), exact: true }).waitFor();
  // Not even the code of a folder that is thrown away belongs into a picture that is kept.
  await page.locator('output').evaluate((one) => { one.textContent = 'XXXX-XXXX-XXXX-XXXX-XXXX-XXXX'; });
  await take(page, `first-recovery-${look.name}`);
  await context.close();
}

async function main() {
  mkdirSync(folder, { recursive: true });
  const [shop, browser] = await Promise.all([openShop(t, { demo: true }), openBrowser(t)]);
  const door = openDoor(shop);
  await door('session_sign_in', shop.account);
  const at = await furnish(door);
  for (const look of looks) {
    if (wanted.length === 0 || wanted.includes('first')) await firstStart(browser, look);
    await door('me_preferences_set', { locale: look.language });
    const { context, page: watch, words } = await signedIn(browser, shop, look, shop.account);
    // Two minutes of traffic are gathered while the others are taken.
    await watch.goto(`${shop.address}/routers/${at.hall}`);
    for (const [name, screen] of Object.entries(screensOf(at, words))) {
      if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
      const page = await context.newPage();
      await page.goto(shop.address + (typeof screen === 'string' ? screen : screen['at']));
      await settled(page);
      await screen.do?.(page);
      await settled(page);
      await take(page, `${name}-${look.name}`);
      await page.close();
    }
    if (wanted.length === 0 || wanted.includes('router')) {
      await watch.bringToFront();
      await watch.waitForFunction(() => (document.querySelector('.Traffic path[fill=none]')?.getAttribute('d') ?? '').split('L').length > 80, undefined, { timeout: 120_000 });
      await take(watch, `router-${look.name}`);
    }
    await context.close();
  }
}

try {
  await main();
} finally {
  for (const end of endings.reverse()) await end();
}
