//! What an operation is to a door: a name, an access rule, tags, and a function
//! from JSON to JSON.

use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use simpul_core::App;
use simpul_kernel::error::{AccessError, InputError};
use simpul_kernel::{Access, Actor, Ctx, Error, Hold};
use ts_rs::TS;

use crate::contract::TypeBook;

/// Whether an operation changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Changes nothing; its tags say what it is made of.
    Read,
    /// Changes something.
    Write,
}

/// What a locked session may do.
const WHILE_LOCKED: &[&str] = &[
    "session_get",
    "session_unlock",
    "session_sign_out",
    "session_quick_list",
    "session_quick_begin",
    "session_quick_end",
];
/// What a session may do that began with a one-time password.
const WITH_ONE_TIME_PASSWORD: &[&str] = &["session_get", "session_sign_out", "me_get", "me_password_change"];

type Handler = Box<dyn for<'a> Fn(&'a App, &'a Ctx, Value) -> BoxFuture<'a, Result<Value, Error>> + Send + Sync>;

/// One operation.
pub struct Operation {
    /// Its name, from glass to disk.
    pub name: &'static str,
    /// Read or write.
    pub kind: Kind,
    /// Who may call it.
    pub access: Access,
    /// What a read is made of: an event with one of these tags makes it stale.
    pub tags: &'static [&'static str],
    /// TypeScript names of input and output.
    pub types: fn(&mut TypeBook) -> (String, String),
    handler: Handler,
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Operation")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("access", &self.access)
            .finish()
    }
}

impl Operation {
    /// Makes one from an operation function.
    pub fn new<I, O, F>(name: &'static str, kind: Kind, access: Access, tags: &'static [&'static str], call: F) -> Self
    where
        I: DeserializeOwned + TS + Send + 'static,
        O: Serialize + TS + 'static,
        F: for<'a> Fn(&'a App, &'a Ctx, I) -> BoxFuture<'a, Result<O, Error>> + Send + Sync + Copy + 'static,
    {
        let handler: Handler = Box::new(move |app, ctx, input| {
            Box::pin(async move {
                let input: I = parse(input)?;
                let output = call(app, ctx, input).await?;
                serde_json::to_value(output).map_err(Error::internal)
            })
        });
        Self { name, kind, access, tags, types: |book| (book.name_of::<I>(), book.name_of::<O>()), handler }
    }

    /// Checks access, parses the input, runs the operation.
    ///
    /// # Errors
    /// `sign_in_required`, `session_locked`, `password_change_required`, `permission_denied`,
    /// `input_malformed`, or the operation's own.
    pub async fn call(&self, app: &App, ctx: &Ctx, input: Value) -> Result<Value, Error> {
        self.admit(ctx)?;
        (self.handler)(app, ctx, input).await
    }

    /// The one place that decides whether a call may begin.
    fn admit(&self, ctx: &Ctx) -> Result<(), AccessError> {
        if self.access == Access::Public {
            return Ok(());
        }
        if ctx.actor == Actor::Nobody {
            return Err(AccessError::SignInRequired);
        }
        match ctx.hold {
            Some(Hold::Locked) if !WHILE_LOCKED.contains(&self.name) => return Err(AccessError::SessionLocked),
            Some(Hold::OneTimePassword) if !WITH_ONE_TIME_PASSWORD.contains(&self.name) => {
                return Err(AccessError::PasswordChangeRequired);
            }
            _ => {}
        }
        match self.access {
            Access::Permission(permission) => ctx.require(permission),
            Access::Public | Access::SignedIn => Ok(()),
        }
    }
}

/// JSON to input. `null` stands for an input without fields.
pub(crate) fn parse<I: DeserializeOwned>(input: Value) -> Result<I, InputError> {
    let input = if input.is_null() { Value::Object(serde_json::Map::new()) } else { input };
    if holds_nul(&input) {
        return Err(InputError::Malformed { message: "a text holds the sign U+0000".to_owned() });
    }
    serde_json::from_value(input).map_err(|e| InputError::Malformed { message: without_values(&e.to_string()) })
}

/// Whether a text holds the one sign PostgreSQL cannot store.
fn holds_nul(input: &Value) -> bool {
    match input {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields.values().any(holds_nul),
        _ => false,
    }
}

/// Longest message about an input, characters.
const MESSAGE_MAX: usize = 200;

/// A message of serde without the value it quotes: that may be a password typed
/// into the wrong field, or a megabyte.
fn without_values(message: &str) -> String {
    let kind = ["invalid type", "invalid value", "invalid length", "unknown variant"]
        .into_iter()
        .find(|kind| message.starts_with(kind));
    let text = match (kind, message.rsplit_once(", expected ")) {
        (Some(kind), Some((_, expected))) => format!("{kind}, expected {expected}"),
        (Some(kind), None) => kind.to_owned(),
        (None, _) => message.to_owned(),
    };
    text.chars().take(MESSAGE_MAX).collect()
}

/// Writes the table: `read|write area::ops::name: Input => Output, Access ["tag"];`
macro_rules! operations {
    ($($kind:ident $area:ident::ops::$name:ident: $input:ty => $output:ty, $access:ident [$($tag:literal),*];)*) => {
        /// Every operation, in the order of the table.
        #[must_use]
        pub fn table() -> Vec<$crate::operation::Operation> {
            vec![$(
                $crate::operation::Operation::new::<$input, $output, _>(
                    stringify!($name),
                    $crate::operation::operations!(@kind $kind),
                    $crate::operation::operations!(@access $access),
                    &[$($tag),*],
                    |app, ctx, input| Box::pin($area::ops::$name(app, ctx, input)),
                )
            ),*]
        }
    };
    (@kind read) => { $crate::operation::Kind::Read };
    (@kind write) => { $crate::operation::Kind::Write };
    (@access Public) => { simpul_kernel::Access::Public };
    (@access SignedIn) => { simpul_kernel::Access::SignedIn };
    (@access $permission:ident) => { simpul_kernel::Access::Permission(Permission::$permission) };
}
pub(crate) use operations;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use simpul_kernel::CodedError as _;

    fn message<I: DeserializeOwned + std::fmt::Debug>(input: Value) -> String {
        let error = parse::<I>(input).unwrap_err();
        assert_eq!(error.code(), "input_malformed");
        error.params()["message"].as_str().unwrap().to_owned()
    }

    #[test]
    fn a_refusal_does_not_quote_what_was_sent() {
        assert_eq!(message::<Vec<u16>>(json!(["kuda-terbang-7"])), "invalid type, expected u16");
        assert!(!message::<Vec<u8>>(json!([70_707])).contains("70707"));
        assert!(!message::<simpul_kernel::Locale>(json!("kuda-terbang-7, expected x")).contains("kuda"));
        let field = "x".repeat(100_000);
        assert!(message::<simpul_kernel::Page>(json!({ field: 1 })).chars().count() <= MESSAGE_MAX);
    }

    #[test]
    fn a_nul_goes_no_further_however_deep_it_stands() {
        assert!(message::<Value>(json!({ "a": [{ "b": "x\u{0}y" }] })).contains("U+0000"));
        assert!(parse::<Value>(json!({ "a": [{ "b": "xy" }] })).is_ok());
    }
}
