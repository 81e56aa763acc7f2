// What people do at their desks: each act begins wherever the person is and leaves the screen in order. `false` says
// that there was nothing to do it with.
import assert from 'node:assert/strict';

const screens = ['/', '/vouchers', '/vouchers?view=available', '/vouchers?view=ended', '/batches', '/plans', '/routers', '/routers/1', '/provisioning', '/jobs', '/me', '/notices', '/about'];

const rows = (desk) => desk.run("return document.querySelectorAll('tbody tr.opens').length");
const openRow = (desk, n) => desk.run("const row = document.querySelectorAll('tbody tr.opens')[arguments[0]]; if (row) row.querySelectorAll('td')[2].click(); return Boolean(row);", n);
const cancel = async (desk) => {
  if (await desk.has('common:cancel')) await desk.press('common:cancel');
  if (await desk.has('common:leave')) await desk.press('common:leave');
};
const closed = (desk) => desk.until(() => desk.run("return document.querySelector('[role=dialog]') === null"), 8_000);

async function look(desk, { random }) {
  await desk.go(random.of(screens));
}

async function makePlan(desk, { random, plans }) {
  const name = `Paket ${random.below(1_000_000)}`;
  await desk.go('/plans/new');
  await desk.type('plan:name', name);
  await desk.type('plan:sell', String(3000 + random.below(9) * 1000));
  await desk.type('plan:cost', '2000');
  await desk.type('plan:validity', String(1 + random.below(9)));
  await desk.press('plan:create');
  assert.ok(await desk.until(async () => (await desk.at()) === '/plans'), `${desk.name}: the plan ${name} is made`);
  plans.push(name);
}

async function makeBatch(desk, { random, door }) {
  const all = (await door('plan_list', { include_inactive: false })).rows;
  const plan = random.of(all);
  const quantity = 2 + random.below(40);
  await desk.go(`/batches/new?plan=${plan.plan_id}`);
  await desk.type('batch:quantity', String(quantity));
  if (!(await desk.press('batch:create', { count: quantity }))) return false;
  assert.ok(await desk.until(async () => /^\/batches\/\d+$/.test(await desk.at())), `${desk.name}: a batch of ${quantity} is made`);
  return true;
}

async function onBatch(desk, { random, door }, work) {
  const all = (await door('voucher_batch_list')).rows.filter((row) => row.status !== 'void');
  if (all.length === 0) return false;
  await desk.go(`/batches/${random.of(all).batch_id}`);
  return work();
}

const pauseBatch = (desk, world) =>
  onBatch(desk, world, async () => {
    const key = (await desk.has('batch:pause')) ? 'batch:pause' : 'batch:resume';
    return (await desk.has(key)) && desk.press(key);
  });

const voidBatch = (desk, world) =>
  onBatch(desk, world, async () => {
    if (!world.random.maybe(0.3) || !(await desk.has('batch:void'))) return false;
    await desk.press('batch:void');
    await desk.type('batch:reason', 'Salah paket');
    if (world.random.maybe(0.3)) {
      await desk.press('common:cancel');
      return closed(desk);
    }
    await desk.press('batch:voidVerb');
    await desk.until(async () => !(await desk.has('batch:voidVerb')) || (await desk.said()).errors.length > 0);
    await cancel(desk);
    return true;
  });

const printSheet = (desk, world) =>
  onBatch(desk, world, async () => {
    const again = await desk.has('batch:reprintTitle');
    if (!(await desk.press(again ? 'batch:reprintTitle' : 'batch:printSheet'))) return false;
    await desk.until(() => desk.run("return document.querySelector('[role=dialog]') !== null"));
    if (again) {
      await desk.type('batch:reprintReason', 'Kertas macet');
      await desk.press('common:print');
    }
    await desk.until(async () => (await desk.run("return document.querySelector('.PageStrip') !== null")) || (await desk.said()).errors.length > 0, 20_000);
    await desk.run("for (const one of document.querySelectorAll('[role=dialog] button[aria-label]')) if (one.className.includes('CloseButton') || one.className.includes('close')) one.click();");
    await closed(desk);
    return true;
  });

