//! Printers: told without a dialogue, never waited for by a sale, and honest about what
//! may lie there half printed.

use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use simpul_kernel::Ctx;

use crate::till::{Till, key};

/// A printer on this computer that answers one job, and what it got of it.
pub async fn printer(most: usize) -> (String, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let job = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut got = Vec::new();
        stream.take(most as u64).read_to_end(&mut got).await.unwrap();
        got
    });
    (address, job)
}

pub fn spec(name: &str, target: &str, paper: &str, prints: &[&str]) -> Value {
    json!({ "name": name, "kind": "network", "target": target, "paper": paper, "code_page": "pc437", "has_cutter": true,
            "opens_drawer": true, "draws_qr": true, "offset_x_mm": 0.0, "offset_y_mm": 0.0, "prints": prints })
}

pub async fn add(till: &Till, spec: Value) -> Value {
    till.shop.call("printer_create", json!({ "location_id": till.shop.location, "printer": spec })).await
}

pub fn holds(job: &[u8], text: &str) -> bool {
    job.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_place_has_one_printer_for_each_kind_of_paper() {
    let till = Till::new().await;
    let first = add(&till, spec("Kasir", "10.0.0.9", "mm58", &["slip", "receipt"])).await;
    let second = add(&till, spec("Kasir 2", "10.0.0.8:9101", "mm80", &["slip", "report"])).await;
    let list = till.shop.call("printer_list", json!({})).await;
    let prints: Vec<&Value> = list["rows"].as_array().unwrap().iter().map(|row| &row["prints"]).collect();
    assert_eq!(prints, [&json!(["receipt"]), &json!(["slip", "report"])]);
    let taken = till.shop.refused(
        "printer_create",
        json!({ "location_id": till.shop.location, "printer": spec("Kasir", "x", "mm58", &[]) }),
    );
    assert_eq!(taken.await.code(), "printer_name_taken");
    // The first was changed by the second.
    let stale = json!({ "printer_id": first["printer_id"], "version": first["version"], "is_active": true,
                        "printer": spec("Kasir", "10.0.0.9", "mm58", &[]) });
    assert_eq!(till.shop.refused("printer_update", stale).await.code(), "row_changed_meanwhile");
    let away = json!({ "printer_id": second["printer_id"], "version": second["version"], "is_active": false,
                       "printer": spec("Kasir 2", "10.0.0.8:9101", "mm80", &["slip"]) });
    assert_eq!(till.shop.call("printer_update", away).await["prints"], json!([]), "what is put away prints nothing");
    let away = json!({ "printer_id": second["printer_id"] });
    assert_eq!(till.shop.refused("printer_test", away).await.code(), "printer_inactive");
    // The fence: a colleague of another place knows of none.
    let there = till.shop.test.location_new("Cabang").await;
    let stranger = till.shop.test.user_ctx("admin", Some(&[there])).await;
    let list = till.shop.test.call(&stranger, "printer_list", json!({})).await.unwrap();
    assert_eq!(list["rows"], json!([]));
    let operator = till.shop.test.user_ctx("operator", None).await;
    let refused = till.refused_as(&operator, "printer_test", json!({ "printer_id": first["printer_id"] })).await;
    assert_eq!(refused.code(), "permission_denied");
}

#[tokio::test]
async fn what_is_no_printer_is_refused_field_by_field() {
    let till = Till::new().await;
    for (part, field) in [
        (json!({ "target": "http://x" }), "printer.target"),
        (json!({ "kind": "file", "target": "nota.txt" }), "printer.target"),
        (json!({ "kind": "system", "target": "-o raw" }), "printer.target"),
        (json!({ "name": " " }), "printer.name"),
        (json!({ "offset_x_mm": -1.0 }), "printer.offset_x_mm"),
        (json!({ "prints": ["sheet"] }), "printer.prints"),
    ] {
        let mut wrong = spec("Kasir", "10.0.0.9", "mm58", &[]);
        wrong.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
        let refused =
            till.shop.refused("printer_create", json!({ "location_id": till.shop.location, "printer": wrong })).await;
        let wire = refused.wire("");
        assert_eq!(
            (wire.code.as_str(), &wire.params["fields"][0]["field"]),
            ("input_invalid", &json!(field)),
            "{part}"
        );
    }
}

#[tokio::test]
async fn a_slip_goes_to_the_printer_and_the_log_says_which() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    till.shop.test.batch(till.plan, 3).await;
    let (address, job) = printer(usize::MAX).await;
    add(&till, spec("Kasir", &address, "mm58", &["slip"])).await;
    let sale = till.sell(shift, 1).await;
    let line = &sale["lines"][0];
    let input = json!({ "voucher_ids": [line["voucher_id"]], "opens_drawer": true, "cash_session_id": shift });
    let prints_only = json!({ "name": "Cetak", "permissions": ["voucher.view", "voucher.print"] });
    let role = till.shop.call("role_create", prints_only).await;
    let printer_only = till.shop.test.user_ctx(role["code"].as_str().unwrap(), None).await;
    let refused = till.refused_as(&printer_only, "voucher_slips_print", input.clone()).await;
    assert_eq!(refused.code(), "permission_denied", "whoever may print only opens no drawer");
    let printed = till.shop.call("voucher_slips_print", input.clone()).await;
    assert_eq!((&printed["printer_name"], &printed["pieces"]), (&json!("Kasir"), &json!(1)));
    let job = job.await.unwrap();
    let code = line["code"].as_str().unwrap();
    assert!(holds(&job, &format!("username={code}&password={code}")), "the QR signs in");
    assert!(
        holds(&job, "Rp 5.000") && job.starts_with(b"\x1b@") && holds(&job, "\x1bp\0"),
        "price, and the drawer opens"
    );
    let told = "SELECT details ->> 'drawer' FROM activity_logs WHERE action = 'voucher_slips_print'";
    let told: Option<String> = sqlx::query_scalar(told).fetch_one(&mut till.shop.test.db.owner().await).await.unwrap();
    assert_eq!(told.as_deref(), Some("true"));
    let again = till.shop.refused("voucher_slips_print", input).await;
    assert_eq!(again.code(), "voucher_reprint_reason_missing");
    let log = till.shop.call("voucher_print_list", json!({})).await["rows"][0].clone();
    assert_eq!(
        (&log["printer_name"], &log["code"], &log["is_reprint"]),
        (&json!("Kasir"), &line["code"], &json!(false))
    );
    till.assert_clean().await;
}

