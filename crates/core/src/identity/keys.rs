//! The data key: one random key per database that seals every secret in it, and
//! is itself never stored bare (domain §1.1).
//!
//! `key_wraps` holds it wrapped once per installation, under a wrapping key that
//! lives on that computer only, and once under the recovery code, which lives on
//! paper. A copied database opens nothing.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::RwLock;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand::RngCore;
use simpul_kernel::{Error, Result, Secret, area_errors};
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Bytes of a nonce, put before every sealed text.
const NONCE: usize = 24;

area_errors! {
    /// What can go wrong with the data key.
    pub enum KeyError {
        /// The database's secrets exist, but this installation has no key to them.
        Unavailable => "key_unavailable",
        /// The recovery code opens no wrap of this database.
        RecoveryCodeWrong => "recovery_code_wrong",
        /// A sealed value does not open: it was sealed for another row, or damaged.
        SealBroken => "seal_broken",
        /// The file of this computer's wrapping key cannot be read or written.
        FileUnusable { path: String } => "key_file_unusable",
    }
}

/// A 256-bit key; wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(***)")
    }
}

impl Key {
    /// A new random key.
    #[must_use]
    pub fn random() -> Self {
        let mut bytes = [0; 32];
        rand::rng().fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The key a recovery code stands for: Argon2id with 64 MiB, three passes.
    ///
    /// # Errors
    /// `recovery_code_wrong` when the text is no recovery code at all.
    pub fn from_recovery_code(code: &Secret, salt: &[u8]) -> Result<Self> {
        let plain = normalise_recovery_code(code).ok_or(KeyError::RecoveryCodeWrong)?;
        let params = Params::new(64 * 1024, 3, 1, Some(32)).map_err(|e| Error::internal(e.to_string()))?;
        let mut bytes = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(plain.expose().as_bytes(), salt, &mut bytes)
            .map_err(|e| Error::internal(e.to_string()))?;
        Ok(Self(bytes))
    }

    /// Seals bytes; `context` must be the same when they are opened.
    #[must_use]
    pub fn seal(&self, plain: &[u8], context: &str) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let cipher = XChaCha20Poly1305::new((&self.0).into());
        let payload = Payload { msg: plain, aad: context.as_bytes() };
        // Sealing in memory fails only for texts beyond 256 GiB.
        let sealed = cipher.encrypt(XNonce::from_slice(&nonce), payload).unwrap_or_default();
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what [`Self::seal`] sealed.
    ///
    /// # Errors
    /// `seal_broken`.
    pub fn open(&self, sealed: &[u8], context: &str) -> Result<Vec<u8>, KeyError> {
        let (nonce, body) = sealed.split_at_checked(NONCE).ok_or(KeyError::SealBroken)?;
        XChaCha20Poly1305::new((&self.0).into())
            .decrypt(XNonce::from_slice(nonce), Payload { msg: body, aad: context.as_bytes() })
            .map_err(|_| KeyError::SealBroken)
    }

    /// Wraps another key under this one.
    #[must_use]
    pub fn wrap(&self, other: &Self, key_id: Uuid) -> Vec<u8> {
        self.seal(&other.0, &format!("key_wraps:{key_id}"))
    }

    /// Unwraps a key.
    ///
    /// # Errors
    /// `seal_broken` when this is not the key it was wrapped under.
    pub fn unwrap(&self, wrapped: &[u8], key_id: Uuid) -> Result<Self, KeyError> {
        let mut plain = self.open(wrapped, &format!("key_wraps:{key_id}"))?;
        let key = <[u8; 32]>::try_from(plain.as_slice()).map(Self).map_err(|_| KeyError::SealBroken);
        plain.zeroize();
        key
    }
}

/// A sealed secret and the key it was sealed with, as a row holds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Which data key.
    pub key_id: Uuid,
    /// Nonce and ciphertext.
    pub bytes: Vec<u8>,
}

/// The data key of this process, once it is known.
#[derive(Debug, Default)]
pub struct Keys {
    data: RwLock<Option<(Uuid, Key)>>,
}

impl Keys {
    /// Takes the data key over.
    pub fn set(&self, key_id: Uuid, key: Key) {
        if let Ok(mut data) = self.data.write() {
            *data = Some((key_id, key));
        }
    }

    /// Whether the data key is known here.
    #[must_use]
    pub fn is_available(&self) -> bool {
        self.data.read().is_ok_and(|data| data.is_some())
    }

    fn data(&self) -> Result<(Uuid, Key), KeyError> {
        self.data.read().ok().and_then(|data| data.clone()).ok_or(KeyError::Unavailable)
    }

    /// Seals a secret for a row; `context` names table, column and row (e.g.
    /// `routers.password:7`), so that it opens nowhere else.
    ///
    /// # Errors
    /// `key_unavailable`.
    pub fn seal(&self, secret: &Secret, context: &str) -> Result<Sealed, KeyError> {
        let (key_id, key) = self.data()?;
        Ok(Sealed { key_id, bytes: key.seal(secret.expose().as_bytes(), context) })
    }

    /// Opens a secret of a row.
    ///
    /// # Errors
    /// `key_unavailable`, `seal_broken`.
    pub fn open(&self, sealed: &Sealed, context: &str) -> Result<Secret, KeyError> {
        let (key_id, key) = self.data()?;
        if key_id != sealed.key_id {
            return Err(KeyError::Unavailable);
        }
        let plain = key.open(&sealed.bytes, context)?;
        String::from_utf8(plain).map(Secret::new).map_err(|_| KeyError::SealBroken)
    }

