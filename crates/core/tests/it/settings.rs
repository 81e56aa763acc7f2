//! Settings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use simpul_testkit::TestApp;

#[tokio::test]
async fn settings_are_read_changed_and_audited() {
    let shop = TestApp::new().await;
    let mut settings = shop.owner_call("settings_get", json!({})).await;
    assert_eq!(settings["company_name"], "Sinar Desa Net");
    settings["company_phone"] = json!("0812-3456-7890");
    settings["voucher_router_retention_days"] = json!(14);
    let changed = shop.owner_call("settings_update", settings).await;
    assert_eq!(changed["company_phone"], "+6281234567890");
    let trail: Vec<(String, i64)> =
        sqlx::query_as("SELECT new_values ->> 'value', user_id FROM audit_logs WHERE table_name = 'settings' AND user_id IS NOT NULL ORDER BY id")
            .fetch_all(&mut shop.db.owner().await)
            .await
            .unwrap();
    assert!(trail.iter().any(|(value, _)| value.contains("+6281234567890")), "{trail:?}");
}

#[tokio::test]
async fn of_two_saves_from_the_same_reading_the_second_is_refused_and_nothing_is_lost() {
    let shop = TestApp::new().await;
    let read = shop.owner_call("settings_get", json!({})).await;
    let with = |field: &str, value: serde_json::Value| {
        let mut changed = read.clone();
        changed[field] = value;
        changed
    };
    let (one, two) = (with("company_address", json!("Jalan Baru 7")), with("idle_lock_minutes", json!(5)));
    let ctx = shop.owner_ctx();
    let saves = tokio::join!(shop.call(&ctx, "settings_update", one), shop.call(&ctx, "settings_update", two));
    let (kept, refused): (Vec<_>, Vec<_>) = [saves.0, saves.1].into_iter().partition(Result::is_ok);
    assert_eq!((kept.len(), refused.len()), (1, 1));
    assert_eq!(refused[0].as_ref().unwrap_err().code(), "row_changed_meanwhile");
    let now = shop.owner_call("settings_get", json!({})).await;
    assert_eq!(&now, kept[0].as_ref().unwrap());
    assert!(now["version"].as_i64() > read["version"].as_i64(), "{now}");
    let same = shop.owner_call("settings_update", now.clone()).await;
    assert_eq!(same, now, "what changes nothing is no new version");
}

#[tokio::test]
async fn nonsense_is_refused() {
    let shop = TestApp::new().await;
    let mut settings = shop.owner_call("settings_get", json!({})).await;
    settings["company_email"] = json!("a@b@c");
    settings["voucher_router_retention_days"] = json!(-1);
    let error = shop.call(&shop.owner_ctx(), "settings_update", settings).await.unwrap_err().wire("i");
    assert_eq!(error.params["fields"].as_array().unwrap().len(), 2);
}

/// A logo of 48 × 16 pixels, one colour.
const LOGO: &str = "iVBORw0KGgoAAAANSUhEUgAAADAAAAAQCAIAAADfzGvmAAAAJElEQVR42mPgTokcVIhh1EGjDhp10KiDRh006qBRB406iL4IAH5SWB+FLk5+AAAAAElFTkSuQmCC";

#[tokio::test]
async fn a_logo_is_kept_shown_before_the_sign_in_and_printed_once_per_file() {
    let shop = TestApp::new().await;
    let plan = shop.plan("Harian", &[]).await;
    let bare = shop.owner_call("voucher_sheet_preview", TestApp::batch_draft(plan, 24)).await;
    let set = shop.owner_call("company_logo_set", json!({ "content_base64": LOGO })).await;
    assert_eq!((&set["width"], &set["height"]), (&json!(48), &json!(16)));
    let shown = shop.call(&shop.nobody_ctx(), "company_logo_get", json!({})).await.unwrap();
    let png = STANDARD.decode(shown["png_base64"].as_str().unwrap()).unwrap();
    assert!(png.starts_with(b"\x89PNG"), "{shown}");

    let pdf = |answer: &serde_json::Value| STANDARD.decode(answer["content_base64"].as_str().unwrap()).unwrap();
    let count = |pdf: &[u8]| pdf.windows(14).filter(|w| w == b"/Subtype/Image").count();
    let drawn = shop.owner_call("voucher_sheet_preview", TestApp::batch_draft(plan, 24)).await;
    assert_eq!((count(&pdf(&bare)), count(&pdf(&drawn))), (0, 1));
    shop.owner_call("company_logo_remove", json!({})).await;
    assert!(shop.owner_call("company_logo_get", json!({})).await["png_base64"].is_null());
    let again = shop.owner_call("voucher_sheet_preview", TestApp::batch_draft(plan, 24)).await;
    assert_eq!(count(&pdf(&again)), 0);
}

