// Steps of a journey: each stands on the ones before it.
import assert from 'node:assert/strict';
import { picture } from './place.mjs';

/** What a step leaves undone the next ones cannot do without: after the first that fails the rest are left out, and a picture shows where. */
export function stepsOf(t, page, here, name) {
  let alive = true;
  const step = async (what, work) => {
    if (!alive) return;
    await t.test(what, async () => {
      alive = false;
      await work(here).catch(async (error) => {
        await page.screenshot({ path: picture(`failed-${name}`) });
        throw error;
      });
      alive = true;
    });
  };
  return { step, finish: () => assert.ok(alive, 'the journey ended early') };
}

/** Asks again until it is so. */
export async function untilTrue(what, check, patience = 30_000) {
  const end = Date.now() + patience;
  while (!(await check())) {
    assert.ok(Date.now() < end, `${what}: not in time`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
