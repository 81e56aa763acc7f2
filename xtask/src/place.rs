//! Where things are: the checkout, and the cache beside it.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::{Fallible, apt};

/// Folders every command works with.
#[derive(Debug, Clone)]
pub struct Place {
    /// Top of the checkout.
    pub root: PathBuf,
    /// Tools fetched once: PostgreSQL, a Python environment, cargo programs.
    pub tools: PathBuf,
    /// What long steps printed.
    pub logs: PathBuf,
    /// Cargo's build folder.
    pub target: PathBuf,
}

impl Place {
    /// Finds the checkout and makes the cache folders.
    pub fn find() -> Fallible<Self> {
        let root = checkout()?;
        let cache = cache(&root);
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(set) => root.join(set),
            None => cache.join("target"),
        };
        let place = Self { tools: cache.join("tools"), logs: cache.join("logs"), root, target };
        for folder in [&place.tools, &place.logs, &place.target] {
            std::fs::create_dir_all(folder)
                .map_err(|cause| format!("cannot make the folder {}: {cause}", folder.display()))?;
        }
        place.forget_other_checkout()?;
        Ok(place)
    }

    /// The front end.
    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// A program built by cargo in the dev profile.
    pub fn built(&self, program: &str) -> PathBuf {
        self.target.join("debug").join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
    }

    /// A program built by cargo in the bench profile, which lies where release builds do.
    pub fn optimised(&self, program: &str) -> PathBuf {
        self.target.join("release").join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Cargo tells fresh from stale by file times and by paths relative to the
    /// workspace, so two checkouts sharing a build folder could take each
    /// other's crates for their own. Whoever comes second drops what cargo
    /// knows about our crates; everything from outside stays built.
    fn forget_other_checkout(&self) -> Fallible {
        let marker = self.target.join("checkout");
        let mine = self.root.to_string_lossy().into_owned();
        let last = std::fs::read_to_string(&marker).unwrap_or_default();
        if last == mine {
            return Ok(());
        }
        if !last.is_empty() {
            for profile in ["debug", "release"] {
                let folder = self.target.join(profile);
                // A cargo that works for the other checkout just now is left to end.
                let locks: Vec<File> = LOCKS.iter().filter_map(|lock| locked(&folder.join(lock))).collect();
                forget_ours(&folder.join(".fingerprint"));
                drop(locks);
            }
        }
        std::fs::write(&marker, mine).map_err(|cause| format!("cannot write {}: {cause}", marker.display()))
    }
}

/// Files by which cargo keeps a second cargo out of a build folder.
const LOCKS: [&str; 2] = [".cargo-lock", ".cargo-build-lock"];

fn locked(path: &Path) -> Option<File> {
    let file = File::options().write(true).open(path).ok()?;
    file.lock().ok()?;
    Some(file)
}

fn forget_ours(fingerprints: &Path) {
    let Ok(entries) = std::fs::read_dir(fingerprints) else {
        return;
    };
    for entry in entries.flatten() {
        if is_ours(&entry.file_name().to_string_lossy()) {
            std::fs::remove_dir_all(entry.path()).ok();
        }
    }
}

fn is_ours(fingerprint: &str) -> bool {
    ["simpul-", "routeros-api-", "routeros-sim-", "xtask-"].iter().any(|ours| fingerprint.starts_with(ours))
}

fn checkout() -> Fallible<PathBuf> {
    // Not `env!`: the program may have been built from another checkout.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    if let Some(root) = manifest.as_deref().and_then(Path::parent) {
        return Ok(root.to_path_buf());
    }
    let here = std::env::current_dir().map_err(|cause| cause.to_string())?;
    here.ancestors()
        .find(|folder| folder.join("xtask/Cargo.toml").is_file())
        .map(Path::to_path_buf)
        .ok_or_else(|| "run `cargo xtask` inside the checkout".into())
}

fn cache(root: &Path) -> PathBuf {
    if let Some(set) = std::env::var_os("SIMPUL_CACHE") {
        return root.join(set);
    }
    if let Some(folder) = usual_cache()
        && std::fs::create_dir_all(&folder).is_ok()
    {
        return folder;
    }
    root.join("target/simpul-cache")
}

fn usual_cache() -> Option<PathBuf> {
    if cfg!(windows) {
        return Some(PathBuf::from(std::env::var_os("LOCALAPPDATA")?).join("simpul-dev"));
    }
    if apt::is_root() {
        // PostgreSQL does not run as root, and nobody else can read root's home.
        return Some(PathBuf::from("/var/cache/simpul"));
    }
    Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/simpul"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_crates_are_forgotten() {
        assert!(is_ours("simpul-core-0123456789abcdef"));
        assert!(is_ours("routeros-sim-0123456789abcdef"));
        assert!(!is_ours("tokio-0123456789abcdef"));
        assert!(!is_ours("sqlx-core-0123456789abcdef"));
    }
}
