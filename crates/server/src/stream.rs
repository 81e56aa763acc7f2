//! `GET /events`: names of what changed, as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde_json::json;
use simpul_core::events::Change;
use simpul_core::identity::session::session_ctx;
use simpul_kernel::{Result, Secret, Source};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::{Interval, MissedTickBehavior};

use crate::rpc::session_token;
use crate::{Live, Shared};

/// How often it is looked whether whoever listens is still signed in.
const LOOK: Duration = Duration::from_secs(60);

/// Streams tags to signed-in pages. Names only, no data: what may be read is
/// decided when it is read.
pub(crate) async fn events(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let Some(live) = shared.live_now() else { return crate::rpc::stopping() };
    let token = session_token(&live, &headers);
    match is_signed_in(&live, token.as_ref()).await {
        Ok(true) => {}
        Ok(false) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
    let mut look = tokio::time::interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    look.reset();
    let receiver = live.events.subscribe();
    let listener = Listener { live, token, receiver, look };
    let changes = stream::unfold(listener, |mut listener| async move {
        let tags = listener.next().await?.unwrap_or_else(|| vec!["*".to_owned()]);
        Some((Ok::<_, Infallible>(Event::default().data(json!({ "tags": tags }).to_string())), listener))
    });
    Sse::new(changes).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))).into_response()
}

async fn is_signed_in(live: &Live, token: Option<&Secret>) -> Result<bool> {
    let app = live.door.app();
    Ok(session_ctx(&app.db, &app.clock, Source::Lan, token).await?.user_id().is_some())
}

/// A page that listens.
struct Listener {
    live: Arc<Live>,
    token: Option<Secret>,
    receiver: Receiver<Change>,
    look: Interval,
}

impl Listener {
    /// The next change; none when the program ends, or the session has.
    async fn next(&mut self) -> Option<Change> {
        loop {
            tokio::select! {
                change = next(&mut self.receiver) => return change,
                _ = self.look.tick() => {
                    // A database that does not answer says nothing about the session.
                    if matches!(is_signed_in(&self.live, self.token.as_ref()).await, Ok(false)) {
                        return None;
                    }
                }
            }
        }
    }
}

/// The next change; a receiver that lagged behind is told that anything may have
/// changed.
async fn next(receiver: &mut Receiver<Change>) -> Option<Change> {
    match receiver.recv().await {
        Ok(change) => Some(change),
        Err(RecvError::Lagged(_)) => Some(None),
        Err(RecvError::Closed) => None,
    }
}
