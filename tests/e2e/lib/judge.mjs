// A day is over: what the cashiers saw is held against what the program wrote down, and every sum against every other.
import assert from 'node:assert/strict';
import { sql } from './books.mjs';
import { vouchersOn } from './routeros.mjs';
import { untilTrue } from './steps.mjs';

const json = (data, statement) => JSON.parse(sql(data, `SELECT coalesce(json_agg(t), '[]') FROM (${statement}) AS t`));
const sum = (all, of) => all.reduce((total, one) => total + of(one), 0);
const rupiah = (text) => {
  assert.match(text, /^-?\d+\.00$/, 'whole rupiah');
  return Number(text.slice(0, -3));
};

/** What the program wrote down, read past every operation. */
export function written(data) {
  const documents = json(data, `
    SELECT s.id, s.document_number AS number, s.kind, s.refund_of_id AS of, s.method, s.total_amount::bigint AS total, s.tendered_amount::bigint AS given,
           s.change_amount::bigint AS change, s.reference, s.reason, u.username AS who, k.username AS at_the_drawer_of,
           (SELECT json_agg(json_build_object('code', v.code, 'plan', l.plan_name, 'price', l.price::bigint, 'made', l.is_made_now, 'back', l.refund_id) ORDER BY l.number)
              FROM sale_lines l JOIN vouchers v ON v.id = l.voucher_id WHERE coalesce(s.refund_of_id, s.id) = l.sale_id AND (s.kind = 'sale' OR l.refund_id = s.id)) AS lines
      FROM sales s JOIN users u ON u.id = s.user_id JOIN cash_sessions c ON c.id = s.cash_session_id JOIN users k ON k.id = c.user_id ORDER BY s.id`);
  const moves = json(data, `
    SELECT t.kind, t.amount::bigint AS amount, t.note, u.username AS who FROM financial_transactions t JOIN users u ON u.id = t.user_id
      JOIN ledger_accounts a ON a.id = t.account_id
     WHERE a.kind = 'drawer' AND t.kind IN ('pay_in', 'pay_out') AND t.note <> '' ORDER BY t.id`);
  return { documents, moves };
}

/** Whether a document is what a deed would have made. */
function fits(document, deed) {
  if (document.who !== deed.who || document.kind !== deed.kind) return false;
  if (deed.kind !== 'sale') return document.reason.endsWith(` ${deed.id}`);
  const count = (all) => JSON.stringify([...all].sort());
  const wanted = deed.lines.flatMap(({ plan, quantity }) => Array.from({ length: quantity }, () => plan));
  const paid = deed.method === 'cash' ? document.given === (deed.given ?? deed.total) : document.reference === deed.id;
  const what = deed.cards ? count(document.lines.map((line) => line.code)) === count(deed.cards) : count(document.lines.map((line) => line.plan)) === count(wanted);
  return what && paid && document.total === deed.total && document.method === deed.method;
}

/**
 * Every deed is held against the documents: what was seen as done exists once, what was refused or never sent does not,
 * what nobody was told about exists once or not at all; and nothing else exists. Sets `document` of each deed that was done.
 */
