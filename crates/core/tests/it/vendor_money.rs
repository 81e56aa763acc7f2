//! Money of vendors and what is told of it on paper and in reports.

use base64::Engine as _;
use serde_json::{Value, json};

use crate::till::key;
use crate::vendor::Agency;

#[tokio::test]
async fn what_comes_back_into_a_withdrawn_batch_is_withdrawn() {
    let agency = Agency::new().await;
    let (shop, vendor) = (&agency.till.shop, agency.vendor("Warung Bu Tini", "consignment").await);
    let (batch, pick) = agency.batch(4).await;
    let mut two = pick.clone();
    two["to_number"] = json!(2);
    agency.hand_over(vendor, &two, 2, "9000.00").await;
    let shift = agency.till.shift("Depan").await;
    let sold = agency.till.sell(shift, 1).await;
    let withdraw = json!({ "batch_id": batch["row"]["batch_id"], "reason": "salah cetak" });
    assert_eq!(shop.call("voucher_batch_void", withdraw).await["voided"], json!(1));
    shop.call("vendor_return", Agency::moved(vendor, &two, 2, "9000.00")).await;
    let refund = json!({ "sale_id": sold["row"]["sale_id"], "voucher_ids": [], "cash_session_id": shift, "codes": "restock",
                         "reason": "salah beli", "idempotency_key": key() });
    shop.call("sale_refund", refund).await;
    assert_eq!(shop.number("SELECT count(*) FROM vouchers WHERE status <> 'void'").await, 0);
    assert_eq!(shop.number("SELECT count(*) FROM vouchers WHERE void_reason = 'salah cetak'").await, 4);
    for (id, _) in shop.vouchers(&batch).await {
        assert_eq!(shop.wish(id, agency.till.router).await, "absent");
    }
    // What is held back is no stock either, in no list.
    let (held, _) = agency.batch(3).await;
    let on_hand = || async {
        let row = shop.call("stock_list", json!({ "plan_id": agency.till.plan })).await["rows"][0].clone();
        let filter = json!({ "filter": { "stock": "plain", "plan_id": agency.till.plan } });
        let rows = shop.call("voucher_list", filter.clone()).await["rows"].as_array().unwrap().len();
        let total = shop.call("voucher_totals", filter).await["count"].clone();
        assert_eq!((json!(rows), &total), (row["plain"].clone(), &row["plain"]));
        row["plain"].as_i64().unwrap()
    };
    assert_eq!(on_hand().await, 3);
    shop.call("voucher_batch_pause", json!({ "batch_id": held["row"]["batch_id"] })).await;
    assert_eq!(on_hand().await, 0);
    agency.till.assert_clean().await;
}

#[tokio::test]
async fn a_statement_is_whole_or_refused_and_of_the_place_s_days() {
    let agency = Agency::new().await;
    let (shop, vendor) = (&agency.till.shop, agency.vendor("Warung Bu Tini", "prepaid").await);
    shop.run("UPDATE locations SET time_zone = 'Asia/Jayapura'").await;
    let ctx = simpul_kernel::Ctx { now: "2026-11-30T15:30:00Z".parse().unwrap(), ..shop.test.owner_ctx() };
    shop.test.call(&ctx, "vendor_top_up", Agency::paid(vendor, "1000.00", None)).await.unwrap();
    let ask = |to: &str| json!({ "vendor_id": vendor, "from_on": "2026-12-01", "to_on": to });
    let read = shop.call("vendor_statement_get", ask("2026-12-01")).await;
    assert_eq!((&read["opening_balance"], &read["closing_balance"]), (&json!("0.00"), &json!("1000.00")));
    shop.run(
        "INSERT INTO financial_transactions (location_id, account_id, at, kind, amount, subject_kind, subject_id)
         SELECT a.location_id, a.id, TIMESTAMPTZ '2026-12-02 03:00Z' + n / 4999 * INTERVAL '1 day', 'vendor_top_up', 1, 'vendor_settlement', 1
           FROM ledger_accounts a, generate_series(1, 5000) AS n WHERE a.kind = 'vendor' ORDER BY n",
    )
    .await;
    let most = shop.call("vendor_statement_get", ask("2026-12-02")).await;
    assert_eq!((most["lines"].as_array().unwrap().len(), &most["closing_balance"]), (4999, &json!("5998.00")));
    let more = shop.refused("vendor_statement_get", ask("2026-12-31")).await.wire("");
    let field = &more.params["fields"][0];
    assert_eq!(
        (more.code.as_str(), &field["field"], &field["params"]["max"]),
        ("input_invalid", &json!("to_on"), &json!("2026-12-02"))
    );
}

