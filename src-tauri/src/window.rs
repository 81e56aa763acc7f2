//! The window itself: its commands, its plugins, its life.

use std::sync::Arc;

use tauri::{AppHandle, Builder, Context, Manager as _, RunEvent, Runtime, Url, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::autostart::{AT_LOGIN, Autostart};
use crate::background::{self, Background};
use crate::boot::{self, Program};
use crate::choices::{Choices, Kept};
use crate::desk::Desk;
use crate::files::{self, Files};
use crate::launch::Launch;
use crate::paper::Tray;
use crate::{door, paper, systray};

/// The one window's label.
pub(crate) const MAIN: &str = "main";

/// What the window remembers of itself; not whether it was seen.
const REMEMBERED: StateFlags = StateFlags::SIZE.union(StateFlags::POSITION).union(StateFlags::MAXIMIZED);

/// Opens the window and works until the program is left.
///
/// # Errors
/// When there is no display or no webview.
pub(crate) fn open(launch: Launch) -> tauri::Result<()> {
    let mut builder = tauri::Builder::default();
    if let Some(instance) = launch.instance() {
        // First of all plugins: a second start must end before it does anything.
        builder = builder.plugin(once(instance));
    }
    let mut context = context();
    for window in &mut context.config_mut().app.windows {
        // Shown when it is known whether it is to be seen.
        window.visible = false;
    }
    let app = with_commands(builder, Desk::new(launch))
        .plugin(tauri_plugin_window_state::Builder::default().with_state_flags(REMEMBERED).build())
        // Without a capability: only the program asks for places, never the page.
        .plugin(tauri_plugin_dialog::init())
        .plugin(own_pages())
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                tauri::async_runtime::spawn(background::closing(window.app_handle().clone()));
            }
        })
        .setup(|app| {
            set_up(app.handle());
            Ok(())
        })
        .build(context)?;
    app.run_return(|app, event| match event {
        RunEvent::Exit => end(app),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => background::to_front(app),
        _ => {}
    });
    Ok(())
}

/// A second start shows the first one's window and ends.
fn once<R: Runtime>(instance: String) -> tauri::plugin::TauriPlugin<R> {
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(instance)
        .callback(|app, arguments, _folder| {
            // Of two starts, the system's is not the one that wants a window.
            if !arguments.iter().any(|argument| argument == AT_LOGIN) {
                background::to_front(app);
            }
        })
        .build()
}

fn set_up<R: Runtime>(app: &AppHandle<R>) {
    app.manage(Tray::of_system(downloads(app)));
    app.manage(Files::of_system(app.clone(), downloads(app)));
    let has_tray = systray::show(app);
    app.state::<Background>().set_tray(has_tray);
    let choices = app.state::<Kept>().get();
    if let Some(window) = app.get_webview_window(MAIN)
        && choices.zoom != Choices::default().zoom
        && let Err(error) = window.set_zoom(f64::from(choices.zoom) / 100.0)
    {
        tracing::debug!(%error, "the page is drawn as large as usual");
    }
    tauri::async_runtime::spawn(background::begin(app.clone()));
    boot::begin(app.clone());
    tauri::async_runtime::spawn(end_on_signal(app.clone()));
}

/// What tauri.conf.json and the capabilities say.
pub(crate) fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// The commands of the page and what they share; the tray of paper and the way files
/// go are managed by the caller.
pub(crate) fn with_commands<R: Runtime>(builder: Builder<R>, desk: Desk) -> Builder<R> {
    let (kept, autostart) = (Kept::read(&desk.launch.data_dir()), Autostart::of(&desk.launch));
    builder
        .manage(Arc::new(desk))
        .manage(Arc::new(Program::default()))
        .manage(kept)
        .manage(autostart)
        .manage(Background::default())
        .invoke_handler(tauri::generate_handler![
            door::call,
            boot::boot_state,
            boot::boot_retry,
            boot::first_call,
            paper::document_open,
            paper::document_save,
            files::file_save,
            background::desk_get,
            background::desk_set,
            background::desk_close,
            background::desk_unsaved,
            background::desk_zoom,
            background::desk_speak
        ])
}

/// The program is left; what it began is brought to an end before the process is.
fn end<R: Runtime>(app: &AppHandle<R>) {
    let program = Arc::clone(&app.state::<Arc<Program>>());
    tauri::async_runtime::block_on(boot::close(&program));
    if let Some(tray) = app.try_state::<Tray>() {
        tray.clear();
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
