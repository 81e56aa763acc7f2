use super::{DateTime, days_in, parse_date};

/// The time of a line in the log. Releases before 7.10 leave out what is the
/// same today: `15:04:05`, or `jan/02 15:04:05` for another day of the year,
/// or `jan/02/2026 15:04:05` for another year. Later ones write everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogTime {
    /// Day and time, with the year.
    Full(DateTime),
    /// A day of the current or the last year.
    Day {
        /// 1–12.
        month: u8,
        /// 1–31.
        day: u8,
        /// Hour, minute and second.
        clock: (u8, u8, u8),
    },
    /// A time of the router's current day: hour, minute and second.
    Today(u8, u8, u8),
}

impl LogTime {
    /// Reads every shape.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(time) = DateTime::parse(text) {
            return Some(Self::Full(time));
        }
        let Some((date, clock)) = text.split_once(' ') else {
            let (hour, minute, second) = clock_of(text)?;
            return Some(Self::Today(hour, minute, second));
        };
        // 2000 was a leap year, so that the 29th of February passes.
        let full = if date.contains('/') { format!("{date}/2000") } else { format!("2000-{date}") };
        let (_, month, day) = parse_date(&full)?;
        Some(Self::Day { month, day, clock: clock_of(clock)? })
    }

    /// The whole time, given what the router's clock shows now.
    #[must_use]
    pub fn at(&self, now: &DateTime) -> DateTime {
        let on = |year, month, day: u8, (hour, minute, second): (u8, u8, u8)| {
            let day = day.min(days_in(year, month));
            DateTime { year, month, day, hour, minute, second }
        };
        match *self {
            Self::Full(time) => time,
            Self::Today(hour, minute, second) => on(now.year, now.month, now.day, (hour, minute, second)),
            Self::Day { month, day, clock } => {
                let last_year = (month, day) > (now.month, now.day);
                on(now.year - u16::from(last_year), month, day, clock)
            }
        }
    }
}

fn clock_of(text: &str) -> Option<(u8, u8, u8)> {
    let time = DateTime::parse_pair("2000-01-01", text)?;
    Some((time.hour, time.minute, time.second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_becomes_a_whole_time() {
        let now = DateTime::parse("2026-03-01 12:00:00").unwrap();
        for (text, whole) in [
            ("2026-05-31 00:00:01", "2026-05-31 00:00:01"),
            ("sep/29/2022 07:09:24", "2022-09-29 07:09:24"),
            ("08:44:28", "2026-03-01 08:44:28"),
            ("jan/02 15:04:05", "2026-01-02 15:04:05"),
            ("dec/31 23:59:59", "2025-12-31 23:59:59"),
            ("feb/29 01:02:03", "2026-02-28 01:02:03"),
            ("01-02 15:04:05", "2026-01-02 15:04:05"),
        ] {
            let read = LogTime::parse(text).map(|time| time.at(&now));
            assert_eq!(read, DateTime::parse(whole), "{text}");
        }
        for wrong in ["", "noon", "25:00:00", "jan/32 00:00:00", "jan/02", "jan/02 1:2", "12:00:00 x"] {
            assert_eq!(LogTime::parse(wrong), None, "{wrong}");
        }
    }
}
