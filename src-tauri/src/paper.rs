//! Paper for the page: a webview shows and saves PDF badly and differently on
//! every system, so the program writes the file and the system's viewer opens it.
//!
//! **Invariant:** the page never names a path. It hands over a PDF and a name;
//! only files written here are opened.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use simpul_kernel::error::{AccessError, InputError};
use simpul_kernel::{Error, Result, WireError};
use tauri::{Runtime, State, WebviewWindow};
use tempfile::TempDir;

use crate::desk::{Desk, outgoing};

/// Files with one name in one folder; beyond that a person has another problem.
const NAMESAKES: u32 = 999;
/// Letters of a file name, well below every file system's limit.
const NAME_LENGTH: usize = 100;

/// A document as an operation gave it to the page.
#[derive(Debug, Deserialize)]
pub struct Paper {
    /// Suggested file name.
    pub file_name: String,
    /// The PDF.
    pub content_base64: String,
}

/// What was saved.
#[derive(Debug, Serialize)]
pub struct Saved {
    /// Its name in the folder.
    pub file_name: String,
}

/// Where paper goes.
pub struct Tray {
    downloads: PathBuf,
    view: fn(&Path) -> Result<()>,
    /// Private to this user and removed at the end: vouchers are money.
    folder: Mutex<Option<TempDir>>,
}

impl std::fmt::Debug for Tray {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tray").field("downloads", &self.downloads).finish_non_exhaustive()
    }
}

impl Tray {
    /// Saves into `downloads`, opens by `view`.
    #[must_use]
    pub fn new(downloads: PathBuf, view: fn(&Path) -> Result<()>) -> Self {
        Self { downloads, view, folder: Mutex::new(None) }
    }

    /// Saves into `downloads`, opens with the system's viewer.
    #[must_use]
    pub fn of_system(downloads: PathBuf) -> Self {
        Self::new(downloads, |path| tauri_plugin_opener::open_path(path, None::<&str>).map_err(Error::internal))
    }

    /// Removes what was opened.
    pub fn clear(&self) {
        drop(self.folder.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    fn open(&self, paper: &Paper) -> Result<()> {
        let folder = self.viewing_folder()?;
        (self.view)(&write(&folder, paper)?)
    }

    fn save(&self, paper: &Paper) -> Result<Saved> {
        let path = write(&self.downloads, paper)?;
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Saved { file_name })
    }

    fn viewing_folder(&self) -> Result<PathBuf> {
        let mut folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = &*folder {
            return Ok(folder.path().to_owned());
        }
        let made = tempfile::Builder::new().prefix("simpul-").tempdir().map_err(Error::internal)?;
        let path = made.path().to_owned();
        *folder = Some(made);
        Ok(path)
    }
}

/// Opens a PDF with the system's viewer.
///
/// # Errors
/// `sign_in_required`, `input_malformed`, `internal`.
#[tauri::command(async)]
pub fn document_open<R: Runtime>(
    window: WebviewWindow<R>,
    desk: State<'_, Arc<Desk>>,
    tray: State<'_, Tray>,
    document: Paper,
) -> Result<(), WireError> {
    signed_in(&window, &desk).and_then(|()| tray.open(&document)).map_err(|e| outgoing(&e, "document_open"))
}

/// Writes a PDF into the Downloads folder, under a name that is free.
///
/// # Errors
/// `sign_in_required`, `input_malformed`, `internal`.
#[tauri::command(async)]
pub fn document_save<R: Runtime>(
    window: WebviewWindow<R>,
    desk: State<'_, Arc<Desk>>,
    tray: State<'_, Tray>,
    document: Paper,
) -> Result<Saved, WireError> {
    signed_in(&window, &desk).and_then(|()| tray.save(&document)).map_err(|e| outgoing(&e, "document_save"))
}

/// Refuses where nobody sits at the window.
pub(crate) fn signed_in<R: Runtime>(window: &WebviewWindow<R>, desk: &Desk) -> Result<()> {
    desk.sessions.token(window.label()).map(drop).ok_or_else(|| AccessError::SignInRequired.into())
}

fn write(folder: &Path, paper: &Paper) -> Result<PathBuf> {
    let malformed = |message: &str| InputError::Malformed { message: message.to_owned() };
    let bytes = STANDARD.decode(&paper.content_base64).map_err(|_| malformed("the document is not base64"))?;
    if !bytes.starts_with(b"%PDF-") {
        return Err(malformed("the document is not a PDF").into());
    }
    let stem = stem_of(&paper.file_name).ok_or_else(|| malformed("the document has no name"))?;
    std::fs::create_dir_all(folder).map_err(Error::internal)?;
    for number in 1..=NAMESAKES {
        let name = if number == 1 { format!("{stem}.pdf") } else { format!("{stem} ({number}).pdf") };
        let path = folder.join(name);
        match std::fs::OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(&bytes).map_err(Error::internal)?;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Error::internal(error)),
        }
    }
    Err(Error::internal("every name for this document is taken"))
}

