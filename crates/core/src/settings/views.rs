//! Saved views of lists: what an address may hold, by screen, and what is wrong with
//! one that a program of another version wrote.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use simpul_kernel::ids::SavedViewId;
use simpul_kernel::{Permission, area_errors};
use ts_rs::TS;

area_errors! {
    /// What can go wrong with saved views.
    pub enum SavedViewError {
        /// No such view, or not the caller's to change.
        NotFound => "saved_view_not_found",
        /// The caller has one of this name for this list.
        NameTaken => "saved_view_name_taken",
        /// So many of one list are the most.
        TooMany { max: i64 } => "saved_view_too_many",
        /// No list of this name has views.
        ScreenUnknown => "saved_view_screen_unknown",
        /// The list has no such filter (any more).
        FilterUnknown { filter: String } => "saved_view_filter_unknown",
        /// A filter holds what it cannot mean (any more).
        FilterBad { filter: String } => "saved_view_filter_bad",
    }
}

/// Asks for the views of a list.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SavedViewList {
    /// Which list, by its screen: `vouchers`.
    pub screen: String,
}

/// Keeps what a list's address holds under a name.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SavedViewCreate {
    /// Which list, by its screen.
    pub screen: String,
    /// Its name, 1 to 40 signs.
    pub name: String,
    /// Filters and order, as in the address.
    #[ts(type = "Record<string, unknown>")]
    pub search: Map<String, Value>,
    /// Shown to everybody who opens the list; needs `settings.edit`. Absent = only to its person.
    #[ts(optional)]
    pub is_shared: Option<bool>,
}

/// Names one view.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SavedViewRef {
    /// Which.
    pub saved_view_id: SavedViewId,
}

/// Shares a view of one's own, or keeps it to oneself again.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SavedViewShare {
    /// Which.
    pub saved_view_id: SavedViewId,
    /// Shown to everybody who opens the list.
    pub is_shared: bool,
}

/// A saved view.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SavedView {
    /// Which.
    pub saved_view_id: SavedViewId,
    /// Its name.
    pub name: String,
    /// Filters and order, as in the address.
    #[ts(type = "Record<string, unknown>")]
    pub search: Map<String, Value>,
    /// Shown to everybody who opens the list.
    pub is_shared: bool,
    /// The caller's own.
    pub is_own: bool,
    /// Whose.
    pub owner_name: String,
    /// Code of why this version cannot open it.
    pub problem: Option<String>,
}

/// What a filter may hold.
#[derive(Debug, Clone, Copy)]
enum Holds {
    /// A text of up to 200 signs.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// The id of a row.
    Id,
    /// Yes or no.
    Flag,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// An hour of the day, 0 to 23.
    Hour,
}

/// A list whose views can be kept.
#[derive(Debug)]
pub(super) struct Screen {
    pub(super) name: &'static str,
    /// Who may open the list; `None`: everybody.
    pub(super) permission: Option<Permission>,
    filters: &'static [(&'static str, Holds)],
}

