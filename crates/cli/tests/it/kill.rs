//! A power cut in the middle of a batch, over a line that breaks after half-applied
//! writes: afterwards both sides hold exactly the batch.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use routeros_sim::{Faults, Sim};
use serde_json::{Value, json};

use crate::program::{PATIENCE, Serve, folder, terms};

/// Codes of the batch: 2,000, or 10,000 where everything is tested.
fn batch_size() -> i64 {
    if is_all() { 10_000 } else { 2_000 }
}

fn is_all() -> bool {
    std::env::var_os("SIMPUL_TEST_ALL").is_some()
}

/// Power cuts on the way, each after this many twentieths of the batch.
fn cuts() -> &'static [i64] {
    if is_all() { &[1, 3, 4, 7, 8, 11, 13, 14, 16, 18] } else { &[4, 12] }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_batch_is_whole_afterwards() {
    let faults = Faults { reset_every_writes: Some(70), latency_ms: 2, ..Faults::none() };
    let sim = Sim::builder().user("admin", "secret").faults(faults).start().await.unwrap();
    let home = folder();
    let mut serve = Serve::start(home.path());
    let location = serve.owner_create();
    let address = json!({ "host": "127.0.0.1", "port": sim.addr().port(), "transport": "plain",
                          "username": "admin", "password": "secret" });
    let router = json!({ "location_id": location, "name": "Pasar", "address": address });
    let router = serve.call("router_create", router)["router_id"].clone();
    let plan = json!({ "location_id": location, "terms": terms("1 Hari"), "router_ids": [router] });
    let plan = serve.call("plan_create", plan)["plan_id"].clone();
    let size = batch_size();
    let draft = json!({
        "plan_id": plan, "quantity": size, "router_ids": [],
        "code": { "mode": "code", "alphabet": "lower_digits", "length": 8, "prefix": "" },
        "sheet": { "preset": "a4-40", "qr": true },
    });
    let batch = serve.call("voucher_batch_create", json!({ "draft": draft, "idempotency_key": "kill-test-batch" }));
    let batch_id = batch["row"]["batch_id"].clone();

    for part in cuts() {
        wait(&mut serve, &batch_id, size * part / 20);
        let on_router = sim.count("/ip/hotspot/user");
        serve.kill_hard();
        assert!(i64::try_from(on_router).unwrap() < size, "the cut came too late to be one");
        serve = Serve::start(home.path());
        serve.sign_in();
    }
    wait(&mut serve, &batch_id, size);

    let codes = codes(&mut serve, &batch_id);
    assert_eq!(i64::try_from(codes.len()).unwrap(), size, "each once in the database");
    let mut on_router: BTreeMap<String, usize> = BTreeMap::new();
    for row in sim.rows("/ip/hotspot/user") {
        if row.get("comment").is_some_and(|comment| comment.starts_with("simpul|")) {
            *on_router.entry(row["name"].clone()).or_default() += 1;
        }
    }
    assert!(on_router.values().all(|count| *count == 1), "each once on the router");
    let on_router: BTreeSet<String> = on_router.into_keys().collect();
    assert_eq!(on_router, codes, "exactly the batch on both sides");
    assert!(sim.stats().broken > 0, "the line never broke: nothing was tested");
    println!(
        "counted: a batch of {size} codes, the program killed {} times, {} broken lines: each once on both sides",
        cuts().len(),
        sim.stats().broken
    );
    assert_eq!(serve.terminate(), 0);
}

/// Waits until so many codes are known to be on the router.
fn wait(serve: &mut Serve, batch_id: &Value, applied: i64) {
    let began = Instant::now();
    loop {
        let batch = serve.call("voucher_batch_get", json!({ "batch_id": batch_id }));
        let truth = &batch["row"]["truth"];
        assert_eq!((&truth["failed"], &truth["drifted"]), (&json!(0), &json!(0)), "{truth}");
        if truth["applied"].as_i64().unwrap() >= applied {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "only {truth} of {applied}");
        std::thread::sleep(Duration::from_millis(30));
    }
}

fn codes(serve: &mut Serve, batch_id: &Value) -> BTreeSet<String> {
    let (mut codes, mut after) = (BTreeSet::new(), Value::Null);
    loop {
        let page = json!({ "filter": { "batch_id": batch_id }, "page": { "limit": 500, "after": after } });
        let list = serve.call("voucher_list", page);
        for row in list["rows"].as_array().unwrap() {
            assert!(codes.insert(row["code"].as_str().unwrap().to_owned()), "twice in the database: {row}");
        }
        after = list["next"].clone();
        if after.is_null() {
            return codes;
        }
    }
}