#[tokio::test]
async fn a_printer_that_is_off_prints_nothing_and_a_sale_stands() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    till.shop.test.batch(till.plan, 3).await;
    let (address, job) = printer(usize::MAX).await;
    job.abort();
    let _ = job.await;
    add(&till, spec("Kasir", &address, "mm58", &["slip"])).await;
    let sale = till.sell(shift, 1).await;
    let input = json!({ "voucher_ids": [sale["lines"][0]["voucher_id"]] });
    let refused = till.shop.refused("voucher_slips_print", input.clone()).await.wire("");
    assert_eq!((refused.code.as_str(), &refused.params["printer"]), ("printer_refused", &json!("Kasir")));
    assert_eq!(till.shop.number("SELECT count(*) FROM print_log").await, 0);
    assert_eq!(till.shop.number("SELECT count(*) FROM vouchers WHERE printed_at IS NOT NULL").await, 0);
    // The same slip as a file, without a reason: it was never printed.
    till.shop.call("voucher_slips_render", input).await;
    till.assert_clean().await;
}

#[tokio::test]
async fn slips_of_one_sale_open_each_its_own_hotspot() {
    let till = Till::new().await;
    let far = till.shop.router(till.shop.location, "hAP").await;
    till.shop.run("UPDATE routers SET hotspot_dns_name = lower(name) || '.net'").await;
    let plan = till.shop.test.plan("Mingguan", &[far]).await;
    let mut codes = Vec::new();
    for (plan, name) in [(till.plan, "hex.net"), (plan, "hap.net")] {
        let batch = till.shop.test.batch(plan, 1).await;
        let (id, code) = till.shop.vouchers(&batch).await.remove(0);
        codes.push((id, format!("http://{name}/login?username={code}")));
    }
    let (address, job) = printer(usize::MAX).await;
    add(&till, spec("Kasir", &address, "mm58", &["slip"])).await;
    till.shop.call("voucher_slips_print", json!({ "voucher_ids": [codes[0].0, codes[1].0] })).await;
    let job = job.await.unwrap();
    for (_, address) in &codes {
        assert!(holds(&job, address), "{address}: {}", String::from_utf8_lossy(&job));
    }
}

