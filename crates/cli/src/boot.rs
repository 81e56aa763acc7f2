//! From the options to a running program, with a line for each step.

use std::sync::Arc;

use simpul_core::boot::{self, BootOptions, BootStep, Database, Running};
use simpul_postgres::cluster::{DataDir, Progress};

use crate::args::Global;
use crate::failure::Failure;
use crate::output;
use crate::words::Lang;

/// The database the options name.
///
/// # Errors
/// `database_url_invalid`.
pub fn database(global: &Global) -> Result<Database, Failure> {
    let Some(url) = &global.database_url else { return Ok(Database::Embedded) };
    let owner = global.owner_url.as_ref().map(boot::outside_options).transpose()?;
    Ok(Database::Outside { app: boot::outside_options(url)?, owner })
}

/// How to start by the options.
///
/// # Errors
/// `database_url_invalid`.
pub fn options(global: &Global, lang: Lang) -> Result<BootOptions, Failure> {
    Ok(BootOptions {
        database: database(global)?,
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

fn tell(step: &BootStep, lang: Lang) {
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
