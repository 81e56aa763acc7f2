//! Vendors: hand-overs, returns, payments, settlements, and the books under them.

use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};

use crate::counter::usage;
use crate::till::{Till, key};

/// A shop that deals with vendors; every code of its plan sells for Rp 5.000.
pub struct Agency {
    pub till: Till,
}

impl Agency {
    pub async fn new() -> Self {
        Self { till: Till::new().await }
    }

    /// A vendor on these terms; Rp 500 of each code are theirs.
    pub async fn vendor(&self, name: &str, mode: &str) -> i64 {
        let terms = json!({ "name": name, "mode": mode, "pricing": "commission_fixed", "commission_amount": "500.00" });
        self.vendor_of(terms).await
    }

    pub async fn vendor_of(&self, terms: Value) -> i64 {
        let input = json!({ "location_id": self.till.shop.location, "terms": terms });
        self.till.shop.call("vendor_create", input).await["row"]["vendor_id"].as_i64().unwrap()
    }

    /// A batch of the plan, as it is picked.
    pub async fn batch(&self, quantity: i32) -> (Value, Value) {
        let batch = self.till.shop.test.batch(self.till.plan, quantity).await;
        let pick = json!({ "batch_id": batch["row"]["batch_id"] });
        (batch, pick)
    }

    pub fn moved(vendor: i64, pick: &Value, quantity: i64, amount: &str) -> Value {
        json!({ "vendor_id": vendor, "pick": pick, "expected_quantity": quantity, "expected_amount": amount,
                "idempotency_key": key() })
    }

    pub async fn hand_over(&self, vendor: i64, pick: &Value, quantity: i64, amount: &str) -> Value {
        self.till.shop.call("vendor_hand_over", Self::moved(vendor, pick, quantity, amount)).await
    }

    pub fn paid(vendor: i64, amount: &str, shift: Option<i64>) -> Value {
        let mut input =
            json!({ "vendor_id": vendor, "amount": amount, "method": "transfer", "idempotency_key": key() });
        if let Some(shift) = shift {
            input["method"] = json!("cash");
            input["cash_session_id"] = json!(shift);
        }
        input
    }

    pub fn settled(vendor: i64, quantity: i64, amount: &str, paid: &str, shift: i64) -> Value {
        json!({ "vendor_id": vendor, "expected_quantity": quantity, "expected_amount": amount, "paid_amount": paid,
                "method": "cash", "cash_session_id": shift, "idempotency_key": key() })
    }

    pub async fn row(&self, vendor: i64) -> Value {
        self.till.shop.call("vendor_get", json!({ "vendor_id": vendor })).await["row"].clone()
    }

    /// Customers log in with the first of these codes.
    pub async fn use_codes(&self, batch: &Value, count: usize) {
        let at = self.till.shop.test.clock.now();
        let seen: Vec<_> = self
            .till
            .shop
            .vouchers(batch)
            .await
            .iter()
            .take(count)
            .map(|(id, _)| usage(*id, 60, Some(60), 5))
            .collect();
        self.till.shop.seen(self.till.router, at, &seen).await;
    }
}

