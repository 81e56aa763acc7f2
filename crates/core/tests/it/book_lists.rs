//! The lists of sales and of the ledger, narrowed and searched.

use serde_json::{Value, json};

use crate::till::{Till, key};

async fn ids(till: &Till, name: &str, input: Value) -> Vec<i64> {
    let field = if name == "sale_list" { "sale_id" } else { "ledger_entry_id" };
    let answer = till.shop.call(name, input).await;
    answer["rows"].as_array().unwrap().iter().map(|row| row[field].as_i64().unwrap()).collect()
}

fn id(sale: &Value) -> i64 {
    sale["row"]["sale_id"].as_i64().unwrap()
}

#[tokio::test]
async fn a_sale_is_found_by_number_digits_and_code() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 5).await;
    let shift = till.shift("Depan").await;
    let (first, second) = (till.sell(shift, 2).await, till.sell(shift, 1).await);
    let number = first["row"]["document_number"].as_str().unwrap();
    for text in [number.to_owned(), number.to_lowercase(), format!(" {number} "), "1".to_owned(), "0001".to_owned()] {
        assert_eq!(ids(&till, "sale_list", json!({ "search": text })).await, [id(&first)], "{text}");
    }
    let both = [id(&second), id(&first)];
    for text in ["N-", &number[..number.len() - 1], "  "] {
        assert_eq!(ids(&till, "sale_list", json!({ "search": text })).await, both, "{text}");
    }
    // By a code: the sale, and what took the code back; also as it is read aloud.
    let code = first["lines"][1]["code"].as_str().unwrap();
    let voucher = first["lines"][1]["voucher_id"].as_i64().unwrap();
    let refund = json!({ "sale_id": id(&first), "cash_session_id": shift, "voucher_ids": [voucher], "codes": "withdraw",
                         "reason": "salah paket", "idempotency_key": key() });
    let back = till.shop.call("sale_refund", refund).await;
    for text in [code.to_owned(), format!("{}-{}", &code[..3], &code[3..]).to_uppercase()] {
        assert_eq!(ids(&till, "sale_list", json!({ "search": text })).await, [id(&back), id(&first)], "{text}");
    }
    for nothing in ["N-2611-9", "999", "zzzz", "tidak ada"] {
        assert!(ids(&till, "sale_list", json!({ "search": nothing })).await.is_empty(), "{nothing}");
    }
    let listed = till.shop.call("sale_list", json!({ "search": number })).await["rows"][0].clone();
    assert_eq!((&listed["drawer_name"], &listed["session_number"]), (&json!("Depan"), &json!(1)));
    let drawer: i64 = till.shop.number("SELECT id FROM cash_drawers WHERE name = 'Depan'").await;
    assert_eq!(listed["cash_drawer_id"], json!(drawer));
    assert_eq!((&listed["tendered_amount"], &listed["change_amount"]), (&json!("10000.00"), &json!("0.00")));
    assert_eq!((&listed["codes"][1], &listed["taken_back"]), (&json!(code), &json!(1)));
    let of_back = till.shop.call("sale_list", json!({ "kind": "refund" })).await["rows"][0].clone();
    assert_eq!(
        (&of_back["codes"], &of_back["tendered_amount"]),
        (&json!([code]), &Value::Null),
        "the codes it took back"
    );
}

