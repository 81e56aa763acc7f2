//! What is wished of a router, and how it stands.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::ids::{PlanId, VoucherId};
use ts_rs::TS;

/// How a thing stands on a router. Never claimed, always seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Truth {
    /// On the router as wished.
    Applied,
    /// Still to do.
    Pending,
    /// The router refused it.
    Failed,
    /// Found otherwise than wished.
    Drifted,
}

impl Truth {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Pending => "pending",
            Self::Failed => "failed",
            Self::Drifted => "drifted",
        }
    }
}

/// What is wished of a voucher's copy on a router.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Wish {
    /// There, and it opens the door.
    Present,
    /// There, and it opens nothing.
    Disabled,
    /// Not there.
    Absent,
}

impl Wish {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Disabled => "disabled",
            Self::Absent => "absent",
        }
    }
}

/// A voucher as a row of `/ip/hotspot/user` should show it. Whether it should be
/// there at all is said by its [`Wish`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserWish {
    /// Which voucher; part of the row's comment.
    pub voucher_id: VoucherId,
    /// Its batch's code; part of the row's comment.
    pub batch_code: String,
    /// The code: the name the guest types.
    pub name: String,
    /// The password; the code itself where the voucher has none.
    pub password: String,
    /// Exact name of the plan's profile.
    pub profile: String,
    /// Seconds online; absent = unlimited.
    pub limit_uptime_s: Option<i64>,
    /// Bytes both ways; absent = unlimited.
    pub limit_bytes_total: Option<i64>,
    /// The only device it opens for; absent = any.
    pub mac_address: Option<String>,
    /// Seconds it lives after its first login; absent = for ever.
    pub validity_s: Option<i64>,
    /// When its life is over; absent before the first login, or = never.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A plan as a row of `/ip/hotspot/user/profile` should show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileWish {
    /// Which plan.
    pub plan_id: PlanId,
    /// The profile's name.
    pub name: String,
    /// Devices at once.
    pub shared_users: i32,
    /// kbit/s from the customer; absent with `download_kbps` = no limit.
    pub upload_kbps: Option<i32>,
    /// kbit/s to the customer.
    pub download_kbps: Option<i32>,
}

/// What a router says about one of our vouchers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageSeen {
    /// Which voucher.
    pub voucher_id: VoucherId,
    /// Seconds online in all, the running session included.
    pub uptime_s: i64,
    /// Bytes from the customer, the running session included.
    pub bytes_in: i64,
    /// Bytes to the customer, the running session included.
    pub bytes_out: i64,
    /// Seconds since the running session began; absent = not online.
    pub session_uptime_s: Option<i64>,
    /// The device of the running session.
    pub mac_address: Option<String>,
    /// The router itself ended it, its life being over.
    pub is_ended: bool,
}

/// What one voucher takes over. An outer `None` leaves the value as it is; an inner
/// one means unlimited, or any device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsTaken {
    /// Which.
    pub voucher_id: VoucherId,
    /// Seconds online.
    pub usage_limit_s: Option<Option<i64>>,
    /// Bytes both ways.
    pub data_limit_bytes: Option<Option<i64>>,
    /// The device it is bound to.
    pub locked_mac: Option<Option<String>>,
}

impl TermsTaken {
    /// Nothing yet.
    #[must_use]
    pub fn of(voucher_id: VoucherId) -> Self {
        Self { voucher_id, usage_limit_s: None, data_limit_bytes: None, locked_mac: None }
    }

    /// Whether it takes anything.
    #[must_use]
    pub fn is_some(&self) -> bool {
        self.usage_limit_s.is_some() || self.data_limit_bytes.is_some() || self.locked_mac.is_some()
    }
}
