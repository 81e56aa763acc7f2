//! From nothing to a running program while the window is already open; and back
//! again when it closes.

use std::sync::Arc;

use serde_json::{Value, json};
use simpul_api::Door;
use simpul_api::first::{self, FirstStart};
use simpul_core::app::DemoLauncher;
use simpul_core::boot::{self, BootOptions, Database, Running};
use simpul_core::demo;
use simpul_core::events::{Change, EventHub};
use simpul_core::system::demo::SimProcess;
use simpul_core::system::ops::SystemError;
use simpul_core::worker::Worker;
use simpul_kernel::{Result, Source, WireError};
use tauri::{AppHandle, Emitter as _, Manager as _, Runtime, State};
use tokio::sync::Mutex;
use tokio::sync::broadcast::Receiver;
use tokio::task::AbortHandle;

use crate::choices::Kept;
use crate::desk::{BootState, Desk, Progress, Step, outgoing};
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

/// Answers what is asked before there is a program; a choice begins its start.
///
/// # Errors
/// The code of what is wrong, parameters and incident.
#[tauri::command]
pub async fn first_call<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Arc<Desk>>,
    name: String,
    input: Option<Value>,
) -> Result<Value, WireError> {
    if !matches!(desk.progress(), Progress::Choosing(_)) {
        return Err(first::too_late(&name));
    }
    let answer = FirstStart::new(desk.launch.data_dir()).call(&name, input.unwrap_or_default()).await?;
    if name == first::CHOOSE && desk.begin_again() {
        begin(app);
    }
    Ok(answer)
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
    if behind.is_some() {
        return;
    }
    let options = desk.launch.boot_options();
    // A server that was chosen on the screen can be chosen again there.
    let chosen_here = options.as_ref().is_ok_and(|options| {
        options.as_ref().is_some_and(|o| !o.database_is_fixed && matches!(o.database, Database::Outside { .. }))
    });
    let outcome = match options {
        Ok(None) => Err(None),
        Ok(Some(options)) => open(&app, &desk, options).await.map_err(Some),
        Err(error) => Err(Some(error)),
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
        Err(None) => {
            systray::tell(&app, WorkerState::Stopped);
            desk.advance(Progress::Choosing(None));
        }
        Err(Some(error)) => {
            systray::tell(&app, WorkerState::Stopped);
            let error = outgoing(&error, "start");
            desk.advance(if chosen_here { Progress::Choosing(Some(error)) } else { Progress::Failed(error) });
        }
    }
    drop(behind);
    if let Err(error) = telling.await {
        tracing::debug!(%error, "the page was not told how the start went");
    }
}

async fn open<R: Runtime>(
    app: &AppHandle<R>,
    desk: &Arc<Desk>,
    mut options: BootOptions,
) -> Result<(Behind, Receiver<Change>)> {
    systray::tell(app, WorkerState::Starting);
    let hear = Arc::clone(desk);
    options.progress = Arc::new(move |step| hear.advance(Progress::Starting(Step::of(&step))));
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
        Ok(_) => desk.sessions.apply(MAIN, None, answer.session),
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
