//! A shop for the tests of routers: plans, batches and vouchers put in by SQL, and
//! the books that read them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use routeros_sim::SimHandle;
use simpul_core::App;
use simpul_core::db::Tx;
use simpul_core::provisioning::{self, Books, ProfileWish, RouterDrain, TermsTaken, UsageSeen, UserWish};
use simpul_jobs::{Registry, async_trait};
use simpul_kernel::ids::{LocationId, PlanId, RouterId, VoucherBatchId, VoucherId};
use simpul_kernel::{Result, Source};
use simpul_testkit::TestApp;
use sqlx::{PgConnection, Row as _};

/// The menu of the vouchers' rows.
pub const USERS: &str = "/ip/hotspot/user";

/// Reads plans and vouchers as they stand in the tables; keeps what it is told.
#[derive(Debug, Default)]
pub struct TestBooks {
    pub seen: Mutex<Vec<UsageSeen>>,
}

#[async_trait]
impl Books for TestBooks {
    async fn profiles(&self, conn: &mut PgConnection, plans: &[PlanId]) -> Result<Vec<ProfileWish>> {
        let ids: Vec<i64> = plans.iter().map(|id| id.0).collect();
        let rows = sqlx::query(
            "SELECT id, profile_name, shared_users, upload_kbps, download_kbps FROM service_plans WHERE id = ANY($1)",
        )
        .bind(ids)
        .fetch_all(conn)
        .await?;
        Ok(rows
            .iter()
            .map(|row| ProfileWish {
                plan_id: PlanId(row.get(0)),
                name: row.get(1),
                shared_users: row.get(2),
                upload_kbps: row.get(3),
                download_kbps: row.get(4),
            })
            .collect())
    }

    async fn users(&self, conn: &mut PgConnection, vouchers: &[VoucherId]) -> Result<Vec<UserWish>> {
        let ids: Vec<i64> = vouchers.iter().map(|id| id.0).collect();
        let rows = sqlx::query(
            "SELECT v.id, b.batch_code, v.code, coalesce(v.password, v.code), p.profile_name, v.usage_limit_s, \
             v.data_limit_bytes, v.locked_mac, v.validity_s, v.expires_at FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id \
             JOIN service_plans p ON p.id = v.plan_id WHERE v.id = ANY($1)",
        )
        .bind(ids)
        .fetch_all(conn)
        .await?;
        Ok(rows
            .iter()
            .map(|row| UserWish {
                voucher_id: VoucherId(row.get(0)),
                batch_code: row.get(1),
                name: row.get(2),
                password: row.get(3),
                profile: row.get(4),
                limit_uptime_s: row.get(5),
                limit_bytes_total: row.get(6),
                mac_address: row.get(7),
                validity_s: row.get(8),
                expires_at: row.get(9),
            })
            .collect())
    }

    async fn usage_seen(&self, _tx: &mut Tx, _at: DateTime<Utc>, _router: RouterId, seen: &[UsageSeen]) -> Result<()> {
        self.seen.lock().unwrap().extend_from_slice(seen);
        Ok(())
    }
    async fn terms_taken(&self, tx: &mut Tx, all: &[TermsTaken]) -> Result<()> {
        simpul_core::worker::books().terms_taken(tx, all).await
    }

    async fn profile_taken(
        &self,
        tx: &mut Tx,
        plan: PlanId,
        shared_users: i32,
        kbps: Option<(i32, i32)>,
    ) -> Result<()> {
        simpul_core::worker::books().profile_taken(tx, plan, shared_users, kbps).await
    }
}

/// An app with the handlers of routers.
pub struct Shop {
    pub test: TestApp,
    pub books: Arc<TestBooks>,
    pub location: LocationId,
}

impl Shop {
    pub async fn new() -> Self {
        let test = TestApp::new().await;
        let location = test.location().await;
        Self { test, books: Arc::new(TestBooks::default()), location }
    }

    pub fn app(&self) -> &App {
        &self.test.app
    }

    pub fn registry(&self) -> Registry {
        registry_of(&self.test.app, &self.books)
    }

    /// Runs all work that is due.
    pub async fn drain(&self) -> u64 {
        simpul_jobs::drain(self.app().db.pool(), self.registry()).await.unwrap()
    }

    /// Lets jobs that wait for a later time run now.
    pub async fn hurry(&self) {
        let mut conn = self.test.db.owner().await;
        sqlx::query("UPDATE jobs SET run_at = now() WHERE state = 'available'").execute(&mut conn).await.unwrap();
    }

    pub async fn tx(&self) -> Tx {
        self.app().db.begin(&self.app().machine_ctx(Source::Job)).await.unwrap()
    }

