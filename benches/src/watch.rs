//! Twenty routers with two thousand sessions each, watched at once: what that costs
//! and whether it falls behind.

use std::time::{Duration, Instant};

use simpul_core::{usage, worker};
use sqlx::PgConnection;

use crate::Options;
use crate::figures::{self, Outcome, Row, Samples, Section};
use crate::machine::{self, Cpu};
use crate::mirror;
use crate::router::Router;
use crate::shop::Shop;

const ROUTERS: usize = 20;
const SESSIONS: usize = 2_000;
/// Sessions of each router that end and begin anew every [`CHURN_EVERY`].
const CHURN: usize = 2;
const CHURN_EVERY: Duration = Duration::from_secs(5);

/// Runs the benchmark.
pub async fn run(options: &Options) -> Outcome<Section> {
    let (routers, sessions) = if options.quick { (4, 200) } else { (ROUTERS, SESSIONS) };
    let (settle, measure) = if options.quick { (15, 20) } else { (90, 120) };
    let shop = Shop::open().await?;
    let mut fleet = Vec::new();
    for n in 0..routers {
        let router = Router::start(0).await?;
        let id = shop.router(&format!("r{n}"), router.addr).await?;
        let plan = shop.plan(&format!("p{n}"), id).await?;
        shop.batch(plan, sessions).await?;
        fleet.push(router);
    }
    simpul_jobs::drain(shop.app().db.pool(), worker::registry(shop.app())).await?;
    for router in &mut fleet {
        let online: usize = router.order("login").await?.parse()?;
        if online != sessions {
            return Err(format!("{online} of {sessions} are online").into());
        }
    }
    let watch = std::sync::Arc::new(usage::Watch::new(shop.app().clone(), worker::books()));
    let watching = tokio::spawn(watch.run());
    let mut conn = shop.superuser().await?;
    churn(&mut fleet, Duration::from_secs(settle)).await?;
    let found = measured(&mut conn, &mut fleet, Duration::from_secs(measure)).await;
    watching.abort();
    let Measured { ages, ours, server, routers_cpu, open } = found?;
    if open != (routers * sessions) as i64 {
        return Err(format!("{open} sessions are known instead of {}", routers * sessions).into());
    }
    let share = |cpu: f64| format!("{:.1} % of one core", cpu * 100.0);
    let what = format!("{routers} routers × {sessions} sessions, each looked at every 10 s");
    let mut rows = vec![
        Row {
            what: format!("{what}: Simpul's processor"),
            ours: share(ours),
            rival: "its database server; the simulated routers".into(),
            theirs: format!("{}; {}", share(server), share(routers_cpu)),
            goal: "not behind on 2 cores".into(),
            ..Row::default()
        },
        Row {
            what: "age of the router looked at longest ago".into(),
            ours: format!("p50 {}, max {}", figures::duration(ages.median()), figures::duration(ages.quantile(1.0))),
            rival: "the period".into(),
            theirs: "10 s".into(),
            ratio: figures::ratio(ages.quantile(1.0), 10.0),
            goal: "max ≤ 1.5×".into(),
        },
    ];
    drop(fleet);
    shop.close().await?;
    rows.extend(mirror::rows(options).await?);
    let note = format!(
        "The routers are simulators in processes of their own. Each holds {sessions} codes of ours, all online; every {} s \
         {CHURN} of them end and begin anew on each router. Measured for {measure} s after {settle} s. The accounts are read \
         from a CHR that sends a row in 120 µs; their memory is what a process of its own grows by that holds them.",
        CHURN_EVERY.as_secs()
    );
    Ok(Section { title: "Watch many routers".into(), note, rows })
}

struct Measured {
    ages: Samples,
    ours: f64,
    server: f64,
    routers_cpu: f64,
    open: i64,
}

async fn churn(fleet: &mut [Router], during: Duration) -> Outcome<()> {
    let begun = Instant::now();
    while begun.elapsed() < during {
        tokio::time::sleep(CHURN_EVERY.min(during)).await;
        for router in fleet.iter_mut() {
            router.order(&format!("churn {CHURN}")).await?;
        }
    }
    Ok(())
}

async fn measured(conn: &mut PgConnection, fleet: &mut [Router], during: Duration) -> Outcome<Measured> {
    let backend: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut *conn).await?;
    let server = machine::parent_of(backend).ok_or("the database server's process is not found")?;
    let pids: Vec<i32> = fleet.iter().filter_map(Router::pid).filter_map(|pid| i32::try_from(pid).ok()).collect();
    let cpu = || (Cpu::of_self(), Cpu::of_family(server), pids.iter().map(|pid| Cpu::of(*pid)).sum::<Cpu>());
    let (before, begun) = (cpu(), Instant::now());
    let mut ages = Samples::default();
    let mut churned = Instant::now();
    while begun.elapsed() < during {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let age: f64 = sqlx::query_scalar(
            "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - last_seen_at)), 1e9)::FLOAT8 FROM router_state",
        )
        .fetch_one(&mut *conn)
        .await?;
        ages.push(Duration::try_from_secs_f64(age.max(0.0))?);
        if churned.elapsed() >= CHURN_EVERY {
            churned = Instant::now();
            for router in fleet.iter_mut() {
                router.order(&format!("churn {CHURN}")).await?;
            }
        }
    }
    let (after, passed) = (cpu(), begun.elapsed().as_secs_f64());
    // What is under way is let come to its end.
    tokio::time::sleep(Duration::from_secs(12)).await;
    let open = sqlx::query_scalar("SELECT count(*) FROM usage_open_sessions").fetch_one(conn).await?;
    Ok(Measured {
        ages,
        ours: after.0.since(before.0) / passed,
        server: after.1.since(before.1) / passed,
        routers_cpu: after.2.since(before.2) / passed,
        open,
    })
}
