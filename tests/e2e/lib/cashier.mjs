// A cashier at one desk: works the counter by key as a person does, goes on after whatever breaks, and keeps a list of
// deeds with what the screen said of each: `done`, `refused`, `untold` (sent, and nobody said how it ended) or `never`
// (given up before it was sent).
import assert from 'node:assert/strict';
import { choose, focusField, focusSignIn, sight } from './sight.mjs';
import { pause } from './webdriver.mjs';

/** Answers that leave open whether it happened: the same form is sent again. */
const open = new Set(['door_unreachable', 'database_busy', 'database_unavailable', 'internal']);
const patience = 120_000;

export function cashierAt(desk, person) {
  const deeds = [];
  const count = { reloads: 0, signIns: 0, asked: 0 };
  const say = desk.say;

  const told = [say('counter:sold'), say('common:askAgain')];
  /** What is on the screen; nothing while the page is between two. */
  async function sees() {
    try {
      return await desk.run(sight, ...told);
    } catch (error) {
      if (desk.isGone()) throw error;
      return { lost: desk.page?.url().startsWith('chrome-error:') ?? false };
    }
  }
  const run = (script, ...values) => desk.run(script, ...values).catch((error) => {
    if (desk.isGone()) throw error;
    return undefined;
  });
  async function until(what, check, limit = patience) {
    const end = Date.now() + limit;
    for (;;) {
      const now = await sees();
      const value = await check(now);
      if (value) return value;
      assert.ok(Date.now() < end, `${desk.name}: ${what}: not in time; it shows ${JSON.stringify(now)}`);
      await pause(50);
    }
  }
  const text = (words) => desk.keys(...words);
  async function fill(label, words) {
    await until(`the field ${label}`, () => run(focusField, say(label)));
    await text(words);
  }

  async function signIn() {
    count.signIns += 1;
    for (const [i, words] of [person.username, person.password].entries()) {
      if (!(await run(focusSignIn, i))) return;
      await text(words);
    }
    await desk.keys('Enter');
    await until('the sign-in ends', (now) => !now.signIn || now.error, 8_000).catch(() => undefined);
  }

  let shownSince = Date.now();
  /** One step towards the counter, from wherever the screen is. */
  async function goOn(now) {
    if (now.signIn) return signIn();
    if (now.main && now.at !== '/counter') return void (await run("history.pushState({}, '', '/counter')"));
    if (now.main && now.failed) return void (await desk.press('common:retry').catch(() => undefined));
    if (now.main) shownSince = Date.now();
    if (now.lost || (!now.main && Date.now() - shownSince > 10_000)) {
      count.reloads += 1;
      shownSince = Date.now();
      await desk.load().catch(() => undefined);
    }
    await pause(100);
  }

  /** At the counter, ready for the next customer; whatever was left open is asked for first. */
  async function ready() {
    await until('ready for the next customer', async (now) => {
      if (now.unknown && !now.busy) {
        const last = deeds.findLast((deed) => deed.kind === 'sale' && deed.sent);
        assert.ok(last, `${desk.name}: a sale is asked about that was never sent`);
        await ended(last);
        return false;
      }
      if (now.dialog) {
        await desk.keys('Escape');
        await pause(60);
        if (await desk.has('common:leave').catch(() => false)) await desk.press('common:leave');
        return false;
      }
      if (now.entry?.open && !now.busy && now.tiles > 0) return true;
      await goOn(now);
      return false;
    });
    await desk.keys('F2');
    await until('an empty sale', (now) => now.receipt === null && now.lines === 0 && now.entry?.text === '');
  }

  /** Waits for how a sale ends, and asks again where the screen says that it does not know. */
  async function ended(deed) {
    let blankSince;
    await until(`how ${deed.id} ends`, async (now) => {
      if (now.receipt) {
        Object.assign(deed, { end: 'done', number: now.receipt.number, seen: now.receipt.codes, change: now.receipt.change, waits: now.receipt.waits });
        return true;
      }
      if (now.busy) return false;
      if (now.unknown) {
        count.asked += 1;
        await pause(150);
        await desk.press('common:askAgain');
        return false;
      }
      if (now.error && !now.dialog) {
        Object.assign(deed, { end: 'refused', code: now.error });
        return true;
      }
      // The page was loaded anew, and knows of nothing that is open.
      const blank = now.entry?.open && now.lines === 0 && now.entry.text === '';
      if (!blank) {
        blankSince = undefined;
        await goOn(now);
        return false;
      }
      blankSince ??= Date.now();
      if (Date.now() - blankSince < 1_500) return false;
      deed.end = 'untold';
      return true;
    });
  }

  /** Does a deed; where the window is ended in the middle of it, opens it again and finds out what can be found out. */
  async function deed(about, work) {
    const made = { id: `${person.username}-${deeds.length + 1}`, who: person.username, sent: false, ...about };
    deeds.push(made);
    const again = async () => {
      await desk.reopen();
      if (made.sent) made.end ??= 'untold';
      else made.end = 'never';
      await ready();
      made.takenUp = made.sent && made.end === 'done';
    };
    try {
      await work(made);
    } catch (error) {
      if (!desk.isGone()) throw error;
      for (let tries = 1; ; tries += 1) {
        try {
          await again();
          break;
        } catch (other) {
          if (!desk.isGone() || tries > 5) throw other;
        }
      }
    }
    assert.ok(made.end, `${desk.name}: ${made.id} has an end`);
    return made;
  }

  /** Sells plans by their keys; `way` is how the last Enter goes, `pays` how it is paid. */
  const sell = (order, way) => deed({ kind: 'sale', ...order }, async (made) => {
    await ready();
    const typed = made.lines.map(({ key, quantity }) => `${key}${quantity === 1 ? '' : quantity}`).join(' ');
    await text(typed);
    await until(`${made.id} costs ${made.total}`, (now) => now.total === made.total, 15_000);
    if (made.method === 'cash' && made.given !== undefined) await fill('counter:given', String(made.given));
    if (made.method !== 'cash') {
      await run(choose, say(`counter:methods.${made.method}`));
      await fill('counter:reference', made.id);
    }
    made.sent = true;
    await way(desk);
    await ended(made);
  });

  /** Sells the very code that lies on the counter. */
  const sellCard = (card, way) => deed({ kind: 'sale', lines: [], cards: [card.code], total: card.price, method: 'cash' }, async (made) => {
    await ready();
    await text(card.code);
    // From here on: an Enter too many would pay.
    made.sent = true;
    const end = Date.now() + patience;
    for (let taken = false; !taken; ) {
      assert.ok(Date.now() < end, `${desk.name}: the card ${card.code} can be taken`);
      const now = await sees();
      taken = now.lines === 1;
      if (!taken && now.entry?.text === card.code) {
        await desk.keys('Enter');
        taken = await until('the card', (one) => one.lines === 1, 2_000).catch(() => false);
      }
    }
    await way(desk);
    await ended(made);
  });

  /** Types half a sale and thinks better of it. */
  const giveUp = (typed) => deed({ kind: 'nothing' }, async (made) => {
    await ready();
    await text(typed);
    await desk.keys('Escape');
    await until('the sale is empty', (now) => now.lines === 0 && now.total === 0, 10_000);
    made.end = 'never';
  });

  /** Sends the uppermost dialog and sees how it ends; what is not known is sent again as it stands. */
  async function send(made, depth) {
    made.sent = true;
    await desk.keys('Enter');
    await until(`how ${made.id} ends`, async (now) => {
      if (now.signIn || now.lost) {
        made.end = 'untold';
        return true;
      }
      if (!now.main) return false;
      if ((now.dialog?.depth ?? 0) < depth) {
        made.end = 'done';
        return true;
      }
      if (now.dialog.unknown) {
        count.asked += 1;
        made.asked = (made.asked ?? 0) + 1;
        await pause(300);
        await desk.press('common:askAgain');
        return false;
      }
      if (now.dialog.busy || !now.dialog.error) return false;
      if (open.has(now.dialog.error)) {
        count.asked += 1;
        made.asked = (made.asked ?? 0) + 1;
        await pause(300);
        // Its words go on while it is read; then the cursor is still where it was.
        await desk.keys('Enter');
        await until('it is sent again', (one) => !one.dialog || one.dialog.busy || one.dialog.error === null || one.dialog.depth < depth, 1_500).catch(() => undefined);
        return false;
      }
      Object.assign(made, { end: 'refused', refusal: now.dialog.error });
      return true;
    });
  }

  /** Undoes a sale of this shift from the list at the side. */
  const undo = (sale, codes) => deed({ kind: 'void', of: sale, codes }, async (made) => {
    await ready();
    // It stands in the list as soon as the screen has heard of it.
    await until(`${sale.number} stands in the list`, (now) => now.recent.includes(sale.number), 30_000);
    await desk.press('counter:undo', { number: sale.number });
    if (codes === 'restock') await until('the choice', () => run(choose, say('counter:restock')));
    await fill('counter:why', `salah ketik ${made.id}`);
    await send(made, 1);
  });

  /** Looks a code up and opens one of the dialogs about it. */
  async function lookUp(code, act) {
    await desk.keys('F3');
    await fill('counter:findCode', code);
    await desk.keys('Enter');
    for (let tries = 1; ; tries += 1) {
      const found = await until(`the code ${code}`, (now) => now.found === code || now.dialog?.error, 30_000);
      if (found === true) break;
      assert.ok(tries < 60, `${desk.name}: the code ${code} is found: ${found}`);
      await pause(500);
      await desk.press('counter:findNow');
    }
    await until(`${act} is offered`, () => desk.has(act));
    await desk.press(act);
    await until(`${act} opens`, (now) => now.dialog?.depth === 2);
  }

  const refund = (sale, code, codes) => deed({ kind: 'refund', of: sale, code, codes }, async (made) => {
    await ready();
    await lookUp(code, 'counter:refund');
    if (codes === 'restock') await until('the choice', () => run(choose, say('counter:restock')));
    await fill('counter:why', `salah paket ${made.id}`);
    await send(made, 2);
  });

  /** Gives an hour more than was sold. */
  const extend = (sale, code) => deed({ kind: 'extend', of: sale, code }, async (made) => {
    await ready();
    await lookUp(code, 'counter:extend');
    await fill('counter:why', `router mati ${made.id}`);
    await send(made, 2);
  });

  const move = (way, amount) => deed({ kind: way, amount }, async (made) => {
    await ready();
    await desk.keys('F8');
    // What was sent before the program ended stands there, and is asked about first.
    await until('the dialog', async (now) => {
      if (!now.dialog) return void (await pause(100));
      if (!now.dialog.unknown) return true;
      count.asked += 1;
      const last = deeds.findLast((one) => one.kind.startsWith('pay_') && one.sent);
      assert.equal(last?.end, 'untold', `${desk.name}: money is asked about that was never sent`);
      await desk.press('common:askAgain');
      await until(`how ${last.id} ends`, (later) => later.dialog === null || later.dialog?.unknown || later.dialog?.error);
      if ((await sees()).dialog === null) {
        last.end = 'done';
        await desk.keys('F8');
      }
      return false;
    });
    if (way === 'pay_in') await until('the choice', () => run(choose, say('counter:putIn')));
    await fill('counter:amount', String(amount));
    await fill('counter:what', `beli galon ${made.id}`);
    await send(made, 1);
  });

  async function begin() {
    await until('signed in', async (now) => {
      if (now.main && now.at === '/counter') return true;
      await goOn(now);
      return false;
    });
    if (desk.kind === 'browser') await desk.listen();
  }

  async function openShift(drawer, float) {
    await begin();
    await until('the way to a shift', () => desk.has('counter:openShift'));
    await desk.keys('F2');
    await desk.type('counter:drawer', String(drawer));
    await fill('counter:float', String(float));
    await desk.keys('Enter');
    await until('the plans', (now) => now.dialog === null && now.tiles > 0);
  }

  /** Counts the drawer; answers what the screen says should have been there. */
  async function closeShift(counted, why) {
    await ready();
    await desk.keys('F10');
    await fill('counter:counted', String(counted));
    await desk.keys('Enter');
    const shown = await until('the count is compared', async () => {
      const all = await run("return [...document.querySelectorAll('[role=dialog] .Sums tr')].map((row) => row.querySelector('td').textContent)");
      return all?.length === 3 && all;
    });
    if (why) await fill('counter:why', why);
    // The cursor comes to the button a moment after the sums do.
    await until('the shift is closed', async (now) => {
      if (now.dialog === null) return true;
      await desk.keys('Enter');
      await pause(500);
      return false;
    });
    return shown.map((one) => Number(one.replace('−', '-').replaceAll(/[^\d-]/g, '')));
  }

  return { desk, person, deeds, count, sees, openShift, closeShift, ready, sell, sellCard, giveUp, undo, refund, extend, move };
}
