// Debian's Chromium, driven by the pinned playwright-core of the screens.
import { existsSync } from 'node:fs';
import { packages } from './place.mjs';

const { chromium } = packages('playwright-core');
const candidates = [process.env['SIMPUL_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Nothing the browser does by itself may reach for the network. */
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Chromium of this machine, and how it is started. */
export function findBrowser() {
  const executablePath = candidates.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium was found; install the package chromium');
  return { chromium, executablePath, args: quiet };
}

export async function openBrowser(t) {
  const { executablePath, args } = findBrowser();
  const browser = await chromium.launch({ executablePath, args });
  t.after(() => browser.close());
  return browser;
}

/** Signs in at a program that runs; `words` are those of the language it shows. */
export async function signInAs(page, address, { username, password }, words) {
  await page.goto(address);
  await page.getByLabel(words('session:username'), { exact: true }).fill(username);
  await page.getByLabel(words('session:password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: words('session:signIn'), exact: true }).click();
  await page.getByRole('navigation', { name: words('shell:mainMenu') }).waitFor();
}

/** A page as a person of that language and taste sees it; what goes wrong inside it is collected. */
export async function openPage(browser, { scheme, size }) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: size, locale: 'id-ID', timezoneId: 'Asia/Jakarta', reducedMotion: 'reduce' });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(`${error.name}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    // A refused call is the screens' to show; the browser writes it down as well.
    if (message.text().startsWith('Failed to load resource')) return;
    faults.push(message.text());
  });
  return { page, faults };
}

/** Every preview on the page has been drawn, and is not a white sheet. */
export async function paperIsDrawn(page) {
  await page.waitForFunction(() => {
    const papers = [...document.querySelectorAll('canvas[role=img]')];
    return papers.length > 0 && papers.every((canvas) => {
      if (canvas.parentElement?.getAttribute('aria-busy') === 'true' || canvas.width === 0) return false;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0 && data[i] < 128) return true;
      return false;
    });
  });
}

/** Every page of a context (or a page) opens in this language. A page of the browser's own, shown while the program is down, keeps nothing and is left alone. */
export async function speak(pages, language) {
  await pages.addInitScript((chosen) => location.protocol === 'http:' && localStorage.setItem('simpul.language', chosen), language);
}
