//! Batches as lists and screens show them.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use simpul_kernel::ids::{JobId, LocationId, PlanId, RouterId, VoucherBatchId};
use simpul_kernel::{Money, Page, Paged, Result};
use sqlx::{FromRow, PgConnection};

use crate::db::list::{KeysetRow, List, SortColumn};
use crate::network::{RouterLink, RouterTruthCounts};
use crate::voucher::codes;
use crate::voucher::input::{CodeAlphabet, CodeSpec, SheetSpec, VoucherBatchList};
use crate::voucher::model::{BatchStatus, CodeMode};
use crate::voucher::view::{BatchRouter, VoucherBatchRow, VoucherBatchView, VoucherCounts};

/// A batch with its counts.
#[derive(Debug, Clone, FromRow)]
pub(in crate::voucher) struct BatchRow {
    id: i64,
    batch_code: String,
    location_id: i64,
    plan_id: i64,
    plan_name: String,
    quantity: i32,
    status: String,
    price_sell: Decimal,
    price_cost: Decimal,
    total_revenue: Decimal,
    printed_at: Option<DateTime<Utc>>,
    created_by_name: Option<String>,
    created_at: DateTime<Utc>,
    code_mode: String,
    code_alphabet: String,
    code_length: i16,
    code_prefix: String,
    sheet_preset: String,
    has_qr: bool,
    notes: Option<String>,
    available: i64,
    active: i64,
    used: i64,
    expired: i64,
    void: i64,
    applied: i64,
    pending: i64,
    failed: i64,
    drifted: i64,
}

impl KeysetRow for BatchRow {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

impl BatchRow {
    pub(in crate::voucher) fn status(&self) -> BatchStatus {
        match self.status.as_str() {
            "paused" => BatchStatus::Paused,
            "void" => BatchStatus::Void,
            _ => BatchStatus::Active,
        }
    }

    pub(in crate::voucher) fn row(self) -> VoucherBatchRow {
        VoucherBatchRow {
            batch_id: VoucherBatchId(self.id),
            status: self.status(),
            location_id: LocationId(self.location_id),
            plan_id: PlanId(self.plan_id),
            price_sell: Money::from_decimal(self.price_sell),
            total_revenue: Money::from_decimal(self.total_revenue),
            truth: RouterTruthCounts {
                applied: self.applied,
                pending: self.pending,
                failed: self.failed,
                drifted: self.drifted,
            },
            batch_code: self.batch_code,
            plan_name: self.plan_name,
            quantity: self.quantity,
            available: self.available,
            printed_at: self.printed_at,
            created_by_name: self.created_by_name,
            created_at: self.created_at,
        }
    }

