// Pictures of every screen, and what a checker of accessibility says about it.
import { readFileSync } from 'node:fs';
import { packages, picture } from './place.mjs';

const axe = readFileSync(packages.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export const sizes = [
  { width: 1366, height: 768 },
  { width: 1024, height: 700 },
];

/** Nothing moves and nothing loads any more. */
async function settled(page) {
  await page.waitForFunction(() => !document.querySelector('.Skeleton, .Paper[aria-busy=true]'), undefined, { timeout: 15_000 });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** The width the program is made for. */
const madeFor = 1366;
/** What a bar for scrolling takes, which a browser without a screen does not draw. */
const bar = 10;
/** Lists that may go on beyond the window's edge: the ledger keeps its notes there. */
const wider = ['/ledger'];

/** Lists that want more room than a window of the width the program is made for has; they scroll inside themselves, so the page does not tell. */
export async function listsBeyond(page) {
  if (page.viewportSize().width !== madeFor || wider.includes(new URL(page.url()).pathname)) return [];
  return page.locator('.TableWrap:has(> .DataTable.live)').evaluateAll(
    (all, taken) =>
      all.flatMap((wrap) => {
        const beyond = Number.parseFloat(wrap.firstElementChild.style.minWidth) - (wrap.offsetWidth - taken);
        return beyond > 0 ? [`the list ${wrap.getAttribute('aria-label')} is ${beyond} px wider than its room`] : [];
      }),
    bar,
  );
}

/** Takes the screen's picture in each size; answers what is wrong with it for people with other eyes and hands. */
export async function look(page, name, known) {
  const broken = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    await settled(page);
    await page.screenshot({ path: picture(`${name}-${size.width}`), animations: 'disabled' });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) broken.push(`${name} at ${size.width}: the page is ${wide} px wider than the window`);
    broken.push(...(await listsBeyond(page)).map((fault) => `${name} at ${size.width}: ${fault}`));
  }
  await page.setViewportSize(sizes[0]);
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => globalThis.axe.run({ runOnly: { type: 'tag', values } }), rules);
  for (const { id, impact, nodes } of violations) {
    for (const { html, failureSummary } of nodes) {
      // What stands on every screen is told once, by the screen that showed it first.
      const fault = `${id} (${impact}): ${html.replace(/ (id|aria-controls|aria-describedby)="[^"]*"/g, '').slice(0, 160)}: ${failureSummary?.split('\n')[1]?.trim()}`;
      if (!known.has(fault)) broken.push(`${name}: ${fault}`);
      known.add(fault);
    }
  }
  return broken;
}
