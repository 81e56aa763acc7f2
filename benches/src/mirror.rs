//! Reading 50,000 hotspot users and keeping them current: one snapshot and then what
//! changes, against a whole print each time.

#![allow(clippy::print_stdout, reason = "a reader answers the benchmark that started it")]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use routeros_api::resource::HotspotUser;
use routeros_api::{Client, Config, MirrorOptions, Resource as _};
use tokio::process::Command;

use crate::Options;
use crate::figures::{Outcome, Row, Samples};
use crate::machine;
use crate::router::{Router, micros};

const USERS: usize = 50_000;
/// What is kept of each.
const PROPERTIES: &[&str] =
    &[".id", "name", "comment", "profile", "disabled", "limit-uptime", "limit-bytes-total", "mac-address"];
/// Accounts changed before each reading.
const CHANGED: usize = 20;

/// Starts this program as a reader: the flag and where the router listens.
pub const FLAG: &str = "--as-reader";

/// Runs the benchmark.
pub async fn rows(options: &Options) -> Outcome<Vec<Row>> {
    let users = if options.quick { 5_000 } else { USERS };
    let times = if options.quick { 2 } else { 5 };
    let mut router = Router::start_rated(users).await?;
    let held = held_by_reader(router.addr).await?;
    let client = Client::connect(config(router.addr)).await?;
    let begun = Instant::now();
    let mirror = client.mirror::<HotspotUser>(kept_alike()).await?;
    let first = begun.elapsed();
    if mirror.len() < users {
        return Err(format!("{} of {users} accounts were read", mirror.len()).into());
    }
    let (mut kept, mut whole) = (Samples::default(), Samples::default());
    let (mut told, mut printed) = (0, 0);
    for _ in 0..times {
        let mut version = mirror.version();
        version.mark_unchanged();
        let before = replies(&mut router).await?;
        let changed_at: u64 = router.order(&format!("rename {CHANGED}")).await?.parse()?;
        // The changes of one order come together.
        tokio::time::timeout(Duration::from_secs(30), version.changed()).await??;
        kept.push(Duration::from_micros(micros().saturating_sub(changed_at)));
        // Whatever of them is still on its way.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let between = replies(&mut router).await?;
        let begun = Instant::now();
        let rows = client.print(HotspotUser::MENU).proplist(PROPERTIES).rows().await?;
        whole.push(begun.elapsed());
        if rows.len() < users {
            return Err(format!("{} of {users} rows were printed", rows.len()).into());
        }
        (told, printed) = (told + between - before, printed + replies(&mut router).await? - between);
    }
    client.close().await;
    let (told, printed) = (told / times, printed / times);
    Ok(vec![
        Row {
            what: format!("{users} hotspot users: memory to hold them"),
            ours: format!("{:.1} MB", held as f64 / 1e6),
            goal: "< 40 MB".into(),
            ..Row::default()
        },
        Row {
            what: format!("{users} hotspot users: the first reading"),
            ours: Samples::of(vec![first.as_secs_f64()]).told(),
            ..Row::default()
        },
        Row::faster_than(
            format!("{CHANGED} of {users} change: until it is known"),
            &kept,
            "full print each time",
            &whole,
            "",
        ),
        Row {
            what: format!("{CHANGED} of {users} change: sentences the router sends"),
            ours: told.to_string(),
            rival: "full print each time".into(),
            theirs: printed.to_string(),
            ratio: format!("{:.4}×", told as f64 / (printed as f64).max(1.0)),
            goal: "changes only".into(),
        },
    ])
}

fn config(addr: SocketAddr) -> Config {
    Config::new(addr.ip().to_string(), "admin", "secret").port(addr.port())
}

fn kept_alike() -> MirrorOptions {
    let mut options = MirrorOptions::default();
    options.refresh = Duration::from_secs(3600);
    options.properties = Some(PROPERTIES);
    options
}

async fn replies(router: &mut Router) -> Outcome<u64> {
    Ok(router.order("replies").await?.parse()?)
}

/// What a process grows by that holds all accounts: one of its own, since memory that
/// this one has used and freed would be used again unseen.
async fn held_by_reader(router: SocketAddr) -> Outcome<u64> {
    let reader = Command::new(std::env::current_exe()?).args([FLAG, &router.to_string()]).output().await?;
    let said = String::from_utf8(reader.stdout)?;
    said.trim().parse().map_err(|_| format!("the reader says: {said}").into())
}

/// Reads all accounts, keeps them, and says how much memory that takes, in bytes.
pub async fn be(router: SocketAddr) -> Outcome<()> {
    let client = Client::connect(config(router)).await?;
    let before = machine::memory_held();
    let mirror = client.mirror::<HotspotUser>(kept_alike()).await?;
    let held = machine::memory_held().saturating_sub(before);
    if mirror.is_empty() {
        return Err("no accounts were read".into());
    }
    println!("{held}");
    Ok(())
}
