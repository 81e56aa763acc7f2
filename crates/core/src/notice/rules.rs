//! Pure rules: when something begins to call for a person, and when it is over.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use serde_json::Value;
use simpul_kernel::ids::{LocationId, NoticeId};

use super::types::NoticeKind;

/// A router that was not reached for this long is down: shorter is a hiccup.
pub const DOWN_AFTER: TimeDelta = TimeDelta::minutes(3);
/// What seems over is over when it stays so for this long.
pub const CALM_FOR: TimeDelta = TimeDelta::minutes(1);
/// Days that stock must last, by the use of the last week.
const STOCK_DAYS: i64 = 3;
/// Days at which low stock is no longer low: more, so that one sale does not ring twice.
const STOCK_DAYS_AGAIN: i64 = 5;
const WEEK: i64 = 7;
/// A shift that is open for this long is too long, whenever it began: nobody counts well after it.
const SHIFT_LONG: TimeDelta = TimeDelta::hours(14);
/// The place's day is over so long after midnight: shops that sell past it have closed, and the earliest have not
/// opened, so a shift of the day before was forgotten.
const SHIFT_NIGHT: TimeDelta = TimeDelta::hours(4);
/// A night shift passes midnight and is none that was forgotten: until this it is left alone.
const SHIFT_USUAL: TimeDelta = TimeDelta::hours(10);

/// Whether a state raises a notice, or only keeps one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It calls for a person.
    Raise,
    /// Not bad enough to raise, not good enough to clear.
    Keep,
}

/// A state of the world that calls for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// What it is about.
    pub kind: NoticeKind,
    /// What, and which time: the same key is the same event.
    pub event_key: String,
    /// Where; absent = the whole program.
    pub location: Option<LocationId>,
    /// Facts for the sentence.
    pub params: Value,
    /// Screen to open.
    pub link: String,
    /// Raises, or keeps.
    pub stage: Stage,
}

/// A notice that is not over.
#[derive(Debug, Clone)]
pub struct Open {
    /// Which.
    pub id: NoticeId,
    /// Its event.
    pub event_key: String,
    /// Seems over since.
    pub calm_since: Option<DateTime<Utc>>,
}

/// What is to be done about notices.
#[derive(Debug, Default, PartialEq)]
pub struct Steps {
    /// Raise these.
    pub raise: Vec<Condition>,
    /// These seem over, from now.
    pub calm: Vec<NoticeId>,
    /// These seemed over and are not.
    pub stir: Vec<NoticeId>,
    /// These are over.
    pub clear: Vec<NoticeId>,
}

/// Compares what is open with what is so.
#[must_use]
pub fn steps(open: &[Open], conditions: Vec<Condition>, now: DateTime<Utc>) -> Steps {
    let known: HashSet<&str> = open.iter().map(|o| o.event_key.as_str()).collect();
    let mut steps = Steps::default();
    let holds: HashMap<&str, Stage> = conditions.iter().map(|c| (c.event_key.as_str(), c.stage)).collect();
    for notice in open {
        match (holds.get(notice.event_key.as_str()), notice.calm_since) {
            (Some(_), Some(_)) => steps.stir.push(notice.id),
            (Some(_), None) => {}
            (None, None) => steps.calm.push(notice.id),
            (None, Some(since)) if now - since >= CALM_FOR => steps.clear.push(notice.id),
            (None, Some(_)) => {}
        }
    }
    let mut raised = HashSet::new();
    let new: Vec<bool> = conditions
        .iter()
        .map(|c| c.stage == Stage::Raise && !known.contains(c.event_key.as_str()) && raised.insert(c.event_key.clone()))
        .collect();
    steps.raise = conditions.into_iter().zip(new).filter_map(|(c, is_new)| is_new.then_some(c)).collect();
    steps
}

/// Whether a router that does not answer calls for a person yet.
#[must_use]
pub fn down_stage(last_seen: DateTime<Utc>, now: DateTime<Utc>) -> Stage {
    if now - last_seen >= DOWN_AFTER { Stage::Raise } else { Stage::Keep }
}

/// Whether so many codes left call for a person: fewer than the plan says, or where it
/// says nothing, few by what was used in a week. It is over when there is a quarter more
/// than that, so that a sale more or less does not ring again.
#[must_use]
pub fn stock_stage(left: i64, used_in_week: i64, low_at: Option<i64>) -> Option<Stage> {
    if let Some(low_at) = low_at {
        return match left {
            _ if left < low_at => Some(Stage::Raise),
            _ if left < low_at + (low_at / 4).max(1) => Some(Stage::Keep),
            _ => None,
        };
    }
    if left * WEEK < used_in_week * STOCK_DAYS {
        Some(Stage::Raise)
    } else if left * WEEK < used_in_week * STOCK_DAYS_AGAIN {
        Some(Stage::Keep)
    } else {
        None
    }
}

/// Whole days so many codes last, by the use of a week.
#[must_use]
pub fn stock_days(left: i64, used_in_week: i64) -> Option<i64> {
    (used_in_week > 0).then(|| left * WEEK / used_in_week)
}

