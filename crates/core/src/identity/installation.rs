//! This installation's place in the database: its row, its wrap of the data key,
//! and the roles every database has.

use simpul_kernel::ids::InstallationId;
use simpul_kernel::permission::BUILT_IN_ROLES;
use simpul_kernel::{CodedError as _, Ctx, Result, Secret, Source};
use uuid::Uuid;

use super::keys::{Key, KeyError, Keys, WrappingKeyFile, recovery_code_new, salt_new};
use super::slowly::{slowly, slowly_at_the_door};
use super::store;
use crate::app::{App, Installation};
use crate::db::{Db, Fact, Tx};

/// Registers this installation and sees that the built-in roles exist.
///
/// # Errors
/// When the database refuses.
pub async fn installation_register(db: &Db, code: &str) -> Result<Installation> {
    let mut tx = db.begin(&Ctx::machine(Source::Job, None, db.clock().now())).await?;
    let id = store::installation_register(&mut tx, code, &host_name(), std::env::consts::OS).await?;
    for role in BUILT_IN_ROLES {
        store::role_ensure(&mut tx, role.code, role.permissions).await?;
    }
    tx.commit().await?;
    Ok(Installation { id, code: code.to_owned(), holder: Uuid::new_v4().simple().to_string() })
}

/// The computer's name, as people know it.
#[must_use]
pub fn host_name() -> String {
    std::env::var("COMPUTERNAME")
        .or_else(|_| std::fs::read_to_string("/etc/hostname").map(|s| s.trim().to_owned()))
        .ok()
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "desk".to_owned())
}

/// Loads the data key with this installation's wrapping key, where both are there.
/// A missing key is not an error here: the program starts and says so.
///
/// # Errors
/// `key_file_unusable`, or the database's.
pub async fn keys_load(db: &Db, installation: InstallationId, file: &WrappingKeyFile) -> Result<Keys> {
    let keys = Keys::default();
    let Some(wrapping) = file.read()? else { return Ok(keys) };
    let mut tx = db.begin(&Ctx::machine(Source::Job, Some(installation), db.clock().now())).await?;
    if let Some(wrap) = store::wrap_of_installation(&mut tx, installation).await? {
        match wrapping.unwrap(&wrap.wrapped_sealed, wrap.key_id) {
            Ok(key) => keys.set(wrap.key_id, key),
            Err(_) => tracing::error!("the wrapping key of this computer does not open its wrap of the data key"),
        }
    }
    Ok(keys)
}

/// A fresh data key, wrapped and ready to be stored.
pub(super) struct NewDataKey {
    pub key_id: Uuid,
    pub key: Key,
    pub recovery_code: Secret,
    for_installation: Vec<u8>,
    for_recovery: Vec<u8>,
    salt: Vec<u8>,
}

impl NewDataKey {
    /// Makes the key and both wraps; slow (Argon2id), so outside any transaction.
    pub(super) async fn make(file: WrappingKeyFile) -> Result<Self> {
        slowly(move || {
            let (key_id, key, recovery_code, salt) = (Uuid::new_v4(), Key::random(), recovery_code_new(), salt_new());
            let for_recovery = Key::from_recovery_code(&recovery_code, &salt)?.wrap(&key, key_id);
            let for_installation = file.read_or_create()?.wrap(&key, key_id);
            Ok(Self { key_id, key, recovery_code, for_installation, for_recovery, salt })
        })
        .await?
    }

    /// Stores both wraps. A database that has a key already keeps it.
    pub(super) async fn store(&self, tx: &mut Tx, installation: InstallationId) -> Result<()> {
        if store::wraps_exist(tx).await? {
            return Err(KeyError::Unavailable.into());
        }
        store::wrap_insert_installation(tx, self.key_id, installation, &self.for_installation).await?;
        store::wrap_insert_recovery(tx, self.key_id, &self.for_recovery, &self.salt).await
    }
}

/// The data key under a fresh recovery code, not stored yet.
pub(super) struct RenewedRecovery {
    pub key_id: Uuid,
    pub recovery_code: Secret,
    wrapped: Vec<u8>,
    salt: Vec<u8>,
}

impl RenewedRecovery {
    /// Draws the code and wraps the key; slow (Argon2id), so outside any transaction.
    pub(super) async fn make(keys: &Keys) -> Result<Self> {
        let (key_id, key) = keys.for_wrapping()?;
        slowly(move || {
            let (recovery_code, salt) = (recovery_code_new(), salt_new());
            let wrapped = Key::from_recovery_code(&recovery_code, &salt)?.wrap(&key, key_id);
            Ok(Self { key_id, recovery_code, wrapped, salt })
        })
        .await?
    }

    /// Puts it in the place of the one there is, which opens nothing from then on.
    pub(super) async fn store(&self, tx: &mut Tx) -> Result<()> {
        store::wraps_lock(tx).await?;
        store::wrap_of_recovery_forget(tx).await?;
        store::wrap_insert_recovery(tx, self.key_id, &self.wrapped, &self.salt).await
    }
}

/// Opens the data key with the recovery code and wraps it for this installation.
pub(super) async fn join(app: &App, ctx: &Ctx, code: Secret) -> Result<()> {
    let mut tx = app.db.begin(ctx).await?;
    let wrap = store::wrap_of_recovery(&mut tx).await?.ok_or(KeyError::RecoveryCodeWrong)?;
    drop(tx);
    let file = app.info.key_file.clone();
    let key_id = wrap.key_id;
    let opened = slowly_at_the_door(move || -> Result<_> {
        let salt = wrap.salt.as_deref().unwrap_or_default();
        let key = Key::from_recovery_code(&code, salt)?
            .unwrap(&wrap.wrapped_sealed, wrap.key_id)
            .map_err(|_| KeyError::RecoveryCodeWrong)?;
        let wrapped = file.read_or_create()?.wrap(&key, wrap.key_id);
        Ok((key, wrapped))
    })
    .await?;
    let mut tx = app.db.begin(ctx).await?;
    let (key, wrapped) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            if error.code() == KeyError::RecoveryCodeWrong.code() {
                let fact = Fact::new("installation_join_fail").on("installation", app.installation.id.0);
                tx.record(fact.detail("installation", &app.installation.code)).await?;
                tx.commit().await?;
            }
            return Err(error);
        }
    };
    store::wrap_insert_installation(&mut tx, key_id, app.installation.id, &wrapped).await?;
    let fact = Fact::new("installation_join").on("installation", app.installation.id.0);
    tx.record(fact.detail("installation", &app.installation.code)).await?;
    tx.commit().await?;
    app.keys.set(key_id, key);
    Ok(())
}

/// Whether the database has secrets whose key this installation lacks.
///
/// # Errors
/// When the database does not answer.
pub async fn key_is_missing(app: &App, ctx: &Ctx) -> Result<bool> {
    if app.keys.is_available() {
        return Ok(false);
    }
    let mut tx = app.db.begin(ctx).await?;
    store::wraps_exist(&mut tx).await
}

/// Whether nobody has an account yet.
///
/// # Errors
/// When the database does not answer.
pub async fn owner_is_missing(app: &App, ctx: &Ctx) -> Result<bool> {
    let mut tx = app.db.begin(ctx).await?;
    Ok(store::users_count(&mut tx).await? == 0)
}
