// Enqueues COUNT empty jobs and works them off with CONCURRENCY; says how long both took.
// MODE `plain` is graphile-worker as installed; `queue` adds its local queue and its batched completion.
const { run, makeWorkerUtils, Logger } = require("graphile-worker");

const [count, concurrency] = process.argv.slice(2, 4).map(Number);
const mode = process.argv[4];
const connectionString = process.env.DATABASE_URL;
const logger = new Logger(() => () => {});
const seconds = (since) => Number(process.hrtime.bigint() - since) / 1e9;

async function main() {
  const utils = await makeWorkerUtils({ connectionString, logger });
  await utils.migrate();
  const query = (sql) => utils.withPgClient((client) => client.query(sql));
  await query("TRUNCATE graphile_worker._private_jobs");
  let begun = process.hrtime.bigint();
  for (let made = 0; made < count; made += 1000) {
    const part = Array.from({ length: Math.min(1000, count - made) }, (_, n) => ({
      identifier: "empty",
      payload: { id: made + n },
    }));
    await utils.addJobs(part);
  }
  const enqueue = seconds(begun);
  await query("VACUUM ANALYZE graphile_worker._private_jobs");

  let left = count;
  let tell;
  const done = new Promise((resolve) => (tell = resolve));
  const batched = {
    localQueue: { size: 500, refetchDelay: { durationMs: 10 } },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
  };
  const worker = {
    connectionString,
    concurrentJobs: concurrency,
    maxPoolSize: concurrency + 2,
    logger,
    ...(mode === "queue" ? batched : {}),
  };
  begun = process.hrtime.bigint();
  const empty = () => {
    left -= 1;
    if (left === 0) tell();
  };
  const runner = await run({ preset: { worker, logger }, noHandleSignals: true, taskList: { empty } });
  await done;
  // A finished job is deleted: the work is done when none is left.
  while ((await query("SELECT EXISTS (SELECT FROM graphile_worker._private_jobs) AS left")).rows[0].left);
  const drain = seconds(begun);
  await runner.stop();
  await utils.release();
  console.log(JSON.stringify({ enqueue: [enqueue], drain: [drain] }));
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error.stack ?? String(error));
    process.exit(1);
  },
);
