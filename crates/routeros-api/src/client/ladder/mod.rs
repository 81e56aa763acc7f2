//! Adding many rows by the quickest way a router offers, and saying of each
//! row what became of it.
//!
//! A command per row is limited by the router's work per command; a script
//! adds several hundred rows a second on the same board. A script however says
//! little about single rows, and nothing at all when the link breaks. So every
//! way ends the same: look which rows are there, send what is missing on its
//! own, and take the router's word for it.

mod look;
mod plan;
mod run;

use std::time::Duration;

use super::{BulkOptions, Client};
use crate::error::{Error, Result};
use crate::protocol::Command;
use crate::resource::{Id, Resource};
use crate::trap::Trap;

use run::Run;

/// The ways to add many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum AddStrategy {
    /// By release, number of rows and policies of the user: single commands
    /// for fewer than 30 rows, scripts for more, imports for more than 500.
    #[default]
    Auto,
    /// A command per row, as many on the way as the router can use; see
    /// [`Client::bulk`].
    Pipeline,
    /// Release 7: `/execute` with up to 100 rows (15 KB) at a time. Rows that
    /// were refused are named by the script.
    Execute,
    /// Release 7.10 and later: a file of up to 60,000 bytes, `/import`, and
    /// the file is removed. Needs the policy `ftp`.
    Import,
    /// Any release: a script of up to 100 rows is added, run and removed.
    Script,
}

/// How rows are added; see [`Client::add_all`]. Take [`AddOptions::default`] or
/// [`AddOptions::by`] and assign to the fields that should differ.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AddOptions {
    /// The way. [`AddStrategy::Auto`].
    pub strategy: AddStrategy,
    /// The longest silence of a script or import, which answers once at its
    /// end. 2 minutes.
    pub patience: Duration,
    /// How rows are sent that go on their own.
    pub pipeline: BulkOptions,
}

impl Default for AddOptions {
    fn default() -> Self {
        Self { strategy: AddStrategy::Auto, patience: Duration::from_secs(120), pipeline: BulkOptions::default() }
    }
}

impl AddOptions {
    /// The defaults with this way.
    #[must_use]
    pub fn by(strategy: AddStrategy) -> Self {
        Self { strategy, ..Self::default() }
    }
}

/// What became of a row.
#[derive(Debug, Clone)]
pub enum AddOutcome {
    /// It was added, by this run or, where the comment says so, by an earlier
    /// one.
    Applied(Id),
    /// A row with the same key ([`Resource::KEYS`]) was there before. Its other
    /// properties were neither compared nor changed.
    AlreadyThere {
        /// Its id, when it could be found out.
        id: Option<Id>,
        /// Whether it has the comment of the row that was to be added, which
        /// was not empty: then an earlier attempt added it.
        same_comment: bool,
    },
    /// The router refused it.
    Refused(Trap),
    /// It never left, for this reason. Repeating it is safe.
    NotSent(Error),
    /// It left and its fate could not be learned, for this reason. Look at the
    /// router before repeating it.
    Unknown(Error),
}

impl AddOutcome {
    /// Whether the row is on the router as it was wished: added now, or by an
    /// earlier attempt with the same comment.
    #[must_use]
    pub fn is_there(&self) -> bool {
        matches!(self, Self::Applied(_) | Self::AlreadyThere { same_comment: true, .. })
    }
}

/// What became of all rows.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AddReport {
    /// One for each row, in their order.
    pub outcomes: Vec<AddOutcome>,
    /// The way that was taken; [`AddStrategy::Pipeline`] too when the router
    /// refused a better one.
    pub strategy: AddStrategy,
    /// Why a better way was refused, when it was.
    pub fell_back: Option<Trap>,
    /// Files or scripts of ours that could not be removed, by their names.
    pub leftovers: Vec<String>,
}