#[tokio::test]
async fn old_prices_of_a_vendor_stay_in_the_trail() {
    let agency = Agency::new().await;
    let shop = &agency.till.shop;
    let terms = |price: &str| {
        json!({ "name": "Warung Bu Tini", "mode": "consignment", "pricing": "own_price",
                "prices": [{ "plan_id": agency.till.plan, "price": price }] })
    };
    let vendor = agency.vendor_of(terms("4000.00")).await;
    let change = |version: i64, price: &str| json!({ "vendor_id": vendor, "version": version, "terms": terms(price), "is_active": true });
    let same = shop.call("vendor_update", change(1, "4000.00")).await;
    let trail = || async { shop.call("audit_list", json!({ "kind": "vendor_price" })).await["rows"].clone() };
    assert_eq!(trail().await, json!([]), "what stays is no change");
    let changed = shop.call("vendor_update", change(same["row"]["version"].as_i64().unwrap(), "4200.00")).await;
    assert_eq!(changed["prices"][0]["price"], json!("4200.00"));
    let rows = trail().await;
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["subject"]), (1, &json!("Warung Bu Tini")));
    assert!(rows.to_string().contains("4000.00"), "{rows}");
}

#[tokio::test]
async fn a_wrong_payment_is_taken_back_once_by_a_document_of_its_own() {
    let agency = Agency::new().await;
    let (shop, vendor) = (&agency.till.shop, agency.vendor("Warung Bu Tini", "consignment").await);
    let shift = agency.till.shift("Depan").await;
    let (batch, pick) = agency.batch(10).await;
    agency.hand_over(vendor, &pick, 10, "45000.00").await;
    agency.use_codes(&batch, 10).await;
    // 45,000 instead of 4,500.
    let settle = Agency::settled(vendor, 10, "45000.00", "45000.00", shift);
    let settled = shop.call("vendor_settlement_create", settle).await;
    let void = |id: &Value, shift: Option<i64>| {
        let mut input = json!({ "vendor_settlement_id": id, "reason": "salah ketik", "idempotency_key": key() });
        if let Some(shift) = shift {
            input["cash_session_id"] = json!(shift);
        }
        input
    };
    let id = &settled["vendor_settlement_id"];
    assert_eq!(
        shop.refused("vendor_payment_void", void(id, None)).await.code(),
        "input_invalid",
        "cash needs a drawer"
    );
    let clerk = shop.test.user_ctx("operator", None).await;
    assert_eq!(
        agency.till.refused_as(&clerk, "vendor_payment_void", void(id, Some(shift))).await.code(),
        "permission_denied"
    );
    let input = void(id, Some(shift));
    let made = shop.call("vendor_payment_void", input.clone()).await;
    assert_eq!((&made["kind"], &made["balance_after"]), (&json!("pay_out"), &json!("-45000.00")));
    assert_eq!(made["reverses_number"], settled["document_number"]);
    assert_eq!(shop.call("vendor_payment_void", input).await, made, "sent twice it is one");
    for again in [id, &made["vendor_settlement_id"]] {
        let refused = shop.refused("vendor_payment_void", void(again, Some(shift))).await;
        assert_eq!(refused.code(), "vendor_payment_not_voidable");
    }
    shop.call("vendor_top_up", Agency::paid(vendor, "4500.00", Some(shift))).await;
    assert_eq!(agency.row(vendor).await["balance"], json!("-40500.00"));
    let seen = shop.call("cash_session_get", json!({ "cash_session_id": shift })).await;
    assert_eq!(seen["expected_amount"], json!("204500.00"));
    // A transfer moves no drawer; money that went out comes back in.
    let paid = shop.call("vendor_top_up", Agency::paid(vendor, "50000.00", None)).await;
    let out = shop.call("vendor_pay_out", Agency::paid(vendor, "9500.00", None)).await;
    let back = shop.call("vendor_payment_void", void(&out["vendor_settlement_id"], None)).await;
    assert_eq!((&back["kind"], &back["balance_after"]), (&json!("top_up"), &json!("9500.00")));
    shop.call("vendor_payment_void", void(&paid["vendor_settlement_id"], None)).await;
    assert_eq!(agency.row(vendor).await["balance"], json!("-40500.00"));
    agency.till.assert_clean().await;
}

/// What is on paper, as a reader copies it.
fn written(paper: &Value) -> String {
    let bytes = base64::engine::general_purpose::STANDARD.decode(paper["content_base64"].as_str().unwrap()).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let read = std::process::Command::new("pdftotext").arg("-raw").arg(file.path()).arg("-").output();
    String::from_utf8(read.expect("pdftotext (poppler-utils) reads the PDF").stdout).unwrap()
}

