//! A shop at the counter: routers that are only rows, plans and batches made
//! through the front door, and a look behind the curtain.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use simpul_core::provisioning::UsageSeen;
use simpul_core::voucher::facade;
use simpul_kernel::ids::{LocationId, RouterId, VoucherId};
use simpul_kernel::{Error, Source};
use simpul_testkit::TestApp;
use sqlx::PgConnection;

pub struct Counter {
    pub test: TestApp,
    pub location: LocationId,
}

impl Counter {
    pub async fn new() -> Self {
        let test = TestApp::new().await;
        let location = test.location().await;
        Self { test, location }
    }

    pub async fn owner(&self) -> PgConnection {
        self.test.db.owner().await
    }

    /// A router that is only a row: up, with a login name and a right clock.
    pub async fn router(&self, location: LocationId, name: &str) -> i64 {
        let mut conn = self.owner().await;
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO routers (location_id, name, host, port, transport, username, password_sealed, key_id, hotspot_dns_name) \
             VALUES ($1, $2, $2, 8728, 'plain', 'admin', '', gen_random_uuid(), 'sdn.net') RETURNING id",
        )
        .bind(location.0)
        .bind(name)
        .fetch_one(&mut conn)
        .await
        .unwrap();
        sqlx::query(
            "INSERT INTO router_state (router_id, location_id, link, last_seen_at, clock_offset_s, has_http_pap) \
             VALUES ($1, $2, 'up', now(), 0, true)",
        )
        .bind(id)
        .bind(location.0)
        .execute(&mut conn)
        .await
        .unwrap();
        id
    }

    pub async fn call(&self, name: &str, input: Value) -> Value {
        self.test.owner_call(name, input).await
    }

    /// The code with which the owner is refused.
    pub async fn refused(&self, name: &str, input: Value) -> Error {
        match self.test.call(&self.test.owner_ctx(), name, input.clone()).await {
            Err(error) => error,
            Ok(answer) => panic!("{name} {input} answers {answer}"),
        }
    }

    pub async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.owner().await).await.unwrap()
    }

    pub async fn text(&self, sql: &'static str) -> String {
        sqlx::query_scalar(sql).fetch_one(&mut self.owner().await).await.unwrap()
    }

    pub async fn run(&self, sql: &'static str) {
        sqlx::query(sql).execute(&mut self.owner().await).await.unwrap();
    }

    /// Ids and codes of a batch in the order of its numbers.
    pub async fn vouchers(&self, batch: &Value) -> Vec<(i64, String)> {
        sqlx::query_as("SELECT id, code FROM vouchers WHERE batch_id = $1 ORDER BY number")
            .bind(batch["row"]["batch_id"].as_i64().unwrap())
            .fetch_all(&mut self.owner().await)
            .await
            .unwrap()
    }

    pub async fn voucher(&self, id: i64) -> Value {
        self.call("voucher_get", json!({ "voucher_id": id })).await
    }

    /// What a worker reports of a router.
    pub async fn seen(&self, router: i64, at: DateTime<Utc>, seen: &[UsageSeen]) {
        let app = &self.test.app;
        let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await.unwrap();
        facade::usage_seen(&mut tx, at, RouterId(router), seen).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The wish for a voucher's copy on a router.
    pub async fn wish(&self, voucher: i64, router: i64) -> String {
        sqlx::query_scalar("SELECT wish FROM voucher_routers WHERE voucher_id = $1 AND router_id = $2")
            .bind(voucher)
            .bind(router)
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap()
    }

    /// The sums that triggers keep must say what the rows say.
    pub async fn assert_sums_true(&self) {
        let wrong = self
            .number(
                "SELECT count(*) FROM (
                    (SELECT batch_id, status, sold_at IS NOT NULL, count(*)::NUMERIC FROM vouchers GROUP BY 1, 2, 3
                     EXCEPT SELECT batch_id, status, is_sold, sum(n) FROM voucher_counts GROUP BY 1, 2, 3)
                    UNION ALL
                    (SELECT batch_id, status, is_sold, sum(n) FROM voucher_counts GROUP BY 1, 2, 3 HAVING sum(n) <> 0
                     EXCEPT SELECT batch_id, status, sold_at IS NOT NULL, count(*)::NUMERIC FROM vouchers GROUP BY 1, 2, 3)
                 ) AS d",
            )
            .await;
        assert_eq!(wrong, 0, "voucher_counts differ from vouchers");
        let wrong = self
            .number(
                "SELECT count(*) FROM (
                    (SELECT batch_id, router_id, CASE WHEN state = 'applied' AND wish = 'absent' THEN 'gone' ELSE state END,
                            count(*)::NUMERIC FROM voucher_routers GROUP BY 1, 2, 3
                     EXCEPT SELECT batch_id, router_id, state, sum(n) FROM voucher_router_counts GROUP BY 1, 2, 3)
                    UNION ALL
                    (SELECT batch_id, router_id, state, sum(n) FROM voucher_router_counts GROUP BY 1, 2, 3 HAVING sum(n) <> 0
                     EXCEPT SELECT batch_id, router_id,
                            CASE WHEN state = 'applied' AND wish = 'absent' THEN 'gone' ELSE state END, count(*)::NUMERIC
                       FROM voucher_routers GROUP BY 1, 2, 3)
                 ) AS d",
            )
            .await;
        assert_eq!(wrong, 0, "voucher_router_counts differ from voucher_routers");
    }
}

/// A report about one voucher.
pub fn usage(voucher: i64, uptime_s: i64, session_uptime_s: Option<i64>, bytes: i64) -> UsageSeen {
    UsageSeen {
        voucher_id: VoucherId(voucher),
        uptime_s,
        bytes_in: bytes,
        bytes_out: 0,
        session_uptime_s,
        mac_address: session_uptime_s.map(|_| "AA:BB:CC:00:00:01".to_owned()),
        is_ended: false,
    }
}

/// Waits until so many connections of this database wait for a lock.
pub async fn waiting(conn: &mut PgConnection, want: i64) {
    for _ in 0..3000 {
        // Of other roles' sessions the owner sees the process only; locks it sees all.
        let now: i64 = sqlx::query_scalar(
            "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted
                AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())",
        )
        .fetch_one(&mut *conn)
        .await
        .unwrap();
        if now >= want {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("never {want} of them waited");
}
