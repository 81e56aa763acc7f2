//! Reading 50,000 hotspot users and keeping them current: one snapshot and then what
//! changes, against a whole print each time.

use std::time::{Duration, Instant};

use routeros_api::resource::HotspotUser;
use routeros_api::{Client, Config, MirrorOptions, Resource as _};

use crate::Options;
use crate::figures::{Outcome, Row, Samples};
use crate::machine;
use crate::router::Router;

const USERS: usize = 50_000;
/// What is kept of each.
const PROPERTIES: &[&str] =
    &[".id", "name", "comment", "profile", "disabled", "limit-uptime", "limit-bytes-total", "mac-address"];
/// Accounts changed before each reading.
const CHANGED: usize = 20;

/// Runs the benchmark.
pub async fn rows(options: &Options) -> Outcome<Vec<Row>> {
    let users = if options.quick { 5_000 } else { USERS };
    let times = if options.quick { 2 } else { 5 };
    let mut router = Router::start(users).await?;
    let config = Config::new(router.addr.ip().to_string(), "admin", "secret").port(router.addr.port());
    let client = Client::connect(config).await?;
    let mut kept_alike = MirrorOptions::default();
    kept_alike.refresh = Duration::from_secs(3600);
    kept_alike.properties = Some(PROPERTIES);
    let before = machine::memory_held();
    let begun = Instant::now();
    let mirror = client.mirror::<HotspotUser>(kept_alike).await?;
    let first = begun.elapsed();
    let held = machine::memory_held().saturating_sub(before);
    if mirror.len() < users {
        return Err(format!("{} of {users} accounts were read", mirror.len()).into());
    }
    let (mut kept, mut whole) = (Samples::default(), Samples::default());
    for _ in 0..times {
        let mut version = mirror.version();
        version.mark_unchanged();
        let begun = Instant::now();
        router.order(&format!("rename {CHANGED}")).await?;
        // The changes of one order come together.
        tokio::time::timeout(Duration::from_secs(30), version.changed()).await??;
        kept.push(begun.elapsed());
        router.order(&format!("rename {CHANGED}")).await?;
        let begun = Instant::now();
        let rows = client.print(HotspotUser::MENU).proplist(PROPERTIES).rows().await?;
        whole.push(begun.elapsed());
        if rows.len() < users {
            return Err(format!("{} of {users} rows were printed", rows.len()).into());
        }
    }
    client.close().await;
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
    ])
}