/// Every list that has views, with what its address holds (`ui/src/routes/search.ts`).
const SCREENS: &[Screen] = &[
    Screen {
        name: "vouchers",
        permission: Some(Permission::VoucherView),
        filters: &[
            ("search", Holds::Text),
            ("view", Holds::Word(&["all", "available", "active", "ended", "trouble"])),
            ("status", Holds::Word(&["available", "active", "used", "expired", "void"])),
            ("plan", Holds::Id),
            ("batch", Holds::Id),
            ("vendor", Holds::Id),
            ("place", Holds::Id),
            ("stock", Holds::Word(&["printed", "plain", "card", "on_hand", "handed", "sold", "activated", "ended"])),
            ("own", Holds::Flag),
            (
                "did",
                Holds::Word(&[
                    "made",
                    "printed",
                    "handed",
                    "sold",
                    "taken_back",
                    "turnover",
                    "activated",
                    "ended",
                    "unsold",
                    "void",
                    "charged",
                    "copy_pending",
                    "copy_trouble",
                ]),
            ),
            ("from", Holds::Day),
            ("to", Holds::Day),
            ("hour", Holds::Hour),
            ("person", Holds::Id),
            ("nobody", Holds::Flag),
            ("method", Holds::Word(&["cash", "qris", "transfer"])),
            ("router", Holds::Id),
            ("sort", Holds::Word(&["id", "code", "expires_at"])),
            ("desc", Holds::Flag),
        ],
    },
    Screen {
        name: "plans",
        permission: Some(Permission::PlanView),
        filters: &[
            ("inactive", Holds::Flag),
            ("sort", Holds::Word(&["name", "price_sell", "stock"])),
            ("desc", Holds::Flag),
        ],
    },
    Screen {
        name: "vendors",
        permission: Some(Permission::VendorView),
        filters: &[("search", Holds::Text), ("inactive", Holds::Flag)],
    },
    Screen {
        name: "prints",
        permission: Some(Permission::VoucherView),
        filters: &[("again", Holds::Flag), ("batch", Holds::Id), ("desc", Holds::Flag)],
    },
    Screen {
        name: "sales",
        permission: Some(Permission::SaleView),
        filters: &[
            ("search", Holds::Text),
            ("person", Holds::Id),
            ("shift", Holds::Id),
            ("place", Holds::Id),
            ("plan", Holds::Id),
            ("method", Holds::Word(&["cash", "qris", "transfer"])),
            ("kind", Holds::Word(&["sale", "refund", "void"])),
            ("from", Holds::Day),
            ("to", Holds::Day),
            ("desc", Holds::Flag),
        ],
    },
    Screen {
        name: "stock",
        permission: Some(Permission::VoucherView),
        filters: &[
            ("by", Holds::Word(&["plan", "batch", "vendor", "place"])),
            ("plan", Holds::Id),
            ("vendor", Holds::Id),
            ("place", Holds::Id),
            ("low", Holds::Flag),
        ],
    },
    Screen {
        name: "reports",
        permission: Some(Permission::ReportView),
        filters: &[
            ("kind", Holds::Word(&["sales", "vendors", "truths", "unsold", "shifts"])),
            ("by", Holds::Word(&["day", "hour", "plan", "cashier", "place", "vendor", "method", "shift"])),
            // A word and not days: `week` is the week in which the view is opened.
            ("range", Holds::Word(&["today", "yesterday", "week", "month", "last_month", "free"])),
            ("from", Holds::Day),
            ("to", Holds::Day),
            ("place", Holds::Id),
            ("plan", Holds::Id),
            ("person", Holds::Id),
            ("unexplained", Holds::Flag),
        ],
    },
    Screen {
        name: "ledger",
        permission: Some(Permission::LedgerView),
        filters: &[
            ("account", Holds::Id),
            ("shift", Holds::Id),
            ("person", Holds::Id),
            ("place", Holds::Id),
            (
                "kind",
                Holds::Word(&[
                    "voucher_sale",
                    "voucher_refund",
                    "float",
                    "pay_in",
                    "pay_out",
                    "drawer_difference",
                    "vendor_top_up",
                    "vendor_settlement",
                    "commission",
                ]),
            ),
            ("from", Holds::Day),
            ("to", Holds::Day),
            ("desc", Holds::Flag),
        ],
    },
    Screen {
        name: "cash",
        permission: Some(Permission::CashView),
        filters: &[
            ("view", Holds::Word(&["all", "open", "unexplained"])),
            ("person", Holds::Id),
            ("desc", Holds::Flag),
        ],
    },
    Screen {
        name: "jobs",
        permission: Some(Permission::JobView),
        filters: &[("group", Holds::Word(&["running", "waiting", "failed", "done"])), ("kind", Holds::Text)],
    },
    Screen {
        name: "users",
        permission: Some(Permission::UserView),
        filters: &[
            ("search", Holds::Text),
            ("sort", Holds::Word(&["name", "username", "last_sign_in_at"])),
            ("desc", Holds::Flag),
        ],
    },
    Screen {
        name: "batches",
        permission: Some(Permission::VoucherView),
        filters: &[("search", Holds::Text), ("plan", Holds::Id), ("desc", Holds::Flag)],
    },
    Screen {
        name: "routers",
        permission: Some(Permission::RouterView),
        filters: &[
            ("search", Holds::Text),
            ("inactive", Holds::Flag),
            ("state", Holds::Word(&["connected", "lost", "clock_wrong", "trouble"])),
        ],
    },
    Screen {
        name: "provisioning",
        permission: Some(Permission::RouterView),
        filters: &[("search", Holds::Text), ("trouble", Holds::Flag)],
    },
    Screen {
        // Of whichever router: the one that is open is no part of a view.
        name: "drift",
        permission: Some(Permission::RouterView),
        filters: &[
            ("search", Holds::Text),
            ("kind", Holds::Word(&["missing", "differs", "unwanted", "stray", "profile_missing", "profile_differs"])),
            ("state", Holds::Word(&["open", "ignored", "resolving"])),
        ],
    },
    Screen {
        name: "audit",
        permission: Some(Permission::AuditView),
        filters: &[
            ("view", Holds::Word(&["changes", "deeds"])),
            ("person", Holds::Id),
            ("kind", Holds::Text),
            ("act", Holds::Word(&["update", "delete"])),
            ("action", Holds::Text),
            ("row", Holds::Id),
            ("from", Holds::Day),
            ("to", Holds::Day),
            ("desc", Holds::Flag),
        ],
    },
    Screen {
        name: "notices",
        permission: None,
        filters: &[("view", Holds::Word(&["unread", "open", "all"])), ("kind", Holds::Text), ("desc", Holds::Flag)],
    },
];

