//! The door through Tauri's mock runtime: the page's side of the bridge, with the
//! real capabilities.

use std::path::Path;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use simpul_api::Door;
use simpul_kernel::{Source, WireError};
use simpul_testkit::{OWNER_PASSWORD, TestApp};
use tauri::http::HeaderMap;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Listener as _, Manager as _, WebviewWindow, WebviewWindowBuilder, async_runtime};

use crate::desk::{Desk, Progress, Step};
use crate::files::Files;
use crate::launch::Launch;
use crate::paper::Tray;
use crate::{boot, events, window};

mod citizen;

struct Bench {
    shop: TestApp,
    /// The data folder, as far as the window itself uses it.
    folder: tempfile::TempDir,
    app: App<MockRuntime>,
    page: WebviewWindow<MockRuntime>,
}

impl Bench {
    /// A desk before an open door of a shop whose owner has an account.
    fn open() -> Self {
        let bench = Self::starting();
        bench.let_in();
        bench
    }

    /// The same while the program still starts.
    fn starting() -> Self {
        let shop = async_runtime::block_on(TestApp::new());
        let folder = tempfile::tempdir().unwrap();
        let launch = Launch { data_dir: Some(folder.path().to_owned()), ..Launch::default() };
        let app = window::with_commands(mock_builder(), Desk::new(launch)).build(window::context()).unwrap();
        let page = WebviewWindowBuilder::new(&app, "main", Default::default()).build().unwrap();
        Self { shop, folder, app, page }
    }

    fn desk(&self) -> Arc<Desk> {
        Arc::clone(&self.app.state::<Arc<Desk>>())
    }

    fn let_in(&self) {
        let door = Door::new(self.shop.app.clone(), Source::Window);
        self.desk().advance(Progress::Ready(Arc::new(door)));
    }

    fn call(&self, name: &str, input: Value) -> Result<Value, Value> {
        invoke(&self.page, "call", json!({ "name": name, "input": input }))
    }

    fn sign_in(&self) -> Value {
        self.call("session_sign_in", json!({ "username": "hendra", "password": OWNER_PASSWORD })).unwrap()
    }
}

fn invoke(page: &WebviewWindow<MockRuntime>, command: &str, arguments: Value) -> Result<Value, Value> {
    invoke_with(page, command, InvokeBody::Json(arguments), HeaderMap::default())
}

fn invoke_with(
    page: &WebviewWindow<MockRuntime>,
    command: &str,
    body: InvokeBody,
    headers: HeaderMap,
) -> Result<Value, Value> {
    let url = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: url.parse().unwrap(),
        body,
        headers,
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(page, request).map(|body| body.deserialize().unwrap())
}

#[test]
fn the_token_never_reaches_the_page() {
    let bench = Bench::open();
    let answer = bench.sign_in();
    let token = bench.desk().sessions.token("main").expect("the desk remembers who signed in");
    assert!(answer.get("me").is_some(), "{answer}");
    assert!(answer.get("token").is_none() && !answer.to_string().contains(token.expose()), "{answer}");

    let me = bench.call("me_get", json!({})).unwrap();
    assert_eq!(me["username"], "hendra");
    bench.call("session_sign_out", json!({})).unwrap();
    assert!(bench.desk().sessions.token("main").is_none());
    assert_eq!(bench.call("me_get", json!({})).unwrap_err()["code"], "sign_in_required");
}

#[test]
fn refusals_arrive_as_code_params_and_incident() {
    let bench = Bench::open();
    let refused = bench.call("router_list", json!({ "include_inactive": false })).unwrap_err();
    assert_eq!(refused["code"], "sign_in_required");
    assert!(refused["incident"].as_str().is_some_and(|incident| incident.len() == 8), "{refused}");
    let unknown = bench.call("no_such_thing", json!({})).unwrap_err();
    assert_eq!((&unknown["code"], &unknown["params"]["name"]), (&json!("operation_unknown"), &json!("no_such_thing")));
    bench.sign_in();
    let malformed = bench.call("router_list", json!({ "surprise": 1 })).unwrap_err();
    assert_eq!(malformed["code"], "input_malformed");
}

