//! Dumps and restores by the client programs of the server's own version.

use std::io::{BufRead as _, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::JoinHandle;

use zeroize::Zeroizing;

use crate::cluster::blocking;
use crate::os::RunAs;
use crate::{Error, Programs, text};

/// A database as the client programs reach it.
#[derive(Clone)]
pub struct Target {
    /// Name, address, or the folder of the socket.
    pub host: String,
    /// TCP port, or the number in the socket's name.
    pub port: u16,
    /// Database role: a superuser, one with BYPASSRLS, or the owner. Row security is
    /// FORCEd, so an owner sees rows by a policy only: [`dump`] makes sure that it
    /// has one that hides nothing on every table.
    pub user: String,
    /// Its password; handed over in the environment, never as an argument.
    pub password: Zeroizing<String>,
    /// Database.
    pub database: String,
    /// libpq's `sslmode`.
    pub sslmode: &'static str,
    /// libpq's `sslrootcert`: a file, or the system's certificates.
    pub root_certificate: Option<std::path::PathBuf>,
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}:{}/{}", self.user, self.host, self.port, self.database)
    }
}

/// The tables of which this role sees only some rows: fenced, and without a policy
/// for it that is always true, or with a restrictive one.
const HIDDEN_TABLES: &str = "SELECT c.oid::regclass FROM pg_class c
 WHERE c.relkind IN ('r', 'p') AND row_security_active(c.oid)
   AND (EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive)
     OR NOT EXISTS (SELECT FROM pg_policy p
         WHERE p.polrelid = c.oid AND p.polcmd IN ('*', 'r') AND pg_get_expr(p.polqual, p.polrelid) = 'true'
           AND (0 = ANY (p.polroles) OR EXISTS (SELECT FROM unnest(p.polroles) AS r WHERE pg_has_role(r, 'USAGE')))))
 ORDER BY 1;";

/// Writes the whole database into `file` in pg_dump's custom format
/// (compressed; read by [`restore`]). The file appears when it is whole.
///
/// # Errors
/// [`Error::DumpPartial`] where row security would hide rows from the role;
/// [`Error::ToolFailed`] with what pg_dump said; file errors.
pub async fn dump(programs: &Programs, target: &Target, file: &Path) -> Result<(), Error> {
    let hidden = psql(programs, target, HIDDEN_TABLES).await?;
    if !hidden.trim().is_empty() {
        return Err(Error::DumpPartial { tables: hidden.trim().replace('\n', ", ") });
    }
    let (program, target, file) = (programs.pg_dump(), target.clone(), file.to_path_buf());
    blocking(move || {
        let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf();
        let half = tempfile::NamedTempFile::new_in(&folder).map_err(|e| Error::io("write into", &folder, e))?;
        let mut command = command(&program, &target)?;
        // By itself pg_dump switches row security off and is refused, as FORCE wants
        // it; that nothing is hidden was seen above.
        command.args(["--enable-row-security", "--format", "custom", "--no-password", "--file"]).arg(half.path());
        run("pg_dump", command, &target, None)?;
        half.as_file().sync_all().map_err(|e| Error::io("write", half.path(), e))?;
        half.persist(&file).map_err(|e| Error::io("write", &file, e.error))?;
        Ok(())
    })
    .await
}

/// Restores a dump into an empty database, in one transaction, whatever version from
/// 15 on the server is: pg_restore writes the script and psql runs it.
///
/// # Errors
/// [`Error::ToolFailed`] with what pg_restore or psql said.
pub async fn restore(programs: &Programs, target: &Target, file: &Path) -> Result<(), Error> {
    let (pg_restore, psql, target) = (programs.pg_restore(), programs.psql(), target.clone());
    let file = file.to_path_buf();
    blocking(move || {
        let mut writer = command(&pg_restore, &target)?;
        writer.args(["--file", "-"]).arg(file).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut runner = command(&psql, &target)?;
        runner.args(["--no-psqlrc", "--no-password", "--quiet", "--single-transaction"]);
        runner.args(["--set", "ON_ERROR_STOP=1", "--file", "-"]);
        runner.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        pipe(writer, runner)
    })
    .await
}

/// Settings pg_restore makes at the head of a script that older servers do not know
/// (`transaction_timeout` came with 17): they stop nothing there, so they are left out.
const UNKNOWN_TO_OLDER: &[u8] = b"SET transaction_timeout = 0;\n";
/// Lines of a script before its first object; data of rows never stands in them.
const HEAD_LINES: usize = 40;

