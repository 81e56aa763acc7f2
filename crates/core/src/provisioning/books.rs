//! What this area must know of plans and vouchers. It stands below them, so it
//! asks through a trait that whoever starts the worker fills in.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::{PlanId, RouterId, VoucherId};
use sqlx::PgConnection;

use super::model::{ProfileWish, UsageSeen, UserWish};
use crate::db::Tx;

/// Plans and vouchers, as far as routers are concerned.
#[async_trait]
pub trait Books: Send + Sync + 'static {
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
}
