//! Which way, and how much at once.

use std::ops::Range;

use super::{AddStrategy, Slot};
use crate::caps::Capabilities;
use crate::script;

/// Fewer rows than these go on their own.
const FEW: usize = 30;
/// More rows than these are imported.
const MANY: usize = 500;
/// Rows in one script.
const ROWS: usize = 100;
/// Bytes in one `/execute`: well below what a word may be before the router
/// closes the connection.
const EXECUTE_BYTES: usize = 15_000;
/// Bytes in one stored script: about 32 KB are known to be safe.
const SCRIPT_BYTES: usize = 30_000;
/// Bytes in one file: 60,416 are taken, 61,440 refused.
const IMPORT_BYTES: usize = 60_000;

/// The way for so many rows. What is not known of a router (its user may not
/// read it) is not assumed; a way that turns out to be refused costs a round
/// trip.
pub fn choose(wished: AddStrategy, rows: usize, has_key: bool, known: Option<&Capabilities>) -> AddStrategy {
    if !has_key {
        return AddStrategy::Pipeline;
    }
    let (AddStrategy::Auto, Some(known)) = (wished, known) else {
        return if wished == AddStrategy::Auto { AddStrategy::Pipeline } else { wished };
    };
    let may = |policy: &str| known.policies.as_ref().is_some_and(|policies| policies.allow(policy));
    if rows < FEW || !may("write") {
        AddStrategy::Pipeline
    } else if known.version.major < 7 {
        AddStrategy::Script
    } else if rows > MANY && known.has_file_add && may("ftp") {
        AddStrategy::Import
    } else {
        AddStrategy::Execute
    }
}

/// Rows of one script, and its lines.
pub struct Chunk {
    pub rows: Vec<usize>,
    pub text: String,
}

/// Puts the rows that may stand in a script together; the others are left for
/// the pipeline.
pub fn chunks(slots: &[Slot], strategy: AddStrategy) -> Vec<Chunk> {
    let (most_rows, most_bytes) = match strategy {
        AddStrategy::Import => (usize::MAX, IMPORT_BYTES),
        AddStrategy::Script => (ROWS, SCRIPT_BYTES),
        _ => (ROWS, EXECUTE_BYTES),
    };
    let mut chunks: Vec<Chunk> = Vec::new();
    for (index, slot) in slots.iter().enumerate().filter(|(_, slot)| slot.outcome.is_none()) {
        let Ok(line) = script::guarded(&slot.command, index) else { continue };
        if line.len() + 1 > most_bytes {
            continue;
        }
        let full = |chunk: &Chunk| chunk.rows.len() >= most_rows || chunk.text.len() + line.len() + 1 > most_bytes;
        if chunks.last().is_none_or(full) {
            chunks.push(Chunk { rows: Vec::new(), text: String::new() });
        }
        if let Some(chunk) = chunks.last_mut() {
            chunk.rows.push(index);
            chunk.text.push_str(&line);
            chunk.text.push('\n');
        }
    }
    chunks
}

/// The rows a script said were refused, and whether it came to its end.
pub fn read_output(output: &str, rows: &Range<usize>) -> (Vec<usize>, bool) {
    let mut refused = Vec::new();
    let mut whole = false;
    for line in output.lines().map(str::trim) {
        match line.strip_prefix("E ") {
            Some(number) => refused.extend(number.parse().ok().filter(|number| rows.contains(number))),
            None => whole |= line == DONE,
        }
    }
    (refused, whole)
}

