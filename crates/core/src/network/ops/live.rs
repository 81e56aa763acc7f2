//! What is asked of the router itself, while a person waits.

use std::time::Duration;

use routeros_api::Client;
use simpul_kernel::ids::RouterId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Permission, Result};

use super::edit::{is_same_door, password_needed};
use crate::app::App;
use crate::network::error::RouterError;
use crate::network::links::{RouterAccess, password_context};
use crate::network::tester::{self, Target};
use crate::network::{
    ExpiryFallback, RouterScript, RouterSetupScript, RouterTest, RouterTestReport, facade, rules, store,
};

/// The longest a person waits for a router.
const LIMIT: Duration = Duration::from_secs(10);

/// Tests a connection step by step; every step says what it found or what mends it.
/// Nothing is changed on the router or here.
///
/// # Errors
/// `input_invalid`, `router_not_found`, `key_unavailable`.
pub async fn router_test(app: &App, ctx: &Ctx, input: RouterTest) -> Result<RouterTestReport> {
    ctx.require(Permission::RouterEdit)?;
    let stored = match input.router_id {
        Some(id) => {
            let mut tx = app.db.begin(ctx).await?;
            Some(store::access(&mut tx, id).await?.ok_or(RouterError::NotFound)?)
        }
        None => None,
    };
    let address = &input.address;
    let needs_password = stored.as_ref().is_none_or(|s| password_needed(s, address));
    let mut v = Validator::new();
    rules::check_address(&mut v, address, needs_password);
    v.finish()?;
    let password = match (rules::given(address.password.as_ref()), &stored) {
        (Some(password), _) => password.clone(),
        (None, Some(stored)) => app.keys.open(&stored.password, &password_context(stored.router_id))?,
        (None, None) => return Err(RouterError::PasswordMissing.into()),
    };
    // A key is known of the machine at this address only, and is not asked for by who
    // accepts another one.
    let keeps_pin = !input.forget_pin.unwrap_or(false);
    let server = stored.as_ref().and_then(|s| s.hotspot_server.clone());
    let fallback = input.expiry_fallback.or(stored.as_ref().map(|s| s.expiry_fallback));
    let pin = stored.filter(|s| keeps_pin && is_same_door(s, address)).and_then(|s| s.tls_pin);
    let target = Target {
        host: address.host.trim(),
        port: address.port,
        transport: address.transport,
        username: address.username.trim(),
        password: &password,
        pin,
        hotspot_server: server.as_deref(),
        wants_fallback: fallback == Some(ExpiryFallback::On),
    };
    Ok(tester::run(&target, &app.clock).await)
}

/// The commands that make a least-privilege user with a new password, to paste
/// into the router's terminal.
///
/// # Errors
/// `input_invalid`.
pub async fn router_setup_script(_app: &App, ctx: &Ctx, input: RouterSetupScript) -> Result<RouterScript> {
    ctx.require(Permission::RouterEdit)?;
    let username = input.username.trim();
    let mut v = Validator::new();
    v.length(username, 1, 32, "username");
    let signs_ok = username.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    v.check(signs_ok, "username", "bad_format");
    v.finish()?;
    let password = rules::password_new();
    let wants_fallback = input.expiry_fallback == Some(ExpiryFallback::On);
    Ok(RouterScript { script: rules::setup_script(username, &password, input.transport, wants_fallback), password })
}

/// The line to a router the caller may see, had in bounded time.
pub(super) async fn open(app: &App, ctx: &Ctx, router_id: RouterId) -> Result<(RouterAccess, Client)> {
    let access = {
        let mut tx = app.db.begin(ctx).await?;
        store::access(&mut tx, router_id).await?.ok_or(RouterError::NotFound)?
    };
    if !access.is_active {
        return Err(RouterError::Inactive.into());
    }
    // Another caller may be connecting: it is waited for no longer than this.
    match tokio::time::timeout(LIMIT, facade::router_line(app, &access)).await {
        Ok(client) => Ok((access, client?)),
        Err(_) => Err(RouterError::Timeout { host: access.host, port: access.port }.into()),
    }
}

/// What is asked of a router, answered within [`LIMIT`] or by code.
pub(super) async fn within<T>(
    access: &RouterAccess,
    asked: impl Future<Output = routeros_api::Result<T>>,
) -> Result<T> {
    let failed = |error: &routeros_api::Error| RouterError::of(error, &access.host, access.port, &access.username);
    match tokio::time::timeout(LIMIT, asked).await {
        Ok(answer) => Ok(answer.map_err(|error| failed(&error))?),
        Err(_) => Err(RouterError::Timeout { host: access.host.clone(), port: access.port }.into()),
    }
}
