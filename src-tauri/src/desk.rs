//! What the commands of the window share.

use std::sync::Arc;

use simpul_api::Door;
pub use simpul_api::first::{BootState, Step};
use simpul_kernel::{Error, WireError};
use tokio::sync::watch;

use crate::launch::Launch;
use crate::session::Sessions;

/// As [`BootState`], with the door behind it.
#[derive(Debug, Clone)]
pub enum Progress {
    /// Nobody has chosen a database, or the one chosen does not do.
    Choosing(Option<WireError>),
    /// On its way.
    Starting(Step),
    /// It could not start.
    Failed(WireError),
    /// Open.
    Ready(Arc<Door>),
}

impl Progress {
    /// As the page sees it.
    #[must_use]
    pub fn state(&self) -> BootState {
        match self {
            Self::Choosing(error) => BootState::Choosing { error: error.clone() },
            Self::Starting(step) => BootState::Starting(step.clone()),
            Self::Failed(error) => BootState::Failed { error: error.clone() },
            Self::Ready(_) => BootState::Ready,
        }
    }
}

/// One desk: a window, who sits at it, and the program behind it.
#[derive(Debug)]
pub struct Desk {
    /// How it was started.
    pub launch: Launch,
    /// Who is signed in.
    pub sessions: Sessions,
    progress: watch::Sender<Progress>,
}

impl Desk {
    /// A desk whose program has not begun to start.
    #[must_use]
    pub fn new(launch: Launch) -> Self {
        let (progress, _) = watch::channel(Progress::Starting(Step::new("opening", 0)));
        Self { launch, sessions: Sessions::default(), progress }
    }

    /// How far the program has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress.borrow().clone()
    }

    /// Follows how far it comes.
    #[must_use]
    pub fn follow(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    /// Says how far it has come.
    pub fn advance(&self, to: Progress) {
        self.progress.send_replace(to);
    }

    /// Begins anew if the last start failed or waits for a choice; whether it did.
    pub fn begin_again(&self) -> bool {
        self.progress.send_if_modified(|now| {
            let failed = matches!(now, Progress::Failed(_) | Progress::Choosing(_));
            if failed {
                *now = Progress::Starting(Step::new("opening", 0));
            }
            failed
        })
    }

    /// The door, as soon as it is open: a page that is quicker than the database
    /// waits here instead of failing.
    ///
    /// # Errors
    /// Why the program could not start.
    pub async fn door(&self) -> Result<Arc<Door>, WireError> {
        let mut follow = self.follow();
        loop {
            match &*follow.borrow_and_update() {
                Progress::Ready(door) => return Ok(Arc::clone(door)),
                Progress::Failed(error) => return Err(error.clone()),
                Progress::Starting(_) | Progress::Choosing(_) => {}
            }
            if follow.changed().await.is_err() {
                return Err(outgoing(&Error::internal("the program has ended"), "call"));
            }
        }
    }
}

/// An error as it leaves through this door; its cause is logged here, once.
pub(crate) fn outgoing(error: &Error, during: &'static str) -> WireError {
    let incident = simpul_kernel::ctx::request_id();
    tracing::error!(during, incident, %error, cause = ?std::error::Error::source(error), "failed");
    error.wire(incident)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_a_failed_start_begins_again() {
        let desk = Desk::new(Launch::default());
        assert!(!desk.begin_again());
        desk.advance(Progress::Failed(WireError { code: "x".into(), params: json!({}), incident: "i".into() }));
        assert!(desk.begin_again());
        assert!(!desk.begin_again());
        desk.advance(Progress::Choosing(None));
        assert!(desk.begin_again());
    }
}
