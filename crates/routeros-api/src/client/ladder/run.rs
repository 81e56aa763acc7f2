//! The ways themselves.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher};
use std::ops::ControlFlow;

use tokio::time::timeout;

use super::plan::{self, Chunk, DONE};
use super::{AddOptions, AddOutcome, AddReport, AddStrategy, Found, Slot, look};
use crate::client::{BulkItem, BulkOutcome, Client, Response};
use crate::error::{Error, Result, Sent};
use crate::protocol::Command;
use crate::trap::{Trap, TrapKind};

/// What became of a chunk.
enum Ended {
    /// It ran; these rows were refused, as far as the way can say.
    Ran(Vec<usize>),
    /// The router refused the way or the script. A part may have been run.
    Refused(Trap),
    /// Nothing of it was run.
    NotSent(Error),
    /// It may still be running.
    Lost(Error),
}

impl From<Error> for Ended {
    fn from(error: Error) -> Self {
        match error {
            Error::Trap(trap) => Self::Refused(trap),
            error if error.sent() == Sent::No => Self::NotSent(error),
            error => Self::Lost(error),
        }
    }
}

pub struct Run<'c> {
    client: &'c Client,
    menu: &'static str,
    keys: &'static [&'static str],
    slots: Vec<Slot>,
    options: AddOptions,
    strategy: AddStrategy,
    fell_back: Option<Trap>,
    leftovers: Vec<String>,
    /// Rows that were given to a script, and that the script said were refused.
    scripted: HashSet<usize>,
    refused: HashSet<usize>,
    /// Rows of a script whose end is not known.
    lost: HashMap<usize, Error>,
}

