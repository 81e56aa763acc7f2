//! Serial keys, unique keys and priority.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use simpul_jobs::*;

use crate::db::{TestDb, quick, until};

/// Remembers the order per key and whether two of a key ever ran together.
#[derive(Clone, Default)]
struct Ordered {
    seen: Arc<Mutex<Vec<(i64, i64)>>>,
    running: Arc<[AtomicU32; 5]>,
    overlapped: Arc<AtomicBool>,
}

#[async_trait]
impl Handler for Ordered {
    fn kind(&self) -> &'static str {
        "ordered"
    }

    async fn run(&self, ctx: &JobContext) -> Outcome {
        let (key, number): (i64, i64) = ctx.payload().unwrap();
        let running = &self.running[key as usize];
        if running.fetch_add(1, Ordering::SeqCst) > 0 {
            self.overlapped.store(true, Ordering::SeqCst);
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
        self.seen.lock().unwrap().push((key, number));
        running.fetch_sub(1, Ordering::SeqCst);
        Outcome::Done
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_serial_key_runs_one_at_a_time_and_in_order() {
    let db = TestDb::new().await;
    let jobs: Vec<NewJob> =
        (0..200).map(|n| NewJob::new("ordered", &(n % 5, n)).serial_key(format!("router:{}", n % 5))).collect();
    enqueue_many(&mut *db.conn().await, &jobs).await.unwrap();
    let ordered = Ordered::default();
    let mut workers = Vec::new();
    for _ in 0..2 {
        workers.push(Worker::start(&db.pool, Registry::new().with(ordered.clone()), quick()).await.unwrap());
    }
    until("all done", || async { workers.iter().map(Worker::settled).sum::<u64>() >= 200 }).await;
    assert!(!ordered.overlapped.load(Ordering::SeqCst), "two jobs of one key ran together");
    let seen = ordered.seen.lock().unwrap().clone();
    assert_eq!(seen.len(), 200);
    for key in 0..5 {
        let order: Vec<i64> = seen.iter().filter(|(k, _)| *k == key).map(|(_, n)| *n).collect();
        assert!(order.is_sorted(), "key {key}: {order:?}");
    }
    for worker in workers {
        worker.shutdown().await;
    }
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lower_priority_numbers_run_first() {
    let db = TestDb::new().await;
    for priority in [5, 1, -3, 4, 0] {
        let job = NewJob::new("ordered", &(0, i64::from(priority))).priority(priority).serial_key("one");
        enqueue(&mut *db.conn().await, &job).await.unwrap();
    }
    let ordered = Ordered::default();
    drain(&db.pool, Registry::new().with(ordered.clone())).await.unwrap();
    let seen: Vec<i64> = ordered.seen.lock().unwrap().iter().map(|(_, n)| *n).collect();
    assert_eq!(seen, [-3, 0, 1, 4, 5]);
    db.drop().await;
}

/// Runs until it is let go.
#[derive(Clone)]
struct Gated {
    started: Arc<AtomicU32>,
    gate: Arc<tokio::sync::Semaphore>,
}

#[async_trait]
impl Handler for Gated {
    fn kind(&self) -> &'static str {
        "gated"
    }

    async fn run(&self, _: &JobContext) -> Outcome {
        self.started.fetch_add(1, Ordering::SeqCst);
        self.gate.acquire().await.unwrap().forget();
        Outcome::Done
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_unique_job_asked_for_while_it_waits_is_one_job() {
    let db = TestDb::new().await;
    let mut conn = db.conn().await;
    let job = NewJob::new("gated", &json!({})).unique_key("drain:1");
    let first = enqueue(&mut conn, &job.clone().delay(Duration::from_secs(60))).await.unwrap();
    let second = enqueue(&mut conn, &job.clone().priority(-5)).await.unwrap();
    assert!(first.is_new && !second.is_new);
    assert_eq!(first.id, second.id);
    // Asked for sooner and more urgently: so it is.
    assert_eq!(db.number("SELECT count(*) FROM jobs WHERE run_at <= now() AND priority = -5").await, 1);
    let other = job.clone().unique_key("drain:2");
    assert_eq!(enqueue_many(&mut conn, &[job.clone(), other.clone(), other, job]).await.unwrap(), 1);
    assert_eq!(db.number("SELECT count(*) FROM jobs").await, 2);
    drop(conn);
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_unique_job_asked_for_while_it_runs_runs_once_more() {
    let db = TestDb::new().await;
    let gated = Gated { started: Arc::default(), gate: Arc::new(tokio::sync::Semaphore::new(0)) };
    let job = NewJob::new("gated", &json!({})).unique_key("drain:1");
    let id = enqueue(&mut *db.conn().await, &job).await.unwrap().id;
    let worker = Worker::start(&db.pool, Registry::new().with(gated.clone()), quick()).await.unwrap();
    until("it runs", || async { gated.started.load(Ordering::SeqCst) == 1 }).await;
    // The wish is still uncommitted when the job ends: settling waits for it.
    let mut tx = db.pool.begin().await.unwrap();
    let again = enqueue(&mut tx, &job).await.unwrap();
    assert_eq!((again.id, again.is_new), (id, false));
    gated.gate.add_permits(1);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(worker.settled(), 0, "settled past an uncommitted wish");
    tx.commit().await.unwrap();
    until("it runs again", || async { gated.started.load(Ordering::SeqCst) == 2 }).await;
    gated.gate.add_permits(1);
    until("it is done", || async { worker.settled() == 2 }).await;
    worker.shutdown().await;
    assert_eq!(db.number("SELECT count(*) FROM jobs WHERE state = 'completed'").await, 1);
    // Finished: the key is free.
    assert!(enqueue(&mut *db.conn().await, &job).await.unwrap().is_new);
    db.drop().await;
}
