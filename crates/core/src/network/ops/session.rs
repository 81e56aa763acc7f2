//! Who is online on a router now, and ending a session.

use std::collections::HashMap;
use std::time::Duration;

use routeros_api::resource::{HotspotActive, HotspotCookie};
use routeros_api::{Client, Command, Error, Id, Query, Resource, Row, TrapKind, value};
use simpul_kernel::{Ctx, Permission, Result};

use super::live::{open, within};
use crate::app::App;
use crate::db::Fact;
use crate::network::live_types::{RouterSession, RouterSessionKick, SessionKicked, SessionKind};
use crate::network::{RouterRef, store};

const HOTSPOT_PROPERTIES: &[&str] =
    &[".id", "user", "address", "mac-address", "server", "uptime", "bytes-in", "bytes-out"];
const PPP: &str = "/ppp/active";
const PPP_PROPERTIES: &[&str] = &[".id", "name", "service", "caller-id", "address", "uptime"];
/// Interfaces that dial-ins make; only they have counters.
const PPP_INTERFACES: &[&str] = &["pppoe-in", "l2tp-in", "pptp-in", "sstp-in", "ovpn-in"];
/// How long a session that was told to end is looked after.
const GONE: [Duration; 3] = [Duration::ZERO, Duration::from_millis(150), Duration::from_millis(600)];

/// Who is online, asked of the router now: hotspot first, then dial-ins.
///
/// # Errors
/// `router_not_found`, `router_inactive` and the reasons of not being reached.
pub async fn router_session_list(app: &App, ctx: &Ctx, input: RouterRef) -> Result<Vec<RouterSession>> {
    ctx.require(Permission::RouterView)?;
    let (access, client) = open(app, ctx, input.router_id).await?;
    let both = async { tokio::try_join!(hotspot_sessions(&client), ppp_sessions(&client)) };
    let (mut sessions, dial_ins) = within(&access, both).await?;
    let names: Vec<String> = sessions.iter().map(|session| session.username.clone()).collect();
    let plans: HashMap<String, String> = {
        let mut tx = app.db.begin(ctx).await?;
        store::view::plans_of_codes(&mut tx, &names).await?.into_iter().collect()
    };
    for session in &mut sessions {
        session.plan_name = plans.get(&session.username).cloned();
    }
    sessions.extend(dial_ins);
    Ok(sessions)
}

fn count(n: Option<u64>) -> i64 {
    i64::try_from(n.unwrap_or(0)).unwrap_or(i64::MAX)
}

/// A router without the package has no such sessions.
fn or_none<T>(rows: Result<Vec<T>, Error>) -> Result<Vec<T>, Error> {
    match rows {
        Err(Error::Trap(trap)) if trap.kind == TrapKind::NoSuchCommand => Ok(Vec::new()),
        other => other,
    }
}

async fn hotspot_sessions(client: &Client) -> Result<Vec<RouterSession>, Error> {
    let print = client.print(HotspotActive::MENU).proplist(HOTSPOT_PROPERTIES).typed::<HotspotActive>();
    let session = |row: HotspotActive| {
        Some(RouterSession {
            kind: SessionKind::Hotspot,
            session_id: row.id?.to_string(),
            username: row.user?,
            plan_name: None,
            address: row.address,
            mac_address: row.mac_address,
            service: row.server,
            uptime_s: count(row.uptime.map(|d| d.as_secs())),
            bytes_in: count(row.bytes_in),
            bytes_out: count(row.bytes_out),
        })
    };
    Ok(or_none(print.await)?.into_iter().filter_map(session).collect())
}