async function search(desk, { random, door }) {
  const { rows: some } = await door('voucher_list', { filter: { status: [], router_trouble: false } });
  const code = some.length > 0 && random.maybe(0.7) ? random.of(some).code : 'zzzz9';
  await desk.go('/vouchers');
  await desk.type(desk.say('voucher:search'), code);
  await desk.until(async () => (await desk.at()).includes(`search=`), 5_000);
  await desk.settled();
  const found = await desk.until(async () => (code === 'zzzz9' ? (await rows(desk)) === 0 : (await rows(desk)) === 1), 8_000);
  assert.ok(found, `${desk.name}: the search for ${code} finds its one row or none`);
  await desk.type(desk.say('voucher:search'), '');
}

async function filter(desk, { random }) {
  await desk.go(`/vouchers?${random.of(['status=available', 'status=void', 'sort=code', 'sort=code&desc=true', 'sort=expires_at', 'plan=1&status=available', 'view=trouble'])}`);
}

async function voidVouchers(desk, { random }) {
  await desk.go('/vouchers?view=available');
  const ticked = await desk.run("const all = [...document.querySelectorAll('tbody input[type=checkbox]')].slice(0, arguments[0]); for (const one of all) one.click(); return all.length;", 1 + random.below(3));
  if (ticked === 0) return false;
  await desk.press('voucher:void');
  if (!(await desk.type('batch:reason', 'Kertas rusak'))) return false;
  await desk.press('voucher:voidVerb');
  await desk.until(async () => !(await desk.has('voucher:voidVerb')) || (await desk.said()).errors.length > 0);
  await cancel(desk);
  return true;
}

async function readVoucher(desk, { random }) {
  await desk.go('/vouchers');
  if (!(await openRow(desk, random.below(Math.max(1, await rows(desk)))))) return false;
  await desk.until(() => desk.run("return document.querySelector('[role=dialog]') !== null"));
  await desk.settled();
  await desk.go('/vouchers');
  return closed(desk);
}

async function sync(desk, { random }) {
  await desk.go(`/routers/${1 + random.below(2)}`);
  return (await desk.has('router:sync')) && desk.press('router:sync');
}

async function phoneOfSomebody(desk, { random, door }) {
  const { rows: people } = await door('user_list');
  const one = people.find((row) => row.username === 'sari');
  await desk.go(`/users?edit=${one.user_id}`);
  await desk.type('user:phone', `0812${10_000_000 + random.below(89_999_999)}`);
  if (random.maybe(0.3)) return cancel(desk);
  await desk.press('common:save');
  // Where another desk was quicker it is told, and let go of here.
  const ended = await desk.until(async () => {
    if (await desk.run("return document.querySelector('[role=dialog]') === null")) return 'stored';
    return (await desk.said()).errors.some((text) => text.includes('row_changed_meanwhile')) ? 'refused' : undefined;
  });
  assert.ok(ended, `${desk.name}: the person is stored, or somebody else was quicker`);
  if (ended === 'refused') await cancel(desk);
  return true;
}

async function setting(desk, { random }) {
  await desk.go('/settings');
  await desk.type('settings:companyAddress', `Jalan Kenanga ${random.below(500)}`);
  if (random.maybe(0.2)) return desk.press('settings:discard');
  await desk.until(async () => (await desk.has('common:save')) || (await desk.has('settings:keepMine')));
  if (await desk.has('settings:keepMine')) await desk.press('settings:keepMine');
  if (await desk.has('common:save')) await desk.press('common:save');
  return desk.until(async () => !(await desk.has('common:save')) || (await desk.said()).errors.length > 0);
}

