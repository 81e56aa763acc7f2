//! What an operation is to a door: a name, an access rule, tags, and a function
//! from JSON to JSON.

use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use simpul_core::App;
use simpul_kernel::error::{AccessError, InputError};
use simpul_kernel::{Access, Actor, Ctx, Error};
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
    /// `sign_in_required`, `permission_denied`, `input_malformed`, or the operation's own.
    pub async fn call(&self, app: &App, ctx: &Ctx, input: Value) -> Result<Value, Error> {
        match self.access {
            Access::Public => {}
            Access::SignedIn if ctx.actor == Actor::Nobody => return Err(AccessError::SignInRequired.into()),
            Access::SignedIn => {}
            Access::Permission(permission) => ctx.require(permission)?,
        }
        (self.handler)(app, ctx, input).await
    }
}

/// JSON to input. `null` stands for an input without fields.
fn parse<I: DeserializeOwned>(input: Value) -> Result<I, InputError> {
    let input = if input.is_null() { Value::Object(serde_json::Map::new()) } else { input };
    serde_json::from_value(input).map_err(|e| InputError::Malformed { message: e.to_string() })
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
