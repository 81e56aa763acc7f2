//! The program without its window: closing it lets the worker go on, where there is
//! a way back to the window and the person wants it so.
//!
//! **Invariant:** nobody is left with a program they cannot reach. Without a tray
//! that is seen, and without a second start that finds the first, closing is quitting.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::json;
use simpul_kernel::{Locale, Result, WireError};
use tauri::{AppHandle, Emitter as _, Manager as _, Runtime, State, WebviewWindow};

use crate::autostart::Autostart;
use crate::choices::{Choices, Kept};
use crate::desk::{Desk, Progress, outgoing};
use crate::paper::signed_in;
use crate::systray;
use crate::window::MAIN;

/// The event that asks the page what closing shall mean.
pub const CLOSING: &str = "simpul://closing";
/// The event that asks the page whether the program may end although something was typed.
pub const LEAVING: &str = "simpul://leaving";
/// The event that asks the page to open a screen.
pub const OPEN: &str = "simpul://open";

/// How long the desktop may take to say whether it has a tray.
const PATIENCE: Duration = Duration::from_secs(2);

/// A second try to close within this long is the other half of a double click, not an impatient person.
const DOUBLE_CLICK: Duration = Duration::from_secs(3);

/// What a try to close the window leads to.
#[derive(Debug, PartialEq, Eq)]
enum Try {
    /// The page is asked.
    Ask,
    /// It was asked just now.
    Wait,
    /// It was asked and did not answer: it may not be able to.
    End,
}

/// By how long ago the page was asked, where it has not answered.
fn try_to_close(asked: Option<Duration>) -> Try {
    match asked {
        None => Try::Ask,
        Some(ago) if ago < DOUBLE_CLICK => Try::Wait,
        Some(_) => Try::End,
    }
}

/// What the window remembers of being closed.
#[derive(Debug, Default)]
pub struct Background {
    /// There is an icon in the tray.
    tray: AtomicBool,
    /// When the page was asked what closing shall mean, while it has not answered.
    asked: Mutex<Option<Instant>>,
    /// Something on the page is not stored.
    unsaved: AtomicBool,
}

impl Background {
    /// Remembers whether there is an icon in the tray.
    pub(crate) fn set_tray(&self, is_there: bool) {
        self.tray.store(is_there, Ordering::Relaxed);
    }

    fn try_to_close(&self) -> Try {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let leads_to = try_to_close(asked.map(|at| at.elapsed()));
        if leads_to == Try::Ask {
            *asked = Some(Instant::now());
        }
        leads_to
    }

    fn answered(&self) {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// The settings of this computer, as the page shows them.
#[derive(Debug, Serialize)]
pub struct DeskView {
    /// Whether the program works on when its window is closed; absent: nobody was asked yet.
    pub stay: Option<bool>,
    /// Whether there is a way back to a closed window here.
    pub can_stay: bool,
    /// Whether the system starts the program.
    pub autostart: bool,
    /// Whether it can.
    pub can_autostart: bool,
    /// Whether it then starts without a window.
    pub start_hidden: bool,
    /// How large the page is drawn, in hundredths.
    pub zoom: u16,
}

/// A change of them; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DeskChange {
    /// Work on when the window is closed.
    pub stay: Option<bool>,
    /// Start with the system.
    pub autostart: Option<bool>,
    /// Then without a window.
    pub start_hidden: Option<bool>,
}

/// What closing the window shall mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseAnswer {
    /// Work on without it, now and later.
    Stay,
    /// End the program, now and later.
    Quit,
    /// End the program this time.
    QuitOnce,
    /// Nothing: the window stays open.
    Cancel,
}

/// The settings of this computer.
#[tauri::command]
pub async fn desk_get<R: Runtime>(app: AppHandle<R>) -> DeskView {
    view(&app).await
}