/// What a script puts out last.
pub const DONE: &str = "DONE";

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::caps::Version;
    use crate::policies::Policies;
    use crate::protocol::Command;

    fn known(version: &str, policies: Option<&str>) -> Capabilities {
        let version = Version::parse(version);
        Capabilities {
            has_empty: version.at_least(7, 18),
            has_file_add: version.at_least(7, 10),
            version,
            board: None,
            architecture: None,
            identity: None,
            model: None,
            serial: None,
            license_level: None,
            max_sessions: None,
            group: None,
            policies: policies.map(Policies::parse),
            date_style: None,
            local_time: None,
            gmt_offset: None,
            time_zone: None,
            read_at: Instant::now(),
            round_trip: Duration::ZERO,
        }
    }

    #[test]
    fn the_way_follows_from_release_size_and_policies() {
        use AddStrategy::{Auto, Execute, Import, Pipeline, Script};
        for (version, policies, rows, way) in [
            ("7.22", Some("read,write,ftp"), 29, Pipeline),
            ("7.22", Some("read,write,ftp"), 30, Execute),
            ("7.22", Some("read,write,ftp"), 500, Execute),
            ("7.22", Some("read,write,ftp"), 501, Import),
            ("7.22", Some("read,write,!ftp"), 501, Execute),
            ("7.9", Some("read,write,ftp"), 501, Execute),
            ("6.49.19", Some("read,write,ftp"), 501, Script),
            ("6.49.19", Some("read,write,ftp"), 29, Pipeline),
            ("7.22", Some("read"), 501, Pipeline),
            ("7.22", None, 501, Pipeline),
        ] {
            let known = known(version, policies);
            assert_eq!(choose(Auto, rows, true, Some(&known)), way, "{version} {policies:?} {rows}");
            assert_eq!(choose(Auto, rows, false, Some(&known)), Pipeline);
            assert_eq!(choose(Script, rows, true, Some(&known)), Script);
        }
        assert_eq!(choose(Auto, 1000, true, None), Pipeline);
    }

    fn slots(count: usize, comment: usize) -> Vec<Slot> {
        let add = |number: usize| {
            Command::new("/ip/hotspot/user/add").arg("name", number).arg("comment", "x".repeat(comment))
        };
        (0..count).map(|number| Slot::new(add(number), &["name"])).collect()
    }

    #[test]
    fn chunks_stay_within_rows_and_bytes() {
        let sizes = |count, comment, way| -> Vec<usize> {
            let chunks = chunks(&slots(count, comment), way);
            for chunk in &chunks {
                assert_eq!(chunk.text.lines().count(), chunk.rows.len());
            }
            chunks.iter().map(|chunk| chunk.rows.len()).collect()
        };
        assert_eq!(sizes(250, 0, AddStrategy::Execute), [100, 100, 50]);
        assert_eq!(sizes(250, 0, AddStrategy::Script), [100, 100, 50]);
        assert_eq!(sizes(250, 0, AddStrategy::Import), [250]);
        for (way, limit) in [
            (AddStrategy::Execute, EXECUTE_BYTES),
            (AddStrategy::Script, SCRIPT_BYTES),
            (AddStrategy::Import, IMPORT_BYTES),
        ] {
            let chunks = chunks(&slots(1000, 300), way);
            assert!(chunks.iter().all(|chunk| chunk.text.len() <= limit), "{way:?}");
            assert_eq!(chunks.iter().map(|chunk| chunk.rows.len()).sum::<usize>(), 1000);
        }
        // A row too long for any script, and one that no script can hold.
        assert!(chunks(&slots(1, 70_000), AddStrategy::Import).is_empty());
        let zero = Slot::new(Command::new("/ip/hotspot/user/add").arg("name", "a\0"), &["name"]);
        assert!(chunks(&[zero], AddStrategy::Execute).is_empty());
    }

    #[test]
    fn output_names_the_refused_rows() {
        assert_eq!(read_output("E 3\r\nE 12\nDONE\n", &(0..20)), (vec![3, 12], true));
        assert_eq!(read_output("DONE", &(0..20)), (vec![], true));
        assert_eq!(read_output("E 3\nE x\nE 99", &(0..20)), (vec![3], false));
        assert_eq!(read_output("*2205", &(0..20)), (vec![], false));
    }
}
