//! `simpul serve`: the screens on this computer, and the work in the background.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use simpul_core::app::DemoLauncher;
use simpul_core::boot::{BootOptions, Database, Running};
use simpul_core::system::demo::SimProcess;
use simpul_core::worker::Worker;
use simpul_postgres::cluster::DataDir;
use simpul_server::{ServeOptions, Server};

use crate::args::{Global, ServeArgs};
use crate::failure::Failure;
use crate::signals::Stop;
use crate::words::Lang;
use crate::{boot, demo, output};

/// Connections of the pool: several browsers and the worker share it.
const POOL_SIZE: u32 = 8;

/// Serves until told to stop.
///
/// # Errors
/// By code: what is wrong with the address, the database or the key file.
pub async fn run(global: &Global, args: &ServeArgs, lang: Lang) -> Result<ExitCode, Failure> {
    let stop = Stop::listen();
    check_address(args.listen)?;
    let ui = ui_folder(args.ui.as_deref())?;
    let mut options = boot::options(global, lang)?;
    if args.demo {
        options = BootOptions {
            data_dir: DataDir::new(simpul_core::demo::data_dir(options.data_dir.path())),
            database: Database::Embedded,
            key_file: None,
            ..options
        };
    }
    let data_dir = options.data_dir.path().to_path_buf();
    let sim = SimProcess::demo(&data_dir);
    let demo = sim.clone().map(|sim| Box::new(sim) as Box<dyn DemoLauncher>);
    let running = simpul_core::boot::boot(BootOptions { pool_size: POOL_SIZE, demo, ..options }).await?;
    let begun = if args.demo {
        demo::open(&running.app, &data_dir, sim.as_ref(), lang).await
    } else {
        demo::resume(sim.as_ref()).await;
        Ok(())
    };
    let served = match begun {
        Ok(()) => serve(&running, args, ui, &stop, lang).await,
        Err(failure) => Err(failure),
    };
    running.close().await?;
    served?;
    output::progress(lang.pick("Berhenti dengan rapi", "Stopped cleanly"));
    Ok(ExitCode::SUCCESS)
}

async fn serve(
    running: &Running,
    args: &ServeArgs,
    ui: Option<PathBuf>,
    stop: &Stop,
    lang: Lang,
) -> Result<(), Failure> {
    if ui.is_none() {
        output::progress(lang.pick(
            "Layar tidak ditemukan; hanya operasi yang dilayani (--ui FOLDER)",
            "No screens found; serving the operations only (--ui DIR)",
        ));
    }
    let server = Server::start(running.app.clone(), ServeOptions { listen: args.listen, ui }).await?;
    let worker = if args.no_worker { None } else { Some(Worker::start(&running.app).await?) };
    output::line(format!("http://{}/", server.addr()));
    stop.wait().await;
    output::progress(lang.pick("Menghentikan…", "Stopping…"));
    server.stop().await;
    if let Some(worker) = worker
        && let Err(error) = worker.shutdown().await
    {
        tracing::warn!(%error, "work under way was not given back; its leases run out by themselves");
    }
    Ok(())
}

/// A taken address is told before anything is started.
fn check_address(listen: SocketAddr) -> Result<(), Failure> {
    if !listen.ip().is_loopback() {
        // Plain HTTP: what goes over it must not leave this computer.
        return Err(Failure::new(
            "listen_address_unusable",
            format!("{listen}: not an address of this computer alone"),
        ));
    }
    match std::net::TcpListener::bind(listen) {
        Ok(_) => Ok(()),
        Err(e) => Err(Failure::new("listen_address_unusable", format!("{listen}: {e}"))),
    }
}

/// The built screens: named, beside the program, or in the checkout.
fn ui_folder(named: Option<&Path>) -> Result<Option<PathBuf>, Failure> {
    let whole = |dir: &Path| dir.join("index.html").is_file();
    if let Some(dir) = named {
        let missing = || Failure::new("ui_folder_unusable", format!("{} holds no index.html", dir.display()));
        return if whole(dir) { Ok(Some(dir.to_path_buf())) } else { Err(missing()) };
    }
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join("ui")));
    let checkout = cfg!(debug_assertions).then(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist"));
    Ok([beside, checkout].into_iter().flatten().find(|dir| whole(dir)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_served() {
        for open in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
            assert!(check_address(open.parse().unwrap()).is_err(), "{open}");
        }
        assert!(check_address("127.0.0.1:0".parse().unwrap()).is_ok());
    }
}
