//! The writing half of a connection.

use std::time::Instant;

use bytes::Bytes;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc::Receiver;

use super::Shared;
use crate::wire::Replies;

/// What is to be written.
#[derive(Debug)]
pub(super) enum Outgoing {
    /// Sentences, not before `at`.
    Data {
        /// When they leave the router.
        at: Instant,
        /// The sentences.
        bytes: Bytes,
        /// Where each ends.
        ends: Vec<usize>,
    },
    /// End after what was written so far.
    Close,
    /// Break the connection off.
    Reset,
}

impl Outgoing {
    /// Finished replies.
    pub(super) fn replies(at: Instant, replies: Replies) -> Self {
        let (bytes, ends) = replies.into_parts();
        Self::Data { at, bytes, ends }
    }
}

/// Writes until the connection ends or the channel closes.
pub(super) async fn write_all<W: AsyncWrite + Unpin>(
    mut half: W,
    reset: impl Fn(&W),
    mut queue: Receiver<Outgoing>,
    shared: &Shared,
) {
    while let Some(message) = queue.recv().await {
        let written = match message {
            Outgoing::Data { at, bytes, ends } => {
                let at = at.max(shared.stalled_until());
                if at > Instant::now() {
                    tokio::time::sleep_until(at.into()).await;
                }
                write_some(&mut half, &bytes, &ends, shared).await
            }
            Outgoing::Close => false,
            Outgoing::Reset => {
                reset(&half);
                return;
            }
        };
        if !written {
            break;
        }
    }
    let _gone = half.shutdown().await;
}

/// Writes sentences; `false` when the connection is over.
async fn write_some<W: AsyncWrite + Unpin>(half: &mut W, bytes: &Bytes, ends: &[usize], shared: &Shared) -> bool {
    let (cut, split) = {
        let mut faults = shared.faults();
        let count = u64::try_from(ends.len()).unwrap_or(0);
        (faults.before_replies(count), faults.faults.split_bytes)
    };
    let mut bytes: &[u8] = bytes;
    if cut {
        let last = ends.iter().rev().nth(1).copied().unwrap_or(0);
        let end = ends.last().copied().unwrap_or(bytes.len());
        bytes = &bytes[..last + (end - last) / 2];
    }
    let sent = match split {
        None => half.write_all(bytes).await.is_ok() && half.flush().await.is_ok(),
        Some(size) => {
            let mut sent = true;
            for piece in bytes.chunks(size) {
                sent = sent && half.write_all(piece).await.is_ok() && half.flush().await.is_ok();
                tokio::task::yield_now().await;
            }
            sent
        }
    };
    sent && !cut
}
