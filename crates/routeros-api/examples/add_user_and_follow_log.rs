//! Adds a hotspot user, then shows the log until it is stopped.
//!
//!     cargo run -p routeros-api --example add_user_and_follow_log -- 192.168.88.1 admin secret anna

#![allow(clippy::print_stdout, reason = "an example for the terminal")]

use routeros_api::resource::HotspotUser;
use routeros_api::{Change, Client, Config, Error, Sent};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().ok_or_else(|| format!("{what} is missing"));
    let (host, user, password, name) = (next("host")?, next("user")?, next("password")?, next("name")?);

    let client = Client::connect(Config::new(host, user, password)).await?;
    if let Some(known) = client.capabilities() {
        println!("{} with RouterOS {}", known.board.as_deref().unwrap_or("a router"), known.version);
    }

    // Open the log first, so that nothing is missed.
    let mut log = client.follow_log().await?;
    let row = HotspotUser { name: Some(name), comment: Some("by example".to_owned()), ..HotspotUser::default() };
    match client.add(&row).await {
        Ok(id) => println!("added as {id}"),
        Err(Error::Trap(trap)) if trap.is_duplicate() => println!("was there already"),
        Err(error) if error.sent() == Sent::Maybe => println!("perhaps added, look before you repeat: {error}"),
        Err(error) => return Err(error.into()),
    }
    // The router's own line about it names no row; phones that log in are named.
    while let Some(change) = log.next().await {
        match change? {
            Change::Upsert(line) => println!(
                "{} {} {}",
                line.time.unwrap_or_default(),
                line.topics.unwrap_or_default(),
                line.message.unwrap_or_default()
            ),
            Change::Resync => println!("(some lines may be missing here)"),
            _ => {}
        }
    }
    println!("no more lines: {:?}", client.link_state());
    Ok(())
}
