//! A shop as browsers have it: `simpul serve` on its folder.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::figures::Outcome;
use crate::shop::Shop;
use crate::start;

/// Starts the program on the shop's folder, whose server it joins; answers its address.
pub async fn serve(shop: &Shop) -> Outcome<(Child, String)> {
    let mut child = Command::new(start::beside("simpul")?)
        .args(["serve", "--embedded", "--listen", "127.0.0.1:0", "--ui", "ui/dist", "--data-dir"])
        .arg(shop.folder())
        .env_remove("SIMPUL_DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let out = child.stdout.take().ok_or("the program has no output")?;
    let mut lines = BufReader::new(out).lines();
    let line = lines.next_line().await?.ok_or("simpul serve ended without an address")?;
    // What else it says is read, so that it never waits for a reader.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok((child, line.trim().to_owned()))
}
