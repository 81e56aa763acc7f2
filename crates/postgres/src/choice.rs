//! Which database a data folder uses, where its owner chose one on the screen.
//!
//! ```text
//! <data>/database.json         the choice, logins included; 0600
//! <data>/database-ca.pem       certificates to trust, for pg_dump and psql
//! <data>/database-script.json  logins of the printed script, until they are used; 0600
//! ```
//!
//! A folder without a choice uses what was made in it; a folder with neither waits to
//! be asked.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use crate::cluster::{self, DataDir};
use crate::outside::{Outside, Tls};
use crate::roles::{self, Wanted};
use crate::{Error, os};

/// Where the data are.
#[derive(Debug, Clone)]
pub enum Choice {
    /// The embedded server of the folder.
    Embedded,
    /// A server the owner brings.
    Outside(Box<Chosen>),
}

/// An outside server and this installation's logins there.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The login that works with the rows.
    pub app: Outside,
    /// The login that owns the schema; without it somebody else migrates.
    pub owner: Option<Outside>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Stored {
    Embedded,
    Outside(StoredOutside),
}

#[derive(Serialize, Deserialize)]
struct StoredOutside {
    host: String,
    port: u16,
    database: String,
    tls: String,
    certificate: Option<String>,
    app: Login,
    owner: Option<Login>,
}

#[derive(Serialize, Deserialize)]
struct Login {
    user: String,
    password: String,
}

impl Drop for Login {
    fn drop(&mut self) {
        self.password.zeroize();
    }
}

impl Login {
    fn of(outside: &Outside) -> Self {
        Self { user: outside.user.clone(), password: outside.password.to_string() }
    }
}

fn file(dir: &DataDir) -> PathBuf {
    dir.path().join("database.json")
}

fn certificate_file(dir: &DataDir) -> PathBuf {
    dir.path().join("database-ca.pem")
}

fn script_file(dir: &DataDir) -> PathBuf {
    dir.path().join("database-script.json")
}

/// The folder's choice; `None` where nobody made one.
///
/// # Errors
/// [`Error::ChoiceDamaged`], or a file that cannot be read.
pub fn read(dir: &DataDir) -> Result<Option<Choice>, Error> {
    Ok(match read_or_damaged::<Stored>(file(dir))? {
        None => None,
        Some(Stored::Embedded) => Some(Choice::Embedded),
        Some(Stored::Outside(stored)) => {
            let damaged = || Error::ChoiceDamaged { path: file(dir) };
            let tls = Tls::parse(&stored.tls).ok_or_else(damaged)?;
            let login = |login: &Login| Outside {
                host: stored.host.clone(),
                port: stored.port,
                database: stored.database.clone(),
                user: login.user.clone(),
                password: Zeroizing::new(login.password.clone()),
                tls: tls.clone(),
                root_certificate: stored.certificate.as_ref().map(|_| certificate_file(dir)),
                root_certificate_pem: stored.certificate.clone(),
            };
            let chosen = Chosen { app: login(&stored.app), owner: stored.owner.as_ref().map(login) };
            Some(Choice::Outside(Box::new(chosen)))
        }
    })
}

/// Keeps a choice; a power cut leaves the old one or the new one.
///
/// # Errors
/// What is wrong with the folder.
pub fn write(dir: &DataDir, choice: &Choice) -> Result<(), Error> {
    let stored = match choice {
        Choice::Embedded => Stored::Embedded,
        Choice::Outside(chosen) => Stored::Outside(StoredOutside {
            host: chosen.app.host.clone(),
            port: chosen.app.port,
            database: chosen.app.database.clone(),
            tls: chosen.app.tls.name().to_owned(),
            certificate: chosen.app.root_certificate_pem.clone(),
            app: Login::of(&chosen.app),
            owner: chosen.owner.as_ref().map(Login::of),
        }),
    };
    make_folder(dir)?;
    if let Stored::Outside(StoredOutside { certificate: Some(pem), .. }) = &stored {
        let path = certificate_file(dir);
        std::fs::write(&path, pem).map_err(|e| Error::io("write", &path, e))?;
    }
    cluster::write_json(&file(dir), &stored, 0o600)
}

