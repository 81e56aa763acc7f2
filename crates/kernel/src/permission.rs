//! Permissions (`area.action`) and the roles that come with the program.
//!
//! A role is a set of permissions and editable; what stands here are the roles a
//! new database starts with (domain §10). `super_admin` always holds everything.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! permissions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// One thing a person may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        pub enum Permission {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Permission {
            /// Every permission there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name, `area.action`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

permissions! {
    /// See the dashboard's figures.
    DashboardView = "dashboard.view",
    /// See company, appearance and other settings.
    SettingsView = "settings.view",
    /// Change settings.
    SettingsEdit = "settings.edit",
    /// See people and roles.
    UserView = "user.view",
    /// Make and change people.
    UserEdit = "user.edit",
    /// Let colleagues take the desk over by their PIN.
    DeskSwitch = "desk.switch",
    /// See what happened and who did it.
    AuditView = "audit.view",
    /// See routers and their state.
    RouterView = "router.view",
    /// Add, change and remove routers.
    RouterEdit = "router.edit",
    /// Have a router's rows brought in step, sessions ended.
    RouterSync = "router.sync",
    /// See plans and prices.
    PlanView = "plan.view",
    /// Make and change plans.
    PlanEdit = "plan.edit",
    /// See batches and vouchers, codes included.
    VoucherView = "voucher.view",
    /// Make batches.
    VoucherCreate = "voucher.create",
    /// Void codes and batches.
    VoucherVoid = "voucher.void",
    /// Give codes more time, data or days than they were sold with.
    VoucherExtend = "voucher.extend",
    /// Let codes go of their device, end their sessions.
    VoucherUnlock = "voucher.unlock",
    /// Print sheets and slips.
    VoucherPrint = "voucher.print",
    /// Add and change printers, and try them.
    PrinterManage = "printer.manage",
    /// See drawers and shifts.
    CashView = "cash.view",
    /// Open a shift, close one's own.
    CashOperate = "cash.operate",
    /// Put money into a drawer and take money out of it.
    CashMove = "cash.move",
    /// Make drawers, take over and close other people's shifts, see what should be there.
    CashManage = "cash.manage",
    /// See sales.
    SaleView = "sale.view",
    /// Sell.
    SaleCreate = "sale.create",
    /// Undo a sale within its shift.
    SaleVoid = "sale.void",
    /// Give money back for codes that were sold.
    SaleRefund = "sale.refund",
    /// See vendors, what they hold and what they owe.
    VendorView = "vendor.view",
    /// Make and change vendors.
    VendorEdit = "vendor.edit",
    /// Hand codes over, take them back, take money, settle.
    VendorSettle = "vendor.settle",
    /// See one's own account as a vendor.
    VendorOwn = "vendor.own",
    /// See the money ledger and check the books.
    LedgerView = "ledger.view",
    /// See and print reports: sales, margin, stock that was lost.
    ReportView = "report.view",
    /// See background work.
    JobView = "job.view",
    /// Retry, pause and cancel background work.
    JobManage = "job.manage",
    /// Look after the database: installations, recovery code.
    DatabaseManage = "database.manage",
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Permission {
    /// The area it belongs to and what it allows there: `("voucher", "view")`.
    #[must_use]
    pub fn parts(self) -> (&'static str, &'static str) {
        self.as_str().split_once('.').unwrap_or((self.as_str(), ""))
    }
}

impl FromStr for Permission {
    type Err = UnknownPermission;
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|p| p.as_str() == name).ok_or_else(|| UnknownPermission(name.to_owned()))
    }
}

/// A name that is no permission of this version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown permission {0}")]
pub struct UnknownPermission(pub String);

/// A set of permissions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "Array<Permission>")]
pub struct PermissionSet(BTreeSet<Permission>);

impl PermissionSet {
    /// Everything.
    #[must_use]
    pub fn all() -> Self {
        Self(Permission::ALL.iter().copied().collect())
    }

    /// Whether it holds one.
    #[must_use]
    pub fn has(&self, permission: Permission) -> bool {
        self.0.contains(&permission)
    }

