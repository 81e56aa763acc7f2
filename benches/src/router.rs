//! Simulated routers in processes of their own: this program started again with
//! [`FLAG`], so that their processor time is told apart from ours.
#![allow(clippy::print_stdout, reason = "a router answers the benchmark that started it")]

use std::io::BufRead as _;
use std::net::SocketAddr;
use std::process::Stdio;
use std::time::{SystemTime, UNIX_EPOCH};

use routeros_sim::{Faults, Sim, SimHandle};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::figures::Outcome;

/// Starts this program as a router: the flag and how many generated users it has.
pub const FLAG: &str = "--as-router";
/// The word after them for a router with the speed of its board.
pub const RATED: &str = "rated";
/// That board.
pub const BOARD: &str = "chr";
/// Menu of the accounts.
const USERS: &str = "/ip/hotspot/user";

/// A router in a process of its own; it ends when this is dropped.
#[derive(Debug)]
pub struct Router {
    child: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    /// Where it listens.
    pub addr: SocketAddr,
}

impl Router {
    /// Starts one that answers as fast as it can.
    pub async fn start(users: usize) -> Outcome<Self> {
        Self::begun([FLAG, &users.to_string()]).await
    }

    /// Starts one that takes as long for every row as [`BOARD`] does.
    pub async fn start_rated(users: usize) -> Outcome<Self> {
        Self::begun([FLAG, &users.to_string(), RATED]).await
    }

    async fn begun<const N: usize>(words: [&str; N]) -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let orders = child.stdin.take().ok_or("no way in")?;
        let mut answers = BufReader::new(child.stdout.take().ok_or("no way out")?).lines();
        let addr = answers.next_line().await?.ok_or("the router did not start")?.parse()?;
        Ok(Self { child, orders, answers, addr })
    }

    /// Gives an order and waits until it is done; the answer.
    pub async fn order(&mut self, order: &str) -> Outcome<String> {
        self.orders.write_all(format!("{order}\n").as_bytes()).await?;
        Ok(self.answers.next_line().await?.ok_or("the router is gone")?)
    }

    /// Its process.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }
}

/// Is a router until standard input closes. Orders: `login` (everybody), `churn N`
/// (that many go and come back), `rename N` (that many accounts get a comment; the
/// answer is when, in microseconds of the day), `replies` (how many it has sent).
pub async fn be(users: usize, is_rated: bool) -> Outcome<()> {
    // Without the slowing down of long bursts: these are the costs of the rows alone.
    let faults = Faults { clamp_burst: Some(u64::MAX), clamp_ms: 0, ..Faults::none() };
    let builder = Sim::builder().user("admin", "secret").hotspot_users(users).faults(faults);
    let sim = builder.board(BOARD).rates(is_rated).start().await?;
    // Room for more phones than a /24.
    for pool in sim.rows("/ip/pool") {
        sim.set("/ip/pool", &pool[".id"], &[("ranges", "10.5.0.10-10.5.63.250")])?;
    }
    println!("{}", sim.addr());
    tokio::task::spawn_blocking(move || {
        let mut online = Vec::new();
        for line in std::io::stdin().lock().lines() {
            let line = line?;
            let (order, count) = line.split_once(' ').unwrap_or((&line, "0"));
            println!("{}", obeyed(&sim, order, count.parse().unwrap_or(0), &mut online)?);
        }
        Ok(())
    })
    .await?
}

/// Now, in microseconds of the day: what two processes of one machine agree on.
pub fn micros() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX) % 86_400_000_000
}

fn obeyed(sim: &SimHandle, order: &str, count: usize, online: &mut Vec<String>) -> Outcome<String> {
    match order {
        "login" => {
            for row in sim.rows(USERS).iter().filter(|row| row["name"] != "default-trial") {
                sim.login_user(&row["name"], row.get("password").map_or("", String::as_str))?;
                online.push(row["name"].clone());
            }
            Ok(online.len().to_string())
        }
        "churn" => {
            let count = count.min(online.len());
            online.rotate_left(count);
            for name in online.iter().rev().take(count) {
                sim.logout_user(name);
                let row = sim.find(USERS, "name", name).ok_or("an account is gone")?;
                // One that was used up is refused, as in life.
                let _ = sim.login_user(name, row.get("password").map_or("", String::as_str));
            }
            Ok(count.to_string())
        }
        "rename" => {
            let rows = sim.rows(USERS);
            let at = micros();
            for row in rows.iter().rev().take(count) {
                sim.set(USERS, &row[".id"], &[("comment", &format!("changed {at}"))])?;
            }
            Ok(at.to_string())
        }
        "replies" => Ok(sim.stats().replies.to_string()),
        other => Err(format!("there is no order `{other}`").into()),
    }
}
