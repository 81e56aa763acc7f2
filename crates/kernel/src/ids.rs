//! One list of every kind of id. An id is a row's `BIGINT` key; a newtype keeps
//! a router from being passed where a voucher is meant.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type, TS)]
        #[serde(transparent)]
        #[sqlx(transparent, no_pg_array)]
        #[ts(type = "number")]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// A row of `activity_logs`.
    ActivityId
    /// A row of `audit_logs`.
    AuditId
    /// A row of `cash_drawers`.
    CashDrawerId
    /// A row of `cash_sessions`: a shift.
    CashSessionId
    /// A row of `drift_items`.
    DriftId
    /// A row of `voucher_batches`.
    VoucherBatchId
    /// A row of `exports`: a list on its way into a file.
    ExportId
    /// A row of `installations`: one program on one computer.
    InstallationId
    /// A row of `jobs`.
    JobId
    /// A row of `ledger_accounts`.
    LedgerAccountId
    /// A row of `financial_transactions`.
    LedgerEntryId
    /// A row of `locations`.
    LocationId
    /// A row of `notices`.
    NoticeId
    /// A row of `service_plans`.
    PlanId
    /// A row of `print_log`.
    PrintId
    /// A row of `printers`.
    PrinterId
    /// A row of `provisioning_tasks`.
    ProvisioningTaskId
    /// A row of `roles`.
    RoleId
    /// A row of `routers`.
    RouterId
    /// A row of `sales`.
    SaleId
    /// A row of `saved_views`.
    SavedViewId
    /// A row of `sessions`.
    SessionId
    /// A row of `users`.
    UserId
    /// A row of `vendors`.
    VendorId
    /// A row of `vendor_settlements`.
    VendorSettlementId
    /// A row of `vendor_transfers`.
    VendorTransferId
    /// A row of `vouchers`.
    VoucherId
}
