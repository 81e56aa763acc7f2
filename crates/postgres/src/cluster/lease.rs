//! One process's use of a server.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use zeroize::Zeroizing;

use super::folder::DataDir;
use super::{
    Address, FolderLock, OpenOptions, Pid, Registration, Secrets, Site, State, blocking, bring_up, living, local, pid,
    superuser,
};
use crate::dump::Target;
use crate::{Error, Programs, roles};

/// How long leaving waits for others that are starting or stopping.
const LEAVING: Duration = Duration::from_secs(60);

/// The right to use a folder's server; the last one to be given up stops it.
///
/// Give it up by [`Lease::close`]. Dropping does the same, blocking the thread
/// for as long as the stop takes (a fifth of a second).
#[derive(Debug)]
pub struct Lease {
    site: Site,
    secrets: Secrets,
    state: Mutex<State>,
    registration: Option<Registration>,
    options: OpenOptions,
}

impl Lease {
    pub(super) fn new(
        site: Site,
        secrets: Secrets,
        state: State,
        registration: Registration,
        options: OpenOptions,
    ) -> Self {
        Self { site, secrets, state: Mutex::new(state), registration: Some(registration), options }
    }

    fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The superuser `postgres`, in the database `postgres`: for maintenance
    /// and tests, never for business.
    #[must_use]
    pub fn superuser_options(&self) -> PgConnectOptions {
        superuser(&self.state(), &self.secrets)
    }

    /// The role that owns the database `simpul` and migrates it.
    #[must_use]
    pub fn owner_options(&self) -> PgConnectOptions {
        local(&self.state().address, roles::OWNER, &self.secrets.owner, roles::DATABASE)
    }

    /// The login of this installation, a member of `simpul_app`, in the
    /// database `simpul`.
    #[must_use]
    pub fn app_options(&self) -> PgConnectOptions {
        let state = self.state();
        local(&state.address, &state.app_role(), &self.secrets.app, roles::DATABASE)
    }

    /// A database as pg_dump and psql reach it, as the superuser: row security
    /// would hide rows from any other role.
    #[must_use]
    pub fn dump_target(&self, database: &str) -> Target {
        let (host, port) = match self.state().address {
            Address::Socket(folder) => (folder.display().to_string(), super::SOCKET_NUMBER),
            Address::Port(port) => ("127.0.0.1".to_owned(), port),
        };
        Target {
            host,
            port,
            user: roles::SUPERUSER.to_owned(),
            password: Zeroizing::new(self.secrets.superuser.clone()),
            database: database.to_owned(),
            sslmode: "disable",
            root_certificate: None,
        }
    }

    /// This installation: eight hexadecimal digits.
    #[must_use]
    pub fn installation(&self) -> String {
        self.state().installation
    }

    /// Name of this installation's login.
    #[must_use]
    pub fn app_role(&self) -> String {
        self.state().app_role()
    }

    /// How the server is reached now.
    #[must_use]
    pub fn address(&self) -> Address {
        self.state().address
    }

    /// The programs the server was opened with.
    #[must_use]
    pub fn programs(&self) -> &Programs {
        &self.site.programs
    }

    /// The folder (absolute).
    #[must_use]
    pub fn data_dir(&self) -> &DataDir {
        &self.site.dir
    }

    /// Starts the server again if it has died, for instance by a crash or a
    /// kill. Cheap when it lives. The port may change: take the options anew.
    ///
    /// # Errors
    /// As [`super::Cluster::open`].
    pub async fn ensure_running(&self) -> Result<(), Error> {
        if pid(&self.site.data()) == Pid::Alive {
            return Ok(());
        }
        let (dir, patience) = (self.site.dir.clone(), self.options.patience);
        let _lock = blocking(move || FolderLock::take(&dir, patience)).await?;
        let state = bring_up(&self.site, &self.secrets, &self.options).await?;
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
        Ok(())
    }

    /// Gives the lease up; stops the server if nobody else uses it.
    ///
    /// # Errors
    /// [`Error::StopFailed`], [`Error::FolderBusy`] and file errors; the lease
    /// is given up in any case.
    pub async fn close(mut self) -> Result<(), Error> {
        let site = self.site.clone();
        match self.registration.take() {
            Some(registration) => blocking(move || leave(&site, registration)).await,
            None => Ok(()),
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(registration) = self.registration.take()
            && let Err(e) = leave(&self.site, registration)
        {
            tracing::warn!(code = e.code(), "the database server could not be left in order: {e}");
        }
    }
}

fn leave(site: &Site, mut registration: Registration) -> Result<(), Error> {
    let lock = FolderLock::take(&site.dir, LEAVING);
    registration.leave();
    let _lock = lock?;
    if !living(&site.dir)?.is_empty() {
        return Ok(());
    }
    if pid(&site.data()) == Pid::Alive {
        site.stop()?;
    }
    if let Some(mut state) = State::read(&site.dir)? {
        state.running_on = None;
        state.write(&site.dir)?;
    }
    Ok(())
}
