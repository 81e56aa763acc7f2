//! `simpul worker`: the work of the background without screens, for a box that is
//! always on.

use std::process::ExitCode;

use simpul_core::worker::Worker;

use crate::args::Global;
use crate::failure::Failure;
use crate::signals::Stop;
use crate::words::Lang;
use crate::{boot, output};

/// Works until told to stop.
///
/// # Errors
/// By code: what is wrong with the database or the key file.
pub async fn run(global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
    let stop = Stop::listen();
    let running = simpul_core::boot::boot(boot::options(global, lang)?).await?;
    let worked = work(&running, &stop, lang).await;
    running.close().await?;
    worked?;
    output::progress(lang.pick("Berhenti dengan rapi", "Stopped cleanly"));
    Ok(ExitCode::SUCCESS)
}

async fn work(running: &simpul_core::boot::Running, stop: &Stop, lang: Lang) -> Result<(), Failure> {
    let worker = Worker::start(&running.app).await?;
    if !running.app.keys.is_available() {
        output::progress(lang.pick(
            "Kunci data belum ada di sini, jadi router tidak terjangkau: simpul key join",
            "The data key is not here, so no router can be reached: simpul key join",
        ));
    }
    output::line(lang.pick("Bekerja", "Working"));
    stop.wait().await;
    output::progress(lang.pick("Menghentikan…", "Stopping…"));
    Ok(worker.shutdown().await?)
}
