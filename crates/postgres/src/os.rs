//! What differs between operating systems: users, rights, child processes.
//!
//! PostgreSQL refuses to run as root, so a process of root hands the server's
//! folders to an unprivileged user and starts its programs as that user.

use std::path::Path;
use std::process::Command;

use crate::Error;

/// The operating system user the server runs as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunAs {
    /// Name, for messages.
    pub(crate) name: String,
    /// `None`: as the user of this process.
    pub(crate) drop_to: Option<(u32, u32)>,
}

impl RunAs {
    /// The user of this process, or for root `postgres` and then `nobody`.
    pub(crate) fn current() -> Result<Self, Error> {
        if !is_root() {
            return Ok(Self { name: user_name(), drop_to: None });
        }
        let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        for name in ["postgres", "nobody"] {
            if let Some(ids) = account(&accounts, name) {
                return Ok(Self { name: name.to_owned(), drop_to: Some(ids) });
            }
        }
        Err(Error::NoUnprivilegedUser)
    }

    /// A command that runs as this user in a plain environment: no working
    /// folder the user might not enter, messages in English so that they can
    /// be recognised, no console window on Windows.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env("LC_ALL", "C.UTF-8").env("LANG", "C.UTF-8").env("LC_MESSAGES", "C");
        for name in ["PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGDATA", "PGOPTIONS", "PGSERVICE"] {
            command.env_remove(name);
        }
        self.apply(&mut command);
        command
    }

    #[cfg(unix)]
    fn apply(&self, command: &mut Command) {
        use std::os::unix::process::CommandExt;
        command.current_dir("/");
        if let Some((uid, gid)) = self.drop_to {
            command.uid(uid).gid(gid);
        }
    }

    #[cfg(windows)]
    fn apply(&self, command: &mut Command) {
        use std::os::windows::process::CommandExt;
        command.creation_flags(CREATE_NO_WINDOW);
    }

    /// Gives a file or folder to this user (only needed after a drop).
    pub(crate) fn own(&self, path: &Path) -> Result<(), Error> {
        #[cfg(unix)]
        if let Some((uid, gid)) = self.drop_to {
            std::os::unix::fs::chown(path, Some(uid), Some(gid)).map_err(|e| Error::io("chown", path, e))?;
        }
        #[cfg(not(unix))]
        let _ = path;
        Ok(())
    }

    /// The first folder on the way to `path` (itself included) that this user
    /// cannot enter.
    #[cfg(unix)]
    pub(crate) fn first_closed(&self, path: &Path) -> Option<std::path::PathBuf> {
        use std::os::unix::fs::MetadataExt;
        let (uid, gid) = self.drop_to?;
        let mut ancestors: Vec<&Path> = path.ancestors().filter(|a| !a.as_os_str().is_empty()).collect();
        ancestors.reverse();
        ancestors
            .into_iter()
            .find(|folder| {
                let Ok(meta) = std::fs::metadata(folder) else { return false };
                let bit = if meta.uid() == uid {
                    0o100
                } else if meta.gid() == gid {
                    0o010
                } else {
                    0o001
                };
                meta.is_dir() && meta.mode() & bit == 0
            })
            .map(Path::to_path_buf)
    }

    /// The first folder on the way to `path` that this user cannot enter.
    #[cfg(not(unix))]
    pub(crate) fn first_closed(&self, _path: &Path) -> Option<std::path::PathBuf> {
        None
    }

    /// An error if this user cannot reach `path`.
    pub(crate) fn must_reach(&self, path: &Path) -> Result<(), Error> {
        match self.first_closed(path) {
            Some(path) => Err(Error::ParentNotTraversable { path, user: self.name.clone() }),
            None => Ok(()),
        }
    }
}

/// Whether this process is root (never on Windows, where `pg_ctl` itself drops
/// an administrator's token).
#[cfg(unix)]
pub(crate) fn is_root() -> bool {
    // The effective user owns what this process creates; /proc says so without libc.
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        return status
            .lines()
            .find_map(|line| line.strip_prefix("Uid:"))
            .and_then(|ids| ids.split_whitespace().nth(1))
            .is_some_and(|euid| euid == "0");
    }
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

/// Whether this process is root.
#[cfg(not(unix))]
pub(crate) fn is_root() -> bool {
    false
}

/// The user's name, for messages only.
fn user_name() -> String {
    std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_else(|_| "this user".to_owned())
}

/// Numeric user and group of an account in the text of /etc/passwd.
fn account(passwd: &str, name: &str) -> Option<(u32, u32)> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != name {
            return None;
        }
        let uid: u32 = fields.nth(1)?.parse().ok()?;
        let gid: u32 = fields.next()?.parse().ok()?;
        (uid != 0).then_some((uid, gid))
    })
}

/// Sets the rights of a file or folder; nothing on Windows, where the profile
/// folder is private to the user.
#[cfg(unix)]
pub(crate) fn set_mode(path: &Path, mode: u32) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).map_err(|e| Error::io("chmod", path, e))
}

/// Sets the rights of a file or folder.
#[cfg(not(unix))]
pub(crate) fn set_mode(_path: &Path, _mode: u32) -> Result<(), Error> {
    Ok(())
}

