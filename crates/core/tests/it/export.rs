//! Lists taken along as files: whole or not at all, one's own, as one may see them.

use std::io::Cursor;

use base64::Engine as _;
use calamine::{Data, Reader as _, Xlsx};
use chrono::TimeDelta;
use serde_json::{Value, json};
use simpul_core::worker::registry;
use simpul_kernel::{Ctx, Error};

use crate::counter::Counter;

async fn shop_with(quantity: i32) -> (Counter, Value) {
    let shop = Counter::new().await;
    let router = shop.router(shop.location, "kios").await;
    let plan = shop.test.plan("Harian", &[router]).await;
    let batch = shop.test.batch(plan, quantity).await;
    (shop, batch)
}

/// Whatever waits, by one worker.
async fn work(shop: &Counter) {
    simpul_jobs::drain(shop.test.app.db.pool(), registry(&shop.test.app)).await.unwrap();
}

fn code<T>(result: Result<T, Error>) -> &'static str {
    result.err().map_or("ok", |e| e.code())
}

async fn ask(shop: &Counter, ctx: &Ctx, input: Value) -> Result<Value, Error> {
    shop.test.call(ctx, "export_create", input).await
}

async fn row(shop: &Counter, ctx: &Ctx, id: &Value) -> Value {
    let rows = shop.test.call(ctx, "export_list", json!({})).await.unwrap();
    rows.as_array().unwrap().iter().find(|row| row["export_id"] == *id).cloned().unwrap_or(Value::Null)
}

async fn bytes(shop: &Counter, ctx: &Ctx, id: &Value) -> Vec<u8> {
    let file = shop.test.call(ctx, "export_open", json!({ "export_id": id })).await.unwrap();
    let mut all = Vec::new();
    for number in 0..file["parts"].as_i64().unwrap() {
        let part = json!({ "export_id": id, "number": number });
        let part = shop.test.call(ctx, "export_part_get", part).await.unwrap();
        let text = part["content_base64"].as_str().unwrap();
        all.extend(base64::engine::general_purpose::STANDARD.decode(text).unwrap());
    }
    assert_eq!(file["bytes"].as_i64(), i64::try_from(all.len()).ok(), "as long as it says");
    all
}

/// Asks as the owner, waits, and reads it as text.
async fn csv(shop: &Counter, input: Value) -> String {
    let owner = shop.test.owner_ctx();
    let asked = ask(shop, &owner, input).await.unwrap();
    work(shop).await;
    String::from_utf8(bytes(shop, &owner, &asked["export_id"]).await).unwrap()
}

#[tokio::test]
async fn a_csv_holds_every_row_of_the_question_in_its_order_once() {
    let (shop, batch) = shop_with(1_234).await;
    let mut codes: Vec<String> = shop.vouchers(&batch).await.into_iter().map(|(_, code)| code).collect();
    codes.sort_unstable();
    let input = json!({ "list": "voucher_list", "input": { "filter": { "status": ["available"] }, "sort": "code" },
                        "format": "csv", "columns": ["code", "price_sell", "status", "place"], "locale": "id" });
    let text = csv(&shop, input.clone()).await;
    let mut lines = text.split("\r\n");
    assert_eq!(lines.next(), Some("\u{feff}\"Kode\";\"Harga jual\";\"Status\";\"Lokasi\""));
    let rows: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    assert_eq!(rows.len(), 1_234);
    let place = shop.text("SELECT name FROM locations ORDER BY id LIMIT 1").await;
    for (row, code) in rows.iter().zip(&codes) {
        assert_eq!(*row, format!("\"{code}\";5000,00;\"Siap jual\";\"{place}\""));
    }
    let mut english = input;
    english["locale"] = json!("en");
    english["with_mark"] = json!(false);
    english["input"]["filter"]["search"] = json!(codes[7]);
    let text = csv(&shop, english).await;
    assert_eq!(
        text,
        format!("\"Code\",\"Price\",\"Status\",\"Place\"\r\n\"{}\",5000.00,\"Available\",\"{place}\"\r\n", codes[7])
    );
    // Both deeds are told, by whom.
    let told =
        "SELECT count(*) FROM activity_logs WHERE action IN ('export_create', 'export_open') AND user_id IS NOT NULL";
    assert_eq!(shop.number(told).await, 4);
}

