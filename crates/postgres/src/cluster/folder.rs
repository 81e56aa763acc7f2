//! The data folder: where everything of a cluster lies, and whether the
//! folder can be used at all.
//!
//! ```text
//! <data>/postgres/18/           the cluster, named by its major version
//! <data>/postgres/server.json   what joining processes need to know
//! <data>/postgres/secrets.json  passwords, 0600
//! <data>/postgres/log/          the server's log
//! <data>/run/lock, users/       who is using the server
//! <data>/run/s/                 the socket
//! ```

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::os::{self, RunAs};

/// Room a new cluster needs, MiB: 40 for the files, 80 for the write-ahead
/// log, and something to begin to work with.
const ROOM_TO_CREATE_MIB: u64 = 256;
/// Room without which a server is not even started, MiB: two segments of the
/// write-ahead log for the recovery, and a little.
const ROOM_TO_START_MIB: u64 = 48;
/// The longest socket folder, bytes: the system's limit for the whole socket
/// path is 107 (103 on macOS), and PostgreSQL adds `/.s.PGSQL.5432`.
#[cfg(unix)]
const LONGEST_SOCKET_FOLDER: usize = 88;

/// A folder that owns a database server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDir {
    root: PathBuf,
}

impl DataDir {
    /// The folder at `path`; nothing is created or looked at yet.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { root: path.into() }
    }

    /// The folder of this user: under the local (never the roaming) profile.
    /// Root's home is closed to the user the server runs as, so root's is
    /// `/var/lib/simpul`.
    #[must_use]
    pub fn default_for_user() -> Self {
        let home = || std::env::var_os("HOME").map(PathBuf::from).unwrap_or_else(std::env::temp_dir);
        let root = if os::is_root() {
            PathBuf::from("/var/lib/simpul")
        } else if cfg!(windows) {
            std::env::var_os("LOCALAPPDATA").map_or_else(std::env::temp_dir, PathBuf::from).join("Simpul")
        } else if cfg!(target_os = "macos") {
            home().join("Library/Application Support/Simpul")
        } else {
            std::env::var_os("XDG_DATA_HOME").map_or_else(|| home().join(".local/share"), PathBuf::from).join("simpul")
        };
        Self { root }
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The folder of the cluster, whatever its version.
    pub(crate) fn postgres(&self) -> PathBuf {
        self.root.join("postgres")
    }

    /// Whether a database was made here.
    #[must_use]
    pub fn has_cluster(&self) -> bool {
        self.state_file().exists()
    }

    /// PostgreSQL's own data directory for a major version.
    #[must_use]
    pub fn cluster(&self, major: u32) -> PathBuf {
        self.postgres().join(major.to_string())
    }

    pub(crate) fn state_file(&self) -> PathBuf {
        self.postgres().join("server.json")
    }

    pub(crate) fn secrets_file(&self) -> PathBuf {
        self.postgres().join("secrets.json")
    }

    /// The server's log.
    #[must_use]
    pub fn log_file(&self) -> PathBuf {
        self.postgres().join("log").join("server.log")
    }

    pub(crate) fn run(&self) -> PathBuf {
        self.root.join("run")
    }

    /// Makes the folder and its parts, and answers whether a server can live
    /// in it. Harmless to repeat; nothing of a database is touched.
    pub(crate) fn prepare(&self, run_as: &RunAs, major: u32) -> Result<Self, Error> {
        let fresh = !self.root.exists();
        std::fs::create_dir_all(&self.root).map_err(|e| self.unwritable("create", e))?;
        let canonical = self.root.canonicalize().map_err(|e| Error::io("find", &self.root, e))?;
        let dir = Self { root: plain(canonical) };
        dir.check_name()?;
        // Nothing of ours goes into a folder that is not ours. Where a lock exists,
        // somebody may be creating the cluster now: asked again under the lock.
        if let Err(e) = dir.check_ours(major)
            && !dir.run().join("lock").exists()
        {
            return Err(e);
        }
        dir.probe()?;
        dir.check_room(major)?;
        if run_as.drop_to.is_some() {
            // Entering, not reading: what lies in it keeps its own rights.
            open_for_entering(&dir.root)?;
        } else if fresh {
            os::set_mode(&dir.root, 0o700)?;
        }
        let mode = if run_as.drop_to.is_some() { 0o711 } else { 0o700 };
        for folder in [dir.postgres(), dir.run(), dir.run().join("users"), dir.postgres().join("log")] {
            match std::fs::create_dir(&folder) {
                Ok(()) => os::set_mode(&folder, mode)?,
                // It was there, or another start makes the folder at this very moment.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::io("create", &folder, error)),
            }
        }
        run_as.own(&dir.postgres().join("log"))?;
        run_as.must_reach(&dir.postgres())?;
        Ok(dir)
    }

    /// `pg_ctl` puts the names of the folder and of the log into a shell's
    /// command line between double quotes.
    fn check_name(&self) -> Result<(), Error> {
        let unusable = match self.root.to_str() {
            None => true,
            Some(_) if cfg!(windows) => false,
            Some(name) => name.contains(['"', '$', '`', '\\', '\n', '\r']),
        };
        if unusable {
            return Err(Error::FolderNameUnusable { path: self.root.clone() });
        }
        Ok(())
    }

    /// Refuses a folder with somebody else's database, or one of another
    /// major version.
    pub(crate) fn check_ours(&self, major: u32) -> Result<(), Error> {
        let foreign = |detail: &str| Error::ForeignFolder { path: self.root.clone(), detail: detail.to_owned() };
        if self.root.join("PG_VERSION").exists() {
            return Err(foreign("the folder itself is a PostgreSQL data directory"));
        }
        let known = self.state_file().exists();
        let mut majors = Vec::new();
        for entry in std::fs::read_dir(self.postgres()).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name == "PG_VERSION" {
                return Err(foreign("its folder postgres is a PostgreSQL data directory"));
            }
            if name.parse::<u32>().is_ok() {
                if !known {
                    return Err(foreign("it has a cluster, but no server.json"));
                }
                let version = std::fs::read_to_string(entry.path().join("PG_VERSION")).unwrap_or_default();
                majors.extend(version.trim().parse::<u32>());
            }
        }
        if majors.contains(&major) {
            return Ok(());
        }
        match majors.into_iter().max() {
            Some(found) if found < major => Err(Error::OlderMajor { found, needed: major }),
            Some(found) => Err(Error::NewerMajor { found, needed: major }),
            None if self.cluster(major).exists() => Err(foreign("its cluster has no PG_VERSION")),
            None => Ok(()),
        }
    }

    /// For the doctor: whether the folder could be used; free space in MiB.
    pub(crate) fn check_usable(&self, major: Option<u32>) -> Result<u64, Error> {
        self.check_name()?;
        self.probe()?;
        if let Some(major) = major {
            self.check_ours(major)?;
            self.check_room(major)?;
        }
        self.free_mib()
    }

    fn free_mib(&self) -> Result<u64, Error> {
        Ok(fs4::available_space(&self.root).map_err(|e| Error::io("measure", &self.root, e))? / (1 << 20))
    }

    /// Writes and removes a small file.
    fn probe(&self) -> Result<(), Error> {
        let path = self.root.join(format!(".probe-{}-{:08x}", std::process::id(), rand::random::<u32>()));
        let written = std::fs::File::create(&path).and_then(|mut file| {
            file.write_all(&[0x5a; 4096])?;
            file.sync_all()
        });
        let removed = std::fs::remove_file(&path);
        written.and(removed).map_err(|e| self.unwritable("write", e))
    }

    /// A failure to write, as the thing a person can change.
    fn unwritable(&self, action: &'static str, e: std::io::Error) -> Error {
        match e.kind() {
            std::io::ErrorKind::PermissionDenied => Error::FolderReadOnly { path: self.root.clone() },
            _ => Error::io(action, &self.root, e),
        }
    }

    fn check_room(&self, major: u32) -> Result<(), Error> {
        let needed_mib = if self.cluster(major).exists() { ROOM_TO_START_MIB } else { ROOM_TO_CREATE_MIB };
        let free_mib = self.free_mib()?;
        if free_mib < needed_mib {
            return Err(Error::DiskFull { path: self.root.clone(), free_mib: Some(free_mib), needed_mib });
        }
        Ok(())
    }

    /// Makes the folder of the socket: in the data folder, or in /tmp when its
    /// name is too long for a socket (or has a comma, which libpq reads as two
    /// addresses). Only the server's user may enter it.
    #[cfg(unix)]
    pub(crate) fn socket_folder(&self, run_as: &RunAs) -> Result<PathBuf, Error> {
        use std::os::unix::ffi::OsStrExt;
        let inside = self.run().join("s");
        let bytes = inside.as_os_str().as_bytes();
        if bytes.len() <= LONGEST_SOCKET_FOLDER && !bytes.contains(&b',') {
            make_private(&inside, run_as)?;
            return Ok(inside);
        }
        use sha2::Digest as _;
        let hash = hex::encode(sha2::Sha256::digest(self.root.as_os_str().as_bytes()));
        let user = run_as.drop_to.map_or_else(|| os::uid_of(&self.run()), |(uid, _)| uid);
        // Somebody else may have taken the name in /tmp, on purpose or not.
        for attempt in 0..8 {
            let short = PathBuf::from(format!("/tmp/simpul-{user}-{}{attempt}", &hash[..12]));
            let taken_by_other =
                std::fs::symlink_metadata(&short).is_ok_and(|meta| !meta.is_dir() || owner_of(&meta) != user);
            if !taken_by_other {
                make_private(&short, run_as)?;
                return Ok(short);
            }
        }
        Err(Error::FolderNameUnusable { path: self.root.clone() })
    }
}

#[cfg(unix)]
fn owner_of(meta: &std::fs::Metadata) -> u32 {
    use std::os::unix::fs::MetadataExt;
    meta.uid()
}

/// A folder only the server's user may enter (0700).
pub(crate) fn make_private(path: &Path, run_as: &RunAs) -> Result<(), Error> {
    if !path.exists() {
        std::fs::create_dir(path).map_err(|e| Error::io("create", path, e))?;
    }
    os::set_mode(path, 0o700)?;
    run_as.own(path)
}

/// Lets every user of this computer pass through a folder.
#[cfg(unix)]
fn open_for_entering(path: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_err(|e| Error::io("look at", path, e))?.permissions().mode();
    if mode & 0o001 == 0 { os::set_mode(path, (mode & 0o7777) | 0o111) } else { Ok(()) }
}

#[cfg(not(unix))]
fn open_for_entering(_path: &Path) -> Result<(), Error> {
    Ok(())
}

/// Windows answers with `\\?\C:\…`, which PostgreSQL's programs do not take.
fn plain(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(rest) if !rest.starts_with("UNC") => PathBuf::from(rest),
        _ => path,
    }
}
