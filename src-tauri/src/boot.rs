//! From nothing to a running program while the window is already open; and back
//! again when it closes.

use std::sync::Arc;

use serde_json::json;
use simpul_api::Door;
use simpul_core::app::DemoLauncher;
use simpul_core::boot::{self, BootStep, Running, ServerProgress};
use simpul_core::demo;
use simpul_core::events::{Change, EventHub};
use simpul_core::system::demo::SimProcess;
use simpul_core::system::ops::SystemError;
use simpul_core::worker::Worker;
use simpul_kernel::{Result, Source};
use tauri::{AppHandle, Emitter as _, Manager as _, Runtime, State};
use tokio::sync::Mutex;
use tokio::sync::broadcast::Receiver;
use tokio::task::AbortHandle;

use crate::choices::Kept;
use crate::desk::{BootState, Desk, Migration, Progress, Step, outgoing};
use crate::systray::{self, WorkerState};
use crate::window::MAIN;
use crate::{caller, events};

/// The event that tells the page how far the start has come.
pub const EVENT: &str = "simpul://boot";

/// What runs behind the window. Locked while it starts, so that closing waits
/// for a start under way.
#[derive(Debug, Default)]
pub struct Program(Mutex<Option<Behind>>);

#[derive(Debug)]
struct Behind {
    running: Running,
    worker: Worker,
    /// What tells of changes while the program is open.
    telling: Vec<AbortHandle>,
}

/// Where the start of the program stands.
#[tauri::command]
pub fn boot_state(desk: State<'_, Arc<Desk>>) -> BootState {
    desk.progress().state()
}

/// Starts the program again after a start that failed.
#[tauri::command]
pub fn boot_retry<R: Runtime>(app: AppHandle<R>, desk: State<'_, Arc<Desk>>) {
    if desk.begin_again() {
        begin(app);
    }
}

/// Starts the program beside the window. On a thread of its own: the future holds
/// callbacks over references across its waits, for which the compiler cannot prove
/// that it may move between threads.
pub fn begin<R: Runtime>(app: AppHandle<R>) {
    tauri::async_runtime::spawn_blocking(move || tauri::async_runtime::block_on(start(app)));
}

/// Starts the program; how far it comes is said to the desk and to the page.
pub async fn start<R: Runtime>(app: AppHandle<R>) {
    let desk = Arc::clone(&app.state::<Arc<Desk>>());
    let program = Arc::clone(&app.state::<Arc<Program>>());
    let telling = tokio::spawn(tell(app.clone(), Arc::clone(&desk)));
    let mut behind = program.0.lock().await;
    let outcome = match &*behind {
        None => open(&app, &desk).await,
        Some(_) => return,
    };
    match outcome {
        Ok((mut opened, changes)) => {
            let door = Arc::new(Door::new(opened.running.app.clone(), Source::Window));
            opened.telling.push(caller::follow(app.clone(), Arc::clone(&door), changes, caller::by_system));
            *behind = Some(opened);
            app.state::<Kept>().flush();
            if desk.launch.demo {
                demo_sign_in(&door, &desk).await;
            }
            desk.advance(Progress::Ready(door));
        }
        Err(error) => {
            systray::tell(&app, WorkerState::Stopped);
            desk.advance(Progress::Failed(outgoing(&error, "start")));
        }
    }
    drop(behind);
    if let Err(error) = telling.await {
        tracing::debug!(%error, "the page was not told how the start went");
    }
}

async fn open<R: Runtime>(app: &AppHandle<R>, desk: &Arc<Desk>) -> Result<(Behind, Receiver<Change>)> {
    systray::tell(app, WorkerState::Starting);
    let hear = Arc::clone(desk);
    let mut options = desk.launch.boot_options()?;
    options.progress = Arc::new(move |step| hear.advance(Progress::Starting(step_of(&step))));
    let sim = SimProcess::demo(options.data_dir.path());
    options.demo = sim.clone().map(|sim| Box::new(sim) as Box<dyn DemoLauncher>);
    let running = boot::boot(options).await?;
    let begun = async {
        routers(&running, desk, sim.as_ref()).await?;
        work(&running).await
    };
    match begun.await {
        Ok((worker, hub)) => {
            let changes = hub.subscribe();
            Ok((Behind { telling: vec![events::forward(app.clone(), hub)], worker, running }, changes))
        }
        Err(error) => {
            running.close().await?;
            Err(error)
        }
    }
}