#[tokio::test]
async fn a_workbook_has_real_numbers_dates_and_texts_for_another_program() {
    let (shop, _) = shop_with(3).await;
    shop.run("UPDATE voucher_batches SET plan_name = '=1+1'").await;
    shop.run("UPDATE vouchers SET code = '0012' WHERE number = 3").await;
    let owner = shop.test.owner_ctx();
    let input = json!({ "list": "voucher_list", "format": "xlsx",
                        "columns": ["code", "plan", "batch.number", "price_sell", "created", "expires_at"],
                        "input": { "filter": {}, "sort": "id", "descending": false } });
    let asked = ask(&shop, &owner, input).await.unwrap();
    work(&shop).await;
    let content = bytes(&shop, &owner, &asked["export_id"]).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(content)).unwrap();
    assert_eq!(book.sheet_names(), ["Voucher"]);
    let sheet = book.worksheet_range("Voucher").unwrap();
    let rows: Vec<Vec<Data>> = sheet.rows().map(<[Data]>::to_vec).collect();
    let head =
        ["Kode", "Paket", "Nomor", "Harga jual", "Dibuat", "Kedaluwarsa"].map(|text| Data::String(text.to_owned()));
    assert_eq!(rows[0][..6], head);
    assert_eq!(
        (&rows[1][1], &rows[3][0]),
        (&Data::String("=1+1".into()), &Data::String("0012".into())),
        "texts stay texts"
    );
    assert_eq!((&rows[1][2], &rows[1][3], &rows[1][5]), (&Data::Float(1.0), &Data::Float(5000.0), &Data::Empty));
    let Data::DateTime(made) = &rows[1][4] else { panic!("no date: {:?}", rows[1][4]) };
    let made = made.as_datetime().unwrap();
    let local = owner.now.with_timezone(&owner.zone).naive_local();
    assert!((local - made).abs() < TimeDelta::minutes(5), "{made} is not the shop's time {local}");
}

#[tokio::test]
async fn texts_of_people_are_no_formulas() {
    let (shop, _) = shop_with(1).await;
    shop.run("UPDATE service_plans SET name = '=HYPERLINK(1)'").await;
    let text = csv(&shop, json!({ "list": "plan_list", "input": {}, "format": "csv", "locale": "en" })).await;
    assert!(text.contains("\"'=HYPERLINK(1)\""), "{text}");
}

#[tokio::test]
async fn every_list_makes_a_file_of_all_its_columns() {
    let (shop, _) = shop_with(2).await;
    shop.run("UPDATE router_state SET link = 'down', last_seen_at = now() - interval '1 hour'").await;
    shop.run("INSERT INTO jobs (kind) VALUES ('notice_watch')").await;
    work(&shop).await;
    shop.run("UPDATE service_plans SET price_sell = 6000").await;
    let lists = [
        "voucher_list",
        "voucher_batch_list",
        "plan_list",
        "stock_list",
        "router_list",
        "drift_summary",
        "user_list",
        "role_list",
        "location_list",
        "audit_list",
        "activity_list",
        "job_list",
        "notice_list",
    ];
    for list in lists {
        let mut input = json!({});
        if list == "job_list" {
            input = json!({ "include_routine": true });
        }
        let columns = shop.call("export_columns_get", json!({ "list": list })).await["columns"].clone();
        for format in ["csv", "xlsx"] {
            let asked = shop.call("export_create", json!({ "list": list, "input": input, "format": format })).await;
            work(&shop).await;
            let owner = shop.test.owner_ctx();
            let done = row(&shop, &owner, &asked["export_id"]).await;
            assert_eq!(done["state"], "ready", "{list}: {done}");
            assert!(done["rows_done"].as_i64() > Some(0), "{list}: {done}");
            let content = bytes(&shop, &owner, &asked["export_id"]).await;
            if format == "xlsx" {
                let mut book: Xlsx<_> = Xlsx::new(Cursor::new(content)).unwrap();
                let (_, sheet) = book.worksheets().remove(0);
                assert_eq!(sheet.width(), columns.as_array().unwrap().len(), "{list}");
            }
        }
    }
    for empty in ["drift_list", "usage_session_list"] {
        let input = json!({ "list": empty, "input": {}, "format": "csv" });
        assert_eq!(shop.refused("export_create", input).await.code(), "export_empty");
    }
}

