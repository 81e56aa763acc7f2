//! `simpul serve`: the screens on this computer, and the work in the background.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use simpul_server::{ServeOptions, Server};

use crate::args::{Global, ServeArgs};
use crate::failure::Failure;
use crate::signals::Stop;
use crate::words::Lang;
use crate::{boot, output};

/// Serves until told to stop.
///
/// # Errors
/// By code: what is wrong with the address, the database or the key file.
pub async fn run(global: &Global, args: &ServeArgs, lang: Lang) -> Result<ExitCode, Failure> {
    let stop = Stop::listen();
    check_address(args)?;
    let ui = ui_folder(args.ui.as_deref())?;
    let running = simpul_core::boot::boot(boot::options(global, lang)?).await?;
    let served = serve(&running, args, ui, &stop, lang).await;
    running.close().await?;
    served?;
    output::progress(lang.pick("Berhenti dengan rapi", "Stopped cleanly"));
    Ok(ExitCode::SUCCESS)
}

async fn serve(
    running: &simpul_core::boot::Running,
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
    output::line(format!("http://{}/", server.addr()));
    stop.wait().await;
    output::progress(lang.pick("Menghentikan…", "Stopping…"));
    server.stop().await;
    Ok(())
}

/// A taken address is told before anything is started.
fn check_address(args: &ServeArgs) -> Result<(), Failure> {
    match std::net::TcpListener::bind(args.listen) {
        Ok(_) => Ok(()),
        Err(e) => Err(Failure::new("listen_address_unusable", format!("{}: {e}", args.listen))),
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
