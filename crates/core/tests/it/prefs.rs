//! What the shop decides for itself: the language of paper, the zone of a place, and how long things are kept.

use serde_json::{Value, json};
use simpul_core::worker::{RetentionTrim, registry};
use simpul_jobs::Registry;
use simpul_kernel::{Ctx, Locale};

use crate::counter::{Counter, waiting};
use crate::printing::{add, holds, printer, spec};
use crate::till::Till;

async fn set(shop: &Counter, fields: Value) -> Value {
    let mut settings = shop.call("settings_get", json!({})).await;
    settings.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    shop.call("settings_update", settings).await
}

/// What comes out of the printer when this is asked for.
async fn printed(till: &Till, ctx: &Ctx, operation: &str, input: Value) -> String {
    let (address, job) = printer(usize::MAX).await;
    sqlx::query("UPDATE printers SET target = $1").bind(address).execute(&mut till.shop.owner().await).await.unwrap();
    till.shop.test.call(ctx, operation, input).await.unwrap();
    String::from_utf8_lossy(&job.await.unwrap()).into_owned()
}

#[tokio::test]
async fn paper_speaks_the_companys_language_and_tells_the_places_time_whoever_prints() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 2).await;
    let shift = till.shift("Depan").await;
    // Half past eleven at night for who prints, an hour and a half after midnight at the place.
    till.shop.run("UPDATE locations SET time_zone = 'Asia/Jayapura', phone = '+628115551234'").await;
    let at = Ctx { now: "2026-11-30T16:30:00Z".parse().unwrap(), ..till.shop.test.owner_ctx() };
    assert_eq!(at.zone, simpul_kernel::time::DEFAULT_ZONE);
    let sold = till.shop.test.call(&at, "sale_create", till.sale(shift, 1)).await.unwrap();
    add(&till, spec("Kasir", "10.0.0.9", "mm80", &["slip", "receipt", "report"])).await;
    let receipt = json!({ "sale_id": sold["row"]["sale_id"] });
    let slip = json!({ "voucher_ids": [sold["lines"][0]["voucher_id"]], "reprint_reason": "kertas macet" });
    let report = json!({ "cash_session_id": shift });
    let (id, en) = (Ctx { locale: Locale::Id, ..at.clone() }, Ctx { locale: Locale::En, ..at.clone() });
    for (language, who, [moment, sale, shift, batch]) in [
        ("en", &id, ["1 Dec 2026 01:30 WIT", "Receipt", "X report", "Printed"]),
        ("id", &en, ["1 Des 2026 01.30 WIT", "Nota penjualan", "Laporan X", "Dicetak"]),
    ] {
        set(&till.shop, json!({ "locale": language })).await;
        let paper = printed(&till, who, "sale_receipt_print", receipt.clone()).await;
        assert!(paper.contains(moment) && paper.contains(sale), "{paper}");
        let paper = printed(&till, who, "cash_session_print", report.clone()).await;
        assert!(paper.contains(moment) && paper.contains(shift), "{paper}");
        let paper = printed(&till, who, "voucher_slips_print", slip.clone()).await;
        assert!(paper.contains(moment) && paper.contains(batch), "{paper}");
        assert!(holds(paper.as_bytes(), "0811"), "the place's own phone: {paper}");
    }
    let said = "SELECT string_agg(l.new_values ->> 'value', ' ' ORDER BY l.id) FROM audit_logs l JOIN settings s ON s.id = l.row_id
                 WHERE l.table_name = 'settings' AND s.key = 'locale' AND l.user_id IS NOT NULL";
    assert_eq!(till.shop.text(said).await, "en id", "who changed the language is on record");
}

#[tokio::test]
async fn a_zone_is_chosen_until_the_first_document_and_stays_afterwards() {
    let till = Till::new().await;
    let place = |zone: &str, name: &str, version: &Value| json!({ "location_id": till.shop.location, "version": version, "name": name, "time_zone": zone, "is_active": true });
    let row = till.shop.call("location_list", json!({})).await[0].clone();
    assert_eq!(row["is_zone_fixed"], json!(false));
    let row = till.shop.call("location_update", place("Asia/Makassar", "Kantor", &row["version"])).await;
    assert_eq!((&row["time_zone"], &row["is_zone_fixed"]), (&json!("Asia/Makassar"), &json!(false)));
    till.shift("Depan").await;
    let refused = till.shop.refused("location_update", place("Asia/Jayapura", "Kantor", &row["version"])).await;
    assert_eq!(refused.code(), "location_zone_fixed");
    let row = till.shop.call("location_update", place("Asia/Makassar", "Kantor Baru", &row["version"])).await;
    assert_eq!((&row["name"], &row["is_zone_fixed"]), (&json!("Kantor Baru"), &json!(true)), "its name still changes");
    let other = till.shop.test.location_new("Cabang").await;
    let rows = till.shop.call("location_list", json!({})).await;
    let row = rows.as_array().unwrap().iter().find(|row| row["location_id"] == json!(other)).unwrap();
    assert_eq!(row["is_zone_fixed"], json!(false), "what is told at one place fixes no other");
}