/// The logins of the printed script: drawn once per folder, so that the script may be
/// handed over today and be used tomorrow.
///
/// # Errors
/// What is wrong with the folder.
pub fn script_logins(dir: &DataDir, app_role: &str) -> Result<Wanted, Error> {
    #[derive(Serialize, Deserialize)]
    struct Drawn {
        owner: Login,
        app: Login,
    }
    let drawn = match read_or_damaged::<Drawn>(script_file(dir))? {
        Some(drawn) if drawn.app.user == app_role => drawn,
        _ => {
            let login = |user: &str| Login { user: user.to_owned(), password: hex::encode(rand::random::<[u8; 32]>()) };
            let drawn = Drawn { owner: login(roles::OWNER), app: login(app_role) };
            make_folder(dir)?;
            cluster::write_json(&script_file(dir), &drawn, 0o600)?;
            drawn
        }
    };
    Ok(Wanted {
        app_role: app_role.to_owned(),
        owner_password: drawn.owner.password.clone(),
        app_password: drawn.app.password.clone(),
    })
}

/// Makes the data folder, ours alone; one that exists keeps its rights.
///
/// # Errors
/// What is wrong with the place it should stand in.
pub fn make_folder(dir: &DataDir) -> Result<(), Error> {
    if dir.path().exists() {
        return Ok(());
    }
    std::fs::create_dir_all(dir.path()).map_err(|e| Error::io("create", dir.path(), e))?;
    os::set_mode(dir.path(), 0o700)
}

fn read_or_damaged<T: serde::de::DeserializeOwned>(path: PathBuf) -> Result<Option<T>, Error> {
    match cluster::read_json(&path) {
        Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::InvalidData => {
            Err(Error::ChoiceDamaged { path })
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outside(password: &str) -> Outside {
        let mut outside = Outside::from_url(&format!("postgresql://kasir:{password}@db.example.com/toko")).unwrap();
        outside.root_certificate_pem = Some("-----BEGIN CERTIFICATE-----\n".to_owned());
        outside
    }

    #[test]
    fn a_choice_survives_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::new(folder.path().join("data"));
        assert!(read(&dir).unwrap().is_none());
        let chosen = Chosen { app: outside("rahasia"), owner: Some(outside("lebih rahasia")) };
        write(&dir, &Choice::Outside(Box::new(chosen))).unwrap();
        let Some(Choice::Outside(read_back)) = read(&dir).unwrap() else { panic!("no outside server") };
        assert_eq!((read_back.app.host.as_str(), read_back.app.port), ("db.example.com", 5432));
        assert_eq!(read_back.app.password.as_str(), "rahasia");
        assert_eq!(read_back.app.tls, Tls::VerifyFull);
        assert_eq!(read_back.owner.as_ref().map(|owner| owner.password.to_string()), Some("lebih rahasia".to_owned()));
        assert!(read_back.app.root_certificate.as_ref().is_some_and(|path| path.exists()));
        assert!(!format!("{read_back:?}").contains("rahasia"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(file(&dir)).unwrap().permissions().mode() & 0o777, 0o600);
            assert_eq!(std::fs::metadata(dir.path()).unwrap().permissions().mode() & 0o777, 0o700);
        }
        write(&dir, &Choice::Embedded).unwrap();
        assert!(matches!(read(&dir).unwrap(), Some(Choice::Embedded)));
        assert!(!std::fs::read_to_string(file(&dir)).unwrap().contains("rahasia"));
    }

    #[test]
    fn a_damaged_choice_is_told_and_not_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::new(folder.path());
        for text in ["{", r#"{"kind":"elsewhere"}"#] {
            std::fs::write(file(&dir), text).unwrap();
            assert_eq!(read(&dir).unwrap_err().code(), "postgres_choice_damaged", "{text}");
        }
    }

    #[test]
    fn the_script_keeps_its_logins_until_the_role_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::new(folder.path());
        let first = script_logins(&dir, "simpul_0a1b2c3d").unwrap();
        let again = script_logins(&dir, "simpul_0a1b2c3d").unwrap();
        assert_eq!(first.app_password, again.app_password);
        assert_eq!(first.app_password.len(), 64);
        assert_ne!(script_logins(&dir, "simpul_ffffffff").unwrap().app_password, first.app_password);
    }
}