    /// The key and its id, to wrap it for another installation.
    ///
    /// # Errors
    /// `key_unavailable`.
    pub fn for_wrapping(&self) -> Result<(Uuid, Key), KeyError> {
        self.data()
    }
}

/// This computer's wrapping key, in a file only the owner can read.
#[derive(Debug, Clone)]
pub struct WrappingKeyFile {
    path: PathBuf,
}

impl WrappingKeyFile {
    /// The file inside a data folder.
    #[must_use]
    pub fn in_folder(data_dir: &Path) -> Self {
        Self { path: data_dir.join("wrapping.key") }
    }

    /// A file elsewhere (`--key-file` of a worker).
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    fn unusable(&self) -> KeyError {
        KeyError::FileUnusable { path: self.path.display().to_string() }
    }

    /// Reads the key; `None` when there is no file yet.
    ///
    /// # Errors
    /// `key_file_unusable`.
    pub fn read(&self) -> Result<Option<Key>, KeyError> {
        match std::fs::read(&self.path) {
            Ok(bytes) => <[u8; 32]>::try_from(bytes.as_slice()).map(|b| Some(Key(b))).map_err(|_| self.unusable()),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(_) => Err(self.unusable()),
        }
    }

    /// Reads the key, or makes one. Two processes at once end with the same key.
    ///
    /// # Errors
    /// `key_file_unusable`.
    pub fn read_or_create(&self) -> Result<Key, KeyError> {
        if let Some(key) = self.read()? {
            return Ok(key);
        }
        let key = Key::random();
        let temporary = self.path.with_extension(format!("new-{}", Uuid::new_v4()));
        write_private(&temporary, &key.0).map_err(|_| self.unusable())?;
        // A hard link fails where the name exists: whoever came first wins.
        let linked = std::fs::hard_link(&temporary, &self.path);
        let _ = std::fs::remove_file(&temporary);
        match linked {
            Ok(()) => Ok(key),
            Err(_) => self.read()?.ok_or_else(|| self.unusable()),
        }
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Signs of a recovery code: none looks like another, all capitals.
const CODE_SIGNS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs in a code: 24 signs of 30 are 117 bits.
const CODE_LENGTH: usize = 24;

/// Draws a new recovery code, in six groups of four.
#[must_use]
pub fn recovery_code_new() -> Secret {
    use rand::Rng as _;
    let mut rng = rand::rng();
    let groups: Vec<String> = (0..CODE_LENGTH / 4)
        .map(|_| (0..4).map(|_| char::from(CODE_SIGNS[rng.random_range(0..CODE_SIGNS.len())])).collect())
        .collect();
    Secret::new(groups.join("-"))
}

/// The code as typed, without spaces and dashes, in capitals.
fn normalise_recovery_code(code: &Secret) -> Option<Secret> {
    let plain: String =
        code.expose().chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let ok = plain.len() == CODE_LENGTH && plain.bytes().all(|b| CODE_SIGNS.contains(&b));
    ok.then(|| Secret::new(plain))
}

/// Sixteen random bytes for Argon2id.
#[must_use]
pub fn salt_new() -> Vec<u8> {
    let mut salt = vec![0; 16];
    rand::rng().fill_bytes(&mut salt);
    salt
}

#[cfg(test)]
mod tests {
    use super::*;
    use simpul_kernel::CodedError as _;

    #[test]
    fn a_seal_opens_only_where_it_was_made() {
        let key = Key::random();
        let sealed = key.seal(b"t7Kp-vx2n", "routers.password:7");
        assert_eq!(key.open(&sealed, "routers.password:7").unwrap(), b"t7Kp-vx2n");
        assert!(key.open(&sealed, "routers.password:8").is_err());
        assert!(Key::random().open(&sealed, "routers.password:7").is_err());
        assert!(key.open(&sealed[..10], "routers.password:7").is_err());
        let again = key.seal(b"t7Kp-vx2n", "routers.password:7");
        assert_ne!(sealed, again, "the same secret twice looks different");
    }

    #[test]
    fn the_recovery_code_opens_its_wrap_however_it_is_typed() {
        let (code, salt, id, data) = (recovery_code_new(), salt_new(), Uuid::new_v4(), Key::random());
        let wrapped = Key::from_recovery_code(&code, &salt).unwrap().wrap(&data, id);
        let typed = Secret::new(code.expose().replace('-', " ").to_lowercase());
        let opened = Key::from_recovery_code(&typed, &salt).unwrap().unwrap(&wrapped, id).unwrap();
        assert_eq!(opened.0, data.0);
        assert!(Key::from_recovery_code(&recovery_code_new(), &salt).unwrap().unwrap(&wrapped, id).is_err());
        let error = Key::from_recovery_code(&Secret::new("hello"), &salt).unwrap_err();
        assert_eq!(error.code(), KeyError::RecoveryCodeWrong.code());
    }

    #[test]
    fn two_programs_make_one_wrapping_key() {
        let folder = tempfile::tempdir().unwrap();
        let file = WrappingKeyFile::in_folder(folder.path());
        assert!(file.read().unwrap().is_none());
        let keys: Vec<Key> = std::thread::scope(|s| {
            let hands: Vec<_> = (0..4).map(|_| s.spawn(|| file.read_or_create().unwrap())).collect();
            hands.into_iter().map(|h| h.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|k| k.0 == keys[0].0));
    }

    #[test]
    fn without_the_key_nothing_is_sealed_and_none_is_invented() {
        let keys = Keys::default();
        assert!(!keys.is_available());
        assert_eq!(keys.seal(&Secret::new("x"), "c").unwrap_err(), KeyError::Unavailable);
    }
}