/** Where the operator may not go, the screen says who could allow it. */
async function denied(desk, { random }) {
  await desk.go(random.of(['/users', '/roles', '/audit']));
  const told = await desk.until(async () => (await desk.said()).errors.some((text) => text.includes('permission_denied')), 8_000);
  assert.ok(told, `${desk.name}: what is denied is explained`);
}

async function notices(desk) {
  await desk.run("document.querySelector('.Bell').click()");
  await desk.until(() => desk.run("return document.querySelector('.NoticePop') !== null"), 5_000);
  await desk.run("document.querySelector('.Bell').click()");
}

/** name, what is done, and whose desk it needs. */
export const acts = [
  ['looked', look], ['plans made', makePlan], ['batches made', makeBatch], ['batches made', makeBatch], ['paused or resumed', pauseBatch], ['batches voided', voidBatch], ['sheets printed', printSheet],
  ['searches', search], ['searches', search], ['filters', filter], ['vouchers voided', voidVouchers], ['vouchers read', readVoucher], ['routers synced', sync, 'owner'], ['people changed', phoneOfSomebody, 'owner'],
  ['settings', setting, 'owner'], ['denied', denied, 'operator'], ['notices', notices],
];

const priceOf = async (door, id) => Number((await door('plan_get', { plan_id: id })).terms.price_sell);

/** Fills in another price and saves; whether it was stored, or refused as it should be. */
async function save(desk, price) {
  await desk.press('common:save');
  const ended = await desk.until(async () => {
    if ((await desk.at()) === '/plans') return 'stored';
    return (await desk.said()).errors.some((text) => text.includes('row_changed_meanwhile')) ? 'refused' : undefined;
  });
  assert.ok(ended, `${desk.name}: saving the price ${price} ends one way or the other`);
  return ended;
}

/** The same plan on two desks: exactly one price is stored, the other desk is told and keeps what was typed. */
export async function conflict(desks, { door, random }) {
  const [a, b] = random.maybe(0.5) ? [desks[0], desks[1]] : [desks.at(-1), desks[0]];
  const id = 1 + random.below(3);
  const prices = new Map([[a, 3000 + random.below(4000)], [b, 8000 + random.below(4000)]]);
  const before = await priceOf(door, id);
  await Promise.all([a, b].map((desk) => desk.go('/plans').then(() => desk.go(`/plans/${id}`))));
  await Promise.all([a, b].map((desk) => desk.type('plan:sell', String(prices.get(desk)))));
  const together = random.maybe(0.5);
  let first = a;
  if (together) {
    const ends = await Promise.all([a, b].map((desk) => save(desk, prices.get(desk))));
    assert.deepEqual([...ends].sort(), ['refused', 'stored'], `of two who saved at once, one was stored: ${ends} (was ${before})`);
    first = ends[0] === 'stored' ? a : b;
  } else {
    assert.equal(await save(a, prices.get(a)), 'stored');
    // Told before saving, not only by the refusal.
    const told = await b.until(async () => (await b.said()).banners.some((text) => text.includes(b.say('common:changedMeanwhile'))), 8_000);
    assert.ok(told, `${b.name}: the other's change is told while the form is open`);
    assert.equal(await save(b, prices.get(b)), 'refused');
  }
  const second = first === a ? b : a;
  assert.equal(await priceOf(door, id), prices.get(first), 'the first one’s price stands');
  assert.equal(Number((await second.valueOf('plan:sell')).replaceAll(/\D/g, '')), prices.get(second), `${second.name}: what was typed is still there`);
  assert.ok(await second.press('common:takeNew'), `${second.name}: the way on is offered`);
  await second.until(async () => Number((await second.valueOf('plan:sell'))?.replaceAll(/\D/g, '')) === prices.get(first));
  await second.type('plan:sell', String(prices.get(second)));
  assert.equal(await save(second, prices.get(second)), 'stored', `${second.name}: over the new state it is stored`);
  assert.equal(await priceOf(door, id), prices.get(second));
  return 1;
}