/// Has psql run what pg_restore writes. A script that ends early is not committed:
/// psql sees its end only after pg_restore has ended well, and is killed otherwise.
fn pipe(mut writer: Command, mut runner: Command) -> Result<(), Error> {
    let failed = |program: &'static str| move |e: std::io::Error| Error::ToolFailed { program, detail: e.to_string() };
    let mut writer = writer.spawn().map_err(failed("pg_restore"))?;
    let mut runner = runner.spawn().map_err(failed("psql"))?;
    let (said_by_writer, said_by_runner) = (complaints(writer.stderr.take()), complaints(runner.stderr.take()));
    let copied = match (writer.stdout.take(), runner.stdin.take()) {
        (Some(from), Some(mut to)) => copy_script(from, &mut to).and_then(|()| {
            if !writer.wait()?.success() {
                runner.kill()?;
            }
            Ok(())
        }),
        _ => Ok(()),
    };
    if copied.is_err() {
        drop(writer.kill());
    }
    let wrote = writer.wait().map_err(failed("pg_restore"))?;
    let ran = runner.wait().map_err(failed("psql"))?;
    let told = |program, said: JoinHandle<String>| {
        Err(Error::ToolFailed { program, detail: text::tail(&said.join().unwrap_or_default(), 8) })
    };
    if !ran.success() && wrote.success() || copied.is_err() {
        return told("psql", said_by_runner);
    }
    if wrote.success() { Ok(()) } else { told("pg_restore", said_by_writer) }
}

fn copy_script(from: impl Read, to: &mut impl Write) -> std::io::Result<()> {
    let mut from = std::io::BufReader::new(from);
    let mut line = Vec::new();
    for _ in 0..HEAD_LINES {
        line.clear();
        if from.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line != UNKNOWN_TO_OLDER {
            to.write_all(&line)?;
        }
    }
    std::io::copy(&mut from, to).map(|_| ())
}

/// What a program says on its second stream, read beside so that it never waits.
fn complaints(stream: Option<impl Read + Send + 'static>) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut said = Vec::new();
        if let Some(mut stream) = stream {
            // What came before a broken pipe is what there is to say.
            let _ = stream.read_to_end(&mut said);
        }
        String::from_utf8_lossy(&said).into_owned()
    })
}

/// Runs a script by psql, stopping at the first error; returns what it printed.
///
/// # Errors
/// [`Error::ToolFailed`] with what psql said.
pub async fn psql(programs: &Programs, target: &Target, script: &str) -> Result<String, Error> {
    let (program, target, script) = (programs.psql(), target.clone(), script.to_owned());
    blocking(move || {
        let mut command = command(&program, &target)?;
        command.args(["--no-psqlrc", "--no-password", "--quiet", "--tuples-only", "--no-align"]);
        command.args(["--set", "ON_ERROR_STOP=1", "--file", "-"]);
        run("psql", command, &target, Some(&script))
    })
    .await
}

/// A client program runs as this process's user: it writes the caller's files.
fn command(program: &Path, target: &Target) -> Result<Command, Error> {
    let here = std::env::current_dir().ok();
    let mut command = RunAs { drop_to: None, ..RunAs::current()? }.command(program);
    if let Some(here) = here {
        command.current_dir(here);
    }
    command
        .env("PGHOST", &target.host)
        .env("PGPORT", target.port.to_string())
        .env("PGUSER", &target.user)
        .env("PGPASSWORD", target.password.as_str())
        .env("PGDATABASE", &target.database)
        .env("PGSSLMODE", target.sslmode)
        .env("PGCONNECT_TIMEOUT", "10")
        .env("PGCLIENTENCODING", "UTF8");
    match (&target.root_certificate, target.sslmode) {
        (Some(file), _) => command.env("PGSSLROOTCERT", file),
        (None, "verify-full") => command.env("PGSSLROOTCERT", "system"),
        (None, _) => command.env_remove("PGSSLROOTCERT"),
    };
    Ok(command)
}

fn run(name: &'static str, mut command: Command, target: &Target, input: Option<&str>) -> Result<String, Error> {
    let failed = |detail: String| Error::ToolFailed { program: name, detail };
    tracing::debug!(program = name, ?target, "running");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut child = command.spawn().map_err(|e| failed(e.to_string()))?;
    if let (Some(mut pipe), Some(input)) = (child.stdin.take(), input) {
        let input = input.to_owned();
        // Beside, so that a long answer and a long script do not wait for each other.
        std::thread::spawn(move || pipe.write_all(input.as_bytes()));
    }
    let output = child.wait_with_output().map_err(|e| failed(e.to_string()))?;
    if !output.status.success() {
        return Err(failed(text::tail(&String::from_utf8_lossy(&output.stderr), 8)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
