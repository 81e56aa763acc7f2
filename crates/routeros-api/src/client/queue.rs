//! The bounded queue between the link and the reader of a stream. The link
//! never waits for a reader.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures::task::AtomicWaker;

use crate::error::Error;
use crate::protocol::Row;

/// Rows a stream may be behind.
pub(crate) const CAPACITY: usize = 256;

/// What happens when rows come faster than they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Overflow {
    /// The oldest waiting row is dropped and counted: for monitors, whose next
    /// row replaces it anyway.
    DropOldest,
    /// The stream ends with [`Error::Overflow`] and the command is cancelled:
    /// for changes, where a hole means that a new snapshot is needed.
    Fail,
}

#[derive(Default)]
struct State {
    rows: VecDeque<Row>,
    end: Option<Result<(), Error>>,
    dropped: u64,
}

pub(crate) struct Queue {
    state: Mutex<State>,
    waker: AtomicWaker,
    overflow: Overflow,
}

impl Queue {
    pub fn new(overflow: Overflow) -> Self {
        Self { state: Mutex::default(), waker: AtomicWaker::new(), overflow }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a row. `false`: the stream has failed and its command should be
    /// cancelled.
    pub fn push(&self, row: Row) -> bool {
        let mut state = self.state();
        if state.rows.len() >= CAPACITY {
            match self.overflow {
                Overflow::DropOldest => {
                    state.rows.pop_front();
                    state.dropped += 1;
                }
                Overflow::Fail => {
                    drop(state);
                    self.finish(Err(Error::Overflow));
                    return false;
                }
            }
        }
        state.rows.push_back(row);
        drop(state);
        self.waker.wake();
        true
    }

    /// Ends the stream after the rows that are waiting. The first end stays.
    pub fn finish(&self, end: Result<(), Error>) {
        self.state().end.get_or_insert(end);
        self.waker.wake();
    }

    /// How many rows were dropped so far.
    pub fn dropped(&self) -> u64 {
        self.state().dropped
    }

    pub fn poll(&self, context: &Context<'_>) -> Poll<Option<Result<Row, Error>>> {
        self.waker.register(context.waker());
        let mut state = self.state();
        if let Some(row) = state.rows.pop_front() {
            return Poll::Ready(Some(Ok(row)));
        }
        match &mut state.end {
            None => Poll::Pending,
            Some(end) => match std::mem::replace(end, Ok(())) {
                Ok(()) => Poll::Ready(None),
                Err(error) => Poll::Ready(Some(Err(error))),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::future::poll_fn;

    use super::*;

    fn row(number: usize) -> Row {
        [("n", number.to_string())].into_iter().collect()
    }

    async fn next(queue: &Queue) -> Option<Result<Row, Error>> {
        poll_fn(|context| queue.poll(context)).await
    }

    #[tokio::test]
    async fn monitors_lose_the_oldest() {
        let queue = Queue::new(Overflow::DropOldest);
        for number in 0..CAPACITY + 10 {
            assert!(queue.push(row(number)));
        }
        assert_eq!(queue.dropped(), 10);
        assert_eq!(next(&queue).await.unwrap().unwrap(), row(10));
    }

    #[tokio::test]
    async fn changes_end_with_what_was_seen_and_the_reason() {
        let queue = Queue::new(Overflow::Fail);
        for number in 0..CAPACITY {
            assert!(queue.push(row(number)));
        }
        assert!(!queue.push(row(CAPACITY)));
        queue.finish(Ok(()));
        for number in 0..CAPACITY {
            assert_eq!(next(&queue).await.unwrap().unwrap(), row(number));
        }
        assert!(matches!(next(&queue).await, Some(Err(Error::Overflow))));
        assert!(next(&queue).await.is_none());
        assert!(next(&queue).await.is_none());
    }
}