#[tokio::test]
async fn a_prepaid_hand_over_takes_its_price_and_no_more_than_there_is() {
    let agency = Agency::new().await;
    let (shop, vendor) = (&agency.till.shop, agency.vendor("Warung Bu Tini", "prepaid").await);
    let shift = agency.till.shift("Depan").await;
    let paid = shop.call("vendor_top_up", Agency::paid(vendor, "20000.00", Some(shift))).await;
    assert!(paid["document_number"].as_str().unwrap().starts_with("SV-"));
    assert_eq!((&paid["balance_before"], &paid["balance_after"]), (&json!("0.00"), &json!("20000.00")));
    let (batch, pick) = agency.batch(5).await;
    let first = shop.vouchers(&batch).await[0].0;
    let ask = json!({ "vendor_id": vendor, "kind": "hand_over", "pick": pick });
    let preview = shop.call("vendor_transfer_preview", ask).await;
    assert_eq!(
        (&preview["quantity"], &preview["amount"], &preview["is_short"]),
        (&json!(5), &json!("22500.00"), &json!(true))
    );
    assert_eq!(preview["lines"][0]["commission"], json!("500.00"));
    let short = shop.refused("vendor_hand_over", Agency::moved(vendor, &pick, 5, "22500.00")).await.wire("");
    assert_eq!((short.code.as_str(), &short.params["balance"]), ("vendor_balance_short", &json!("20000.00")));
    assert_eq!(shop.number("SELECT count(*) FROM vouchers WHERE handed_at IS NOT NULL").await, 0);
    // Four of them it suffices for; the numbers are the first of the batch.
    let mut four = pick.clone();
    four["from_number"] = json!(1);
    four["to_number"] = json!(4);
    let handed = agency.hand_over(vendor, &four, 4, "18000.00").await;
    assert!(handed["document_number"].as_str().unwrap().ends_with("-0001"), "what was refused took no number");
    assert_eq!((&handed["charged_amount"], &handed["ranges"][0]["to_number"]), (&json!("18000.00"), &json!(4)));
    let row = agency.row(vendor).await;
    assert_eq!((&row["balance"], &row["in_hand"], &row["to_settle"]), (&json!("2000.00"), &json!(4), &json!(0)));
    assert_eq!(shop.voucher(first).await["vendor_name"], json!("Warung Bu Tini"));
    assert_eq!(
        shop.number("SELECT count(*) FROM vouchers WHERE settled_at IS NOT NULL AND vendor_id IS NOT NULL").await,
        4
    );
    // The cash is in the drawer, and the count of the shift knows it.
    let seen = shop.call("cash_session_report", json!({ "cash_session_id": shift })).await;
    assert_eq!((&seen["session"]["expected_amount"], &seen["pay_ins"]), (&json!("220000.00"), &json!("20000.00")));
    assert!(seen["movements"][0]["reason"].as_str().unwrap().contains("Warung Bu Tini"));
    agency.till.assert_clean().await;
}

#[tokio::test]
async fn what_is_with_a_vendor_is_neither_sold_nor_withdrawn() {
    let agency = Agency::new().await;
    let (shop, vendor) = (&agency.till.shop, agency.vendor("Warung Bu Tini", "consignment").await);
    let (batch, pick) = agency.batch(3).await;
    let mut two = pick.clone();
    two["to_number"] = json!(2);
    agency.hand_over(vendor, &two, 2, "9000.00").await;
    let shift = agency.till.shift("Depan").await;
    let sold = agency.till.sell(shift, 2).await;
    let codes = shop.vouchers(&batch).await;
    assert_eq!(sold["lines"][0]["voucher_id"], json!(codes[2].0), "the third is the first of the counter's");
    assert_eq!(sold["lines"][1]["is_made_now"], json!(true));
    let mut typed = agency.till.sale(shift, 1);
    typed["lines"] = json!([]);
    typed["codes"] = json!([codes[0].1]);
    assert_eq!(shop.refused("sale_create", typed).await.code(), "sale_code_not_for_sale");
    let voided = shop.call("voucher_void", json!({ "voucher_ids": [codes[0].0], "reason": "hilang" })).await;
    assert_eq!((&voided["voided"], &voided["skipped"]), (&json!(0), &json!(1)));
    let voided =
        shop.call("voucher_batch_void", json!({ "batch_id": batch["row"]["batch_id"], "reason": "salah" })).await;
    assert_eq!(voided["voided"], json!(0), "two are with the vendor, one is sold");
    // Nor handed over again.
    let other = agency.vendor("Kios Pak Darto", "consignment").await;
    let all = json!({ "vendor_id": other, "kind": "hand_over", "pick": two });
    assert_eq!(shop.refused("vendor_transfer_preview", all).await.code(), "vendor_no_codes");
    agency.till.assert_clean().await;
}

