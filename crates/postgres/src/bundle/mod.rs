//! Where PostgreSQL's programs come from and where they are found.
//!
//! [`ensure`] fetches, checks and unpacks them (development, installers);
//! [`locate`] only looks, and is what the program itself calls.

mod fetch;
mod find;
mod manifest;
mod unpack;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub use find::{DataVersion, Origin, Programs, locate};
use manifest::Manifest;

use crate::{Error, os};

/// Environment variable: the folder for tools and their archives.
pub const TOOLS_ENV: &str = "SIMPUL_TOOLS";

/// How long to wait for another process that is unpacking the same bundle.
const OTHERS: Duration = Duration::from_secs(600);

/// The folder for tools: `$SIMPUL_TOOLS`, else the user's cache folder. Root's
/// own folder is closed to the user the server runs as, so root uses
/// `/var/cache/simpul/tools`.
#[must_use]
pub fn default_tools_dir() -> PathBuf {
    if let Some(dir) = std::env::var_os(TOOLS_ENV).filter(|dir| !dir.is_empty()) {
        return PathBuf::from(dir);
    }
    if os::is_root() {
        return PathBuf::from("/var/cache/simpul/tools");
    }
    let home = || std::env::var_os("HOME").map(PathBuf::from).unwrap_or_else(std::env::temp_dir);
    let cache = if cfg!(windows) {
        std::env::var_os("LOCALAPPDATA").map_or_else(std::env::temp_dir, PathBuf::from)
    } else if cfg!(target_os = "macos") {
        home().join("Library/Caches")
    } else {
        std::env::var_os("XDG_CACHE_HOME").map_or_else(|| home().join(".cache"), PathBuf::from)
    };
    cache.join("simpul").join("tools")
}

/// Makes sure the pinned programs lie in `tools`, and returns them.
///
/// Does nothing when they are there; safe when several processes do it at
/// once; a half-done folder of a killed process is never used. `say` hears
/// what is being done, in English. Blocking: may take as long as a download.
///
/// # Errors
/// [`Error::FetchToolMissing`], [`Error::FetchFailed`],
/// [`Error::ChecksumMismatch`], [`Error::PlatformUnsupported`],
/// [`Error::ProgramsBroken`] and file errors.
pub fn ensure(tools: &Path, say: &mut dyn FnMut(&str)) -> Result<Programs, Error> {
    let manifest = Manifest::pinned()?;
    let root = tools.join(manifest.folder());
    if let Some(programs) = Programs::of_bundle(&root, Origin::Tools) {
        return Ok(programs);
    }
    let platform = manifest.platform(&manifest::this_platform())?;
    unpack::make_folder(tools)?;
    let _lock = lock(&tools.join(format!("{}.lock", manifest.folder())))?;
    if let Some(programs) = Programs::of_bundle(&root, Origin::Tools) {
        return Ok(programs);
    }
    let downloads = tools.join("downloads");
    unpack::make_folder(&downloads)?;
    let archives = fetch::archives(&platform, &downloads, say)?;
    say(&format!("unpacking PostgreSQL {}", manifest.version));
    let half = tools.join(format!("{}.half", manifest.folder()));
    for leftover in [&half, &root] {
        if leftover.exists() {
            std::fs::remove_dir_all(leftover).map_err(|e| Error::io("remove", leftover, e))?;
        }
    }
    unpack::make_folder(&half)?;
    unpack::server(&archives.server, &half)?;
    unpack::client(&archives.client, &half)?;
    unpack::client_tls(&half)?;
    let stamp = half.join(find::STAMP);
    std::fs::write(&stamp, &manifest.version).map_err(|e| Error::io("write", &stamp, e))?;
    std::fs::rename(&half, &root).map_err(|e| Error::io("rename", &half, e))?;
    let programs = Programs::of_bundle(&root, Origin::Tools)
        .ok_or_else(|| Error::ProgramsMissing { searched: vec![root.clone()] })?;
    programs.check()?;
    Ok(programs)
}

/// Takes the lock of the tools folder; it is freed when the file is closed.
fn lock(path: &Path) -> Result<std::fs::File, Error> {
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(|e| Error::io("open", path, e))?;
    let started = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(std::fs::TryLockError::WouldBlock) if started.elapsed() < OTHERS => {
                std::thread::sleep(Duration::from_millis(100));
            }
            Err(std::fs::TryLockError::WouldBlock) => {
                return Err(Error::FolderBusy { path: path.to_path_buf(), pid: None });
            }
            Err(std::fs::TryLockError::Error(e)) => return Err(Error::io("lock", path, e)),
        }
    }
}