#[test]
fn a_role_without_the_permission_is_refused_by_code() {
    let bench = Bench::open();
    bench.sign_in();
    let roles = bench.call("role_list", json!({})).unwrap();
    let weak = roles.as_array().unwrap().iter().find(|role| {
        let has = |name: &str| role["permissions"].as_array().unwrap().iter().any(|own| own == name);
        !has("router.edit")
    });
    let role_id = weak.expect("a role that may not edit routers")["role_id"].clone();
    let user = json!({ "name": "Siti", "username": "siti", "password": OWNER_PASSWORD, "role_id": role_id,
                       "all_locations": true, "location_ids": [] });
    bench.call("user_create", user).unwrap();
    bench.call("session_sign_in", json!({ "username": "siti", "password": OWNER_PASSWORD })).unwrap();
    let refused = bench.call("router_setup_script", json!({ "username": "simpul", "transport": "tls" })).unwrap_err();
    assert_eq!(
        (&refused["code"], &refused["params"]["permission"]),
        (&json!("permission_denied"), &json!("router.edit"))
    );
}

#[test]
fn a_page_quicker_than_the_database_waits_for_it() {
    let bench = Bench::starting();
    let page = bench.page.clone();
    let asking = std::thread::spawn(move || invoke(&page, "call", json!({ "name": "system_status", "input": {} })));
    bench.desk().advance(Progress::Starting(Step::new("starting", 50)));
    let state = invoke(&bench.page, "boot_state", json!({})).unwrap();
    assert_eq!(state, json!({ "stage": "starting", "step": "starting", "percent": 50, "migration": null }));
    bench.let_in();
    assert_eq!(asking.join().unwrap().unwrap()["stage"], "ready");
    assert_eq!(invoke(&bench.page, "boot_state", json!({})).unwrap(), json!({ "stage": "ready" }));
}

#[test]
fn a_failed_start_is_told_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("a file where the folder should be");
    std::fs::write(&taken, "").unwrap();
    let launch = Launch { data_dir: Some(taken), ..Launch::default() };
    let app = window::with_commands(mock_builder(), Desk::new(launch)).build(window::context()).unwrap();
    let page = WebviewWindowBuilder::new(&app, "main", Default::default()).build().unwrap();
    let told = Arc::new(Mutex::new(Vec::<String>::new()));
    let hear = Arc::clone(&told);
    app.listen_any(boot::EVENT, move |event| hear.lock().unwrap().push(event.payload().to_owned()));

    async_runtime::block_on(boot::start(app.handle().clone()));
    let failed = invoke(&page, "boot_state", json!({})).unwrap();
    assert_eq!(failed["stage"], "failed", "{failed}");
    let refused = invoke(&page, "call", json!({ "name": "system_status" })).unwrap_err();
    assert_eq!(refused, failed["error"], "a call says why there is no program");
    assert!(told.lock().unwrap().iter().any(|state| state.contains("failed")), "the page is told without asking");

    invoke(&page, "boot_retry", json!({})).unwrap();
    let again = invoke(&page, "call", json!({ "name": "system_status" })).unwrap_err();
    assert_eq!(again["code"], failed["error"]["code"]);
    assert_ne!(again["incident"], failed["error"]["incident"], "it was tried a second time");
}

#[test]
fn a_new_folder_asks_where_the_data_are_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let launch = Launch { data_dir: Some(folder.path().join("data")), ..Launch::default() };
    let app = window::with_commands(mock_builder(), Desk::new(launch)).build(window::context()).unwrap();
    let page = WebviewWindowBuilder::new(&app, "main", Default::default()).build().unwrap();
    let first = |name: &str, input: Value| invoke(&page, "first_call", json!({ "name": name, "input": input }));
    assert_eq!(first("database_get", json!({})).unwrap_err()["code"], "operation_unknown", "nobody asked yet");
    async_runtime::block_on(boot::start(app.handle().clone()));
    assert_eq!(invoke(&page, "boot_state", json!({})).unwrap(), json!({ "stage": "choosing", "error": null }));
    assert!(!folder.path().join("data/postgres").exists());
    let state = first("database_get", json!({})).unwrap();
    assert_eq!((&state["now"], &state["next"]), (&Value::Null, &Value::Null));
    let nowhere = json!({ "host": "127.0.0.1", "port": 1, "database": "simpul", "tls": "verify-full",
                          "logins": { "by": "script", "joins": false } });
    let test = first("database_test", nowhere.clone()).unwrap();
    assert_eq!(test["steps"].as_array().unwrap().last().unwrap()["code"], "connection_refused");
    let refused = first("database_choose", json!({ "outside": nowhere })).unwrap_err();
    assert_eq!(refused["code"], "database_unusable");
    assert_eq!(invoke(&page, "boot_state", json!({})).unwrap()["stage"], "choosing");
}

