//! The two small files beside a cluster: what everybody needs to know to join
//! it, and its passwords.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::folder::DataDir;
use crate::{Error, os};

/// How the server is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Address {
    /// A socket in this folder (Linux).
    Socket(PathBuf),
    /// This port of 127.0.0.1 (Windows, macOS).
    Port(u16),
}

/// `server.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct State {
    /// Version of this file's shape.
    pub(crate) format: u32,
    /// Eight hexadecimal digits: part of the name of the program's login.
    pub(crate) installation: String,
    /// PostgreSQL's own identity of the cluster, once it has been asked.
    pub(crate) system_identifier: Option<String>,
    /// How the server was started last.
    pub(crate) address: Address,
    /// The computer it runs on; `None` after a clean stop.
    pub(crate) running_on: Option<String>,
}

/// `secrets.json`: rights 0600, wiped from memory when dropped.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Secrets {
    pub(crate) superuser: String,
    pub(crate) owner: String,
    pub(crate) app: String,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        self.superuser.zeroize();
        self.owner.zeroize();
        self.app.zeroize();
    }
}

impl Secrets {
    /// Three random passwords of 256 bits.
    pub(crate) fn random() -> Self {
        let password = || hex::encode(rand::random::<[u8; 32]>());
        Self { superuser: password(), owner: password(), app: password() }
    }

    /// The folder's passwords.
    pub(crate) fn read(dir: &DataDir) -> Result<Option<Self>, Error> {
        let path = dir.secrets_file();
        match read_json(&path) {
            Ok(secrets) => Ok(secrets),
            Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::InvalidData => {
                Err(Error::SecretsMissing { path })
            }
            Err(e) => Err(e),
        }
    }

    pub(crate) fn write(&self, dir: &DataDir) -> Result<(), Error> {
        write_json(&dir.secrets_file(), self, 0o600)
    }
}

impl State {
    /// What the folder says, if it holds a cluster of ours.
    pub(crate) fn read(dir: &DataDir) -> Result<Option<Self>, Error> {
        let path = dir.state_file();
        match read_json(&path) {
            Ok(state) => Ok(state),
            Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::InvalidData => {
                Err(Error::ForeignFolder { path, detail: "server.json is not readable".to_owned() })
            }
            Err(e) => Err(e),
        }
    }

    pub(crate) fn write(&self, dir: &DataDir) -> Result<(), Error> {
        write_json(&dir.state_file(), self, 0o600)
    }

    /// The program's database login.
    pub(crate) fn app_role(&self) -> String {
        format!("simpul_{}", self.installation)
    }
}

pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Error> {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Error::io("read", path, e)),
    };
    let damaged = |e: serde_json::Error| Error::Io {
        action: "read",
        path: path.to_path_buf(),
        source: std::io::Error::new(std::io::ErrorKind::InvalidData, e),
    };
    serde_json::from_slice(&text).map(Some).map_err(damaged)
}

/// Writes beside and renames, so that a power cut leaves the old or the new.
pub(crate) fn write_json<T: Serialize>(path: &Path, value: &T, mode: u32) -> Result<(), Error> {
    let fail = |e| Error::io("write", path, e);
    let folder = path.parent().unwrap_or(path);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    let text = serde_json::to_vec_pretty(value).map_err(|e| fail(e.into()))?;
    file.write_all(&text).map_err(fail)?;
    os::set_mode(file.path(), mode)?;
    file.as_file().sync_all().map_err(fail)?;
    file.persist(path).map_err(|e| fail(e.error))?;
    Ok(())
}
