// How smooth a list of a million rows is: the built interface, scrolled by the wheel, by keys and by dragging, with
// Chromium's own trace running; how soon its first rows stand after the key press, and those of a search. Over the mock
// (`npm run measure` in ui/), or over a program that runs: `--at URL --username NAME --password PASSWORD`, as
// `cargo xtask bench list` does. Tells the longest task of the page's thread in time and in processor time (on a busy
// machine only the second is the interface's own), script and layout of each frame, and the most elements the page
// held; `--json` tells it in one line. It fails when more than 1,500 elements are held. Times are told, not asserted.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { findBrowser, signInAs } from './lib/browser.mjs';
import { packages, root } from './lib/place.mjs';
import { wordsOf } from './lib/texts.mjs';

const { values: asked } = parseArgs({ options: { at: { type: 'string' }, username: { type: 'string' }, password: { type: 'string' }, json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } } });
const rows = 1_000_000;
const mostElements = 1500;
const longTask = 50;
const samples = asked.quick ? 2 : 13;
const words = wordsOf('id');
const say = (text) => asked.json || process.stdout.write(`${text}\n`);

async function serve(outDir) {
  const { build, preview } = await import(pathToFileURL(packages.resolve('vite')).href);
  const ui = join(root, 'ui');
  await build({ root: ui, mode: 'mock', logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = await preview({ root: ui, mode: 'mock', logLevel: 'error', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
  return { url: `http://127.0.0.1:${server.httpServer.address().port}`, close: () => new Promise((done) => server.httpServer.close(done)) };
}

/** What the page's main thread did, from Chromium's trace: every task, and every frame's script and layout. Milliseconds. */
async function traced(page, work) {
  const client = await page.context().newCDPSession(page);
  const events = [];
  client.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await client.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'devtools.timeline.frame', 'disabled-by-default-devtools.timeline.frame', '__metadata'] } });
  await work();
  const complete = new Promise((done) => client.once('Tracing.tracingComplete', done));
  await client.send('Tracing.end');
  await complete;
  const main = new Set(events.filter((event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain').map((event) => `${event.pid}/${event.tid}`));
  const here = events.filter((event) => event.ph === 'X' && main.has(`${event.pid}/${event.tid}`));
  const tasks = here.filter((event) => /RunTask$/.test(event.name)).map((event) => ({ wall: event.dur / 1000, cpu: (event.tdur ?? event.dur) / 1000 }));
  return { tasks, frames: framesOf(here, events.filter((event) => /^(ProxyMain::|ThreadProxy::)?BeginMain(Thread)?Frame$/.test(event.name) && main.has(`${event.pid}/${event.tid}`))) };
}

/** Script and layout; one inside another is counted once. */
const work = new Set(['FunctionCall', 'EventDispatch', 'FireAnimationFrame', 'TimerFire', 'RunMicrotasks', 'EvaluateScript', 'XHRReadyStateChange', 'UpdateLayoutTree', 'Layout']);

function framesOf(here, begins) {
  const starts = begins.map((event) => event.ts).sort((a, b) => a - b);
  if (starts.length === 0) return [];
  const spent = starts.map(() => 0);
  let until = 0;
  for (const event of here.filter((one) => work.has(one.name)).sort((a, b) => a.ts - b.ts)) {
    if (event.ts < until) continue;
    until = event.ts + event.dur;
    // What ran before a frame began is shown by it.
    const frame = starts.findIndex((start) => start >= event.ts);
    spent[frame < 0 ? spent.length - 1 : frame] += (event.tdur ?? event.dur) / 1000;
  }
  return spent;
}

const quantile = (all, share) => [...all].sort((a, b) => a - b)[Math.max(0, Math.ceil(all.length * share) - 1)] ?? 0;
const elements = (page) => page.evaluate(() => document.querySelectorAll('*').length);

/** Seconds from a key's press until something of `selector` has been painted that was not there before. */
async function fromKey(page, key, selector, press) {
  await page.evaluate(([wanted, rowsOf]) => {
    globalThis.__shown = new Promise((done) => {
      let began;
      addEventListener('keydown', (event) => {
        if (event.key === wanted) began ??= event.timeStamp;
      }, { capture: true });
      // Rows are filled anew with what comes: one is another once it says something else.
      const told = (row) => row.querySelector('.CodeText')?.textContent;
      const before = new Map([...document.querySelectorAll(rowsOf)].map((row) => [row, told(row)]));
      // Asked before each frame is painted; a task that is put then runs after it.
      const look = () => {
        if (began !== undefined && [...document.querySelectorAll(rowsOf)].some((row) => before.get(row) !== told(row))) setTimeout(() => done((performance.now() - began) / 1000));
        else requestAnimationFrame(look);
      };
      look();
    });
  }, [key, selector]);
  await press();
  return page.evaluate(() => globalThis.__shown);
}

/** The list is opened by its key from the dashboard, every time by a program that has not shown it yet. */
async function firstRows(page, url) {
  const taken = [];
  for (let i = 0; i < samples; i += 1) {
    await page.goto(url);
    await page.locator('main h1').first().waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await page.waitForTimeout(500);
    taken.push(await fromKey(page, 'v', 'tbody tr.opens', async () => {
      await page.keyboard.press('g');
      await page.keyboard.press('v');
    }));
  }
  return taken;
}

/** The last of five signs of a code, typed after a pause and so looked up at once, until its row stands. */
async function searched(page) {
  const taken = [];
  const box = page.getByRole('searchbox', { name: words('voucher:search'), exact: true });
  for (let i = 0; i < samples; i += 1) {
    await box.fill('');
    await page.waitForTimeout(600);
    const code = (await page.locator('tbody tr.opens .CodeText').nth(i + 1).innerText()).replaceAll(/\s/g, '');
    await box.pressSequentially(code.slice(0, 4));
    await page.waitForTimeout(600);
    taken.push(await fromKey(page, code[4], 'tbody tr.opens', () => page.keyboard.press(code[4])));
  }
  await box.fill('');
  return taken;
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'simpul-scroll-'));
  const server = asked.at ? { url: asked.at.replace(/\/$/, ''), close: () => undefined } : await serve(folder);
  const query = asked.at ? '' : `?vouchers=${rows}`;
  const { chromium, executablePath, args } = findBrowser();
  const browser = await chromium.launch({ executablePath, args });
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'id-ID' });
  if (asked.at) await signInAs(page, asked.at, asked, words);
  const first = await firstRows(page, `${server.url}/${query}`);
  await page.goto(`${server.url}/vouchers${query}`);
  await page.locator('tbody tr.opens').first().waitFor();
  const search = asked.at ? await searched(page) : [];
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
  say(`a list of ${asked.at ? 'the program’s own' : rows.toLocaleString('en')} rows, 1366 × 768`);
  say(`first rows after the key press: ${first.map((one) => `${(one * 1000).toFixed(0)} ms`).join(', ')}`);
  if (search.length > 0) say(`rows of a search after its last sign: ${search.map((one) => `${(one * 1000).toFixed(0)} ms`).join(', ')}`);
  const found = { first, search, frames: [], tasks: 0, long_wall: 0, long_cpu: 0, longest_wall: 0, longest_cpu: 0 };
  for (const [name, step] of Object.entries(steps)) {
    const { tasks, frames } = await traced(page, step);
    const top = (key) => Math.max(0, ...tasks.map((task) => task[key]));
    const long = (key) => tasks.filter((task) => task[key] > longTask).length;
    found.frames.push(...frames);
    found.tasks += tasks.length;
    found.long_wall += long('wall');
    found.long_cpu += long('cpu');
    found.longest_wall = Math.max(found.longest_wall, top('wall'));
    found.longest_cpu = Math.max(found.longest_cpu, top('cpu'));
    say(`${name}: longest task ${top('wall').toFixed(0)} ms, ${top('cpu').toFixed(0)} ms of processor; over ${longTask} ms: ${long('wall')} by the clock, ${long('cpu')} by the processor, of ${tasks.length}; script and layout of a frame: p50 ${quantile(frames, 0.5).toFixed(1)}, p95 ${quantile(frames, 0.95).toFixed(1)}, most ${quantile(frames, 1).toFixed(1)} ms of ${frames.length} frames`);
  }
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.waitForTimeout(500);
  await look();
  const loaded = (await page.locator('.TableWrap p[role=status]').textContent())?.trim();
  say(`${loaded}; at most ${most} elements in the page, at 1920 × 1080 too`);
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
  const { frames, ...rest } = found;
  if (asked.json) process.stdout.write(`${JSON.stringify({ ...rest, frames: frames.length, frame_p50: quantile(frames, 0.5), frame_p95: quantile(frames, 0.95), frame_most: quantile(frames, 1), elements: most })}\n`);
  if (most > mostElements) throw new Error(`${most} elements, but at most ${mostElements} are allowed`);
}

await main();