#[tokio::test]
async fn it_holds_what_its_person_may_see_then_and_opens_for_nobody_else() {
    let (shop, _) = shop_with(4).await;
    let there = shop.test.location_new("Cabang").await;
    shop.router(there, "gudang").await;
    let local = shop.test.user_ctx("admin", Some(&[there])).await;
    let technician = shop.test.user_ctx("technician", None).await;
    let vouchers = json!({ "list": "voucher_list", "input": { "filter": {} }, "format": "csv" });
    let routers = json!({ "list": "router_list", "input": {}, "format": "csv" });
    assert_eq!(
        code(ask(&shop, &technician, vouchers.clone()).await),
        "permission_denied",
        "codes need their permission"
    );
    assert_eq!(code(ask(&shop, &local, vouchers).await), "export_empty", "no vouchers at that place");
    let asked = ask(&shop, &local, routers.clone()).await.unwrap();
    work(&shop).await;
    let id = &asked["export_id"];
    let text = String::from_utf8(bytes(&shop, &local, id).await).unwrap();
    assert!(text.contains("gudang") && !text.contains("kios"), "{text}");
    // The owner sees every place, and not this file.
    let owner = shop.test.owner_ctx();
    assert_eq!(row(&shop, &owner, id).await, Value::Null);
    for name in ["export_open", "export_cancel", "export_remove"] {
        assert_eq!(code(shop.test.call(&owner, name, json!({ "export_id": id })).await), "export_not_found", "{name}");
    }
    let part = json!({ "export_id": id, "number": 0 });
    assert_eq!(code(shop.test.call(&owner, "export_part_get", part.clone()).await), "export_not_found");
    // Who no longer sees the place, or no longer may, does not get it either.
    let elsewhere = Ctx { actor: reach(&local, &[shop.location]), ..local.clone() };
    assert_eq!(
        code(shop.test.call(&elsewhere, "export_open", json!({ "export_id": id })).await),
        "export_places_changed"
    );
    assert_eq!(code(shop.test.call(&elsewhere, "export_part_get", part).await), "export_places_changed");
    // A permission taken away between asking and writing ends the file.
    let asked = ask(&shop, &technician, routers).await.unwrap();
    shop.run("UPDATE roles SET permissions = '{}' WHERE code = 'technician'").await;
    work(&shop).await;
    let failed = row(&shop, &technician, &asked["export_id"]).await;
    assert_eq!((&failed["state"], &failed["error_code"]), (&json!("failed"), &json!("permission_denied")));
    assert_eq!(shop.number("SELECT count(*) FROM export_parts").await, 1, "of the first file only");
}

fn reach(ctx: &Ctx, places: &[simpul_kernel::ids::LocationId]) -> simpul_kernel::Actor {
    match ctx.actor.clone() {
        simpul_kernel::Actor::User { id, permissions, .. } => {
            simpul_kernel::Actor::User { id, permissions, locations: simpul_kernel::Locations::Only(places.to_vec()) }
        }
        other => other,
    }
}

#[tokio::test]
async fn a_question_that_is_none_is_refused_by_name() {
    let (shop, _) = shop_with(1).await;
    let good = json!({ "list": "voucher_list", "input": { "filter": {} }, "format": "csv" });
    let with = |field: &str, value: Value| {
        let mut input = good.clone();
        input[field] = value;
        input
    };
    for (input, refusal) in [
        (with("list", json!("session_list")), "export_list_unknown"),
        (with("columns", json!(["code", "password"])), "export_column_unknown"),
        (with("columns", json!([])), "input_invalid"),
        (with("only", json!([])), "export_empty"),
        (with("only", json!((0..10_001).collect::<Vec<_>>())), "input_invalid"),
        (with("input", json!({ "filter": { "kuda": 1 } })), "input_malformed"),
        (with("input", json!({ "filter": { "search": "zzzzzzzz" } })), "export_empty"),
    ] {
        assert_eq!(shop.refused("export_create", input.clone()).await.code(), refusal, "{input}");
    }
    for _ in 0..5 {
        shop.call("export_create", good.clone()).await;
    }
    let refused = shop.refused("export_create", good).await.wire("");
    assert_eq!((refused.code.as_str(), &refused.params["max"]), ("export_too_many", &json!(5)));
}

#[tokio::test]
async fn rows_chosen_by_hand_are_all_there_is() {
    let (shop, batch) = shop_with(700).await;
    let vouchers = shop.vouchers(&batch).await;
    let chosen = [&vouchers[3], &vouchers[650]];
    let ids: Vec<i64> = chosen.iter().map(|(id, _)| *id).collect();
    let text = csv(
        &shop,
        json!({ "list": "voucher_list", "input": { "filter": {} }, "only": ids, "format": "csv",
                                  "columns": ["code"], "with_mark": false, "locale": "en" }),
    )
    .await;
    assert_eq!(text, format!("\"Code\"\r\n\"{}\"\r\n\"{}\"\r\n", chosen[0].1, chosen[1].1));
}

