//! Look-ups in a shop with a million vouchers, each through its operation, as the
//! application's role under row security.

use std::time::Instant;

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgConnection};

use crate::Options;
use crate::figures::{Outcome, Row, Samples, Section, duration, timed};
use crate::shop::Shop;

const SEED: &str = include_str!("../sql/seed.sql");
const PLANS: [&str; 5] = ["3jam", "harian", "2hari", "mingguan", "bulanan"];
/// The orders the list of vouchers offers.
const SORTS: [(&str, bool); 6] =
    [("id", true), ("id", false), ("code", false), ("code", true), ("expires_at", false), ("expires_at", true)];
/// Rows of the pages that are skipped on the way to a deep one.
const STRIDE: usize = 500;

const QUICK_ANSWER: &str = "p95 < 5 ms";
const A_PAGE: &str = "p95 < 20 ms";
const A_DASHBOARD: &str = "p95 < 50 ms";
const A_MONTH: &str = "p95 < 300 ms";

/// One look-up: its name, its operation, an input for each time, and its goal.
struct LookUp {
    what: String,
    operation: &'static str,
    inputs: Vec<Value>,
    goal: &'static str,
}

/// Runs the benchmark.
pub async fn run(options: &Options) -> Outcome<Section> {
    let (vouchers, times) = if options.quick { (100_000, 40) } else { (1_000_000, 200) };
    let shop = Shop::open().await?;
    let (took, ()) = timed(fill(&shop, vouchers)).await?;
    crate::table::say(&format!("   {vouchers} vouchers were made in {}", duration(took.as_secs_f64())));
    let codes: Vec<String> = sqlx::query_scalar("SELECT code FROM vouchers ORDER BY hashint8(id) LIMIT $1")
        .bind(i64::from(times))
        .fetch_all(&mut shop.superuser().await?)
        .await?;
    let mut rows = Vec::new();
    for look_up in look_ups(&shop, &codes, vouchers).await? {
        rows.push(measured(&shop, look_up).await);
    }
    shop.close().await?;
    let note = format!(
        "{vouchers} vouchers in {} batches, copies on two routers, usage of those that began; {times} times each after one \
         that does not count. Through the operation, input and output as JSON, as the application's role under row security, \
         by a person who sees all places. A deep page lies in the middle of the list.",
        vouchers / 2_000
    );
    Ok(Section { title: format!("Look-ups at {vouchers} vouchers"), note, rows })
}

/// So many vouchers, as a shop has them after half a year.
pub async fn fill(shop: &Shop, vouchers: u32) -> Outcome<()> {
    for name in ["utara", "selatan"] {
        let sim = routeros_sim::Sim::builder().user("admin", "secret").start().await?;
        let router = shop.router(name, sim.addr()).await?;
        if name == "utara" {
            for plan in PLANS {
                shop.plan(plan, router).await?;
            }
        }
        sim.stop().await;
    }
    let mut conn: PgConnection = shop.superuser().await?;
    let settings = format!(
        "SET bench.vouchers = {vouchers}; SET app.location_ids = '*'; SET app.source = 'cli'; SET maintenance_work_mem = '256MB'"
    );
    sqlx::raw_sql(AssertSqlSafe(settings)).execute(&mut conn).await?;
    sqlx::raw_sql(SEED).execute(&mut conn).await?;
    for statement in ["SELECT voucher_counts_fold()", "VACUUM ANALYZE", "CHECKPOINT"] {
        sqlx::raw_sql(statement).execute(&mut conn).await?;
    }
    Ok(())
}

async fn measured(shop: &Shop, look_up: LookUp) -> Row {
    let mut samples = Samples::default();
    for (n, input) in look_up.inputs.into_iter().enumerate() {
        let begun = Instant::now();
        if let Err(why) = shop.call(look_up.operation, input).await {
            return Row::not_run(look_up.what, why);
        }
        if n > 0 {
            samples.push(begun.elapsed());
        }
    }
    Row::percentiles(look_up.what, &samples, look_up.goal)
}

