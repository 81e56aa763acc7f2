//! What other areas may ask of this one: the line to a router, its state, and
//! who holds it.

use chrono::{DateTime, Utc};
use routeros_api::Client;
use simpul_kernel::ids::{JobId, RouterId};
use simpul_kernel::{Ctx, Error, Result, Source};

use super::error::RouterError;
use super::links::RouterAccess;
use super::store;
use crate::app::App;
use crate::db::Tx;

/// How long a lease lasts without being renewed: a worker that was switched off
/// gives its routers up after this.
pub const LEASE_SECONDS: f64 = 30.0;

/// What a worker read from a router about the router itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RouterSeen {
    /// `7.22.3 (stable)`.
    pub ros_version: Option<String>,
    /// `hEX S`.
    pub board_name: Option<String>,
    /// Its own name.
    pub identity: Option<String>,
    /// Percent.
    pub cpu_load: Option<i32>,
    /// Bytes.
    pub free_memory: Option<i64>,
    /// Bytes.
    pub total_memory: Option<i64>,
    /// Seconds since its start.
    pub uptime_s: Option<i64>,
    /// Its clock minus ours, seconds.
    pub clock_offset_s: Option<i32>,
    /// `4`, `p1`, `free`.
    pub license_level: Option<String>,
    /// Hotspot sessions now.
    pub hotspot_active: Option<i32>,
    /// Whether a QR login can work.
    pub has_http_pap: Option<bool>,
}

/// The routers in use, by id.
///
/// # Errors
/// When the database refuses.
pub async fn routers_in_use(app: &App) -> Result<Vec<RouterId>> {
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
    store::routers_in_use(&mut tx).await
}

/// How to reach a router.
///
/// # Errors
/// `router_not_found`.
pub async fn router_access(app: &App, router_id: RouterId) -> Result<RouterAccess> {
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
    Ok(store::access(&mut tx, router_id).await?.ok_or(RouterError::NotFound)?)
}

/// How to reach a router the caller sees.
///
/// # Errors
/// `router_not_found`.
pub async fn router_access_seen(app: &App, ctx: &Ctx, router_id: RouterId) -> Result<RouterAccess> {
    let mut tx = app.db.begin(ctx).await?;
    Ok(store::access(&mut tx, router_id).await?.ok_or(RouterError::NotFound)?)
}

/// The line to a router; the key it shows at the first connection is kept.
///
/// # Errors
/// `key_unavailable`, [`RouterError`]'s reasons of not being reached.
pub async fn router_line(app: &App, access: &RouterAccess) -> Result<Client> {
    let client = app.links.open(&app.keys, access).await?;
    if access.transport == super::RouterTransport::Tls
        && access.tls_pin.is_none()
        && let Some(pin) = client.seen_pin()
    {
        let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
        store::pin_keep(&mut tx, access.router_id, pin.as_bytes()).await?;
        tx.touch("router");
        tx.commit().await?;
    }
    Ok(client)
}

/// Takes or renews this process's lease of a router; `false` when another holds it.
///
/// # Errors
/// When the database refuses.
pub async fn lease_take(app: &App, access: &RouterAccess) -> Result<bool> {
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
    let taken = store::lease_take(&mut tx, access, &app.installation, LEASE_SECONDS).await?;
    tx.commit().await?;
    Ok(taken)
}

/// Whose lease of a router has not run out.
///
/// # Errors
/// When the database refuses.
pub async fn lease_holder(app: &App, router_id: RouterId) -> Result<Option<String>> {
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
    store::lease_holder(&mut tx, router_id).await
}

/// Whether this holder's lease of a router has not run out; nobody else takes it
/// before the transaction has ended.
///
/// # Errors
/// When the database refuses.
pub async fn lease_holds(tx: &mut Tx, router_id: RouterId, holder: &str) -> Result<bool> {
    store::lease_holds(tx, router_id, holder).await
}

