//! Drift as lists and screens show it.

use chrono::{DateTime, Utc};
use serde_json::Value;
use simpul_kernel::ids::{DriftId, LocationId, PlanId, RouterId, VoucherId};
use simpul_kernel::{Page, Paged, Result};
use sqlx::{FromRow, PgConnection};

use crate::db::list::{KeysetRow, List, SortColumn};
use crate::network::{RouterLink, RouterTruthCounts};
use crate::provisioning::props::Props;
use crate::provisioning::view::{
    DriftCounts, DriftItem, DriftKind, DriftList, DriftRouter, DriftState, DriftSummaryQuery, ReconcileGate,
};

const SUMMARY: &str = "SELECT r.id, r.name, r.location_id, COALESCE(s.link, 'unknown') AS link, k.compared_at, \
     c.applied, c.pending, c.failed, c.drifted, t.waiting, t.held, t.oldest, COALESCE(k.foreign_users, 0) AS foreign_users, \
     COALESCE(k.foreign_profiles, 0) AS foreign_profiles, k.gate_since, k.gate_seen, k.gate_ours, \
     d.missing, d.differs, d.unwanted, d.stray, d.profile_missing, d.profile_differs, d.ignored, d.resolving \
     FROM routers r LEFT JOIN router_state s ON s.router_id = r.id LEFT JOIN router_compares k ON k.router_id = r.id \
     CROSS JOIN LATERAL (SELECT COALESCE(sum(n) FILTER (WHERE v.state = 'applied'), 0)::BIGINT AS applied, \
            COALESCE(sum(n) FILTER (WHERE v.state = 'pending'), 0)::BIGINT AS pending, \
            COALESCE(sum(n) FILTER (WHERE v.state = 'failed'), 0)::BIGINT AS failed, \
            COALESCE(sum(n) FILTER (WHERE v.state = 'drifted'), 0)::BIGINT AS drifted \
       FROM voucher_router_counts v WHERE v.router_id = r.id) c \
     CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE state <> 'held') AS waiting, count(*) FILTER (WHERE state = 'held') AS held, \
            min(created_at) FILTER (WHERE state = 'pending') AS oldest FROM provisioning_tasks t WHERE t.router_id = r.id) t \
     CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE state = 'open' AND kind = 'missing') AS missing, \
            count(*) FILTER (WHERE state = 'open' AND kind = 'differs') AS differs, \
            count(*) FILTER (WHERE state = 'open' AND kind = 'unwanted') AS unwanted, \
            count(*) FILTER (WHERE state = 'open' AND kind = 'stray') AS stray, \
            count(*) FILTER (WHERE state = 'open' AND kind = 'profile_missing') AS profile_missing, \
            count(*) FILTER (WHERE state = 'open' AND kind = 'profile_differs') AS profile_differs, \
            count(*) FILTER (WHERE state = 'ignored') AS ignored, count(*) FILTER (WHERE state = 'resolving') AS resolving \
       FROM drift_items d WHERE d.router_id = r.id) d";

#[derive(FromRow)]
struct SummaryRow {
    id: i64,
    name: String,
    location_id: i64,
    link: String,
    compared_at: Option<DateTime<Utc>>,
    applied: i64,
    pending: i64,
    failed: i64,
    drifted: i64,
    waiting: i64,
    held: i64,
    oldest: Option<DateTime<Utc>>,
    foreign_users: i32,
    foreign_profiles: i32,
    gate_since: Option<DateTime<Utc>>,
    gate_seen: Option<i64>,
    gate_ours: Option<i64>,
    missing: i64,
    differs: i64,
    unwanted: i64,
    stray: i64,
    profile_missing: i64,
    profile_differs: i64,
    ignored: i64,
    resolving: i64,
}

impl KeysetRow for SummaryRow {
    fn key(&self) -> (String, i64) {
        (self.name.clone(), self.id)
    }
}

