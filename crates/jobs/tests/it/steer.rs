//! What a person does to jobs: watch, cancel, pause, retry; and closing the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::json;
use simpul_jobs::*;

use crate::db::{TestDb, quick, until};

/// Works until told to stop, telling its progress; then gives the job back.
#[derive(Clone, Default)]
struct Patient {
    runs: Arc<AtomicU32>,
}

#[async_trait]
impl Handler for Patient {
    fn kind(&self) -> &'static str {
        "patient"
    }

    async fn run(&self, ctx: &JobContext) -> Outcome {
        self.runs.fetch_add(1, Ordering::SeqCst);
        for done in 0.. {
            ctx.progress(done, 1000, Some("counting"));
            if ctx.is_stopping() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Outcome::GiveBack {
            after: Duration::ZERO,
            why: Failure::new("job_stopped", format!("{:?}", ctx.stop_reason())),
        }
    }
}

async fn running(db: &TestDb) -> (simpul_kernel::ids::JobId, Patient, Worker) {
    let patient = Patient::default();
    let id = enqueue(&mut *db.conn().await, &NewJob::new("patient", &json!({}))).await.unwrap().id;
    // The poll alone would be too late: stop requests come by NOTIFY.
    let config = WorkerConfig { poll: Duration::from_secs(600), ..quick() };
    let worker = Worker::start(&db.pool, Registry::new().with(patient.clone()), config).await.unwrap();
    until("it listens", || async { worker.is_listening() }).await;
    until("it runs", || async { patient.runs.load(Ordering::SeqCst) == 1 }).await;
    (id, patient, worker)
}

