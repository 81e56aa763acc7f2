//! Rows of a router as property → value, for what a person compares; and commands
//! as they would be typed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use routeros_api::resource::{HotspotUser, HotspotUserProfile};
use routeros_api::{Resource as _, value};

/// RouterOS property → value. Never holds a password.
pub type Props = BTreeMap<String, String>;

/// A user's row; what the router leaves out is filled in, so that two rows that mean
/// the same look the same.
#[must_use]
pub fn user_props(row: &HotspotUser) -> Props {
    let mut props = Props::new();
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            props.insert(name.to_owned(), value);
        }
    };
    put("name", row.name.clone());
    put("comment", row.comment.clone().filter(|text| !text.is_empty()));
    put("profile", Some(row.profile.clone().unwrap_or_else(|| "default".to_owned())));
    put("server", Some(row.server.clone().unwrap_or_else(|| "all".to_owned())));
    put("limit-uptime", Some(value::format_duration(row.limit_uptime.unwrap_or_default())));
    put("limit-bytes-total", Some(row.limit_bytes_total.unwrap_or_default().to_string()));
    put("mac-address", row.mac_address.clone());
    put("disabled", Some(row.disabled.unwrap_or(false).to_string()));
    props
}

/// A profile's row.
#[must_use]
pub fn profile_props(row: &HotspotUserProfile) -> Props {
    let text = |value: &Option<String>, absent: &str| value.clone().unwrap_or_else(|| absent.to_owned());
    Props::from([
        ("name".to_owned(), text(&row.name, "")),
        ("shared-users".to_owned(), text(&row.shared_users, "1")),
        ("rate-limit".to_owned(), text(&row.rate_limit, "")),
    ])
}

/// The properties a change writes.
pub fn fields_of(arguments: Vec<(&'static str, String)>) -> Vec<String> {
    arguments.into_iter().map(|(name, _)| name.to_owned()).collect()
}

/// `/ip/hotspot/user/add name=k7mq2p …` as it would be typed; the password is told
/// as there, not what it is.
#[must_use]
pub fn command_add(menu: &str, wanted: &Props) -> String {
    let mut text = format!("{menu}/add");
    for (name, value) in wanted.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(text, " {name}={}", quoted(value));
    }
    if menu == HotspotUser::MENU {
        text.push_str(" password=***");
    }
    text
}

/// `/ip/hotspot/user/set *1A limit-uptime=3h`.
#[must_use]
pub fn command_set(menu: &str, ros_id: &str, fields: &[String], wanted: &Props) -> String {
    let mut text = format!("{menu}/set {ros_id}");
    for name in fields {
        let _ = write!(text, " {name}={}", quoted(wanted.get(name).map_or("", String::as_str)));
    }
    text
}

/// `/ip/hotspot/user/remove *1A`.
#[must_use]
pub fn command_remove(menu: &str, ros_id: &str) -> String {
    format!("{menu}/remove {ros_id}")
}

/// A value as the terminal takes it.
fn quoted(value: &str) -> String {
    let is_plain = !value.is_empty()
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':' | b'/' | b'*'));
    if is_plain {
        return value.to_owned();
    }
    let mut text = String::from("\"");
    for sign in value.chars() {
        if matches!(sign, '"' | '\\' | '$' | '?') {
            text.push('\\');
        }
        text.push(sign);
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_read_as_typed_and_hide_passwords() {
        let row = HotspotUser {
            name: Some("k7mq2p".into()),
            password: Some("geheim".into()),
            comment: Some("simpul|v1|0a1b2c3d|VB-1|4".into()),
            ..HotspotUser::default()
        };
        let props = user_props(&row);
        let add = command_add(HotspotUser::MENU, &props);
        assert!(add.starts_with("/ip/hotspot/user/add comment=\"simpul|v1|0a1b2c3d|VB-1|4\" disabled=false"), "{add}");
        assert!(add.ends_with("password=***") && !add.contains("geheim"), "{add}");
        let set = command_set(HotspotUser::MENU, "*1A", &["limit-uptime".to_owned()], &props);
        assert_eq!(set, "/ip/hotspot/user/set *1A limit-uptime=0s");
        assert_eq!(quoted("a\"b$c"), "\"a\\\"b\\$c\"");
    }

    #[test]
    fn rows_that_mean_the_same_look_the_same() {
        let bare = user_props(&HotspotUser { name: Some("a".into()), ..HotspotUser::default() });
        let full = user_props(&HotspotUser {
            name: Some("a".into()),
            profile: Some("default".into()),
            server: Some("all".into()),
            limit_bytes_total: Some(0),
            disabled: Some(false),
            comment: Some(String::new()),
            ..HotspotUser::default()
        });
        assert_eq!(bare, full);
    }
}