impl<'c> Run<'c> {
    pub fn new(
        client: &'c Client,
        menu: &'static str,
        keys: &'static [&'static str],
        commands: Vec<Command>,
        options: AddOptions,
    ) -> Self {
        let known = client.capabilities();
        let strategy = plan::choose(options.strategy, commands.len(), !keys.is_empty(), known.as_deref());
        Self {
            client,
            menu,
            keys,
            slots: commands.into_iter().map(|command| Slot::new(command, keys)).collect(),
            options,
            strategy,
            fell_back: None,
            leftovers: Vec::new(),
            scripted: HashSet::new(),
            refused: HashSet::new(),
            lost: HashMap::new(),
        }
    }

    pub async fn finish(mut self) -> AddReport {
        let mut broken = None;
        if self.strategy != AddStrategy::Pipeline {
            broken = self.by_script().await.err();
        }
        match broken {
            None => self.by_pipeline().await,
            Some(error) => self.give_up(&error),
        }
        let outcomes = self.slots.into_iter().map(super::settle).collect();
        AddReport { outcomes, strategy: self.strategy, fell_back: self.fell_back, leftovers: self.leftovers }
    }

    /// Runs the scripts and looks. An error: the link is lost, nothing more is
    /// to be sent.
    async fn by_script(&mut self) -> Result<()> {
        // Only `/execute` says which rows were refused; elsewhere a row that
        // was there before could not be told from ours without its mark.
        let unmarked = self.slots.iter().any(|slot| slot.comment.is_empty());
        if self.strategy != AddStrategy::Execute && unmarked {
            self.set_aside_what_is_there().await?;
        }
        let mut broken = None;
        for chunk in plan::chunks(&self.slots, self.strategy) {
            let ended = match self.strategy {
                AddStrategy::Execute => self.execute(&chunk).await,
                AddStrategy::Import => self.import(&chunk).await,
                _ => self.run_script(&chunk).await,
            };
            match ended {
                Ended::Ran(refused) => self.refused.extend(refused),
                Ended::Refused(trap) if not_offered(&trap) => {
                    self.fell_back = Some(trap);
                    self.strategy = AddStrategy::Pipeline;
                    break;
                }
                // The rest of the chunk is found missing and sent by itself.
                Ended::Refused(_) => {}
                Ended::NotSent(error) => {
                    broken = Some(error);
                    break;
                }
                Ended::Lost(error) => {
                    self.lost.extend(chunk.rows.iter().map(|&row| (row, error.clone())));
                    self.scripted.extend(chunk.rows);
                    broken = Some(error);
                    break;
                }
            }
            self.scripted.extend(chunk.rows);
        }
        let looked = self.reconcile().await;
        match broken {
            Some(error) => Err(error),
            None => looked,
        }
    }

    /// Gives rows whose key exists their outcome before anything is sent.
    async fn set_aside_what_is_there(&mut self) -> Result<()> {
        let found =
            look::look(self.client, self.menu, self.keys, &self.slots.iter().collect::<Vec<_>>(), false).await?;
        for slot in &mut self.slots {
            if let Some(found) = found.get(&slot.key) {
                slot.outcome = Some(slot.already_there(Some(found)));
            }
        }
        Ok(())
    }

    /// Looks which scripted rows are there and gives them their outcome. Rows
    /// that are missing keep none: they go on their own, unless a script that
    /// may still be running has them.
    async fn reconcile(&mut self) -> Result<()> {
        if self.scripted.is_empty() {
            return Ok(());
        }
        let found = match self.look_when_up(self.scripted.iter().copied().collect(), true).await {
            Ok(found) => found,
            Err(error) => {
                let rows: Vec<usize> = self.scripted.iter().copied().collect();
                for row in rows {
                    let why = self.lost.get(&row).unwrap_or(&error).clone();
                    self.slots[row].outcome.get_or_insert(AddOutcome::Unknown(why));
                }
                return Err(error);
            }
        };
        for &row in &self.scripted {
            let slot = &mut self.slots[row];
            if slot.outcome.is_some() {
                continue;
            }
            let lost = self.lost.get(&row);
            slot.outcome = match found.get(&slot.key) {
                Some(found) if slot.is_ours(found) && !self.refused.contains(&row) => {
                    Some(AddOutcome::Applied(found.id.clone()))
                }
                Some(found) if self.refused.contains(&row) || !slot.comment.is_empty() => {
                    Some(slot.already_there(Some(found)))
                }
                // Without a mark it is ours if the script's end is known.
                Some(found) if lost.is_none() => Some(AddOutcome::Applied(found.id.clone())),
                _ => lost.map(|error| AddOutcome::Unknown(error.clone())),
            };
        }
        Ok(())
    }

    /// Looks for rows, waiting for a link if there is none.
    async fn look_when_up(&self, rows: Vec<usize>, ours_only: bool) -> Result<HashMap<Vec<String>, Found>> {
        let up = timeout(self.options.patience, self.client.wait_until_up()).await;
        if up != Ok(true) {
            return Err(Error::NotConnected);
        }
        let slots: Vec<&Slot> = rows.iter().map(|&row| &self.slots[row]).collect();
        look::look(self.client, self.menu, self.keys, &slots, ours_only).await
    }

    async fn execute(&self, chunk: &Chunk) -> Ended {
        let command = execute_command(&format!("{}:put \"{DONE}\"\n", chunk.text));
        let output = match self.client.call_within(command, self.options.patience).await {
            Ok(response) => response.ret().unwrap_or_default().into_owned(),
            Err(error) => return error.into(),
        };
        let rows = 0..self.slots.len();
        match plan::read_output(&output, &rows) {
            (refused, true) => Ended::Ran(refused),
            // Only a job's number came: it runs on behind our back.
            (_, false) => Ended::Lost(Error::Decode { field: "ret" }),
        }
    }

    async fn import(&mut self, chunk: &Chunk) -> Ended {
        let name = format!("{}.rsc", fresh_name());
        let id = match self.made(file_add_command(&name)).await {
            Ok(id) => id,
            Err(error) => return error.into(),
        };
        let ended = match self.call(file_fill_command(&id, &chunk.text)).await {
            // Nothing was run; the file may be there.
            Err(Error::Trap(trap)) => Ended::Refused(trap),
            Err(error) => Ended::NotSent(error),
            Ok(_) => self.call(import_command(&name)).await.map_or_else(Ended::from, |_| Ended::Ran(Vec::new())),
        };
        self.tidy_up(remove_command("/file", &id), name, &ended).await;
        ended
    }

    async fn run_script(&mut self, chunk: &Chunk) -> Ended {
        let name = fresh_name();
        let id = match self.made(script_add_command(&name, &chunk.text)).await {
            Ok(id) => id,
            Err(error) => return error.into(),
        };
        let ended = self.call(script_run_command(&id)).await.map_or_else(Ended::from, |_| Ended::Ran(Vec::new()));
        self.tidy_up(remove_command("/system/script", &id), name, &ended).await;
        ended
    }

    async fn call(&self, command: Command) -> Result<Response> {
        self.client.call_within(command, self.options.patience).await
    }

    /// Makes a file or script; its id.
    async fn made(&self, command: Command) -> Result<String> {
        let response = self.call(command).await?;
        response.ret().map(|ret| ret.into_owned()).ok_or(Error::Decode { field: "ret" })
    }

    /// Removes what was made for a chunk, unless it may still be in use.
    async fn tidy_up(&mut self, remove: Command, name: String, ended: &Ended) {
        let in_use = matches!(ended, Ended::Lost(_));
        if in_use || self.client.call(remove).await.is_err() {
            self.leftovers.push(name);
        }
    }

    /// Sends what has no outcome yet, each row on its own.
    async fn by_pipeline(&mut self) {
        let rest: Vec<usize> = (0..self.slots.len()).filter(|&row| self.slots[row].outcome.is_none()).collect();
        let item = |&row: &usize| BulkItem { lane: row as u64, command: self.slots[row].command.clone() };
        let items = rest.iter().map(item).collect();
        let outcomes = self.client.bulk(items, self.options.pipeline.clone(), |_, _| ControlFlow::Continue(())).await;
        let mut unsure = Vec::new();
        for (&row, outcome) in rest.iter().zip(outcomes) {
            self.slots[row].outcome = Some(match outcome {
                BulkOutcome::Done(response) => match response.ret() {
                    Some(id) => AddOutcome::Applied(id.into()),
                    None => AddOutcome::Unknown(Error::Decode { field: "ret" }),
                },
                BulkOutcome::Trap(trap) if trap.is_duplicate() => {
                    unsure.push(row);
                    AddOutcome::AlreadyThere { id: None, same_comment: false }
                }
                BulkOutcome::Trap(trap) => AddOutcome::Refused(trap),
                BulkOutcome::NotSent(error) => AddOutcome::NotSent(error),
                BulkOutcome::Skipped => AddOutcome::NotSent(Error::NotConnected),
                BulkOutcome::Unknown(error) => {
                    unsure.push(row);
                    AddOutcome::Unknown(error)
                }
            });
        }
        if unsure.is_empty() || self.keys.is_empty() {
            return;
        }
        let Ok(found) = self.look_when_up(unsure.clone(), false).await else { return };
        for row in unsure {
            let slot = &mut self.slots[row];
            let Some(found) = found.get(&slot.key) else { continue };
            slot.outcome = Some(match slot.outcome.take() {
                Some(AddOutcome::Unknown(_)) if slot.is_ours(found) => AddOutcome::Applied(found.id.clone()),
                // Without a mark it may be ours or another one's.
                Some(AddOutcome::Unknown(error)) if slot.comment.is_empty() => AddOutcome::Unknown(error),
                _ => slot.already_there(Some(found)),
            });
        }
    }

    fn give_up(&mut self, error: &Error) {
        for slot in &mut self.slots {
            slot.outcome.get_or_insert_with(|| AddOutcome::NotSent(error.clone()));
        }
    }
}