#[tokio::test]
async fn what_is_no_logo_is_refused_by_its_content() {
    let shop = TestApp::new().await;
    let refused = async |content: String| {
        let input = json!({ "content_base64": content });
        shop.call(&shop.owner_ctx(), "company_logo_set", input).await.unwrap_err().code()
    };
    assert_eq!(refused("no base64 at all".into()).await, "logo_unreadable");
    assert_eq!(refused(STANDARD.encode("<svg onload='alert(1)'/>")).await, "logo_unreadable");
    assert_eq!(refused(STANDARD.encode(vec![0; 700_001])).await, "logo_too_large");
    assert_eq!(refused("A".repeat(1_200_000)).await, "logo_too_large");
    assert!(shop.owner_call("company_logo_get", json!({})).await["png_base64"].is_null());
}

#[tokio::test]
async fn a_place_prints_its_own_way_until_it_goes_by_the_companys_again() {
    let shop = TestApp::new().await;
    let there = shop.location_new("Cabang").await;
    let at = json!({ "location_id": there });
    let company =
        json!({ "preset": "a4-24", "has_qr": true, "slip_mm": 58, "ssid": "", "terms": "", "has_tints": false });
    assert_eq!(shop.owner_call("voucher_printing_get", at.clone()).await, company);
    let own = json!({ "preset": "a4-40", "has_qr": false, "slip_mm": 80, "ssid": "WARUNG", "terms": "Tidak dapat diuangkan", "has_tints": true });
    shop.owner_call("voucher_printing_set", json!({ "location_id": there, "printing": own })).await;
    assert_eq!(shop.owner_call("voucher_printing_get", at.clone()).await, own);
    assert_eq!(shop.owner_call("voucher_printing_get", json!({})).await, company);
    let rows = shop.owner_call("voucher_printing_list", json!({})).await;
    assert_eq!(rows, json!([{ "location_id": null, "printing": company }, { "location_id": there, "printing": own }]));
    // What an earlier version stored, or a page of it sends, names less.
    let older = json!({ "preset": "a4-40", "has_qr": true, "slip_mm": 80 });
    let changed = shop.owner_call("voucher_printing_set", json!({ "printing": older })).await;
    assert_eq!((&changed["slip_mm"], &changed["ssid"], &changed["has_tints"]), (&json!(80), &json!(""), &json!(false)));
    shop.owner_call("voucher_printing_set", at.clone()).await;
    assert_eq!(shop.owner_call("voucher_printing_get", at).await, changed);

    // The slip is as wide as its place's roll.
    let plan = shop.plan("Harian", &[]).await;
    let batch = shop.batch(plan, 1).await;
    let list = json!({ "filter": { "batch_id": batch["row"]["batch_id"] }, "page": { "limit": 1 } });
    let voucher = shop.owner_call("voucher_list", list).await["rows"][0]["voucher_id"].clone();
    shop.owner_call("voucher_slip_render", json!({ "voucher_id": voucher })).await;
    let printed: String =
        sqlx::query_scalar("SELECT preset FROM print_log").fetch_one(&mut shop.db.owner().await).await.unwrap();
    assert_eq!(printed, "slip-80");

    let nonsense = json!({ "printing": { "preset": "kertas", "has_qr": true, "slip_mm": 57, "ssid": "é".repeat(17), "terms": "x".repeat(41) } });
    let error = shop.call(&shop.owner_ctx(), "voucher_printing_set", nonsense).await.unwrap_err().wire("i");
    assert_eq!(error.params["fields"].as_array().unwrap().len(), 4);
    let company_gone = shop.call(&shop.owner_ctx(), "voucher_printing_set", json!({})).await.unwrap_err();
    assert_eq!(company_gone.code(), "input_invalid");
    let nowhere = json!({ "location_id": 4_000_000 });
    assert_eq!(
        shop.call(&shop.owner_ctx(), "voucher_printing_get", nowhere).await.unwrap_err().code(),
        "location_not_found"
    );
}

