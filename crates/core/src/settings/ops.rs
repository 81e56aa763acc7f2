//! Operations of this area.

use super::Settings;
use crate::app::App;
use crate::system::Nothing;
use simpul_kernel::{Ctx, Error, Result};

/// `settings_get`.
///
/// # Errors
/// Not built yet.
pub async fn settings_get(_app: &App, _ctx: &Ctx, _input: Nothing) -> Result<Settings> {
    Err(Error::internal("settings_get is not built yet"))
}

/// `settings_update`.
///
/// # Errors
/// Not built yet.
pub async fn settings_update(_app: &App, _ctx: &Ctx, _input: Settings) -> Result<Settings> {
    Err(Error::internal("settings_update is not built yet"))
}
