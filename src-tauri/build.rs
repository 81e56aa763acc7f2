//! Reads tauri.conf.json and says which commands a page may be allowed to call.

use tauri_build::{AppManifest, Attributes};

/// Every command of `src-tauri/src`; a capability allows each by name.
const COMMANDS: &[&str] = &[
    "call",
    "boot_state",
    "boot_retry",
    "first_call",
    "document_open",
    "document_save",
    "file_save",
    "desk_get",
    "desk_set",
    "desk_close",
    "desk_unsaved",
    "desk_zoom",
    "desk_speak",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    tauri_build::try_build(
        Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*")
            .app_manifest(AppManifest::new().commands(COMMANDS)),
    )?;
    Ok(())
}
