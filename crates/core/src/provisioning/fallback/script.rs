//! The script and the scheduler as they must stand on a router. Pure.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use routeros_api::resource::{Scheduler, Script};

/// The name of both.
pub const NAME: &str = "simpul-expiry";
/// What they may do; the API user needs all of it, because nobody can give what they
/// have not. `policy`: the script writes its sum into its own row.
pub const POLICIES: &[&str] = crate::network::FALLBACK_POLICIES;
/// How often the script runs: a code ends at most so much late, and the router writes
/// its flash a hundred and some times a day, which it bears for decades.
const INTERVAL: Duration = Duration::from_secs(600);

/// The text of the script: the same on every router and release.
///
/// Positions: `simpul|v1|0a1b2c3d|expiry|` has 26 signs, `simpul|v|` has 9.
const SOURCE: &str = r#"# Ends codes whose time is over while no program runs. Kept by the program.
:local me [/system script find where name="simpul-expiry"]
:local mark [/system script get $me comment]
:local sums [:pick $mark 26 [:len $mark]]
:local bar [:find $sums "|"]
:local sum [:totime [:pick $sums 0 $bar]]
:local before [:totime [:pick $sums ($bar + 1) [:len $sums]]]
:local up [/system resource get uptime]
:local more $up
:if ($up >= $before) do={ :set more ($up - $before) }
:set sum ($sum + $more)
/system script set $me comment=([:pick $mark 0 26] . [:tostr $sum] . "|" . [:tostr $up])
:local begun [/ip hotspot user find where disabled=no and comment~"^simpul[|]v1[|]" and email~"^simpul[|]v[|]" and uptime>0s]
:foreach s in=[/ip hotspot active find] do={
  :do {
    :local who [/ip hotspot active get $s user]
    :set begun ($begun , [/ip hotspot user find where name=$who and comment~"^simpul[|]v1[|]" and email~"^simpul[|]v[|]"])
  } on-error={}
}
:foreach i in=$begun do={
  :do {
    :local note [/ip hotspot user get $i email]
    :if ([:pick $note 0 9] = "simpul|v|") do={
      :local end ($sum + [:totime [:pick $note 9 [:len $note]]])
      /ip hotspot user set $i email=("simpul|x|" . [:tostr $end])
    }
  } on-error={}
}
:foreach i in=[/ip hotspot user find where disabled=no and comment~"^simpul[|]v1[|]" and email~"^simpul[|]x[|]"] do={
  :do {
    :local note [/ip hotspot user get $i email]
    :if ($sum >= [:totime [:pick $note 9 [:len $note]]]) do={
      :local who [/ip hotspot user get $i name]
      /ip hotspot user set $i disabled=yes email="simpul|z|"
      /ip hotspot cookie remove [/ip hotspot cookie find where user=$who]
      /ip hotspot active remove [/ip hotspot active find where user=$who]
    }
  } on-error={}
}"#;

/// The comment both carry, without the script's sums.
fn mark(installation: &str) -> String {
    format!("simpul|v1|{installation}|expiry|")
}

/// Whether a row is ours by its comment.
#[must_use]
pub fn is_ours(comment: Option<&str>, installations: &HashSet<String>) -> bool {
    let rest = comment.and_then(|text| text.strip_prefix("simpul|v1|"));
    let parts = rest.and_then(|rest| Some((rest.get(..8)?, rest.get(8..)?)));
    parts.is_some_and(|(code, rest)| installations.contains(code) && rest.starts_with("|expiry|"))
}

/// The script as it is added.
#[must_use]
pub fn script(installation: &str) -> Script {
    Script {
        name: Some(NAME.to_owned()),
        source: Some(SOURCE.to_owned()),
        policy: Some(POLICIES.join(",")),
        comment: Some(format!("{}00:00:00|00:00:00", mark(installation))),
        ..Script::default()
    }
}

/// The scheduler as it is added: by the time since the start, not by the calendar.
#[must_use]
pub fn scheduler(installation: &str) -> Scheduler {
    Scheduler {
        name: Some(NAME.to_owned()),
        on_event: Some(format!("/system script run {NAME}")),
        start_time: Some("startup".to_owned()),
        interval: Some(INTERVAL),
        policy: Some(POLICIES.join(",")),
        comment: Some(mark(installation)),
        disabled: Some(false),
        ..Scheduler::default()
    }
}

