//! The command `call`: one operation, in the name of who sits at the window.

use std::sync::Arc;

use serde_json::Value;
use simpul_kernel::WireError;
use tauri::{Runtime, State, WebviewWindow};

use crate::desk::Desk;

/// Calls an operation. Waits while the program still starts.
///
/// # Errors
/// The operation's code, parameters and incident.
#[tauri::command]
pub async fn call<R: Runtime>(
    window: WebviewWindow<R>,
    desk: State<'_, Arc<Desk>>,
    name: String,
    input: Option<Value>,
) -> Result<Value, WireError> {
    let door = desk.door().await?;
    let token = desk.sessions.token(window.label());
    let answer = door.call(token.as_ref(), &name, input.unwrap_or_default()).await;
    desk.sessions.apply(window.label(), token.as_ref(), answer.session);
    answer.result
}