#[tokio::test]
async fn a_slip_says_which_network_to_join_and_on_what_terms() {
    let till = Till::new().await;
    let batch = till.shop.test.batch(till.plan, 1).await;
    let id = till.shop.vouchers(&batch).await[0].0;
    let printing = json!({ "preset": "a4-24", "has_qr": true, "slip_mm": 58, "ssid": " WARUNG-NET ",
                           "terms": "Tidak dapat diuangkan", "has_tints": true });
    till.shop.call("voucher_printing_set", json!({ "location_id": till.shop.location, "printing": printing })).await;
    let (address, job) = printer(usize::MAX).await;
    add(&till, spec("Kasir", &address, "mm58", &["slip"])).await;
    till.shop.call("voucher_slips_print", json!({ "voucher_ids": [id] })).await;
    let job = job.await.unwrap();
    for text in ["WARUNG-NET\n", "Tidak dapat diuangkan"] {
        assert!(holds(&job, text), "{text}: {}", String::from_utf8_lossy(&job));
    }
}

#[tokio::test]
async fn a_line_that_breaks_leaves_a_print_that_asks_why() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    till.shop.test.batch(till.plan, 3).await;
    let (address, job) = printer(100).await;
    add(&till, spec("Kasir", &address, "mm80", &["slip"])).await;
    let sale = till.sell(shift, 1).await;
    let id = &sale["lines"][0]["voucher_id"];
    let refused = till.shop.refused("voucher_slips_print", json!({ "voucher_ids": [id] })).await;
    assert_eq!(refused.code(), "printer_broke_off");
    assert_eq!(job.await.unwrap().len(), 100);
    let again = json!({ "voucher_ids": [id] });
    assert_eq!(till.shop.refused("voucher_slips_render", again).await.code(), "voucher_reprint_reason_missing");
    till.shop.call("voucher_slips_render", json!({ "voucher_ids": [id], "reprint_reason": "kertas macet" })).await;
    let list = till.shop.call("voucher_print_list", json!({ "reprints_only": true })).await;
    assert_eq!(list["rows"].as_array().unwrap().len(), 1);
    assert_eq!((&list["rows"][0]["reason"], &list["rows"][0]["printer_name"]), (&json!("kertas macet"), &Value::Null));
}

#[tokio::test]
async fn without_a_printer_it_is_said_so() {
    let till = Till::new().await;
    let batch = till.shop.test.batch(till.plan, 3).await;
    let id = till.shop.vouchers(&batch).await[0].0;
    let none = till.shop.refused("voucher_slips_print", json!({ "voucher_ids": [id] })).await.wire("");
    assert_eq!((none.code.as_str(), &none.params["template"]), ("printer_none", &json!("slip")));
    let roll = add(&till, spec("Kasir", "10.0.0.9", "mm58", &[])).await;
    let sheet = json!({ "batch_id": batch["row"]["batch_id"], "printer_id": roll["printer_id"] });
    assert_eq!(till.shop.refused("voucher_sheet_print", sheet).await.code(), "printer_wrong_paper");
    assert_eq!(till.shop.number("SELECT count(*) FROM print_log").await, 0);
}

#[tokio::test]
async fn a_sheet_goes_as_a_pdf_moved_by_what_the_printer_is_off() {
    let till = Till::new().await;
    let batch = till.shop.test.batch(till.plan, 30).await;
    let (address, job) = printer(usize::MAX).await;
    let mut office = spec("Kantor", &address, "sheet", &["sheet"]);
    office["offset_x_mm"] = json!(-1.5);
    add(&till, office).await;
    let printed = till.shop.call("voucher_sheet_print", json!({ "batch_id": batch["row"]["batch_id"] })).await;
    assert_eq!(printed["pieces"], 2, "a4-24");
    assert!(job.await.unwrap().starts_with(b"%PDF-"));
    let log = till.shop.call("voucher_print_list", json!({})).await["rows"][0].clone();
    assert_eq!((&log["cards"], &log["preset"], &log["printer_name"]), (&json!(30), &json!("a4-24"), &json!("Kantor")));
}