/// What must be written to our script's row; `None` when it is as it should be. Sums
/// that can be read stay.
#[must_use]
pub fn script_change(row: &Script, installation: &str) -> Option<Script> {
    let wanted = script(installation);
    let mut change = Script::default();
    if row.source.as_deref().map(lines) != wanted.source.as_deref().map(lines) {
        change.source.clone_from(&wanted.source);
    }
    if !may_the_same(row.policy.as_deref()) {
        change.policy.clone_from(&wanted.policy);
    }
    if !has_sums(row.comment.as_deref().unwrap_or_default()) {
        change.comment.clone_from(&wanted.comment);
    }
    (change != Script::default()).then_some(change)
}

/// What must be written to our scheduler's row; `None` when it is as it should be.
#[must_use]
pub fn scheduler_change(row: &Scheduler, installation: &str) -> Option<Scheduler> {
    let wanted = scheduler(installation);
    let mut change = Scheduler::default();
    if row.on_event != wanted.on_event {
        change.on_event.clone_from(&wanted.on_event);
    }
    if row.start_time != wanted.start_time {
        change.start_time.clone_from(&wanted.start_time);
    }
    if row.interval != wanted.interval {
        change.interval = wanted.interval;
    }
    if !may_the_same(row.policy.as_deref()) {
        change.policy.clone_from(&wanted.policy);
    }
    if row.disabled == Some(true) {
        change.disabled = Some(false);
    }
    (change != Scheduler::default()).then_some(change)
}

/// A text by its lines: some ways of editing end them otherwise.
fn lines(text: &str) -> Vec<&str> {
    text.trim_end().lines().map(str::trim_end).collect()
}

fn may_the_same(policy: Option<&str>) -> bool {
    let has: BTreeSet<&str> =
        policy.unwrap_or_default().split(',').map(str::trim).filter(|p| !p.is_empty() && !p.starts_with('!')).collect();
    has == POLICIES.iter().copied().collect()
}

/// Whether a script's comment ends in two spans of time.
fn has_sums(comment: &str) -> bool {
    let sums = comment.get(26..).and_then(|sums| sums.split_once('|'));
    sums.is_some_and(|(sum, up)| [sum, up].iter().all(|text| routeros_api::value::parse_duration(text).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_in_the_script_are_those_of_the_texts() {
        assert_eq!(mark("0a1b2c3d").len(), 26);
        assert_eq!("simpul|v|".len(), 9);
        assert!(SOURCE.contains(&format!("name=\"{NAME}\"")));
    }

    #[test]
    fn ours_is_known_by_the_comment() {
        let ours = HashSet::from(["0a1b2c3d".to_owned()]);
        assert!(is_ours(script("0a1b2c3d").comment.as_deref(), &ours));
        assert!(is_ours(scheduler("0a1b2c3d").comment.as_deref(), &ours));
        for other in ["", "backup", "simpul|v1|ffffffff|expiry|", "simpul|v1|0a1b2c3d|B-1|4", "simpul|v1|0a1"] {
            assert!(!is_ours(Some(other), &ours), "{other}");
        }
    }

    #[test]
    fn what_runs_on_is_no_difference_and_what_was_changed_is() {
        let mut row = script("0a1b2c3d");
        row.comment = Some("simpul|v1|0a1b2c3d|expiry|3w2d01:02:03|1d02:03:04".into());
        row.source = row.source.map(|source| source.replace('\n', "\r\n"));
        row.policy = Some("write,read,test,policy".into());
        assert_eq!(script_change(&row, "0a1b2c3d"), None);
        row.comment = Some("simpul|v1|0a1b2c3d|expiry|rusak".into());
        assert!(script_change(&row, "0a1b2c3d").unwrap().comment.is_some());
        row.source = Some(":log info x".into());
        assert!(script_change(&row, "0a1b2c3d").unwrap().source.is_some());
        let mut row = scheduler("0a1b2c3d");
        assert_eq!(scheduler_change(&row, "0a1b2c3d"), None);
        row.disabled = Some(true);
        row.interval = Some(Duration::from_secs(60));
        let change = scheduler_change(&row, "0a1b2c3d").unwrap();
        assert_eq!((change.disabled, change.interval), (Some(false), Some(INTERVAL)));
    }
}