/// A stable name of this computer: to notice that a folder's server may be
/// running on another one.
pub(crate) fn computer() -> String {
    for file in ["/proc/sys/kernel/hostname", "/etc/hostname"] {
        if let Ok(name) = std::fs::read_to_string(file) {
            let name = name.trim();
            if !name.is_empty() {
                return name.to_owned();
            }
        }
    }
    if let Ok(name) = std::env::var("COMPUTERNAME") {
        return name;
    }
    Command::new("hostname")
        .output()
        .ok()
        .map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "unknown".to_owned())
}

/// The numeric user of this process's files, for names of short folders.
#[cfg(unix)]
pub(crate) fn uid_of(path: &Path) -> u32 {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).map(|meta| meta.uid()).unwrap_or(0)
}

/// No console window opens for a program that is only asked something.
#[cfg(windows)]
const CREATE_NO_WINDOW: u32 = 0x0800_0000;

/// Whether process `pid` is a PostgreSQL server working in `data`.
///
/// A server's working folder is its data folder. Where that cannot be read the
/// program's name decides: better to refuse once too often than to start a
/// second server on the same files.
#[cfg(unix)]
pub(crate) fn is_server_of(pid: u32, data: &Path) -> bool {
    let proc = Path::new("/proc").join(pid.to_string());
    if Path::new("/proc/self").exists() {
        // A killed process stays listed until its parent asks; nobody does in
        // a container without an init.
        let dead = |status: &str| status.lines().any(|line| line.starts_with("State:") && line.contains('Z'));
        if std::fs::read_to_string(proc.join("status")).map_or(true, |status| dead(&status)) {
            return false;
        }
        if let Ok(cwd) = std::fs::read_link(proc.join("cwd")) {
            return same_folder(&cwd, data);
        }
        return std::fs::read_to_string(proc.join("comm")).is_ok_and(|name| name.trim().starts_with("postgres"));
    }
    Command::new("ps")
        .args(["-o", "comm=", "-p", &pid.to_string()])
        .output()
        .is_ok_and(|out| String::from_utf8_lossy(&out.stdout).contains("postgres"))
}

/// Whether process `pid` is a PostgreSQL server working in `data`. Windows does not say where a process
/// works; its program's name decides, as on unix where the folder cannot be read. After a power cut the
/// number mostly belongs to nobody, and the folder must not wait for it for ever.
#[cfg(not(unix))]
pub(crate) fn is_server_of(pid: u32, _data: &Path) -> bool {
    let mut tasklist = Command::new("tasklist");
    tasklist.args(["/FI", &format!("PID eq {pid}"), "/FO", "CSV", "/NH"]);
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt as _;
        tasklist.creation_flags(CREATE_NO_WINDOW);
    }
    // What cannot be asked is taken for alive: never two servers on the same files.
    tasklist
        .output()
        .map_or(true, |out| !out.status.success() || lists_server(&String::from_utf8_lossy(&out.stdout), pid))
}

/// Whether a line of `tasklist` in CSV (`"postgres.exe","4711",…`) is of a server with this number. Nothing else in
/// it is looked at: where there is no such process it says so in the system's language.
#[cfg(any(not(unix), test))]
fn lists_server(answer: &str, pid: u32) -> bool {
    answer.lines().any(|line| {
        let mut fields = line.split(',').map(|field| field.trim().trim_matches('"'));
        let is_postgres = fields.next().is_some_and(|name| name.to_ascii_lowercase().starts_with("postgres"));
        is_postgres && fields.next().is_some_and(|number| number == pid.to_string())
    })
}

/// Whether two paths name the same folder.
pub(crate) fn same_folder(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_left_over_is_no_server() {
        let server = "\"postgres.exe\",\"4711\",\"Console\",\"1\",\"21,420 K\"\r\n";
        assert!(lists_server(server, 4711));
        assert!(!lists_server(server, 471), "another number");
        assert!(!lists_server("\"chrome.exe\",\"4711\",\"Console\",\"1\",\"210,000 K\"\r\n", 4711), "given on");
        assert!(!lists_server("INFO: No tasks are running which match the specified criteria.\r\n", 4711));
        assert!(!lists_server("INFORMASI: Tidak ada tugas 4711 postgres\r\n", 4711));
        assert!(!lists_server("", 4711));
    }

    #[test]
    fn finds_an_account_and_never_root() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\npostgres:x:107:115:,,,:/var/lib/postgresql:/bin/sh\nnobody:x:0:0::/:/bin/false\n";
        assert_eq!(account(passwd, "postgres"), Some((107, 115)));
        assert_eq!(account(passwd, "nobody"), None, "an account with uid 0 is root by another name");
        assert_eq!(account(passwd, "postgre"), None);
    }

    #[cfg(unix)]
    #[test]
    fn names_the_first_closed_folder() {
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("a");
        std::fs::create_dir(&inner).unwrap();
        set_mode(outer.path(), 0o700).unwrap();
        let stranger = RunAs { name: "x".into(), drop_to: Some((65_000, 65_000)) };
        assert_eq!(stranger.first_closed(&inner), Some(outer.path().to_path_buf()));
        set_mode(outer.path(), 0o711).unwrap();
        set_mode(&inner, 0o711).unwrap();
        assert_eq!(stranger.first_closed(&inner), None);
    }
}
