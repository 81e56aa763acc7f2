//! Who uses the server of a data folder.
//!
//! One short lock (`run/lock`) serialises start, join and leave. Each user
//! holds the lock of its own file in `run/users` for as long as it lives; the
//! operating system frees it whatever way the process ends, so a file whose
//! lock can be taken belongs to the dead.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use super::folder::DataDir;
use crate::Error;

/// The lock of a data folder; freed when dropped.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
}

/// One user's entry; removed by [`Registration::leave`], and worthless once
/// the process is dead.
#[derive(Debug)]
pub(crate) struct Registration {
    path: PathBuf,
    file: Option<File>,
}

impl FolderLock {
    /// Takes the lock, waiting up to `patience`.
    pub(crate) fn take(dir: &DataDir, patience: Duration) -> Result<Self, Error> {
        let path = dir.run().join("lock");
        let mut file = open(&path)?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if started.elapsed() < patience => {
                    std::thread::sleep(Duration::from_millis(25));
                }
                Err(TryLockError::WouldBlock) => {
                    let mut text = String::new();
                    let pid = file.read_to_string(&mut text).ok().and_then(|_| text.trim().parse().ok());
                    return Err(Error::FolderBusy { path: dir.path().to_path_buf(), pid });
                }
                Err(TryLockError::Error(e)) => return Err(Error::io("lock", &path, e)),
            }
        }
        // Only for the message of a process that waits in vain.
        let _ = file.rewind().and_then(|()| file.set_len(0)).and_then(|()| write!(file, "{}", std::process::id()));
        Ok(Self { _file: file })
    }
}

impl Registration {
    /// Enters this process; call with the folder's lock held.
    pub(crate) fn enter(dir: &DataDir) -> Result<Self, Error> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = folder(dir).join(format!("{}-{number}", std::process::id()));
        let file = open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path, file: Some(file) }),
            Err(TryLockError::WouldBlock) => {
                Err(Error::FolderBusy { path: dir.path().to_path_buf(), pid: Some(std::process::id()) })
            }
            Err(TryLockError::Error(e)) => Err(Error::io("lock", &path, e)),
        }
    }

    /// Takes this process out; call with the folder's lock held.
    pub(crate) fn leave(&mut self) {
        // Windows does not remove an open file.
        drop(self.file.take());
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Processes that use the server now; entries of the dead are removed. Call
/// with the folder's lock held.
pub(crate) fn living(dir: &DataDir) -> Result<Vec<u32>, Error> {
    let mut pids = Vec::new();
    let entries = std::fs::read_dir(folder(dir)).map_err(|e| Error::io("read", &folder(dir), e))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        let Ok(file) = open(&path) else { continue };
        match file.try_lock() {
            Ok(()) => {
                drop(file);
                let _ = std::fs::remove_file(&path);
            }
            Err(_) => pids.extend(pid_of(&path)),
        }
    }
    pids.sort_unstable();
    Ok(pids)
}

/// Processes that use the server now, without touching anything.
pub(crate) fn look(dir: &DataDir) -> Vec<u32> {
    let mut pids: Vec<u32> = std::fs::read_dir(folder(dir))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            // Shared: two lookers do not take each other for users.
            File::open(path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
        })
        .filter_map(|path| pid_of(&path))
        .collect();
    pids.sort_unstable();
    pids
}

fn folder(dir: &DataDir) -> PathBuf {
    dir.run().join("users")
}

fn pid_of(path: &Path) -> Option<u32> {
    path.file_name()?.to_str()?.split('-').next()?.parse().ok()
}

fn open(path: &Path) -> Result<File, Error> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .map_err(|e| Error::io("open", path, e))
}
