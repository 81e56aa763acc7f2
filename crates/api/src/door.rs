//! What every door does with a call: session → context, JSON → operation, error →
//! code and incident. A door adds only its own transport.

use std::collections::HashMap;

use serde_json::Value;
use simpul_core::App;
use simpul_core::identity::facade::who_may;
use simpul_core::identity::session::{session_ctx, session_used};
use simpul_kernel::error::{INTERNAL, InputError};
use simpul_kernel::{Ctx, Error, Permission, Secret, Source, WireError};

use crate::operation::{Kind, Operation};

/// Operations that answer with a session token.
const BEGIN_SESSION: &[&str] = &["session_sign_in", "owner_create"];
const END_SESSION: &str = "session_sign_out";
/// Writes that a page makes although nobody sits before it: they are no use of the session.
const UNASKED: &[&str] = &["notice_take", "session_lock"];

/// What the transport must do with its session.
#[derive(Debug)]
pub enum SessionChange {
    /// Nothing.
    Keep,
    /// Remember this token, where no page can read it.
    Begin(Secret),
    /// Forget the token.
    End,
}

/// Answer to a call.
#[derive(Debug)]
pub struct Answer {
    /// The output, or the error as it goes out.
    pub result: Result<Value, WireError>,
    /// What becomes of the session.
    pub session: SessionChange,
}

/// The table of operations over one app.
#[derive(Debug)]
pub struct Door {
    app: App,
    source: Source,
    table: HashMap<&'static str, Operation>,
}

impl Door {
    /// A door of this kind.
    #[must_use]
    pub fn new(app: App, source: Source) -> Self {
        Self { app, source, table: crate::table().into_iter().map(|op| (op.name, op)).collect() }
    }

    /// The app behind it.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Calls an operation in the name of the session.
    pub async fn call(&self, token: Option<&Secret>, name: &str, input: Value) -> Answer {
        let is_use = self.table.get(name).is_some_and(|op| op.kind == Kind::Write) && !UNASKED.contains(&name);
        let (db, clock) = (&self.app.db, &self.app.clock);
        let ctx = if is_use {
            session_used(db, clock, self.source, token).await
        } else {
            session_ctx(db, clock, self.source, token).await
        };
        let ctx = match ctx {
            Ok(ctx) => ctx,
            Err(error) => {
                let incident = simpul_kernel::ctx::request_id();
                return Answer { result: Err(outgoing(&error, name, incident)), session: SessionChange::Keep };
            }
        };
        let mut result = self.call_as(&ctx, name, input).await;
        let session = match (&mut result, name) {
            (Ok(output), name) if BEGIN_SESSION.contains(&name) => {
                take_token(output).map_or(SessionChange::Keep, SessionChange::Begin)
            }
            (Ok(_), END_SESSION) => SessionChange::End,
            (Err(e), _) if e.code == "sign_in_required" && token.is_some() => SessionChange::End,
            _ => SessionChange::Keep,
        };
        Answer { result, session }
    }

    /// Calls an operation as somebody already known.
    ///
    /// # Errors
    /// As they go out: a code, parameters, an incident id.
    pub async fn call_as(&self, ctx: &Ctx, name: &str, input: Value) -> Result<Value, WireError> {
        let outcome = match self.table.get(name) {
            Some(operation) => operation.call(&self.app, ctx, input).await,
            None => Err(InputError::UnknownOperation { name: name.chars().take(64).collect() }.into()),
        };
        match outcome {
            Ok(output) => Ok(output),
            Err(error) => {
                let mut wire = outgoing(&error, name, ctx.request_id.clone());
                self.say_who_may(ctx, &mut wire).await;
                Err(wire)
            }
        }
    }

    /// Whoever is refused for a permission learns who has it.
    async fn say_who_may(&self, ctx: &Ctx, error: &mut WireError) {
        if error.code != "permission_denied" {
            return;
        }
        let permission = error.params["permission"].as_str().and_then(|name| name.parse::<Permission>().ok());
        let (Some(permission), Some(params)) = (permission, error.params.as_object_mut()) else { return };
        match who_may(&self.app, ctx, permission).await {
            Ok(known) => {
                params.insert("roles".to_owned(), serde_json::to_value(known.roles).unwrap_or_default());
                params.insert("people".to_owned(), serde_json::to_value(known.people).unwrap_or_default());
            }
            Err(cause) => tracing::debug!(%cause, "who may is not known"),
        }
    }
}

/// Logs the cause once, and lets only code and parameters out.
fn outgoing(error: &Error, operation: &str, incident: String) -> WireError {
    if error.code() == INTERNAL {
        tracing::error!(operation, incident, %error, cause = ?std::error::Error::source(error), "an operation failed");
    } else {
        tracing::debug!(operation, incident, code = error.code(), "an operation refused");
    }
    error.wire(incident)
}

/// Takes the token out of an output, wherever the sign-in stands in it.
fn take_token(output: &mut Value) -> Option<Secret> {
    let holder = if output.get("signed_in").is_some() { output.get_mut("signed_in")? } else { output };
    match holder.as_object_mut()?.remove("token")? {
        Value::String(token) => Some(Secret::new(token)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn tokens_never_stay_in_an_output() {
        for mut output in
            [json!({"token": "abc", "me": {}}), json!({"signed_in": {"token": "abc", "me": {}}, "recovery_code": "x"})]
        {
            assert_eq!(take_token(&mut output).unwrap().expose(), "abc");
            assert!(!output.to_string().contains("abc"));
        }
        assert!(take_token(&mut json!({"done": true})).is_none());
    }
}
