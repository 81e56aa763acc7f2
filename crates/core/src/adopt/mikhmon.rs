//! What Mikhmon leaves on a router: a profile's price and validity in its login
//! script, a user's end in its comment, in the shapes of v3, v4 and of both
//! generations of RouterOS' dates.

use routeros_api::value::{DateTime, parse_duration};
use simpul_kernel::Money;

/// What a profile's login script says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// Cost.
    pub price: Money,
    /// Selling price; zero: the cost is the price.
    pub price_sell: Money,
    /// Life after the first login, seconds; absent: without end.
    pub validity_s: Option<i64>,
    /// Bound to the first device.
    pub has_lock: bool,
}

/// Reads a login script; `None` when it is not one of Mikhmon's. The whole script is
/// split at commas: `:put (",rem,3000,1d,5000,,Enable,")`.
#[must_use]
pub fn meta(script: &str) -> Option<Meta> {
    let script = script.trim_start();
    if !script.starts_with(":put (\",") {
        return None;
    }
    let parts: Vec<&str> = script.split(',').map(str::trim).collect();
    let money = |n: usize| {
        let digits: String = parts.get(n).copied().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        Money::whole(digits.parse().unwrap_or(0))
    };
    let is_endless = parts.get(5).copied() == Some("noexp");
    let validity = parts.get(3).and_then(|text| parse_duration(text)).map(|d| d.as_secs()).filter(|s| *s > 0);
    Some(Meta {
        price: money(2),
        price_sell: money(4),
        validity_s: validity.and_then(|s| i64::try_from(s).ok()).filter(|_| !is_endless),
        has_lock: parts.get(6).copied() == Some("Enable"),
    })
}

/// The end a comment tells, seconds since 1970 by the router's wall clock; `today` is
/// that clock. `next-run` may leave out the date, or the year.
#[must_use]
pub fn expiry(comment: &str, today: &DateTime) -> Option<i64> {
    let text = comment.trim();
    // v4 writes what happens then behind it: notice or remove.
    let text = text.strip_suffix(" N").or_else(|| text.strip_suffix(" X")).unwrap_or(text);
    if let Some(at) = DateTime::parse(text) {
        return Some(at.to_unix());
    }
    let same_day = format!("{:04}-{:02}-{:02}", today.year, today.month, today.day);
    if let Some(at) = DateTime::parse_pair(&same_day, text) {
        return Some(at.to_unix());
    }
    let (date, time) = text.split_once(' ')?;
    let separator = date.chars().find(|sign| matches!(sign, '/' | '-'))?;
    if date.matches(separator).count() != 1 {
        return None;
    }
    // Without a year it is the next such day; a little behind us it is over.
    let of_year = |year: u16| {
        let date = if separator == '/' { format!("{date}/{year}") } else { format!("{year}-{date}") };
        DateTime::parse_pair(&date, time).map(|at| at.to_unix())
    };
    let now = today.to_unix();
    let half_year = 183 * 86_400;
    [today.year.saturating_sub(1), today.year, today.year.saturating_add(1)]
        .into_iter()
        .filter_map(of_year)
        .min_by_key(|at| (at - now).abs())
        .filter(|at| (at - now).abs() <= half_year + 86_400)
}

/// Whether a comment says that the password is the name.
#[must_use]
pub fn is_code_alone(comment: &str) -> bool {
    comment.starts_with("vc-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime {
        DateTime::parse(text).unwrap()
    }

    #[test]
    fn a_login_script_tells_price_and_validity() {
        let found = meta(":put (\",rem,3000,1d,5000,,Enable,\"); {:local date [ /system clock get date ];}").unwrap();
        assert_eq!((found.price, found.price_sell), (Money::whole(3000), Money::whole(5000)));
        assert_eq!((found.validity_s, found.has_lock), (Some(86_400), true));
        let endless = meta(":put (\",,2000,,,noexp,Disable,\")").unwrap();
        assert_eq!((endless.price, endless.price_sell), (Money::whole(2000), Money::ZERO));
        assert_eq!((endless.validity_s, endless.has_lock), (None, false));
        assert_eq!(meta(":log info hello"), None);
        assert_eq!(meta(""), None);
    }

    #[test]
    fn ends_are_read_in_every_shape_there_is() {
        let today = at("2026-03-18 12:00:00");
        let want = Some(at("2026-03-20 16:05:11").to_unix());
        for text in [
            "mar/20/2026 16:05:11",
            "2026-03-20 16:05:11",
            "mar/20/2026 16:05:11 N",
            "2026-03-20 16:05:11 X",
            "mar/20 16:05:11",
            "03-20 16:05:11",
        ] {
            assert_eq!(expiry(text, &today), want, "{text}");
        }
        assert_eq!(expiry("16:05:11", &today), Some(at("2026-03-18 16:05:11").to_unix()));
        assert_eq!(expiry("jan/02 01:00:00", &at("2026-12-31 00:00:00")), Some(at("2027-01-02 01:00:00").to_unix()));
        assert_eq!(expiry("dec/31 01:00:00", &at("2026-01-01 00:00:00")), Some(at("2025-12-31 01:00:00").to_unix()));
        for text in ["vc-123-03.20.26-toko", "up-4", "Bu Ani", "", "mar/40/2026 16:05:11"] {
            assert_eq!(expiry(text, &today), None, "{text}");
        }
    }
}
