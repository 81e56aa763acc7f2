//! What this area must know of plans and vouchers. It stands below them, so it
//! asks through a trait that whoever starts the worker fills in.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::{PlanId, RouterId, VoucherId};
use sqlx::PgConnection;

use super::model::{ProfileWish, TermsTaken, UsageSeen, UserWish};
use crate::db::Tx;

/// Plans and vouchers, as far as routers are concerned.
#[async_trait]
pub trait Books: std::fmt::Debug + Send + Sync + 'static {
    /// What these plans' profiles should say, in any order.
    ///
    /// # Errors
    /// When the database refuses.
    async fn profiles(&self, conn: &mut PgConnection, plans: &[PlanId]) -> Result<Vec<ProfileWish>>;

    /// What these vouchers' rows should say, in any order.
    ///
    /// # Errors
    /// When the database refuses.
    async fn users(&self, conn: &mut PgConnection, vouchers: &[VoucherId]) -> Result<Vec<UserWish>>;

    /// Takes over what a router says about vouchers.
    ///
    /// # Errors
    /// When the database refuses.
    async fn usage_seen(&self, tx: &mut Tx, at: DateTime<Utc>, router: RouterId, seen: &[UsageSeen]) -> Result<()>;

    /// Vouchers take over what a person found right on a router.
    ///
    /// # Errors
    /// When the database refuses.
    async fn terms_taken(&self, tx: &mut Tx, all: &[TermsTaken]) -> Result<()>;

    /// A plan takes over the devices and speeds its profile has on a router; `kbps`
    /// are from and to the customer, absent = no limit.
    ///
    /// # Errors
    /// When the database refuses.
    async fn profile_taken(&self, tx: &mut Tx, plan: PlanId, shared_users: i32, kbps: Option<(i32, i32)>)
    -> Result<()>;
}