    fn view(self, routers: Vec<BatchRouter>, job_id: Option<JobId>) -> VoucherBatchView {
        let counts = VoucherCounts {
            available: self.available,
            active: self.active,
            used: self.used,
            expired: self.expired,
            void: self.void,
        };
        VoucherBatchView {
            code: CodeSpec {
                mode: CodeMode::parse(&self.code_mode),
                alphabet: CodeAlphabet::parse(&self.code_alphabet),
                length: u8::try_from(self.code_length).unwrap_or_default(),
                prefix: self.code_prefix.clone(),
            },
            sheet: SheetSpec { preset: self.sheet_preset.clone(), qr: self.has_qr },
            notes: self.notes.clone(),
            price_cost: Money::from_decimal(self.price_cost),
            counts,
            routers,
            job_id,
            row: self.row(),
        }
    }
}

/// Counts come from the sums that triggers keep: a page costs the same whether its
/// batches hold ten codes or a hundred thousand. Copies that were applied and now only
/// wait to be shut off, because their code was used elsewhere or ended, are looked up where
/// anything is pending at all: what was brought to a router once does not take a batch back.
const SELECT: &str = "SELECT b.id, b.batch_code, b.location_id, b.plan_id, b.plan_name, b.quantity, b.status, b.price_sell, \
     b.price_cost, b.total_revenue, b.printed_at, u.name AS created_by_name, b.created_at, b.code_mode, b.code_alphabet, \
     b.code_length, b.code_prefix, b.sheet_preset, b.has_qr, b.notes, c.available, c.active, c.used, c.expired, c.void, \
     t.applied + l.leaving AS applied, t.pending - l.leaving AS pending, t.failed, t.drifted \
     FROM voucher_batches b LEFT JOIN users u ON u.id = b.created_by \
     CROSS JOIN LATERAL (SELECT coalesce(sum(n) FILTER (WHERE status = 'available'), 0)::BIGINT AS available, \
            coalesce(sum(n) FILTER (WHERE status = 'active'), 0)::BIGINT AS active, \
            coalesce(sum(n) FILTER (WHERE status = 'used'), 0)::BIGINT AS used, \
            coalesce(sum(n) FILTER (WHERE status = 'expired'), 0)::BIGINT AS expired, \
            coalesce(sum(n) FILTER (WHERE status = 'void'), 0)::BIGINT AS void \
       FROM voucher_counts WHERE batch_id = b.id) c \
     CROSS JOIN LATERAL (SELECT coalesce(sum(n) FILTER (WHERE state = 'applied'), 0)::BIGINT AS applied, \
            coalesce(sum(n) FILTER (WHERE state = 'pending'), 0)::BIGINT AS pending, \
            coalesce(sum(n) FILTER (WHERE state = 'failed'), 0)::BIGINT AS failed, \
            coalesce(sum(n) FILTER (WHERE state = 'drifted'), 0)::BIGINT AS drifted \
       FROM voucher_router_counts WHERE batch_id = b.id) t \
     CROSS JOIN LATERAL (SELECT CASE WHEN t.pending > 0 THEN (SELECT count(*) FROM voucher_routers c WHERE c.batch_id = b.id \
            AND c.state = 'pending' AND c.wish <> 'present' AND c.applied_at IS NOT NULL) ELSE 0 END AS leaving) l";

const BY_ID: SortColumn = SortColumn { expression: "b.id", sql_type: "BIGINT", id: "b.id" };

pub(in crate::voucher) async fn batch_list(
    conn: &mut PgConnection,
    input: &VoucherBatchList,
) -> Result<Paged<VoucherBatchRow>> {
    let mut list = List::new(SELECT);
    list.and("b.location_id =", input.location_id.map(|l| l.0)).and("b.plan_id =", input.plan_id.map(|p| p.0));
    if let Some(start) = input.search.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
        list.condition().push("starts_with(b.batch_code, ").push_bind(start.to_uppercase()).push(")");
    }
    let page = input.page.clone().unwrap_or_default();
    let found: Paged<BatchRow> = list.fetch(conn, BY_ID, input.descending.unwrap_or(true), &page).await?;
    Ok(Paged { rows: found.rows.into_iter().map(BatchRow::row).collect(), next: found.next })
}

pub(in crate::voucher) async fn batch_get(conn: &mut PgConnection, id: VoucherBatchId) -> Result<Option<BatchRow>> {
    let mut list = List::new(SELECT);
    list.and("b.id =", Some(id.0));
    Ok(list.fetch(conn, BY_ID, true, &Page::default()).await?.rows.pop())
}

pub(in crate::voucher) async fn batch_view(
    conn: &mut PgConnection,
    id: VoucherBatchId,
) -> Result<Option<VoucherBatchView>> {
    let Some(row) = batch_get(conn, id).await? else { return Ok(None) };
    let routers = routers_of_batch(conn, id).await?;
    let job_id = drain_job(conn, id).await?;
    Ok(Some(row.view(routers.into_iter().map(|r| r.router).collect(), job_id)))
}

/// A router as batches meet it.
#[derive(Debug, Clone)]
pub(in crate::voucher) struct RouterSeen {
    pub(in crate::voucher) router: BatchRouter,
    pub(in crate::voucher) dns_name: Option<String>,
    pub(in crate::voucher) clock_offset_s: Option<i32>,
    pub(in crate::voucher) has_http_pap: Option<bool>,
}

fn link(text: &str) -> RouterLink {
    match text {
        "up" => RouterLink::Up,
        "down" => RouterLink::Down,
        _ => RouterLink::Unknown,
    }
}