/// Lets every part of a file wait for a lock of the test's.
async fn hold_parts(shop: &Counter) -> sqlx::PgConnection {
    let mut holder = shop.owner().await;
    let sql = "CREATE FUNCTION hold_part() RETURNS TRIGGER LANGUAGE plpgsql AS
               $$ BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END $$;
               CREATE TRIGGER hold_part BEFORE INSERT ON export_parts FOR EACH ROW EXECUTE FUNCTION hold_part();
               SELECT pg_advisory_lock(4711);";
    sqlx::raw_sql(sql).execute(&mut holder).await.unwrap();
    holder
}

const LET_GO: &str = "SELECT pg_advisory_unlock(4711)";

fn vouchers(format: &str) -> Value {
    json!({ "list": "voucher_list", "input": { "filter": {} }, "format": format })
}

#[tokio::test]
async fn a_worker_killed_on_the_way_leaves_no_half_file_and_another_makes_it_whole() {
    let (shop, _) = shop_with(40).await;
    let owner = shop.test.owner_ctx();
    let asked = shop.call("export_create", vouchers("csv")).await;
    let id = &asked["export_id"];
    // What an attempt before may have left.
    shop.run("INSERT INTO export_parts SELECT id, 7, 'leftover' FROM exports").await;
    let mut holder = hold_parts(&shop).await;
    let (pool, handlers) = (shop.test.app.db.pool().clone(), registry(&shop.test.app));
    let worker = tokio::spawn(async move { simpul_jobs::drain(&pool, handlers).await });
    crate::counter::waiting(&mut shop.owner().await, 1).await;
    assert_eq!(row(&shop, &owner, id).await["state"], "running");
    assert_eq!(code(shop.test.call(&owner, "export_open", json!({ "export_id": id })).await), "export_not_ready");
    worker.abort();
    let _ = worker.await;
    sqlx::raw_sql(LET_GO).execute(&mut holder).await.unwrap();
    shop.run("UPDATE workers SET lease_until = now() - interval '1 hour'").await;
    work(&shop).await;
    let done = row(&shop, &owner, id).await;
    assert_eq!((&done["state"], &done["rows_done"]), (&json!("ready"), &json!(40)), "{done}");
    let text = String::from_utf8(bytes(&shop, &owner, id).await).unwrap();
    assert_eq!(text.lines().count(), 41, "nothing doubled, nothing left over");
}

#[tokio::test]
async fn cancelled_before_or_on_the_way_nothing_is_left() {
    let (shop, _) = shop_with(40).await;
    let owner = shop.test.owner_ctx();
    let waiting = shop.call("export_create", vouchers("csv")).await["export_id"].clone();
    assert_eq!(shop.call("export_cancel", json!({ "export_id": waiting })).await["state"], "cancelled");
    work(&shop).await;
    assert_eq!(row(&shop, &owner, &waiting).await["state"], "cancelled", "it never began");
    assert_eq!(shop.refused("export_cancel", json!({ "export_id": waiting })).await.code(), "export_ended");

    let running = shop.call("export_create", vouchers("xlsx")).await["export_id"].clone();
    let mut holder = hold_parts(&shop).await;
    let (pool, handlers) = (shop.test.app.db.pool().clone(), registry(&shop.test.app));
    let worker = tokio::spawn(async move { simpul_jobs::drain(&pool, handlers).await });
    crate::counter::waiting(&mut shop.owner().await, 1).await;
    assert_eq!(shop.refused("export_remove", json!({ "export_id": running })).await.code(), "export_not_ready");
    let cancel = json!({ "export_id": running });
    let cancel = shop.test.call(&owner, "export_cancel", cancel);
    let let_go = async {
        crate::counter::waiting(&mut shop.owner().await, 2).await;
        sqlx::raw_sql(LET_GO).execute(&mut holder).await.unwrap();
    };
    let (cancelled, ()) = tokio::join!(cancel, let_go);
    worker.await.unwrap().unwrap();
    // Whichever came first, the file or the wish: never both.
    let parts = shop.number("SELECT count(*) FROM export_parts").await;
    let state = row(&shop, &owner, &running).await["state"].clone();
    match cancelled {
        Ok(_) => assert_eq!((state, parts), (json!("cancelled"), 0)),
        Err(error) => assert_eq!((error.code(), state, parts), ("export_ended", json!("ready"), 1)),
    }
    for id in [waiting, running] {
        shop.call("export_remove", json!({ "export_id": id })).await;
    }
    assert_eq!(shop.number("SELECT count(*) FROM exports").await, 0);
    assert_eq!(shop.number("SELECT count(*) FROM export_parts").await, 0);
}

