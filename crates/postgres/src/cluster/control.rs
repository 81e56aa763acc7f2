//! Creates, starts and stops a server by PostgreSQL's own programs. Blocking;
//! everything here is done with the folder's lock held.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use super::folder::{DataDir, make_private};
use super::log::{self, Cause};
use super::settings::{HBA, Settings};
use super::state::{Address, Secrets, State};
use crate::os::RunAs;
use crate::{Error, Programs, os, text};

/// How long a server may take until it answers, seconds: after a power cut it
/// first replays its write-ahead log.
const START_SECONDS: u32 = 600;
/// How long a fast stop may take before connections are cut off, seconds.
const STOP_SECONDS: u32 = 30;
/// Beginning of the name of a cluster that is being made.
const HALF_DONE: &str = "new-";
/// How often a start is tried again while the processes of a killed server go.
const RETRIES: u32 = 40;

/// What the programs work on.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) dir: DataDir,
    pub(crate) programs: Programs,
    pub(crate) run_as: RunAs,
    pub(crate) settings: Settings,
}

impl Site {
    /// PostgreSQL's own data directory.
    pub(crate) fn data(&self) -> PathBuf {
        self.dir.cluster(self.programs.version().major)
    }

    /// Creates the cluster under a temporary name and renames it when it is
    /// whole: a process killed on the way leaves nothing that is taken for one.
    pub(crate) fn create(&self, secrets: &Secrets) -> Result<(), Error> {
        let postgres = self.dir.postgres();
        sweep(&postgres);
        let half = postgres.join(format!("{HALF_DONE}{}-{:08x}", std::process::id(), rand::random::<u32>()));
        make_private(&half, &self.run_as)?;
        let made = self
            .initdb(&half, secrets)
            .and_then(|data| std::fs::rename(&data, self.data()).map_err(|e| Error::io("rename", &data, e)));
        sweep(&postgres);
        made
    }

    /// Runs `initdb` in `half` and returns the new data directory.
    fn initdb(&self, half: &Path, secrets: &Secrets) -> Result<PathBuf, Error> {
        let data = half.join("data");
        let password = half.join("password");
        make_private(&data, &self.run_as)?;
        std::fs::write(&password, &secrets.superuser).map_err(|e| Error::io("write", &password, e))?;
        os::set_mode(&password, 0o600)?;
        self.run_as.own(&password)?;
        let mut command = self.run_as.command(&self.programs.server_bin("initdb"));
        command
            .arg("--pgdata")
            .arg(&data)
            .args(["--username", crate::roles::SUPERUSER, "--encoding", "UTF8", "--locale", "C"])
            .args(["--auth", "scram-sha-256", "--data-checksums", "--no-instructions", "--pwfile"])
            .arg(&password)
            .stdin(Stdio::null());
        if !self.settings.durable() {
            command.arg("--no-sync");
        }
        let program = self.programs.server_bin("initdb");
        let output = command.output().map_err(|e| Error::ProgramsBroken { program, detail: e.to_string() })?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let major = self.programs.version().major;
            return Err(log::cause(&said)
                .error(self.dir.path(), None, major, &said)
                .unwrap_or_else(|| Error::InitFailed { detail: text::tail(&said, 8) }));
        }
        self.write_owned(&data.join("pg_hba.conf"), HBA)?;
        let conf = data.join("postgresql.conf");
        let mut standard = std::fs::read_to_string(&conf).map_err(|e| Error::io("read", &conf, e))?;
        standard.push_str("\ninclude = 'simpul.conf'\n");
        self.write_owned(&conf, &standard)?;
        Ok(data)
    }

    /// Starts the server and waits until it answers. On success the state
    /// says how it is reached.
    pub(crate) fn start(&self, state: &mut State, fixed_port: Option<u16>) -> Result<(), Error> {
        let mut ports_tried = 0;
        let mut retries = 0;
        loop {
            state.address = self.address(&state.address, fixed_port)?;
            state.running_on = Some(os::computer());
            state.write(&self.dir)?;
            self.write_owned(&self.data().join("simpul.conf"), &self.settings.text(&state.address))?;
            let Err((cause, said)) = self.pg_ctl_start()? else { return Ok(()) };
            let port = match state.address {
                Address::Port(port) => Some(port),
                Address::Socket(_) => None,
            };
            match cause {
                Cause::PortInUse if fixed_port.is_none() && ports_tried < 5 => {
                    ports_tried += 1;
                    state.address = Address::Port(0);
                }
                Cause::OldProcesses if retries < RETRIES => {
                    retries += 1;
                    std::thread::sleep(Duration::from_millis(250));
                }
                cause => {
                    state.running_on = None;
                    state.write(&self.dir)?;
                    let major = self.programs.version().major;
                    return Err(cause
                        .error(self.dir.path(), port, major, &said)
                        .unwrap_or_else(|| Error::StartFailed { log_tail: text::tail(&said, 12) }));
                }
            }
        }
    }

    /// One run of `pg_ctl start`: `Ok(Err(…))` is a server that refused.
    fn pg_ctl_start(&self) -> Result<Result<(), (Cause, String)>, Error> {
        let log_file = self.dir.log_file();
        let offset = log::before_start(&log_file);
        let mut command = self.run_as.command(&self.programs.server_bin("pg_ctl"));
        command
            .args(["start", "--wait", "--silent", "--timeout", &START_SECONDS.to_string(), "--pgdata"])
            .arg(self.data())
            .arg("--log")
            .arg(&log_file);
        let (done, said) = self.run_pg_ctl(command)?;
        if done {
            return Ok(Ok(()));
        }
        let text = format!("{}\n{said}", log::since(&log_file, offset));
        Ok(Err((log::cause(&text), text)))
    }

    /// Stops the server: first politely, then by cutting off.
    pub(crate) fn stop(&self) -> Result<(), Error> {
        let mut last = String::new();
        for mode in ["fast", "immediate"] {
            let mut command = self.run_as.command(&self.programs.server_bin("pg_ctl"));
            command
                .args([
                    "stop",
                    "--wait",
                    "--silent",
                    "--timeout",
                    &STOP_SECONDS.to_string(),
                    "--mode",
                    mode,
                    "--pgdata",
                ])
                .arg(self.data());
            let (done, said) = self.run_pg_ctl(command)?;
            if done || !self.data().join("postmaster.pid").exists() {
                return Ok(());
            }
            last = said;
        }
        Err(Error::StopFailed { detail: text::tail(&last, 4) })
    }

    /// Runs `pg_ctl` with its output in a file: a server inherits a pipe on
    /// Windows, and whoever reads it would wait for the server's end.
    fn run_pg_ctl(&self, mut command: std::process::Command) -> Result<(bool, String), Error> {
        let run = self.dir.run();
        let output = tempfile::NamedTempFile::new_in(&run).map_err(|e| Error::io("write into", &run, e))?;
        let copy = || output.reopen().map_err(|e| Error::io("open", output.path(), e));
        command.stdin(Stdio::null()).stdout(copy()?).stderr(copy()?);
        let program = self.programs.server_bin("pg_ctl");
        let status = command.status().map_err(|e| Error::ProgramsBroken { program, detail: e.to_string() })?;
        let said = std::fs::read(output.path()).unwrap_or_default();
        Ok((status.success(), String::from_utf8_lossy(&said).into_owned()))
    }

    /// Where the server will be reached: the socket on Linux, otherwise the
    /// port it had before, or another if somebody took that.
    fn address(&self, before: &Address, fixed: Option<u16>) -> Result<Address, Error> {
        #[cfg(unix)]
        if let Address::Socket(_) = before {
            let folder = self.dir.socket_folder(&self.run_as)?;
            // No server of this folder lives (the caller has made sure), and the
            // folder is private: what lies here is of a killed one, and its pid
            // may meanwhile be somebody else's.
            for name in
                [format!(".s.PGSQL.{}", super::SOCKET_NUMBER), format!(".s.PGSQL.{}.lock", super::SOCKET_NUMBER)]
            {
                let _ = std::fs::remove_file(folder.join(name));
            }
            return Ok(Address::Socket(folder));
        }
        if let Some(port) = fixed {
            return if is_free(port) { Ok(Address::Port(port)) } else { Err(Error::PortInUse { port }) };
        }
        if let Address::Port(port) = before
            && *port != 0
            && is_free(*port)
        {
            return Ok(Address::Port(*port));
        }
        // Below the ports that systems hand out to outgoing connections.
        let mut last = 0;
        for _ in 0..200 {
            last = rand::random_range(21_000..29_000);
            if is_free(last) {
                return Ok(Address::Port(last));
            }
        }
        Err(Error::PortInUse { port: last })
    }

    /// Writes a file that the server's user reads.
    fn write_owned(&self, path: &Path, content: &str) -> Result<(), Error> {
        std::fs::write(path, content).map_err(|e| Error::io("write", path, e))?;
        os::set_mode(path, 0o600)?;
        self.run_as.own(path)
    }
}

