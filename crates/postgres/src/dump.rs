//! Dumps and restores by the client programs of the server's own version.

use std::path::Path;
use std::process::{Command, Stdio};

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

/// Restores a dump into an empty database, in one transaction.
///
/// # Errors
/// [`Error::ToolFailed`] with what pg_restore said.
pub async fn restore(programs: &Programs, target: &Target, file: &Path) -> Result<(), Error> {
    let (program, target, file) = (programs.pg_restore(), target.clone(), file.to_path_buf());
    blocking(move || {
        let mut command = command(&program, &target)?;
        command
            .args(["--no-password", "--exit-on-error", "--single-transaction", "--dbname", &target.database])
            .arg(file);
        run("pg_restore", command, &target, None).map(|_| ())
    })
    .await
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
    use std::io::Write as _;
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
