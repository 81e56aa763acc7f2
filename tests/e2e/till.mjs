// How soon a sale stands on the screen: codes of the plan on key 1 sold one after the other, in cash, by key, at the
// counter of a program that runs with a shift open: `--at URL --username NAME --password PASSWORD --sales N --json`,
// as `cargo xtask bench counter` does, which owns the printer. Tells for each sale when the Enter that pays was pressed
// (seconds since 1970, by the page's clock) and how many seconds later its receipt had been painted.
import { parseArgs } from 'node:util';
import { findBrowser, signInAs } from './lib/browser.mjs';
import { wordsOf } from './lib/texts.mjs';

const { values: asked } = parseArgs({ options: { at: { type: 'string' }, username: { type: 'string' }, password: { type: 'string' }, sales: { type: 'string', default: '20' }, json: { type: 'boolean', default: false } } });
const words = wordsOf('id');
/** A customer takes the change and goes: the slip is at the printer before the next one is served. */
const between = 250;

/** When the next Enter is pressed, and when a receipt has been painted after it. */
const watch = (page) => page.evaluate((sold) => {
  globalThis.__paid = new Promise((done) => {
    addEventListener('keydown', (event) => {
      const look = () => {
        if (document.querySelector('section.Sale')?.getAttribute('aria-label') !== sold) return requestAnimationFrame(look);
        // Asked before the frame is painted; a task that is put then runs after it.
        return setTimeout(() => done({ pressed: (performance.timeOrigin + event.timeStamp) / 1000, shown: (performance.now() - event.timeStamp) / 1000 }));
      };
      look();
    }, { capture: true, once: true });
  });
}, words('counter:sold'));

async function main() {
  const { chromium, executablePath, args } = findBrowser();
  const browser = await chromium.launch({ executablePath, args });
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'id-ID' });
  await signInAs(page, asked.at, asked, words);
  await page.goto(`${asked.at.replace(/\/$/, '')}/counter`);
  await page.locator('.Plans .Plan').first().waitFor();
  const pressed = [];
  const shown = [];
  for (let i = 0; i < Number(asked.sales); i += 1) {
    await page.keyboard.press('F2');
    await page.waitForFunction(() => document.activeElement?.closest('.Entry') && document.activeElement.value === '');
    await page.keyboard.press('1');
    await page.locator('section.Sale .Lines li').first().waitFor();
    await page.waitForTimeout(between);
    await watch(page);
    await page.keyboard.press('Enter');
    const sale = await page.evaluate(() => globalThis.__paid);
    pressed.push(sale.pressed);
    shown.push(sale.shown);
    await page.waitForTimeout(between);
  }
  await browser.close();
  process.stdout.write(asked.json ? `${JSON.stringify({ pressed, shown })}\n` : `receipt painted after ${shown.map((one) => `${(one * 1000).toFixed(0)} ms`).join(', ')}\n`);
}

await main();