#[tokio::test]
async fn sales_are_narrowed_by_person_plan_way_and_day() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 5).await;
    let other = till.shop.test.plan("Mingguan", &[till.router]).await;
    let shift = till.shift("Depan").await;
    let mine = till.sell(shift, 1).await;
    let rina = till.shop.test.user_ctx("operator", None).await;
    let mut input = till.sale(shift, 1);
    input["method"] = json!("qris");
    input.as_object_mut().unwrap().remove("tendered_amount");
    let hers = till.shop.test.call(&rina, "sale_create", input).await.unwrap();
    let her = rina.user_id().unwrap().0;
    assert_eq!(hers["row"]["user_id"], json!(her));
    assert_eq!(ids(&till, "sale_list", json!({ "user_id": her })).await, [id(&hers)]);
    assert_eq!(ids(&till, "sale_list", json!({ "method": "cash" })).await, [id(&mine)]);
    assert_eq!(ids(&till, "sale_list", json!({ "plan_id": till.plan })).await.len(), 2);
    assert!(ids(&till, "sale_list", json!({ "plan_id": other })).await.is_empty());
    // A page goes on where the last one ended, narrowed the same way.
    let page = till.shop.call("sale_list", json!({ "plan_id": till.plan, "page": { "limit": 1 } })).await;
    let next = json!({ "plan_id": till.plan, "page": { "limit": 1, "after": page["next"] } });
    assert_eq!(ids(&till, "sale_list", next).await, [id(&mine)]);

    // The place lies in the east: its day begins while it is the day before in Greenwich.
    till.shop.run("UPDATE locations SET time_zone = 'Asia/Jayapura'").await;
    till.shop.run("ALTER TABLE sales DISABLE TRIGGER sales_append_only").await;
    for (sale, at) in [(&mine, "2026-11-20T14:59:59Z"), (&hers, "2026-11-20T15:00:00Z")] {
        let sql = "UPDATE sales SET at = $2::TEXT::TIMESTAMPTZ WHERE id = $1";
        sqlx::query(sql).bind(id(sale)).bind(at).execute(&mut till.shop.test.db.owner().await).await.unwrap();
    }
    let span = |from: &str, to: &str| json!({ "from_on": from, "to_on": to });
    assert_eq!(ids(&till, "sale_list", span("2026-11-20", "2026-11-20")).await, [id(&mine)]);
    assert_eq!(ids(&till, "sale_list", span("2026-11-21", "2026-11-21")).await, [id(&hers)]);
    assert_eq!(ids(&till, "sale_list", json!({ "from_on": "2026-11-20" })).await.len(), 2);
    assert!(ids(&till, "sale_list", span("2026-11-22", "2026-11-30")).await.is_empty());
    assert_eq!(till.shop.refused("sale_list", json!({ "from_on": "1026-11-20" })).await.code(), "input_invalid");
}

