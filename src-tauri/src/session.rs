//! Who is signed in at which window.
//!
//! **Invariant:** a token lives in this process's memory only. Pages never see
//! one, and it ends with the program.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use simpul_api::SessionChange;
use simpul_kernel::Secret;
use tokio::sync::Notify;

/// Tokens by the window's label.
#[derive(Debug, Default)]
pub struct Sessions {
    tokens: Mutex<HashMap<String, Secret>>,
    began: Notify,
}

impl Sessions {
    /// The token of a window.
    #[must_use]
    pub fn token(&self, window: &str) -> Option<Secret> {
        self.lock().get(window).cloned()
    }

    /// Does what an answer asks for.
    pub fn apply(&self, window: &str, change: SessionChange) {
        match change {
            SessionChange::Keep => {}
            SessionChange::Begin(token) => {
                self.lock().insert(window.to_owned(), token);
                self.began.notify_one();
            }
            SessionChange::End => self.forget(window),
        }
    }

    /// Waits until somebody has signed in, also if that was while nobody waited.
    pub async fn began(&self) {
        self.began.notified().await;
    }

    /// Forgets the token of a window.
    pub fn forget(&self, window: &str) {
        self.lock().remove(window);
    }

    // The map is whole between any two of its calls: a panic elsewhere cannot break it.
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Secret>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_do_not_share_their_sessions() {
        let sessions = Sessions::default();
        sessions.apply("main", SessionChange::Begin(Secret::new("a")));
        sessions.apply("other", SessionChange::Begin(Secret::new("b")));
        sessions.apply("main", SessionChange::Keep);
        assert_eq!(sessions.token("main").unwrap().expose(), "a");
        sessions.apply("main", SessionChange::End);
        assert!(sessions.token("main").is_none());
        assert_eq!(sessions.token("other").unwrap().expose(), "b");
    }
}