#[tokio::test]
async fn an_attempt_that_was_overtaken_writes_nothing_more() {
    let (shop, _) = shop_with(40).await;
    let owner = shop.test.owner_ctx();
    let asked = shop.call("export_create", vouchers("csv")).await;
    // Another begins in the moment in which this one writes.
    let sql = "CREATE FUNCTION overtake() RETURNS TRIGGER LANGUAGE plpgsql AS
               $$ BEGIN UPDATE exports SET attempt = attempt + 1 WHERE id = NEW.export_id; RETURN NEW; END $$;
               CREATE TRIGGER overtake AFTER INSERT ON export_parts FOR EACH ROW EXECUTE FUNCTION overtake();";
    sqlx::raw_sql(sql).execute(&mut shop.owner().await).await.unwrap();
    work(&shop).await;
    let left = row(&shop, &owner, &asked["export_id"]).await;
    assert_eq!(left["ready_at"], Value::Null, "the overtaken one does not say that it is whole: {left}");
    assert_eq!(
        code(shop.test.call(&owner, "export_open", json!({ "export_id": asked["export_id"] })).await),
        "export_not_ready"
    );
}

#[tokio::test]
async fn files_go_after_three_days_or_as_many_as_are_set() {
    let (shop, _) = shop_with(1).await;
    shop.call("export_create", vouchers("csv")).await;
    shop.call("export_create", vouchers("csv")).await;
    work(&shop).await;
    shop.run("UPDATE exports SET created_at = now() - interval '73 hours' WHERE id = (SELECT min(id) FROM exports)")
        .await;
    shop.run("INSERT INTO jobs (kind) VALUES ('export_trim')").await;
    let mut settings = shop.call("settings_get", json!({})).await;
    settings["export_retention_days"] = json!(5);
    let settings = shop.call("settings_update", settings).await;
    work(&shop).await;
    assert_eq!(shop.number("SELECT count(*) FROM exports").await, 2, "five days were chosen");
    let kept = shop.call("export_list", json!({})).await;
    let days =
        |row: &Value, field: &str| row[field].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let rows = kept["rows"].as_array().or(kept.as_array()).unwrap();
    assert!(rows.iter().all(|row| (days(row, "kept_until") - days(row, "created_at")).num_days() == 5), "{kept}");
    let mut back = settings;
    back["export_retention_days"] = json!(3);
    shop.call("settings_update", back).await;
    shop.run("INSERT INTO jobs (kind) VALUES ('export_trim')").await;
    work(&shop).await;
    assert_eq!(shop.number("SELECT count(*) FROM exports").await, 1);
    assert_eq!(shop.number("SELECT count(DISTINCT export_id) FROM export_parts").await, 1);
}

#[tokio::test]
async fn the_trail_is_taken_along_value_by_value_without_secrets() {
    let (shop, _) = shop_with(1).await;
    let rina = shop.test.user_ctx("operator", None).await.user_id().unwrap();
    let people = shop.call("user_list", json!({ "search": "operator" })).await["rows"][0].clone();
    shop.call("user_password_reset", json!({ "user_id": rina, "version": people["version"] })).await;
    shop.run("UPDATE service_plans SET name = '=HYPERLINK(1)', price_sell = 6000").await;
    let trail = json!({ "list": "audit_list", "input": {}, "format": "csv", "locale": "en" });
    let text = csv(&shop, trail).await;
    assert!(text.contains("\"sell price\",5000,6000") || text.contains("\"5000.00\",\"6000.00\""), "{text}");
    assert!(text.contains("\"'=HYPERLINK(1)\""), "{text}");
    assert!(text.contains("\"***\",\"***\"") && !text.contains("argon2"), "{text}");
    // More than one read's worth of deeds, each once.
    shop.run(
        "INSERT INTO activity_logs (action, source, details)
         SELECT 'test_deed', 'cli', jsonb_build_object('n', n) FROM generate_series(1, 1234) AS n",
    )
    .await;
    let deeds = json!({ "list": "activity_list", "input": { "action": "test_deed" }, "format": "csv" });
    let text = csv(&shop, deeds).await;
    let lines: std::collections::BTreeSet<&str> = text.lines().collect();
    assert_eq!((text.lines().count(), lines.len()), (1235, 1235), "each once");
}