#[tokio::test]
async fn what_comes_back_is_unused_and_its_price_is_theirs_again() {
    let agency = Agency::new().await;
    let (shop, vendor) = (&agency.till.shop, agency.vendor("Warung Bu Tini", "prepaid").await);
    shop.call("vendor_top_up", Agency::paid(vendor, "100000.00", None)).await;
    let (batch, pick) = agency.batch(6).await;
    agency.hand_over(vendor, &pick, 6, "27000.00").await;
    agency.use_codes(&batch, 2).await;
    let preview = json!({ "vendor_id": vendor, "kind": "return", "pick": pick });
    let preview = shop.call("vendor_transfer_preview", preview).await;
    assert_eq!((&preview["quantity"], &preview["balance_after"]), (&json!(4), &json!("91000.00")));
    assert_eq!((&preview["ranges"][0]["from_number"], &preview["ranges"][0]["to_number"]), (&json!(3), &json!(6)));
    let codes = shop.vouchers(&batch).await;
    let used = json!({ "codes": [codes[0].1] });
    let refused = shop.refused("vendor_return", Agency::moved(vendor, &used, 1, "4500.00")).await.wire("");
    assert_eq!((refused.code.as_str(), &refused.params["code"]), ("vendor_code_unusable", &json!(codes[0].1)));
    // A card as it is typed, and the rest by their numbers.
    let typed = json!({ "codes": [format!(" {} ", codes[2].1.to_uppercase())] });
    let back = shop.call("vendor_return", Agency::moved(vendor, &typed, 1, "4500.00")).await;
    assert_eq!((&back["kind"], &back["charged_amount"]), (&json!("return"), &json!("4500.00")));
    shop.call("vendor_return", Agency::moved(vendor, &pick, 3, "13500.00")).await;
    let row = agency.row(vendor).await;
    assert_eq!((&row["balance"], &row["in_hand"]), (&json!("91000.00"), &json!(0)));
    let events = shop.voucher(codes[3].0).await["events"].clone();
    let kinds: Vec<&str> = events.as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["handed_back", "handed_over", "created"]);
    // They are the counter's stock again.
    let shift = agency.till.shift("Depan").await;
    let sold = agency.till.sell(shift, 1).await;
    assert_eq!(sold["lines"][0]["voucher_id"], json!(codes[2].0));
    agency.till.assert_clean().await;
}