#[tokio::test]
async fn the_report_of_a_shift_and_the_receipt_of_a_sale_are_printed() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 5).await;
    let shift = till.shift("Depan").await;
    let sale = till.sell(shift, 2).await;
    let (address, job) = printer(usize::MAX).await;
    add(&till, spec("Kasir", &address, "mm58", &["receipt"])).await;
    till.shop.call("sale_receipt_print", json!({ "sale_id": sale["row"]["sale_id"] })).await;
    let receipt = job.await.unwrap();
    let number = sale["row"]["document_number"].as_str().unwrap();
    assert!(holds(&receipt, number) && holds(&receipt, "Rp 10.000"), "{}", String::from_utf8_lossy(&receipt));
    assert!(!holds(&receipt, sale["lines"][0]["code"].as_str().unwrap()), "a receipt lies about; a code is money");

    // The count is blind: an open shift's report is for who manages the desk.
    let cashier = till.shop.test.user_ctx("operator", None).await;
    let open = json!({ "cash_session_id": shift });
    assert_eq!(till.refused_as(&cashier, "cash_session_print", open.clone()).await.code(), "cash_session_count_first");
    till.close(shift, "209000.00").await;
    let (address, job) = printer(usize::MAX).await;
    add(&till, spec("Laporan", &address, "mm80", &["report"])).await;
    till.shop.test.call(&cashier, "cash_session_print", open).await.unwrap();
    let report = job.await.unwrap();
    for text in ["Laporan Z", "Rp 10.000", "Rp 209.000", "-Rp 1.000", "Harian x 2"] {
        assert!(holds(&report, text), "{text} in {}", String::from_utf8_lossy(&report));
    }
    for paper in ["mm58", "mm80", "a4"] {
        let drawn = till.shop.call("cash_session_render", json!({ "cash_session_id": shift, "paper": paper })).await;
        assert_eq!((&drawn["pages"], &drawn["media_type"]), (&json!(1), &json!("application/pdf")));
        let drawn =
            till.shop.call("sale_receipt_render", json!({ "sale_id": sale["row"]["sale_id"], "paper": paper })).await;
        assert_eq!(drawn["pages"], 1);
    }
    till.assert_clean().await;
}

/// A printer that takes every job, and each job it got.
async fn tapes() -> (String, tokio::sync::mpsc::UnboundedReceiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (tell, jobs) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut got = Vec::new();
            stream.read_to_end(&mut got).await.unwrap();
            let _ = tell.send(got);
        }
    });
    (address, jobs)
}

const PULSE: &[u8] = b"\x1bp\0";

fn pulses(job: &[u8]) -> usize {
    job.windows(PULSE.len()).filter(|window| *window == PULSE).count()
}

/// Two counters of one place, each with a drawer, a shift of the owner and a printer, and the place's own printer.
async fn two_counters(till: &Till) -> [(i64, tokio::sync::mpsc::UnboundedReceiver<Vec<u8>>); 2] {
    let mut both = Vec::new();
    for name in ["Depan", "Belakang"] {
        let drawer = till.drawer(name).await;
        let open = json!({ "cash_drawer_id": drawer, "float_amount": "200000.00" });
        let shift = till.shop.call("cash_session_open", open).await["cash_session_id"].as_i64().unwrap();
        let (address, jobs) = tapes().await;
        let mut own = spec(&format!("Kasir {name}"), &address, "mm58", &["slip", "receipt", "report"]);
        own["cash_drawer_id"] = json!(drawer);
        let made = add(till, own).await;
        assert_eq!((&made["cash_drawer_id"], &made["cash_drawer_name"]), (&json!(drawer), &json!(name)));
        both.push((shift, jobs));
    }
    both.try_into().unwrap()
}

