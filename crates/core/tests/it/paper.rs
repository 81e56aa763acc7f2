//! Paper and withdrawal: what is handed out, and where it is told.

use serde_json::json;

use crate::counter::{Counter, waiting};

/// What a render answers when a code is withdrawn after it was drawn.
async fn drawn_while(shop: &Counter, render: serde_json::Value, name: &str, withdrawn: i64) -> &'static str {
    let mut gate = shop.owner().await;
    sqlx::query("BEGIN").execute(&mut gate).await.unwrap();
    sqlx::query("SELECT id FROM vouchers WHERE id = $1 FOR UPDATE").bind(withdrawn).execute(&mut gate).await.unwrap();
    let ctx = shop.test.owner_ctx();
    let meanwhile = async {
        // It has read and drawn by the time it asks for the row again.
        waiting(&mut shop.owner().await, 1).await;
        sqlx::query("UPDATE vouchers SET status = 'void', voided_at = now(), ended_at = now() WHERE id = $1")
            .bind(withdrawn)
            .execute(&mut gate)
            .await
            .unwrap();
        sqlx::query("COMMIT").execute(&mut gate).await.unwrap();
    };
    let (answer, ()) = tokio::join!(shop.test.call(&ctx, name, render), meanwhile);
    answer.map_or_else(|error| error.code(), |_| "handed out")
}

#[tokio::test]
async fn a_code_withdrawn_while_its_paper_is_drawn_is_not_handed_out() {
    let shop = Counter::new().await;
    let plan = shop.test.plan("Harian", &[]).await;
    let batch = shop.test.batch(plan, 5).await;
    let vouchers = shop.vouchers(&batch).await;
    let sheet = json!({ "batch_id": batch["row"]["batch_id"] });
    let answer = drawn_while(&shop, sheet.clone(), "voucher_sheet_render", vouchers[2].0).await;
    assert_eq!(answer, "voucher_changed_while_drawn");
    let slip = json!({ "voucher_id": vouchers[3].0 });
    let answer = drawn_while(&shop, slip, "voucher_slip_render", vouchers[3].0).await;
    assert_eq!(answer, "voucher_changed_while_drawn");
    assert_eq!(shop.number("SELECT count(*) FROM print_log").await, 0, "nothing was printed");
    assert_eq!(shop.number("SELECT count(*) FROM vouchers WHERE printed_at IS NOT NULL").await, 0);
    shop.call("voucher_sheet_render", sheet).await;
    assert_eq!(shop.number("SELECT cards::BIGINT FROM print_log").await, 3, "again, without the two");
}

#[tokio::test]
async fn codes_of_two_places_are_withdrawn_by_a_deed_in_each() {
    let shop = Counter::new().await;
    let there = shop.test.location_new("Cabang").await;
    let plan = shop.test.plan("Harian", &[]).await;
    let mut ids = Vec::new();
    for (quantity, place) in [(2, shop.location), (3, there)] {
        let batch = shop.test.batch(plan, quantity).await;
        let id = batch["row"]["batch_id"].as_i64().unwrap();
        for sql in [
            "UPDATE voucher_batches SET location_id = $2 WHERE id = $1",
            "UPDATE vouchers SET location_id = $2 WHERE batch_id = $1",
        ] {
            sqlx::query(sql).bind(id).bind(place.0).execute(&mut shop.owner().await).await.unwrap();
        }
        ids.extend(shop.vouchers(&batch).await.into_iter().map(|(id, _)| id));
    }
    let done = shop.call("voucher_void", json!({ "voucher_ids": ids, "reason": "salah cetak" })).await;
    assert_eq!(done["voided"], 5);
    for (place, count) in [(shop.location, 2), (there, 3)] {
        let local = shop.test.user_ctx("admin", Some(&[place])).await;
        let deeds = shop.test.call(&local, "activity_list", json!({})).await.unwrap();
        let voided: Vec<_> =
            deeds["rows"].as_array().unwrap().iter().filter(|d| d["action"] == "voucher_void").collect();
        assert_eq!(voided.len(), 1, "each place reads of its own");
        assert_eq!(voided[0]["details"]["voided"], count);
    }
}
