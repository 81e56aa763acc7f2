//! What changed: told at commit, and read in order by whoever missed it.

use std::time::Duration;

use simpul_jobs::*;

use crate::db::TestDb;

#[tokio::test]
async fn the_reader_passes_over_nothing() {
    let db = TestDb::new().await;
    let mut reader_conn = db.conn().await;
    let mut reader = OutboxReader::at_end(&mut reader_conn).await.unwrap();
    // The slow one takes its id first and commits last.
    let mut slow = db.pool.begin().await.unwrap();
    notify(&mut slow, &["slow"]).await.unwrap();
    let mut quick = db.pool.begin().await.unwrap();
    notify(&mut quick, &["quick"]).await.unwrap();
    quick.commit().await.unwrap();
    let early = reader.read(&mut reader_conn).await.unwrap();
    assert!(early.is_empty(), "{early:?} was read before an older transaction ended");
    slow.commit().await.unwrap();
    // Transactions of other databases on the server hold it back, too.
    let mut tags = Vec::new();
    for _ in 0..3000 {
        let events = reader.events(&mut reader_conn).await.unwrap();
        tags.extend(events.into_iter().flat_map(|event| event.tags));
        if tags.len() >= 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(tags, ["slow", "quick"]);
    assert!(reader.read(&mut reader_conn).await.unwrap().is_empty());
    let mut undone = db.pool.begin().await.unwrap();
    notify(&mut undone, &["undone"]).await.unwrap();
    undone.rollback().await.unwrap();
    assert!(reader.read(&mut reader_conn).await.unwrap().is_empty());
    drop(reader_conn);
    db.drop().await;
}

#[tokio::test]
async fn long_lists_become_anything() {
    let db = TestDb::new().await;
    let mut listener = sqlx::postgres::PgListener::connect_with(&db.pool).await.unwrap();
    listener.listen(EVENTS_CHANNEL).await.unwrap();
    let many: Vec<String> = (0..1000).map(|n| format!("voucher:{n}")).collect();
    let mut conn = db.conn().await;
    assert_eq!(notify(&mut conn, &Vec::<String>::new()).await.unwrap(), 0);
    let id = notify(&mut conn, &many).await.unwrap();
    let heard = EventPayload::parse(listener.recv().await.unwrap().payload());
    assert_eq!(heard, EventPayload { id, tags: Tags::All });
    notify(&mut conn, &["b", "a", "b"]).await.unwrap();
    let heard = EventPayload::parse(listener.recv().await.unwrap().payload());
    assert_eq!(heard.tags, Tags::Some(vec!["a".into(), "b".into()]));
    drop((conn, listener));
    db.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn screens_hear_at_once_and_heal() {
    let db = TestDb::new().await;
    let mut events = Events::start(&db.pool).await.unwrap().heal_every(Duration::from_millis(200));
    notify(&mut *db.conn().await, &["voucher"]).await.unwrap();
    assert_eq!(next(&mut events).await, Tags::Some(vec!["voucher".into()]));
    assert!(events.is_listening());
    // NOTIFY lost: the row alone is there, as behind a transaction pooler.
    sqlx::raw_sql("INSERT INTO outbox_events (tags) VALUES ('{plan}')").execute(&db.pool).await.unwrap();
    loop {
        match next(&mut events).await {
            Tags::Some(tags) if tags.contains(&"plan".to_owned()) => break,
            _ => {}
        }
    }
    // The connection lost: anything may have changed.
    sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND query LIKE 'LISTEN%'")
        .bind(&db.name)
        .execute(&db.pool)
        .await
        .unwrap();
    assert_eq!(next(&mut events).await, Tags::All);
    drop(events);
    db.drop().await;
}

async fn next(events: &mut Events) -> Tags {
    tokio::time::timeout(Duration::from_secs(30), events.next()).await.expect("nothing was told")
}