async fn ppp_sessions(client: &Client) -> Result<Vec<RouterSession>, Error> {
    let rows = or_none(client.print(PPP).proplist(PPP_PROPERTIES).rows().await)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query::any_of("type", PPP_INTERFACES.iter().copied());
    let counters = client.print("/interface").proplist(["name", "rx-byte", "tx-byte"]).query(query);
    let counters = ppp_counters(&or_none(counters.rows().await)?);
    let text = |row: &Row, name: &str| row.get_str(name).map(std::borrow::Cow::into_owned).filter(|t| !t.is_empty());
    let session = |row: &Row| {
        let username = text(row, "name")?;
        let service = text(row, "service");
        let (bytes_in, bytes_out) = counters
            .get(&format!("<{}-{username}>", service.as_deref().unwrap_or("pppoe")))
            .copied()
            .unwrap_or_default();
        Some(RouterSession {
            kind: SessionKind::Ppp,
            session_id: row.id()?.into_owned(),
            plan_name: None,
            address: text(row, "address"),
            mac_address: text(row, "caller-id"),
            uptime_s: count(row.get_str("uptime").and_then(|t| value::parse_duration(&t)).map(|d| d.as_secs())),
            username,
            service,
            bytes_in,
            bytes_out,
        })
    };
    Ok(rows.iter().filter_map(session).collect())
}

/// Received and sent bytes by interface: what the router receives comes from the customer.
fn ppp_counters(rows: &[Row]) -> HashMap<String, (i64, i64)> {
    let number = |row: &Row, name: &str| row.get_str(name).and_then(|text| text.parse().ok()).unwrap_or(0);
    rows.iter()
        .filter_map(|row| Some((row.get_str("name")?.into_owned(), (number(row, "rx-byte"), number(row, "tx-byte")))))
        .collect()
}

/// Ends a session, with its cookies so that the phone must log in anew, and looks
/// whether it went. A session that has ended meanwhile is none the worse.
///
/// # Errors
/// `router_not_found`, `router_inactive`, `router_command_refused` and the reasons of
/// not being reached.
pub async fn router_session_kick(app: &App, ctx: &Ctx, input: RouterSessionKick) -> Result<SessionKicked> {
    ctx.require(Permission::RouterSync)?;
    let (access, client) = open(app, ctx, input.router_id).await?;
    let kind = input.kind.unwrap_or_default();
    let kicked = within(&access, kick(&client, kind, &input.session_id, &input.username)).await?;
    let mut tx = app.db.begin(ctx).await?;
    let fact = Fact::new("router_session_kick").on("router", input.router_id.0).at(access.location_id);
    tx.record(fact.detail("username", &input.username).detail("kind", kind).detail("is_gone", kicked.is_gone)).await?;
    tx.commit().await?;
    Ok(kicked)
}

async fn kick(client: &Client, kind: SessionKind, session: &str, username: &str) -> Result<SessionKicked, Error> {
    let (menu, property) = match kind {
        SessionKind::Hotspot => (HotspotActive::MENU, "user"),
        SessionKind::Ppp => (PPP, "name"),
    };
    if kind == SessionKind::Hotspot {
        // Cookies first: a phone that is put out comes back with its cookie.
        let cookies = client.list::<HotspotCookie>(Query::eq("user", username)).await?;
        for id in cookies.iter().filter_map(|cookie| cookie.id.clone()) {
            gone(client.remove::<HotspotCookie>(&[id]).await)?;
        }
    }
    // The id is given again after a reboot: only together with the name it is this session.
    let is_there = async || {
        let query = Query::eq(".id", session).and(Query::eq(property, username));
        Ok::<_, Error>(!client.print(menu).proplist([".id"]).query(query).rows().await?.is_empty())
    };
    if !is_there().await? {
        return Ok(SessionKicked { was_there: false, is_gone: true });
    }
    let id = Id::from(session);
    gone(client.call(Command::in_menu(menu, "remove").arg(".id", id.as_str())).await.map(drop))?;
    for wait in GONE {
        tokio::time::sleep(wait).await;
        if !is_there().await? {
            return Ok(SessionKicked { was_there: true, is_gone: true });
        }
    }
    Ok(SessionKicked { was_there: true, is_gone: false })
}

/// What is gone already was to go.
fn gone(result: Result<(), Error>) -> Result<(), Error> {
    match result {
        Err(Error::Trap(trap)) if trap.is_no_such_item() => Ok(()),
        other => other,
    }
}
