//! `simpul serve`: the screens on this computer, and the work in the background.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use simpul_api::first::{BootState, FirstStart, Step};
use simpul_core::app::DemoLauncher;
use simpul_core::boot::{BootOptions, BootStep, Database, Running};
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
    let serving = ServeOptions { listen: args.listen, ui: ui_folder(args.ui.as_deref())? };
    if serving.ui.is_none() {
        output::progress(lang.pick(
            "Layar tidak ditemukan; hanya operasi yang dilayani (--ui FOLDER)",
            "No screens found; serving the operations only (--ui DIR)",
        ));
    }
    let asks = !args.demo && !args.embedded && serving.ui.is_some() && boot::decided(global)?.is_none();
    let begun = if asks {
        ask(global, args, serving, &stop, lang).await?
    } else {
        let running = open(options(global, args, lang)?, args, lang).await?;
        match Server::start(running.app.clone(), serving).await {
            Ok(server) => {
                output::line(format!("http://{}/", server.addr()));
                Some((server, running))
            }
            Err(error) => {
                running.close().await?;
                return Err(error.into());
            }
        }
    };
    if let Some((server, running)) = begun {
        let worked = work(&running, args, &stop, lang).await;
        server.stop().await;
        running.close().await?;
        worked?;
    }
    output::progress(lang.pick("Berhenti dengan rapi", "Stopped cleanly"));
    Ok(ExitCode::SUCCESS)
}

/// How to start, the demo in its own folder.
fn options(global: &Global, args: &ServeArgs, lang: Lang) -> Result<BootOptions, Failure> {
    let options = boot::options(global, lang)?;
    if !args.demo {
        return Ok(options);
    }
    let data_dir = DataDir::new(simpul_core::demo::data_dir(options.data_dir.path()));
    let database = Database::Embedded;
    Ok(BootOptions { data_dir, database, database_is_fixed: true, key_file: None, ..options })
}

/// Starts the program, with its demo router where one is used.
async fn open(options: BootOptions, args: &ServeArgs, lang: Lang) -> Result<Running, Failure> {
    let data_dir = options.data_dir.path().to_path_buf();
    let sim = SimProcess::demo(&data_dir);
    let demo = sim.clone().map(|sim| Box::new(sim) as Box<dyn DemoLauncher>);
    let running = simpul_core::boot::boot(BootOptions { pool_size: POOL_SIZE, demo, ..options }).await?;
    if args.demo {
        if let Err(failure) = demo::open(&running.app, &data_dir, sim.as_ref(), lang).await {
            running.close().await?;
            return Err(failure);
        }
    } else {
        demo::resume(sim.as_ref()).await;
    }
    Ok(running)
}

/// Asks on the screen where the data are to be, and starts there; a server that does
/// not do is told and asked about again. `None` when told to stop meanwhile.
async fn ask(
    global: &Global,
    args: &ServeArgs,
    serving: ServeOptions,
    stop: &Stop,
    lang: Lang,
) -> Result<Option<(Server, Running)>, Failure> {
    let server = Server::ask(FirstStart::new(global.data_dir()), serving).await?;
    output::line(format!("http://{}/", server.addr()));
    output::progress(lang.pick("Menunggu pilihan tempat data di layar", "Waiting for the choice on the screen"));
    loop {
        tokio::select! {
            () = server.chosen() => {}
            () = stop.wait() => {
                server.stop().await;
                return Ok(None);
            }
        }
        let tell = Arc::new(server.teller());
        let page = Arc::clone(&tell);
        let heard = move |step: BootStep| {
            boot::tell(&step, lang);
            page(BootState::Starting(Step::of(&step)));
        };
        let options = BootOptions { progress: Arc::new(heard), ..options(global, args, lang)? };
        match open(options, args, lang).await {
            Ok(running) => {
                if let Err(error) = server.open(running.app.clone()).await {
                    running.close().await?;
                    return Err(error.into());
                }
                return Ok(Some((server, running)));
            }
            Err(failure) => {
                output::failure(&failure, lang, global.json);
                tell(BootState::Choosing { error: Some(failure.into_wire()) });
            }
        }
    }
}

/// Works until told to stop.
async fn work(running: &Running, args: &ServeArgs, stop: &Stop, lang: Lang) -> Result<(), Failure> {
    let worker = if args.no_worker { None } else { Some(Worker::start(&running.app).await?) };
    stop.wait().await;
    output::progress(lang.pick("Menghentikan…", "Stopping…"));
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