#[tokio::test]
async fn a_place_that_is_closed_meanwhile_opens_no_shift() {
    let till = Till::new().await;
    let there = till.shop.test.location_new("Cabang").await;
    let drawer = till.shop.call("cash_drawer_create", json!({ "location_id": there, "name": "Depan" })).await;
    let open = json!({ "cash_drawer_id": drawer["cash_drawer_id"], "float_amount": "1000.00" });
    let mut gate = till.shop.owner().await;
    for sql in ["BEGIN", "SELECT id FROM locations WHERE name = 'Cabang' FOR UPDATE"] {
        sqlx::query(sql).execute(&mut gate).await.unwrap();
    }
    let ctx = till.shop.test.owner_ctx();
    let meanwhile = async {
        waiting(&mut till.shop.owner().await, 1).await;
        for sql in ["UPDATE locations SET is_active = false WHERE name = 'Cabang'", "COMMIT"] {
            sqlx::query(sql).execute(&mut gate).await.unwrap();
        }
    };
    let (answer, ()) = tokio::join!(till.shop.test.call(&ctx, "cash_session_open", open.clone()), meanwhile);
    assert_eq!(answer.unwrap_err().code(), "cash_location_unusable");
    assert_eq!(till.shop.refused("cash_session_open", open).await.code(), "cash_location_unusable");
    assert_eq!(till.shop.number("SELECT count(*) FROM cash_sessions").await, 0);
}

#[tokio::test]
async fn a_shift_that_is_being_opened_keeps_its_place_in_use() {
    let till = Till::new().await;
    let there = till.shop.test.location_new("Cabang").await;
    let drawer = till.shop.call("cash_drawer_create", json!({ "location_id": there, "name": "Depan" })).await;
    let open = json!({ "cash_drawer_id": drawer["cash_drawer_id"], "float_amount": "1000.00" });
    let close = json!({ "location_id": there, "version": 1, "name": "Cabang", "time_zone": "Asia/Jakarta", "is_active": false });
    let mut gate = till.shop.owner().await;
    // The shift gets its number last; until then it is half open.
    for sql in ["BEGIN", "LOCK TABLE document_sequences IN SHARE MODE"] {
        sqlx::query(sql).execute(&mut gate).await.unwrap();
    }
    let ctx = till.shop.test.owner_ctx();
    let closing = async {
        waiting(&mut till.shop.owner().await, 1).await;
        till.shop.test.call(&ctx, "location_update", close).await
    };
    let release = async {
        waiting(&mut till.shop.owner().await, 2).await;
        sqlx::query("COMMIT").execute(&mut gate).await.unwrap();
    };
    let (opened, closed, ()) = tokio::join!(till.shop.test.call(&ctx, "cash_session_open", open), closing, release);
    opened.unwrap();
    let refused = closed.unwrap_err().wire("");
    assert_eq!((refused.code.as_str(), &refused.params["shift_count"]), ("location_has_money", &json!(1)));
}

