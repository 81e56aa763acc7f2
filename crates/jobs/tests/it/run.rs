//! Running: once each, in order, again after a failure, with or without NOTIFY.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use simpul_jobs::*;

use crate::db::{TestDb, quick, until};

/// Counts how often each payload number was run.
#[derive(Clone, Default)]
pub struct Counting {
    pub runs: Arc<Mutex<HashMap<i64, u32>>>,
}

#[async_trait]
impl Handler for Counting {
    fn kind(&self) -> &'static str {
        "counting"
    }

    async fn run(&self, ctx: &JobContext) -> Outcome {
        let number: i64 = ctx.payload().unwrap();
        if number % 7 == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        *self.runs.lock().unwrap().entry(number).or_default() += 1;
        Outcome::Done
    }
}

pub async fn enqueue_numbers(db: &TestDb, count: i64) {
    let jobs: Vec<NewJob> = (0..count).map(|n| NewJob::new("counting", &n)).collect();
    assert_eq!(enqueue_many(&mut *db.conn().await, &jobs).await.unwrap(), count as u64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_run_each_job_once() {
    let db = TestDb::new().await;
    let counting = Counting::default();
    let mut workers = Vec::new();
    for _ in 0..2 {
        workers.push(Worker::start(&db.pool, Registry::new().with(counting.clone()), quick()).await.unwrap());
    }
    enqueue_numbers(&db, 3000).await;
    until("all done", || async { db.number("SELECT count(*) FROM jobs WHERE state = 'completed'").await == 3000 })
        .await;
    let counts = [workers[0].settled(), workers[1].settled()];
    assert_eq!(counts[0] + counts[1], 3000);
    let runs = counting.runs.lock().unwrap().clone();
    assert_eq!(runs.len(), 3000);
    assert!(runs.values().all(|n| *n == 1), "some ran twice");
    assert_eq!(db.number("SELECT count(*) FROM jobs WHERE attempts <> 1 OR claims < 1").await, 0);
    for worker in workers {
        worker.shutdown().await;
    }
    assert_eq!(db.number("SELECT count(*) FROM workers WHERE state = 'stopped'").await, 2);
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notify_wakes_where_it_is_heard_and_the_poll_where_not() {
    let db = TestDb::new().await;
    // With NOTIFY: the poll would come too late for this test's patience.
    let config = WorkerConfig { poll: Duration::from_secs(600), lease: Duration::from_secs(3), ..quick() };
    let worker = Worker::start(&db.pool, Registry::new().with(Counting::default()), config).await.unwrap();
    until("it hears itself", || async { worker.is_listening() }).await;
    enqueue_numbers(&db, 1).await;
    until("woken", || async { worker.settled() == 1 }).await;
    until("its row says so", || async {
        db.number("SELECT count(*) FROM workers WHERE is_listening AND state = 'active'").await == 1
    })
    .await;
    worker.shutdown().await;
    // Without: as behind a transaction pooler.
    let config = WorkerConfig { listen: false, ..quick() };
    let worker = Worker::start(&db.pool, Registry::new().with(Counting::default()), config).await.unwrap();
    enqueue_numbers(&db, 1).await;
    until("polled", || async { worker.settled() == 1 }).await;
    assert!(!worker.is_listening());
    assert!(!workers_list(&mut *db.conn().await).await.unwrap()[0].is_listening);
    worker.shutdown().await;
    db.drop().await;
}

/// Ends each attempt as the payload says, and remembers the attempts' numbers.
#[derive(Clone, Default)]
struct Scripted {
    attempts: Arc<Mutex<Vec<i16>>>,
}

#[async_trait]
impl Handler for Scripted {
    fn kind(&self) -> &'static str {
        "scripted"
    }

    fn max_attempts(&self) -> i16 {
        3
    }

    fn timeout(&self) -> Duration {
        Duration::from_millis(50)
    }

    fn back_off(&self) -> BackOff {
        BackOff { base: Duration::from_millis(1), cap: Duration::from_millis(5), jitter_percent: 20 }
    }

    async fn run(&self, ctx: &JobContext) -> Outcome {
        let turn = {
            let mut attempts = self.attempts.lock().unwrap();
            attempts.push(ctx.attempt());
            attempts.len()
        };
        let script: Vec<String> = match ctx.payload() {
            Ok(script) => script,
            Err(failure) => return Outcome::Fail(failure),
        };
        let why = Failure::new("test", "on purpose");
        match script.get(turn - 1).map_or("done", String::as_str) {
            "retry" => Outcome::Retry { after: None, why },
            "give_back" => Outcome::GiveBack { after: Duration::from_millis(1), why },
            "fail" => Outcome::Fail(why),
            "panic" => panic!("on purpose"),
            "hang" => std::future::pending().await,
            _ => Outcome::Done,
        }
    }
}

/// Runs a script to its end: its state, last error, attempts seen by the
/// handler, and the history's outcomes.
async fn play(script: serde_json::Value) -> (JobState, Option<String>, Vec<i16>, Vec<String>) {
    let db = TestDb::new().await;
    let scripted = Scripted::default();
    let id = enqueue(&mut *db.conn().await, &NewJob::new("scripted", &script)).await.unwrap().id;
    let worker = Worker::start(&db.pool, Registry::new().with(scripted.clone()), quick()).await.unwrap();
    let pool = db.pool.clone();
    until("an end", || async {
        let job = job_find(&mut pool.acquire().await.unwrap(), id).await.unwrap().unwrap();
        job.finished_at.is_some()
    })
    .await;
    worker.shutdown().await;
    let job = job_find(&mut *db.conn().await, id).await.unwrap().unwrap();
    let history = job_attempts(&mut *db.conn().await, id).await.unwrap();
    let attempts = scripted.attempts.lock().unwrap().clone();
    db.drop().await;
    (job.state, job.last_error_code, attempts, history.into_iter().map(|attempt| attempt.outcome).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn outcomes_lead_where_they_should() {
    use JobState::{Completed, Discarded};
    for (script, state, code, attempts, history) in [
        (json!(["retry", "retry"]), Completed, Some("test"), vec![1, 2, 3], vec!["retry", "retry"]),
        (json!(["retry", "retry", "retry"]), Discarded, Some("test"), vec![1, 2, 3], vec!["retry", "retry", "fail"]),
        (json!(["give_back", "give_back", "give_back", "give_back"]), Completed, Some("test"), vec![1; 5], vec![]),
        (json!(["give_back", "retry", "give_back"]), Completed, Some("test"), vec![1, 1, 2, 2], vec!["retry"]),
        (json!(["fail"]), Discarded, Some("test"), vec![1], vec!["fail"]),
        (json!(["panic"]), Completed, Some("job_panicked"), vec![1, 2], vec!["retry"]),
        (json!(["hang"]), Completed, Some("job_timeout"), vec![1, 2], vec!["retry"]),
        (json!("no list"), Discarded, Some("job_payload_invalid"), vec![1], vec!["fail"]),
        (json!([]), Completed, None, vec![1], vec![]),
    ] {
        let got = play(script.clone()).await;
        let history: Vec<String> = history.into_iter().map(str::to_owned).collect();
        assert_eq!(got, (state, code.map(str::to_owned), attempts, history), "{script}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_kinds_and_other_queues_are_left_alone() {
    let db = TestDb::new().await;
    let mut conn = db.conn().await;
    enqueue(&mut conn, &NewJob::new("from_a_newer_version", &1)).await.unwrap();
    enqueue(&mut conn, &NewJob::new("counting", &1).queue("elsewhere")).await.unwrap();
    enqueue(&mut conn, &NewJob::new("counting", &1).delay(Duration::from_secs(3600))).await.unwrap();
    enqueue(&mut conn, &NewJob::new("counting", &2)).await.unwrap();
    let counting = Counting::default();
    assert_eq!(drain(&db.pool, Registry::new().with(counting.clone())).await.unwrap(), 1);
    assert_eq!(*counting.runs.lock().unwrap(), HashMap::from([(2, 1)]));
    let counts = jobs_count(&mut conn, &JobScope::default()).await.unwrap();
    assert_eq!(counts, JobCounts { available: 3, running: 0, paused: 0, discarded: 0 });
    drop(conn);
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_rolled_back_never_runs() {
    let db = TestDb::new().await;
    let mut tx = db.pool.begin().await.unwrap();
    enqueue(&mut tx, &NewJob::new("counting", &1)).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(drain(&db.pool, Registry::new().with(Counting::default())).await.unwrap(), 0);
    assert_eq!(db.number("SELECT count(*) FROM jobs").await, 0);
    db.drop().await;
}