#[tokio::test]
async fn how_long_things_are_kept_is_known_whatever_was_written_by_hand() {
    let shop = TestApp::new().await;
    let seeded = shop.owner_call("settings_get", json!({})).await;
    let mut owner = shop.db.owner().await;
    for what in ["usage", "session", "notice", "job", "export"] {
        let key = format!("{what}_retention_days");
        for wrong in ["\"730\"", "730.5", "5000000000", "null", "{}"] {
            sqlx::query("UPDATE settings SET value = $2::JSONB WHERE key = $1")
                .bind(&key)
                .bind(wrong)
                .execute(&mut owner)
                .await
                .unwrap();
            assert_eq!(shop.owner_call("settings_get", json!({})).await[&key], seeded[&key], "{key} {wrong}");
        }
        sqlx::query("DELETE FROM settings WHERE key = $1").bind(&key).execute(&mut owner).await.unwrap();
        assert_eq!(shop.owner_call("settings_get", json!({})).await[&key], seeded[&key], "{key} is gone");
    }
    // The page that shows it mends it.
    let mut mended = shop.owner_call("settings_get", json!({})).await;
    mended["job_retention_days"] = json!(45);
    shop.owner_call("settings_update", mended).await;
    assert_eq!(shop.owner_call("settings_get", json!({})).await["job_retention_days"], 45);
}

/// Of parts that are not built: nothing reads them, and their description says so. It only gets shorter.
const LATER: [&str; 3] = ["grace_period_hours", "invoice_expiry_days", "whatsapp_enabled"];

/// Everything the program itself is written in.
fn sources(folder: &std::path::Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[tokio::test]
async fn every_setting_there_is_is_read_or_says_that_it_is_not() {
    let shop = TestApp::new().await;
    let shown = shop.owner_call("settings_get", json!({})).await;
    let mut written = String::new();
    sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut written);
    let seeded: Vec<(String, bool)> = sqlx::query_as(
        "SELECT key, description LIKE '%(read by nothing yet)' FROM settings WHERE location_id IS NULL ORDER BY key",
    )
    .fetch_all(&mut shop.db.owner().await)
    .await
    .unwrap();
    let mut unread = Vec::new();
    for (key, says_so) in &seeded {
        let is_read = shown.get(key).is_some() || written.contains(&format!("\"{key}\""));
        assert_ne!(is_read, *says_so, "{key}");
        if !is_read {
            unread.push(key.as_str());
        }
    }
    assert_eq!(unread, LATER);
}

#[tokio::test]
async fn files_are_cleared_as_often_as_the_setting_says() {
    let shop = TestApp::new().await;
    for (set, every) in [("3600", 3600), ("7200", 7200), ("1", 600), ("\"sejam\"", 3600)] {
        sqlx::query("UPDATE settings SET value = $1::JSONB WHERE key = 'cleanup_interval'")
            .bind(set)
            .execute(&mut shop.db.owner().await)
            .await
            .unwrap();
        let worker = simpul_core::worker::Worker::start(&shop.app).await.unwrap();
        let spec: String = sqlx::query_scalar("SELECT spec FROM job_schedules WHERE kind = 'export_trim'")
            .fetch_one(&mut shop.db.owner().await)
            .await
            .unwrap();
        worker.shutdown().await.unwrap();
        assert_eq!(spec, format!("every {every}s"), "{set}");
    }
}
