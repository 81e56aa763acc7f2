//! Calls the person at this desk: their notices, as the system's own, also while
//! the window is hidden, minimised or locked.
//!
//! **Invariants:** a notice is taken from the database once among all desks of a
//! person (`notice_take`), so that none is called out twice, and what nobody was
//! there for is taken at the next sign-in. Whoever looks at the window is told there
//! and not beside it. Where the system shows nothing, the page does.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use simpul_api::Door;
use simpul_core::events::Change;
use simpul_core::identity::session::session_ctx;
use simpul_core::notice::{NoticeRow, ops};
use simpul_core::work;
use simpul_kernel::ctx::Hold;
use simpul_kernel::{Ctx, Locale, Nothing, Result, Source};
use tauri::{AppHandle, Emitter as _, Manager as _, Runtime};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::task::AbortHandle;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use crate::background;
use crate::desk::Desk;
use crate::systray::{self, WorkerState};
use crate::window::MAIN;
use crate::words;

/// The event that tells the page which notices were taken, and whether the system showed them.
pub const NAME: &str = "simpul://notices";

/// What waited for the end of somebody's quiet hours is not kept waiting for longer.
const AGAIN: Duration = Duration::from_secs(60);
/// Changes that follow each other are looked at together.
const TOGETHER: Duration = Duration::from_millis(300);
/// Notices shown one by one; more are counted.
const AT_ONCE: usize = 3;
/// Where all of them are.
const ALL: &str = "/notices";
/// Notices whose click is waited for; a desktop may keep them for days.
const WAITED_FOR: usize = 24;

/// Shows one notice on the computer; whether the system took it.
pub type Show<R> = fn(&AppHandle<R>, &Called) -> bool;

/// A notice as the system shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// What happened.
    pub title: String,
    /// What is known besides.
    pub detail: String,
    /// The word for a click.
    pub open: String,
    /// The screen that a click opens.
    pub link: String,
}

/// Calls until it is aborted, and keeps the tray's line about the worker true.
pub fn follow<R: Runtime>(app: AppHandle<R>, door: Arc<Door>, changes: Receiver<Change>, show: Show<R>) -> AbortHandle {
    let desk = Arc::clone(&app.state::<Arc<Desk>>());
    tokio::spawn(async move {
        Caller { app, desk, door, show }.run(changes).await;
    })
    .abort_handle()
}

struct Caller<R: Runtime> {
    app: AppHandle<R>,
    desk: Arc<Desk>,
    door: Arc<Door>,
    show: Show<R>,
}

/// What to look at again.
#[derive(Debug, Clone, Copy, Default)]
struct Due {
    notices: bool,
    work: bool,
    /// Somebody has just signed in: their page is not there yet to say anything.
    began: bool,
}

impl Due {
    const ALL: Self = Self { notices: true, work: true, began: false };

    fn of(change: &Change) -> Self {
        let Some(tags) = change else { return Self::ALL };
        let has = |names: &[&str]| tags.iter().any(|tag| names.contains(&tag.as_str()));
        Self { notices: has(&["notice", "notice_preferences"]), work: has(&["job", "provisioning"]), began: false }
    }

    fn and(self, other: Self) -> Self {
        let Self { notices, work, began } = other;
        Self { notices: self.notices || notices, work: self.work || work, began: self.began || began }
    }
}

impl<R: Runtime> Caller<R> {
    async fn run(self, mut changes: Receiver<Change>) {
        let mut again = interval_at(Instant::now() + AGAIN, AGAIN);
        again.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let notices = Due { notices: true, ..Due::default() };
        let mut due = Due::ALL;
        loop {
            if due.notices
                && let Err(error) = self.call(due.began).await
            {
                tracing::warn!(%error, "the person at this desk could not be called; it is tried again");
            }
            if due.work {
                self.tell_of_work().await;
            }
            due = tokio::select! {
                change = changes.recv() => match change {
                    Ok(change) => Due::of(&change),
                    Err(RecvError::Lagged(_)) => Due::ALL,
                    Err(RecvError::Closed) => return,
                },
                () = self.desk.sessions.began() => Due { began: true, ..notices },
                _ = again.tick() => notices,
            };
            if due.notices || due.work {
                tokio::time::sleep(TOGETHER).await;
                while let Ok(change) = changes.try_recv() {
                    due = due.and(Due::of(&change));
                }
            }
        }
    }

    /// Takes what is to be told now and tells it.
    async fn call(&self, began: bool) -> Result<()> {
        let Some(ctx) = self.ctx().await? else { return Ok(()) };
        let rows = ops::notice_take(self.door.app(), &ctx, Nothing {}).await?;
        if rows.is_empty() {
            return Ok(());
        }
        // A page that has just come, or is locked, tells nothing by itself.
        let page_tells = !began && ctx.hold.is_none() && self.is_looked_at();
        let shown = !page_tells && self.show(called(&ctx, &rows)).await;
        if let Err(error) = self.app.emit_to(MAIN, NAME, json!({ "rows": rows, "shown": shown })) {
            tracing::debug!(%error, "no page heard of the notices");
        }
        Ok(())
    }