#[tokio::test]
async fn how_long_things_are_kept_is_set_within_limits() {
    let till = Till::new().await;
    let mut wrong = till.shop.call("settings_get", json!({})).await;
    let kept = ["usage", "session", "notice", "job", "export"];
    let found: Vec<Value> = kept.iter().map(|what| wrong[format!("{what}_retention_days")].clone()).collect();
    assert_eq!(json!(found), json!([730, 365, 90, 30, 3]));
    for what in kept {
        wrong[format!("{what}_retention_days")] = json!(0);
    }
    let refused = till.shop.refused("settings_update", wrong).await.wire("");
    let fields: Vec<&str> =
        refused.params["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
    assert_eq!(fields, kept.map(|what| format!("{what}_retention_days")));
    let admin = till.shop.test.user_ctx("operator", None).await;
    let refused = till.refused_as(&admin, "settings_update", set(&till.shop, json!({})).await).await;
    assert_eq!(refused.code(), "permission_denied");
}

/// Rows by what they are, from before the settings' times and after.
const OLD_AND_NEW: &[&str] = &[
    "INSERT INTO jobs (kind, state, finished_at) SELECT 'lama', 'completed', now() - INTERVAL '9 days' FROM generate_series(1, 5001)",
    "INSERT INTO jobs (kind, state, finished_at) VALUES ('baru', 'completed', now() - INTERVAL '7 days'),
        ('mati', 'discarded', now() - INTERVAL '2 years'), ('batal', 'cancelled', now() - INTERVAL '9 days')",
    "INSERT INTO jobs (kind, state, finished_at, slot_at) VALUES ('rutin', 'completed', now() - INTERVAL '3 days', now())",
    "INSERT INTO job_attempts (job_id, attempt, outcome, finished_at)
        SELECT id, days, 'retry', now() - make_interval(days => days) FROM jobs, unnest(ARRAY[29, 31]) AS days WHERE kind = 'mati'",
    "INSERT INTO notices (kind, event_key, severity, link, raised_at, cleared_at)
        SELECT 'job_dead', 'job_dead:' || n, 'bad', '/jobs', now() - INTERVAL '1 year', now() - INTERVAL '15 days'
          FROM generate_series(1, 4001) AS n",
    "INSERT INTO notices (kind, event_key, severity, link, raised_at, cleared_at) VALUES
        ('job_dead', 'buka', 'bad', '/jobs', now() - INTERVAL '2 years', NULL),
        ('job_dead', 'baru', 'bad', '/jobs', now() - INTERVAL '1 year', now() - INTERVAL '13 days')",
    "INSERT INTO sessions (user_id, token_hash, source, created_at, expires_at, ended_at)
        SELECT (SELECT min(id) FROM users), sha256(n::TEXT::BYTEA), 'lan', now() - INTERVAL '1 year', now() - INTERVAL '41 days',
               CASE WHEN n % 2 = 0 THEN now() - INTERVAL '50 days' END FROM generate_series(1, 2001) AS n",
    "INSERT INTO sessions (user_id, token_hash, source, expires_at, ended_at) VALUES
        ((SELECT min(id) FROM users), sha256('baru'), 'lan', now() - INTERVAL '39 days', NULL)",
];

#[tokio::test]
async fn what_is_old_goes_in_batches_and_what_counts_never_does() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    let sold = till.sell(shift, 2).await;
    let slip = json!({ "voucher_ids": [sold["lines"][0]["voucher_id"]] });
    till.shop.call("voucher_slips_render", slip).await;
    set(
        &till.shop,
        json!({ "job_retention_days": 8, "notice_retention_days": 14, "session_retention_days": 40, "usage_retention_days": 31 }),
    )
    .await;
    let mut owner = till.shop.owner().await;
    for sql in OLD_AND_NEW {
        sqlx::query(*sql).execute(&mut owner).await.unwrap();
    }
    // All that is never let go of, as old as the settings' times many times over.
    let kept = ["financial_transactions", "sales", "voucher_events", "print_log", "activity_logs"];
    for table in kept {
        let sql = format!(
            "ALTER TABLE {table} DISABLE TRIGGER USER; UPDATE {table} SET at = at - INTERVAL '20 years'; ALTER TABLE {table} ENABLE TRIGGER USER"
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut owner).await.unwrap();
    }
    let count = "SELECT concat_ws(' ', (SELECT count(*) FROM financial_transactions), (SELECT count(*) FROM sales),
        (SELECT count(*) FROM sale_lines), (SELECT count(*) FROM vouchers), (SELECT count(*) FROM voucher_events),
        (SELECT count(*) FROM print_log), (SELECT count(*) FROM activity_logs), (SELECT count(*) FROM audit_logs),
        (SELECT count(*) FROM cash_sessions), (SELECT count(*) FROM idempotency_keys))";
    let before = till.shop.text(count).await;
    assert!(before.split(' ').all(|n| n != "0"), "{before}");
    sqlx::query("INSERT INTO jobs (kind) VALUES ('retention_trim')").execute(&mut owner).await.unwrap();
    let app = &till.shop.test.app;
    simpul_jobs::drain(app.db.pool(), Registry::new().with(RetentionTrim::new(app.clone()))).await.unwrap();
    let left =
        "SELECT string_agg(kind, ' ' ORDER BY kind) FROM jobs WHERE kind IN ('lama', 'baru', 'mati', 'batal', 'rutin')";
    assert_eq!(till.shop.text(left).await, "baru mati", "what was given up waits for a person");
    assert_eq!(
        till.shop.number("SELECT max(attempt)::BIGINT FROM job_attempts").await,
        29,
        "and what it met with for a month"
    );
    let left = "SELECT string_agg(event_key, ' ' ORDER BY event_key) FROM notices";
    assert_eq!(till.shop.text(left).await, "baru buka");
    let over = "SELECT count(*) FROM sessions WHERE expires_at < now()";
    assert_eq!(till.shop.number(over).await, 1);
    assert!(till.shop.number("SELECT count(*) FROM sessions").await > 1, "who is signed in stays so");
    assert_eq!(till.shop.text(count).await, before);
    assert_eq!(till.shop.text("SELECT state FROM jobs WHERE kind = 'retention_trim'").await, "completed");
}

#[tokio::test]
async fn months_of_usage_go_by_the_setting() {
    let till = Till::new().await;
    let month = "CREATE TABLE usage_sessions_202501 PARTITION OF usage_sessions FOR VALUES FROM ('2025-01-01Z') TO ('2025-02-01Z')";
    till.shop.run(month).await;
    let app = &till.shop.test.app;
    let there = "SELECT count(*) FROM pg_class WHERE relname = 'usage_sessions_202501'";
    for (days, left) in [(3_650, 1), (31, 0)] {
        set(&till.shop, json!({ "usage_retention_days": days })).await;
        till.shop.run("INSERT INTO jobs (kind) VALUES ('usage_tidy')").await;
        simpul_jobs::drain(app.db.pool(), registry(app)).await.unwrap();
        assert_eq!(till.shop.number(there).await, left, "{days} days");
    }
}
