//! Shows what goes through some interfaces, once a second.
//!
//!     cargo run -p routeros-api --example watch_traffic -- 192.168.88.1 admin secret ether1 ether2

#![allow(clippy::print_stdout, reason = "an example for the terminal")]

use routeros_api::{Client, Config};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [host, user, password, interfaces @ ..] = arguments.as_slice() else {
        return Err("host, user, password and interfaces are needed".into());
    };
    let interfaces: Vec<&str> = interfaces.iter().map(String::as_str).collect();
    let client = Client::connect(Config::new(host, user, password.as_str())).await?;
    let mut traffic = client.monitor_traffic(&interfaces).await?;
    while let Some(sample) = traffic.next().await {
        let sample = sample?;
        let megabits = |bits: Option<u64>| bits.unwrap_or_default() as f64 / 1e6;
        println!(
            "{:<12} in {:8.3} Mbit/s  out {:8.3} Mbit/s",
            sample.name.as_deref().unwrap_or("all"),
            megabits(sample.rx_bits_per_second),
            megabits(sample.tx_bits_per_second)
        );
    }
    Ok(())
}
