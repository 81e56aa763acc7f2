//! Enqueues empty jobs, runs them, and prints jobs per second.
//!
//! `throughput <database url> [jobs] [concurrency] [serial keys]`; the database
//! must have the queue's tables and is emptied of jobs. With serial keys the jobs
//! are spread over so many of them.
#![allow(clippy::print_stdout, reason = "prints its figures")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use simpul_jobs::{Handler, JobContext, NewJob, Outcome, Registry, Worker, WorkerConfig, async_trait, enqueue_many};
use sqlx::PgPool;

struct Empty {
    left: Arc<AtomicU64>,
    done: Arc<tokio::sync::Notify>,
}

#[async_trait]
impl Handler for Empty {
    fn kind(&self) -> &'static str {
        "empty"
    }

    async fn run(&self, _: &JobContext) -> Outcome {
        if self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.done.notify_one();
        }
        Outcome::Done
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let url = args.next().ok_or("throughput <database url> [jobs] [concurrency] [serial keys]")?;
    let jobs: u64 = args.next().map_or(Ok(20_000), |text| text.parse())?;
    let concurrency: usize = args.next().map_or(Ok(10), |text| text.parse())?;
    let keys: u64 = args.next().map_or(Ok(0), |text| text.parse())?;
    let pool = PgPool::connect(&url).await?;
    sqlx::query("TRUNCATE jobs, job_attempts, workers").execute(&pool).await?;

    let begun = Instant::now();
    let mut left = jobs;
    while left > 0 {
        let batch: Vec<NewJob> = (0..left.min(1000)).map(|n| new_job(n, keys)).collect();
        let mut tx = pool.begin().await?;
        left -= enqueue_many(&mut tx, &batch).await?;
        tx.commit().await?;
    }
    let enqueued = begun.elapsed();

    let (left, done) = (Arc::new(AtomicU64::new(jobs)), Arc::new(tokio::sync::Notify::new()));
    let registry = Registry::new().with(Empty { left, done: Arc::clone(&done) });
    let config = WorkerConfig { concurrency, ..WorkerConfig::default() };
    let begun = Instant::now();
    let worker = Worker::start(&pool, registry, config).await?;
    done.notified().await;
    // The last results are written.
    while worker.settled() < jobs {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let drained = begun.elapsed();
    worker.shutdown().await;
    let open: i64 = sqlx::query_scalar("SELECT count(*) FROM jobs WHERE state <> 'completed'").fetch_one(&pool).await?;
    println!(
        "simpul-jobs: {jobs} jobs, concurrency {concurrency}: enqueue {:.0}/s, drain {:.0}/s, not completed {open}",
        rate(jobs, enqueued),
        rate(jobs, drained)
    );
    Ok(())
}

fn new_job(number: u64, keys: u64) -> NewJob {
    let job = NewJob::new("empty", &serde_json::json!({ "id": number }));
    if keys == 0 { job } else { job.serial_key(format!("key:{}", number % keys)) }
}

#[allow(clippy::cast_precision_loss, reason = "a figure for people")]
fn rate(jobs: u64, time: Duration) -> f64 {
    jobs as f64 / time.as_secs_f64()
}