async fn find(db: &TestDb, id: simpul_kernel::ids::JobId) -> JobView {
    job_find(&mut *db.conn().await, id).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_job_is_watched_and_cancelled() {
    let db = TestDb::new().await;
    let (id, _, worker) = running(&db).await;
    until("progress shows", || async { find(&db, id).await.progress.is_some_and(|p| p.done > 0 && p.total == 1000) })
        .await;
    assert!(job_cancel(&mut *db.conn().await, id).await.unwrap());
    until("cancelled", || async { find(&db, id).await.state == JobState::Cancelled }).await;
    let job = find(&db, id).await;
    assert!(job.last_error.unwrap().contains("Cancel"));
    assert!(!job_cancel(&mut *db.conn().await, id).await.unwrap());
    worker.shutdown().await;
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_job_is_paused_and_resumed() {
    let db = TestDb::new().await;
    let (id, patient, worker) = running(&db).await;
    assert!(job_pause(&mut *db.conn().await, id).await.unwrap());
    until("paused", || async { find(&db, id).await.state == JobState::Paused }).await;
    assert_eq!(find(&db, id).await.attempts, 0);
    assert!(job_resume(&mut *db.conn().await, id).await.unwrap());
    until("it runs again", || async { patient.runs.load(Ordering::SeqCst) == 2 }).await;
    worker.shutdown().await;
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_gives_back_what_runs_without_counting_it() {
    let db = TestDb::new().await;
    let (id, _, worker) = running(&db).await;
    worker.shutdown().await;
    let job = find(&db, id).await;
    assert_eq!((job.state, job.attempts, job.worker_id), (JobState::Available, 0, None));
    assert!(job.last_error.unwrap().contains("Shutdown"));
    assert!(job.progress.is_some());
    db.drop().await;
}

/// Never ends by itself and does not look whether it should.
struct Stubborn;

#[async_trait]
impl Handler for Stubborn {
    fn kind(&self) -> &'static str {
        "stubborn"
    }

    async fn run(&self, _: &JobContext) -> Outcome {
        std::future::pending().await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_does_not_wait_for_ever() {
    let db = TestDb::new().await;
    // One runs, the others wait in the queue or in the worker's hand.
    for _ in 0..3 {
        enqueue(&mut *db.conn().await, &NewJob::new("stubborn", &json!({}))).await.unwrap();
    }
    let config = WorkerConfig { concurrency: 1, drain: Duration::from_millis(50), ..quick() };
    let worker = Worker::start(&db.pool, Registry::new().with(Stubborn), config).await.unwrap();
    until("one runs", || async { db.number("SELECT count(*) FROM jobs WHERE state = 'running'").await == 1 }).await;
    worker.shutdown().await;
    assert_eq!(db.number("SELECT count(*) FROM jobs WHERE state = 'available' AND attempts = 0").await, 3);
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiting_and_dead_jobs_are_steered() {
    let db = TestDb::new().await;
    let mut conn = db.conn().await;
    let job = NewJob::new("patient", &json!({})).unique_key("only");
    let id = enqueue(&mut conn, &job).await.unwrap().id;
    assert!(job_pause(&mut conn, id).await.unwrap());
    assert!(!job_pause(&mut conn, id).await.unwrap());
    assert!(job_resume(&mut conn, id).await.unwrap());
    assert!(job_cancel(&mut conn, id).await.unwrap());
    assert_eq!(find(&db, id).await.state, JobState::Cancelled);
    assert!(job_retry(&mut conn, id).await.unwrap());
    sqlx::query("UPDATE jobs SET state = 'discarded', finished_at = now(), attempts = 10")
        .execute(&mut *conn)
        .await
        .unwrap();
    assert_eq!(jobs_count(&mut conn, &JobScope::default()).await.unwrap().discarded, 1);
    // While another has its unique key, the dead one stays dead.
    let other = enqueue(&mut conn, &job).await.unwrap();
    assert!(other.is_new);
    assert!(!job_retry(&mut conn, id).await.unwrap());
    assert!(job_cancel(&mut conn, other.id).await.unwrap());
    assert!(job_retry(&mut conn, id).await.unwrap());
    let found = find(&db, id).await;
    assert_eq!((found.state, found.attempts), (JobState::Available, 0));
    assert!(!job_dismiss(&mut conn, id).await.unwrap());
    sqlx::query("UPDATE jobs SET state = 'discarded', finished_at = now()").execute(&mut *conn).await.unwrap();
    assert!(job_dismiss(&mut conn, id).await.unwrap());
    assert!(job_find(&mut conn, id).await.unwrap().is_none());
    drop(conn);
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_turn_pages_by_key() {
    let db = TestDb::new().await;
    crate::run::enqueue_numbers(&db, 25).await;
    let mut conn = db.conn().await;
    let mut filter = JobFilter {
        states: vec![JobState::Available],
        kind: Some("counting".into()),
        limit: 10,
        ..JobFilter::default()
    };
    let mut seen = Vec::new();
    loop {
        let page = jobs_list(&mut conn, &filter).await.unwrap();
        let Some(last) = page.last() else { break };
        filter.before = Some(last.id);
        seen.extend(page.iter().map(|job| job.id.0));
    }
    assert_eq!(seen, (1..=25).rev().collect::<Vec<i64>>());
    filter = JobFilter { states: vec![JobState::Completed, JobState::Discarded], ..filter };
    filter.before = None;
    assert!(jobs_list(&mut conn, &filter).await.unwrap().is_empty());
    drop(conn);
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn retention_takes_what_is_old_and_finished() {
    let db = TestDb::new().await;
    sqlx::raw_sql(
        "INSERT INTO jobs (kind, state, finished_at)
            SELECT 'old', 'completed', now() - INTERVAL '31 days' FROM generate_series(1, 5001);
         INSERT INTO jobs (kind, state, finished_at) VALUES
            ('new', 'completed', now()), ('dead', 'discarded', now() - INTERVAL '1 year'),
            ('once', 'completed', now() - INTERVAL '3 days');
         INSERT INTO jobs (kind, state, finished_at, slot_at) VALUES
            ('routine, old', 'completed', now() - INTERVAL '3 days', now()),
            ('routine', 'completed', now() - INTERVAL '1 day', now()),
            ('routine, dead', 'discarded', now() - INTERVAL '3 days', now());
         INSERT INTO jobs (kind, state, finished_at, slot_at, attempts) VALUES
            ('routine, again', 'completed', now() - INTERVAL '3 days', now(), 2);
         INSERT INTO jobs (kind, run_at) VALUES ('waits', now() - INTERVAL '1 year');
         INSERT INTO job_attempts (job_id, attempt, outcome, finished_at)
            SELECT id, 1, 'retry', now() - INTERVAL '31 days' FROM jobs WHERE kind = 'dead';
         INSERT INTO outbox_events (tags, at) VALUES ('{a}', now() - INTERVAL '3 days'), ('{b}', now());
         INSERT INTO workers (host, pid, version, queues, lease_until, seen_at, state) VALUES
            ('a', 1, '0', '{}', now(), now() - INTERVAL '2 days', 'lost'),
            ('b', 1, '0', '{}', now(), now() - INTERVAL '2 days', 'active')",
    )
    .execute(&db.pool)
    .await
    .unwrap();
    let gone = retention_trim(&mut *db.conn().await, &Retention::default()).await.unwrap();
    assert_eq!(gone, 5001 + 1 + 1 + 1 + 1);
    let kept: Vec<String> =
        sqlx::query_scalar("SELECT kind FROM jobs ORDER BY kind").fetch_all(&db.pool).await.unwrap();
    assert_eq!(kept, ["dead", "new", "once", "routine", "routine, again", "routine, dead", "waits"]);
    db.drop().await;
}

/// Passes everything on to a worker by its name.
struct Elsewhere(Arc<AtomicU32>);

#[async_trait]
impl Handler for Elsewhere {
    fn kind(&self) -> &'static str {
        "routed"
    }

    async fn run(&self, _: &JobContext) -> Outcome {
        self.0.fetch_add(1, Ordering::SeqCst);
        Outcome::PassOn { to: "there".into(), why: Failure::new("held_elsewhere", "not here") }
    }
}

/// Does what is done there.
struct There;

#[async_trait]
impl Handler for There {
    fn kind(&self) -> &'static str {
        "routed"
    }

    async fn run(&self, _: &JobContext) -> Outcome {
        // Long enough that the other worker gets its share of the first claims.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Outcome::Done
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_is_passed_on_is_taken_at_once_and_by_nobody_else() {
    let db = TestDb::new().await;
    let passed = Arc::new(AtomicU32::new(0));
    // No poll finds anything: who is told, takes it, or nobody does.
    let config = |name: &str| WorkerConfig { poll: Duration::from_secs(600), name: name.into(), ..quick() };
    let (mine, elsewhere) = (Arc::clone(&passed), config("here"));
    let here = Worker::start(&db.pool, Registry::new().with(Elsewhere(mine)), elsewhere).await.unwrap();
    let there = Worker::start(&db.pool, Registry::new().with(There), config("there")).await.unwrap();
    until("both listen", || async { here.is_listening() && there.is_listening() }).await;
    let mut made = 0;
    while passed.load(Ordering::SeqCst) < 10 {
        let mut tx = db.pool.begin().await.unwrap();
        for _ in 0..40 {
            enqueue(&mut tx, &NewJob::new("routed", &json!({}))).await.unwrap();
        }
        tx.commit().await.unwrap();
        made += 40;
        until("all are done", || async {
            db.number("SELECT count(*) FROM jobs WHERE state = 'completed' AND attempts = 1").await == made
        })
        .await;
    }
    here.shutdown().await;
    there.shutdown().await;
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_passed_on_to_nobody_is_left_for_seconds_and_counts_no_attempt() {
    let db = TestDb::new().await;
    let passed = Arc::new(AtomicU32::new(0));
    let id = enqueue(&mut *db.conn().await, &NewJob::new("routed", &json!({}))).await.unwrap().id;
    drain(&db.pool, Registry::new().with(Elsewhere(Arc::clone(&passed)))).await.unwrap();
    let waits = "SELECT extract(epoch FROM run_at - now())::BIGINT FROM jobs";
    assert!((0..=6).contains(&db.number(waits).await));
    assert_eq!((find(&db, id).await.attempts, passed.load(Ordering::SeqCst)), (0, 1));
    assert_eq!(find(&db, id).await.last_error_code.as_deref(), Some("held_elsewhere"));
    db.drop().await;
}
