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

    /// Does what the answer to a call asks for that was made with this token: what was refused is forgotten, not
    /// what somebody has signed in with meanwhile.
    pub fn apply(&self, window: &str, used: Option<&Secret>, change: SessionChange) {
        match change {
            SessionChange::Keep => {}
            SessionChange::Begin(token) => {
                self.lock().insert(window.to_owned(), token);
                self.began.notify_one();
            }
            SessionChange::End => {
                let mut tokens = self.lock();
                if tokens.get(window).map(Secret::expose) == used.map(Secret::expose) {
                    tokens.remove(window);
                }
            }
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
        let (old, new) = (Secret::new("old"), Secret::new("a"));
        sessions.apply("main", Some(&old), SessionChange::Begin(new.clone()));
        sessions.apply("other", None, SessionChange::Begin(Secret::new("b")));
        sessions.apply("main", None, SessionChange::Keep);
        sessions.apply("main", Some(&old), SessionChange::End);
        assert_eq!(sessions.token("main").unwrap().expose(), "a", "an answer to an older call ends no newer session");
        sessions.apply("main", Some(&new), SessionChange::End);
        assert!(sessions.token("main").is_none());
        assert_eq!(sessions.token("other").unwrap().expose(), "b");
    }
}
