//! How long things are kept that do not stay for ever.

use chrono::TimeDelta;

use super::types::Settings;

/// What is kept for a while. Money, vouchers, what was printed and the record of acts are none of these: nothing
/// lets go of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Sessions of customers that have ended.
    Usage,
    /// Sign-ins that have ended.
    SignIns,
    /// Notices that are over.
    Notices,
    /// Jobs that are finished.
    Jobs,
    /// Files of lists.
    Files,
}

impl Kept {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Usage, Self::SignIns, Self::Notices, Self::Jobs, Self::Files];

    /// The setting that says how long.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Usage => "usage_retention_days",
            Self::SignIns => "session_retention_days",
            Self::Notices => "notice_retention_days",
            Self::Jobs => "job_retention_days",
            Self::Files => "export_retention_days",
        }
    }

    /// The days a new shop begins with. They stand in for a value that nobody can read: the fewest days would let go of
    /// what was to stay.
    #[must_use]
    pub(super) const fn seeded(self) -> i32 {
        match self {
            Self::Usage => 730,
            Self::SignIns => 365,
            Self::Notices => 90,
            Self::Jobs => 30,
            Self::Files => 3,
        }
    }

    /// The fewest and the most days that can be set.
    #[must_use]
    pub const fn limits(self) -> (i32, i32) {
        match self {
            Self::Usage => (31, 3_650),
            Self::SignIns => (30, 3_650),
            Self::Notices => (7, 3_650),
            Self::Jobs => (7, 365),
            Self::Files => (1, 30),
        }
    }
}

impl Settings {
    /// What is set.
    pub(super) const fn days_set(&self, kept: Kept) -> i32 {
        match kept {
            Kept::Usage => self.usage_retention_days,
            Kept::SignIns => self.session_retention_days,
            Kept::Notices => self.notice_retention_days,
            Kept::Jobs => self.job_retention_days,
            Kept::Files => self.export_retention_days,
        }
    }

    /// How many days it is kept: within the limits also where a value was written by hand.
    #[must_use]
    pub fn kept_days(&self, kept: Kept) -> i32 {
        let (least, most) = kept.limits();
        self.days_set(kept).clamp(least, most)
    }

    /// The same as a span of time.
    #[must_use]
    pub fn kept_for(&self, kept: Kept) -> TimeDelta {
        TimeDelta::days(self.kept_days(kept).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_written_by_hand_lets_go_of_nothing_too_early() {
        let settings = Settings { usage_retention_days: -5, job_retention_days: 9_999, ..Settings::default() };
        assert_eq!((settings.kept_days(Kept::Usage), settings.kept_days(Kept::Jobs)), (31, 365));
        assert_eq!(settings.kept_for(Kept::Files), TimeDelta::days(1));
    }
}
