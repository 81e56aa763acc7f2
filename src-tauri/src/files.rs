//! Files for the page: a webview cannot download, so the program asks where a file
//! goes and writes it there.
//!
//! **Invariant:** the page never names a path. It hands over bytes and a name; a
//! person chooses the place, and what lies there is replaced whole or not at all.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use simpul_kernel::error::InputError;
use simpul_kernel::{Result, WireError};
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, Manager as _, Runtime, State, WebviewWindow};
use tauri_plugin_dialog::DialogExt as _;

use crate::desk::{Desk, outgoing};
use crate::failure::Failure;
use crate::paper::{Saved, clean_name, signed_in};
use crate::window::MAIN;

/// What a page may have saved: things to read, nothing that runs.
const KINDS: &[&str] = &["csv", "json", "pdf", "txt", "xlsx", "zip"];
/// The header in which the name travels beside the bytes, as base64.
const NAME: &str = "x-file-name";

/// A file that is to be saved.
#[derive(Debug)]
pub struct Offer {
    /// A name without a folder, which ends in `kind`.
    pub file_name: String,
    /// How its name ends, e.g. `csv`.
    pub kind: &'static str,
}

/// Asks where a file goes; `None`: the person changed their mind.
type Choose = dyn Fn(&Offer) -> Option<PathBuf> + Send + Sync;

/// Where files go.
pub struct Files(Box<Choose>);

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Files").finish_non_exhaustive()
    }
}

impl Files {
    /// Asks by `choose`.
    #[must_use]
    pub fn new(choose: impl Fn(&Offer) -> Option<PathBuf> + Send + Sync + 'static) -> Self {
        Self(Box::new(choose))
    }

    /// Asks by the system's dialog, which begins in `folder`.
    #[must_use]
    pub fn of_system<R: Runtime>(app: AppHandle<R>, folder: PathBuf) -> Self {
        Self::new(move |offer| {
            let mut dialog = app
                .dialog()
                .file()
                .set_directory(&folder)
                .set_file_name(&offer.file_name)
                .add_filter(offer.kind.to_uppercase(), &[offer.kind]);
            if let Some(window) = app.get_webview_window(MAIN) {
                dialog = dialog.set_parent(&window);
            }
            dialog.blocking_save_file()?.into_path().ok()
        })
    }

    fn save(&self, name: &str, bytes: &[u8]) -> Result<Option<Saved>> {
        let offer = offer(name)?;
        let Some(chosen) = (self.0)(&offer) else { return Ok(None) };
        let path = with_kind(chosen, offer.kind);
        write_whole(&path, bytes)?;
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Some(Saved { file_name }))
    }
}

/// Asks where a file goes and writes it there; nothing when the person changed
/// their mind. The body is the file, the header `x-file-name` its name.
///
/// # Errors
/// `sign_in_required`, `input_malformed`, `file_not_written`.
#[tauri::command(async)]
pub fn file_save<R: Runtime>(
    window: WebviewWindow<R>,
    desk: State<'_, Arc<Desk>>,
    files: State<'_, Files>,
    request: Request<'_>,
) -> Result<Option<Saved>, WireError> {
    let saved = || {
        signed_in(&window, &desk)?;
        let (name, bytes) = read(&request)?;
        files.save(&name, &bytes)
    };
    saved().map_err(|error| outgoing(&error, "file_save"))
}

fn malformed(message: &str) -> InputError {
    InputError::Malformed { message: message.to_owned() }
}

/// The name and the bytes. Where the bridge cannot carry bytes they come as a list
/// of numbers.
fn read(request: &Request<'_>) -> Result<(String, Vec<u8>)> {
    let name = request.headers().get(NAME).ok_or_else(|| malformed("the file has no name"))?;
    let name = STANDARD.decode(name.as_bytes()).ok().and_then(|name| String::from_utf8(name).ok());
    let name = name.ok_or_else(|| malformed("the name is not base64 of UTF-8"))?;
    let bytes = match request.body() {
        InvokeBody::Raw(bytes) => bytes.clone(),
        InvokeBody::Json(list) => {
            serde_json::from_value(list.clone()).map_err(|_| malformed("the file is not bytes"))?
        }
    };
    Ok((name, bytes))
}

fn offer(name: &str) -> Result<Offer> {
    let (stem, kind) = name.rsplit_once('.').ok_or_else(|| malformed("the name does not say what it is"))?;
    let kind = KINDS.iter().copied().find(|known| kind.eq_ignore_ascii_case(known));
    let kind = kind.ok_or_else(|| malformed("no file of this kind is saved"))?;
    let stem = clean_name(stem).ok_or_else(|| malformed("the file has no name"))?;
    Ok(Offer { file_name: format!("{stem}.{kind}"), kind })
}

/// A person who typed a bare name gets the file that their other programs know.
/// Where such a file is already there they were not asked about it: it stays, and
/// theirs keeps the bare name.
fn with_kind(chosen: PathBuf, kind: &str) -> PathBuf {
    if chosen.extension().is_some_and(|end| end.eq_ignore_ascii_case(kind)) {
        return chosen;
    }
    let mut name = chosen.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{kind}"));
    let full = chosen.with_file_name(name);
    if full.exists() { chosen } else { full }
}

/// Writes beside the place and puts it there in one step: a power cut leaves the
/// old file or the new one.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let write = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix(".simpul-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|kept| kept.error)?;
        std::io::Result::Ok(())
    };
    write().map_err(|error| Failure::new("file_not_written", format!("{}: {error}", path.display())).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn into(path: &Path) -> Files {
        let path = path.to_owned();
        Files::new(move |_| Some(path.clone()))
    }

    #[test]
    fn a_name_cannot_leave_the_folder_and_says_what_it_is() {
        assert_eq!(offer("../../etc/Jejak.CSV").unwrap().file_name, "etc-Jejak.csv");
        assert_eq!(offer("Laporan é.xlsx").unwrap().kind, "xlsx");
        for wrong in ["", "csv", "run.sh", "a.desktop", "..csv", ".csv"] {
            assert_eq!(offer(wrong).unwrap_err().code(), "input_malformed", "{wrong}");
        }
    }

    #[test]
    fn what_was_there_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "old").unwrap();
        assert_eq!(into(&path).save("a.csv", b"new").unwrap().unwrap().file_name, "a.csv");
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_place_that_cannot_be_written_is_said_by_code_and_nothing_changes() {
        let folder = tempfile::tempdir().unwrap();
        let error = into(&folder.path().join("gone/a.csv")).save("a.csv", b"x").unwrap_err();
        assert_eq!(error.code(), "file_not_written");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let taken = folder.path().join("a.csv");
        std::fs::create_dir(&taken).unwrap();
        assert_eq!(into(&taken).save("a.csv", b"x").unwrap_err().code(), "file_not_written");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_bare_name_gets_its_end_unless_that_would_replace_a_file_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let bare = folder.path().join("laporan");
        assert_eq!(into(&bare).save("a.csv", b"1").unwrap().unwrap().file_name, "laporan.csv");
        assert_eq!(into(&bare).save("a.csv", b"2").unwrap().unwrap().file_name, "laporan");
        assert_eq!(std::fs::read(folder.path().join("laporan.csv")).unwrap(), b"1");
    }

    #[test]
    fn who_changes_their_mind_writes_nothing() {
        assert!(Files::new(|_| None).save("a.csv", b"x").unwrap().is_none());
    }
}
