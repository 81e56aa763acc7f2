//! Queries of the audit trail.

use chrono::{DateTime, Utc};
use serde_json::Value;
use simpul_kernel::{Page, Paged, Result};
use sqlx::{FromRow, PgConnection};

use super::UsersSeen;
use crate::db::list::{KeysetRow, List, SortColumn};

/// Which changes are wanted; absent = all.
#[derive(Debug, Default)]
pub(in crate::identity) struct AuditOnly {
    pub(in crate::identity) user_id: Option<i64>,
    pub(in crate::identity) table: Option<String>,
    pub(in crate::identity) row_id: Option<i64>,
    pub(in crate::identity) act: Option<&'static str>,
    pub(in crate::identity) from: Option<DateTime<Utc>>,
    pub(in crate::identity) until: Option<DateTime<Utc>>,
    pub(in crate::identity) newest_first: bool,
}

/// A change as the trigger wrote it.
#[derive(FromRow)]
pub(in crate::identity) struct AuditLogRow {
    pub(in crate::identity) id: i64,
    pub(in crate::identity) at: DateTime<Utc>,
    pub(in crate::identity) user_id: Option<i64>,
    pub(in crate::identity) user_name: Option<String>,
    pub(in crate::identity) source: Option<String>,
    pub(in crate::identity) act: String,
    pub(in crate::identity) table_name: String,
    pub(in crate::identity) row_id: i64,
    pub(in crate::identity) subject: Option<String>,
    pub(in crate::identity) location_id: Option<i64>,
    pub(in crate::identity) old_values: Value,
    pub(in crate::identity) new_values: Option<Value>,
}

impl KeysetRow for AuditLogRow {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

/// The name is what the row is called now; row security hides that of another place.
const AUDIT_SELECT: &str = "SELECT a.id, a.at, a.user_id, u.name AS user_name, a.source, a.act, a.table_name, a.row_id, \
     a.location_id, a.old_values, a.new_values, CASE a.table_name \
       WHEN 'bandwidth_profiles' THEN (SELECT x.name FROM bandwidth_profiles x WHERE x.id = a.row_id) \
       WHEN 'cash_drawers' THEN (SELECT x.name FROM cash_drawers x WHERE x.id = a.row_id) \
       WHEN 'cash_sessions' THEN (SELECT x.number::TEXT FROM cash_sessions x WHERE x.id = a.row_id) \
       WHEN 'locations' THEN (SELECT x.name FROM locations x WHERE x.id = a.row_id) \
       WHEN 'printers' THEN (SELECT x.name FROM printers x WHERE x.id = a.row_id) \
       WHEN 'reseller_accounts' THEN (SELECT x.name FROM vendors x WHERE x.id = (a.old_values ->> 'vendor_id')::BIGINT) \
       WHEN 'roles' THEN (SELECT x.name FROM roles x WHERE x.id = a.row_id) \
       WHEN 'routers' THEN (SELECT x.name FROM routers x WHERE x.id = a.row_id) \
       WHEN 'service_plans' THEN (SELECT x.name FROM service_plans x WHERE x.id = a.row_id) \
       WHEN 'settings' THEN (SELECT x.key FROM settings x WHERE x.id = a.row_id) \
       WHEN 'user_permissions' THEN (SELECT x.name FROM users x WHERE x.id = (a.old_values ->> 'user_id')::BIGINT) \
       WHEN 'users' THEN (SELECT x.name FROM users x WHERE x.id = a.row_id) \
       WHEN 'vendor_prices' THEN (SELECT x.name FROM vendors x WHERE x.id = (a.old_values ->> 'vendor_id')::BIGINT) \
       WHEN 'vendors' THEN (SELECT x.name FROM vendors x WHERE x.id = a.row_id) \
       WHEN 'voucher_batches' THEN (SELECT x.batch_code FROM voucher_batches x WHERE x.id = a.row_id) \
       WHEN 'voucher_templates' THEN (SELECT x.name FROM voucher_templates x WHERE x.id = a.row_id) \
       WHEN 'vouchers' THEN (SELECT x.code FROM vouchers x WHERE x.id = a.row_id) END AS subject \
     FROM audit_logs a LEFT JOIN users u ON u.id = a.user_id";

/// Changes in the order of time. Who sees some places only reads what was changed there,
/// and what they changed themselves.
pub(in crate::identity) async fn audit_list(
    conn: &mut PgConnection,
    only: &AuditOnly,
    seen: &UsersSeen,
    page: &Page,
) -> Result<Paged<AuditLogRow>> {
    let mut list = List::new(AUDIT_SELECT);
    list.and("a.user_id =", only.user_id).and("a.table_name =", only.table.clone()).and("a.row_id =", only.row_id);
    list.and("a.act =", only.act).and("a.at >=", only.from).and("a.at <", only.until);
    if let Some(ids) = seen.locations.clone() {
        let query = list.condition();
        query.push("(a.location_id = ANY(").push_bind(ids).push(") OR a.user_id = ").push_bind(seen.own).push(")");
    }
    let sort = SortColumn { expression: "a.id", sql_type: "BIGINT", id: "a.id" };
    list.fetch(conn, sort, only.newest_first, page).await
}
