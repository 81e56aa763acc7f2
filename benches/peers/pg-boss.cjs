// Enqueues COUNT empty jobs and fetches and completes them in batches of BATCH by
// CONCURRENCY loops, without the waits of its own polling; says how long both took.
const PgBoss = require("pg-boss");

const [count, concurrency, batchSize] = process.argv.slice(2, 5).map(Number);
const seconds = (since) => Number(process.hrtime.bigint() - since) / 1e9;

async function main() {
  const boss = new PgBoss({
    connectionString: process.env.DATABASE_URL,
    max: concurrency + 2,
    supervise: false,
    schedule: false,
  });
  boss.on("error", (error) => console.error(String(error)));
  await boss.start();
  await boss.createQueue("empty");
  await boss.purgeQueue("empty");
  let begun = process.hrtime.bigint();
  for (let made = 0; made < count; made += 1000) {
    const part = Array.from({ length: Math.min(1000, count - made) }, (_, n) => ({
      name: "empty",
      data: { id: made + n },
    }));
    await boss.insert(part);
  }
  const enqueue = seconds(begun);
  let left = count;
  begun = process.hrtime.bigint();
  const loop = async () => {
    while (left > 0) {
      const jobs = await boss.fetch("empty", { batchSize });
      if (jobs.length > 0) {
        left -= jobs.length;
        const ids = jobs.map((job) => job.id);
        await boss.complete("empty", ids);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  const drain = seconds(begun);
  console.log(JSON.stringify({ enqueue: [enqueue], drain: [drain] }));
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error.stack ?? String(error));
    process.exit(1);
  },
);
