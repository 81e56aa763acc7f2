// A person with two hands: what they do is found by the words on the screen, done as they would do it, and counted.
import { picture } from './place.mjs';

/** The keystroke-level model of Card, Moran and Newell: an ordinary typist, a pointer, a thought before each screen and choice. */
const seconds = { key: 0.28, click: 1.2, thought: 1.35 };
/** Reading the lines of a screen that is seen for the first time. */
const reading = 6;

/** Hands at a page; pictures of the screens they read begin with `name`. */
export function hands(page, words, name = 'trial') {
  const count = { clicks: 0, keys: 0, thoughts: 0, screens: 0, waited: 0 };
  const wait = async (work) => {
    const began = performance.now();
    const value = await work();
    count.waited += (performance.now() - began) / 1000;
    return value;
  };
  return {
    count, wait,
    /** A new screen is read before anything is done. */
    read: async (screen, title) => {
      await wait(() => page.getByRole('heading', { name: title, exact: typeof title === 'string' }).first().waitFor());
      count.screens += 1;
      await page.screenshot({ path: picture(`${name}-${String(count.screens).padStart(2, '0')}-${screen}`) });
    },
    /** What is already there is not typed; a field that has the focus is not clicked. */
    type: async (key, text, within = page) => {
      const field = within.getByLabel(words(key), { exact: true });
      await field.waitFor();
      count.thoughts += 1;
      if ((await field.inputValue()) === text) return;
      if (!(await field.evaluate((one) => one === document.activeElement))) {
        await field.click();
        count.clicks += 1;
      }
      if ((await field.inputValue()) !== '') await field.selectText();
      await page.keyboard.type(text);
      count.keys += [...text].length;
    },
    /** Opened, and one of it clicked. */
    choose: async (key, option, within = page) => {
      await wait(() => within.getByLabel(words(key), { exact: true }).selectOption(option));
      count.clicks += 2;
      count.thoughts += 1;
    },
    click: async (what) => {
      await wait(() => what.click());
      count.clicks += 1;
      count.thoughts += 1;
    },
    press: async (key, values, within = page) => {
      await wait(() => within.getByRole('button', { name: words(key, values), exact: true }).first().click());
      count.clicks += 1;
      count.thoughts += 1;
    },
    key: async (name) => {
      await page.keyboard.press(name);
      count.keys += 1;
    },
  };
}

/** What a person takes for it. */
export const minutes = ({ clicks, keys, thoughts, screens, waited }) => (clicks * seconds.click + keys * seconds.key + thoughts * seconds.thought + screens * reading + waited) / 60;
