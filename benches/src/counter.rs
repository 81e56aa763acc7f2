//! A sale at the counter: from the call that sells, and from the key press on the screen,
//! to the last byte of its slip at the printer, beside putting the same bytes on the same line.

use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use crate::figures::{Outcome, Row, Samples, Section, duration};
use crate::shop::{self, Shop};
use crate::{Options, peers, served, start};

/// A job the printer has whole.
struct Job {
    at: Instant,
    /// The same moment by the clock of the browser, since 1970.
    since_1970: Duration,
    bytes: Vec<u8>,
}

/// Sales before those that count.
const WARM_UP: usize = 10;

/// Runs the benchmark.
pub async fn run(options: &Options) -> Outcome<Section> {
    let sales = if options.quick { 20 } else { 200 };
    let shop = Shop::open().await?;
    let (address, mut jobs) = printer().await?;
    let router = shop.router("hEX", SocketAddr::from(([127, 0, 0, 1], 1))).await?;
    let plan = shop.plan_on_key("Harian", router, Some(1)).await?;
    shop.batch(plan, 2 * (sales + WARM_UP)).await?;
    let shift = counter(&shop, address).await?;
    for _ in 0..WARM_UP {
        sell(&shop, shift, plan, &mut jobs).await?;
    }
    let (mut sold, mut printed, mut raw) = (Samples::default(), Samples::default(), Samples::default());
    let mut bytes = 0;
    for _ in 0..sales {
        let (begun, answered, job) = sell(&shop, shift, plan, &mut jobs).await?;
        sold.push(answered - begun);
        printed.push(job.at - begun);
        bytes = job.bytes.len();
        raw.push(floor(address, &job.bytes, &mut jobs).await?);
    }
    let quantiles = |samples: &Samples| {
        format!("p50 {}, p95 {}", duration(samples.quantile(0.5)), duration(samples.quantile(0.95)))
    };
    let row = |what: &str, ours: &Samples, goal: &str| Row {
        what: what.into(),
        ours: quantiles(ours),
        rival: format!("the same {bytes} bytes sent alone"),
        theirs: quantiles(&raw),
        ratio: String::new(),
        goal: goal.into(),
    };
    let mut rows = vec![
        row("sold: the answer is there", &sold, ""),
        row("the slip's last byte is at the printer", &printed, "p95 < 300 ms"),
    ];
    match on_screen(&shop, sales, &mut jobs).await {
        Ok((shown, slips)) => rows.extend([
            row("on the screen: from Enter until the receipt is painted", &shown, ""),
            row("on the screen: from Enter until the slip's last byte is at the printer", &slips, "p95 < 300 ms"),
        ]),
        Err(why) => rows.push(Row::not_run("sold on the screen", why)),
    }
    shop.close().await?;
    let note = format!(
        "{sales} sales of one code from stock, one after the other, in cash, on a shop of its own; the printer is a \
         program on this computer that reads everything and hangs up. From the call that sells; on the screen from the \
         Enter that pays (key 1 of the plan came before it), in Chromium without a display at 1366 × 768 before \
         `simpul serve`. Paper adds the printer's own speed."
    );
    Ok(Section { title: "A sale and its slip".into(), note, rows })
}

/// The same sales by key in a browser: until the receipt stands, until the slip is printed.
async fn on_screen(shop: &Shop, sales: usize, jobs: &mut mpsc::UnboundedReceiver<Job>) -> Outcome<(Samples, Samples)> {
    let (mut program, address) = served::serve(shop).await?;
    let answer = peers::till(&address, shop::USERNAME, shop::PASSWORD, sales + WARM_UP).await;
    start::stop(&mut program).await?;
    let answer = answer?;
    let pressed: Vec<f64> = serde_json::from_value(answer["pressed"].clone())?;
    let shown: Vec<f64> = serde_json::from_value(answer["shown"].clone())?;
    let mut slips = Vec::with_capacity(pressed.len());
    for since_1970 in pressed {
        let job = jobs.try_recv().map_err(|_| "a sale on the screen printed no slip")?;
        slips.push(job.since_1970.as_secs_f64() - since_1970);
    }
    let settled = |all: Vec<f64>| Samples::of(all.into_iter().skip(WARM_UP).collect());
    Ok((settled(shown), settled(slips)))
}

/// A printer on this computer.
async fn printer() -> Outcome<(SocketAddr, mpsc::UnboundedReceiver<Job>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (done, jobs) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = Vec::new();
            if stream.read_to_end(&mut bytes).await.is_err() {
                return;
            }
            let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            if done.send(Job { at: Instant::now(), since_1970, bytes }).is_err() {
                return;
            }
        }
    });
    Ok((address, jobs))
}

/// An open shift at a counter whose slips go to the printer.
async fn counter(shop: &Shop, printer: SocketAddr) -> Outcome<i64> {
    let me = shop.call("location_list", json!({})).await?;
    let place = me[0]["location_id"].clone();
    let spec = json!({ "name": "Kasir", "kind": "network", "target": printer.to_string(), "paper": "mm58",
                       "code_page": "pc437", "has_cutter": true, "opens_drawer": true, "draws_qr": false,
                       "offset_x_mm": 0.0, "offset_y_mm": 0.0, "prints": ["slip"] });
    shop.call("printer_create", json!({ "location_id": place, "printer": spec })).await?;
    let drawer = shop.call("cash_drawer_create", json!({ "location_id": place, "name": "Depan" })).await?;
    let open = json!({ "cash_drawer_id": drawer["cash_drawer_id"], "float_amount": "100000.00" });
    let shift = shop.call("cash_session_open", open).await?;
    shift["cash_session_id"].as_i64().ok_or_else(|| "no shift".into())
}

/// Sells one and prints it, as the counter does.
async fn sell(
    shop: &Shop,
    shift: i64,
    plan: i64,
    jobs: &mut mpsc::UnboundedReceiver<Job>,
) -> Outcome<(Instant, Instant, Job)> {
    let input = json!({ "cash_session_id": shift, "lines": [{ "plan_id": plan, "quantity": 1, "from": "slip" }], "codes": [],
                        "method": "cash", "expected_total": "5000.00", "tendered_amount": "10000.00",
                        "idempotency_key": simpul_kernel::ctx::request_id() });
    let begun = Instant::now();
    let sale: Value = shop.call("sale_create", input).await?;
    let answered = Instant::now();
    let print = json!({ "voucher_ids": [sale["lines"][0]["voucher_id"]], "opens_drawer": true });
    shop.call("voucher_slips_print", print).await?;
    let job = jobs.recv().await.ok_or("the printer is gone")?;
    Ok((begun, answered, job))
}

/// Connecting and sending the same bytes, nothing else.
async fn floor(address: SocketAddr, bytes: &[u8], jobs: &mut mpsc::UnboundedReceiver<Job>) -> Outcome<Duration> {
    let begun = Instant::now();
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(bytes).await?;
    stream.shutdown().await?;
    let job = jobs.recv().await.ok_or("the printer is gone")?;
    Ok(job.at - begun)
}
