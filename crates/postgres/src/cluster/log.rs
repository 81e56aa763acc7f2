//! Reads from the server's log why it did not start.

use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::Error;

/// A log longer than this is set aside at the next start, bytes.
const ROTATE_AT: u64 = 5 << 20;

/// Sets a long log aside (one old log is kept) and returns its length: what
/// comes after is of the next start.
pub(crate) fn before_start(log: &Path) -> u64 {
    let length = std::fs::metadata(log).map_or(0, |meta| meta.len());
    if length > ROTATE_AT && std::fs::rename(log, log.with_extension("log.1")).is_ok() {
        return 0;
    }
    length
}

/// What the log says since `offset`.
pub(crate) fn since(log: &Path, offset: u64) -> String {
    let mut bytes = Vec::new();
    if let Ok(mut file) = std::fs::File::open(log) {
        let _ = file.seek(SeekFrom::Start(offset)).and_then(|_| file.read_to_end(&mut bytes));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Why a program of PostgreSQL stopped, by what it wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cause {
    PortInUse,
    DiskFull,
    ReadOnly,
    OutOfMemory,
    /// Processes of a killed server have not gone yet: try again.
    OldProcesses,
    /// Another server has the folder or its socket.
    Locked,
    OtherMajor(u32),
    Damaged,
    Unknown,
}

/// Recognises the messages of PostgreSQL 15 to 18 in English (the programs run
/// with LC_MESSAGES=C).
pub(crate) fn cause(text: &str) -> Cause {
    let has = |part: &str| text.contains(part);
    if has("No space left on device") || has("Disk quota exceeded") || has("There is not enough space on the disk") {
        Cause::DiskFull
    } else if has("Read-only file system") {
        Cause::ReadOnly
    } else if has("pre-existing shared memory block") {
        Cause::OldProcesses
    } else if has("Address already in use") || has("Only one usage of each socket address") {
        Cause::PortInUse
    } else if has("lock file \"postmaster.pid\" already exists") || (has("lock file") && has("already exists")) {
        Cause::Locked
    } else if has("Cannot allocate memory") || has("out of memory") {
        Cause::OutOfMemory
    } else if let Some(found) = other_major(text) {
        Cause::OtherMajor(found)
    } else if has("could not locate a valid checkpoint record")
        || has("invalid checkpoint record")
        || has("PANIC:")
        || has("could not read file \"global/pg_control\"")
        || has("incorrect checksum in control file")
    {
        Cause::Damaged
    } else if has("Permission denied") {
        Cause::ReadOnly
    } else {
        Cause::Unknown
    }
}

fn other_major(text: &str) -> Option<u32> {
    let rest = text.split("initialized by PostgreSQL version ").nth(1)?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

impl Cause {
    /// The error for a person; `None` for [`Cause::Unknown`], whose error
    /// depends on which program it was, and for causes that pass.
    pub(crate) fn error(&self, dir: &Path, port: Option<u16>, needed_major: u32, text: &str) -> Option<Error> {
        let path = dir.to_path_buf();
        match self {
            Self::PortInUse => Some(Error::PortInUse { port: port.unwrap_or_default() }),
            Self::DiskFull => Some(Error::DiskFull { path, free_mib: None, needed_mib: 1 }),
            Self::ReadOnly => Some(Error::FolderReadOnly { path }),
            Self::OutOfMemory => Some(Error::OutOfMemory),
            Self::OtherMajor(found) if *found < needed_major => {
                Some(Error::OlderMajor { found: *found, needed: needed_major })
            }
            Self::OtherMajor(found) => Some(Error::NewerMajor { found: *found, needed: needed_major }),
            Self::Damaged => Some(Error::Damaged { log_tail: crate::text::tail(text, 12) }),
            Self::OldProcesses | Self::Locked | Self::Unknown => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_what_the_server_writes() {
        let cases = [
            ("LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use", Cause::PortInUse),
            ("FATAL:  could not write lock file \"postmaster.pid\": No space left on device", Cause::DiskFull),
            ("FATAL:  could not create lock file \"postmaster.pid\": Read-only file system", Cause::ReadOnly),
            ("FATAL:  could not map anonymous shared memory: Cannot allocate memory", Cause::OutOfMemory),
            ("FATAL:  pre-existing shared memory block (key 5, ID 6) is still in use", Cause::OldProcesses),
            ("FATAL:  lock file \"postmaster.pid\" already exists", Cause::Locked),
            (
                "FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 14, which is not compatible with this version 18.4.",
                Cause::OtherMajor(14),
            ),
            ("PANIC:  could not locate a valid checkpoint record at 0/1", Cause::Damaged),
            ("FATAL:  something new", Cause::Unknown),
        ];
        for (text, expected) in cases {
            assert_eq!(cause(text), expected, "{text}");
        }
    }

    #[test]
    fn a_full_disk_wins_over_the_panic_it_causes() {
        let text = "PANIC:  could not write to file \"pg_wal/xlogtemp.1\": No space left on device";
        assert_eq!(cause(text), Cause::DiskFull);
    }
}