    /// A plan whose profile is wished on these routers.
    pub async fn plan(&self, profile: &str, routers: &[RouterId]) -> PlanId {
        let mut tx = self.tx().await;
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO service_plans (location_id, name, usage_limit_s, data_limit_bytes, validity_s, upload_kbps, \
             download_kbps, price_sell, price_cost, profile_name) \
             VALUES ($1, $2, 10800, 1000000000, 86400, 1500, 4000, 5000, 3500, $2) RETURNING id",
        )
        .bind(self.location.0)
        .bind(profile)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        provisioning::plan_changed(&mut tx, PlanId(id), self.location, routers).await.unwrap();
        tx.commit().await.unwrap();
        PlanId(id)
    }

    /// A batch of a plan, codes and to-do lists in one transaction.
    pub async fn batch(&self, plan: PlanId, count: i32, routers: &[RouterId]) -> VoucherBatchId {
        let mut tx = self.tx().await;
        let key = simpul_kernel::ctx::request_id();
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO voucher_batches (location_id, batch_code, plan_id, plan_name, quantity, code_mode, code_alphabet, \
             code_length, sheet_preset, price_sell, price_cost, total_cost, total_revenue, idempotency_key) \
             SELECT location_id, 'B-' || $3, id, name, $2, 'code', 'lower', 8, 'a4-24', 5000, 3500, 3500 * $2, 5000 * $2, $3 \
             FROM service_plans WHERE id = $1 RETURNING id",
        )
        .bind(plan.0)
        .bind(count)
        .bind(&key)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        sqlx::query(
            "INSERT INTO vouchers (location_id, batch_id, plan_id, usage_limit_s, data_limit_bytes, validity_s, number, code, \
             price_sell, price_cost) \
             SELECT p.location_id, $1, p.id, p.usage_limit_s, p.data_limit_bytes, p.validity_s, n, \
                    'c' || lpad($1::TEXT, 3, '0') || lpad(n::TEXT, 5, '0'), 5000, 3500 \
             FROM service_plans p CROSS JOIN generate_series(1, $3) AS n WHERE p.id = $2",
        )
        .bind(id)
        .bind(plan.0)
        .bind(count)
        .execute(&mut *tx)
        .await
        .unwrap();
        provisioning::batch_created(&mut tx, VoucherBatchId(id), self.location, routers).await.unwrap();
        tx.commit().await.unwrap();
        VoucherBatchId(id)
    }

    /// How many copies of a batch stand how: state and wish → count.
    pub async fn copies(&self, batch: VoucherBatchId) -> BTreeMap<String, i64> {
        let rows = sqlx::query(
            "SELECT state || CASE WHEN wish = 'present' THEN '' ELSE ' ' || wish END || coalesce(': ' || reason, ''), count(*) \
             FROM voucher_routers WHERE batch_id = $1 GROUP BY 1",
        )
        .bind(batch.0)
        .fetch_all(&mut self.test.db.owner().await)
        .await
        .unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    pub async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.test.db.owner().await).await.unwrap()
    }

    pub async fn text(&self, sql: &'static str) -> Option<String> {
        sqlx::query_scalar(sql).fetch_one(&mut self.test.db.owner().await).await.unwrap()
    }

    pub async fn vouchers(&self, batch: VoucherBatchId) -> Vec<(VoucherId, String)> {
        let rows = sqlx::query("SELECT id, code FROM vouchers WHERE batch_id = $1 ORDER BY number")
            .bind(batch.0)
            .fetch_all(&mut self.test.db.owner().await)
            .await
            .unwrap();
        rows.iter().map(|row| (VoucherId(row.get(0)), row.get(1))).collect()
    }

    /// Asserts that the router holds each code of the batch exactly once, with the
    /// id the database knows, and nothing else.
    pub async fn assert_exact(&self, sim: &SimHandle, batch: VoucherBatchId) {
        let codes: Vec<(String, Option<String>)> = sqlx::query(
            "SELECT v.code, c.ros_id FROM vouchers v JOIN voucher_routers c ON c.voucher_id = v.id \
             WHERE v.batch_id = $1 AND c.wish <> 'absent' ORDER BY v.code",
        )
        .bind(batch.0)
        .fetch_all(&mut self.test.db.owner().await)
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get(0), row.get(1)))
        .collect();
        let mut rows: Vec<(String, Option<String>)> =
            rows_of(sim).iter().map(|row| (row["name"].clone(), Some(row[".id"].clone()))).collect();
        rows.sort();
        assert_eq!(rows.len(), codes.len(), "as many rows as codes");
        assert_eq!(rows, codes);
    }
}

/// The vouchers' rows on a router; the built-in one is not one of them.
pub fn rows_of(sim: &SimHandle) -> Vec<BTreeMap<String, String>> {
    let mut rows = sim.rows(USERS);
    rows.retain(|row| row["name"] != "default-trial");
    rows
}

pub fn registry_of(app: &App, books: &Arc<TestBooks>) -> Registry {
    let books: Arc<dyn Books> = books.clone();
    Registry::new()
        .with(RouterDrain::new(app.clone(), books.clone()))
        .with(RouterDrain::sync(app.clone(), books.clone()))
        .with(RouterDrain::compare(app.clone(), books))
}

/// A router with a hotspot.
pub async fn router() -> SimHandle {
    routeros_sim::Sim::builder().user("admin", "secret").start().await.unwrap()
}