/// Removes half-made clusters. An initdb whose parent was killed goes on writing
/// for a second, so it is tried for a while; what stays has a name of its own,
/// is in nobody's way, and goes the next time.
fn sweep(postgres: &Path) {
    for entry in std::fs::read_dir(postgres).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(HALF_DONE) {
            continue;
        }
        for _ in 0..100 {
            match std::fs::remove_dir_all(entry.path()) {
                Err(e) if e.kind() == std::io::ErrorKind::DirectoryNotEmpty => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                _ => break,
            }
        }
    }
}

/// Whether nobody listens on a port of 127.0.0.1.
fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// What `postmaster.pid` says about the server of a data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pid {
    /// No server, or one that stopped in order.
    None,
    /// A server of this directory.
    Alive,
    /// The number belongs to nobody, or to something else.
    Stale,
}

/// Reads `postmaster.pid`.
pub(crate) fn pid(data: &Path) -> Pid {
    match read_pid(data) {
        None => Pid::None,
        Some(pid) if os::is_server_of(pid, data) => Pid::Alive,
        Some(_) => Pid::Stale,
    }
}

fn read_pid(data: &Path) -> Option<u32> {
    let text = std::fs::read_to_string(data.join("postmaster.pid")).ok()?;
    text.lines().next()?.trim().parse::<i64>().ok().map(|pid| u32::try_from(pid.abs()).unwrap_or(u32::MAX))
}

/// Makes a stale `postmaster.pid` harmless.
///
/// PostgreSQL refuses to start while a process of that number lives, whatever
/// it is. Removing the file would also remove the record of the old server's
/// shared memory, by which PostgreSQL notices that its processes still write;
/// so only the number is replaced, by one that no process can have.
pub(crate) fn defuse(data: &Path) -> Result<(), Error> {
    const NOBODY: &str = "2147483600";
    let path = data.join("postmaster.pid");
    let text = std::fs::read_to_string(&path).map_err(|e| Error::io("read", &path, e))?;
    let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    // In place: the file keeps its owner.
    std::fs::write(&path, format!("{NOBODY}\n{rest}")).map_err(|e| Error::io("write", &path, e))
}
