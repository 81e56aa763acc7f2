//! Before there is a program: how far its start has come, and the choice of the
//! database, which cannot be an operation because nothing is stored anywhere yet.
//!
//! Open to whoever sits at this computer, like the making of the first account; a
//! program that runs answers by its table of operations and by permission only.

use serde::Serialize;
use serde_json::{Value, json};
use simpul_core::boot::{BootStep, DataDir, ServerProgress};
use simpul_core::system::database;
use simpul_kernel::error::InputError;
use simpul_kernel::{Error, Nothing, Result, WireError};

use crate::operation::parse;

/// The choice that ends the asking.
pub const CHOOSE: &str = "database_choose";

/// How far the start has come, as a page sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum BootState {
    /// Nobody has said yet where the data are to be, or the server that was chosen
    /// does not let the program start.
    Choosing {
        /// Why the server that was chosen did not do.
        error: Option<WireError>,
    },
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

    /// A step in the page's words. Creating a cluster takes seconds, joining one
    /// milliseconds: the percentages follow a first start.
    #[must_use]
    pub fn of(step: &BootStep) -> Self {
        match step {
            BootStep::Server(server) => match server {
                ServerProgress::WaitingForOthers => Self::new("waiting_for_others", 2),
                ServerProgress::Creating => Self::new("creating", 5),
                ServerProgress::Starting => Self::new("starting", 50),
                ServerProgress::Joining => Self::new("joining", 50),
                ServerProgress::PreparingDatabase => Self::new("preparing_database", 60),
                ServerProgress::Ready => Self::new("preparing_database", 70),
            },
            BootStep::Migrating(number, of, name) => {
                let done = 25 * number.saturating_sub(1) / (*of).max(1);
                let migration = Migration { number: *number, of: *of, name: name.clone() };
                let percent = 70 + u8::try_from(done).unwrap_or(25).min(25);
                Self { migration: Some(migration), ..Self::new("migrating", percent) }
            }
            BootStep::Ready => Self::new("opening", 98),
        }
    }
}

/// What can be asked of a folder before its program runs.
#[derive(Debug, Clone)]
pub struct FirstStart {
    data_dir: DataDir,
}

impl FirstStart {
    /// For this folder.
    #[must_use]
    pub fn new(data_dir: DataDir) -> Self {
        Self { data_dir }
    }

    /// Answers `database_get`, `database_script`, `database_test` and [`CHOOSE`] as the
    /// operations of the same names do later.
    ///
    /// # Errors
    /// As they go out: a code, parameters, an incident id.
    pub async fn call(&self, name: &str, input: Value) -> Result<Value, WireError> {
        self.answer(name, input).await.map_err(|error| refused(&error))
    }

    async fn answer(&self, name: &str, input: Value) -> Result<Value> {
        let dir = &self.data_dir;
        match name {
            "database_get" => {
                parse::<Nothing>(input)?;
                written(database::state(dir, None, false)?)
            }
            "database_script" => written(database::script(dir, &parse(input)?)?),
            "database_test" => written(database::test(dir, parse(input)?).await?),
            CHOOSE => {
                database::choose(dir, parse(input)?).await?;
                written(database::state(dir, None, false)?)
            }
            _ => Err(InputError::UnknownOperation { name: name.chars().take(64).collect() }.into()),
        }
    }
}

fn written(output: impl Serialize) -> Result<Value> {
    serde_json::to_value(output).map_err(Error::internal)
}

/// An error as it leaves; its cause is logged here, once.
#[must_use]
pub fn refused(error: &Error) -> WireError {
    let incident = simpul_kernel::ctx::request_id();
    tracing::error!(incident, %error, cause = ?std::error::Error::source(error), "the program did not start");
    error.wire(incident)
}

/// What a program that has begun to run answers here.
#[must_use]
pub fn too_late(name: &str) -> WireError {
    let name: String = name.chars().take(64).collect();
    WireError {
        code: "operation_unknown".into(),
        params: json!({ "name": name }),
        incident: simpul_kernel::ctx::request_id(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_sees_where_the_start_is() {
        let at = |state: BootState| serde_json::to_value(state).unwrap();
        assert_eq!(at(BootState::Choosing { error: None }), json!({ "stage": "choosing", "error": null }));
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
    fn a_start_never_goes_backwards() {
        let first_start = [
            BootStep::Server(ServerProgress::WaitingForOthers),
            BootStep::Server(ServerProgress::Creating),
            BootStep::Server(ServerProgress::Starting),
            BootStep::Server(ServerProgress::PreparingDatabase),
            BootStep::Server(ServerProgress::Ready),
            BootStep::Migrating(1, 9, "jobs".into()),
            BootStep::Migrating(9, 9, "audit".into()),
            BootStep::Ready,
        ];
        let percents: Vec<u8> = first_start.iter().map(|step| Step::of(step).percent).collect();
        assert!(percents.is_sorted(), "{percents:?}");
        assert!(percents.iter().all(|percent| *percent < 100));
        assert_eq!(Step::of(&first_start[6]).migration.map(|m| (m.number, m.of)), Some((9, 9)));
    }
}
