//! What was chosen for this computer: a small file in the data folder, because it
//! is about the window and not about the shop.
//!
//! **Invariant:** a file that is missing, damaged or of another version never keeps
//! the program from starting; what cannot be read is as it was at first.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use simpul_core::boot::DataDir;
use simpul_kernel::{Locale, Result};

use crate::files::write_whole;

const FILE: &str = "desk.json";
/// How much larger or smaller the page may be drawn, in hundredths.
const ZOOMS: &[u16] = &[50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200];
const USUAL: u16 = 100;

/// What was chosen for this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Whether the program works on when its window is closed; absent: nobody was asked yet.
    pub stay: Option<bool>,
    /// Whether it begins without a window when the system starts it.
    pub start_hidden: bool,
    /// How large the page is drawn, in hundredths.
    pub zoom: u16,
    /// The language of the menu of the tray: as the page's was last.
    pub english: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self { stay: None, start_hidden: true, zoom: USUAL, english: false }
    }
}

impl Choices {
    /// The language of what is said outside the page.
    #[must_use]
    pub fn locale(&self) -> Locale {
        if self.english { Locale::En } else { Locale::Id }
    }

    /// The next larger or smaller zoom, the usual one at 0.
    #[must_use]
    pub fn zoomed(&self, step: i8) -> u16 {
        let found = match step {
            0 => Some(&USUAL),
            1.. => ZOOMS.iter().find(|zoom| **zoom > self.zoom),
            _ => ZOOMS.iter().rev().find(|zoom| **zoom < self.zoom),
        };
        found.copied().unwrap_or(self.zoom.clamp(ZOOMS[0], ZOOMS[ZOOMS.len() - 1]))
    }
}

/// The choices and the file that keeps them.
#[derive(Debug)]
pub struct Kept {
    file: PathBuf,
    now: Mutex<Choices>,
}

impl Kept {
    /// Reads what was chosen.
    #[must_use]
    pub fn read(data_dir: &DataDir) -> Self {
        let file = data_dir.path().join(FILE);
        let now = match std::fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|error| {
                tracing::warn!(%error, "what was chosen for this computer cannot be read; it is as at first");
                Choices::default()
            }),
            Err(_) => Choices::default(),
        };
        Self { file, now: Mutex::new(now) }
    }

    /// What is chosen now.
    #[must_use]
    pub fn get(&self) -> Choices {
        self.lock().clone()
    }

    /// Changes it, here and in the file. Before the first start has made the data
    /// folder it is kept here alone until [`Self::flush`].
    ///
    /// # Errors
    /// `file_not_written`; then nothing has changed.
    pub fn change(&self, by: impl FnOnce(&mut Choices)) -> Result<Choices> {
        let mut now = self.lock();
        let mut next = now.clone();
        by(&mut next);
        if next != *now {
            self.write(&next)?;
            *now = next;
        }
        Ok(now.clone())
    }

    /// Writes what could not be written before the data folder was there.
    pub fn flush(&self) {
        let now = self.lock();
        if *now != Choices::default()
            && !self.file.exists()
            && let Err(error) = self.write(&now)
        {
            tracing::warn!(%error, "what was chosen for this computer was not kept");
        }
    }

    fn write(&self, choices: &Choices) -> Result<()> {
        if !self.file.parent().is_some_and(std::path::Path::is_dir) {
            return Ok(());
        }
        let text = serde_json::to_vec_pretty(choices).map_err(simpul_kernel::Error::internal)?;
        write_whole(&self.file, &text)
    }

    // The choices are replaced whole: a panic elsewhere cannot break them.
    fn lock(&self) -> MutexGuard<'_, Choices> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_outlives_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = DataDir::new(folder.path());
        assert_eq!(Kept::read(&data_dir).get(), Choices::default());
        Kept::read(&data_dir).change(|choices| choices.stay = Some(false)).unwrap();
        assert_eq!(Kept::read(&data_dir).get().stay, Some(false));
    }

    #[test]
    fn a_damaged_file_or_one_of_another_version_keeps_nothing_from_starting() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = DataDir::new(folder.path());
        std::fs::write(folder.path().join(FILE), "{").unwrap();
        assert_eq!(Kept::read(&data_dir).get(), Choices::default());
        std::fs::write(folder.path().join(FILE), r#"{"zoom": 125, "later": [1]}"#).unwrap();
        assert_eq!(Kept::read(&data_dir).get(), Choices { zoom: 125, ..Choices::default() });
    }

    #[test]
    fn before_there_is_a_folder_a_choice_waits_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = DataDir::new(folder.path().join("later"));
        let kept = Kept::read(&data_dir);
        kept.change(|choices| choices.english = true).unwrap();
        assert_eq!(kept.get().locale(), Locale::En);
        assert!(!data_dir.path().exists(), "the folder is the database's to make");
        std::fs::create_dir(data_dir.path()).unwrap();
        kept.flush();
        assert_eq!(Kept::read(&data_dir).get().locale(), Locale::En);
    }

    #[test]
    fn what_cannot_be_kept_is_not_said_to_be_chosen() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = DataDir::new(folder.path());
        std::fs::create_dir(folder.path().join(FILE)).unwrap();
        let kept = Kept::read(&data_dir);
        assert_eq!(kept.change(|choices| choices.stay = Some(true)).unwrap_err().code(), "file_not_written");
        assert_eq!(kept.get().stay, None);
    }

    #[test]
    fn zoom_goes_by_steps_and_has_ends() {
        let at = |zoom: u16| Choices { zoom, ..Choices::default() };
        assert_eq!((at(100).zoomed(1), at(100).zoomed(-1), at(175).zoomed(0)), (110, 90, 100));
        assert_eq!((at(200).zoomed(1), at(50).zoomed(-1)), (200, 50));
        assert_eq!((at(105).zoomed(1), at(9999).zoomed(1), at(1).zoomed(-1)), (110, 200, 50));
    }
}