/// Changes the settings of this computer.
///
/// # Errors
/// `sign_in_required`, `autostart_failed`, `file_not_written`.
#[tauri::command]
pub async fn desk_set<R: Runtime>(
    window: WebviewWindow<R>,
    desk: State<'_, Arc<Desk>>,
    change: DeskChange,
) -> Result<DeskView, WireError> {
    let app = window.app_handle();
    signed_in(&window, &desk).and_then(|()| set(app, &change)).map_err(|error| outgoing(&error, "desk_set"))?;
    Ok(view(app).await)
}

fn set<R: Runtime>(app: &AppHandle<R>, change: &DeskChange) -> Result<()> {
    if let Some(on) = change.autostart {
        app.state::<Autostart>().set(on)?;
    }
    app.state::<Kept>().change(|choices| {
        choices.stay = change.stay.or(choices.stay);
        choices.start_hidden = change.start_hidden.unwrap_or(choices.start_hidden);
    })?;
    Ok(())
}

async fn view<R: Runtime>(app: &AppHandle<R>) -> DeskView {
    let Choices { stay, start_hidden, zoom, .. } = app.state::<Kept>().get();
    let autostart = app.state::<Autostart>();
    let (on, possible) = (autostart.is_on(), autostart.is_possible());
    DeskView { stay, can_stay: has_way_back(app).await, autostart: on, can_autostart: possible, start_hidden, zoom }
}

/// The page's answer to [`CLOSING`]. Whoever could close the window may give it.
///
/// # Errors
/// `file_not_written`; the answer is followed all the same.
#[tauri::command(async)]
pub fn desk_close<R: Runtime>(app: AppHandle<R>, answer: CloseAnswer) -> Result<(), WireError> {
    app.state::<Background>().answered();
    let keep = |stay: bool| app.state::<Kept>().change(|choices| choices.stay = Some(stay)).map(drop);
    let kept = match answer {
        CloseAnswer::Stay => keep(true),
        CloseAnswer::Quit => keep(false),
        CloseAnswer::QuitOnce | CloseAnswer::Cancel => Ok(()),
    };
    match answer {
        CloseAnswer::Stay => hide(&app),
        CloseAnswer::Quit | CloseAnswer::QuitOnce => app.exit(0),
        CloseAnswer::Cancel => {}
    }
    kept.map_err(|error| outgoing(&error, "desk_close"))
}

/// Remembers whether something on the page is not stored; whoever could close the window may say so.
#[tauri::command]
pub fn desk_unsaved(background: State<'_, Background>, unsaved: bool) {
    background.unsaved.store(unsaved, Ordering::Relaxed);
}

/// Draws the page larger (1), smaller (-1) or as usual (0), and remembers it.
///
/// # Errors
/// `file_not_written`, `internal`.
#[tauri::command(async)]
pub fn desk_zoom<R: Runtime>(window: WebviewWindow<R>, kept: State<'_, Kept>, step: i8) -> Result<u16, WireError> {
    let zoomed = || {
        let zoom = kept.change(|choices| choices.zoom = choices.zoomed(step))?.zoom;
        window.set_zoom(f64::from(zoom) / 100.0).map_err(simpul_kernel::Error::internal)?;
        Ok(zoom)
    };
    zoomed().map_err(|error| outgoing(&error, "desk_zoom"))
}

/// Says outside the page what is said there in this language.
///
/// # Errors
/// `file_not_written`.
#[tauri::command(async)]
pub fn desk_speak<R: Runtime>(app: AppHandle<R>, locale: Locale) -> Result<(), WireError> {
    let english = locale == Locale::En;
    app.state::<Kept>().change(|choices| choices.english = english).map_err(|error| outgoing(&error, "desk_speak"))?;
    systray::translate(&app);
    Ok(())
}

/// Shows the window at the start. Started by the system it stays away, where that was
/// chosen and somebody who wants it finds it.
pub(crate) async fn begin<R: Runtime>(app: AppHandle<R>) {
    let hidden = app.state::<Arc<Desk>>().launch.at_login && app.state::<Kept>().get().start_hidden;
    if !(hidden && has_way_back(&app).await) {
        to_front(&app);
    }
}