async fn look_ups(shop: &Shop, codes: &[String], vouchers: u32) -> Outcome<Vec<LookUp>> {
    // The first of each is not counted.
    let times = codes.len() + 1;
    let of_codes = |input: fn(&str) -> Value| codes.iter().take(1).chain(codes).map(|code| input(code)).collect();
    let same = |input: Value| vec![input; times];
    let mut all = vec![
        LookUp {
            what: "a voucher by its code".into(),
            operation: "voucher_find",
            inputs: of_codes(|code| json!({ "code": code })),
            goal: QUICK_ANSWER,
        },
        LookUp {
            what: "vouchers by five signs of a code".into(),
            operation: "voucher_list",
            inputs: of_codes(|code| json!({ "filter": { "status": [], "search": &code[1..6] } })),
            goal: QUICK_ANSWER,
        },
        LookUp {
            what: "vouchers by three signs of a code".into(),
            operation: "voucher_list",
            inputs: of_codes(|code| json!({ "filter": { "status": [], "search": &code[1..4] } })),
            goal: A_PAGE,
        },
    ];
    for (sort, descending) in SORTS {
        let what = format!("list by {sort}{}", if descending { ", downwards" } else { "" });
        let page = json!({ "sort": sort, "descending": descending });
        let first = LookUp {
            what: format!("{what}: first page"),
            operation: "voucher_list",
            inputs: same(page.clone()),
            goal: A_PAGE,
        };
        let mut deep = page.clone();
        match cursor(shop, page, vouchers as usize / 2).await {
            Ok(after) => deep["page"] = json!({ "after": after }),
            // The first page says why.
            Err(_) => deep["page"] = Value::Null,
        }
        let deep =
            LookUp { what: format!("{what}: deep page"), operation: "voucher_list", inputs: same(deep), goal: A_PAGE };
        all.extend([first, deep]);
    }
    let batch: i64 = sqlx::query_scalar("SELECT id FROM voucher_batches ORDER BY hashint8(id) LIMIT 1")
        .fetch_one(&mut shop.superuser().await?)
        .await?;
    let unsold: i64 = sqlx::query_scalar(
        "INSERT INTO service_plans (location_id, name, profile_name, price_sell, price_cost) \
         SELECT location_id, 'jarang', 'jarang', price_sell, price_cost FROM service_plans ORDER BY id LIMIT 1 RETURNING id",
    )
    .fetch_one(&mut shop.superuser().await?)
    .await?;
    let mut of_unsold = happened("sold");
    of_unsold["filter"]["plan_id"] = json!(unsold);
    of_unsold["descending"] = json!(true);
    let expiring = json!({ "filter": { "status": ["active"] }, "sort": "expires_at" });
    for (what, operation, input, goal) in [
        ("in use, next to expire first", "voucher_list", expiring, QUICK_ANSWER),
        ("list of one batch", "voucher_list", json!({ "filter": { "status": [], "batch_id": batch } }), A_PAGE),
        (
            "with trouble on a router",
            "voucher_list",
            json!({ "filter": { "status": [], "router_trouble": true } }),
            A_PAGE,
        ),
        (
            "each first login, the latest first",
            "voucher_list",
            json!({ "filter": { "status": [], "happened": { "what": "activated" } }, "descending": true }),
            A_PAGE,
        ),
        (
            "each sale and refund, the latest first",
            "voucher_list",
            json!({ "filter": { "status": [], "happened": { "what": "turnover" } }, "descending": true }),
            A_PAGE,
        ),
        ("a month of sales of a plan that is not sold", "voucher_list", of_unsold, A_PAGE),
        ("totals of all", "voucher_totals", json!({}), A_PAGE),
        ("totals of a month's sales and refunds", "voucher_totals", happened("turnover"), A_MONTH),
        ("totals of a month's first logins", "voucher_totals", happened("activated"), A_MONTH),
        (
            "totals of one batch",
            "voucher_totals",
            json!({ "filter": { "status": [], "batch_id": batch } }),
            QUICK_ANSWER,
        ),
        ("batches, newest first", "voucher_batch_list", json!({}), A_PAGE),
        ("one batch", "voucher_batch_get", json!({ "batch_id": batch }), QUICK_ANSWER),
        ("dashboard", "dashboard_get", Value::Null, A_DASHBOARD),
        ("stock by plan", "stock_list", json!({}), A_DASHBOARD),
        ("stock by batch: first page", "stock_list", json!({ "by": "batch" }), A_DASHBOARD),
        ("a month of printed, sold and used, by day", "report_get", report("truths", "day"), A_MONTH),
        ("a month of printed, sold and used, by cashier", "report_get", report("truths", "cashier"), A_MONTH),
        ("a month of sales, by day", "report_get", report("sales", "day"), A_MONTH),
        ("a month of sales, by plan", "report_get", report("sales", "plan"), A_MONTH),
    ] {
        all.push(LookUp { what: what.into(), operation, inputs: same(input), goal });
    }
    Ok(all)
}

/// The first and the last of the last thirty days.
fn month() -> (chrono::NaiveDate, chrono::NaiveDate) {
    let today = simpul_kernel::time::business_day(simpul_kernel::time::desk_now(), simpul_kernel::time::DEFAULT_ZONE);
    (today - chrono::TimeDelta::days(29), today)
}

/// A report of a month, beside the one before.
fn report(kind: &str, by: &str) -> Value {
    let (from, to) = month();
    json!({ "kind": kind, "by": by, "from_on": from, "to_on": to })
}

/// Each time something happened in a month.
fn happened(what: &str) -> Value {
    let (from, to) = month();
    json!({ "filter": { "status": [], "happened": { "what": what, "from_on": from, "to_on": to } } })
}

/// The cursor of the page that begins after so many rows.
async fn cursor(shop: &Shop, mut page: Value, rows: usize) -> Outcome<String> {
    let mut after = None;
    for _ in 0..rows / STRIDE {
        page["page"] = json!({ "limit": STRIDE });
        if let Some(after) = &after {
            page["page"]["after"] = json!(after);
        }
        let answer = shop.call("voucher_list", page.clone()).await?;
        after = answer["next"].as_str().map(str::to_owned);
        if after.is_none() {
            break;
        }
    }
    after.ok_or_else(|| "the list ended before its middle".into())
}
