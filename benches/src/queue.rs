//! Empty jobs through our queue, graphile-worker and pg-boss, on one server with
//! the settings users have, each in a fresh database.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use simpul_core::db::migrate;
use simpul_jobs::{Handler, JobContext, NewJob, Outcome as JobOutcome, Registry, Worker, WorkerConfig};
use simpul_jobs::{async_trait, enqueue_many};
use simpul_postgres::cluster::{Cluster, DataDir, Lease, OpenOptions, Transport};
use simpul_postgres::{bundle, roles};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};

use crate::Options;
use crate::figures::{Outcome, Row, Samples, Section, ratio};
use crate::peers;

const CONCURRENCY: usize = 10;
/// Jobs enqueued by one statement.
const AT_ONCE: u64 = 1_000;

/// Script, its mode, and how it is called in the table.
const PEERS: [(&str, &str, &str); 4] = [
    ("graphile-worker.cjs", "plain", "graphile-worker"),
    ("graphile-worker.cjs", "queue", "graphile-worker, local queue and batched completion"),
    ("pg-boss.cjs", "1", "pg-boss, one at a time"),
    ("pg-boss.cjs", "100", "pg-boss, fetched by 100"),
];

/// How long enqueueing and working off took.
#[derive(Default, Clone)]
struct Times {
    enqueue: Samples,
    drain: Samples,
}

/// Runs the benchmark.
pub async fn run(options: &Options) -> Outcome<Section> {
    let (jobs, times) = if options.quick { (3_000, 1) } else { (10_000, 3) };
    let folder = tempfile::tempdir()?;
    let programs = tokio::task::spawn_blocking(|| bundle::locate(None)).await??;
    let server = OpenOptions::new().programs(programs).transport(Transport::FreePort);
    let lease = Cluster::open(DataDir::new(folder.path()), server).await?;
    let mut ours = Times::default();
    let mut theirs: Vec<Result<Times, String>> = vec![Ok(Times::default()); PEERS.len()];
    for _ in 0..times {
        let (enqueue, drain) = our_queue(&fresh(&lease).await?, jobs).await?;
        ours.enqueue.push(enqueue);
        ours.drain.push(drain);
        for (peer, sofar) in PEERS.iter().zip(&mut theirs) {
            if let Ok(so_far) = sofar
                && let Err(why) = peer_queue(peer, &fresh(&lease).await?, jobs, so_far).await
            {
                *sofar = Err(why.to_string());
            }
        }
    }
    lease.close().await?;
    let note = format!(
        "{jobs} empty jobs, enqueued by {AT_ONCE}, worked off with concurrency {CONCURRENCY}; a fresh database for each, \
         durable commits, all over TCP on one machine. Every queue writes the end of every job before it counts as done. \
         graphile-worker 0.17.3 and pg-boss 10.4.2; the latter fetches in a tight loop instead of by its own polling."
    );
    Ok(Section { title: "Job queue, empty jobs".into(), note, rows: rows(jobs as f64, &ours, &theirs) })
}

fn rows(jobs: f64, ours: &Times, theirs: &[Result<Times, String>]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (what, of) in [("worked off", drain as fn(&Times) -> &Samples), ("enqueued", enqueue)] {
        for ((_, _, name), times) in PEERS.iter().zip(theirs) {
            rows.push(match times {
                Ok(times) => Row {
                    what: what.into(),
                    ours: of(ours).told_as_rate(jobs),
                    rival: (*name).into(),
                    theirs: of(times).told_as_rate(jobs),
                    ratio: ratio(of(times).median(), of(ours).median()),
                    goal: if what == "worked off" { "≥ 1×".into() } else { String::new() },
                },
                Err(why) => Row { rival: (*name).into(), ..Row::not_run(what, why) },
            });
        }
    }
    rows
}

fn drain(times: &Times) -> &Samples {
    &times.drain
}

fn enqueue(times: &Times) -> &Samples {
    &times.enqueue
}

/// A database of its own, with what is dirty written out.
async fn fresh(lease: &Lease) -> Outcome<PgConnectOptions> {
    let mut conn = PgConnection::connect_with(&lease.superuser_options()).await?;
    let name = "bench_queue";
    sqlx::raw_sql(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))).execute(&mut conn).await?;
    roles::create_database(&mut conn, name).await?;
    migrate::bring_up(&lease.owner_options().database(name), &|_, _, _| ()).await?;
    sqlx::raw_sql("CHECKPOINT").execute(&mut conn).await?;
    Ok(lease.superuser_options().database(name))
}

struct Empty {
    left: AtomicU64,
    done: Arc<tokio::sync::Notify>,
}

#[async_trait]
impl Handler for Empty {
    fn kind(&self) -> &'static str {
        "empty"
    }

    async fn run(&self, _: &JobContext) -> JobOutcome {
        if self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.done.notify_one();
        }
        JobOutcome::Done
    }
}

async fn our_queue(options: &PgConnectOptions, jobs: u64) -> Outcome<(Duration, Duration)> {
    let pool = PgPoolOptions::new().max_connections(5).connect_with(options.clone()).await?;
    let begun = Instant::now();
    let mut left = jobs;
    while left > 0 {
        let part: Vec<NewJob> =
            (0..left.min(AT_ONCE)).map(|n| NewJob::new("empty", &serde_json::json!({ "id": n }))).collect();
        let mut tx = pool.begin().await?;
        left -= enqueue_many(&mut tx, &part).await?;
        tx.commit().await?;
    }
    let enqueued = begun.elapsed();
    let done = Arc::new(tokio::sync::Notify::new());
    let registry = Registry::new().with(Empty { left: AtomicU64::new(jobs), done: Arc::clone(&done) });
    let config = WorkerConfig { concurrency: CONCURRENCY, ..WorkerConfig::default() };
    let begun = Instant::now();
    let worker = Worker::start(&pool, registry, config).await?;
    done.notified().await;
    // Until the last result is written.
    while worker.settled() < jobs {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let drained = begun.elapsed();
    worker.shutdown().await;
    let open: i64 = sqlx::query_scalar("SELECT count(*) FROM jobs WHERE state <> 'completed'").fetch_one(&pool).await?;
    pool.close().await;
    if open > 0 {
        return Err(format!("{open} of {jobs} jobs were not completed").into());
    }
    Ok((enqueued, drained))
}

async fn peer_queue(
    (script, mode, _): &(&str, &str, &str),
    database: &PgConnectOptions,
    jobs: u64,
    times: &mut Times,
) -> Outcome<()> {
    let mut url = database.to_url_lossy();
    // The peers refuse parameters that only sqlx knows.
    url.set_query(None);
    let args = [jobs.to_string(), CONCURRENCY.to_string(), (*mode).to_owned()];
    let answer = peers::node(script, &args, url.as_str()).await?;
    times.enqueue.extend(&peers::seconds(&answer, "enqueue")?);
    times.drain.extend(&peers::seconds(&answer, "drain")?);
    Ok(())
}
