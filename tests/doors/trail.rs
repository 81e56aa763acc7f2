//! What changes leaves a trail: old and new values of every table people change,
//! and an entry for every deed.

use std::collections::BTreeMap;

use simpul_api::{Kind, table};
use sqlx::Row as _;

use crate::shop::{Outcome, Shop};

/// Writes that leave no entry in the log of acts, and why.
const NO_ENTRY: &[(&str, &str)] = &[
    ("owner_create", "refused in a shop that has its owner; its entry is tested with an empty one"),
    ("demo_router_start", "refused without a demo router; it starts a program and changes no row"),
    ("installation_join", "this installation has joined already; its entry is tested with one that has not"),
    ("session_revoke", "it names a session of the caller; its entry is tested with one"),
    ("session_quick_begin", "the owner of that shop has no PIN; its entry is tested with people who have"),
    ("session_quick_end", "it ends a session begun by PIN; its entry is tested with one"),
    ("session_touch", "somebody sits before a page; it keeps their session and does nothing else"),
    ("me_preferences_set", "a person's own language and colours; nobody else is touched"),
    ("notice_read", "a person reads what is their own; nobody else is touched"),
    ("notice_take", "a desk shows a person what is their own"),
    ("notice_preferences_set", "how a person wants to be told; nobody else is touched"),
    ("export_create", "nothing stands in the list of its input; its entry is tested with vouchers"),
    ("export_cancel", "it names a file of the caller; its entry is tested with one"),
    ("export_remove", "it names a file of the caller; its entry is tested with one"),
    ("export_open", "it names a file of the caller; its entry is tested with one"),
    ("saved_view_share", "it names a view of the caller; its entry is tested with one"),
    ("saved_view_remove", "it names a view of the caller; its entry is tested with one"),
    ("reseller_statement_render", "the caller is bound to no vendor; its entry is tested with one who is"),
    ("router_test", "it tries an address and changes nothing"),
    ("router_adopt_preview", "it reads a router and changes nothing"),
];

#[tokio::test]
async fn every_deed_has_its_entry() {
    let shop = Shop::new().await;
    let mut breaches = Vec::new();
    for operation in table().into_iter().filter(|operation| operation.kind == Kind::Write) {
        let excused = NO_ENTRY.iter().find(|(name, _)| *name == operation.name);
        let Some((input, Outcome::Works)) = shop.valid(operation.name).await else {
            if excused.is_none() {
                breaches.push(format!("{}: no valid input", operation.name));
            }
            continue;
        };
        let before = entries(&shop, operation.name).await;
        let ctx = shop.test.owner_ctx();
        if let Err(error) = shop.test.call(&ctx, operation.name, input).await {
            breaches.push(format!("{}: {error}", operation.name));
            continue;
        }
        let after = entries(&shop, operation.name).await;
        match (after.saturating_sub(before), excused) {
            (0, None) => breaches.push(format!("{}: leaves no entry; record one, or say why not", operation.name)),
            (1.., Some(_)) => breaches.push(format!("{}: leaves an entry and stands in NO_ENTRY", operation.name)),
            _ => {}
        }
    }
    simpul_tests::assert_kept("the log of acts", &breaches);
}

async fn entries(shop: &Shop, action: &str) -> u64 {
    let sql = "SELECT count(*) FROM activity_logs WHERE action = $1";
    let count: i64 = sqlx::query_scalar(sql).bind(action).fetch_one(&mut shop.test.db.owner().await).await.unwrap();
    u64::try_from(count).unwrap()
}

#[tokio::test]
async fn the_first_owner_has_an_entry_too() {
    let test = simpul_testkit::TestApp::new().await;
    let sql = "SELECT count(*) FROM activity_logs WHERE action = 'owner_create'";
    let count: i64 = sqlx::query_scalar(sql).fetch_one(&mut test.db.owner().await).await.unwrap();
    assert_eq!(count, 1);
}

#[tokio::test]
async fn joining_by_the_recovery_code_has_an_entry() {
    let test = simpul_testkit::TestApp::new().await;
    let (second, _folder) = test.second("4e5f6a7b").await;
    let input = serde_json::json!({ "recovery_code": test.recovery_code.expose() });
    let door = simpul_api::Door::new(second, simpul_kernel::Source::Window);
    door.call(None, "installation_join", input).await.result.unwrap();
    let sql = "SELECT details ->> 'installation' FROM activity_logs WHERE action = 'installation_join'";
    let codes: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut test.db.owner().await).await.unwrap();
    assert_eq!(codes, ["4e5f6a7b"]);
}

#[tokio::test]
async fn an_entry_names_who_where_and_by_which_door() {
    let shop = Shop::new().await;
    let admin = shop.test.user_ctx("admin", None).await;
    let (input, _) = shop.valid("plan_create").await.unwrap();
    let plan = shop.test.call(&admin, "plan_create", input).await.unwrap();
    let row = sqlx::query(
        "SELECT user_id, subject_kind, subject_id, location_id, source, request_id FROM activity_logs \
         WHERE action = 'plan_create' ORDER BY id DESC LIMIT 1",
    )
    .fetch_one(&mut shop.test.db.owner().await)
    .await
    .unwrap();
    assert_eq!(row.get::<Option<i64>, _>(0), admin.user_id().map(|id| id.0));
    assert_eq!(row.get::<Option<String>, _>(1).as_deref(), Some("plan"));
    assert_eq!(row.get::<Option<i64>, _>(2), plan["plan_id"].as_i64());
    assert_eq!(row.get::<Option<i64>, _>(3), Some(shop.here.0));
    assert_eq!((row.get::<String, _>(4), row.get::<String, _>(5)), ("lan".to_owned(), admin.request_id.clone()));
}

/// Tables with `updated_at` that have no history, and why.
const WITHOUT_HISTORY: &[(&str, &str)] = &[
    ("router_state", "what a worker saw last, every few seconds; its history would be noise"),
    ("company_logos", "its history would keep every picture; each change has its entry in the log of acts"),
];

#[tokio::test]
async fn tables_people_change_are_audited() {
    let test = simpul_testkit::TestApp::bare().await;
    let sql = "SELECT c.relname, p.proname FROM pg_class c \
               JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public' \
               JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'updated_at' AND NOT a.attisdropped \
               LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D' \
               LEFT JOIN pg_proc p ON p.oid = t.tgfoid \
               WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition";
    let rows = sqlx::query(sql).fetch_all(&mut test.db.owner().await).await.unwrap();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        tables.entry(row.get(0)).or_default().extend(row.get::<Option<String>, _>(1));
    }
    assert!(tables.len() > 10, "only {} tables have updated_at", tables.len());
    for (table, why) in WITHOUT_HISTORY {
        assert!(tables.remove(*table).is_some_and(|functions| functions.is_empty()), "{table} is audited: {why}?");
    }
    let lacking = tables.iter().flat_map(|(table, functions)| {
        let lacks = |function: &str| !functions.iter().any(|f| f == function);
        ["touch_row", "audit_row"]
            .into_iter()
            .filter(move |function| lacks(function))
            .map(move |function| format!("{table} has updated_at and no {function}"))
    });
    simpul_tests::assert_kept("audit", &lacking.collect::<Vec<_>>());
}