#[tokio::test]
async fn a_settlement_is_what_was_used_and_what_is_said_to_be_sold() {
    let agency = Agency::new().await;
    let (shop, vendor) = (&agency.till.shop, agency.vendor("Kios Pak Darto", "consignment").await);
    let shift = agency.till.shift("Depan").await;
    let (batch, pick) = agency.batch(10).await;
    let handed = agency.hand_over(vendor, &pick, 10, "45000.00").await;
    assert_eq!(handed["charged_amount"], json!("0.00"), "on consignment nothing is owed yet");
    let none = Agency::settled(vendor, 0, "0.00", "0.00", shift);
    assert_eq!(shop.refused("vendor_settlement_create", none).await.code(), "vendor_nothing_to_settle");
    agency.use_codes(&batch, 3).await;
    let sold = json!([{ "batch_id": batch["row"]["batch_id"], "from_number": 2, "to_number": 5 }]);
    let preview = shop.call("vendor_settlement_preview", json!({ "vendor_id": vendor, "sold": sold })).await;
    assert_eq!((&preview["quantity"], &preview["used"]), (&json!(5), &json!(3)), "two of them are in both");
    assert_eq!((&preview["amount"], &preview["owed"]), (&json!("22500.00"), &json!("22500.00")));
    assert_eq!(preview["lines"][0]["amount"], json!("22500.00"));
    let mut input = Agency::settled(vendor, 5, "22500.00", "20000.00", shift);
    input["sold"] = sold.clone();
    let mut too_much = input.clone();
    too_much["paid_amount"] = json!("22501.00");
    assert_eq!(shop.refused("vendor_settlement_create", too_much).await.code(), "vendor_paid_too_much");
    let settled = shop.call("vendor_settlement_create", input.clone()).await;
    assert_eq!((&settled["quantity"], &settled["balance_after"]), (&json!(5), &json!("-2500.00")));
    assert_eq!(settled["lines"][0]["quantity"], json!(5));
    let again = shop.call("vendor_settlement_create", input).await;
    assert_eq!(again["document_number"], settled["document_number"], "the same key settles once");
    // What is settled is not settled again, and does not come back.
    let preview = shop.call("vendor_settlement_preview", json!({ "vendor_id": vendor, "sold": sold })).await;
    assert_eq!((&preview["quantity"], &preview["owed"]), (&json!(0), &json!("2500.00")));
    let rest = shop.call("vendor_return", Agency::moved(vendor, &pick, 5, "22500.00")).await;
    assert_eq!((&rest["ranges"][0]["from_number"], &rest["charged_amount"]), (&json!(6), &json!("0.00")));
    // The debt is paid by a transfer; nothing of it is in the drawer.
    shop.call("vendor_top_up", Agency::paid(vendor, "2500.00", None)).await;
    let row = agency.row(vendor).await;
    assert_eq!((&row["balance"], &row["in_hand"], &row["to_settle"]), (&json!("0.00"), &json!(0), &json!(0)));
    let seen = shop.call("cash_session_get", json!({ "cash_session_id": shift })).await;
    assert_eq!(seen["expected_amount"], json!("220000.00"));
    let accounts = shop.call("ledger_account_list", json!({})).await;
    let revenue = accounts["rows"].as_array().unwrap().iter().find(|a| a["kind"] == "voucher_revenue").unwrap().clone();
    assert_eq!(revenue["balance"], json!("22500.00"));
    agency.till.assert_clean().await;
}

#[tokio::test]
async fn the_terms_are_those_of_the_day_of_the_hand_over() {
    let agency = Agency::new().await;
    let (shop, plan) = (&agency.till.shop, agency.till.plan);
    let terms = json!({ "name": "Toko Maju", "mode": "consignment", "pricing": "own_price",
                        "prices": [{ "plan_id": plan, "price": "4100.00" }] });
    let vendor = agency.vendor_of(terms).await;
    let (batch, pick) = agency.batch(4).await;
    agency.hand_over(vendor, &pick, 4, "16400.00").await;
    let stored = agency.row(vendor).await;
    let percent =
        json!({ "name": "Toko Maju", "mode": "consignment", "pricing": "commission_percent", "commission_bp": 1000 });
    let update = |terms: &Value, is_active: bool, version: &Value| json!({ "vendor_id": vendor, "version": version, "terms": terms, "is_active": is_active });
    let refused = shop.refused("vendor_update", update(&percent, false, &stored["version"])).await.wire("");
    assert_eq!((refused.code.as_str(), &refused.params["codes"]), ("vendor_not_settled", &json!(4)));
    let changed = shop.call("vendor_update", update(&percent, true, &stored["version"])).await;
    assert_eq!((&changed["row"]["commission_bp"], &changed["prices"]), (&json!(1000), &json!([])));
    assert_eq!(
        shop.refused("vendor_update", update(&percent, true, &stored["version"])).await.code(),
        "row_changed_meanwhile"
    );
    agency.use_codes(&batch, 4).await;
    let (_, more) = agency.batch(2).await;
    agency.hand_over(vendor, &more, 2, "9000.00").await;
    let preview = shop.call("vendor_settlement_preview", json!({ "vendor_id": vendor })).await;
    assert_eq!((&preview["quantity"], &preview["amount"]), (&json!(4), &json!("16400.00")));
    // A plan without a price of their own is not handed over.
    let none = json!({ "name": "Toko Baru", "mode": "prepaid", "pricing": "own_price" });
    let other = agency.vendor_of(none).await;
    let (_, pick) = agency.batch(1).await;
    let ask = json!({ "vendor_id": other, "kind": "hand_over", "pick": pick });
    let refused = shop.refused("vendor_transfer_preview", ask).await.wire("");
    assert_eq!((refused.code.as_str(), &refused.params["plan"]), ("vendor_price_missing", &json!("Harian")));
    agency.till.assert_clean().await;
}

