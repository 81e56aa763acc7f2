//! The client against a scripted peer on a loopback socket.

#![allow(missing_docs, reason = "a test program has no readers of its documentation")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests fail by panicking, as tests do")]

mod answers;
mod bulk;
mod ladder;
mod link;
mod login;
mod mirror;
mod monitor;
mod peer;
mod shop;
mod streams;
mod tls;
