use std::fmt;
use std::time::Duration;

use super::{format_duration, parse_bytes, parse_duration};

/// Two values of one kind: from the client and to the client (`rx/tx` as the
/// router sees it).
pub type Both<T> = (T, T);

/// A rate limit as hotspot and PPP profiles write it:
/// `rx/tx [burst rx/tx] [threshold rx/tx] [time rx/tx] [priority] [least rx/tx]`.
/// A single value stands for both directions. Rates are in bits per second;
/// zero means that there is none.
///
/// ```
/// use routeros_api::value::RateLimit;
/// let limit = RateLimit::parse("512k/2M 1M/4M 384k/1500k 16/16").unwrap();
/// assert_eq!(limit.rate, (512_000, 2_000_000));
/// assert_eq!(limit.to_string(), "512000/2000000 1000000/4000000 384000/1500000 16s/16s");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RateLimit {
    /// What is always allowed.
    pub rate: Both<u64>,
    /// What is allowed while a burst lasts.
    pub burst: Both<u64>,
    /// The average under which a burst may begin.
    pub threshold: Both<u64>,
    /// Over how long the average is taken.
    pub time: Both<Duration>,
    /// From 1 (first) to 8 (last); 8 when nothing is written.
    pub priority: Option<u8>,
    /// What is guaranteed.
    pub least: Both<u64>,
}

impl RateLimit {
    /// Reads the text; `None` if a part is of another kind or there are too
    /// many.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split_whitespace();
        let mut limit = Self { rate: both(parts.next()?, parse_bytes)?, ..Self::default() };
        if let Some(part) = parts.next() {
            limit.burst = both(part, parse_bytes)?;
        }
        if let Some(part) = parts.next() {
            limit.threshold = both(part, parse_bytes)?;
        }
        if let Some(part) = parts.next() {
            limit.time = both(part, parse_duration)?;
        }
        if let Some(part) = parts.next() {
            limit.priority = Some(part.parse().ok().filter(|priority| (1..=8).contains(priority))?);
        }
        if let Some(part) = parts.next() {
            limit.least = both(part, parse_bytes)?;
        }
        parts.next().is_none().then_some(limit)
    }
}

fn both<T: Clone>(text: &str, part: impl Fn(&str) -> Option<T>) -> Option<Both<T>> {
    match text.split_once('/') {
        Some((up, down)) => Some((part(up)?, part(down)?)),
        None => part(text).map(|value| (value.clone(), value)),
    }
}

impl fmt::Display for RateLimit {
    /// Writes plain numbers, and as few parts as say everything.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pair = |(up, down): Both<u64>| format!("{up}/{down}");
        let time = format!("{}/{}", format_duration(self.time.0), format_duration(self.time.1));
        let none = (Duration::ZERO, Duration::ZERO);
        let parts = [
            (true, pair(self.rate)),
            (self.burst != (0, 0), pair(self.burst)),
            (self.threshold != (0, 0), pair(self.threshold)),
            (self.time != none, time),
            (self.priority.is_some(), self.priority.unwrap_or(8).to_string()),
            (self.least != (0, 0), pair(self.least)),
        ];
        let last = parts.iter().rposition(|(says, _)| *says).unwrap_or_default();
        let texts: Vec<&str> = parts[..=last].iter().map(|(_, text)| text.as_str()).collect();
        f.write_str(&texts.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_and_written() {
        for (text, written) in [
            ("512k/1M", "512000/1000000"),
            ("1M", "1000000/1000000"),
            ("0/0", "0/0"),
            ("1M/1M 0/0 0/0 0/0 5", "1000000/1000000 0/0 0/0 0s/0s 5"),
            (
                "1M/2M 2M/4M 1M/2M 8/8 8 256k/512k",
                "1000000/2000000 2000000/4000000 1000000/2000000 8s/8s 8 256000/512000",
            ),
            ("1M/2M 2M/4M", "1000000/2000000 2000000/4000000"),
        ] {
            let limit = RateLimit::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(limit.to_string(), written);
            assert_eq!(RateLimit::parse(written), Some(limit));
        }
        for wrong in ["", "fast", "1M/", "1M/2M x", "1M/2M 0/0 0/0 0/0 9", "1M/2M 0/0 0/0 0/0 8 0/0 0/0"] {
            assert_eq!(RateLimit::parse(wrong), None, "{wrong}");
        }
    }
}