impl Client {
    /// Adds many rows and says of each what became of it.
    ///
    /// Give every row a comment that no other attempt uses (a batch's number,
    /// or one per row): then a row that is found is known to be from this
    /// attempt, and repeating a run that was cut off, with the rows that are not
    /// [there](AddOutcome::is_there), is safe.
    ///
    /// Scripts and imports are never cancelled. If this future is dropped, what
    /// is running goes on, and a file or script named `routeros-api-…` may stay
    /// behind. After a lost link it waits for the next one, as long as
    /// [`AddOptions::patience`], and looks; it does not send the rest.
    ///
    /// Rows of menus without a key ([`Resource::KEYS`]) always go on their own.
    ///
    /// It fails as a whole never: without a link every row is
    /// [`AddOutcome::NotSent`]. Nothing is heard before the end; to show progress
    /// or to stop on the way, add parts of the rows, or use [`Client::bulk`].
    ///
    /// ```no_run
    /// # use routeros_api::{AddOptions, AddOutcome, Client, resource::HotspotUser};
    /// # async fn example(client: Client, rows: Vec<HotspotUser>) {
    /// let report = client.add_all(&rows, AddOptions::default()).await;
    /// for (row, outcome) in rows.iter().zip(&report.outcomes) {
    ///     let name = row.name.as_deref().unwrap_or_default();
    ///     match outcome {
    ///         AddOutcome::Applied(id) => println!("{name}: added as {id}"),
    ///         AddOutcome::AlreadyThere { same_comment: true, .. } => println!("{name}: from an earlier run"),
    ///         AddOutcome::AlreadyThere { .. } => println!("{name}: the name is taken"),
    ///         AddOutcome::Refused(trap) => println!("{name}: refused, {trap}"),
    ///         AddOutcome::NotSent(error) => println!("{name}: not sent, {error}"),
    ///         AddOutcome::Unknown(error) => println!("{name}: look first, {error}"),
    ///     }
    /// }
    /// # }
    /// ```
    pub async fn add_all<T: Resource>(&self, rows: &[T], options: AddOptions) -> AddReport {
        let commands = rows.iter().map(Resource::to_add).collect();
        Run::new(self, T::MENU, T::KEYS, commands, options).finish().await
    }
}

/// A row on its way.
struct Slot {
    command: Command,
    /// The values of the keys; an unset one is empty.
    key: Vec<String>,
    /// The comment, which marks our rows when it is not empty.
    comment: String,
    outcome: Option<AddOutcome>,
}

/// A row that was found on the router.
#[derive(Debug, Clone)]
struct Found {
    id: Id,
    comment: String,
}

impl Slot {
    fn new(command: Command, keys: &[&str]) -> Self {
        let text = |name: &str| {
            let argument = command.arguments().iter().find(|argument| argument.name == name);
            let value = argument.and_then(|argument| argument.value.as_deref()).unwrap_or_default();
            String::from_utf8_lossy(value).into_owned()
        };
        let key = keys.iter().map(|name| look::plain(name, &text(name)).to_owned()).collect();
        Self { key, comment: text("comment"), command, outcome: None }
    }

    /// Whether a row that was found carries this one's mark.
    fn is_ours(&self, found: &Found) -> bool {
        !self.comment.is_empty() && self.comment == found.comment
    }

    fn already_there(&self, found: Option<&Found>) -> AddOutcome {
        AddOutcome::AlreadyThere {
            id: found.map(|found| found.id.clone()),
            same_comment: found.is_some_and(|found| self.is_ours(found)),
        }
    }
}

/// The last word of a slot that nothing is known about.
fn settle(slot: Slot) -> AddOutcome {
    slot.outcome.unwrap_or(AddOutcome::NotSent(Error::NotConnected))
}

type Looked = Result<std::collections::HashMap<Vec<String>, Found>>;

/// The commands of all ways.
#[cfg(test)]
pub(super) fn commands() -> Vec<Command> {
    use crate::resource::HotspotUser;

    vec![
        look::question(HotspotUser::MENU, HotspotUser::KEYS),
        run::execute_command(""),
        run::file_add_command("a"),
        run::file_fill_command("*1", ""),
        run::import_command("a"),
        run::script_add_command("a", ""),
        run::script_run_command("*1"),
        run::remove_command("/file", "*1"),
        run::remove_command("/system/script", "*1"),
    ]
}