/// Whether a refusal means that this way is closed, not that a row was wrong.
fn not_offered(trap: &Trap) -> bool {
    matches!(
        trap.kind,
        TrapKind::NoSuchCommand | TrapKind::Permission | TrapKind::UnknownParameter { .. } | TrapKind::TooLarge
    )
}

/// A name nothing else has.
fn fresh_name() -> String {
    let random = std::collections::hash_map::RandomState::new().build_hasher().finish();
    format!("routeros-api-{random:016x}")
}

pub(crate) fn execute_command(script: &str) -> Command {
    Command::new("/execute").arg("script", script).arg("as-string", "")
}

pub(crate) fn file_add_command(name: &str) -> Command {
    Command::new("/file/add").arg("name", name).arg("type", "file")
}

pub(crate) fn file_fill_command(id: &str, text: &str) -> Command {
    Command::new("/file/set").arg(".id", id).arg("contents", text)
}

pub(crate) fn import_command(name: &str) -> Command {
    Command::new("/import").arg("file-name", name)
}

pub(crate) fn script_add_command(name: &str, text: &str) -> Command {
    // No more than adding rows needs: a script may not be given what its
    // maker does not have.
    Command::new("/system/script/add").arg("name", name).arg("policy", "read,write").arg("source", text)
}

pub(crate) fn script_run_command(id: &str) -> Command {
    Command::new("/system/script/run").arg("number", id)
}

pub(crate) fn remove_command(menu: &str, id: &str) -> Command {
    Command::in_menu(menu, "remove").arg(".id", id)
}
