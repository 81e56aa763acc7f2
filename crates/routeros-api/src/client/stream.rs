use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::{Stream, StreamExt};

use super::Abandon;
use super::queue::Queue;
use crate::error::Result;
use crate::protocol::Row;

/// The rows of a running command, one by one. Ends with `None` when the
/// command ends by itself. Dropping it cancels the command on the router.
pub struct RowStream {
    queue: Arc<Queue>,
    _abandon: Abandon,
}

impl RowStream {
    pub(super) fn new(queue: Arc<Queue>, abandon: Abandon) -> Self {
        Self { queue, _abandon: abandon }
    }

    /// The next row. May be dropped without losing one.
    ///
    /// # Errors
    /// As [`Client::call`](super::Client::call), and
    /// [`Error::Overflow`](crate::Error::Overflow); the stream is over then.
    pub async fn next(&mut self) -> Option<Result<Row>> {
        StreamExt::next(self).await
    }

    /// Rows lost so far under [`Overflow::DropOldest`](super::Overflow).
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.queue.dropped()
    }
}

impl Stream for RowStream {
    type Item = Result<Row>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.queue.poll(context)
    }
}

impl fmt::Debug for RowStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream").field("dropped", &self.dropped()).finish_non_exhaustive()
    }
}