#[tokio::test]
async fn each_of_two_counters_has_its_own_paper_and_its_own_pulse() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 10).await;
    let [mut front, mut back] = two_counters(&till).await;
    let (place, mut places) = tapes().await;
    add(&till, spec("Lokasi", &place, "mm80", &["slip"])).await;
    let list = till.shop.call("printer_list", json!({})).await;
    let prints: Vec<&Value> = list["rows"].as_array().unwrap().iter().map(|row| &row["prints"]).collect();
    let all = json!(["slip", "receipt", "report"]);
    assert_eq!(prints, [&all, &all, &json!(["slip"])], "none took anything from another");

    for (counter, other) in [(0, 1), (1, 0)] {
        let shift = [front.0, back.0][counter];
        let sale = till.sell(shift, 1).await;
        let (id, voucher) = (&sale["row"]["sale_id"], &sale["lines"][0]["voucher_id"]);
        let slip = json!({ "voucher_ids": [voucher], "opens_drawer": true, "cash_session_id": shift });
        till.shop.call("voucher_slips_print", slip).await;
        till.shop.call("sale_receipt_print", json!({ "sale_id": id })).await;
        let open = json!({ "cash_session_id": shift, "document": "sale", "number": id });
        let opened = till.shop.call("cash_drawer_open", open).await;
        assert_eq!(opened["printer_name"], json!(["Kasir Depan", "Kasir Belakang"][counter]));
        till.shop.call("cash_session_print", json!({ "cash_session_id": shift })).await;
        let jobs = [&mut front.1, &mut back.1];
        for (i, jobs) in jobs.into_iter().enumerate() {
            if i == other {
                assert!(jobs.try_recv().is_err(), "nothing comes out at the other counter");
                continue;
            }
            let (slip, receipt) = (jobs.recv().await.unwrap(), jobs.recv().await.unwrap());
            let (pulse, report) = (jobs.recv().await.unwrap(), jobs.recv().await.unwrap());
            assert!(holds(&slip, sale["lines"][0]["code"].as_str().unwrap()) && pulses(&slip) == 1);
            assert!(holds(&receipt, sale["row"]["document_number"].as_str().unwrap()) && pulses(&receipt) == 0);
            assert!(pulses(&pulse) == 1 && pulse.len() < 30 && !pulse.contains(&b'J'), "no paper moves: {pulse:?}");
            assert!(holds(&report, "Laporan") && pulses(&report) == 0);
        }
    }
    assert!(places.try_recv().is_err());
    // Printed at no counter, it is the place's.
    let batch = till.shop.test.batch(till.plan, 1).await;
    let id = till.shop.vouchers(&batch).await[0].0;
    till.shop.call("voucher_slips_print", json!({ "voucher_ids": [id] })).await;
    assert!(holds(&places.recv().await.unwrap(), "Rp 5.000"));
    // Another counter's printer, named outright, prints and keeps its drawer shut.
    let named = list["rows"].as_array().unwrap().iter().find(|row| row["name"] == "Kasir Belakang").unwrap();
    let again = json!({ "voucher_ids": [id], "opens_drawer": true, "cash_session_id": front.0,
                        "printer_id": named["printer_id"], "reprint_reason": "kertas basah" });
    till.shop.call("voucher_slips_print", again).await;
    assert_eq!(pulses(&back.1.recv().await.unwrap()), 0);
    till.assert_clean().await;
}

