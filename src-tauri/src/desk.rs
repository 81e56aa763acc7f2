//! What the commands of the window share.

use std::sync::Arc;

use serde::Serialize;
use simpul_api::Door;
use simpul_kernel::{Error, WireError};
use tokio::sync::watch;

use crate::launch::Launch;
use crate::session::Sessions;

/// How far the program behind the window has come, as the page sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum BootState {
    /// On its way.
    Starting(Step),
    /// It could not start; the page shows why and offers to try again.
    Failed {
        /// As any other error.
        error: WireError,
    },
    /// Operations can be called.
    Ready,
}

/// A step on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Which: a key for the page's text.
    pub step: &'static str,
    /// How much of the way lies behind, 0 to 99. Never falls during one start.
    pub percent: u8,
    /// Which migration runs.
    pub migration: Option<Migration>,
}

/// A migration on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Migration {
    /// Number of it, from 1.
    pub number: usize,
    /// How many.
    pub of: usize,
    /// Its area.
    pub name: String,
}

impl Step {
    /// A step without a count.
    #[must_use]
    pub fn new(step: &'static str, percent: u8) -> Self {
        Self { step, percent, migration: None }
    }
}

/// As [`BootState`], with the door behind it.
#[derive(Debug, Clone)]
pub enum Progress {
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

    /// Begins anew if the last start failed; whether it did.
    pub fn begin_again(&self) -> bool {
        self.progress.send_if_modified(|now| {
            let failed = matches!(now, Progress::Failed(_));
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
                Progress::Starting(_) => {}
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
    fn the_page_sees_where_the_start_is() {
        let at = |state: BootState| serde_json::to_value(state).unwrap();
        assert_eq!(
            at(BootState::Starting(Step::new("creating", 10))),
            json!({"stage": "starting", "step": "creating", "percent": 10, "migration": null})
        );
        let error = WireError { code: "x".into(), params: json!({}), incident: "i".into() };
        assert_eq!(
            at(BootState::Failed { error }),
            json!({"stage": "failed", "error": {"code": "x", "params": {}, "incident": "i"}})
        );
        assert_eq!(at(BootState::Ready), json!({"stage": "ready"}));
    }

    #[test]
    fn only_a_failed_start_begins_again() {
        let desk = Desk::new(Launch::default());
        assert!(!desk.begin_again());
        desk.advance(Progress::Failed(WireError { code: "x".into(), params: json!({}), incident: "i".into() }));
        assert!(desk.begin_again());
        assert!(!desk.begin_again());
    }
}