    /// From names in the database; names of a newer version are passed over.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().filter_map(|n| n.parse().ok()).collect())
    }

    /// Whether it holds everything another one holds.
    #[must_use]
    pub fn holds_all(&self, other: &Self) -> bool {
        other.0.is_subset(&self.0)
    }

    /// Every permission it holds, in order.
    pub fn iter(&self) -> impl Iterator<Item = Permission> + '_ {
        self.0.iter().copied()
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

/// A role a new database starts with.
#[derive(Debug, Clone, Copy)]
pub struct BuiltInRole {
    /// Its code, the key in the database and in the texts.
    pub code: &'static str,
    /// What it may do; `None` = everything, now and in later versions.
    pub permissions: Option<&'static [Permission]>,
}

use Permission as P;

/// The roles of domain §10. Areas that come later add their permissions here.
pub const BUILT_IN_ROLES: &[BuiltInRole] = &[
    BuiltInRole { code: "super_admin", permissions: None },
    BuiltInRole {
        code: "admin",
        permissions: Some(&[
            P::DashboardView,
            P::SettingsView,
            P::SettingsEdit,
            P::UserView,
            P::UserEdit,
            P::DeskSwitch,
            P::AuditView,
            P::RouterView,
            P::RouterEdit,
            P::RouterSync,
            P::PlanView,
            P::PlanEdit,
            P::VoucherView,
            P::VoucherCreate,
            P::VoucherVoid,
            P::VoucherExtend,
            P::VoucherUnlock,
            P::VoucherPrint,
            P::PrinterManage,
            P::CashView,
            P::CashOperate,
            P::CashMove,
            P::CashManage,
            P::SaleView,
            P::SaleCreate,
            P::SaleVoid,
            P::SaleRefund,
            P::VendorView,
            P::VendorEdit,
            P::VendorSettle,
            P::LedgerView,
            P::ReportView,
            P::JobView,
            P::JobManage,
        ]),
    },
    BuiltInRole {
        code: "operator",
        permissions: Some(&[
            P::DeskSwitch,
            P::DashboardView,
            P::RouterView,
            P::PlanView,
            P::VoucherView,
            P::VoucherUnlock,
            P::VoucherCreate,
            P::VoucherPrint,
            P::CashView,
            P::CashOperate,
            P::CashMove,
            P::SaleView,
            P::SaleCreate,
            P::SaleVoid,
            P::VendorView,
            P::VendorSettle,
            P::JobView,
        ]),
    },
    BuiltInRole {
        code: "sales",
        permissions: Some(&[
            P::DeskSwitch,
            P::DashboardView,
            P::PlanView,
            P::VoucherView,
            P::VoucherUnlock,
            P::VoucherPrint,
            P::CashView,
            P::CashOperate,
            P::SaleView,
            P::SaleCreate,
            P::VendorView,
            P::VendorSettle,
        ]),
    },
    BuiltInRole {
        code: "finance",
        permissions: Some(&[
            P::DeskSwitch,
            P::DashboardView,
            P::PlanView,
            P::VoucherView,
            P::CashView,
            P::SaleView,
            P::VendorView,
            P::VendorSettle,
            P::LedgerView,
            P::ReportView,
            P::AuditView,
        ]),
    },
    BuiltInRole { code: "warehouse", permissions: Some(&[P::DashboardView]) },
    BuiltInRole {
        code: "noc",
        permissions: Some(&[
            P::DashboardView,
            P::RouterView,
            P::RouterEdit,
            P::RouterSync,
            P::PlanView,
            P::VoucherView,
            P::VoucherUnlock,
            P::JobView,
            P::JobManage,
        ]),
    },
    BuiltInRole { code: "technician", permissions: Some(&[P::RouterView]) },
    BuiltInRole { code: "hr", permissions: Some(&[P::UserView]) },
    BuiltInRole { code: "reseller", permissions: Some(&[P::VendorOwn]) },
    BuiltInRole { code: "customer", permissions: Some(&[]) },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for p in Permission::ALL {
            assert_eq!(p.as_str().parse::<Permission>(), Ok(*p));
            assert_eq!(serde_json::to_string(p).unwrap(), format!("\"{p}\""));
        }
        assert!("voucher.fly".parse::<Permission>().is_err());
    }

    #[test]
    fn names_of_a_newer_version_are_passed_over() {
        let set = PermissionSet::from_names(["voucher.view", "moon.land"]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Permission::VoucherView]);
    }
}