/// Furnishes the demo; elsewhere a demo router that was used before starts again,
/// for it is stored like any other and expected to answer.
async fn routers(running: &Running, desk: &Desk, sim: Option<&SimProcess>) -> Result<()> {
    if desk.launch.demo {
        desk.advance(Progress::Starting(Step::new("furnishing", 99)));
        let router = sim.ok_or(SystemError::DemoUnavailable)?.start().await?;
        return demo::furnish(&running.app, desk.launch.data_dir().path(), &router).await;
    }
    if let Some(sim) = sim.filter(|sim| sim.was_used())
        && let Err(error) = sim.start().await
    {
        tracing::warn!(%error, "the demo router did not start again");
    }
    Ok(())
}

/// Whoever opens the demo has come to look around: the window is signed in.
async fn demo_sign_in(door: &Door, desk: &Desk) {
    let Some(demo) = demo::sign_in(desk.launch.data_dir().path()) else { return };
    let input = json!({ "username": demo.username, "password": demo.password.expose() });
    let answer = door.call(None, "session_sign_in", input).await;
    match answer.result {
        Ok(_) => desk.sessions.apply(MAIN, answer.session),
        Err(error) => tracing::warn!(code = error.code, "the demo's sign-in was changed; it has to be typed"),
    }
}

/// The worker lives in the window's process: one program is a whole shop.
async fn work(running: &Running) -> Result<(Worker, EventHub)> {
    let hub = EventHub::start(running.app.db.pool()).await?;
    Ok((Worker::start(&running.app).await?, hub))
}

/// Ends the program: what is under way is finished, the pool closed, and the
/// embedded server stopped if nobody else uses it.
pub async fn close(program: &Program) {
    let Some(Behind { running, worker, telling }) = program.0.lock().await.take() else { return };
    telling.iter().for_each(AbortHandle::abort);
    if let Err(error) = worker.shutdown().await {
        tracing::warn!(%error, "work under way was not given back; its leases run out by themselves");
    }
    if let Err(error) = running.close().await {
        tracing::error!(%error, "the program did not end cleanly");
    }
}

/// Tells the page each state of one start.
async fn tell<R: Runtime>(app: AppHandle<R>, desk: Arc<Desk>) {
    let mut follow = desk.follow();
    loop {
        let state = follow.borrow_and_update().state();
        if let Err(error) = app.emit(EVENT, &state) {
            tracing::debug!(%error, "no page heard how the start goes");
        }
        if !matches!(state, BootState::Starting(_)) || follow.changed().await.is_err() {
            return;
        }
    }
}

/// A step in the page's words. Creating a cluster takes seconds, joining one
/// milliseconds: the percentages follow a first start.
fn step_of(step: &BootStep) -> Step {
    match step {
        BootStep::Server(server) => match server {
            ServerProgress::WaitingForOthers => Step::new("waiting_for_others", 2),
            ServerProgress::Creating => Step::new("creating", 5),
            ServerProgress::Starting => Step::new("starting", 50),
            ServerProgress::Joining => Step::new("joining", 50),
            ServerProgress::PreparingDatabase => Step::new("preparing_database", 60),
            ServerProgress::Ready => Step::new("preparing_database", 70),
        },
        BootStep::Migrating(number, of, name) => {
            let done = 25 * number.saturating_sub(1) / (*of).max(1);
            let migration = Migration { number: *number, of: *of, name: name.clone() };
            let percent = 70 + u8::try_from(done).unwrap_or(25).min(25);
            Step { migration: Some(migration), ..Step::new("migrating", percent) }
        }
        BootStep::Ready => Step::new("opening", 98),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_never_goes_backwards() {
        let first_start = [
            BootStep::Server(ServerProgress::WaitingForOthers),
            BootStep::Server(ServerProgress::Creating),
            BootStep::Server(ServerProgress::Starting),
            BootStep::Server(ServerProgress::PreparingDatabase),
            BootStep::Server(ServerProgress::Ready),
            BootStep::Migrating(1, 9, "jobs".into()),
            BootStep::Migrating(9, 9, "audit".into()),
            BootStep::Ready,
        ];
        let percents: Vec<u8> = first_start.iter().map(|step| step_of(step).percent).collect();
        assert!(percents.is_sorted(), "{percents:?}");
        assert!(percents.iter().all(|percent| *percent < 100));
        assert_eq!(step_of(&first_start[6]).migration.map(|m| (m.number, m.of)), Some((9, 9)));
    }
}
