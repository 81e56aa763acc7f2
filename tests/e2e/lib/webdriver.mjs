// The real window through WebKit's own WebDriver: plain HTTP, as much of it as the tests need.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { start } from './process.mjs';

const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** Keys without a sign of their own, as WebDriver calls them. */
const named = { Tab: '\uE004', Enter: '\uE007', Escape: '\uE00C', ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`F${i + 1}`, String.fromCharCode(0xe031 + i)])) };

/** A display of its own, as large as the smallest screen the program is made for plus a frame. */
export async function openDisplay(t) {
  for (let number = 90; number < 120; number += 1) {
    if (existsSync(`/tmp/.X11-unix/X${number}`) || existsSync(`/tmp/.X${number}-lock`)) continue;
    const server = spawn('Xvfb', [`:${number}`, '-screen', '0', '1400x820x24', '-nolisten', 'tcp'], { stdio: 'ignore' });
    t.after(() => server.kill());
    for (let i = 0; i < 100 && server.exitCode === null; i += 1) {
      if (existsSync(`/tmp/.X11-unix/X${number}`)) return `:${number}`;
      await pause(100);
    }
  }
  throw new Error('no display could be opened; install the package xvfb');
}

/** The whole display as a PNG file: what a person sees, frame and all. */
export function photograph(display, path) {
  const { status, stderr } = spawnSync('import', ['-display', display, '-window', 'root', path]);
  if (status !== 0) throw new Error(`import: ${stderr}`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Opens the program's window under WebDriver. */
export async function openWindow(t, { binary, args, env }) {
  const port = await freePort();
  // Both variables, as Tauri's own driver sets them: without the second the window never answers.
  const automation = { TAURI_AUTOMATION: 'true', TAURI_WEBVIEW_AUTOMATION: 'true' };
  const driver = await start(t, 'WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], { env: { ...env, ...automation } });
  const base = `http://127.0.0.1:${port}`;
  const send = async (method, path, body, signal) => {
    const response = await fetch(`${base}${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body), signal });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  };
  await until('WebKitWebDriver answers', () => send('GET', '/status').then(() => true, () => false));
  const began = performance.now();
  const { sessionId } = await send('POST', '/session', { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args } } } });
  const path = (rest) => `/session/${sessionId}${rest}`;
  t.after(() => send('DELETE', path('')).catch(() => undefined));
  // The driver would kill the program; a person closes it, and it brings to an end what it began.
  const pid = Number(readFileSync(`/proc/${driver.pid}/task/${driver.pid}/children`, 'utf8').trim().split(' ')[0]);
  const close = async () => {
    process.kill(pid, 'SIGTERM');
    await until('the program has ended', () => !isAlive(pid));
  };
  // A script that meets a page on its way out is never answered: whoever asks is told so, and asks the next one.
  const run = (script, ...values) => send('POST', path('/execute/sync'), { script, args: values }, AbortSignal.timeout(20_000));
  /** What was asked for has been drawn: nothing loads, and two frames have passed. */
  const drawn = async () => {
    await until('the screen is whole', () => run("return !document.querySelector('.Skeleton, .Paper[aria-busy=true]')"));
    await send('POST', path('/execute/async'), { script: 'const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))', args: [] });
    await pause(400);
  };
  /** Presses keys one after the other: signs, or names such as `Enter` and `F2`. */
  const keys = async (...all) => {
    const actions = all.flatMap((key) => ['keyDown', 'keyUp'].map((type) => ({ type, value: named[key] ?? key })));
    await send('POST', path('/actions'), { actions: [{ type: 'key', id: 'hand', actions }] });
  };
  return { ...handles({ send, path, run }), run, keys, drawn, close, pid, began, leave: driver.stop };
}

/** Finding things by what a person reads on them. */
function handles({ send, path, run }) {
  /** As `until`; where it comes to nothing, what the page shows is told too. */
  const wait = (...all) =>
    until(...all).catch(async (error) => {
      throw new Error(`${error.message}; the page shows ${await run(shows).catch((cause) => cause.message)}`, { cause: error });
    });
  const find = (script, what, values) =>
    wait(what, async () => {
      const found = await run(script, ...values);
      return found?.[elementKey] ?? false;
    });
  const control = (label) => find(controlByLabel, `a field “${label}”`, [label]);
  const button = (text) => find(buttonByText, `a button “${text}”`, [text]);
  return {
    wait,
    async type(label, text) {
      const element = await control(label);
      // The driver's own way of emptying tells the page nothing: whatever draws the field next puts back what stood there.
      await run(empty, { [elementKey]: element });
      await send('POST', path(`/element/${element}/value`), { text });
    },
    async choose(label, value) {
      // A select of WebKitGTK opens a menu of the system, which no driver reaches: the change is told as the menu would.
      await run(chooseOption, { [elementKey]: await control(label) }, value);
    },
    async press(text) {
      await wait(`a press of “${text}”`, async () => {
        const element = await button(text);
        await run(listen, { [elementKey]: element });
        await send('POST', path(`/element/${element}/click`), {});
        // What moved away from under the pointer after all is pressed again; a page that is gone was left by the press.
        return run('return window.__pressed !== false');
      });
    },
    async tick(label) {
      await run('arguments[0].click()', { [elementKey]: await control(label) });
    },
    read: (pattern) =>
      wait(`the words ${pattern}`, () => run(`return new RegExp(arguments[0]).exec(document.body.innerText.replace(/\\s+/g, ' '))?.[0] ?? false`, pattern)),
  };
}

const visible = 'const seen = (e) => e.getClientRects().length > 0;';
const controlByLabel = `${visible}
  const label = [...document.querySelectorAll('label')].find((one) => seen(one) && one.textContent.trim() === arguments[0]);
  return label?.control ?? null;`;
// Only once it stands still with nothing over it: a dialog that is coming in moves away from under the pointer.
const buttonByText = `${visible}
  const words = (e) => [...e.childNodes].map((n) => n.nodeName === 'KBD' || n.ariaHidden === 'true' ? '' : n.textContent).join('').trim();
  const free = (it) => {
    it.scrollIntoView({ block: 'nearest' });
    const { left, top, width, height } = it.getBoundingClientRect();
    const [before, at] = [it.dataset.stood, [left, top, width, height].join()];
    it.dataset.stood = at;
    return before === at && it.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  };
  return [...document.querySelectorAll('button:not([disabled]), a')].filter((one) => seen(one) && words(one) === arguments[0]).find(free) ?? null;`;
const shows = `
  const fields = [...document.querySelectorAll('input, select, textarea')].map((one) => (one.labels?.[0]?.textContent.trim() ?? one.name) + ' = ' + (one.type === 'password' ? '…' : one.value));
  return JSON.stringify({ at: location.href, text: document.body.innerText.replace(/\\s+/g, ' ').slice(0, 1500), fields, focus: document.activeElement?.labels?.[0]?.textContent ?? document.activeElement?.tagName });`;
const listen = `
  window.__pressed = false;
  arguments[0].addEventListener('click', () => (window.__pressed = true), { once: true, capture: true });`;
const empty = `
  const [field] = arguments;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, '');
  field.dispatchEvent(new Event('input', { bubbles: true }));`;
const chooseOption = `
  const [select, value] = arguments;
  Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, value);
  select.dispatchEvent(new Event('change', { bubbles: true }));`;

/** A program that has ended but was not yet looked after counts as ended. */
export function isAlive(pid) {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again until the answer is something; that is answered. */
export async function until(what, check, patience = 60_000, step = 150) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${what}: not in time`);
    await pause(step);
  }
}
