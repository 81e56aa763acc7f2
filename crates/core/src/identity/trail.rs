//! The audit trail in the shop's words: what a table is called, and which values
//! are never shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use simpul_kernel::Page;
use simpul_kernel::ids::{AuditId, LocationId, UserId};
use ts_rs::TS;

/// Tables whose changes are kept, and what a row of each is called. A test holds
/// this against the catalogue.
pub const AUDIT_KINDS: &[(&str, &str)] = &[
    ("bandwidth_profiles", "bandwidth_profile"),
    ("cash_drawers", "cash_drawer"),
    ("cash_sessions", "cash_session"),
    ("locations", "location"),
    ("printers", "printer"),
    ("reseller_accounts", "reseller_account"),
    ("roles", "role"),
    ("routers", "router"),
    ("service_plans", "plan"),
    ("settings", "settings"),
    ("user_permissions", "user_grant"),
    ("users", "user"),
    ("vendor_prices", "vendor_price"),
    ("vendors", "vendor"),
    ("voucher_batches", "voucher_batch"),
    ("voucher_templates", "voucher_template"),
    ("vouchers", "voucher"),
];

/// What was done to a row. (That it was made stands in the log of acts.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuditAct {
    /// Changed.
    Update,
    /// Taken away.
    Delete,
}

impl AuditAct {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// Lists old and new values of what was changed, newest first.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct AuditList {
    /// Only what this person changed.
    #[ts(optional)]
    pub user_id: Option<UserId>,
    /// Only rows of this kind, e.g. `plan`.
    #[ts(optional)]
    pub kind: Option<String>,
    /// Only this row (with `kind`).
    #[ts(optional)]
    pub row_id: Option<i64>,
    /// Only changes, or only what was taken away.
    #[ts(optional)]
    pub act: Option<AuditAct>,
    /// From this business day on.
    #[ts(optional)]
    pub from_on: Option<chrono::NaiveDate>,
    /// Up to this business day, itself included.
    #[ts(optional)]
    pub to_on: Option<chrono::NaiveDate>,
    /// Newest first; absent = yes.
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// A row as it was changed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditRow {
    /// Which.
    pub audit_id: AuditId,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
    /// Who; absent = the program itself.
    pub user_id: Option<UserId>,
    /// Their name.
    pub user_name: Option<String>,
    /// Where it came through: `window`, `lan`, `cli`, `job`.
    pub source: Option<String>,
    /// What was done.
    pub act: AuditAct,
    /// What a row of the table is called, e.g. `plan`.
    pub kind: String,
    /// Which row.
    pub row_id: i64,
    /// Its name or code now; absent when it is gone or of another place.
    pub subject: Option<String>,
    /// Where.
    pub location_id: Option<LocationId>,
    /// What differs, by column.
    pub changes: Vec<AuditChange>,
}

/// One value that differs.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AuditChange {
    /// The column.
    pub field: String,
    /// Before; null for secrets.
    #[ts(type = "unknown")]
    pub old: Value,
    /// After; null for secrets, and for what was taken away.
    #[ts(type = "unknown")]
    pub new: Value,
    /// The values are kept nowhere: it was changed, that is all.
    pub is_secret: bool,
}

/// What a row of a table is called; the table itself where nobody has said.
#[must_use]
pub fn kind_of(table: &str) -> &str {
    AUDIT_KINDS.iter().find(|(name, _)| *name == table).map_or(table, |(_, kind)| kind)
}

/// The table whose rows are called so.
#[must_use]
pub fn table_of(kind: &str) -> &str {
    AUDIT_KINDS.iter().find(|(_, name)| *name == kind).map_or(kind, |(table, _)| table)
}

/// Whether a column's values are kept nowhere; the same rule as `audit_is_secret`
/// in the database.
#[must_use]
pub fn is_secret(column: &str) -> bool {
    ["_sealed", "_hash", "_token", "_secret"].iter().any(|end| column.ends_with(end))
}

/// What differs, by column; `shown` says of a column whether the caller may read it.
#[must_use]
pub fn changes(old: &Value, new: Option<&Value>, shown: impl Fn(&str) -> bool) -> Vec<AuditChange> {
    let empty = serde_json::Map::new();
    let old = old.as_object().unwrap_or(&empty);
    let new = new.and_then(Value::as_object).unwrap_or(&empty);
    let fields: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    fields
        .into_iter()
        .map(|field| {
            let is_secret = is_secret(field) || !shown(field);
            let value = |of: &serde_json::Map<String, Value>| {
                if is_secret { Value::Null } else { of.get(field).map_or(Value::Null, exact) }
            };
            AuditChange { field: field.clone(), old: value(old), new: value(new), is_secret }
        })
        .collect()
}

/// A value as it is shown: sums as texts with their decimals, as everywhere on the
/// wire, and never as floats.
fn exact(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            // PostgreSQL wrote at most 15 digits, which the shortest text of a double gives back.
            let text = number.as_f64().map(|n| n.to_string()).unwrap_or_default();
            let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let dot = if decimals == 0 { "." } else { "" };
            Value::String(format!("{text}{dot}{}", "0".repeat(2_usize.saturating_sub(decimals))))
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_paired_and_secrets_only_named() {
        let (old, new) =
            (json!({ "name": "A", "password_hash": "changed" }), json!({ "name": "B", "password_hash": "changed" }));
        let all = changes(&old, Some(&new), |_| true);
        assert_eq!(all[0], AuditChange { field: "name".into(), old: json!("A"), new: json!("B"), is_secret: false });
        assert_eq!((all[1].is_secret, &all[1].old, &all[1].new), (true, &Value::Null, &Value::Null));
        let hidden = changes(&json!({ "code": "k7m4qx" }), None, |field| field != "code");
        assert_eq!((hidden[0].is_secret, &hidden[0].old), (true, &Value::Null));
    }

    #[test]
    fn sums_keep_their_decimals() {
        let shown = |text: &str| exact(&serde_json::from_str(text).unwrap());
        for (read, said) in [
            ("5000.00", "5000.00"),
            ("4500.50", "4500.50"),
            ("-0.25", "-0.25"),
            ("9999999999999.99", "9999999999999.99"),
        ] {
            assert_eq!(shown(read), json!(said), "{read}");
        }
        assert_eq!((shown("7"), shown("[1.5]")), (json!(7), json!([1.5])));
    }

    #[test]
    fn tables_have_a_noun_and_it_leads_back() {
        for (table, kind) in AUDIT_KINDS {
            assert_eq!((kind_of(table), table_of(kind)), (*kind, *table));
        }
        assert_eq!(kind_of("moons"), "moons");
    }
}