#[tokio::test]
async fn paper_opens_no_drawer_that_a_pulse_of_its_own_would_not() {
    let till = Till::new().await;
    let batch = till.shop.test.batch(till.plan, 20).await;
    let codes = till.shop.vouchers(&batch).await;
    let [mut front, _back] = two_counters(&till).await;
    let role = json!({ "name": "Loket", "permissions": ["voucher.view", "voucher.print", "cash.operate", "sale.view", "sale.create"] });
    let role = till.shop.call("role_create", role).await;
    let colleague = till.shop.test.user_ctx(role["code"].as_str().unwrap(), None).await;
    let owner = till.shop.test.owner_ctx();
    let mut opened = async |who: &Ctx, voucher: &Value, shift: i64| {
        let slip = json!({ "voucher_ids": [voucher], "opens_drawer": true, "cash_session_id": shift, "reprint_reason": "lagi" });
        till.shop.test.call(who, "voucher_slips_print", slip).await.unwrap();
        pulses(&front.1.recv().await.unwrap())
    };
    let unsold = json!(codes[19].0);
    assert_eq!(opened(&colleague, &unsold, front.0).await, 0, "a code nobody sold");
    assert_eq!(opened(&owner, &unsold, front.0).await, 0, "not even for who answers for the shift");
    let sale = till.sell(front.0, 1).await;
    let sold = sale["lines"][0]["voucher_id"].clone();
    assert_eq!(opened(&colleague, &sold, front.0).await, 0, "another's sale into another's shift");
    assert_eq!(opened(&owner, &sold, front.0).await, 1);
    let theirs = till.shop.test.call(&colleague, "sale_create", till.sale(front.0, 1)).await.unwrap();
    assert_eq!(opened(&colleague, &theirs["lines"][0]["voucher_id"], front.0).await, 1, "whoever sold it");
    let mut qris = till.sale(front.0, 1);
    qris["method"] = json!("qris");
    qris.as_object_mut().unwrap().remove("tendered_amount");
    let qris = till.shop.call("sale_create", qris).await;
    assert_eq!(opened(&owner, &qris["lines"][0]["voucher_id"], front.0).await, 0, "no cash changed hands");
    till.close(front.0, "210000.00").await;
    assert_eq!(opened(&owner, &sold, front.0).await, 0, "the shift is over");
    let told =
        "SELECT count(*) FROM activity_logs WHERE action = 'voucher_slips_print' AND details ->> 'drawer' = 'true'";
    assert_eq!(till.shop.number(told).await, 2);
}

#[tokio::test]
async fn a_printer_takes_paper_from_its_own_drawer_only_and_stands_at_one_of_its_place() {
    let till = Till::new().await;
    let [front, _back] = two_counters(&till).await;
    let drawers = till.shop.call("cash_drawer_list", json!({})).await;
    let drawer = drawers["rows"].as_array().unwrap().iter().find(|row| row["cash_session_id"] == front.0).unwrap();
    let mut second = spec("Kasir Baru", "10.0.0.7", "mm80", &["slip"]);
    second["cash_drawer_id"] = drawer["cash_drawer_id"].clone();
    let second = add(&till, second).await;
    let prints = |list: Value| -> Vec<Value> {
        list["rows"].as_array().unwrap().iter().map(|row| row["prints"].clone()).collect()
    };
    let all = json!(["slip", "receipt", "report"]);
    let now = prints(till.shop.call("printer_list", json!({})).await);
    assert_eq!(now, [json!(["slip"]), all.clone(), json!(["receipt", "report"])], "by name: Baru, Belakang, Depan");
    // Moved to the place: the place's slips now, and the drawer has none.
    let moved = json!({ "printer_id": second["printer_id"], "version": second["version"], "is_active": true,
                        "printer": spec("Kasir Baru", "10.0.0.7", "mm80", &["slip"]) });
    assert_eq!(till.shop.call("printer_update", moved).await["cash_drawer_id"], Value::Null);
    // Sheets are the place's, wherever the printer stands.
    let mut sheets = spec("Kantor", "10.0.0.6", "sheet", &["sheet"]);
    sheets["cash_drawer_id"] = drawer["cash_drawer_id"].clone();
    add(&till, sheets).await;
    add(&till, spec("Kantor 2", "10.0.0.5", "sheet", &["sheet"])).await;
    let now = prints(till.shop.call("printer_list", json!({})).await);
    assert_eq!(now[..2], [json!([]), json!(["sheet"])], "one for sheets");
    // A drawer of another place is none of this one's.
    let there = till.shop.test.location_new("Cabang").await;
    let foreign = json!({ "location_id": there, "name": "Laci cabang" });
    let foreign = till.shop.call("cash_drawer_create", foreign).await["cash_drawer_id"].clone();
    let mut wrong = spec("Salah", "10.0.0.4", "mm58", &[]);
    wrong["cash_drawer_id"] = foreign;
    let refused = till.shop.refused("printer_create", json!({ "location_id": till.shop.location, "printer": wrong }));
    assert_eq!(refused.await.code(), "printer_drawer_unusable");
}

