//! A client for the API of RouterOS, the system of MikroTik routers (`api` on
//! port 8728, `api-ssl` on 8729; releases 6 and 7).
//!
//! ```no_run
//! use routeros_api::resource::HotspotUser;
//! use routeros_api::{Change, Client, Command, Config, Query};
//!
//! # async fn example() -> Result<(), routeros_api::Error> {
//! let client = Client::connect(Config::new("192.168.88.1", "admin", "secret")).await?;
//!
//! // Typed rows.
//! let id = client
//!     .add(&HotspotUser {
//!         name: Some("anna".into()),
//!         profile: Some("default".into()),
//!         ..HotspotUser::default()
//!     })
//!     .await?;
//! let anna = client.list::<HotspotUser>(Query::eq("name", "anna")).await?;
//! assert_eq!(anna[0].id.as_ref(), Some(&id));
//!
//! // Any command, and its answer as it came.
//! let response = client.call(Command::new("/ip/address/print").proplist(["address"])).await?;
//! for row in &response.rows {
//!     println!("{:?}", row.get_str("address"));
//! }
//!
//! // What happens, as it happens.
//! let mut log = client.follow_log().await?;
//! while let Some(change) = log.next().await {
//!     if let Change::Upsert(line) = change? {
//!         println!("{:?}", line.message);
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What it promises
//!
//! * **One connection, many commands.** Every command has its own tag; answers
//!   are sorted by it in whatever order they come. See [`Client`].
//! * **Honest failure.** [`Error::sent`] says whether a command may have been
//!   carried out although no answer came, so that a write is not repeated
//!   blindly. Refusals are told apart by their text: [`TrapKind`].
//! * **Safe to drop.** A dropped read is cancelled on the router; a dropped
//!   write goes on, only its answer is lost.
//! * **Nothing grows without bound.** Commands in flight, streams and the rows
//!   that wait in them, words and sentences have limits, and every stream says
//!   what happens at its limit: [`Overflow`].
//! * **Encryption as asked.** A pinned key, the key of the first use, or an
//!   authority: [`Tls`]. Nothing falls back to something weaker.
//! * **Many writes at once** at the speed of the router instead of the round
//!   trip: [`Client::bulk`], and [`Client::add_all`] for new rows, by script or
//!   import where that is quicker.
//! * **Secrets stay out of sight.** Passwords are hidden in every `Debug` and
//!   trace.
//!
//! # Which way to read
//!
//! | | |
//! |---|---|
//! | once | [`Client::list`], [`Client::print`], [`Client::call`] |
//! | row by row, keeping none | [`Print::each`] |
//! | changes from now on | [`Client::listen`], [`Client::follow_log`], [`Print::follow_only`] |
//! | what is there, then changes | [`Print::follow`] |
//! | a menu kept here | [`Client::mirror`] |
//! | measurements | [`Client::monitor_traffic`], [`Client::ping`], [`Client::monitor`] |
//! | any command that goes on | [`Client::stream`] |
//!
//! Every stream holds at most 256 rows that were not read. Monitors then drop
//! the oldest; changes are broken off, started anew, and [`Change::Resync`]
//! says so.
//!
//! # When the link is down
//!
//! Calls do not wait for a link: they fail at once with [`Error::NotConnected`].
//! The client comes back by itself; [`Client::wait_until_up`] tells when, and
//! [`Client::link_state`] why it will not. What to do with a write whose answer
//! was lost stands, with a function to copy, in the README.
//!
//! The wire format alone, without IO, is in [`protocol`]; it serves simulators
//! and recorders as well.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod caps;
mod client;
mod config;
mod encoding;
mod error;
mod policies;
pub mod protocol;
pub mod resource;
#[cfg(test)]
mod schema_tests;
pub mod script;
mod tls;
mod trap;
pub mod value;

pub use caps::{Capabilities, Version};
pub use client::{
    AddOptions, AddOutcome, AddReport, AddStrategy, BulkItem, BulkOptions, BulkOutcome, BulkRun, Change, ChangeStream,
    Client, LinkState, Mirror, MirrorOptions, MirrorState, Monitor, Overflow, Ping, Print, Response, RowStream,
    TypedChanges,
};
pub use config::{Backoff, Config, PORT_API, PORT_API_SSL, Secret};
pub use encoding::Encoding;
pub use error::{AuthError, Cause, Error, IoError, Result, Sent, TlsError};
pub use policies::Policies;
pub use protocol::{Command, CommandKind, Query, Row};
pub use resource::{Id, Resource};
pub use tls::{CaTrust, SpkiPin, Tls, learn_pin};
pub use trap::{Trap, TrapKind};
