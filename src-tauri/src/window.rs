//! The window itself: its commands, its plugins, its life.

use std::sync::Arc;

use tauri::{AppHandle, Builder, Context, Manager as _, RunEvent, Runtime, Url};
use tauri_plugin_window_state::StateFlags;

use crate::boot::{self, Program};
use crate::desk::Desk;
use crate::launch::Launch;
use crate::paper::Tray;
use crate::{door, paper};

/// The one window's label.
pub(crate) const MAIN: &str = "main";

/// Opens the window and works until it is closed.
///
/// # Errors
/// When there is no display or no webview.
pub(crate) fn open(launch: Launch) -> tauri::Result<()> {
    let usual = launch.is_usual();
    let mut builder = tauri::Builder::default();
    if usual {
        // First of all plugins: a second start must end before it does anything.
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _args, _folder| to_front(app)));
    }
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    let app = with_commands(builder, Desk::new(launch))
        .plugin(tauri_plugin_window_state::Builder::default().with_state_flags(remembered).build())
        .plugin(own_pages())
        .setup(|app| {
            app.manage(Tray::of_system(downloads(app.handle())));
            boot::begin(app.handle().clone());
            tauri::async_runtime::spawn(end_on_signal(app.handle().clone()));
            Ok(())
        })
        .build(context())?;
    app.run_return(|app, event| {
        if matches!(event, RunEvent::Exit) {
            end(app);
        }
    });
    Ok(())
}

/// What tauri.conf.json and the capabilities say.
pub(crate) fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// The commands of the page and what they share; the tray is managed by the caller.
pub(crate) fn with_commands<R: Runtime>(builder: Builder<R>, desk: Desk) -> Builder<R> {
    builder.manage(Arc::new(desk)).manage(Arc::new(Program::default())).invoke_handler(tauri::generate_handler![
        door::call,
        boot::boot_state,
        boot::boot_retry,
        paper::document_open,
        paper::document_save
    ])
}

/// The window is gone; what it began is brought to an end before the process is.
fn end<R: Runtime>(app: &AppHandle<R>) {
    let program = Arc::clone(&app.state::<Arc<Program>>());
    tauri::async_runtime::block_on(boot::close(&program));
    if let Some(tray) = app.try_state::<Tray>() {
        tray.clear();
    }
}

fn to_front<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window could not be brought to the front");
    }
}

fn downloads<R: Runtime>(app: &AppHandle<R>) -> std::path::PathBuf {
    let path = app.path();
    path.download_dir().or_else(|_| path.document_dir()).or_else(|_| path.home_dir()).unwrap_or_else(|_| ".".into())
}

/// Keeps the webview on the program's own pages, whatever a page asks for.
fn own_pages<R: Runtime>() -> tauri::plugin::TauriPlugin<R> {
    tauri::plugin::Builder::new("own-pages").on_navigation(|_webview, url| is_own(url)).build()
}

fn is_own(url: &Url) -> bool {
    match url.scheme() {
        "tauri" | "blob" | "about" => true,
        // How the same pages are called on Windows, and where they come from in development.
        "http" | "https" => match url.host_str() {
            Some("tauri.localhost") => true,
            Some("127.0.0.1") => cfg!(dev) && url.port() == Some(1420),
            _ => false,
        },
        _ => false,
    }
}

#[cfg(unix)]
async fn end_on_signal<R: Runtime>(app: AppHandle<R>) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => (),
        _ = interrupt.recv() => (),
    }
    app.exit(0);
}

#[cfg(not(unix))]
async fn end_on_signal<R: Runtime>(app: AppHandle<R>) {
    if tokio::signal::ctrl_c().await.is_ok() {
        app.exit(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_pages_are_not_opened() {
        for own in ["tauri://localhost/vouchers", "http://tauri.localhost/", "about:blank", "blob:tauri://localhost/1"]
        {
            assert!(is_own(&own.parse().unwrap()), "{own}");
        }
        for other in
            ["https://example.com/", "file:///etc/passwd", "http://127.0.0.1:4170/", "http://tauri.localhost.evil/"]
        {
            assert!(!is_own(&other.parse().unwrap()), "{other}");
        }
    }
}