export function settle(deeds, { documents, moves }) {
  const left = new Set(documents);
  const open = [];
  for (const deed of deeds.filter(({ kind }) => ['sale', 'void', 'refund'].includes(kind))) {
    if (deed.end === 'done') {
      const all = documents.filter((one) => (deed.number ? one.number === deed.number : fits(one, deed)));
      assert.equal(all.length, 1, `${deed.id} was seen as done and is written down ${all.length} times: ${JSON.stringify(deed)}`);
      const [document] = all;
      assert.ok(fits(document, deed), `${deed.id} is written down as something else: ${JSON.stringify(document)} for ${JSON.stringify(deed)}`);
      assert.ok(left.delete(document), `${document.number} stands for two deeds, one is ${deed.id}`);
      if (deed.seen) assert.deepEqual([...deed.seen].sort(), document.lines.map((line) => line.code).sort(), `${deed.id}: the codes on the screen`);
      if (deed.change !== undefined && deed.change !== null) assert.equal(deed.change, document.change, `${deed.id}: the change on the screen`);
      deed.document = document;
    } else if (deed.end === 'untold') open.push(deed);
  }
  for (const deed of open) {
    const document = [...left].find((one) => fits(one, deed));
    if (document) left.delete(document);
    deed.document = document;
  }
  assert.deepEqual([...left], [], 'documents of which no cashier knows');
  const notes = new Set(moves);
  for (const deed of deeds.filter(({ kind }) => kind.startsWith('pay_'))) {
    const all = moves.filter((one) => one.note === `beli galon ${deed.id}`);
    const most = deed.end === 'done' || deed.end === 'untold' ? 1 : 0;
    const least = deed.end === 'done' ? 1 : 0;
    assert.ok(all.length >= least && all.length <= most, `${deed.id} ended as ${deed.end} and stands ${all.length} times in the ledger`);
    for (const one of all) {
      assert.deepEqual([one.kind, Math.abs(one.amount), one.who], [deed.kind, deed.amount, deed.who]);
      notes.delete(one);
    }
    deed.document = all[0];
  }
  assert.deepEqual([...notes], [], 'money moved of which no cashier knows');
}

/** What the screens refused, each for a reason that there was. */
export function refusals(deeds) {
  for (const deed of deeds.filter(({ end }) => end === 'refused')) {
    if (deed.cards) assert.equal(deed.code, 'sale_code_not_for_sale', `${deed.id}: a card that another desk was quicker with`);
    else if (deed.kind === 'extend') assert.ok(deed.asked > 0 && deed.refusal.endsWith('_changed_meanwhile'), `${deed.id} was refused as ${deed.refusal}`);
    else assert.fail(`${deed.id} was refused as ${deed.refusal ?? deed.code}: ${JSON.stringify(deed)}`);
  }
}

/** What lies in a drawer, by what its cashier's deeds came to. */
export function inDrawer(who, float, { documents, moves }) {
  const cash = documents.filter((one) => one.at_the_drawer_of === who && one.method === 'cash');
  return float + sum(cash, (one) => one.total) + sum(moves.filter((one) => one.who === who), (one) => one.amount);
}

/** No code stands on two sales, and every form made its one document. */
export function once(data, documents) {
  const standing = documents.filter(({ kind }) => kind === 'sale').flatMap(({ lines }) => lines.filter(({ back }) => back === null).map(({ code }) => code));
  assert.equal(new Set(standing).size, standing.length, 'a code was sold twice');
  for (const [operation, kind] of [['sale_create', 'sale'], ['sale_void', 'void'], ['sale_refund', 'refund']]) {
    const keys = json(data, `SELECT subject_id FROM idempotency_keys WHERE operation = '${operation}' ORDER BY subject_id`).map((one) => one.subject_id);
    assert.deepEqual(keys, documents.filter((one) => one.kind === kind).map((one) => one.id), `every key of ${operation} has its one document`);
  }
  const twice = json(data, `
    SELECT p.voucher_id FROM print_log p WHERE p.voucher_id IS NOT NULL GROUP BY 1
    HAVING count(*) > (SELECT count(*) FROM sale_lines l WHERE l.voucher_id = p.voucher_id)`);
  assert.deepEqual(twice, [], 'a slip was printed twice for one sale');
  return standing;
}

