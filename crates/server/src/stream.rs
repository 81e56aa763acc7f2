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
use simpul_kernel::Source;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::Shared;
use crate::rpc::session_token;

/// Streams tags to signed-in pages. Names only, no data: what may be read is
/// decided when it is read.
pub(crate) async fn events(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let Some(live) = shared.live_now() else { return crate::rpc::stopping() };
    let app = live.door.app();
    let token = session_token(&headers);
    match session_ctx(&app.db, &app.clock, Source::Lan, token.as_ref()).await {
        Ok(ctx) if ctx.user_id().is_some() => {}
        Ok(_) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
    let receiver = live.events.subscribe();
    let changes = stream::unfold(receiver, |mut receiver| async move {
        let change = next(&mut receiver).await?;
        let tags = change.unwrap_or_else(|| vec!["*".to_owned()]);
        Some((Ok::<_, Infallible>(Event::default().data(json!({ "tags": tags }).to_string())), receiver))
    });
    Sse::new(changes).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))).into_response()
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
