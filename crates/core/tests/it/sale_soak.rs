//! A day at several desks at once, with connections that die on the way: every rupiah
//! agrees afterwards, and no code was sold twice.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use simpul_kernel::Error;
use sqlx::{Connection as _, PgConnection};

use crate::till::{Till, key};

/// Sales of the day; about one act in eight is another one.
const SALES: usize = 500;
const DESKS: usize = 4;

/// What a desk did, as its cashier remembers it.
#[derive(Default)]
struct Desk {
    sales: Vec<Value>,
    cash: i64,
    kills: usize,
}

/// Answers that mean: it is not known whether it happened, ask again.
fn is_unknown(error: &Error) -> bool {
    matches!(error.code(), "database_unavailable" | "database_busy" | "internal")
}

/// What has been answered so far, by all desks.
static ANSWERS: AtomicUsize = AtomicUsize::new(0);

/// Asks until there is an answer, with the same key each time.
async fn insist(till: &Till, desk: &mut Desk, name: &str, input: &Value) -> Result<Value, Error> {
    let ctx = till.shop.test.owner_ctx();
    for _ in 0..60 {
        match till.shop.test.call(&ctx, name, input.clone()).await {
            Err(error) if is_unknown(&error) => desk.kills += 1,
            answer => {
                ANSWERS.fetch_add(1, Ordering::Relaxed);
                return answer;
            }
        }
    }
    panic!("{name} never had an answer");
}

async fn work(till: &Till, number: usize, shift: i64, sales: usize) -> Desk {
    let mut rng = StdRng::seed_from_u64(2_611 + number as u64);
    let mut desk = Desk::default();
    let mut left = Vec::new();
    while desk.sales.len() < sales {
        match rng.random_range(0..16) {
            0 => {
                let amount = rng.random_range(1..=40) * 1000;
                let input = json!({ "cash_session_id": shift, "amount": format!("{amount}.00"), "reason": "uang kecil",
                                    "idempotency_key": key() });
                let name = if rng.random() { "cash_pay_in" } else { "cash_pay_out" };
                match insist(till, &mut desk, name, &input).await {
                    Ok(_) => desk.cash += if name == "cash_pay_in" { amount } else { -amount },
                    Err(error) => assert_eq!(error.code(), "ledger_balance_short"),
                }
            }
            1 if !left.is_empty() => {
                let sale: Value = left.swap_remove(rng.random_range(0..left.len()));
                let codes = if rng.random() { "restock" } else { "withdraw" };
                let mut input = json!({ "sale_id": sale["row"]["sale_id"], "codes": codes, "reason": "salah paket",
                                        "idempotency_key": key() });
                let name = if rng.random() { "sale_void" } else { "sale_refund" };
                if name == "sale_refund" {
                    input["cash_session_id"] = json!(shift);
                    input["voucher_ids"] = json!([sale["lines"][0]["voucher_id"]]);
                }
                let back = insist(till, &mut desk, name, &input).await.unwrap();
                if sale["row"]["method"] == "cash" {
                    desk.cash += amount(&back["row"]["total_amount"]);
                }
            }
            _ => {
                let quantity = rng.random_range(1..=3);
                let mut input = till.sale(shift, quantity);
                if rng.random_range(0..5) == 0 {
                    input["method"] = json!("qris");
                    input["tendered_amount"] = Value::Null;
                }
                let sold = insist(till, &mut desk, "sale_create", &input).await.unwrap();
                if sold["row"]["method"] == "cash" {
                    desk.cash += amount(&sold["row"]["total_amount"]);
                }
                left.push(sold.clone());
                desk.sales.push(sold);
            }
        }
    }
    desk
}

fn amount(text: &Value) -> i64 {
    text.as_str().unwrap().strip_suffix(".00").unwrap().parse().unwrap()
}

/// Ends connections of the program in the middle of what they do, again and again; after
/// each it lets the desks have a few answers, however slow the computer is.
async fn kill(till: &Till, is_over: &AtomicBool) {
    let mut all = PgConnection::connect_with(&till.shop.test.db.superuser_options()).await.unwrap();
    let mut rng = StdRng::seed_from_u64(77);
    while !is_over.load(Ordering::Relaxed) {
        sqlx::query(
            "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL LIMIT 1) AS a",
        )
        .execute(&mut all)
        .await
        .unwrap();
        let next = ANSWERS.load(Ordering::Relaxed) + rng.random_range(3..10);
        while ANSWERS.load(Ordering::Relaxed) < next && !is_over.load(Ordering::Relaxed) {
            tokio::time::sleep(std::time::Duration::from_millis(rng.random_range(1..20))).await;
        }
    }
}

#[tokio::test]
async fn five_hundred_sales_at_four_desks_with_dying_connections_agree() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 400).await;
    let mut shifts = Vec::new();
    for desk in 0..DESKS {
        shifts.push(till.shift(&format!("Loket {desk}")).await);
    }
    let is_over = AtomicBool::new(false);
    let desks = async {
        let all = shifts.iter().enumerate().map(|(number, shift)| work(&till, number, *shift, SALES / DESKS));
        let all = futures::future::join_all(all).await;
        is_over.store(true, Ordering::Relaxed);
        all
    };
    let (desks, ()) = futures::future::join(desks, kill(&till, &is_over)).await;
    let kills: usize = desks.iter().map(|desk| desk.kills).sum();
    assert!(kills > 0, "no connection died while it mattered");
    till.assert_clean().await;

    let sold: i64 = till.shop.number("SELECT count(*) FROM sales WHERE kind = 'sale'").await;
    assert_eq!(sold as usize, desks.iter().map(|desk| desk.sales.len()).sum::<usize>(), "a sale was lost or doubled");
    let twice = till
        .shop
        .number("SELECT count(*) FROM (SELECT voucher_id FROM sale_lines WHERE refund_id IS NULL GROUP BY 1 HAVING count(*) > 1) AS t")
        .await;
    assert_eq!(twice, 0, "a code was sold twice");
    let numbers: HashSet<&str> =
        desks.iter().flat_map(|d| &d.sales).map(|s| s["row"]["document_number"].as_str().unwrap()).collect();
    assert_eq!(numbers.len(), sold as usize, "two sales have one number");
    for (desk, shift) in desks.iter().zip(&shifts) {
        let closed = till.close(*shift, &format!("{}.00", 200_000 + desk.cash)).await;
        assert_eq!(closed["difference_amount"], "0.00", "the drawer holds what its cashier remembers");
    }
    till.shop.assert_sums_true().await;
    till.assert_clean().await;
    println!("counted: {sold} sales, {kills} answers lost");
}
