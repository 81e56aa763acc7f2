//! What screens follow on a router: interfaces, traffic, log, ping.

use std::sync::Arc;
use std::time::Duration;

use routeros_api::{Command, Overflow, Query, Row, TrapKind, value};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Permission, Result};

use super::live::{open, within};
use crate::app::App;
use crate::network::error::RouterError;
use crate::network::links::RouterAccess;
use crate::network::live::TrafficFeed;
use crate::network::live_types::{
    InterfaceTraffic, PingReply, RouterInterface, RouterInterfaceList, RouterLog, RouterLogList, RouterPing,
    RouterPinged, RouterTraffic, RouterTrafficGet,
};

/// How long a first sample is waited for.
const FIRST_SAMPLE: Duration = Duration::from_secs(3);
/// Lines of the log that is asked for the first time.
const LINES_FIRST: usize = 200;
/// Lines of one answer.
const LINES_MOST: usize = 500;
/// Interfaces followed for one screen.
const INTERFACES_MOST: usize = 8;

const INTERFACE_PROPERTIES: &[&str] = &[
    "name",
    "type",
    "mac-address",
    "comment",
    "running",
    "disabled",
    "dynamic",
    "rx-byte",
    "tx-byte",
    "link-downs",
    "last-link-down-time",
];

fn text(row: &Row, name: &str) -> Option<String> {
    row.get_str(name).map(std::borrow::Cow::into_owned).filter(|text| !text.is_empty())
}

fn flag(row: &Row, name: &str) -> bool {
    row.get_str(name).and_then(|text| value::parse_bool(&text)).unwrap_or(false)
}