#[tokio::test]
async fn cards_in_a_vendors_hands_say_whose_they_are() {
    let agency = Agency::new().await;
    let (shop, vendor) = (&agency.till.shop, agency.vendor("Warung Bu Tini", "consignment").await);
    let (batch, pick) = agency.batch(30).await;
    let mut two = pick.clone();
    two["to_number"] = json!(2);
    agency.hand_over(vendor, &two, 2, "9000.00").await;
    let id = &batch["row"]["batch_id"];
    // Every design: quiet, by price, dense.
    for (preset, reason) in [("a4-24", None), ("a4-33", Some("uji desain")), ("a4-120", Some("uji desain"))] {
        let sheet = json!({ "preset": preset, "qr": true });
        let render = json!({ "batch_id": id, "sheet": sheet, "reprint_reason": reason });
        let said = written(&shop.call("voucher_sheet_render", render).await);
        assert_eq!(said.matches("Warung Bu Tini").count(), 2, "{preset}: {said}");
    }
    let codes = shop.vouchers(&batch).await;
    let slip = json!({ "voucher_id": codes[0].0, "reprint_reason": "hilang" });
    assert!(written(&shop.call("voucher_slip_render", slip).await).contains("Warung Bu Tini"));
    let slip = json!({ "voucher_id": codes[2].0, "reprint_reason": "hilang" });
    assert!(!written(&shop.call("voucher_slip_render", slip).await).contains("Warung Bu Tini"));
}

#[tokio::test]
async fn the_report_of_vendors_is_what_the_ledger_earned_by_them() {
    let agency = Agency::new().await;
    let shop = &agency.till.shop;
    let shift = agency.till.shift("Depan").await;
    let (prepaid, consigned) =
        (agency.vendor("Warung Bu Tini", "prepaid").await, agency.vendor("Kios Pak Darto", "consignment").await);
    shop.call("vendor_top_up", Agency::paid(prepaid, "100000.00", None)).await;
    let (_, pick) = agency.batch(6).await;
    agency.hand_over(prepaid, &pick, 6, "27000.00").await;
    let mut two = pick.clone();
    two["to_number"] = json!(2);
    shop.call("vendor_return", Agency::moved(prepaid, &two, 2, "9000.00")).await;
    let (batch, pick) = agency.batch(10).await;
    agency.hand_over(consigned, &pick, 10, "45000.00").await;
    agency.use_codes(&batch, 3).await;
    shop.call("vendor_settlement_create", Agency::settled(consigned, 3, "13500.00", "10000.00", shift)).await;
    // The counter's own sales are no vendor's.
    agency.till.sell(shift, 1).await;
    let today = shop.test.owner_ctx().today();
    let ask = |by: &str| json!({ "kind": "vendors", "by": by, "from_on": today, "to_on": today });
    let told = shop.call("report_get", ask("vendor")).await["table"].clone();
    let rows = told["rows"].as_array().unwrap();
    let sums = |key: i64| rows.iter().find(|row| row["key"] == json!(key)).unwrap()["sums"].clone();
    let expected = |codes: i64| {
        let money = |each: i64| format!("{}.00", codes * each);
        json!({ "codes": codes, "gross_amount": money(5000), "commission_amount": money(500), "net_amount": money(4500),
                "cost_amount": money(3500), "margin_amount": money(1000) })
    };
    assert_eq!((rows.len(), sums(prepaid), sums(consigned)), (2, expected(4), expected(3)));
    assert_eq!(told["total"], expected(7));
    for by in ["day", "plan", "place"] {
        assert_eq!(shop.call("report_get", ask(by)).await["table"]["total"], told["total"], "by {by}");
    }
    let earned = "SELECT coalesce(sum(t.amount), 0)::BIGINT FROM financial_transactions t JOIN ledger_accounts a ON a.id = t.account_id \
         WHERE a.kind = 'voucher_revenue' AND t.subject_kind IN ('vendor_transfer', 'vendor_settlement')";
    assert_eq!(shop.number(earned).await, 7 * 4500);
    let yesterday = today.pred_opt().unwrap();
    let before = json!({ "kind": "vendors", "by": "vendor", "from_on": yesterday, "to_on": yesterday });
    assert_eq!(shop.call("report_get", before).await["table"]["total"]["codes"], json!(0));
    let paper = shop.call("report_print", ask("vendor")).await;
    let said = written(&paper);
    assert!(said.contains("Kios Pak Darto") && said.contains("Rp 13.500"), "{said}");
    agency.till.assert_clean().await;
}

