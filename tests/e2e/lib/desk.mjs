// A desk: one person before one screen, in Chromium or in the program's own window. Both are driven by the same few
// words, by what stands on the buttons, so that one test can sit at several of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { speak } from './browser.mjs';
import { root } from './place.mjs';
import { sayOf } from './texts.mjs';

/** What is asked of a page: the same script in both. */
const scripts = {
  // The program's own router hears it: nothing is loaded anew.
  go: "history.pushState({}, '', arguments[0]);",
  seen: 'const seen = (e) => e.getClientRects().length > 0;',
};
const wordsOfControl = "const words = (e) => [...e.childNodes].map((n) => n.nodeName === 'KBD' || n.ariaHidden === 'true' ? '' : n.textContent).join('').trim();";
// The uppermost dialog holds the keyboard: what lies under it cannot be pressed.
const top = "const top = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].filter(seen).at(-1) ?? document;";

const has = `${scripts.seen}${wordsOfControl}${top} return [...top.querySelectorAll('button:not([disabled]), a, [role=menuitem]')].some((one) => seen(one) && words(one) === arguments[0]);`;
const press = `${scripts.seen}${wordsOfControl}${top}
  const one = [...top.querySelectorAll('button:not([disabled]), a, [role=menuitem]')].find((e) => seen(e) && words(e) === arguments[0]);
  if (one) one.click();
  return Boolean(one);`;
const type = `${scripts.seen}${top}
  const label = [...top.querySelectorAll('label')].find((e) => seen(e) && e.textContent.trim() === arguments[0]);
  const input = label?.control ?? [...top.querySelectorAll('input, textarea, select')].find((e) => e.ariaLabel === arguments[0]);
  if (!input || input.disabled) return false;
  const kind = input instanceof HTMLSelectElement ? HTMLSelectElement : input instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  if (input.type === 'checkbox') { if (input.checked !== arguments[1]) input.click(); return true; }
  input.focus();
  Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(input, arguments[1]);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return true;`;
const valueOf = `${scripts.seen}${top}
  const label = [...top.querySelectorAll('label')].find((e) => seen(e) && e.textContent.trim() === arguments[0]);
  return label?.control?.value ?? null;`;
// Moments move by themselves, and so do measured values: what is compared is what was stored.
const content = `
  const main = document.querySelector('main.Main');
  if (!main) return null;
  const copy = main.cloneNode(true);
  for (const one of copy.querySelectorAll('time, .sr, .ErrorCode, .Traffic, .PageHead .sm, svg, canvas, [data-moves]')) one.remove();
  const rows = [...copy.querySelectorAll('tbody tr')].map((row) => row.textContent.replace(/\\s+/g, ' ').trim()).filter(Boolean);
  for (const one of copy.querySelectorAll('tbody')) one.remove();
  return { at: location.pathname + location.search, rows, rest: copy.textContent.replace(/\\s+/g, ' ').trim() };`;
const loading = "return document.querySelector('.Skeleton:not([data-still]), .Splash, [aria-busy=true]:not(button)') !== null || document.querySelector('main') === null";
const said = `${scripts.seen}
  const errors = [...document.querySelectorAll('.ErrorCode .CodeText, .ErrorNote .mantine-Notification-description')].filter(seen).map((one) => one.textContent.trim());
  const done = [...document.querySelectorAll('.mantine-Notification-description')].filter(seen).map((one) => one.textContent.trim());
  const fields = [...document.querySelectorAll('[aria-invalid=true]')].filter(seen).length;
  const banners = [...document.querySelectorAll('.Banner')].filter(seen).map((one) => one.textContent.trim());
  const gap = /.{0,30}\\{\\{.{0,30}/.exec(document.body.innerText)?.[0] ?? null;
  return { errors, done, fields, banners, gap };`;
