//! Schedules over simulated time.

use chrono::{DateTime, Utc};
use simpul_jobs::*;

use crate::db::{TestDb, quick, until};
use crate::run::Counting;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn nightly() -> NewSchedule {
    NewSchedule::new("nightly", Spec::parse("daily 00:05 Asia/Jakarta").unwrap(), "counting").payload(&1)
}

#[tokio::test]
async fn nights_missed_are_made_up_for_once() {
    let db = TestDb::new().await;
    let mut conn = db.conn().await;
    schedule_set(&mut conn, &nightly().counted_from(at("2026-11-01T00:00:00Z"))).await.unwrap();
    // 00:05 in Jakarta is 17:05 UTC of the day before.
    assert!(schedules_fire(&mut conn, Some(at("2026-11-01T17:04:59Z"))).await.unwrap().is_empty());
    assert_eq!(schedules_fire(&mut conn, Some(at("2026-11-01T17:05:00Z"))).await.unwrap().len(), 1);
    assert!(schedules_fire(&mut conn, Some(at("2026-11-01T17:05:01Z"))).await.unwrap().is_empty());
    sqlx::query("UPDATE jobs SET state = 'completed', finished_at = now()").execute(&mut *conn).await.unwrap();
    // Off for four nights, on again in the morning: one run, for the last night.
    let made = schedules_fire(&mut conn, Some(at("2026-11-06T01:00:00Z"))).await.unwrap();
    assert_eq!(made.len(), 1);
    let slot: DateTime<Utc> = sqlx::query_scalar("SELECT slot_at FROM jobs WHERE id = $1")
        .bind(made[0].0)
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!(slot, at("2026-11-05T17:05:00Z"));
    let list = schedule_list(&mut conn).await.unwrap();
    assert_eq!(list[0].next_run_at, at("2026-11-06T17:05:00Z"));
    assert_eq!(list[0].last_slot_at, Some(slot));
    // The run of last night still waits when the next slot comes: no second job.
    assert_eq!(schedules_fire(&mut conn, Some(at("2026-11-06T17:05:00Z"))).await.unwrap(), made);
    drop(conn);
    db.drop().await;
}

#[tokio::test]
async fn a_restart_neither_skips_nor_repeats_a_slot() {
    let db = TestDb::new().await;
    let mut conn = db.conn().await;
    schedule_set(&mut conn, &nightly().counted_from(at("2026-11-01T00:00:00Z"))).await.unwrap();
    // The program starts in the morning and sets its schedules before firing them.
    schedule_set(&mut conn, &nightly().counted_from(at("2026-11-02T01:00:00Z"))).await.unwrap();
    assert_eq!(schedules_fire(&mut conn, Some(at("2026-11-02T01:00:00Z"))).await.unwrap().len(), 1);
    schedule_set(&mut conn, &nightly().counted_from(at("2026-11-02T02:00:00Z"))).await.unwrap();
    assert!(schedules_fire(&mut conn, Some(at("2026-11-02T02:00:00Z"))).await.unwrap().is_empty());
    // Switched off by a person it stays off over a restart.
    assert!(schedule_enable(&mut conn, "nightly", false).await.unwrap());
    schedule_set(&mut conn, &nightly()).await.unwrap();
    assert!(schedules_fire(&mut conn, Some(at("2026-12-02T02:00:00Z"))).await.unwrap().is_empty());
    assert!(!schedule_enable(&mut conn, "unknown", true).await.unwrap());
    drop(conn);
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_processes_fire_a_slot_once() {
    let db = TestDb::new().await;
    schedule_set(&mut *db.conn().await, &nightly().counted_from(at("2026-11-01T00:00:00Z"))).await.unwrap();
    let mut conns = Vec::new();
    for _ in 0..6 {
        conns.push(db.conn().await);
    }
    let fire = |mut conn: sqlx::pool::PoolConnection<sqlx::Postgres>| async move {
        schedules_fire(&mut conn, Some(at("2026-11-01T18:00:00Z"))).await.unwrap().len()
    };
    let made = futures::future::join_all(conns.into_iter().map(fire)).await;
    assert_eq!(made.iter().sum::<usize>(), 1);
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_fires_what_is_due_by_the_databases_clock() {
    let db = TestDb::new().await;
    schedule_set(&mut *db.conn().await, &nightly().counted_from(at("2020-01-01T00:00:00Z"))).await.unwrap();
    let counting = Counting::default();
    let config = WorkerConfig { housekeeping: true, ..quick() };
    let worker = Worker::start(&db.pool, Registry::new().with(counting.clone()), config).await.unwrap();
    until("it ran", || async { worker.settled() == 1 }).await;
    worker.shutdown().await;
    assert_eq!(counting.runs.lock().unwrap()[&1], 1);
    assert_eq!(db.number("SELECT count(*) FROM job_schedules WHERE next_run_at > now()").await, 1);
    db.drop().await;
}
