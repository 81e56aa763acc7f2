//! Typed rows of the menus this crate knows.
//!
//! Every property is an `Option`: the router leaves out what is not set, and
//! what a release does not have. Properties that are unknown, or whose value
//! cannot be read, are kept as text in `extra`.

#[macro_use]
mod macros;
mod health;
mod hotspot;
mod interface;
mod ip;
mod ping;
mod ppp;
mod queue;
mod system;
mod tools;
mod users;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

pub use health::HealthReading;
pub use hotspot::{
    HotspotActive, HotspotCookie, HotspotHost, HotspotIpBinding, HotspotServer, HotspotServerProfile, HotspotUser,
    HotspotUserProfile,
};
pub use interface::{Interface, TrafficSample};
pub use ip::{AddressListEntry, DhcpLease, IpAddress, IpPool, IpPoolUsed, IpService};
pub use ping::PingReply;
pub use ppp::{PppActive, PppProfile, PppSecret};
pub use queue::SimpleQueue;
pub use system::{SystemClock, SystemIdentity, SystemLicense, SystemResource, SystemRouterboard};
pub use tools::{File, LogEntry, Netwatch, Scheduler, Script};
pub use users::{User, UserActive, UserGroup};

use crate::encoding::Encoding;
use crate::protocol::{Command, Row, is_sensitive};
use crate::value;

/// A row's `.id`, such as `*1A`. Opaque: only equality means anything, and the
/// ids of dynamic rows are given again after a reboot.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(String);

impl Id {
    /// The id as the router writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Id {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<Cow<'_, str>> for Id {
    fn from(text: Cow<'_, str>) -> Self {
        Self(text.into_owned())
    }
}

/// A menu's row as a type.
pub trait Resource: Default + Sized {
    /// The menu, such as `/ip/hotspot/user`.
    const MENU: &'static str;
    /// All properties the type knows, `.id` first: a property list for `print`.
    const PROPERTIES: &'static [&'static str];
    /// The properties that no two rows of the menu share together, so that a
    /// second one is refused as a duplicate: `name`, unless the type says
    /// otherwise (`name` and `server` for hotspot users). Empty where there are
    /// none.
    const KEYS: &'static [&'static str] = &["name"];

    /// Reads a row.
    fn from_row(row: &Row, encoding: Encoding) -> Self;

    /// The row's id, when it was read.
    fn id(&self) -> Option<&Id>;

    /// The writable properties that are `Some`, as the router takes them.
    fn arguments(&self) -> Vec<(&'static str, String)>;

    /// The command that adds this row.
    fn to_add(&self) -> Command {
        with_arguments(Command::in_menu(Self::MENU, "add"), self.arguments())
    }

    /// The command that writes the properties that are `Some` to a row.
    fn to_set(&self, id: &Id) -> Command {
        let command = Command::in_menu(Self::MENU, "set").arg(".id", id.as_str());
        with_arguments(command, self.arguments())
    }

    /// The command that writes the properties that are `Some` in a menu with a
    /// single row, which has no id.
    fn to_set_single(&self) -> Command {
        with_arguments(Command::in_menu(Self::MENU, "set"), self.arguments())
    }

    /// A command on some rows, such as `remove`.
    #[must_use]
    fn on_rows(verb: &str, ids: &[Id]) -> Command {
        let list: Vec<&str> = ids.iter().map(Id::as_str).collect();
        Command::in_menu(Self::MENU, verb).arg(".id", list.join(","))
    }
}

