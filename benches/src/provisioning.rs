//! Bringing 1,000 hotspot users onto a router at several round-trip times, against
//! the floor below which no client gets, and against a client that adds one after
//! the other.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use routeros_api::resource::HotspotUser;
use routeros_api::{BulkItem, BulkOptions, BulkOutcome, Client, Config, Resource as _};
use routeros_sim::{Faults, Sim, SimHandle};
use simpul_core::worker;

use crate::Options;
use crate::figures::{Outcome, Row, Samples, Section};
use crate::peers;
use crate::shop::Shop;

const PERSONA: &str = "7.22";
const USERS: usize = 1_000;
/// Its hardware, which has the rates of the simulator's board of that name.
const BOARD: &str = "chr";
/// What adding one row costs the processor of that board: one command, one write.
const ROW_COST: Duration = Duration::from_micros(300 + 500);
/// Round-trip times, milliseconds, and how many rows the serial client adds: its
/// time grows with rows × round trip, so that fewer of them tell it.
const WAYS: [(u64, usize); 4] = [(0, 1_000), (5, 1_000), (20, 250), (80, 100)];

/// Runs the benchmark.
pub async fn run(options: &Options) -> Outcome<Section> {
    let times = if options.quick { 1 } else { 5 };
    let shop = Shop::open().await?;
    let mut rows = Vec::new();
    for (round_trip, serial_rows) in WAYS {
        let way = Duration::from_millis(round_trip);
        let bulk = bulk(way, times).await?;
        let whole = drain(&shop, way, times).await?;
        let floor = Samples::of(vec![(ROW_COST * 1_000 + way).as_secs_f64()]);
        let what = |how: &str| format!("{round_trip} ms, {how}");
        let floor_name = "rows × c + one round trip";
        rows.push(Row::against(what("routeros_api alone"), &bulk, floor_name, &floor, "≤ 1.3×"));
        rows.push(Row::against(what("whole: list, router, results"), &whole, floor_name, &floor, "≤ 1.3×"));
        let serial_rows = if options.quick { serial_rows.min(100) } else { serial_rows };
        let what = what("whole");
        rows.push(match serial(way, serial_rows).await {
            Ok(serial) => {
                let goal = if ROW_COST * 9 <= way { "≥ 10× faster" } else { "" };
                Row::faster_than(what, &whole, &serial_name(serial_rows), &serial, goal)
            }
            Err(why) => Row { rival: serial_name(serial_rows), ..Row::not_run(what, why) },
        });
    }
    shop.close().await?;
    let note = format!(
        "{USERS} hotspot users on a simulated router, persona {PERSONA} on a CHR, whose processor adds a row in c = {} µs \
         (and sends one in 120 µs when it is asked what it has). Whole: the job \
         `router_drain` from the to-do list in the database to every copy marked as applied and both sides compared; each \
         sample finds the rows of those before on the router; the comparison counts them and reads forty of those that \
         were just written, the whole table being compared once a day. The serial client is librouteros; where it adds \
         fewer rows its time is scaled to {USERS}.",
        ROW_COST.as_micros()
    );
    Ok(Section { title: format!("Bring {USERS} hotspot users onto a router"), note, rows })
}

fn serial_name(rows: usize) -> String {
    if rows == USERS { "librouteros, serially".into() } else { format!("librouteros, serially ({rows} rows, scaled)") }
}

async fn router(way: Duration) -> Outcome<SimHandle> {
    // Without the slowing down of long bursts that a CHR adds: the floor is the work
    // of a router that does nothing but work.
    let faults = Faults { clamp_burst: Some(u64::MAX), clamp_ms: 0, ..Faults::none() };
    let sim = Sim::builder()
        .persona(PERSONA)
        .user("admin", "secret")
        .board(BOARD)
        .rates(true)
        .faults(faults.latency(way))
        .start()
        .await?;
    Ok(sim)
}

async fn bulk(way: Duration, times: usize) -> Outcome<Samples> {
    let sim = router(way).await?;
    let addr = sim.addr();
    let client = Client::connect(Config::new(addr.ip().to_string(), "admin", "secret").port(addr.port())).await?;
    let mut samples = Samples::default();
    for round in 0..times {
        let items =
            (0..USERS).map(|n| BulkItem { lane: n as u64, command: user(round * USERS + n).to_add() }).collect();
        let begun = Instant::now();
        let outcomes: Vec<BulkOutcome> =
            client.bulk(items, BulkOptions::default(), |_, _| ControlFlow::Continue(())).await;
        samples.push(begun.elapsed());
        let done = outcomes.iter().filter(|outcome| matches!(outcome, BulkOutcome::Done(_))).count();
        if done != USERS {
            return Err(format!("{done} of {USERS} users were added").into());
        }
    }
    client.close().await;
    sim.stop().await;
    Ok(samples)
}

fn user(number: usize) -> HotspotUser {
    HotspotUser {
        name: Some(format!("b{number:06}")),
        password: Some(format!("b{number:06}")),
        profile: Some("default".into()),
        comment: Some("bench".into()),
        ..HotspotUser::default()
    }
}

async fn drain(shop: &Shop, way: Duration, times: usize) -> Outcome<Samples> {
    let sim = router(way).await?;
    let name = format!("r{}", way.as_millis());
    let router = shop.router(&name, sim.addr()).await?;
    let plan = shop.plan(&format!("p{}", way.as_millis()), router).await?;
    // The line is opened and the profile made before the first batch.
    work(shop).await?;
    let mut samples = Samples::default();
    for round in 1..=times {
        shop.batch(plan, USERS).await?;
        shop.settle().await?;
        let begun = Instant::now();
        work(shop).await?;
        samples.push(begun.elapsed());
        let there = sim.rows("/ip/hotspot/user").iter().filter(|row| row["name"] != "default-trial").count();
        if there != round * USERS {
            return Err(format!("{there} users are on the router instead of {}", round * USERS).into());
        }
    }
    sim.stop().await;
    Ok(samples)
}

/// Runs every job that is due.
async fn work(shop: &Shop) -> Outcome<()> {
    simpul_jobs::drain(shop.app().db.pool(), worker::registry(shop.app())).await?;
    Ok(())
}

async fn serial(way: Duration, count: usize) -> Outcome<Samples> {
    let sim = router(way).await?;
    let addr = sim.addr();
    let args = [addr.ip().to_string(), addr.port().to_string(), count.to_string()];
    let answer = peers::python("serial_add.py", &args).await?;
    sim.stop().await;
    let measured = peers::seconds(&answer, "seconds")?.median();
    Ok(Samples::of(vec![measured * USERS as f64 / count as f64]))
}