/** The reports, the ledger, the stock: each the same as the sum of the documents. */
export async function sums(door, { documents, cashiers, plans, start }) {
  const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const report = async (kind, by) => (await door('report_get', { kind, by, from_on: day(-1), to_on: day(1) })).table;
  const of = (all) => ({
    sold: sum(all.filter(({ kind }) => kind === 'sale'), ({ lines }) => lines.length), sold_amount: sum(all.filter(({ kind }) => kind === 'sale'), ({ total }) => total),
    refunded: sum(all.filter(({ kind }) => kind !== 'sale'), ({ lines }) => lines.length), refunded_amount: 0 - sum(all.filter(({ kind }) => kind !== 'sale'), ({ total }) => total),
    net_amount: sum(all, ({ total }) => total),
  });
  const told = (row) => ({ sold: row.sold, sold_amount: rupiah(row.sold_amount), refunded: row.refunded, refunded_amount: rupiah(row.refunded_amount), net_amount: rupiah(row.net_amount) });
  const whole = of(documents);
  for (const by of ['day', 'plan', 'cashier', 'method', 'hour', 'place']) {
    const { rows, total } = await report('sales', by);
    assert.deepEqual(told(total), whole, `the report of sales by ${by}`);
    for (const key of Object.keys(whole)) assert.equal(sum(rows, (row) => told(row.sums)[key]), whole[key], `${key} by ${by} adds up`);
    if (by === 'cashier') for (const { name, username } of cashiers) assert.deepEqual(told(rows.find((row) => row.name === name).sums), of(documents.filter(({ who }) => who === username)), `what ${name} sold`);
    if (by === 'method') for (const { name, sums: one } of rows) assert.deepEqual(told(one), of(documents.filter(({ method }) => method === name)), `what was paid by ${name}`);
    if (by === 'plan') for (const { name, sums: one } of rows) {
      const parts = documents.map((document) => ({ ...document, lines: document.lines.filter(({ plan }) => plan === name) }));
      const priced = parts.map((part) => ({ ...part, total: sum(part.lines, ({ price }) => price) * (part.kind === 'sale' ? 1 : -1) }));
      assert.deepEqual(told(one), of(priced), `what was sold of ${name}`);
    }
  }
  const { rows: accounts } = await door('ledger_account_list');
  for (const account of accounts) {
    const wanted = account.kind === 'voucher_revenue' ? whole.net_amount : 0;
    assert.equal(rupiah(account.balance), wanted, `the account ${account.kind} ${account.name ?? ''}`);
  }
  const { rows: stock } = await door('stock_list', { by: 'plan' });
  const { rows: counter } = await door('sale_stock_get', { location_id: 1 });
  const lines = documents.filter(({ kind }) => kind === 'sale').flatMap((document) => document.lines);
  for (const plan of plans) {
    const row = stock.find(({ key }) => key === plan.plan_id);
    const mine = lines.filter((line) => line.plan === plan.name);
    const made = start.get(plan.plan_id) + mine.filter((line) => line.made).length;
    const sold = mine.filter(({ back }) => back === null).length;
    assert.deepEqual([row.made, row.sold], [made, sold], `${plan.name}: made and sold`);
    assert.equal(row.plain + row.card, made - sold - row.void, `${plan.name}: what is on hand`);
    assert.equal(counter.find(({ plan_id: id }) => id === plan.plan_id)?.codes ?? 0, row.plain, `${plan.name}: what the counter sells`);
  }
  return { whole, withdrawn: sum(stock, (row) => row.void) };
}

/** Once the router is well again, it holds every code that is worth something and none that is not. */
export async function opens(data, router, standing) {
  const wanted = json(data, "SELECT code FROM vouchers WHERE status = 'available' ORDER BY code").map(({ code }) => code);
  for (const code of standing) assert.ok(wanted.includes(code), `${code} was sold and is worth something`);
  let held = [];
  await untilTrue('the router holds what was sold', async () => {
    held = (await vouchersOn(router)).map(({ name }) => name);
    return held.length === wanted.length && new Set(held).size === held.length && wanted.every((code) => held.includes(code));
  }, 120_000).catch((error) => {
    const missing = wanted.filter((code) => !held.includes(code));
    const over = held.filter((code) => !wanted.includes(code));
    assert.fail(`${error.message}: it misses ${missing.join(', ') || 'none'}, and has ${over.join(', ') || 'none'} too many`);
  });
  return wanted.length;
}
