//! `simpul selftest`: the whole job once, in a folder that is thrown away, against a
//! simulated router in a process of its own.

mod report;
mod shop;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;
use simpul_core::boot::{BootOptions, Running};
use simpul_core::db::migrate;
use simpul_core::system::demo::{SimProcess, sim_program};
use simpul_core::system::ops::SystemError;
use simpul_core::worker::Worker;
use simpul_postgres::bundle;
use simpul_postgres::cluster::DataDir;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::args::{Global, SelftestArgs};
use crate::failure::Failure;
use crate::output;
use crate::words::Lang;
use report::Report;
use shop::Shop;

/// Tests, tells, and cleans up.
///
/// # Errors
/// `selftest_folder_in_use`; what does not work is the answer.
pub async fn run(global: &Global, args: &SelftestArgs, lang: Lang) -> Result<ExitCode, Failure> {
    let folder = Folder::make(global.data_dir.as_deref())?;
    let mut report = Report::new(lang, global.json);
    let outcome = test(&folder.path, args, &mut report).await;
    if let Err(failure) = &outcome {
        report.failed(failure);
    }
    let kept = args.keep.then(|| folder.path.clone());
    if !args.keep {
        folder.remove();
    }
    report.finish(outcome.is_ok(), kept.as_deref());
    Ok(if outcome.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn test(folder: &Path, args: &SelftestArgs, report: &mut Report) -> Result<(), Failure> {
    report.begin("Program PostgreSQL", "PostgreSQL's programs");
    let programs = tokio::task::spawn_blocking(|| bundle::locate(None)).await.map_err(Failure::internal)??;
    report.done(format!("PostgreSQL {}", programs.version()));

    report.begin("Basis data dan skema", "Database and schema");
    let options =
        BootOptions { progress: Arc::new(|_| ()), ..BootOptions::embedded(DataDir::new(folder.join("shop"))) };
    let running = simpul_core::boot::boot(options).await?;
    let tested = with_database(&running, folder, args, report).await;
    report.begin("Berhenti dengan rapi", "Clean end");
    let closed = running.close().await;
    tested?;
    closed?;
    report.done(String::new());
    Ok(())
}

async fn with_database(
    running: &Running,
    folder: &Path,
    args: &SelftestArgs,
    report: &mut Report,
) -> Result<(), Failure> {
    report.done(schema(running).await?);

    report.begin("Router simulasi", "Simulated router");
    let missing = || simpul_kernel::Error::from(SystemError::DemoUnavailable);
    let program = sim_program().ok_or_else(missing)?;
    let sim = SimProcess::new(program, folder.join("router"), Vec::new());
    let router = simpul_core::app::DemoLauncher::start(&sim).await?;
    report.done(format!("{}:{}", router.host, router.port));

    let mut shop = Shop::new(running.app.clone(), router);
    shop.open(report).await?;
    shop.make_batch(args.count, report).await?;
    let worker = Worker::start(&running.app).await?;
    let worked = async {
        shop.wait_for_router(report).await?;
        shop.compare_both_sides(report).await?;
        let pdf = args.pdf.clone().unwrap_or_else(|| folder.join("sheet.pdf"));
        shop.draw_sheet(&pdf, report).await?;
        shop.first_login(report).await
    }
    .await;
    let stopped = worker.shutdown().await;
    report.facts = json!({ "codes": shop.codes, "batch_code": shop.batch_code, "login_url": shop::LOGIN_URL,
                           "pdf": args.pdf });
    sim.stop();
    worked?;
    Ok(stopped?)
}

/// Compares every migration that ran with what this program carries.
async fn schema(running: &Running) -> Result<String, Failure> {
    let lease = running.lease().ok_or_else(|| Failure::internal("the embedded server has no lease"))?;
    let mut conn = lease.owner_options().connect().await.map_err(simpul_kernel::Error::from)?;
    let valid = migrate::validate(&mut conn).await;
    conn.close().await.map_err(simpul_kernel::Error::from)?;
    valid?;
    Ok(format!("{} {}", running.app.db.server_version().await?, migrate::program_version()))
}

/// The folder the test happens in.
struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A new folder of the system's temporary ones, or the one named, if it is
    /// empty: a shop's own folder is never tested in.
    fn make(named: Option<&Path>) -> Result<Self, Failure> {
        let unusable = |path: &Path, e: std::io::Error| {
            Failure::new("selftest_folder_unusable", format!("{}: {e}", path.display()))
        };
        let path = match named {
            Some(path) => {
                std::fs::create_dir_all(path).map_err(|e| unusable(path, e))?;
                if std::fs::read_dir(path).map_err(|e| unusable(path, e))?.next().is_some() {
                    return Err(Failure::new("selftest_folder_in_use", format!("{} is not empty", path.display())));
                }
                path.to_path_buf()
            }
            None => {
                let made = tempfile::Builder::new().prefix("simpul-selftest-").tempdir();
                made.map_err(|e| unusable(&std::env::temp_dir(), e))?.keep()
            }
        };
        // The database server of a root user runs as another one, who must get in.
        #[cfg(unix)]
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o711))
            .map_err(|e| unusable(&path, e))?;
        Ok(Self { path })
    }

    fn remove(&self) {
        if let Err(error) = std::fs::remove_dir_all(&self.path) {
            output::progress(format!("{}: {error}", self.path.display()));
        }
    }
}