#[tokio::test]
async fn a_vendors_cash_is_moved_in_ones_own_drawer_or_by_who_may_move_money() {
    let agency = Agency::new().await;
    let (till, vendor) = (&agency.till, agency.vendor("Warung Bu Tini", "prepaid").await);
    let shift = till.shift("Depan").await;
    let sales = till.shop.test.user_ctx("sales", None).await;
    let finance = till.shop.test.user_ctx("finance", None).await;
    let consigned = agency.vendor("Warung Pak Slamet", "consignment").await;
    let (batch, pick) = agency.batch(2).await;
    agency.hand_over(consigned, &pick, 2, "9000.00").await;
    agency.use_codes(&batch, 2).await;
    for who in [&sales, &finance] {
        for (name, input) in [
            ("vendor_top_up", Agency::paid(vendor, "20000.00", Some(shift))),
            ("vendor_pay_out", Agency::paid(vendor, "1000.00", Some(shift))),
            ("vendor_settlement_create", Agency::settled(consigned, 2, "9000.00", "9000.00", shift)),
        ] {
            assert_eq!(till.refused_as(who, name, input).await.code(), "cash_session_not_yours", "{name}");
        }
        // By transfer it touches no drawer.
        till.shop.test.call(who, "vendor_top_up", Agency::paid(vendor, "1000.00", None)).await.unwrap();
    }
    // Out of one's own, and by who may move money in a colleague's.
    let own = json!({ "cash_drawer_id": till.drawer("Belakang").await, "float_amount": "50000.00" });
    let own = till.shop.test.call(&sales, "cash_session_open", own).await.unwrap()["cash_session_id"].as_i64().unwrap();
    let operator = till.shop.test.user_ctx("operator", None).await;
    for (who, shift) in [(&sales, own), (&operator, shift)] {
        till.shop.test.call(who, "vendor_top_up", Agency::paid(vendor, "20000.00", Some(shift))).await.unwrap();
        till.shop.test.call(who, "vendor_pay_out", Agency::paid(vendor, "5000.00", Some(shift))).await.unwrap();
    }
    let settled = Agency::settled(consigned, 2, "9000.00", "9000.00", own);
    till.shop.test.call(&sales, "vendor_settlement_create", settled).await.unwrap();
    till.assert_clean().await;
}

#[tokio::test]
async fn asking_a_drawer_for_more_than_it_holds_is_told_whatever_it_was_asked_for() {
    let agency = Agency::new().await;
    let (till, vendor) = (&agency.till, agency.vendor("Warung Bu Tini", "prepaid").await);
    till.shop.test.batch(till.plan, 2).await;
    let rich = till.shift("Depan").await;
    let sold = till.sell(rich, 1).await["row"]["sale_id"].clone();
    let paid = till.shop.call("vendor_top_up", Agency::paid(vendor, "90000.00", Some(rich))).await;
    let poor = json!({ "cash_drawer_id": till.drawer("Belakang").await, "float_amount": "1000.00" });
    let poor = till.shop.call("cash_session_open", poor).await["cash_session_id"].as_i64().unwrap();
    let back = json!({ "sale_id": sold, "voucher_ids": [], "cash_session_id": poor, "codes": "withdraw",
                       "reason": "salah beli", "idempotency_key": key() });
    let out = Agency::paid(vendor, "80000.00", Some(poor));
    let undo = json!({ "vendor_settlement_id": paid["vendor_settlement_id"], "reason": "salah ketik",
                       "cash_session_id": poor, "idempotency_key": key() });
    let take =
        json!({ "cash_session_id": poor, "amount": "2000.00", "reason": "beli pulsa", "idempotency_key": key() });
    for (name, input, asked) in [
        ("sale_refund", back, "5000.00"),
        ("vendor_pay_out", out, "80000.00"),
        ("vendor_payment_void", undo, "90000.00"),
        ("cash_pay_out", take, "2000.00"),
    ] {
        assert_eq!(till.shop.refused(name, input).await.code(), "ledger_balance_short", "{name}");
        let told = "SELECT count(*) FROM activity_logs WHERE action = 'cash_pay_out_refuse' AND subject_id = $1 \
                    AND details ->> 'of' = $2 AND details ->> 'amount' = $3";
        let told = sqlx::query_scalar::<_, i64>(told).bind(poor).bind(name).bind(asked);
        let told = told.fetch_one(&mut till.shop.test.db.owner().await).await.unwrap();
        assert_eq!(told, 1, "{name} leaves its deed, and nothing else");
    }
    assert_eq!(till.shop.number("SELECT count(*) FROM sales WHERE kind <> 'sale'").await, 0);
    assert_eq!(till.shop.number("SELECT count(*) FROM vendor_settlements").await, 1);
    till.assert_clean().await;
}