fn number(row: &Row, name: &str) -> i64 {
    row.get_str(name).and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// A router's interfaces, asked of it now, in its own order.
///
/// # Errors
/// `router_not_found`, `router_inactive` and the reasons of not being reached.
pub async fn router_interface_list(app: &App, ctx: &Ctx, input: RouterInterfaceList) -> Result<Vec<RouterInterface>> {
    ctx.require(Permission::RouterView)?;
    let (access, client) = open(app, ctx, input.router_id).await?;
    let print = client.print("/interface").proplist(INTERFACE_PROPERTIES);
    let rows = within(&access, print.rows()).await?;
    let interface = |row: &Row| {
        Some(RouterInterface {
            name: text(row, "name")?,
            kind: text(row, "type").unwrap_or_default(),
            mac_address: text(row, "mac-address"),
            comment: text(row, "comment"),
            is_running: flag(row, "running"),
            is_disabled: flag(row, "disabled"),
            is_dynamic: flag(row, "dynamic"),
            rx_bytes: number(row, "rx-byte"),
            tx_bytes: number(row, "tx-byte"),
            link_downs: number(row, "link-downs"),
            last_link_down: text(row, "last-link-down-time"),
        })
    };
    Ok(rows.iter().filter_map(interface).filter(|i| input.include_dynamic || !i.is_dynamic).collect())
}

/// What interfaces carry, second by second. All who look share one stream of the
/// router, which ends 15 seconds after the last ask.
///
/// # Errors
/// `input_invalid`, `router_not_found`, `router_inactive`, `router_interface_missing`
/// and the reasons of not being reached.
pub async fn router_traffic_get(app: &App, ctx: &Ctx, input: RouterTrafficGet) -> Result<RouterTraffic> {
    ctx.require(Permission::RouterView)?;
    let mut v = Validator::new();
    let count = input.interfaces.len();
    v.check(count > 0, "interfaces", "required");
    v.check_with(
        count <= INTERFACES_MOST,
        "interfaces",
        "out_of_range",
        &[("min", 1.into()), ("max", INTERFACES_MOST.into())],
    );
    // A comma would begin another name.
    let is_name = |name: &String| !name.is_empty() && !name.contains(',');
    v.check(input.interfaces.iter().all(is_name), "interfaces", "bad_format");
    v.finish()?;
    let (access, client) = open(app, ctx, input.router_id).await?;
    let (feed, is_new) = app.live.traffic(input.router_id);
    let mut unstarted = Unstarted(is_new.then(|| Arc::clone(&feed)));
    let found = async {
        let names = feed.unknown(&input.interfaces);
        if names.is_empty() {
            return Ok(None);
        }
        // References are resolved by prefix: only exact names go on.
        let query = Query::any_of("name", names.iter().map(String::as_str));
        let rows = client.print("/interface").proplist(["name"]).query(query).rows().await?;
        let there: Vec<String> = rows.iter().filter_map(|row| text(row, "name")).collect();
        Ok(names.into_iter().find(|name| !there.contains(name)))
    };
    if let Some(name) = within(&access, found).await? {
        return Err(RouterError::InterfaceMissing { name }.into());
    }
    feed.ask(&input.interfaces);
    if let Some(feed) = unstarted.0.take() {
        tokio::spawn(feed.run(client, app.clock.clone()));
    }
    // Too late is no failure: the screen asks again.
    let _ = tokio::time::timeout(FIRST_SAMPLE, feed.first_sample(&input.interfaces)).await;
    let samples = feed.samples(&input.interfaces, input.after).map_err(|error| refused(&error, &access))?;
    let interfaces = input.interfaces.into_iter().zip(samples);
    Ok(RouterTraffic {
        feed_id: feed.id,
        interfaces: interfaces.map(|(name, samples)| InterfaceTraffic { name, samples }).collect(),
    })
}

/// A feed until it is started. Whoever made it may be refused, or hang up before the
/// router has answered; a feed that is neither started nor over would stay silent
/// for everybody after them.
struct Unstarted(Option<Arc<TrafficFeed>>);

impl Drop for Unstarted {
    fn drop(&mut self) {
        if let Some(feed) = &self.0 {
            feed.end(None);
        }
    }
}

fn refused(error: &routeros_api::Error, access: &RouterAccess) -> RouterError {
    RouterError::of(error, &access.host, access.port, &access.username)
}

/// A router's log: its last lines, then what follows by number.
///
/// # Errors
/// `router_not_found`, `router_inactive` and the reasons of not being reached.
pub async fn router_log_list(app: &App, ctx: &Ctx, input: RouterLogList) -> Result<RouterLog> {
    ctx.require(Permission::RouterView)?;
    let (access, client) = open(app, ctx, input.router_id).await?;
    let (feed, is_new) = app.live.log(input.router_id);
    feed.ask();
    if is_new {
        tokio::spawn(Arc::clone(&feed).run(client));
    }
    within(&access, async {
        feed.filled().await;
        Ok(())
    })
    .await?;
    let most = if input.after.is_some() { LINES_MOST } else { LINES_FIRST };
    let part = feed.part(input.after, most).map_err(|error| refused(&error, &access))?;
    Ok(RouterLog { feed_id: feed.id, last_seq: part.last_seq, is_gap: part.is_gap, lines: part.lines })
}

/// Has a router ping an address, once a second.
///
/// # Errors
/// `input_invalid`, `router_not_found`, `router_inactive`, `router_ping_unresolved`,
/// `router_policy_missing` when its user may not, and the reasons of not being reached.
pub async fn router_ping(app: &App, ctx: &Ctx, input: RouterPing) -> Result<RouterPinged> {
    ctx.require(Permission::RouterView)?;
    let address = input.address.trim();
    let mut v = Validator::new();
    v.length(address, 1, 253, "address");
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.:%".contains(&b);
    v.check(address.bytes().all(is_plain), "address", "bad_format");
    v.range(input.count, 1, 10, "count");
    v.range(input.size.unwrap_or(56), 28, 1500, "size");
    v.finish()?;
    let (access, client) = open(app, ctx, input.router_id).await?;
    let command = Command::new("/ping")
        .arg("address", address)
        .arg("count", input.count.to_string())
        .arg_opt("size", input.size.map(|size| size.to_string()))
        .arg_opt("interface", input.interface.as_deref());
    let whole = async {
        let mut rows = client.stream(command, Overflow::DropOldest).await?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().await {
            found.push(row?);
        }
        Ok(found)
    };
    // A lost packet is waited for a second too.
    let limit = Duration::from_secs(5 + 2 * u64::from(input.count));
    let rows = match tokio::time::timeout(limit, whole).await {
        Ok(Ok(rows)) => rows,
        Ok(Err(routeros_api::Error::Trap(trap))) => return Err(not_pinged(&trap, address, &input, &access).into()),
        Ok(Err(error)) => return Err(refused(&error, &access).into()),
        Err(_) => return Err(RouterError::Timeout { host: access.host.clone(), port: access.port }.into()),
    };
    Ok(pinged(&rows))
}

fn not_pinged(trap: &routeros_api::Trap, address: &str, input: &RouterPing, access: &RouterAccess) -> RouterError {
    match &trap.kind {
        TrapKind::Permission => {
            RouterError::PolicyMissing { group: access.username.clone(), policies: vec!["test".to_owned()] }
        }
        TrapKind::BadReference { .. } if input.interface.is_some() => {
            RouterError::InterfaceMissing { name: input.interface.clone().unwrap_or_default() }
        }
        _ if trap.message.contains("resolve") || trap.message.contains("invalid value") => {
            RouterError::PingUnresolved { address: address.to_owned() }
        }
        _ => RouterError::CommandRefused { message: trap.message.clone() },
    }
}

fn pinged(rows: &[Row]) -> RouterPinged {
    let micros = |row: &Row, name: &str| {
        let time = row.get_str(name).and_then(|text| value::parse_duration(&text))?;
        i64::try_from(time.as_micros()).ok()
    };
    let small = |row: &Row, name: &str| row.get_str(name).and_then(|text| text.parse::<i32>().ok());
    // Every row carries the sums so far: those of the last are of the whole.
    let last = rows.last();
    let sum = |name: &str| last.and_then(|row| small(row, name));
    let (sent, received) = (sum("sent").unwrap_or(0), sum("received").unwrap_or(0));
    let loss = if sent > 0 { (sent - received) * 100 / sent } else { 0 };
    let replies = rows.iter().filter_map(|row| {
        Some(PingReply {
            seq: small(row, "seq")?,
            host: text(row, "host"),
            status: text(row, "status"),
            time_us: micros(row, "time"),
            ttl: small(row, "ttl"),
            size: small(row, "size"),
        })
    });
    RouterPinged {
        sent,
        received,
        loss_percent: loss,
        min_us: last.and_then(|row| micros(row, "min-rtt")),
        avg_us: last.and_then(|row| micros(row, "avg-rtt")),
        max_us: last.and_then(|row| micros(row, "max-rtt")),
        replies: replies.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captured_pings_are_read() {
        let row = |fields: &[(&str, &str)]| -> Row { fields.iter().copied().collect() };
        let rows = [
            row(&[
                ("seq", "0"),
                ("host", "8.8.8.8"),
                ("size", "56"),
                ("ttl", "117"),
                ("time", "114us"),
                ("sent", "1"),
                ("received", "1"),
                ("packet-loss", "0"),
                ("min-rtt", "114us"),
                ("avg-rtt", "114us"),
                ("max-rtt", "114us"),
            ]),
            row(&[
                ("seq", "1"),
                ("host", "8.8.8.8"),
                ("status", "timeout"),
                ("sent", "2"),
                ("received", "1"),
                ("packet-loss", "50"),
                ("min-rtt", "114us"),
                ("avg-rtt", "114us"),
                ("max-rtt", "1s2ms"),
            ]),
        ];
        let found = pinged(&rows);
        assert_eq!((found.sent, found.received, found.loss_percent), (2, 1, 50));
        assert_eq!((found.min_us, found.max_us), (Some(114), Some(1_002_000)));
        assert_eq!((found.replies[0].time_us, found.replies[0].status.as_deref()), (Some(114), None));
        assert_eq!(found.replies[1].status.as_deref(), Some("timeout"));
        assert_eq!(pinged(&[]).sent, 0);
    }
}
