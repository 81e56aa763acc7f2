//! Routers as lists and screens show them.

use chrono::{DateTime, Utc};
use serde_json::Value;
use simpul_kernel::ids::{LocationId, RouterId};
use simpul_kernel::{Paged, Result};
use sqlx::{FromRow, PgConnection};

use crate::db::list::{KeysetRow, List, SortColumn};
use crate::network::fallback::{ExpiryFallback, FallbackState};
use crate::network::input::{RouterList, RouterTransport};
use crate::network::view::{RouterLink, RouterState, RouterTruthCounts, RouterView};

const SELECT: &str = "SELECT r.id, r.version, r.location_id, r.name, r.host, r.port, r.transport, r.username, r.tls_pin, \
     r.hotspot_dns_name, r.hotspot_server, r.is_active, COALESCE(s.link, 'unknown') AS link, s.last_seen_at, s.error_code, \
     s.error_params, s.ros_version, s.board_name, s.identity, s.cpu_load, s.free_memory, s.total_memory, s.uptime_s, \
     s.clock_offset_s, s.license_level, s.hotspot_active, s.has_http_pap, \
     (SELECT i.name FROM router_leases l JOIN installations i ON i.id = l.installation_id \
       WHERE l.router_id = r.id AND l.leased_until > now()) AS held_by, \
     c.applied, c.pending, c.failed, c.drifted, r.expiry_fallback, f.state AS fallback_state, f.reason AS fallback_reason \
     FROM routers r LEFT JOIN router_state s ON s.router_id = r.id LEFT JOIN router_fallbacks f ON f.router_id = r.id \
     CROSS JOIN LATERAL (SELECT COALESCE(sum(n) FILTER (WHERE v.state = 'applied'), 0)::BIGINT AS applied, \
            COALESCE(sum(n) FILTER (WHERE v.state = 'pending'), 0)::BIGINT AS pending, \
            COALESCE(sum(n) FILTER (WHERE v.state = 'failed'), 0)::BIGINT AS failed, \
            COALESCE(sum(n) FILTER (WHERE v.state = 'drifted'), 0)::BIGINT AS drifted \
       FROM voucher_router_counts v WHERE v.router_id = r.id) c";

/// Names in bytewise order; the order of the list.
const BY_NAME: SortColumn = SortColumn { expression: "r.name", sql_type: "TEXT", id: "r.id" };

#[derive(FromRow)]
struct ViewRow {
    id: i64,
    version: i32,
    location_id: i64,
    name: String,
    host: String,
    port: i32,
    transport: String,
    username: String,
    tls_pin: Option<Vec<u8>>,
    hotspot_dns_name: Option<String>,
    hotspot_server: Option<String>,
    is_active: bool,
    link: String,
    last_seen_at: Option<DateTime<Utc>>,
    error_code: Option<String>,
    error_params: Option<Value>,
    ros_version: Option<String>,
    board_name: Option<String>,
    identity: Option<String>,
    cpu_load: Option<i32>,
    free_memory: Option<i64>,
    total_memory: Option<i64>,
    uptime_s: Option<i64>,
    clock_offset_s: Option<i32>,
    license_level: Option<String>,
    hotspot_active: Option<i32>,
    has_http_pap: Option<bool>,
    held_by: Option<String>,
    applied: i64,
    pending: i64,
    failed: i64,
    drifted: i64,
    expiry_fallback: String,
    fallback_state: Option<String>,
    fallback_reason: Option<String>,
}

impl KeysetRow for ViewRow {
    fn key(&self) -> (String, i64) {
        (self.name.clone(), self.id)
    }
}

impl From<ViewRow> for RouterView {
    fn from(row: ViewRow) -> Self {
        Self {
            router_id: RouterId(row.id),
            version: row.version,
            location_id: LocationId(row.location_id),
            name: row.name,
            host: row.host,
            port: u16::try_from(row.port).unwrap_or_default(),
            transport: RouterTransport::parse(&row.transport),
            username: row.username,
            tls_pin: row.tls_pin.map(hex::encode),
            hotspot_dns_name: row.hotspot_dns_name,
            hotspot_server: row.hotspot_server,
            is_active: row.is_active,
            expiry_fallback: ExpiryFallback::parse(&row.expiry_fallback),
            expiry_fallback_state: FallbackState::parse(row.fallback_state.as_deref()),
            expiry_fallback_reason: row.fallback_reason,
            state: RouterState {
                link: match row.link.as_str() {
                    "up" => RouterLink::Up,
                    "down" => RouterLink::Down,
                    _ => RouterLink::Unknown,
                },
                last_seen_at: row.last_seen_at,
                error_code: row.error_code,
                error_params: row.error_params,
                ros_version: row.ros_version,
                board_name: row.board_name,
                identity: row.identity,
                cpu_load: row.cpu_load,
                free_memory: row.free_memory,
                total_memory: row.total_memory,
                uptime_s: row.uptime_s,
                clock_offset_s: row.clock_offset_s,
                license_level: row.license_level,
                hotspot_active: row.hotspot_active,
                has_http_pap: row.has_http_pap,
                held_by: row.held_by,
            },
            truth: RouterTruthCounts {
                applied: row.applied,
                pending: row.pending,
                failed: row.failed,
                drifted: row.drifted,
            },
        }
    }
}

pub async fn router_view(conn: &mut PgConnection, id: RouterId) -> Result<Option<RouterView>> {
    let mut list = List::new(SELECT);
    list.and("r.id =", Some(id.0));
    let page = list.fetch::<ViewRow>(conn, BY_NAME, false, &simpul_kernel::Page::default()).await?;
    Ok(page.rows.into_iter().next().map(RouterView::from))
}

pub async fn router_list(conn: &mut PgConnection, input: &RouterList) -> Result<Paged<RouterView>> {
    let mut list = List::new(SELECT);
    list.and("r.location_id =", input.location_id.map(|id| id.0)).and_if(!input.include_inactive, "r.is_active");
    list.and("lower(r.name) =", input.name.as_deref().map(|name| name.trim().to_lowercase()));
    let page = input.page.clone().unwrap_or_default();
    let rows = list.fetch::<ViewRow>(conn, BY_NAME, false, &page).await?;
    Ok(Paged { rows: rows.rows.into_iter().map(RouterView::from).collect(), next: rows.next })
}

/// The plan of each of these codes that is one of ours.
pub async fn plans_of_codes(conn: &mut PgConnection, codes: &[String]) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "SELECT v.code, b.plan_name FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id WHERE v.code = ANY($1)",
        codes,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.plan_name)).collect())
}
