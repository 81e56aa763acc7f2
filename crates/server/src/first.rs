//! Before there is a program: `GET /boot` says how far its start is, `POST
//! /first/<name>` chooses the database.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use simpul_api::first::{self, BootState, Step};

use crate::Shared;
use crate::rpc::{error_response, parse};

/// How far the start is.
pub(crate) async fn state(State(shared): State<Arc<Shared>>) -> Response {
    let state = shared.state.borrow().clone();
    uncached(axum::Json(state).into_response())
}

/// Answers what is asked before the start; a choice lets it begin.
pub(crate) async fn call(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let input = match parse(&headers, &body) {
        Ok(input) => input,
        Err(error) => return error_response(&error),
    };
    let start = shared.first.as_ref().filter(|_| matches!(*shared.state.borrow(), BootState::Choosing { .. }));
    let Some(start) = start else { return error_response(&first::too_late(&name)) };
    let answer = start.call(&name, input).await;
    if answer.is_ok() && name == first::CHOOSE {
        begin(&shared);
    }
    uncached(match answer {
        Ok(output) => (StatusCode::OK, axum::Json(output)).into_response(),
        Err(error) => error_response(&error),
    })
}

/// Tries the server again that was chosen before.
pub(crate) async fn retry(State(shared): State<Arc<Shared>>) -> Response {
    begin(&shared);
    uncached(StatusCode::NO_CONTENT.into_response())
}

/// From choosing to starting; nothing where it has begun already.
fn begin(shared: &Shared) {
    shared.state.send_if_modified(|now| {
        let waits = matches!(now, BootState::Choosing { .. });
        if waits {
            *now = BootState::Starting(Step::new("opening", 0));
        }
        waits
    });
}

fn uncached(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
