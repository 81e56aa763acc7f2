//! What may be typed, or set, at start.

use std::path::PathBuf;

use clap::Parser;
use simpul_core::boot::{BootOptions, DataDir, database_of};
use simpul_kernel::{Result, Secret};

/// Simpul in a window: vouchers, routers and the till of a small internet provider.
#[derive(Debug, Clone, Default, Parser)]
#[command(name = "simpul-desktop", version)]
pub struct Launch {
    /// Folder of this installation; absent = this user's
    #[arg(long, env = "SIMPUL_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// A PostgreSQL server of your own instead of the embedded one
    #[arg(long, env = "SIMPUL_DATABASE_URL", value_name = "URL", hide_env_values = true, value_parser = secret)]
    pub database_url: Option<Secret>,
    /// The same server as the role that owns the schema, to migrate it
    #[arg(long, env = "SIMPUL_OWNER_URL", value_name = "URL", hide_env_values = true, value_parser = secret)]
    pub owner_url: Option<Secret>,
    /// The wrapping key elsewhere than in the data folder
    #[arg(long, env = "SIMPUL_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// A shop that already lives, in a folder of its own
    #[arg(long)]
    pub demo: bool,
    /// Started by the system and not by a person: without a window, where that was chosen
    #[arg(long)]
    pub at_login: bool,
}

#[allow(clippy::unnecessary_wraps, reason = "clap's parsers answer with a Result")]
fn secret(text: &str) -> Result<Secret, std::convert::Infallible> {
    Ok(Secret::new(text))
}

impl Launch {
    /// Reads the command line; a wrong one ends the program with its help.
    #[must_use]
    pub fn from_command_line() -> Self {
        Self::parse()
    }

    /// The folder of this installation; the demo's lies beside it.
    #[must_use]
    pub fn data_dir(&self) -> DataDir {
        let usual = self.data_dir.as_ref().map_or_else(DataDir::default_for_user, DataDir::new);
        if self.demo { DataDir::new(simpul_core::demo::data_dir(usual.path())) } else { usual }
    }

    /// Whether this is the program as the icon starts it.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        self.data_dir.is_none() && self.database_url.is_none() && !self.demo
    }

    /// What tells this shop's program from another's on this computer: a demo or
    /// another folder is another shop. `None` for the usual one.
    #[must_use]
    pub fn mark(&self) -> Option<String> {
        if self.is_usual() {
            return None;
        }
        let folder = self.data_dir().path().to_owned();
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        // FNV-1a: the same for the same folder in every version; no secret hangs on it.
        let hash = folder
            .to_string_lossy()
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Some(format!("{hash:016x}"))
    }

    /// The name under which a second start finds the first; `None` where there may
    /// be several. On Linux each folder has one; elsewhere there is one lock in all,
    /// and it is the usual program's.
    #[must_use]
    pub fn instance(&self) -> Option<String> {
        const USUAL: &str = "net.simpul.desktop";
        match self.mark() {
            None => Some(USUAL.to_owned()),
            Some(mark) if cfg!(target_os = "linux") && self.database_url.is_none() => {
                Some(format!("{USUAL}.at_{mark}"))
            }
            Some(_) => None,
        }
    }

    /// How to start the program behind the window; `None` where a person has to say
    /// first where the data are to be.
    ///
    /// # Errors
    /// `database_url_invalid`, `postgres_choice_damaged`.
    pub fn boot_options(&self) -> Result<Option<BootOptions>> {
        let embedded = BootOptions::embedded(self.data_dir());
        if self.demo {
            return Ok(Some(BootOptions { database_is_fixed: true, ..embedded }));
        }
        let database = database_of(&embedded.data_dir, self.database_url.as_ref(), self.owner_url.as_ref())?;
        let database_is_fixed = self.database_url.is_some();
        let key_file = self.key_file.clone();
        Ok(database.map(|database| BootOptions { database, database_is_fixed, key_file, ..embedded }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_starts_the_usual_program() {
        assert!(Launch::parse_from(["simpul-desktop"]).data_dir.is_none());
        assert!(!Launch::parse_from(["simpul-desktop", "--demo"]).is_usual());
        assert!(!Launch::parse_from(["simpul-desktop", "--data-dir", "/x"]).is_usual());
    }

    #[test]
    fn a_second_start_finds_the_first_of_its_own_shop() {
        let at = |folder: &str| Launch { data_dir: Some(folder.into()), ..Launch::default() };
        assert_eq!(
            (Launch::default().mark(), Launch::default().instance().as_deref()),
            (None, Some("net.simpul.desktop"))
        );
        assert_ne!(at("/a").mark(), at("/b").mark());
        assert_eq!(at("/a").mark(), at("/a").mark());
        assert_ne!(at("/a").mark(), Launch { demo: true, ..at("/a") }.mark());
        let outside = Launch { database_url: Some(Secret::new("x")), ..at("/a") };
        assert_eq!(outside.instance(), None);
        if cfg!(target_os = "linux") {
            assert_ne!(at("/a").instance(), at("/b").instance());
        }
    }

    #[test]
    fn the_demo_lies_beside_the_shop() {
        let launch = Launch::parse_from(["simpul-desktop", "--demo", "--data-dir", "/var/lib/shop"]);
        assert_eq!(launch.data_dir().path(), std::path::Path::new("/var/lib/shop-demo"));
    }

    #[test]
    fn a_folder_without_a_database_waits_to_be_asked() {
        let folder = tempfile::tempdir().unwrap();
        let launch = Launch { data_dir: Some(folder.path().join("data")), ..Launch::default() };
        assert!(launch.boot_options().unwrap().is_none());
        let demo = Launch { demo: true, ..launch };
        assert!(demo.boot_options().unwrap().is_some_and(|options| options.database_is_fixed));
    }

    #[test]
    fn a_wrong_database_is_named_by_code() {
        let launch = Launch { database_url: Some(Secret::new("no url")), ..Launch::default() };
        assert_eq!(launch.boot_options().unwrap_err().code(), "database_url_invalid");
    }
}
