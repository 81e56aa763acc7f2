//! The note in `email` of a code's row: what the code has left.

use chrono::{DateTime, Utc};

use crate::provisioning::model::UserWish;

/// Everything a note begins with.
const MARK: &str = "simpul|";

/// What a note says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// So much time from the first use on; written by the program.
    Life,
    /// The end is set; written by the router.
    Running,
    /// The router ended it.
    Ended,
}

/// Reads a note; anything else is somebody's own text.
#[must_use]
pub fn read(email: &str) -> Option<Note> {
    match email.strip_prefix(MARK)?.get(..2)? {
        "v|" => Some(Note::Life),
        "x|" => Some(Note::Running),
        "z|" => Some(Note::Ended),
        _ => None,
    }
}

/// The note a code should have that opens the door: what is left of its life, which is
/// all of it before the first login; `None` for one that never ends.
#[must_use]
pub fn wanted(wish: &UserWish, now: DateTime<Utc>) -> Option<String> {
    let seconds = match wish.expires_at {
        Some(end) => (end - now).num_seconds().max(0),
        None => wish.validity_s?,
    };
    Some(format!("{MARK}v|{}", clock(seconds)))
}

/// Seconds as scripts read them: `2d03:04:05`.
fn clock(seconds: i64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let days = if days > 0 { format!("{days}d") } else { String::new() };
    format!("{days}{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use simpul_kernel::ids::VoucherId;

    fn wish() -> UserWish {
        UserWish {
            voucher_id: VoucherId(1),
            batch_code: "B".into(),
            name: "a".into(),
            password: "a".into(),
            profile: "p".into(),
            limit_uptime_s: None,
            limit_bytes_total: None,
            mac_address: None,
            validity_s: Some(2 * 86_400 + 3 * 3600 + 61),
            expires_at: None,
        }
    }

    #[test]
    fn a_code_keeps_its_whole_life_until_the_first_login_and_then_what_is_left() {
        let now: DateTime<Utc> = "2026-11-21T07:00:00Z".parse().unwrap();
        assert_eq!(wanted(&wish(), now).as_deref(), Some("simpul|v|2d03:01:01"));
        let running = UserWish { expires_at: Some(now + chrono::TimeDelta::seconds(90)), ..wish() };
        assert_eq!(wanted(&running, now).as_deref(), Some("simpul|v|00:01:30"));
        let over = UserWish { expires_at: Some(now - chrono::TimeDelta::seconds(90)), ..wish() };
        assert_eq!(wanted(&over, now).as_deref(), Some("simpul|v|00:00:00"));
        assert_eq!(wanted(&UserWish { validity_s: None, ..wish() }, now), None);
    }

    #[test]
    fn only_notes_are_notes() {
        assert_eq!(read("simpul|v|00:00:01"), Some(Note::Life));
        assert_eq!(read("simpul|x|5d00:00:01"), Some(Note::Running));
        assert_eq!(read("simpul|z|"), Some(Note::Ended));
        for other in ["", "ani@desa.id", "simpul|", "simpul|q|1", "simpulx|v|1"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