/// Gives this process's lease of a router up.
///
/// # Errors
/// When the database refuses.
pub async fn lease_release(app: &App, router_id: RouterId) -> Result<()> {
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
    store::lease_release(&mut tx, router_id, &app.installation.holder).await?;
    tx.commit().await
}

/// Gives up every lease of this process.
///
/// # Errors
/// When the database refuses.
pub async fn leases_release(app: &App) -> Result<()> {
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
    store::leases_release(&mut tx, &app.installation.holder).await?;
    tx.commit().await
}

/// Writes down that a router answers, and what it says; `true` when it did not
/// answer before. Screens refresh when it comes up.
///
/// # Errors
/// When the database refuses.
pub async fn router_is_up(app: &App, access: &RouterAccess, seen: &RouterSeen) -> Result<bool> {
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
    let came_up = store::state_up(&mut tx, access, seen).await?;
    tx.touch("router");
    // Plans tell which of their routers are reached; that changes rarely, a look comes every few seconds.
    if came_up {
        tx.touch("plan");
    }
    tx.commit().await?;
    Ok(came_up)
}

/// Writes down that a router is not reached, and why; nothing is written when
/// that is known already.
///
/// # Errors
/// When the database refuses.
pub async fn router_is_down(app: &App, access: &RouterAccess, why: &Error) -> Result<()> {
    let params = match why {
        Error::Coded(error) => error.params(),
        Error::Internal(_) => serde_json::Value::Null,
    };
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
    if store::state_down(&mut tx, access, why.code(), &params).await? {
        tx.touch("router");
        tx.touch("plan");
    }
    tx.commit().await
}

/// When a worker last spoke with a router.
///
/// # Errors
/// When the database refuses.
pub async fn router_last_seen(app: &App, router_id: RouterId) -> Result<Option<DateTime<Utc>>> {
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
    store::last_seen(&mut tx, router_id).await
}

/// Whether a failure says that the router is not reached, in contrast to the
/// database or a defect.
#[must_use]
pub fn is_router_failure(error: &Error) -> bool {
    matches!(error, Error::Coded(coded) if RouterError::CODES.contains(&coded.code()))
}

/// Enqueues the working off of a router's to-do list, due now.
///
/// # Errors
/// When the database refuses.
pub async fn drain_enqueue(tx: &mut Tx, router_id: RouterId) -> Result<JobId> {
    enqueue(tx, super::DRAIN_JOB, router_id).await
}

/// Enqueues that a router is brought in step: what failed or drifted is tried
/// again, then both sides are compared.
///
/// # Errors
/// When the database refuses.
pub async fn sync_enqueue(tx: &mut Tx, router_id: RouterId) -> Result<JobId> {
    enqueue(tx, super::SYNC_JOB, router_id).await
}

/// Enqueues that both sides of a router are compared whole.
///
/// # Errors
/// When the database refuses.
pub async fn compare_enqueue(tx: &mut Tx, router_id: RouterId) -> Result<JobId> {
    enqueue(tx, super::COMPARE_JOB, router_id).await
}

/// Attempts of a job on a router. A power cut counts as one and says nothing against
/// the job, which takes its list up where it was: ten of them, in a long batch on a bad
/// day, must not leave the rest of it lying.
const ATTEMPTS: i16 = 50;

/// One of a kind per router waits at a time, and one job per router runs.
async fn enqueue(tx: &mut Tx, kind: &str, router_id: RouterId) -> Result<JobId> {
    let job = simpul_jobs::NewJob::new(kind, &RouterJob { router_id })
        .unique_key(format!("{kind}:{router_id}"))
        .serial_key(format!("router:{router_id}"))
        .max_attempts(ATTEMPTS);
    let enqueued = simpul_jobs::enqueue(tx, &job).await.map_err(crate::db::from_jobs)?;
    Ok(enqueued.id)
}

/// What a job on a router is told.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
pub struct RouterJob {
    /// Which router.
    pub router_id: RouterId,
}