fn with_arguments(command: Command, arguments: Vec<(&'static str, String)>) -> Command {
    arguments.into_iter().fold(command, |command, (name, value)| command.arg(name, value))
}

/// Properties that take `none`, and read an empty value as the beginning of
/// every name: "ambiguous value of next-pool".
const NONE_FOR_EMPTY: [&str; 6] =
    ["next-pool", "address-pool", "parent", "parent-queue", "idle-timeout", "keepalive-timeout"];

/// A property as the router takes it.
fn written(property: &str, value: &impl Field) -> String {
    let text = value.write();
    if text.is_empty() && NONE_FOR_EMPTY.contains(&property) { "none".to_owned() } else { text }
}

/// One property in `Debug` form: left out when unset, hidden when sensitive.
fn show(shown: &mut fmt::DebugStruct<'_, '_>, field: &str, property: &str, value: &Option<impl fmt::Debug>) {
    match value {
        None => {}
        Some(_) if is_sensitive(property.as_bytes()) => {
            shown.field(field, &format_args!("***"));
        }
        Some(value) => {
            shown.field(field, value);
        }
    }
}

/// A property's type.
pub trait Field: Sized {
    /// Reads the router's text; `None` if it is not of this type.
    fn read(text: &str) -> Option<Self>;
    /// Writes it as the router takes it.
    fn write(&self) -> String;
}

impl Field for String {
    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn write(&self) -> String {
        self.clone()
    }
}

impl Field for Id {
    fn read(text: &str) -> Option<Self> {
        Some(text.into())
    }

    fn write(&self) -> String {
        self.0.clone()
    }
}

impl Field for bool {
    fn read(text: &str) -> Option<Self> {
        value::parse_bool(text)
    }

    fn write(&self) -> String {
        value::format_bool(*self).to_owned()
    }
}

impl Field for Duration {
    fn read(text: &str) -> Option<Self> {
        value::parse_duration(text)
    }

    fn write(&self) -> String {
        value::format_duration(*self)
    }
}

impl Field for value::Timeout {
    fn read(text: &str) -> Option<Self> {
        Some(Self::parse(text))
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

impl Field for value::UtcOffset {
    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

impl Field for u64 {
    fn read(text: &str) -> Option<Self> {
        value::parse_bytes(text)
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

impl Field for value::Both<u64> {
    fn read(text: &str) -> Option<Self> {
        value::parse_pair(text, value::parse_bytes)
    }

    fn write(&self) -> String {
        format!("{}/{}", self.0, self.1)
    }
}

impl Field for value::Both<Duration> {
    fn read(text: &str) -> Option<Self> {
        value::parse_pair(text, value::parse_duration)
    }

    fn write(&self) -> String {
        format!("{}/{}", value::format_duration(self.0), value::format_duration(self.1))
    }
}

impl Field for u32 {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(fields: &[(&str, &str)]) -> Row {
        fields.iter().copied().collect()
    }

    #[test]
    fn a_captured_user_is_read() {
        let user = HotspotUser::from_row(
            &row(&[
                (".id", "*1"),
                ("bytes-in", "0"),
                ("disabled", "false"),
                ("dynamic", "false"),
                ("limit-bytes-total", "5368709120"),
                ("limit-uptime", "1d02:15:30"),
                ("name", "user1"),
                ("password", "123"),
                ("profile", "default"),
                ("uptime", "2h1s"),
                ("some-new-thing", "x"),
            ]),
            Encoding::default(),
        );
        assert_eq!(user.id, Some("*1".into()));
        assert_eq!(user.name.as_deref(), Some("user1"));
        assert_eq!(user.disabled, Some(false));
        assert_eq!(user.limit_bytes_total, Some(5_368_709_120));
        assert_eq!(user.limit_uptime, Some(Duration::from_secs(94_530)));
        assert_eq!(user.uptime, Some(Duration::from_secs(7201)));
        assert_eq!(user.server, None);
        assert_eq!(user.extra, [("some-new-thing".to_owned(), "x".to_owned())]);
    }

    #[test]
    fn what_cannot_be_read_is_kept_as_text() {
        let user = HotspotUser::from_row(&row(&[("limit-uptime", "odd"), ("disabled", "?")]), Encoding::default());
        assert_eq!(user.limit_uptime, None);
        assert_eq!(user.extra.len(), 2);
    }

    #[test]
    fn only_what_is_set_and_writable_is_written() {
        let user = HotspotUser {
            name: Some("anna".to_owned()),
            limit_uptime: Some(Duration::from_secs(3661)),
            limit_bytes_total: Some(1000),
            disabled: Some(true),
            uptime: Some(Duration::from_secs(1)),
            ..HotspotUser::default()
        };
        assert_eq!(
            user.to_add().to_sentence(None).words(),
            ["/ip/hotspot/user/add", "=name=anna", "=limit-uptime=1h1m1s", "=limit-bytes-total=1000", "=disabled=yes",]
        );
        assert_eq!(user.to_set(&"*2".into()).to_sentence(None).words()[1], "=.id=*2");
        assert_eq!(
            HotspotUser::on_rows("remove", &["*1".into(), "*2".into()]).to_sentence(None).words(),
            ["/ip/hotspot/user/remove", "=.id=*1,*2"]
        );
    }

    #[test]
    fn nothing_is_written_as_none_where_the_router_wants_it() {
        let pool = IpPool { name: Some("p".to_owned()), next_pool: Some(String::new()), ..IpPool::default() };
        assert_eq!(pool.arguments(), [("name", "p".to_owned()), ("next-pool", "none".to_owned())]);
        let user = HotspotUser { comment: Some(String::new()), ..HotspotUser::default() };
        assert_eq!(user.arguments(), [("comment", String::new())]);
    }

    #[test]
    fn debug_hides_passwords_and_shows_only_what_is_set() {
        let user = HotspotUser {
            name: Some("anna".to_owned()),
            password: Some("hunter2".to_owned()),
            ..HotspotUser::default()
        };
        assert_eq!(format!("{user:?}"), r#"HotspotUser { name: "anna", password: *** }"#);
    }

    #[test]
    fn a_profile_with_word_timeouts() {
        let profile = HotspotUserProfile::from_row(
            &row(&[("idle-timeout", "none"), ("keepalive-timeout", "2m"), ("shared-users", "unlimited")]),
            Encoding::default(),
        );
        assert_eq!(profile.idle_timeout, Some(value::Timeout::Word("none".to_owned())));
        assert_eq!(profile.keepalive_timeout, Some(value::Timeout::After(Duration::from_secs(120))));
        assert_eq!(profile.shared_users.as_deref(), Some("unlimited"));
    }

    #[test]
    fn a_captured_clock_is_read() {
        let clock = SystemClock::from_row(
            &row(&[("date", "sep/29/2022"), ("time", "07:09:24"), ("gmt-offset", "+07:00"), ("dst-active", "false")]),
            Encoding::default(),
        );
        assert_eq!(clock.gmt_offset, Some(value::UtcOffset(25_200)));
        assert_eq!(clock.dst_active, Some(false));
    }
}
