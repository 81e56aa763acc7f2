//! Adding, changing and retiring routers.

use simpul_kernel::error::InputError;
use simpul_kernel::{Ctx, Permission, Result};

use super::view;
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::network::error::RouterError;
use crate::network::links::{RouterAccess, password_context};
use crate::network::store::{self, RouterRow};
use crate::network::{
    ExpiryFallback, RouterAddress, RouterCreate, RouterRef, RouterTransport, RouterUpdate, RouterView, facade, rules,
};

/// Stores a router. It is not contacted: the first worker that looks at it takes
/// its certificate's key.
///
/// # Errors
/// `input_invalid`, `location_not_found`, `router_name_in_use`, `router_address_in_use`,
/// `key_unavailable`.
pub async fn router_create(app: &App, ctx: &Ctx, input: RouterCreate) -> Result<RouterView> {
    ctx.require(Permission::RouterEdit)?;
    let dns_name = rules::trimmed(input.hotspot_dns_name.as_deref());
    let server = rules::trimmed(input.hotspot_server.as_deref());
    rules::check_router(&input.name, &input.address, dns_name, server, true)?;
    let password = rules::given(input.address.password.as_ref()).ok_or(RouterError::PasswordMissing)?;
    let row = RouterRow {
        name: input.name.trim(),
        host: input.address.host.trim(),
        port: input.address.port,
        transport: input.address.transport,
        username: input.address.username.trim(),
        hotspot_dns_name: dns_name,
        hotspot_server: server,
        expiry_fallback: input.expiry_fallback,
    };
    let (key_id, _) = app.keys.for_wrapping()?;
    let mut tx = app.db.begin(ctx).await?;
    let id = store::router_insert(&mut tx, input.location_id, &row, key_id).await?;
    store::router_password(&mut tx, id, &app.keys.seal(password, &password_context(id))?).await?;
    if input.expiry_fallback == Some(ExpiryFallback::On) {
        store::fallback::wished(&mut tx, id, input.location_id, true).await?;
    }
    tx.record(Fact::new("router_create").on("router", id.0).at(input.location_id).detail("name", row.name)).await?;
    let stored = view(&mut tx, id).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Changes a router. Its password goes only where it was stored for: another
/// host or port, or plain instead of TLS, needs it typed again.
///
/// # Errors
/// `input_invalid`, `router_not_found`, `row_changed_meanwhile`, `router_name_in_use`,
/// `router_address_in_use`, `key_unavailable`.
pub async fn router_update(app: &App, ctx: &Ctx, input: RouterUpdate) -> Result<RouterView> {
    ctx.require(Permission::RouterEdit)?;
    let mut tx = app.db.begin(ctx).await?;
    let stored = store::access(&mut tx, input.router_id).await?.ok_or(RouterError::NotFound)?;
    let dns_name = rules::trimmed(input.hotspot_dns_name.as_deref());
    let server = rules::trimmed(input.hotspot_server.as_deref());
    let needs_password = password_needed(&stored, &input.address);
    rules::check_router(&input.name, &input.address, dns_name, server, needs_password)?;
    let row = RouterRow {
        name: input.name.trim(),
        host: input.address.host.trim(),
        port: input.address.port,
        transport: input.address.transport,
        username: input.address.username.trim(),
        hotspot_dns_name: dns_name,
        hotspot_server: server,
        expiry_fallback: input.expiry_fallback,
    };
    let password = match rules::given(input.address.password.as_ref()) {
        Some(password) => Some(app.keys.seal(password, &password_context(input.router_id))?),
        None => None,
    };
    // The key belongs to the machine at the old address.
    let forget_pin = input.forget_pin || !is_same_door(&stored, &input.address);
    if !store::router_update(&mut tx, input.router_id, input.version, &row, password.as_ref(), forget_pin).await? {
        return Err(InputError::Stale.into());
    }
    if let Some(wish) = input.expiry_fallback {
        let is_new = wish != stored.expiry_fallback;
        store::fallback::wished(&mut tx, input.router_id, stored.location_id, is_new).await?;
    }
    let fact = Fact::new("router_update").on("router", input.router_id.0).at(stored.location_id);
    tx.record(fact.detail("name", row.name).detail("forget_pin", forget_pin)).await?;
    facade::drain_enqueue(&mut tx, input.router_id).await?;
    let changed = view(&mut tx, input.router_id).await?;
    tx.commit().await?;
    app.links.close(input.router_id).await;
    Ok(changed)
}

/// Whether the stored password would go somewhere it was not given for.
pub(super) fn password_needed(stored: &RouterAccess, address: &RouterAddress) -> bool {
    let is_downgrade = stored.transport == RouterTransport::Tls && address.transport == RouterTransport::Plain;
    is_downgrade || !is_same_door(stored, address)
}

/// Whether an address is the stored one. Behind a tunnel or a forwarding every port
/// of a host is another machine.
pub(super) fn is_same_door(stored: &RouterAccess, address: &RouterAddress) -> bool {
    stored.host.eq_ignore_ascii_case(address.host.trim()) && stored.port == address.port
}

/// Takes a router out of use. What is on it stays; nothing is changed there any more.
///
/// # Errors
/// `router_not_found`.
pub async fn router_deactivate(app: &App, ctx: &Ctx, input: RouterRef) -> Result<RouterView> {
    ctx.require(Permission::RouterEdit)?;
    let mut tx = app.db.begin(ctx).await?;
    let stored = store::access(&mut tx, input.router_id).await?.ok_or(RouterError::NotFound)?;
    store::router_deactivate(&mut tx, input.router_id).await?;
    let fact = Fact::new("router_deactivate").on("router", input.router_id.0).at(stored.location_id);
    tx.record(fact.detail("name", &stored.name)).await?;
    let retired = view(&mut tx, input.router_id).await?;
    tx.commit().await?;
    app.links.close(input.router_id).await;
    Ok(retired)
}

/// Has a router brought in step: what failed or was changed there is written
/// again, then both sides are compared.
///
/// # Errors
/// `router_not_found`, `router_inactive`.
pub async fn router_sync(app: &App, ctx: &Ctx, input: RouterRef) -> Result<RouterView> {
    ctx.require(Permission::RouterSync)?;
    let mut tx: Tx = app.db.begin(ctx).await?;
    let stored = store::access(&mut tx, input.router_id).await?.ok_or(RouterError::NotFound)?;
    if !stored.is_active {
        return Err(RouterError::Inactive.into());
    }
    facade::sync_enqueue(&mut tx, input.router_id).await?;
    let fact = Fact::new("router_sync").on("router", input.router_id.0).at(stored.location_id);
    tx.record(fact.detail("name", &stored.name).tag("provisioning").tag("job")).await?;
    let view = view(&mut tx, input.router_id).await?;
    tx.commit().await?;
    Ok(view)
}