/// A list by its name.
pub(super) fn screen(name: &str) -> Result<&'static Screen, SavedViewError> {
    SCREENS.iter().find(|screen| screen.name == name).ok_or(SavedViewError::ScreenUnknown)
}

impl Screen {
    /// Whether an address of this list can hold that.
    pub(super) fn check(&self, search: &Map<String, Value>) -> Result<(), SavedViewError> {
        for (filter, value) in search {
            let named = || filter.chars().take(40).collect();
            let Some((_, holds)) = self.filters.iter().find(|(name, _)| name == filter) else {
                return Err(SavedViewError::FilterUnknown { filter: named() });
            };
            if !holds.fits(value) {
                return Err(SavedViewError::FilterBad { filter: named() });
            }
        }
        Ok(())
    }
}

impl Holds {
    fn fits(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Text, Value::String(text)) => text.chars().count() <= 200,
            (Self::Word(words), Value::String(text)) => words.contains(&text.as_str()),
            (Self::Id, Value::Number(id)) => id.as_i64().is_some_and(|id| id > 0),
            (Self::Hour, Value::Number(hour)) => hour.as_i64().is_some_and(|hour| (0..24).contains(&hour)),
            (Self::Flag, Value::Bool(_)) => true,
            (Self::Day, Value::String(text)) => {
                text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use simpul_kernel::CodedError as _;

    use super::*;

    fn verdict(name: &str, search: Value) -> &'static str {
        let Value::Object(search) = search else { panic!("no object") };
        screen(name).and_then(|screen| screen.check(&search)).map_or_else(|e| e.code(), |()| "ok")
    }

    #[test]
    fn an_address_is_taken_or_refused_by_name() {
        for (name, search, expected) in [
            ("vouchers", json!({}), "ok"),
            ("vouchers", json!({ "plan": 3, "status": "active", "desc": true, "search": "VB-2611" }), "ok"),
            ("vouchers", json!({ "open": 7 }), "saved_view_filter_unknown"),
            ("vouchers", json!({ "status": "kuda" }), "saved_view_filter_bad"),
            ("vouchers", json!({ "plan": "3" }), "saved_view_filter_bad"),
            ("vouchers", json!({ "plan": 0 }), "saved_view_filter_bad"),
            ("vouchers", json!({ "search": "x".repeat(201) }), "saved_view_filter_bad"),
            ("vouchers", json!({ "search": null }), "saved_view_filter_bad"),
            ("vouchers", json!({ "stock": "card", "vendor": 2, "place": 1 }), "ok"),
            ("audit", json!({ "from": "2026-02-30" }), "saved_view_filter_bad"),
            ("audit", json!({ "from": "2026-02-28", "to": "2026-03-01" }), "ok"),
            ("stock", json!({ "by": "vendor", "place": 2 }), "ok"),
            ("stock", json!({ "by": "kuda" }), "saved_view_filter_bad"),
            ("reports", json!({ "kind": "shifts", "range": "week", "unexplained": true }), "ok"),
            ("reports", json!({ "range": "free", "from": "2026-11-01", "to": "2026-11-07" }), "ok"),
            ("reports", json!({ "range": "2026-11-01" }), "saved_view_filter_bad"),
            ("provisioning", json!({ "search": "RB", "trouble": true }), "ok"),
            ("drift", json!({ "kind": "stray", "state": "ignored" }), "ok"),
            ("drift", json!({ "router": 2 }), "saved_view_filter_unknown"),
            ("kuda", json!({}), "saved_view_screen_unknown"),
        ] {
            assert_eq!(verdict(name, search.clone()), expected, "{name} {search}");
        }
    }

    #[test]
    fn every_screen_stands_once() {
        let names: std::collections::HashSet<_> = SCREENS.iter().map(|screen| screen.name).collect();
        assert_eq!(names.len(), SCREENS.len());
    }
}