#[test]
fn changes_are_told_by_tag() {
    let bench = Bench::open();
    bench.sign_in();
    let (tell, told) = std::sync::mpsc::channel();
    bench.app.listen_any(events::NAME, move |event| drop(tell.send(event.payload().to_owned())));
    let forwarding = async_runtime::block_on(async {
        let hub = simpul_core::events::EventHub::start(bench.shop.app.db.pool()).await.unwrap();
        events::forward(bench.app.handle().clone(), hub)
    });
    bench.call("settings_get", json!({})).and_then(|settings| bench.call("settings_update", settings)).unwrap();
    let heard = told.recv_timeout(std::time::Duration::from_secs(20)).unwrap();
    let tags = serde_json::from_str::<Value>(&heard).unwrap()["tags"].clone();
    assert!(tags.as_array().is_some_and(|tags| !tags.is_empty()), "{heard}");
    forwarding.abort();
}

#[test]
fn paper_is_for_people_who_are_signed_in() {
    let bench = Bench::open();
    let folder = tempfile::tempdir().unwrap();
    fn no_viewer(_: &Path) -> simpul_kernel::Result<()> {
        Ok(())
    }
    bench.app.manage(Tray::new(folder.path().to_owned(), no_viewer));
    let document = json!({ "document": { "file_name": "B-1.pdf", "media_type": "application/pdf", "pages": 1,
                                         "content_base64": STANDARD.encode("%PDF-1.7") } });
    for command in ["document_open", "document_save"] {
        assert_eq!(invoke(&bench.page, command, document.clone()).unwrap_err()["code"], "sign_in_required");
    }
    bench.sign_in();
    assert_eq!(invoke(&bench.page, "document_save", document.clone()).unwrap(), json!({ "file_name": "B-1.pdf" }));
    assert_eq!(invoke(&bench.page, "document_open", document).unwrap(), Value::Null);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_file_goes_where_a_person_chose_however_the_bridge_carries_it() {
    let bench = Bench::open();
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_owned();
    bench.app.manage(Files::new(move |offer| Some(place.join(&offer.file_name))));
    let save = |name: &str, body: InvokeBody| {
        let headers = [("x-file-name".parse().unwrap(), STANDARD.encode(name).parse().unwrap())];
        invoke_with(&bench.page, "file_save", body, headers.into_iter().collect())
    };
    let bytes = vec![0xEF, 0xBB, 0xBF, b'a', 0, 255];
    assert_eq!(save("Jejak é.csv", bytes.clone().into()).unwrap_err()["code"], "sign_in_required");
    bench.sign_in();
    let saved = save("Jejak é.csv", bytes.clone().into()).unwrap();
    assert_eq!(saved, json!({ "file_name": "Jejak é.csv" }));
    assert_eq!(std::fs::read(folder.path().join("Jejak é.csv")).unwrap(), bytes);
    save("b.xlsx", InvokeBody::Json(json!(bytes))).unwrap();
    assert_eq!(std::fs::read(folder.path().join("b.xlsx")).unwrap(), bytes);
    for wrong in [save("a.sh", bytes.clone().into()), invoke(&bench.page, "file_save", json!({}))] {
        assert_eq!(wrong.unwrap_err()["code"], "input_malformed");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_window_that_is_not_ours_may_ask_nothing() {
    let bench = Bench::open();
    let stranger = WebviewWindowBuilder::new(&bench.app, "stranger", Default::default()).build().unwrap();
    for command in ["call", "boot_state", "document_open", "file_save", "desk_set", "desk_close"] {
        let refused = invoke(&stranger, command, json!({ "name": "system_status" })).unwrap_err();
        assert!(refused.as_str().is_some_and(|text| text.contains("not allowed")), "{command}: {refused}");
    }
}

#[test]
fn an_error_is_what_the_contract_says() {
    let bench = Bench::open();
    let refused = bench.call("me_get", Value::Null).unwrap_err();
    let error: WireError = serde_json::from_value(refused).unwrap();
    assert_eq!(error.code, "sign_in_required");
}
