//! The demo router beside the program, and the demo shop around it.

use std::path::Path;

use simpul_core::App;
use simpul_core::demo;
use simpul_core::system::demo::SimProcess;

use crate::failure::Failure;
use crate::output;
use crate::words::Lang;

/// Furnishes the demo and says how to sign in.
///
/// # Errors
/// `demo_router_unavailable`, `demo_router_failed`, or an operation's.
pub async fn open(app: &App, data_dir: &Path, sim: Option<&SimProcess>, lang: Lang) -> Result<(), Failure> {
    let unavailable = || simpul_kernel::Error::from(simpul_core::system::ops::SystemError::DemoUnavailable);
    let router = simpul_core::app::DemoLauncher::start(sim.ok_or_else(unavailable)?).await?;
    output::progress(lang.pick("Menata toko contoh", "Furnishing the demo shop"));
    demo::furnish(app, data_dir, &router).await?;
    if let Some(sign_in) = demo::sign_in(data_dir) {
        let how = lang.pick("Masuk sebagai", "Sign in as");
        output::progress(format!("{how}: {} / {}", sign_in.username, sign_in.password.expose()));
    }
    Ok(())
}

/// Starts the demo router again where one was used before: it is stored like any
/// other and expected to answer.
pub async fn resume(sim: Option<&SimProcess>) {
    if let Some(sim) = sim.filter(|sim| sim.was_used())
        && let Err(error) = simpul_core::app::DemoLauncher::start(sim).await
    {
        tracing::warn!(%error, "the demo router did not start again");
    }
}