impl From<SummaryRow> for DriftRouter {
    fn from(row: SummaryRow) -> Self {
        Self {
            router_id: RouterId(row.id),
            router_name: row.name,
            location_id: LocationId(row.location_id),
            link: match row.link.as_str() {
                "up" => RouterLink::Up,
                "down" => RouterLink::Down,
                _ => RouterLink::Unknown,
            },
            compared_at: row.compared_at,
            truth: RouterTruthCounts {
                applied: row.applied,
                pending: row.pending,
                failed: row.failed,
                drifted: row.drifted,
            },
            waiting: row.waiting,
            held: row.held,
            oldest_waiting_at: row.oldest,
            open: DriftCounts {
                missing: row.missing,
                differs: row.differs,
                unwanted: row.unwanted,
                stray: row.stray,
                profile_missing: row.profile_missing,
                profile_differs: row.profile_differs,
            },
            ignored: row.ignored,
            resolving: row.resolving,
            foreign_users: row.foreign_users,
            foreign_profiles: row.foreign_profiles,
            gate: row.gate_since.map(|since| ReconcileGate {
                since,
                highest_seen: row.gate_seen.unwrap_or_default(),
                highest_ours: row.gate_ours.unwrap_or_default(),
            }),
        }
    }
}

const BY_NAME: SortColumn = SortColumn { expression: "r.name", sql_type: "TEXT", id: "r.id" };

/// Routers in use and how they stand.
pub async fn summary(conn: &mut PgConnection, input: &DriftSummaryQuery) -> Result<Paged<DriftRouter>> {
    let mut list = List::new(SUMMARY);
    list.and_if(true, "r.is_active").and("r.location_id =", input.location_id.map(|id| id.0));
    let found = list.fetch::<SummaryRow>(conn, BY_NAME, false, &input.page.clone().unwrap_or_default()).await?;
    Ok(Paged { rows: found.rows.into_iter().map(DriftRouter::from).collect(), next: found.next })
}

/// How one router stands.
pub async fn summary_of(conn: &mut PgConnection, router: RouterId) -> Result<Option<DriftRouter>> {
    let mut list = List::new(SUMMARY);
    list.and("r.id =", Some(router.0));
    let found = list.fetch::<SummaryRow>(conn, BY_NAME, false, &Page::default()).await?;
    Ok(found.rows.into_iter().next().map(DriftRouter::from))
}

const ITEMS: &str = "SELECT d.id, d.router_id, r.name AS router_name, d.location_id, d.kind, d.state, d.name, d.voucher_id, \
     d.plan_id, b.batch_code, b.status = 'paused' AS is_paused, d.ros_id, d.ours, d.seen, d.now, d.fields, d.seen_at, d.found_at, \
     d.looked_at, v.status IN ('available', 'active') AS is_live, \
     (SELECT t.reason FROM provisioning_tasks t WHERE t.kind = 'stray' AND t.subject_id = d.id AND t.state = 'failed' \
       AND d.kind = 'stray' LIMIT 1) AS refused \
     FROM drift_items d JOIN routers r ON r.id = d.router_id LEFT JOIN vouchers v ON v.id = d.voucher_id \
     LEFT JOIN voucher_batches b ON b.id = v.batch_id";

/// An item with what decisions about it need.
#[derive(Debug, Clone, FromRow)]
pub struct ItemRow {
    pub id: i64,
    pub router_id: i64,
    pub router_name: String,
    pub location_id: i64,
    pub kind: DriftKind,
    pub state: DriftState,
    pub name: String,
    pub voucher_id: Option<i64>,
    pub plan_id: Option<i64>,
    pub batch_code: Option<String>,
    pub is_paused: Option<bool>,
    pub ros_id: Option<String>,
    pub ours: Option<Value>,
    pub seen: Option<Value>,
    pub now: Option<Value>,
    pub fields: Vec<String>,
    pub seen_at: Option<DateTime<Utc>>,
    pub found_at: DateTime<Utc>,
    pub looked_at: DateTime<Utc>,
    /// The voucher can still be used.
    pub is_live: Option<bool>,
    /// Why the router refused to let a stray go.
    pub refused: Option<String>,
}