#[tokio::test]
async fn cards_of_a_plan_are_handed_over_the_oldest_first() {
    let agency = Agency::new().await;
    let (shop, vendor) = (&agency.till.shop, agency.vendor("Warung Bu Tini", "consignment").await);
    let (old, _) = agency.batch(2).await;
    let (_, _) = agency.batch(3).await;
    let pick = json!({ "plan_id": agency.till.plan, "quantity": 4 });
    let ask = json!({ "vendor_id": vendor, "kind": "hand_over", "pick": pick });
    assert_eq!(
        shop.refused("vendor_transfer_preview", ask).await.code(),
        "vendor_no_codes",
        "none of them is a card yet"
    );
    for batch in [1, 2] {
        let id = shop.number(if batch == 1 {
            "SELECT min(id) FROM voucher_batches"
        } else {
            "SELECT max(id) FROM voucher_batches"
        });
        shop.call("voucher_sheet_render", json!({ "batch_id": id.await })).await;
    }
    let handed = agency.hand_over(vendor, &pick, 4, "18000.00").await;
    let ranges = handed["ranges"].as_array().unwrap();
    assert_eq!((&ranges[0]["batch_code"], &ranges[0]["quantity"]), (&old["row"]["batch_code"], &json!(2)));
    assert_eq!((&ranges[1]["from_number"], &ranges[1]["to_number"]), (&json!(1), &json!(2)));
    let stock = shop.call("vendor_stock_list", json!({ "vendor_id": vendor })).await;
    let rows: Vec<_> =
        stock["rows"].as_array().unwrap().iter().map(|r| (r["handed"].clone(), r["in_hand"].clone())).collect();
    assert_eq!(rows, [(json!(2), json!(2)), (json!(2), json!(2))]);
    agency.till.assert_clean().await;
}

#[tokio::test]
async fn the_same_key_does_it_once_and_many_at_once_agree() {
    let agency = Agency::new().await;
    let (shop, vendor) = (&agency.till.shop, agency.vendor("Warung Bu Tini", "prepaid").await);
    shop.call("vendor_top_up", Agency::paid(vendor, "30000.00", None)).await;
    let (_, pick) = agency.batch(20).await;
    let ctx = shop.test.owner_ctx();
    // Ten hand-overs of two at Rp 9.000, each of its own numbers: three are paid for, no fourth.
    let inputs: Vec<Value> = (0..10)
        .map(|n| {
            let mut two = pick.clone();
            two["from_number"] = json!(2 * n + 1);
            two["to_number"] = json!(2 * n + 2);
            Agency::moved(vendor, &two, 2, "9000.00")
        })
        .collect();
    let twice = inputs.iter().chain(&inputs).map(|input| shop.test.call(&ctx, "vendor_hand_over", input.clone()));
    let all = futures::future::join_all(twice).await;
    let mut done: Vec<String> =
        all.iter().filter_map(|a| a.as_ref().ok()).map(|a| a["document_number"].to_string()).collect();
    assert!(all.iter().filter_map(|a| a.as_ref().err()).all(|e| e.code() == "vendor_balance_short"), "{all:?}");
    done.sort();
    done.dedup();
    assert_eq!(done.len(), 3);
    assert_eq!(agency.row(vendor).await["balance"], json!("3000.00"));
    assert_eq!(shop.number("SELECT count(*) FROM vouchers WHERE vendor_id IS NOT NULL").await, 6);
    let out = shop.refused("vendor_pay_out", Agency::paid(vendor, "3001.00", None)).await;
    assert_eq!(out.code(), "vendor_balance_short");
    shop.call("vendor_pay_out", Agency::paid(vendor, "3000.00", None)).await;
    agency.till.assert_clean().await;
}

