//! How to reach a router.

use std::fmt;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::encoding::Encoding;
use crate::protocol::Limits;
use crate::tls::Tls;

/// The port of the `api` service.
pub const PORT_API: u16 = 8728;
/// The port of the `api-ssl` service.
pub const PORT_API_SSL: u16 = 8729;

/// A password: wiped from memory when dropped, never shown.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself. Keep it out of logs.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Self(Zeroizing::new(text.into()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Waiting times between attempts to reconnect: doubled after each failure,
/// with jitter so that many routers do not come back in step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// Before the first attempt. Half a second.
    pub first: Duration,
    /// Never longer than this. 30 s.
    pub most: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { first: Duration::from_millis(500), most: Duration::from_secs(30) }
    }
}

impl Backoff {
    /// The wait before attempt `attempt` (from 1): between half and all of
    /// `first · 2^(attempt−1)`, by `chance` between 0 and 1.
    pub(crate) fn wait(&self, attempt: u32, chance: f64) -> Duration {
        let doubled = self.first.saturating_mul(1 << attempt.saturating_sub(1).min(16));
        doubled.min(self.most).mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
    }
}

/// Everything a [`Client`](crate::Client) needs to know. `Debug` hides the
/// password.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Config {
    /// Name or address, without a port: `192.168.88.1`, `2001:db8::1`,
    /// `router.lan`.
    pub host: String,
    /// 8728, or 8729 with TLS, unless set otherwise.
    pub port: Option<u16>,
    /// Plain or encrypted. There is no falling back from one to the other.
    /// [`Tls::Off`].
    pub tls: Tls,
    /// The router's user. `*` is not allowed in user names.
    pub user: String,
    /// Its password.
    pub password: Secret,
    /// For name, connection and TLS together; login and first reading have the
    /// same time again. 5 s.
    pub connect_timeout: Duration,
    /// The longest silence a command may have: each row starts it anew. 30 s.
    pub command_timeout: Duration,
    /// A sign of life is asked for after this much silence on the link, since
    /// address translation drops idle connections. 15 s.
    pub keepalive: Duration,
    /// How long a cancelled command may take to end before the link is closed.
    /// 10 s.
    pub cancel_timeout: Duration,
    /// Finite commands on the wire at once, [bulk](crate::Client::bulk) aside.
    /// 16.
    pub max_in_flight: usize,
    /// Streams at once. 8.
    pub max_streams: usize,
    /// How to read text that is not UTF-8. [`Encoding::Windows1252`].
    pub encoding: Encoding,
    /// Bounds on what the router may make us hold. 16 MiB per sentence.
    pub limits: Limits,
    /// Whether and how to come back after the link broke. A refused login or
    /// another key ends the attempts: repeating them locks out or floods logs.
    /// After half a second first, at most every 30 seconds; `None` for never.
    pub reconnect: Option<Backoff>,
}

impl Config {
    /// A plain connection with the defaults, which stand at the end of each
    /// field's description. Fields without a method below are set by assignment:
    /// `config.keepalive = …`.
    pub fn new(host: impl Into<String>, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            host: host.into(),
            port: None,
            tls: Tls::Off,
            user: user.into(),
            password: password.into(),
            connect_timeout: Duration::from_secs(5),
            command_timeout: Duration::from_secs(30),
            keepalive: Duration::from_secs(15),
            cancel_timeout: Duration::from_secs(10),
            max_in_flight: 16,
            max_streams: 8,
            encoding: Encoding::default(),
            limits: Limits::default(),
            reconnect: Some(Backoff::default()),
        }
    }

    /// Sets the port.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// Sets the encryption.
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Sets whether and how to reconnect.
    #[must_use]
    pub fn reconnect(mut self, reconnect: Option<Backoff>) -> Self {
        self.reconnect = reconnect;
        self
    }

    /// Sets the time limits of connecting and of commands.
    #[must_use]
    pub fn timeouts(mut self, connect: Duration, command: Duration) -> Self {
        self.connect_timeout = connect;
        self.command_timeout = command;
        self
    }

    /// The port in force.
    #[must_use]
    pub fn effective_port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            Tls::Off => PORT_API,
            _ => PORT_API_SSL,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_follows_the_encryption_unless_set() {
        let plain = Config::new("r", "u", "p");
        assert_eq!(plain.effective_port(), 8728);
        let tls = plain.clone().tls(Tls::TrustOnFirstUse);
        assert_eq!(tls.effective_port(), 8729);
        assert_eq!(tls.port(4444).effective_port(), 4444);
    }

    #[test]
    fn debug_hides_the_password() {
        let shown = format!("{:?}", Config::new("r", "u", "hunter2"));
        assert!(!shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn waits_double_up_to_the_limit() {
        let backoff = Backoff::default();
        let waits: Vec<u128> = (1..=8).map(|attempt| backoff.wait(attempt, 1.0).as_millis()).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
        assert_eq!(backoff.wait(1, 0.0).as_millis(), 250);
        assert_eq!(backoff.wait(u32::MAX, 1.0).as_millis(), 30_000);
    }
}
