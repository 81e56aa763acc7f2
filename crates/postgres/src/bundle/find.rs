//! The programs that are on this computer, and which of them are used.

use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::unpack;
use crate::{Error, os};

/// File that marks a bundle as whole.
pub(super) const STAMP: &str = ".complete";

/// Environment variable: a bundle's folder, or the `bin` folder of a
/// PostgreSQL installation.
const POSTGRES_ENV: &str = "SIMPUL_POSTGRES";

/// Where the programs were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Named by the environment variable `SIMPUL_POSTGRES`.
    Named,
    /// Beside this program, put there by its installer.
    Installer,
    /// In the tools folder, put there by [`super::ensure`].
    Tools,
    /// The operating system's own, for want of the others.
    System {
        /// Why they are used.
        reason: String,
    },
}

/// Version of a PostgreSQL program: `18.4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataVersion {
    /// Decides whether a data folder can be used.
    pub major: u32,
    /// Bug fixes; any can be used with a folder of the same major.
    pub minor: u32,
}

impl DataVersion {
    /// Reads `18.4`, `15.18 (Debian …)` or `postgres (PostgreSQL) 18.4`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let word = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
        let mut parts = word.split(|c: char| !c.is_ascii_digit());
        Some(Self { major: parts.next()?.parse().ok()?, minor: parts.next().and_then(|m| m.parse().ok()).unwrap_or(0) })
    }
}

impl std::fmt::Display for DataVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A set of PostgreSQL's programs of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    server: PathBuf,
    client: PathBuf,
    version: DataVersion,
    origin: Origin,
}

impl Programs {
    /// The programs of a bundle's folder, if it is whole.
    pub(super) fn of_bundle(root: &Path, origin: Origin) -> Option<Self> {
        let version = std::fs::read_to_string(root.join(STAMP)).ok()?;
        Some(Self {
            server: root.join("server").join("bin"),
            client: unpack::client_bin(root),
            version: DataVersion::parse(&version)?,
            origin,
        })
    }

    /// The programs of a folder that holds all of them (`/usr/lib/postgresql/15/bin`).
    ///
    /// # Errors
    /// [`Error::ProgramsMissing`] when the server is not there,
    /// [`Error::ProgramsBroken`] when it does not tell its version.
    pub fn of_installation(bin: &Path, origin: Origin) -> Result<Self, Error> {
        let postgres = bin.join(exe("postgres"));
        if !postgres.is_file() || !bin.join(exe("initdb")).is_file() {
            return Err(Error::ProgramsMissing { searched: vec![bin.to_path_buf()] });
        }
        let version = version_of(&postgres)?;
        Ok(Self { server: bin.to_path_buf(), client: bin.to_path_buf(), version, origin })
    }

    /// A program of the server: `postgres`, `initdb`, `pg_ctl`.
    #[must_use]
    pub fn server_bin(&self, name: &str) -> PathBuf {
        self.server.join(exe(name))
    }

    /// `psql` of the server's version.
    #[must_use]
    pub fn psql(&self) -> PathBuf {
        self.client.join(exe("psql"))
    }

    /// `pg_dump` of the server's version.
    #[must_use]
    pub fn pg_dump(&self) -> PathBuf {
        self.client.join(exe("pg_dump"))
    }

    /// `pg_restore` of the server's version.
    #[must_use]
    pub fn pg_restore(&self) -> PathBuf {
        self.client.join(exe("pg_restore"))
    }

    /// Their version.
    #[must_use]
    pub fn version(&self) -> DataVersion {
        self.version
    }

    /// Where they were found.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Runs each program once for its version: a missing library or a wrong
    /// processor shows here and not in the middle of a start.
    ///
    /// # Errors
    /// [`Error::ProgramsBroken`] names the first that does not answer.
    pub fn check(&self) -> Result<(), Error> {
        let server = ["postgres", "initdb", "pg_ctl"].map(|name| self.server_bin(name));
        let client = [self.psql(), self.pg_dump(), self.pg_restore()];
        for program in server.iter().chain(&client) {
            let version = version_of(program)?;
            if version.major != self.version.major {
                return Err(Error::ProgramsBroken {
                    program: program.clone(),
                    detail: format!("is version {version}, expected {}", self.version),
                });
            }
        }
        Ok(())
    }
}

/// Asks a program for its version.
fn version_of(program: &Path) -> Result<DataVersion, Error> {
    let broken = |detail: String| Error::ProgramsBroken { program: program.to_path_buf(), detail };
    // As the user of the server: root may run what that user cannot read.
    let output = os::RunAs::current()?.command(program).arg("--version").output().map_err(|e| broken(e.to_string()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(broken(crate::text::tail(&String::from_utf8_lossy(&output.stderr), 3)));
    }
    DataVersion::parse(&text).ok_or_else(|| broken(text.trim().to_owned()))
}

/// A program's file name on this operating system.
fn exe(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// Finds the programs; never fetches anything.
///
/// In this order: the folder in `SIMPUL_POSTGRES` (an explicit wish comes
/// first), `resources` and the folders beside this program (installer), the
/// tools folder, and as the last resort the operating system's own of version
/// 15 to 18, with the reason in [`Origin::System`].
///
/// # Errors
/// [`Error::ProgramsMissing`] with the folders that were tried;
/// [`Error::ProgramsBroken`] when the named ones do not run.
pub fn locate(resources: Option<&Path>) -> Result<Programs, Error> {
    let manifest = Manifest::pinned()?;
    let mut searched = Vec::new();
    if let Some(named) = std::env::var_os(POSTGRES_ENV).filter(|named| !named.is_empty()).map(PathBuf::from) {
        return Programs::of_bundle(&named, Origin::Named)
            .map_or_else(|| Programs::of_installation(&named, Origin::Named), Ok);
    }
    let mut places: Vec<(PathBuf, Origin)> = Vec::new();
    places.extend(resources.map(|dir| (dir.to_path_buf(), Origin::Installer)));
    if let Some(beside) = std::env::current_exe().ok().as_deref().and_then(Path::parent) {
        for place in [".", "resources", "../Resources", "../lib/simpul"] {
            places.push((beside.join(place), Origin::Installer));
        }
    }
    places.push((super::default_tools_dir(), Origin::Tools));
    for (place, origin) in places {
        let root = place.join(manifest.folder());
        if let Some(programs) = Programs::of_bundle(&root, origin) {
            return Ok(programs);
        }
        searched.push(root);
    }
    for major in [18, 17, 16, 15] {
        let bin = PathBuf::from(format!("/usr/lib/postgresql/{major}/bin"));
        let reason =
            format!("the programs of PostgreSQL {} that belong to this program were not found", manifest.version);
        if let Ok(programs) = Programs::of_installation(&bin, Origin::System { reason }) {
            return Ok(programs);
        }
        searched.push(bin);
    }
    Err(Error::ProgramsMissing { searched })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_versions_as_programs_print_them() {
        let version = |text| DataVersion::parse(text).map(|v| (v.major, v.minor));
        assert_eq!(version("postgres (PostgreSQL) 18.4"), Some((18, 4)));
        assert_eq!(version("pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some((15, 18)));
        assert_eq!(version("19beta1"), Some((19, 0)));
        assert_eq!(version("nothing"), None);
    }
}