#[tokio::test]
async fn what_changed_since_the_preview_is_refused() {
    let agency = Agency::new().await;
    let (shop, vendor) = (&agency.till.shop, agency.vendor("Warung Bu Tini", "consignment").await);
    let (batch, pick) = agency.batch(3).await;
    let shift = agency.till.shift("Depan").await;
    agency.till.sell(shift, 1).await;
    let refused = shop.refused("vendor_hand_over", Agency::moved(vendor, &pick, 3, "13500.00")).await.wire("");
    assert_eq!((refused.code.as_str(), &refused.params["quantity"]), ("vendor_transfer_changed", &json!(2)));
    agency.hand_over(vendor, &pick, 2, "9000.00").await;
    agency.use_codes(&batch, 3).await;
    let refused =
        shop.refused("vendor_settlement_create", Agency::settled(vendor, 1, "4500.00", "4500.00", shift)).await;
    assert_eq!(refused.code(), "vendor_settlement_changed");
    agency.till.close(shift, "205000.00").await;
    let refused =
        shop.refused("vendor_settlement_create", Agency::settled(vendor, 2, "9000.00", "9000.00", shift)).await;
    assert_eq!(refused.code(), "cash_session_closed", "cash needs an open shift");
    agency.till.assert_clean().await;
}

#[tokio::test]
async fn the_statement_begins_and_ends_with_the_balance() {
    let agency = Agency::new().await;
    let (shop, vendor) = (&agency.till.shop, agency.vendor("Warung Bu Tini", "prepaid").await);
    shop.call("vendor_top_up", Agency::paid(vendor, "50000.00", None)).await;
    let (_, pick) = agency.batch(4).await;
    agency.hand_over(vendor, &pick, 4, "18000.00").await;
    let today = simpul_kernel::time::business_day(shop.test.clock.now(), simpul_kernel::time::DEFAULT_ZONE);
    let ask = json!({ "vendor_id": vendor, "from_on": today, "to_on": today });
    let read = shop.call("vendor_statement_get", ask.clone()).await;
    assert_eq!((&read["opening_balance"], &read["closing_balance"]), (&json!("0.00"), &json!("32000.00")));
    let lines: Vec<_> =
        read["lines"].as_array().unwrap().iter().map(|l| (l["kind"].clone(), l["balance"].clone())).collect();
    let expected = [("paid_in", "50000.00"), ("hand_over", "30000.00"), ("commission", "32000.00")];
    assert_eq!(lines, expected.map(|(kind, balance)| (json!(kind), json!(balance))));
    let paper = shop.call("vendor_statement_render", ask).await;
    assert_eq!((&paper["media_type"], &paper["pages"]), (&json!("application/pdf"), &json!(1)));
    assert!(paper["file_name"].as_str().unwrap().starts_with("Warung-Bu-Tini-"));
    let later =
        json!({ "vendor_id": vendor, "from_on": today + chrono::Days::new(1), "to_on": today + chrono::Days::new(9) });
    let read = shop.call("vendor_statement_get", later).await;
    assert_eq!((&read["opening_balance"], &read["lines"]), (&json!("32000.00"), &json!([])));
    let wrong = json!({ "vendor_id": vendor, "from_on": today, "to_on": today - chrono::Days::new(1) });
    assert_eq!(shop.refused("vendor_statement_get", wrong).await.code(), "input_invalid");
}

