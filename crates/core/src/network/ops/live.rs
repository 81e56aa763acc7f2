//! What is asked of the router itself, while a person waits.

use std::collections::HashMap;

use routeros_api::resource::{HotspotActive, HotspotCookie};
use routeros_api::{Client, Query, Resource};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Done, Permission, Result};

use super::edit::password_needed;
use crate::app::App;
use crate::db::Fact;
use crate::network::error::RouterError;
use crate::network::links::{RouterAccess, password_context};
use crate::network::tester::{self, Target};
use crate::network::{
    HotspotSession, RouterRef, RouterScript, RouterSessionKick, RouterSetupScript, RouterTest, RouterTestReport,
    facade, rules, store,
};

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
    let needs_password = stored.as_ref().is_none_or(|s| password_needed(s, &address.host, address.transport));
    let mut v = Validator::new();
    rules::check_address(&mut v, address, needs_password);
    v.finish()?;
    let password = match (rules::given(address.password.as_ref()), &stored) {
        (Some(password), _) => password.clone(),
        (None, Some(stored)) => app.keys.open(&stored.password, &password_context(stored.router_id))?,
        (None, None) => return Err(RouterError::PasswordMissing.into()),
    };
    // A key is known of the machine at this address only.
    let pin = stored.filter(|s| s.host.eq_ignore_ascii_case(address.host.trim())).and_then(|s| s.tls_pin);
    let target = Target {
        host: address.host.trim(),
        port: address.port,
        transport: address.transport,
        username: address.username.trim(),
        password: &password,
        pin,
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
    Ok(RouterScript { script: rules::setup_script(username, &password, input.transport), password })
}

async fn open(app: &App, ctx: &Ctx, router: RouterRef) -> Result<(RouterAccess, Client)> {
    let access = {
        let mut tx = app.db.begin(ctx).await?;
        store::access(&mut tx, router.router_id).await?.ok_or(RouterError::NotFound)?
    };
    if !access.is_active {
        return Err(RouterError::Inactive.into());
    }
    let client = facade::router_line(app, &access).await?;
    Ok((access, client))
}

/// Who is online, asked of the router now.
///
/// # Errors
/// `router_not_found`, `router_inactive` and the reasons of not being reached.
pub async fn router_session_list(app: &App, ctx: &Ctx, input: RouterRef) -> Result<Vec<HotspotSession>> {
    ctx.require(Permission::RouterView)?;
    let (access, client) = open(app, ctx, input).await?;
    let rows = client.print(HotspotActive::MENU).proplist(SESSION_PROPERTIES).typed::<HotspotActive>().await;
    let rows = rows.map_err(|e| RouterError::of(&e, &access.host, access.port, &access.username))?;
    let names: Vec<String> = rows.iter().filter_map(|row| row.user.clone()).collect();
    let plans: HashMap<String, String> = {
        let mut tx = app.db.begin(ctx).await?;
        store::view::plans_of_codes(&mut tx, &names).await?.into_iter().collect()
    };
    let number = |n: Option<u64>| i64::try_from(n.unwrap_or(0)).unwrap_or(i64::MAX);
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let username = row.user?;
            Some(HotspotSession {
                session_id: row.id?.to_string(),
                plan_name: plans.get(&username).cloned(),
                username,
                address: row.address,
                mac_address: row.mac_address,
                uptime_s: number(row.uptime.map(|d| d.as_secs())),
                bytes_in: number(row.bytes_in),
                bytes_out: number(row.bytes_out),
            })
        })
        .collect())
}

const SESSION_PROPERTIES: &[&str] = &[".id", "user", "address", "mac-address", "uptime", "bytes-in", "bytes-out"];

/// Ends a session and takes its cookies, so that the phone must log in anew. A
/// session that has ended meanwhile is none the worse.
///
/// # Errors
/// `router_not_found`, `router_inactive` and the reasons of not being reached.
pub async fn router_session_kick(app: &App, ctx: &Ctx, input: RouterSessionKick) -> Result<Done> {
    ctx.require(Permission::RouterSync)?;
    let (access, client) = open(app, ctx, RouterRef { router_id: input.router_id }).await?;
    kick(&client, &input.session_id, &input.username)
        .await
        .map_err(|e| RouterError::of(&e, &access.host, access.port, &access.username))?;
    let mut tx = app.db.begin(ctx).await?;
    let fact = Fact::new("router_session_kick").on("router", input.router_id.0).at(access.location_id);
    tx.record(fact.detail("username", &input.username)).await?;
    tx.commit().await?;
    Ok(Done::OK)
}

async fn kick(client: &Client, session: &str, username: &str) -> routeros_api::Result<()> {
    let cookies = client.list::<HotspotCookie>(Query::eq("user", username)).await?;
    // Cookies first: a phone that is put out comes back with its cookie.
    for id in cookies.iter().filter_map(|cookie| cookie.id.clone()) {
        gone(client.remove::<HotspotCookie>(&[id]).await)?;
    }
    // The id is given again after a reboot: only together with the name it is this session.
    let session: routeros_api::Id = session.into();
    let row = client.find::<HotspotActive>(&session).await?;
    match row.filter(|row| row.user.as_deref() == Some(username)) {
        Some(_) => gone(client.remove::<HotspotActive>(&[session]).await),
        None => Ok(()),
    }
}

/// What is gone already was to go.
fn gone(result: routeros_api::Result<()>) -> routeros_api::Result<()> {
    match result {
        Err(routeros_api::Error::Trap(trap)) if trap.is_no_such_item() => Ok(()),
        other => other,
    }
}