impl KeysetRow for ItemRow {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

/// What stands in a JSON object of texts.
pub fn props(value: Option<&Value>) -> Option<Props> {
    value.and_then(|value| serde_json::from_value(value.clone()).ok())
}

impl ItemRow {
    /// As screens show it; `reason` and `take_refused` are codes.
    pub fn view(self, reason: &str, take_refused: Option<String>) -> DriftItem {
        DriftItem {
            drift_id: DriftId(self.id),
            router_id: RouterId(self.router_id),
            router_name: self.router_name,
            location_id: LocationId(self.location_id),
            kind: self.kind,
            state: self.state,
            name: self.name,
            voucher_id: self.voucher_id.map(VoucherId),
            batch_code: self.batch_code,
            plan_id: self.plan_id.map(PlanId),
            ros_id: self.ros_id,
            ours: props(self.ours.as_ref()),
            seen: props(self.seen.as_ref()),
            now: props(self.now.as_ref()),
            fields: self.fields,
            reason: self.refused.unwrap_or_else(|| reason.to_owned()),
            can_take: take_refused.is_none(),
            take_refused,
            seen_at: self.seen_at,
            found_at: self.found_at,
            looked_at: self.looked_at,
        }
    }
}

const BY_ID: SortColumn = SortColumn { expression: "d.id", sql_type: "BIGINT", id: "d.id" };

fn kinds_of(kinds: &[DriftKind]) -> Option<Vec<String>> {
    (!kinds.is_empty()).then(|| kinds.iter().map(|kind| kind.as_str().to_owned()).collect())
}

/// Items, the newest first.
pub async fn items(conn: &mut PgConnection, input: &DriftList) -> Result<Paged<ItemRow>> {
    let mut list = List::new(ITEMS);
    list.and("d.router_id =", input.router_id.map(|id| id.0))
        .and("d.location_id =", input.location_id.map(|id| id.0))
        .and("d.state =", input.state.map(|state| state.as_str()));
    if let Some(kinds) = kinds_of(&input.kinds) {
        list.condition().push("d.kind = ANY (").push_bind(kinds).push(")");
    }
    if let Some(search) = input.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        list.condition().push("starts_with(d.name, ").push_bind(search.to_owned()).push(")");
    }
    list.fetch(conn, BY_ID, true, &input.page.clone().unwrap_or_default()).await
}

/// The next items of a router to decide about, in the order of their ids; locked, so
/// that two people do not decide about the same. Without ids: the open ones.
pub async fn items_due(
    conn: &mut PgConnection,
    router: RouterId,
    ids: &[i64],
    kinds: &[DriftKind],
    after: i64,
) -> Result<Vec<ItemRow>> {
    // Locked first and read then: whoever waited here sees what was decided meanwhile.
    let locked = sqlx::query_scalar!(
        "SELECT id FROM drift_items WHERE router_id = $1 AND id > $2
            AND (id = ANY($3) OR cardinality($3::BIGINT[]) = 0 AND state = 'open')
            AND (kind = ANY($4) OR cardinality($4::TEXT[]) = 0) ORDER BY id LIMIT $5 FOR UPDATE",
        router.0,
        after,
        ids,
        &kinds_of(kinds).unwrap_or_default(),
        i64::from(simpul_kernel::page::PAGE_LIMIT_MAX)
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut list = List::new(ITEMS);
    list.condition().push("d.id = ANY (").push_bind(locked).push(")");
    let page = Page { after: None, limit: Some(simpul_kernel::page::PAGE_LIMIT_MAX) };
    Ok(list.fetch(conn, BY_ID, false, &page).await?.rows)
}

/// Writes what is being done about items.
pub async fn items_state(conn: &mut PgConnection, ids: &[i64], state: DriftState) -> Result<()> {
    sqlx::query!("UPDATE drift_items SET state = $2 WHERE id = ANY($1)", ids, state.as_str()).execute(conn).await?;
    Ok(())
}