#[tokio::test]
async fn documents_of_vendors_are_never_changed_and_tampering_is_found() {
    let agency = Agency::new().await;
    let vendor = agency.vendor("Kios Pak Darto", "consignment").await;
    let shift = agency.till.shift("Depan").await;
    let (batch, pick) = agency.batch(4).await;
    agency.hand_over(vendor, &pick, 4, "18000.00").await;
    agency.use_codes(&batch, 2).await;
    agency.till.shop.call("vendor_settlement_create", Agency::settled(vendor, 2, "9000.00", "9000.00", shift)).await;
    agency.till.assert_clean().await;
    let mut owner = agency.till.shop.owner().await;
    for sql in [
        "UPDATE vendor_transfers SET quantity = 1",
        "DELETE FROM vendor_settlements",
        "DELETE FROM vendor_codes",
        "UPDATE vendor_codes SET price = 1",
        "UPDATE vendor_codes SET settlement_id = NULL WHERE settlement_id IS NOT NULL",
    ] {
        let refused = sqlx::query(sql).execute(&mut owner).await.unwrap_err();
        let code = refused.as_database_error().and_then(|e| e.code().map(|c| c.into_owned()));
        assert_eq!(code.as_deref(), Some("23001"), "{sql}: {refused}");
    }
    let mut all = PgConnection::connect_with(&agency.till.shop.test.db.superuser_options()).await.unwrap();
    sqlx::raw_sql("SET session_replication_role = replica").execute(&mut all).await.unwrap();
    for (wrong, fault, right) in [
        (
            "UPDATE vendor_transfers SET quantity = 5",
            "vendor_transfer_wrong",
            "UPDATE vendor_transfers SET quantity = 4",
        ),
        (
            "UPDATE vendor_settlements SET paid_amount = 8000, balance_after = -1000",
            "vendor_settlement_wrong",
            "UPDATE vendor_settlements SET paid_amount = 9000, balance_after = 0",
        ),
        (
            "UPDATE vendor_settlements SET at = at + INTERVAL '1 day'",
            "vendor_settlement_wrong",
            "UPDATE vendor_settlements SET at = at - INTERVAL '1 day'",
        ),
        (
            "UPDATE vouchers SET settled_at = NULL WHERE number = 1",
            "voucher_not_handed",
            "UPDATE vouchers SET settled_at = now() WHERE number = 1",
        ),
        (
            "UPDATE vendor_codes SET returned_id = handed_id WHERE settlement_id IS NULL",
            "voucher_handed_without_code",
            "UPDATE vendor_codes SET returned_id = NULL",
        ),
        (
            "UPDATE document_sequences SET last_value = 2 WHERE kind = 'vendor_settlement'",
            "document_missing",
            "UPDATE document_sequences SET last_value = 1 WHERE kind = 'vendor_settlement'",
        ),
    ] {
        sqlx::query(wrong).execute(&mut all).await.unwrap();
        let faults = agency.till.faults().await;
        assert!(faults.iter().any(|f| f == fault), "{wrong}: {faults:?}");
        sqlx::query(right).execute(&mut all).await.unwrap();
        agency.till.assert_clean().await;
    }
}

#[tokio::test]
async fn a_vendor_of_another_place_is_not_there() {
    let agency = Agency::new().await;
    let vendor = agency.vendor("Warung Bu Tini", "prepaid").await;
    let there = agency.till.shop.test.location_new("Cabang").await;
    let stranger = agency.till.shop.test.user_ctx("admin", Some(&[there])).await;
    let list = agency.till.shop.test.call(&stranger, "vendor_list", json!({})).await.unwrap();
    assert_eq!(list["rows"], json!([]));
    let refused = agency.till.refused_as(&stranger, "vendor_top_up", Agency::paid(vendor, "1000.00", None)).await;
    assert_eq!(refused.code(), "vendor_not_found");
    // The same name may stand at another place, and not twice at one.
    let input = |place| {
        json!({ "location_id": place, "terms": { "name": "Warung Bu Tini", "mode": "prepaid",
                                                                 "pricing": "commission_percent" } })
    };
    agency.till.shop.call("vendor_create", input(json!(there))).await;
    let twice = agency.till.shop.refused("vendor_create", input(json!(agency.till.shop.location))).await;
    assert_eq!(twice.code(), "vendor_name_taken");
}