/// Routers by name, without copies.
pub(in crate::voucher) async fn routers(conn: &mut PgConnection, ids: &[RouterId]) -> Result<Vec<RouterSeen>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT r.id, r.name, r.hotspot_dns_name, coalesce(s.link, 'unknown') AS "link!", s.last_seen_at AS "last_seen_at?",
                  s.clock_offset_s AS "clock_offset_s?", s.has_http_pap AS "has_http_pap?"
             FROM routers r LEFT JOIN router_state s ON s.router_id = r.id
            WHERE r.id = ANY ($1) ORDER BY r.name, r.id"#,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| RouterSeen {
            router: BatchRouter {
                router_id: RouterId(r.id),
                router_name: r.name,
                link: link(&r.link),
                last_seen_at: r.last_seen_at,
                truth: RouterTruthCounts { applied: 0, pending: 0, failed: 0, drifted: 0 },
            },
            dns_name: r.hotspot_dns_name.filter(|name| !name.trim().is_empty()),
            clock_offset_s: r.clock_offset_s,
            has_http_pap: r.has_http_pap,
        })
        .collect())
}

/// The routers that hold, or held, a batch; with its copies there.
pub(in crate::voucher) async fn routers_of_batch(
    conn: &mut PgConnection,
    batch: VoucherBatchId,
) -> Result<Vec<RouterSeen>> {
    let counts = sqlx::query!(
        r#"SELECT s.router_id AS "router_id!", s.applied + l.leaving AS "applied!", s.pending - l.leaving AS "pending!",
                  s.failed AS "failed!", s.drifted AS "drifted!"
             FROM (SELECT router_id, coalesce(sum(n) FILTER (WHERE state = 'applied'), 0)::BIGINT AS applied,
                          coalesce(sum(n) FILTER (WHERE state = 'pending'), 0)::BIGINT AS pending,
                          coalesce(sum(n) FILTER (WHERE state = 'failed'), 0)::BIGINT AS failed,
                          coalesce(sum(n) FILTER (WHERE state = 'drifted'), 0)::BIGINT AS drifted
                     FROM voucher_router_counts WHERE batch_id = $1 GROUP BY router_id) s
             CROSS JOIN LATERAL (SELECT CASE WHEN s.pending > 0 THEN (SELECT count(*) FROM voucher_routers c
                          WHERE c.batch_id = $1 AND c.router_id = s.router_id AND c.state = 'pending'
                            AND c.wish <> 'present' AND c.applied_at IS NOT NULL) ELSE 0 END AS leaving) l"#,
        batch.0
    )
    .fetch_all(&mut *conn)
    .await?;
    let ids: Vec<RouterId> = counts.iter().map(|c| RouterId(c.router_id)).collect();
    let mut seen = routers(conn, &ids).await?;
    for one in &mut seen {
        if let Some(c) = counts.iter().find(|c| c.router_id == one.router.router_id.0) {
            one.router.truth =
                RouterTruthCounts { applied: c.applied, pending: c.pending, failed: c.failed, drifted: c.drifted };
        }
    }
    Ok(seen)
}

/// The drain of one of the batch's routers, while copies of it are pending.
async fn drain_job(conn: &mut PgConnection, batch: VoucherBatchId) -> Result<Option<JobId>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT j.id AS "id: JobId" FROM jobs j
            WHERE j.unique_key = ANY (SELECT 'router_drain:' || c.router_id FROM voucher_router_counts c
                                       WHERE c.batch_id = $1 GROUP BY c.router_id
                                      HAVING sum(c.n) FILTER (WHERE c.state = 'pending') > 0)
              AND j.state IN ('available', 'running', 'paused') ORDER BY (j.state = 'running') DESC, j.id LIMIT 1"#,
        batch.0
    )
    .fetch_optional(conn)
    .await?)
}

/// Changes a batch's state; whether it was in one of `from`.
pub(in crate::voucher) async fn batch_status_set(
    conn: &mut PgConnection,
    id: VoucherBatchId,
    from: &[&str],
    to: &str,
    void_reason: Option<&str>,
) -> Result<bool> {
    let from: Vec<String> = from.iter().map(|s| (*s).to_owned()).collect();
    let done = sqlx::query!(
        "UPDATE voucher_batches SET status = $3, void_reason = coalesce($4, void_reason) WHERE id = $1 AND status = ANY ($2)",
        id.0,
        &from,
        to,
        void_reason
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// An example of a code, for previews.
pub(in crate::voucher) fn example(spec: &CodeSpec) -> Result<String> {
    Ok(codes::draw(spec, 1, codes::os_random)?.pop().unwrap_or_default())
}