/// The window is to be closed: hides it, ends the program or has the page ask. The
/// window stays until that is known, for asking the desktop about its tray takes a moment.
pub(crate) async fn closing<R: Runtime>(app: AppHandle<R>) {
    let stay = app.state::<Kept>().get().stay;
    let is_open = matches!(app.state::<Arc<Desk>>().progress(), Progress::Ready(_));
    if !is_open || stay == Some(false) || !has_way_back(&app).await {
        return leave(&app);
    }
    if stay == Some(true) {
        return hide(&app);
    }
    match app.state::<Background>().try_to_close() {
        Try::Ask if app.emit_to(MAIN, CLOSING, json!({})).is_ok() => {}
        Try::Wait => {}
        Try::Ask | Try::End => app.exit(0),
    }
}

/// Ends the program; where something on the page is not stored, the page is asked first, once: one that does not
/// answer for a while may not be able to.
pub(crate) fn leave<R: Runtime>(app: &AppHandle<R>) {
    let background = app.state::<Background>();
    let leads_to = if background.unsaved.load(Ordering::Relaxed) { background.try_to_close() } else { Try::End };
    match leads_to {
        Try::Ask if app.emit_to(MAIN, LEAVING, json!({})).is_ok() => to_front(app),
        Try::Wait => {}
        Try::Ask | Try::End => app.exit(0),
    }
}

/// Whether somebody who closed the window finds it again.
async fn has_way_back<R: Runtime>(app: &AppHandle<R>) -> bool {
    let tray = app.state::<Background>().tray.load(Ordering::Relaxed);
    let instance = app.state::<Arc<Desk>>().launch.instance();
    tokio::time::timeout(PATIENCE, desktop::has_way_back(tray, instance)).await.unwrap_or(false)
}

fn hide<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    if let Err(error) = window.hide() {
        tracing::warn!(%error, "the window could not be hidden; the program ends instead");
        app.exit(0);
    }
}

/// Shows the window, wherever it is.
pub(crate) fn to_front<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window could not be brought to the front");
    }
}

/// Shows the window and a screen in it.
pub(crate) fn open_at<R: Runtime>(app: &AppHandle<R>, to: &str) {
    to_front(app);
    if let Err(error) = app.emit_to(MAIN, OPEN, json!({ "to": to })) {
        tracing::debug!(%error, "no page opened what was asked for");
    }
}

#[cfg(target_os = "linux")]
mod desktop {
    //! What this desktop can, asked over the session bus.

    use zbus::fdo::DBusProxy;
    use zbus::names::BusName;

    /// Whoever shows icons in a tray.
    const TRAY: &str = "org.kde.StatusNotifierWatcher";
    pub(super) async fn has_way_back(tray: bool, instance: Option<String>) -> bool {
        let ask = async {
            let bus = DBusProxy::new(&zbus::Connection::session().await?).await?;
            if tray && bus.name_has_owner(BusName::try_from(TRAY)?).await? {
                return Ok(true);
            }
            // What a second start looks for (tauri-plugin-single-instance).
            let Some(first) = instance.map(|name| format!("{name}.SingleInstance")) else { return Ok(false) };
            zbus::Result::Ok(bus.name_has_owner(BusName::try_from(first)?).await?)
        };
        ask.await.unwrap_or_else(|error| {
            tracing::debug!(%error, "no session bus: nothing would bring the window back");
            false
        })
    }
}

#[cfg(not(target_os = "linux"))]
mod desktop {
    //! Windows and macOS have a tray and find a first start by themselves.

    pub(super) async fn has_way_back(tray: bool, instance: Option<String>) -> bool {
        tray || instance.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_half_of_a_double_click_ends_nothing() {
        assert_eq!(try_to_close(None), Try::Ask);
        assert_eq!(try_to_close(Some(Duration::from_millis(150))), Try::Wait);
        assert_eq!(try_to_close(Some(Duration::from_secs(4))), Try::End, "a page that does not answer holds nobody");
        let background = Background::default();
        assert_eq!([background.try_to_close(), background.try_to_close()], [Try::Ask, Try::Wait]);
        background.answered();
        assert_eq!(background.try_to_close(), Try::Ask);
    }
}
