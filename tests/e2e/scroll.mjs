// How smooth a list of a million rows is: the built interface over the mock, scrolled by the wheel, by keys and by
// dragging, with Chromium's own trace running. Prints the longest task of the page's thread in time and in processor
// time (on a busy machine only the second is the interface's own), and the most elements the page held.
// `npm run measure` in ui/; it fails when more than 1,500 elements are held. Times are printed, not asserted.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBrowser } from './lib/browser.mjs';
import { packages, root } from './lib/place.mjs';

const rows = 1_000_000;
const mostElements = 1500;
const longTask = 50;

async function serve(outDir) {
  const { build, preview } = await import(pathToFileURL(packages.resolve('vite')).href);
  const ui = join(root, 'ui');
  await build({ root: ui, mode: 'mock', logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = await preview({ root: ui, mode: 'mock', logLevel: 'error', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
  return { url: `http://127.0.0.1:${server.httpServer.address().port}`, close: () => new Promise((done) => server.httpServer.close(done)) };
}

/** Every task of the page's main thread, from Chromium's trace. */
async function traced(page, work) {
  const client = await page.context().newCDPSession(page);
  const events = [];
  client.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await client.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'] } });
  await work();
  const complete = new Promise((done) => client.once('Tracing.tracingComplete', done));
  await client.send('Tracing.end');
  await complete;
  const main = new Set(events.filter((event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain').map((event) => `${event.pid}/${event.tid}`));
  return events.filter((event) => event.ph === 'X' && /RunTask$/.test(event.name) && main.has(`${event.pid}/${event.tid}`)).map((event) => ({ wall: event.dur / 1000, cpu: (event.tdur ?? event.dur) / 1000 }));
}

const elements = (page) => page.evaluate(() => document.querySelectorAll('*').length);

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'simpul-scroll-'));
  const server = await serve(folder);
  const { chromium, executablePath, args } = findBrowser();
  const browser = await chromium.launch({ executablePath, args });
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(`${server.url}/vouchers?vouchers=${rows}`);
  await page.locator('tbody tr.opens').first().waitFor();
  const list = page.locator('.TableWrap');
  await list.hover();
  let most = await elements(page);
  const look = async () => {
    most = Math.max(most, await elements(page));
  };
  const steps = {
    'wheel, 400 turns': async () => {
      for (let i = 0; i < 400; i += 1) {
        await page.mouse.wheel(0, 600);
        if (i % 40 === 0) await look();
      }
    },
    'arrow held, 300 rows': async () => {
      await list.focus();
      for (let i = 0; i < 300; i += 1) await page.keyboard.press('ArrowDown');
      await look();
    },
    'Shift and arrow, 200 rows': async () => {
      for (let i = 0; i < 200; i += 1) await page.keyboard.press('Shift+ArrowDown');
      await look();
    },
    'End, 60 times': async () => {
      for (let i = 0; i < 60; i += 1) {
        await page.keyboard.press('End');
        await page.waitForTimeout(30);
      }
      await look();
    },
    'dragged up and down': async () => {
      for (let i = 0; i <= 40; i += 1) {
        await list.evaluate((element, part) => element.scrollTo(0, element.scrollHeight * part), Math.abs(Math.sin(i)));
        await page.waitForTimeout(16);
      }
      await look();
    },
  };
  process.stdout.write(`a list of ${rows.toLocaleString('en')} rows, 1366 × 768\n`);
  for (const [name, step] of Object.entries(steps)) {
    const tasks = await traced(page, step);
    const top = (key) => Math.max(...tasks.map((task) => task[key]));
    process.stdout.write(`${name}: longest task ${top('wall').toFixed(0)} ms, ${top('cpu').toFixed(0)} ms of processor; over ${longTask} ms: ${tasks.filter((task) => task.wall > longTask).length} by the clock, ${tasks.filter((task) => task.cpu > longTask).length} by the processor, of ${tasks.length}\n`);
  }
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.waitForTimeout(500);
  await look();
  const loaded = (await page.locator('.TableWrap p[role=status]').textContent())?.trim();
  process.stdout.write(`${loaded}; at most ${most} elements in the page, at 1920 × 1080 too\n`);
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
  if (most > mostElements) throw new Error(`${most} elements, but at most ${mostElements} are allowed`);
}

await main();
