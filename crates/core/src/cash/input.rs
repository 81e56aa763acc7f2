//! What comes in about drawers and shifts.

use serde::{Deserialize, Serialize};
use simpul_kernel::ids::{CashDrawerId, CashSessionId, LocationId, PrinterId, UserId};
use simpul_kernel::{Money, Page};
use ts_rs::TS;

use crate::printing::PaperWidth;

/// Lists drawers, by name.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct CashDrawerList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Those that were put away too.
    pub include_inactive: bool,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Makes a drawer.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashDrawerCreate {
    /// Place.
    pub location_id: LocationId,
    /// Name, e.g. of its counter.
    pub name: String,
}

/// Changes a drawer.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashDrawerUpdate {
    /// Which.
    pub cash_drawer_id: CashDrawerId,
    /// As it was read.
    pub version: i32,
    /// Name.
    pub name: String,
    /// In use.
    pub is_active: bool,
}

/// Opens a shift.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashSessionOpen {
    /// At which drawer.
    pub cash_drawer_id: CashDrawerId,
    /// What was counted into it to begin with.
    pub float_amount: Money,
    /// Note for people.
    #[ts(optional)]
    pub note: Option<String>,
}

/// Names one shift.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashSessionRef {
    /// Which.
    pub cash_session_id: CashSessionId,
}

/// Closes a shift by its count.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashSessionClose {
    /// Which.
    pub cash_session_id: CashSessionId,
    /// What lies in the drawer, all of it.
    pub counted_amount: Money,
    /// Why it differs, when that is known before the answer.
    #[ts(optional)]
    pub difference_reason: Option<String>,
    /// Random text the form drew when it was opened.
    pub idempotency_key: String,
}

/// Says why a shift's count differed.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashSessionExplain {
    /// Which.
    pub cash_session_id: CashSessionId,
    /// Why; kept.
    pub reason: String,
}

/// Makes the caller answer for somebody else's open shift.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashSessionTakeOver {
    /// Which.
    pub cash_session_id: CashSessionId,
    /// Why; kept.
    pub reason: String,
}

/// Puts money into a drawer, or takes money out of it.
#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashMove {
    /// At which shift.
    pub cash_session_id: CashSessionId,
    /// How much, above zero.
    pub amount: Money,
    /// What for; kept.
    pub reason: String,
    /// Random text the form drew when it was opened.
    pub idempotency_key: String,
}

/// What moves cash in a drawer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CashDocument {
    /// A sale, a refund or a void, by its `sale_id`.
    Sale,
    /// Money put in or taken out, by its `ledger_entry_id`.
    Movement,
    /// A vendor's payment or settlement, by its `vendor_settlement_id`.
    VendorSettlement,
}

impl CashDocument {
    /// How the ledger names it; a movement is a row of its own.
    #[must_use]
    pub const fn subject(self) -> Option<&'static str> {
        match self {
            Self::Sale => Some("sale"),
            Self::Movement => None,
            Self::VendorSettlement => Some("vendor_settlement"),
        }
    }
}

/// Opens the drawer of a shift for a cash document of it.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashDrawerOpen {
    /// Of which open shift.
    pub cash_session_id: CashSessionId,
    /// For what.
    pub document: CashDocument,
    /// Which of those.
    #[ts(type = "number")]
    pub number: i64,
}

/// Lists shifts, the newest first.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct CashSessionList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only of this drawer.
    #[ts(optional)]
    pub cash_drawer_id: Option<CashDrawerId>,
    /// Only those this person answers for.
    #[ts(optional)]
    pub user_id: Option<UserId>,
    /// Only those that are open.
    pub open_only: bool,
    /// Only those that the caller answers for.
    pub mine_only: bool,
    /// Only those whose count differed and nobody has said why.
    pub unexplained_only: bool,
    /// Newest first; absent = yes.
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Draws what a shift did.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashSessionRender {
    /// Which.
    pub cash_session_id: CashSessionId,
    /// On what.
    pub paper: PaperWidth,
}

/// Prints what a shift did, without a dialogue.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashSessionPrint {
    /// Which.
    pub cash_session_id: CashSessionId,
    /// On which printer; absent = the one its drawer has for reports, else the place.
    #[ts(optional)]
    pub printer_id: Option<PrinterId>,
}