#[tokio::test]
async fn a_row_of_the_ledger_says_where_it_comes_from() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 5).await;
    let shift = till.shift("Depan").await;
    let sold = till.sell(shift, 1).await;
    let rows = till.shop.call("ledger_entry_list", json!({ "kind": "voucher_sale" })).await["rows"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 2);
    let of = |kind: &str| rows.as_array().unwrap().iter().find(|r| r["account_kind"] == kind).unwrap().clone();
    let (drawer, revenue) = (of("drawer"), of("voucher_revenue"));
    assert_eq!((&drawer["account_name"], &drawer["session_number"]), (&json!("Depan"), &json!(1)));
    assert_eq!(drawer["document_number"], sold["row"]["document_number"]);
    assert_eq!(drawer["counter_accounts"][0]["ledger_account_id"], revenue["ledger_account_id"]);
    assert_eq!(revenue["counter_accounts"][0]["name"], "Depan");
    let float = till.shop.call("ledger_entry_list", json!({ "kind": "float" })).await["rows"][0].clone();
    assert_eq!((&float["document_number"], &float["counter_accounts"]), (&Value::Null, &json!([])));
    let account = drawer["ledger_account_id"].as_i64().unwrap();
    assert_eq!(ids(&till, "ledger_entry_list", json!({ "ledger_account_id": account })).await.len(), 2);
    let owner = till.shop.test.owner_ctx().user_id().unwrap().0;
    assert_eq!(ids(&till, "ledger_entry_list", json!({ "user_id": owner })).await.len(), 3);
    let rina = till.shop.test.user_ctx("operator", None).await.user_id().unwrap().0;
    assert!(ids(&till, "ledger_entry_list", json!({ "user_id": rina })).await.is_empty());
    assert!(ids(&till, "ledger_entry_list", json!({ "from_on": "2190-01-01" })).await.is_empty());
    assert_eq!(
        ids(&till, "ledger_entry_list", json!({ "to_on": "2190-01-01", "from_on": "2020-01-01" })).await.len(),
        3
    );
    let shifts = till.shop.call("cash_session_list", json!({ "user_id": rina })).await;
    assert_eq!(shifts["rows"], json!([]));
    let shifts = till.shop.call("cash_session_list", json!({ "user_id": owner })).await;
    assert_eq!(shifts["rows"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn lists_of_what_happened_are_turned_page_by_page() {
    let till = Till::new().await;
    for _ in 0..2 {
        till.shop.test.batch(till.plan, 3).await;
    }
    for drawer in ["Depan", "Belakang"] {
        let shift = till.shift(drawer).await;
        till.sell(shift, 1).await;
        till.close(shift, "205000.00").await;
    }
    for batch in till.shop.call("voucher_batch_list", json!({})).await["rows"].as_array().unwrap() {
        till.shop.call("voucher_sheet_render", json!({ "batch_id": batch["batch_id"] })).await;
    }
    for (name, field) in [
        ("sale_list", "sale_id"),
        ("ledger_entry_list", "ledger_entry_id"),
        ("cash_session_list", "cash_session_id"),
        ("voucher_print_list", "print_id"),
        ("voucher_batch_list", "batch_id"),
    ] {
        let newest = all_pages(&till, name, field, json!({})).await;
        assert!(newest.len() >= 2 && newest.is_sorted_by(|one, next| one > next), "{name}: {newest:?}");
        let mut oldest = all_pages(&till, name, field, json!({ "descending": false })).await;
        oldest.reverse();
        assert_eq!(oldest, newest, "{name}");
        assert_eq!(all_pages(&till, name, field, json!({ "descending": true })).await, newest, "{name}");
    }
}

/// What a list holds, one row a page.
async fn all_pages(till: &Till, name: &str, field: &str, mut input: Value) -> Vec<i64> {
    let mut ids = Vec::new();
    input["page"] = json!({ "limit": 1 });
    loop {
        let page = till.shop.call(name, input.clone()).await;
        ids.extend(page["rows"].as_array().unwrap().iter().map(|row| row[field].as_i64().unwrap()));
        if page["next"].is_null() {
            return ids;
        }
        input["page"]["after"] = page["next"].clone();
    }
}

#[tokio::test]
async fn days_turned_round_and_an_hour_that_no_day_has_are_refused_by_name() {
    let till = Till::new().await;
    let (later, earlier) = ("2026-11-20", "2026-11-19");
    let happened = |part: Value| {
        let mut happened = json!({ "what": "sold" });
        happened.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
        json!({ "filter": { "status": [], "happened": happened } })
    };
    let turned = json!({ "from_on": later, "to_on": earlier });
    for (name, input, field) in [
        ("sale_list", turned.clone(), "to_on"),
        ("ledger_entry_list", turned.clone(), "to_on"),
        ("activity_list", turned.clone(), "to_on"),
        ("audit_list", turned.clone(), "to_on"),
        ("voucher_list", happened(turned), "to_on"),
        ("voucher_list", happened(json!({ "hour": 24 })), "hour"),
    ] {
        let refused = till.shop.refused(name, input).await.wire("");
        assert_eq!(refused.code, "input_invalid", "{name}");
        let wrong = &refused.params["fields"][0];
        assert_eq!((&wrong["field"], &wrong["rule"]), (&json!(field), &json!("out_of_range")), "{name}");
    }
    let one = json!({ "from_on": later, "to_on": later });
    till.shop.call("sale_list", one.clone()).await;
    till.shop.call("voucher_list", happened(one)).await;
    till.shop.call("voucher_list", happened(json!({ "hour": 23 }))).await;
}
