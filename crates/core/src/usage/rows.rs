//! Rows of `/ip/hotspot/active` and `/ppp/active`, read without detours: a look at
//! twenty routers reads forty thousand of them.

use routeros_api::{Client, Error, Row, TrapKind, value};

use crate::network::SessionKind;

/// A session as a router shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The row's id.
    pub ros_id: String,
    /// Who.
    pub username: String,
    /// Hotspot server, or kind of dial-in.
    pub service: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Device.
    pub mac: Option<String>,
    /// Seconds since it began.
    pub uptime_s: i64,
    /// Bytes from the customer; `None` where the menu has no counters.
    pub bytes_in: Option<i64>,
    /// Bytes to the customer.
    pub bytes_out: Option<i64>,
}

/// Where sessions of a kind are shown.
pub const fn menu(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::Hotspot => "/ip/hotspot/active",
        SessionKind::Ppp => "/ppp/active",
    }
}

/// What is read of a session once.
const fn details(kind: SessionKind) -> &'static [&'static str] {
    match kind {
        SessionKind::Hotspot => &[".id", "user", "server", "address", "mac-address", "uptime", "bytes-in", "bytes-out"],
        SessionKind::Ppp => &[".id", "name", "service", "address", "caller-id", "uptime"],
    }
}

/// What is read of it again and again.
const fn counters(kind: SessionKind) -> &'static [&'static str] {
    match kind {
        SessionKind::Hotspot => &[".id", "user", "uptime", "bytes-in", "bytes-out"],
        SessionKind::Ppp => &[".id", "name", "uptime"],
    }
}

/// How much of the rows is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Everything that is kept.
    Details,
    /// What changes.
    Counters,
}

/// Every session of a kind; none where the router lacks the package.
pub async fn sessions(client: &Client, kind: SessionKind, depth: Depth) -> Result<Vec<Seen>, Error> {
    let properties = if depth == Depth::Details { details(kind) } else { counters(kind) };
    match client.print(menu(kind)).proplist(properties).rows().await {
        Ok(rows) => Ok(rows.iter().filter_map(seen).collect()),
        Err(Error::Trap(trap)) if trap.kind == TrapKind::NoSuchCommand => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Reads a row of either menu; `None` without an id or a name.
pub fn seen(row: &Row) -> Option<Seen> {
    let text = |bytes: &[u8]| Some(String::from_utf8_lossy(bytes).into_owned()).filter(|text| !text.is_empty());
    let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok().and_then(|text| text.parse::<i64>().ok());
    let (mut ros_id, mut username, mut uptime_s) = (None, None, 0);
    let (mut service, mut address, mut mac) = (None, None, None);
    let (mut bytes_in, mut bytes_out) = (None, None);
    for (name, bytes) in row.iter() {
        match name {
            b".id" => ros_id = text(bytes),
            b"user" | b"name" => username = text(bytes),
            b"server" | b"service" => service = text(bytes),
            b"address" => address = text(bytes),
            b"mac-address" | b"caller-id" => mac = text(bytes),
            b"uptime" => uptime_s = seconds(bytes),
            b"bytes-in" => bytes_in = number(bytes),
            b"bytes-out" => bytes_out = number(bytes),
            _ => {}
        }
    }
    Some(Seen { ros_id: ros_id?, username: username?, service, address, mac, uptime_s, bytes_in, bytes_out })
}

fn seconds(bytes: &[u8]) -> i64 {
    let span = std::str::from_utf8(bytes).ok().and_then(value::parse_duration).unwrap_or_default();
    i64::try_from(span.as_secs()).unwrap_or(i64::MAX)
}

/// Interfaces that dial-ins make: the only ones with their counters.
const PPP_INTERFACES: &[&str] = &["pppoe-in", "l2tp-in", "pptp-in", "sstp-in", "ovpn-in"];

/// Gives dial-ins the bytes of their interfaces, by name: what the router receives
/// comes from the customer.
pub async fn ppp_bytes(
    client: &Client,
    sessions: &mut [Seen],
    service_of: impl Fn(&Seen) -> String,
) -> Result<(), Error> {
    let query = routeros_api::Query::any_of("type", PPP_INTERFACES.iter().copied());
    let rows = client.print("/interface").proplist(["name", "rx-byte", "tx-byte"]).query(query).rows().await?;
    let number = |row: &Row, name: &str| row.get_str(name).and_then(|text| text.parse::<i64>().ok());
    let bytes: std::collections::HashMap<String, (Option<i64>, Option<i64>)> = rows
        .iter()
        .filter_map(|row| Some((row.get_str("name")?.into_owned(), (number(row, "rx-byte"), number(row, "tx-byte")))))
        .collect();
    for session in sessions {
        let name = format!("<{}-{}>", service_of(session), session.username);
        if let Some((bytes_in, bytes_out)) = bytes.get(&name) {
            (session.bytes_in, session.bytes_out) = (*bytes_in, *bytes_out);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(fields: &[(&str, &str)]) -> Row {
        fields.iter().copied().collect()
    }

    #[test]
    fn rows_of_both_menus_are_read() {
        let hotspot = seen(&row(&[
            (".id", "*1A"),
            ("server", "hs1"),
            ("user", "k7mq2p"),
            ("address", "10.5.50.9"),
            ("mac-address", "AA:BB:CC:00:11:22"),
            ("uptime", "1h2m3s"),
            ("bytes-in", "10"),
            ("bytes-out", "20"),
        ]))
        .unwrap();
        assert_eq!((hotspot.uptime_s, hotspot.bytes_in, hotspot.service.as_deref()), (3723, Some(10), Some("hs1")));
        let ppp =
            seen(&row(&[(".id", "*2"), ("name", "ani"), ("service", "pppoe"), ("caller-id", "AA"), ("uptime", "5s")]));
        let ppp = ppp.unwrap();
        assert_eq!((ppp.username.as_str(), ppp.mac.as_deref(), ppp.bytes_in), ("ani", Some("AA"), None));
        assert_eq!(seen(&row(&[("user", "x")])), None);
        assert_eq!(seen(&row(&[(".id", "*1"), ("user", "")])), None);
    }
}
