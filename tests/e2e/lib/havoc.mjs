// What goes wrong in a shop on a bad day, at moments drawn from the seed: programs are killed, the router's line is cut,
// held or gone, the router stands still, connections to the database die.
import { sql } from './books.mjs';
import { pause } from './webdriver.mjs';

/** The kinds, each with how many of it come in a short day and in a whole one. */
const days = {
  short: { serve: 2, window: 1, cut: 1, hold: 1, away: 1, still: 0, database: 3 },
  whole: { serve: 8, window: 8, cut: 5, hold: 4, away: 4, still: 3, database: 20 },
};

/** `sold()` says how many sales were made of `target`; ends with the day, and leaves the world whole. Answers what happened. */
export async function havoc({ shop, line, router, window, random, whole, target, sold, isOver }) {
  const counts = days[whole ? 'whole' : 'short'];
  const events = Object.entries(counts).flatMap(([kind, times]) => Array.from({ length: times }, () => kind));
  for (let i = events.length - 1; i > 0; i -= 1) {
    const j = random.below(i + 1);
    [events[i], events[j]] = [events[j], events[i]];
  }
  // A short day has each kind of kill, even where it ends before the rest.
  if (!whole) for (const kind of ['serve', 'window']) events.unshift(...events.splice(events.indexOf(kind), 1));
  const done = {};
  const acts = {
    serve: async () => {
      await shop.kill();
      await pause(random.below(1_500));
      await shop.again();
    },
    window: async () => window.kill(),
    cut: async () => line.cut(),
    hold: async () => {
      line.hold();
      await pause(2_000 + random.below(4_000));
      line.mend();
    },
    away: async () => {
      line.takeAway();
      await pause(2_000 + random.below(6_000));
      line.mend();
    },
    still: async () => {
      process.kill(router.pid, 'SIGSTOP');
      await pause(2_000 + random.below(4_000));
      process.kill(router.pid, 'SIGCONT');
    },
    database: async () => {
      sql(shop.data, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND (xact_start IS NOT NULL OR usename <> 'postgres') ORDER BY xact_start NULLS LAST LIMIT 2");
    },
  };
  try {
    for (const [i, kind] of events.entries()) {
      while (sold() < ((i + 0.5) * target) / events.length && !isOver()) await pause(20);
      if (isOver() || sold() >= target) break;
      await pause(random.below(400));
      await acts[kind]();
      done[kind] = (done[kind] ?? 0) + 1;
    }
  } finally {
    line.mend();
  }
  return done;
}
