//! The window as a citizen of its computer: what is chosen for it, and how it calls.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use simpul_api::Door;
use simpul_core::events::EventHub;
use simpul_core::notice::facade;
use simpul_core::worker::Worker;
use simpul_kernel::Source;
use tauri::test::MockRuntime;
use tauri::{AppHandle, Listener as _, async_runtime};
use tokio::task::AbortHandle;

use super::{Bench, invoke};
use crate::background;
use crate::caller::{self, Called};

const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn what_is_chosen_for_this_computer_is_kept_and_belongs_to_who_sits_at_it() {
    let bench = Bench::open();
    let set = |change: Value| invoke(&bench.page, "desk_set", json!({ "change": change }));
    let get = || invoke(&bench.page, "desk_get", json!({})).unwrap();
    assert_eq!((&get()["stay"], &get()["zoom"]), (&Value::Null, &json!(100)), "nobody was asked yet");
    assert_eq!(set(json!({ "stay": true })).unwrap_err()["code"], "sign_in_required");
    bench.sign_in();
    assert_eq!(set(json!({ "stay": true })).unwrap()["stay"], true);
    assert_eq!(set(json!({ "start_hidden": false })).unwrap()["stay"], true, "what is absent stays");
    assert!(set(json!({ "surprise": 1 })).is_err());
    let zoom = |step: i8| invoke(&bench.page, "desk_zoom", json!({ "step": step })).unwrap();
    assert_eq!((zoom(1), zoom(1), zoom(0), zoom(-1)), (json!(110), json!(125), json!(100), json!(90)));
    invoke(&bench.page, "desk_speak", json!({ "locale": "en" })).unwrap();
    let kept: Value = serde_json::from_slice(&std::fs::read(bench.folder.path().join("desk.json")).unwrap()).unwrap();
    assert_eq!(kept, json!({ "stay": true, "start_hidden": false, "zoom": 90, "english": true }));
}

#[test]
fn the_answer_to_a_first_close_needs_no_sign_in_and_is_asked_no_second_time() {
    let bench = Bench::open();
    let close = |answer: &str| invoke(&bench.page, "desk_close", json!({ "answer": answer }));
    let stay = || invoke(&bench.page, "desk_get", json!({})).unwrap()["stay"].clone();
    close("cancel").unwrap();
    assert_eq!(stay(), Value::Null, "who has not chosen is asked again");
    assert!(close("perhaps").is_err());
    close("stay").unwrap();
    assert_eq!(stay(), true);
}

#[test]
fn the_page_is_asked_before_the_program_ends_over_something_typed() {
    let bench = Bench::open();
    let (tell, heard) = std::sync::mpsc::channel();
    bench.page.listen(background::LEAVING, move |_| tell.send(()).unwrap());
    invoke(&bench.page, "desk_unsaved", json!({ "unsaved": true })).unwrap();
    for _ in 0..2 {
        background::leave(bench.app.handle());
        heard.recv_timeout(PATIENCE).expect("the page is asked, and again after each answer");
        invoke(&bench.page, "desk_close", json!({ "answer": "cancel" })).unwrap();
    }
}

static CALLED: Mutex<Vec<Called>> = Mutex::new(Vec::new());

fn remember(_: &AppHandle<MockRuntime>, called: &Called) -> bool {
    CALLED.lock().unwrap().push(called.clone());
    true
}

/// Begins to call, as a start of the program does.
fn begin(bench: &Bench) -> (AbortHandle, EventHub) {
    async_runtime::block_on(async {
        let hub = EventHub::start(bench.shop.app.db.pool()).await.unwrap();
        let door = Arc::new(Door::new(bench.shop.app.clone(), Source::Window));
        (caller::follow(bench.app.handle().clone(), door, hub.subscribe(), remember), hub)
    })
}

/// A backup fails, after one that worked: another event than before.
fn backup_fails(bench: &Bench) {
    let app = &bench.shop.app;
    async_runtime::block_on(async {
        let ctx = app.machine_ctx(Source::Job);
        let mut tx = app.db.begin(&ctx).await.unwrap();
        facade::backup_worked(&mut tx, ctx.now).await.unwrap();
        facade::backup_failed(&mut tx, "database_disk_full").await.unwrap();
        tx.commit().await.unwrap();
    });
}

fn called(times: usize) -> Vec<Called> {
    let began = Instant::now();
    loop {
        let called = CALLED.lock().unwrap().clone();
        if called.len() >= times {
            return called;
        }
        assert!(began.elapsed() < PATIENCE, "called {} times, not {times}", called.len());
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_notice_calls_who_sits_here_once_also_behind_a_lock_and_after_a_restart() {
    let bench = Bench::open();
    let told = Arc::new(Mutex::new(Vec::<Value>::new()));
    let hear = Arc::clone(&told);
    bench.app.listen_any(caller::NAME, move |event| {
        hear.lock().unwrap().push(serde_json::from_str(event.payload()).unwrap());
    });
    let worker = async_runtime::block_on(Worker::start(&bench.shop.app)).unwrap();
    let (calling, hub) = begin(&bench);
    backup_fails(&bench);
    bench.sign_in();
    let first = called(1);
    assert_eq!(first[0].title, "Cadangan tidak jadi", "raised while nobody was here, called when somebody is");
    assert!(first[0].detail.starts_with("Cadangan sebelumnya masih ada."), "{}", first[0].detail);
    assert_eq!((first[0].link.as_str(), first[0].open.as_str()), ("/about", "Buka"));

    bench.call("session_lock", json!({})).unwrap();
    backup_fails(&bench);
    called(2);

    calling.abort();
    drop(hub);
    let (calling, _hub) = begin(&bench);
    backup_fails(&bench);
    assert_eq!(called(3).len(), 3, "what was called before the restart is not called again");
    let told = told.lock().unwrap().clone();
    let ids: Vec<&Value> =
        told.iter().flat_map(|heard| heard["rows"].as_array().unwrap()).map(|r| &r["notice_id"]).collect();
    assert!(ids.iter().enumerate().all(|(at, id)| !ids[..at].contains(id)), "none twice: {ids:?}");
    assert!(told.iter().all(|heard| heard["shown"] == true), "the page need not say it too");
    calling.abort();
    async_runtime::block_on(worker.shutdown()).unwrap();
}