    /// In the name of who sits here. A screen that locked itself while its person is
    /// away is no reason not to call them; what the call leads to asks for the PIN.
    async fn ctx(&self) -> Result<Option<Ctx>> {
        let Some(token) = self.desk.sessions.token(MAIN) else { return Ok(None) };
        let app = self.door.app();
        let ctx = session_ctx(&app.db, &app.clock, Source::Window, Some(&token)).await?;
        let is_theirs = ctx.user_id().is_some() && ctx.hold != Some(Hold::OneTimePassword);
        Ok(is_theirs.then_some(ctx))
    }

    fn is_looked_at(&self) -> bool {
        let window = self.app.get_webview_window(MAIN);
        window.is_some_and(|w| w.is_visible().unwrap_or(false) && w.is_focused().unwrap_or(false))
    }

    /// Whether the system shows them. On a thread of its own: the desktop may take its time.
    async fn show(&self, all: Vec<Called>) -> bool {
        let (app, show) = (self.app.clone(), self.show);
        let shown = tokio::task::spawn_blocking(move || all.iter().take_while(|one| show(&app, one)).count() > 0);
        shown.await.unwrap_or(false)
    }

    async fn tell_of_work(&self) {
        if !systray::is_there(&self.app) {
            return;
        }
        let app = self.door.app();
        let ctx = app.machine_ctx(Source::Window);
        match work::ops::job_summary(app, &ctx, work::JobSummaryGet::default()).await {
            Ok(summary) => systray::tell(&self.app, WorkerState::Working(summary.running + summary.waiting)),
            Err(error) => tracing::debug!(%error, "the tray does not know how the work goes"),
        }
    }
}

/// A few one by one, the rest as a number.
fn called(ctx: &Ctx, rows: &[NoticeRow]) -> Vec<Called> {
    let open = |locale: Locale| words::say(locale, "desk.notice.open", &[]);
    let alone = if rows.len() > AT_ONCE { AT_ONCE - 1 } else { rows.len() };
    let mut all: Vec<Called> = rows
        .iter()
        .rev()
        .take(alone)
        .map(|row| {
            let (title, detail) = words::notice(ctx.locale, ctx.zone, ctx.now, row);
            Called { title, detail, open: open(ctx.locale), link: row.link.clone() }
        })
        .collect();
    let rest = rows.len() - alone;
    if rest > 0 {
        all.push(Called {
            title: words::say_count(ctx.locale, "desk.notice.moreTitle", i64::try_from(rest).unwrap_or(i64::MAX)),
            detail: words::say(ctx.locale, "desk.notice.moreDetail", &[]),
            open: open(ctx.locale),
            link: ALL.to_owned(),
        });
    }
    all
}

/// Shows it by the system's own notices. A click opens the window on it: while the
/// program runs, on every system whose notices can be clicked.
pub(crate) fn by_system<R: Runtime>(app: &AppHandle<R>, called: &Called) -> bool {
    static WAITING: AtomicUsize = AtomicUsize::new(0);
    let mut notice = notify_rust::Notification::new();
    notice.appname("Simpul").summary(&called.title).body(&plain(&called.detail)).action("default", &called.open);
    #[cfg(target_os = "linux")]
    notice.icon("simpul-desktop").hint(notify_rust::Hint::DesktopEntry("simpul-desktop".to_owned()));
    #[cfg(windows)]
    notice.app_id(&app.config().identifier);
    let handle = match notice.show() {
        Ok(handle) => handle,
        Err(error) => {
            tracing::info!(%error, "the system shows no notices; the page does");
            return false;
        }
    };
    if WAITING.fetch_add(1, Ordering::Relaxed) >= WAITED_FOR {
        WAITING.fetch_sub(1, Ordering::Relaxed);
        return true;
    }
    let (app, link) = (app.clone(), called.link.clone());
    let waiting = std::thread::Builder::new().name("notice".to_owned()).spawn(move || {
        handle.wait_for_action(|action| {
            if action == "default" {
                background::open_at(&app, &link);
            }
        });
        WAITING.fetch_sub(1, Ordering::Relaxed);
    });
    if let Err(error) = waiting {
        WAITING.fetch_sub(1, Ordering::Relaxed);
        tracing::debug!(%error, "a click on this notice leads nowhere");
    }
    true
}

/// Some desktops read the detail as markup.
fn plain(text: &str) -> String {
    if cfg!(target_os = "linux") {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_looked_at() {
        let of = |tags: &[&str]| {
            let due = Due::of(&Some(tags.iter().map(|tag| (*tag).to_owned()).collect()));
            (due.notices, due.work)
        };
        assert_eq!(of(&["notice", "router"]), (true, false));
        assert_eq!(of(&["job"]), (false, true));
        assert_eq!(of(&["router", "plan"]), (false, false));
        let all = Due::of(&None);
        assert!(all.notices && all.work);
    }
}
