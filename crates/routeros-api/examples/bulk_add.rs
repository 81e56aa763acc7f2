//! Adds many hotspot users at once and says what became of each.
//!
//!     cargo run -p routeros-api --example bulk_add -- 192.168.88.1 admin secret 1000

#![allow(clippy::print_stdout, reason = "an example for the terminal")]

use routeros_api::resource::HotspotUser;
use routeros_api::{AddOptions, AddOutcome, Client, Config};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().ok_or_else(|| format!("{what} is missing"));
    let (host, user, password) = (next("host")?, next("user")?, next("password")?);
    let count: usize = next("how many")?.parse()?;

    let client = Client::connect(Config::new(host, user, password)).await?;
    // The comment marks the rows of this batch: should the link break, the
    // same run again finds those that made it.
    let row = |number: usize| HotspotUser {
        name: Some(format!("guest{number:05}")),
        password: Some(format!("{:05}", number * 7919 % 100_000)),
        comment: Some("example batch 1".to_owned()),
        ..HotspotUser::default()
    };
    let rows: Vec<HotspotUser> = (0..count).map(row).collect();
    let report = client.add_all(&rows, AddOptions::default()).await;
    println!("by {:?}", report.strategy);
    let there = report.outcomes.iter().filter(|outcome| outcome.is_there()).count();
    println!("{there} of {count} are on the router");
    for (row, outcome) in rows.iter().zip(&report.outcomes) {
        let name = row.name.as_deref().unwrap_or_default();
        match outcome {
            AddOutcome::Refused(trap) => println!("{name}: refused, {trap}"),
            AddOutcome::AlreadyThere { same_comment: false, .. } => println!("{name}: somebody else's"),
            AddOutcome::NotSent(error) => println!("{name}: not sent, {error}"),
            AddOutcome::Unknown(error) => println!("{name}: look before you repeat, {error}"),
            _ => {}
        }
    }
    for name in &report.leftovers {
        println!("left on the router: {name}");
    }
    client.close().await;
    Ok(())
}