#[tokio::test]
async fn the_drawer_opens_for_cash_that_no_paper_goes_with_and_each_opening_is_told() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 5).await;
    let shift = till.shift("Depan").await;
    let open =
        |document: &str, number: &Value| json!({ "cash_session_id": shift, "document": document, "number": number });
    let sale = till.sell(shift, 1).await["row"]["sale_id"].clone();
    let opened = till.shop.call("cash_drawer_open", open("sale", &sale)).await;
    assert_eq!(opened["printer_name"], Value::Null, "no drawer hangs on a printer: nothing to do, and no error");
    let (address, mut jobs) = tapes().await;
    let mut kasir = spec("Kasir", &address, "mm58", &["receipt"]);
    kasir["opens_drawer"] = json!(false);
    let made = add(&till, kasir.clone()).await;
    let opened = till.shop.call("cash_drawer_open", open("sale", &sale)).await;
    assert_eq!(opened["printer_name"], Value::Null, "the printer says it has none");
    kasir["opens_drawer"] = json!(true);
    let with =
        json!({ "printer_id": made["printer_id"], "version": made["version"], "is_active": true, "printer": kasir });
    till.shop.call("printer_update", with).await;

    let moved =
        json!({ "cash_session_id": shift, "amount": "5000.00", "reason": "uang kecil", "idempotency_key": key() });
    let entry = till.shop.call("cash_pay_in", moved).await["ledger_entry_id"].clone();
    let back = json!({ "sale_id": sale, "voucher_ids": [], "cash_session_id": shift, "codes": "withdraw",
                       "reason": "salah paket", "idempotency_key": key() });
    let refund = till.shop.call("sale_refund", back).await["row"]["sale_id"].clone();
    for (document, number) in [("sale", &sale), ("movement", &entry), ("sale", &refund)] {
        assert_eq!(till.shop.call("cash_drawer_open", open(document, number)).await["printer_name"], "Kasir");
        assert_eq!(pulses(&jobs.recv().await.unwrap()), 1);
    }
    let told =
        "SELECT count(*) FROM activity_logs WHERE action = 'cash_drawer_open' AND details ->> 'printer' = 'Kasir'";
    assert_eq!(till.shop.number(told).await, 3);

    // Not for what moved no cash there, nor for a document of another shift, nor once it is closed.
    let mut card = till.sale(shift, 1);
    card["method"] = json!("qris");
    card.as_object_mut().unwrap().remove("tendered_amount");
    let qris = till.shop.call("sale_create", card).await["row"]["sale_id"].clone();
    let other = till.shift("Belakang").await;
    let elsewhere = json!({ "cash_session_id": other, "document": "sale", "number": sale });
    for input in [open("sale", &qris), open("movement", &json!(987_654)), open("movement", &sale), elsewhere] {
        assert_eq!(till.shop.refused("cash_drawer_open", input).await.code(), "cash_document_not_found");
    }
    // A colleague opens it for what they sold there, not for another's document.
    let colleague = till.shop.test.user_ctx("sales", None).await;
    let refused = till.refused_as(&colleague, "cash_drawer_open", open("movement", &entry)).await;
    assert_eq!(refused.code(), "cash_session_not_yours");
    let theirs = till.shop.test.call(&colleague, "sale_create", till.sale(shift, 1)).await.unwrap();
    let theirs = open("sale", &theirs["row"]["sale_id"]);
    till.shop.test.call(&colleague, "cash_drawer_open", theirs.clone()).await.unwrap();
    assert_eq!(pulses(&jobs.recv().await.unwrap()), 1);
    till.close(shift, "0.00").await;
    assert_eq!(till.shop.refused("cash_drawer_open", theirs).await.code(), "cash_session_closed");
    assert!(jobs.try_recv().is_err(), "what was refused opened nothing");
    till.assert_clean().await;
}