/// The part of a file name before `.pdf`, of signs every file system takes.
fn stem_of(file_name: &str) -> Option<String> {
    clean_name(file_name.strip_suffix(".pdf").unwrap_or(file_name))
}

/// A name without its end, of signs every file system takes; `None` when nothing is left.
pub(crate) fn clean_name(stem: &str) -> Option<String> {
    let clean: String = stem
        .chars()
        .map(|sign| if sign.is_alphanumeric() || " -_.,()".contains(sign) { sign } else { '-' })
        .take(NAME_LENGTH)
        .collect();
    let clean = clean.trim_matches([' ', '.', '-']);
    (!clean.is_empty()).then(|| clean.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(name: &str, bytes: &[u8]) -> Paper {
        Paper { file_name: name.into(), content_base64: STANDARD.encode(bytes) }
    }

    #[test]
    fn names_cannot_leave_the_folder() {
        assert_eq!(stem_of("../../etc/passwd.pdf").as_deref(), Some("etc-passwd"));
        assert_eq!(stem_of("C:\\x\\con:1.pdf").as_deref(), Some("C--x-con-1"));
        assert_eq!(stem_of("B-0042 Harian (24).pdf").as_deref(), Some("B-0042 Harian (24)"));
        assert_eq!(stem_of("..pdf"), None);
        assert!(stem_of(&"x".repeat(500)).is_some_and(|stem| stem.len() == NAME_LENGTH));
    }

    #[test]
    fn a_second_copy_does_not_replace_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let tray = Tray::new(folder.path().join("Downloads"), |_| Ok(()));
        assert_eq!(tray.save(&paper("a.pdf", b"%PDF-1.7 one")).unwrap().file_name, "a.pdf");
        assert_eq!(tray.save(&paper("a.pdf", b"%PDF-1.7 two")).unwrap().file_name, "a (2).pdf");
        assert_eq!(std::fs::read(folder.path().join("Downloads/a.pdf")).unwrap(), b"%PDF-1.7 one");
    }

    #[test]
    fn only_pdf_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let tray = Tray::new(folder.path().to_owned(), |_| Ok(()));
        assert_eq!(tray.save(&paper("a.pdf", b"#!/bin/sh")).unwrap_err().code(), "input_malformed");
        let raw = Paper { file_name: "a.pdf".into(), content_base64: "%PDF-".into() };
        assert_eq!(tray.save(&raw).unwrap_err().code(), "input_malformed");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_was_opened_is_removed_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let tray = Tray::new(folder.path().to_owned(), |path| {
            assert_eq!(std::fs::read(path).map_err(Error::internal)?, b"%PDF-1.7");
            Ok(())
        });
        tray.open(&paper("a.pdf", b"%PDF-1.7")).unwrap();
        let viewed = tray.viewing_folder().unwrap();
        assert!(viewed.join("a.pdf").is_file());
        tray.clear();
        assert!(!viewed.exists());
    }
}