const listen = `
  if (globalThis.__faults) return;
  globalThis.__faults = [];
  addEventListener('error', (event) => __faults.push(String(event.message)));
  addEventListener('unhandledrejection', (event) => __faults.push('unhandled: ' + String(event.reason?.stack ?? event.reason)));
  const tell = console.error;
  console.error = (...all) => { __faults.push(all.map(String).join(' ')); tell.apply(console, all); };`;

const errorTexts = JSON.parse(readFileSync(join(root, 'ui/src/i18n/locales/en/errors.json'), 'utf8'));

/** `run(script, …values)` runs a script in the page and answers what it returns. */
export function deskOf({ name, language, run, reload, faults }) {
  const say = sayOf(language);
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const until = async (check, patience = 15_000) => {
    const end = Date.now() + patience;
    for (;;) {
      const value = await check();
      if (value || Date.now() > end) return value;
      await pause(60);
    }
  };
  const settled = () => until(async () => !(await run(loading)));
  const desk = {
    name, say, run, until, settled,
    kind: 'desk',
    go: async (path) => {
      await run(scripts.go, path);
      await pause(80);
      // A form that could not be sent is left with what was typed in it.
      if (await run(has, say('common:leave'))) await run(press, say('common:leave'));
      await settled();
    },
    has: (key, values) => run(has, say(key, values)),
    press: (key, values) => until(() => run(press, say(key, values)), 8_000),
    type: (key, text) => until(() => run(type, key.includes(':') ? say(key) : key, text), 8_000),
    valueOf: (key) => run(valueOf, say(key)),
    content: () => run(content),
    said: () => run(said),
    shows: () => run("return document.body.innerText.replace(/\\s+/g, ' ')"),
    at: () => run('return location.pathname + location.search'),
    reload: async () => {
      await reload();
      await until(async () => (await run("return document.querySelector('main.Main') !== null")) === true, 30_000);
      await run(listen);
      await settled();
    },
    faults: async () => [...faults(), ...((await run('return globalThis.__faults ?? []')) ?? [])],
    listen: () => run(listen),
  };
  return desk;
}

/** The code in a shown error, and whether the program has words for it. */
export function codeOf(text) {
  const code = /\b([a-z]+(?:_[a-z0-9]+)+)\b(?: · [0-9a-z]+)?\s*$/.exec(text)?.[1];
  return { code, known: code !== undefined && code in errorTexts };
}

/** A desk in Chromium. `answers` gathers what operations refused. */
export async function browserDesk(browser, { name, language, scheme, address }) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1366, height: 768 }, locale: 'id-ID', timezoneId: 'Asia/Jakarta', reducedMotion: 'reduce' });
  context.setDefaultTimeout(30_000);
  await speak(context, language);
  const page = await context.newPage();
  const faults = [];
  const refused = [];
  page.on('pageerror', (error) => faults.push(`${error.name}: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && !message.text().startsWith('Failed to load resource') && faults.push(message.text()));
  page.on('response', async (response) => {
    const [, operation] = /\/rpc\/(\w+)$/.exec(response.url()) ?? [];
    if (!operation || response.ok()) return;
    const body = await response.json().catch(() => ({}));
    refused.push({ operation, code: body.code });
  });
  // As one expression: the page's own rules (CSP) let no code be made from text inside it.
  const run = (script, ...values) => page.evaluate(`(function () { ${script} }).apply(null, ${JSON.stringify(values)})`);
  await page.goto(address);
  const desk = deskOf({ name, language, run, faults: () => faults, reload: () => page.reload() });
  const keys = async (...all) => {
    for (const key of all) await page.keyboard.press(key);
  };
  return Object.assign(desk, { kind: 'browser', page, refused, keys });
}

/** A desk in the program's own window. */
export async function windowDesk(window, { name, language }) {
  const run = (script, ...values) => window.run(script, ...values);
  await run("localStorage.setItem('simpul.language', arguments[0]); location.reload()", language);
  const desk = deskOf({ name, language, run, faults: () => [], reload: () => run('location.reload()') });
  return Object.assign(desk, { kind: 'window', refused: [], keys: (...all) => window.keys(...all) });
}