/// Whether so many sessions call for a person: near the ceiling raises, and it is
/// over only below four fifths of it.
#[must_use]
pub fn licence_stage(active: i64, most: i64) -> Option<Stage> {
    if crate::licence::is_near_ceiling(active, Some(most)) {
        Some(Stage::Raise)
    } else if active * 5 >= most * 4 {
        Some(Stage::Keep)
    } else {
        None
    }
}

/// Whether a shift is open too long: it began then, and the place's next midnight after that.
#[must_use]
pub fn is_shift_long((opened, midnight): (DateTime<Utc>, DateTime<Utc>), now: DateTime<Utc>) -> bool {
    let forgotten = (midnight + SHIFT_NIGHT).max(opened + SHIFT_USUAL);
    now >= forgotten.min(opened + SHIFT_LONG)
}

/// Whether a time of day lies in somebody's quiet hours; they may pass midnight.
#[must_use]
pub fn is_quiet(from: NaiveTime, until: NaiveTime, at: NaiveTime) -> bool {
    if from <= until { from <= at && at < until } else { from <= at || at < until }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn condition(key: &str, stage: Stage) -> Condition {
        let kind = NoticeKind::RouterDown;
        Condition { kind, event_key: key.into(), location: None, params: json!({}), link: "/".into(), stage }
    }

    fn open(id: i64, key: &str, calm_since: Option<DateTime<Utc>>) -> Open {
        Open { id: NoticeId(id), event_key: key.into(), calm_since }
    }

    #[test]
    fn what_is_new_is_raised_once_and_what_is_over_cleared_late() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        let open = [
            open(1, "lasts", None),
            open(2, "begins-to-end", None),
            open(3, "nearly-over", Some(now - TimeDelta::seconds(59))),
            open(4, "over", Some(now - CALM_FOR)),
            open(5, "back", Some(now - CALM_FOR)),
            open(6, "not-good-yet", None),
        ];
        let so = vec![
            condition("lasts", Stage::Raise),
            condition("back", Stage::Raise),
            condition("new", Stage::Raise),
            condition("new", Stage::Raise),
            condition("mild", Stage::Keep),
            condition("not-good-yet", Stage::Keep),
        ];
        let steps = steps(&open, so, now);
        assert_eq!(steps.raise.iter().map(|c| c.event_key.as_str()).collect::<Vec<_>>(), ["new"]);
        assert_eq!((steps.calm, steps.clear, steps.stir), (vec![NoticeId(2)], vec![NoticeId(4)], vec![NoticeId(5)]));
    }

    #[test]
    fn thresholds_lie_apart() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(down_stage(now - TimeDelta::seconds(179), now), Stage::Keep);
        assert_eq!(down_stage(now - DOWN_AFTER, now), Stage::Raise);
        assert_eq!(
            [29, 30, 49, 50].map(|left| stock_stage(left, 70, None)),
            [Some(Stage::Raise), Some(Stage::Keep), Some(Stage::Keep), None]
        );
        assert_eq!(
            [19, 20, 24, 25].map(|left| stock_stage(left, 7_000, Some(20))),
            [Some(Stage::Raise), Some(Stage::Keep), Some(Stage::Keep), None],
            "what the plan says goes before what was used"
        );
        assert_eq!([0, 1, 2].map(|left| stock_stage(left, 0, Some(1))), [Some(Stage::Raise), Some(Stage::Keep), None]);
        assert_eq!((stock_stage(0, 0, None), stock_days(0, 0), stock_days(29, 70)), (None, None, Some(2)));
        assert_eq!(
            [licence_stage(180, 200), licence_stage(160, 200), licence_stage(159, 200)],
            [Some(Stage::Raise), Some(Stage::Keep), None]
        );
    }

    #[test]
    fn a_shift_is_too_long_after_a_long_day_or_when_its_day_is_over() {
        let midnight = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        // Opened so many hours before midnight, told so many hours after its opening.
        for (before, told) in [(16, 14), (10, 14), (8, 12), (6, 10), (2, 10), (0, 10)] {
            let opened = midnight - TimeDelta::hours(before);
            let is_long = |after: TimeDelta| is_shift_long((opened, midnight), opened + after);
            let told = TimeDelta::hours(told);
            assert!(!is_long(told - TimeDelta::seconds(1)) && is_long(told), "opened {before} hours before midnight");
        }
    }

    #[test]
    fn quiet_hours_may_pass_midnight() {
        let at = |text: &str| text.parse::<NaiveTime>().unwrap();
        let night = |time| is_quiet(at("21:00:00"), at("06:00:00"), at(time));
        assert!(night("21:00:00") && night("02:00:00") && !night("06:00:00") && !night("12:00:00"));
        let noon = |time| is_quiet(at("12:00:00"), at("13:00:00"), at(time));
        assert!(noon("12:30:00") && !noon("13:00:00") && !noon("00:00:00"));
    }
}
