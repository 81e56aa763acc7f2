//! The icon in the system's tray: the way back to a window that was closed, and
//! the way out.
//!
//! **Invariant:** a computer without a tray is no reason not to start. On Linux the
//! tray is a library of the system that may be missing, and then there is none.

use std::panic::{AssertUnwindSafe, catch_unwind};

use simpul_kernel::Locale;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager as _, Runtime};

use crate::background;
use crate::choices::Kept;
use crate::words::{say, say_count};

/// The counter.
const SELL: &str = "/counter";

/// How the worker behind the window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerState {
    /// The program still starts.
    Starting,
    /// It works; so many jobs run or wait.
    Working(i64),
    /// The program could not start.
    Stopped,
}

impl WorkerState {
    fn words(self, locale: Locale) -> String {
        match self {
            Self::Starting => say(locale, "desk.tray.starting", &[]),
            Self::Working(0) => say(locale, "desk.tray.idle", &[]),
            Self::Working(jobs) => say_count(locale, "desk.tray.busy", jobs),
            Self::Stopped => say(locale, "desk.tray.stopped", &[]),
        }
    }
}

/// The tray's menu.
pub struct Systray<R: Runtime> {
    open: MenuItem<R>,
    sell: MenuItem<R>,
    worker: MenuItem<R>,
    quit: MenuItem<R>,
    state: std::sync::Mutex<WorkerState>,
}

impl<R: Runtime> std::fmt::Debug for Systray<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Systray").field("state", &self.state).finish_non_exhaustive()
    }
}

impl<R: Runtime> Systray<R> {
    fn new(app: &AppHandle<R>, locale: Locale) -> tauri::Result<Self> {
        let item = |id: &str, enabled: bool| {
            MenuItem::with_id(app, id, say(locale, &format!("desk.tray.{id}"), &[]), enabled, None::<&str>)
        };
        let state = WorkerState::Starting;
        let worker = MenuItem::with_id(app, "worker", state.words(locale), false, None::<&str>)?;
        let (open, sell, quit) = (item("open", true)?, item("sell", true)?, item("quit", true)?);
        Ok(Self { open, sell, worker, quit, state: std::sync::Mutex::new(state) })
    }

    fn menu(&self, app: &AppHandle<R>) -> tauri::Result<Menu<R>> {
        let line = || PredefinedMenuItem::separator(app);
        Menu::with_items(app, &[&self.open, &self.sell, &line()?, &self.worker, &line()?, &self.quit])
    }

    fn write(&self, locale: Locale) -> tauri::Result<()> {
        for (item, key) in [(&self.open, "open"), (&self.sell, "sell"), (&self.quit, "quit")] {
            item.set_text(say(locale, &format!("desk.tray.{key}"), &[]))?;
        }
        self.worker.set_text(self.state().words(locale))
    }

    fn state(&self) -> WorkerState {
        *self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Whether the state is another than before.
    fn set(&self, state: WorkerState) -> bool {
        let before =
            std::mem::replace(&mut *self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner), state);
        before != state
    }
}

/// Puts the icon into the tray; whether there is one now.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) -> bool {
    // The binding ends the thread when the system's library is not there, and has no way to ask before.
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let built = catch_unwind(AssertUnwindSafe(|| build(app)));
    std::panic::set_hook(quiet);
    match built {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(%error, "there is no icon in the tray");
            false
        }
        Err(_) => {
            tracing::info!("there is no library for icons in the tray (libayatana-appindicator3)");
            false
        }
    }
}

fn build<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let systray = Systray::new(app, app.state::<Kept>().get().locale())?;
    let mut builder = TrayIconBuilder::with_id("simpul")
        .tooltip("Simpul")
        .menu(&systray.menu(app)?)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event| chosen(app, event.id().as_ref()))
        .on_tray_icon_event(|icon, event| {
            let click = matches!(
                event,
                TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. }
            );
            if click {
                background::to_front(icon.app_handle());
            }
        });
    if let Some(icon) = app.default_window_icon() {
        builder = builder.icon(icon.clone());
    }
    builder.build(app)?;
    app.manage(systray);
    Ok(())
}

fn chosen<R: Runtime>(app: &AppHandle<R>, item: &str) {
    match item {
        "open" => background::to_front(app),
        "sell" => background::open_at(app, SELL),
        "quit" => background::leave(app),
        _ => {}
    }
}

/// Whether there is a menu that says how the worker is.
pub(crate) fn is_there<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.try_state::<Systray<R>>().is_some()
}

/// Says how the worker is.
pub(crate) fn tell<R: Runtime>(app: &AppHandle<R>, state: WorkerState) {
    if let Some(systray) = app.try_state::<Systray<R>>()
        && systray.set(state)
    {
        write(app, &systray);
    }
}

/// Says everything anew, in the language that was chosen now.
pub(crate) fn translate<R: Runtime>(app: &AppHandle<R>) {
    if let Some(systray) = app.try_state::<Systray<R>>() {
        write(app, &systray);
    }
}

fn write<R: Runtime>(app: &AppHandle<R>, systray: &Systray<R>) {
    if let Err(error) = systray.write(app.state::<Kept>().get().locale()) {
        tracing::debug!(%error, "the tray's menu is not up to date");
    }
}
