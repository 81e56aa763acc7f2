//! kill −9 of a worker's process in the middle of its jobs.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use simpul_jobs::*;
use sqlx::PgPool;

use crate::db::{TestDb, quick, server, until};

const CHILD: &str = "SIMPUL_JOBS_TEST_CHILD";

/// Records in the database that it began and that it ended.
#[derive(Clone)]
struct Recorded {
    pool: PgPool,
    takes: Duration,
}

#[async_trait]
impl Handler for Recorded {
    fn kind(&self) -> &'static str {
        "recorded"
    }

    async fn run(&self, ctx: &JobContext) -> Outcome {
        for word in ["begun", "ended"] {
            sqlx::query("INSERT INTO record (job_id, word, attempt) VALUES ($1, $2, $3)")
                .bind(ctx.id().0)
                .bind(word)
                .bind(ctx.attempt())
                .execute(&self.pool)
                .await
                .unwrap();
            if word == "begun" {
                tokio::time::sleep(self.takes).await;
            }
        }
        Outcome::Done
    }
}

/// Not a test of its own: the process that [`a_killed_worker_loses_nothing`] kills.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_worker() {
    let Ok(database) = std::env::var(CHILD) else { return };
    let pool = PgPool::connect_with(server().database(&database)).await.unwrap();
    let handler = Recorded { pool: pool.clone(), takes: Duration::from_millis(40) };
    let config = WorkerConfig { concurrency: 4, ..quick() };
    let _worker = Worker::start(&pool, Registry::new().with(handler), config).await.unwrap();
    tokio::time::sleep(Duration::from_secs(60)).await;
}

fn child(db: &TestDb) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::child_worker"])
        .env(CHILD, &db.name)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_worker_loses_nothing() {
    const JOBS: i64 = 60;
    let db = TestDb::new().await;
    sqlx::raw_sql("CREATE TABLE record (job_id BIGINT, word TEXT, attempt SMALLINT)").execute(&db.pool).await.unwrap();
    let jobs: Vec<NewJob> = (0..JOBS).map(|n| NewJob::new("recorded", &n)).collect();
    enqueue_many(&mut *db.conn().await, &jobs).await.unwrap();
    for round in 1..=3 {
        let mut child = child(&db);
        let before = db.number("SELECT count(*) FROM record WHERE word = 'begun'").await;
        until("the child works", || async {
            db.number("SELECT count(*) FROM record WHERE word = 'begun'").await > before + 5
        })
        .await;
        child.kill().unwrap();
        child.wait().unwrap();
        let left = db.number("SELECT count(*) FROM jobs WHERE state = 'running'").await;
        assert!(left > 0, "round {round}: killed between jobs, nothing was tested");
    }
    let handler = Recorded { pool: db.pool.clone(), takes: Duration::ZERO };
    let worker = Worker::start(&db.pool, Registry::new().with(handler), quick()).await.unwrap();
    until("all done", || async { db.number("SELECT count(*) FROM jobs WHERE state = 'completed'").await == JOBS })
        .await;
    worker.shutdown().await;
    // Each ended; a job that ran twice was interrupted before its end, or ended
    // in the moment before its result was written.
    assert_eq!(db.number("SELECT count(DISTINCT job_id) FROM record WHERE word = 'ended'").await, JOBS);
    assert_eq!(
        db.number(
            "SELECT count(*) FROM jobs j WHERE attempts <> (SELECT count(*) FROM record r
             WHERE r.job_id = j.id AND r.word = 'begun') AND attempts <> 1 + (SELECT count(*) FROM job_attempts a
             WHERE a.job_id = j.id AND a.outcome = 'lost')"
        )
        .await,
        0,
        "an attempt that began was not counted"
    );
    assert!(db.number("SELECT count(*) FROM job_attempts WHERE outcome = 'lost'").await >= 3);
    assert!(db.number("SELECT count(*) FROM workers WHERE state = 'lost'").await >= 3);
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_an_attempt_that_began_counts() {
    let db = TestDb::new().await;
    // A dead worker with one job begun and one that only waited in its hand,
    // and one begun whose attempts are used up.
    sqlx::raw_sql(
        "INSERT INTO workers (host, pid, version, queues, lease_until) VALUES ('gone', 1, '0', '{}', now());
         INSERT INTO jobs (kind, state, worker_id, claims, attempts, max_attempts, started_at, payload) VALUES
            ('counting', 'running', 1, 1, 1, 3, now(), '1'),
            ('counting', 'running', 1, 1, 0, 3, NULL, '2'),
            ('counting', 'running', 1, 1, 3, 3, now(), '3');
         INSERT INTO jobs (kind, state, worker_id, claims, attempts, max_attempts, started_at, payload, unique_key,
                           is_rerun_wanted)
         VALUES ('counting', 'running', 1, 1, 3, 3, now(), '4', 'four', true)",
    )
    .execute(&db.pool)
    .await
    .unwrap();
    drain(&db.pool, Registry::new().with(crate::run::Counting::default())).await.unwrap();
    let jobs = jobs_list(&mut *db.conn().await, &JobFilter { limit: 10, ..JobFilter::default() }).await.unwrap();
    let told: Vec<(JobState, i16)> = jobs.iter().rev().map(|job| (job.state, job.attempts)).collect();
    assert_eq!(
        told,
        [(JobState::Completed, 2), (JobState::Completed, 1), (JobState::Discarded, 3), (JobState::Completed, 1)]
    );
    assert_eq!(jobs[1].last_error_code.as_deref(), Some("job_worker_lost"));
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_taken_for_dead_comes_back_as_another() {
    let db = TestDb::new().await;
    let worker = Worker::start(&db.pool, Registry::new().with(crate::run::Counting::default()), quick()).await.unwrap();
    let first = worker.id();
    sqlx::raw_sql("UPDATE workers SET state = 'lost'").execute(&db.pool).await.unwrap();
    until("it has signed on anew", || async { worker.id() != first }).await;
    crate::run::enqueue_numbers(&db, 20).await;
    until("it works", || async { worker.settled() == 20 }).await;
    worker.shutdown().await;
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_may_go_away() {
    let db = TestDb::new().await;
    let worker = Worker::start(&db.pool, Registry::new().with(crate::run::Counting::default()), quick()).await.unwrap();
    for _ in 0..3 {
        sqlx::query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
        )
        .bind(&db.name)
        .execute(&mut *db.conn().await)
        .await
        .unwrap();
        crate::run::enqueue_numbers(&db, 50).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    until("all done", || async { db.number("SELECT count(*) FROM jobs WHERE state = 'completed'").await == 150 }).await;
    worker.shutdown().await;
    db.drop().await;
}
