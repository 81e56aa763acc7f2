//! The writing half of a connection.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
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
    let mut held: Option<Outgoing> = None;
    loop {
        let next = match held.take() {
            Some(message) => Some(message),
            None => queue.recv().await,
        };
        let Some(message) = next else { break };
        let written = match message {
            Outgoing::Data { at, bytes, ends } => {
                let at = at.max(shared.stalled_until());
                if at > Instant::now() {
                    tokio::time::sleep_until(at.into()).await;
                }
                let (bytes, ends) = merged(&mut queue, &mut held, bytes, ends, shared).await;
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

/// What comes within the time replies are held back, in one piece; what may not be
/// held back stays in `held`.
async fn merged(
    queue: &mut Receiver<Outgoing>,
    held: &mut Option<Outgoing>,
    bytes: Bytes,
    mut ends: Vec<usize>,
    shared: &Shared,
) -> (Bytes, Vec<usize>) {
    let hold = shared.faults().faults.merge_ms;
    if hold == 0 {
        return (bytes, ends);
    }
    let mut all = BytesMut::from(bytes.as_ref());
    let until = tokio::time::Instant::now() + Duration::from_millis(hold);
    while let Ok(Some(message)) = tokio::time::timeout_at(until, queue.recv()).await {
        let Outgoing::Data { bytes, ends: more, .. } = message else {
            *held = Some(message);
            break;
        };
        ends.extend(more.iter().map(|end| end + all.len()));
        all.extend_from_slice(&bytes);
    }
    (all.freeze(), ends)
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
