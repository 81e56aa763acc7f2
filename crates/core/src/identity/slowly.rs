//! What is slow on purpose, a few at a time: anybody may have a password looked at, and each look takes memory.

use std::time::Duration;

use simpul_kernel::error::ProgramError;
use simpul_kernel::{Error, Result};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Hashes at once in this process for who is signed in: 19 MiB each, 64 MiB for a recovery code.
static AT_ONCE: Semaphore = Semaphore::const_new(4);
/// Those for who is not: however many try to get in, a cashier's PIN waits for none of them.
static AT_THE_DOOR: Semaphore = Semaphore::const_new(2);
/// How long one waits for its turn: some hundreds of others on a small computer.
const PATIENCE: Duration = Duration::from_secs(10);

/// [`slowly`] for who is not signed in.
///
/// # Errors
/// As [`slowly`].
pub(super) async fn slowly_at_the_door<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    in_turn(&AT_THE_DOOR, PATIENCE, work).await
}

/// Does slow work on a thread of its own, in its turn; nothing that holds a transaction waits here.
///
/// # Errors
/// `program_busy` when too much is asked at once, `internal` when the work panics.
pub(super) async fn slowly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    in_turn(&AT_ONCE, PATIENCE, work).await
}

async fn in_turn<T: Send + 'static>(
    places: &'static Semaphore,
    patience: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let place = timeout(patience, places.acquire()).await.map_err(|_| ProgramError::Busy)?.map_err(Error::internal)?;
    // The thread keeps its place to its end, also when whoever asked has hung up.
    let work = move || {
        let _place = place;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::channel;

    use super::*;

    const SOON: Duration = Duration::from_millis(10);

    #[tokio::test]
    async fn more_than_there_is_room_for_waits_is_refused_and_let_in_afterwards() {
        static ONE: Semaphore = Semaphore::const_new(1);
        let (go, waits) = channel::<()>();
        let first = tokio::spawn(in_turn(&ONE, PATIENCE, move || waits.recv().is_ok()));
        while ONE.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(in_turn(&ONE, SOON, || ()).await.unwrap_err().code(), "program_busy");
        // Whoever hangs up while it runs frees no room: its thread goes on.
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        assert_eq!(in_turn(&ONE, SOON, || ()).await.unwrap_err().code(), "program_busy");
        let waiting = tokio::spawn(in_turn(&ONE, PATIENCE, || 7));
        go.send(()).unwrap();
        assert_eq!(waiting.await.unwrap().unwrap(), 7);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn never_more_run_at_once_than_there_is_memory_for() {
        static TWO: Semaphore = Semaphore::const_new(2);
        static NOW: AtomicUsize = AtomicUsize::new(0);
        static MOST: AtomicUsize = AtomicUsize::new(0);
        let all = (0..20).map(|_| {
            tokio::spawn(in_turn(&TWO, PATIENCE, || {
                MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(2));
                NOW.fetch_sub(1, Ordering::SeqCst);
            }))
        });
        for one in all.collect::<Vec<_>>() {
            one.await.unwrap().unwrap();
        }
        assert_eq!(MOST.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn who_is_inside_waits_for_nobody_at_the_door() {
        let held = AT_THE_DOOR.acquire_many(2).await.unwrap();
        assert_eq!(AT_THE_DOOR.available_permits(), 0);
        assert_eq!(slowly(|| 7).await.unwrap(), 7);
        drop(held);
        assert_eq!(slowly_at_the_door(|| 7).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_place_back() {
        static ONE: Semaphore = Semaphore::const_new(1);
        let broken: Result<()> = in_turn(&ONE, PATIENCE, || panic!("as it must")).await;
        assert_eq!(broken.unwrap_err().code(), "internal");
        in_turn(&ONE, PATIENCE, || ()).await.unwrap();
    }
}
