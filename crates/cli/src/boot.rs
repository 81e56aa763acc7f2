//! From the options to a running program, with a line for each step.

use std::sync::Arc;

use simpul_core::boot::{self, BootOptions, BootStep, Database, Running};
use simpul_postgres::choice::{self, Choice, Chosen};
use simpul_postgres::cluster::{DataDir, Progress};
use simpul_postgres::outside::Outside;

use crate::args::Global;
use crate::failure::Failure;
use crate::output;
use crate::words::Lang;

/// The database the options name, or else the folder; on this computer where nobody
/// has chosen, since a command cannot ask.
///
/// # Errors
/// `database_url_invalid`, `postgres_choice_damaged`.
pub fn database(global: &Global) -> Result<Database, Failure> {
    Ok(decided(global)?.unwrap_or(Database::Embedded))
}

/// The same; `None` where nobody has chosen.
///
/// # Errors
/// `database_url_invalid`, `postgres_choice_damaged`.
pub fn decided(global: &Global) -> Result<Option<Database>, Failure> {
    Ok(boot::database_of(&global.data_dir(), global.database_url.as_ref(), global.owner_url.as_ref())?)
}

/// The outside server in use and its logins, where one is.
///
/// # Errors
/// `postgres_bad_address`, `postgres_choice_damaged`.
pub fn outside(global: &Global) -> Result<Option<Chosen>, Failure> {
    if let Some(url) = &global.database_url {
        let owner = global.owner_url.as_ref().map(|url| Outside::from_url(url.expose())).transpose()?;
        return Ok(Some(Chosen { app: Outside::from_url(url.expose())?, owner }));
    }
    Ok(match choice::read(&global.data_dir())? {
        Some(Choice::Outside(chosen)) => Some(*chosen),
        Some(Choice::Embedded) | None => None,
    })
}

/// How to start by the options.
///
/// # Errors
/// `database_url_invalid`, `postgres_choice_damaged`.
pub fn options(global: &Global, lang: Lang) -> Result<BootOptions, Failure> {
    Ok(BootOptions {
        database: database(global)?,
        database_is_fixed: global.database_url.is_some(),
        key_file: global.key_file.clone(),
        ..embedded(global.data_dir(), lang)
    })
}

/// How to start on the embedded server of a folder.
pub fn embedded(data_dir: DataDir, lang: Lang) -> BootOptions {
    BootOptions { progress: Arc::new(move |step| tell(&step, lang)), ..BootOptions::embedded(data_dir) }
}

/// Starts without a word: for commands whose answer is the point.
///
/// # Errors
/// By code, see [`boot::boot`].
pub async fn quiet(global: &Global, lang: Lang) -> Result<Running, Failure> {
    let silent = BootOptions { progress: Arc::new(|_| ()), ..options(global, lang)? };
    Ok(boot::boot(silent).await?)
}

/// A line for each step.
pub fn tell(step: &BootStep, lang: Lang) {
    let text = match step {
        BootStep::Server(Progress::WaitingForOthers) => {
            lang.pick("Menunggu program lain yang memakai folder ini", "Waiting for another program on this folder")
        }
        BootStep::Server(Progress::Creating) => lang.pick("Membuat basis data", "Creating the database"),
        BootStep::Server(Progress::Starting) => lang.pick("Menyalakan basis data", "Starting the database"),
        BootStep::Server(Progress::Joining) => {
            lang.pick("Memakai basis data yang sudah menyala", "Joining the running database")
        }
        BootStep::Server(Progress::PreparingDatabase | Progress::Ready) | BootStep::Ready => return,
        BootStep::Migrating(i, n, name) => {
            let what = lang.pick("Memperbarui skema", "Migrating the schema");
            return output::progress(format!("{what} {i}/{n}: {name}"));
        }
    };
    output::progress(text);
}
