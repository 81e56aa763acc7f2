//! The script language: enough of it for what people keep on hotspot routers and
//! for bulk changes.
//!
//! A script is read whole ([`parse`]), with names looked up as routers do it, and
//! then run by a [`Machine`] in single steps: it can be put off by `:delay`, cut
//! off between two statements, and never holds the router longer than a step.

pub mod ast;
mod builtin;
mod control;
mod eval;
mod menu;
mod parse;
mod read;
mod tree;
pub mod value;

use std::collections::HashMap;
use std::sync::Arc;

use ast::{Block, Expr};
pub use parse::SyntaxError;
use value::Val;

use super::Router;
use super::policy::Caller;
use crate::error::Trap;

/// A script that began below another's brackets may take this many steps; more is
/// an endless loop.
const STEPS_INSIDE: usize = 1_000_000;

/// Scripts may start each other this deep; more is an endless circle.
const NESTED: u32 = 10;

/// Why a script stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// RouterOS' words.
    pub message: String,
    /// The command, and its argument where one is to blame:
    /// `/ip/hotspot/user/add (profile)`.
    pub place: Option<String>,
    /// The line.
    pub line: u32,
}

impl Failure {
    fn plain(message: &str, line: u32) -> Self {
        Self { message: message.to_owned(), place: None, line }
    }

    /// As routers say it; `located` names command and line.
    #[must_use]
    pub fn text(&self, located: bool) -> String {
        match &self.place {
            Some(place) if located => format!("Script Error: {} ({place}; line {})", self.message, self.line),
            _ => format!("Script Error: {}", self.message),
        }
    }
}

/// What repeats, or catches, the statements of a frame.
#[derive(Debug)]
enum Kind {
    Once,
    Each { names: Vec<String>, values: std::vec::IntoIter<(Option<String>, Val)> },
    Count { name: String, now: i64, to: i64, step: i64 },
    While { condition: Expr },
    Try { handler: Block },
}

/// Statements being run, with variables of their own.
#[derive(Debug)]
struct Frame {
    body: Block,
    next: usize,
    variables: HashMap<String, Val>,
    kind: Kind,
}

/// What a step came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is more to do.
    More,
    /// There is more to do, this many microseconds from now.
    Sleep(u64),
    /// The script is over; see [`Machine::result`].
    End,
}

/// What a statement came to.
enum Flow {
    Value(Val),
    Sleep(u64),
    Return(Val),
}

/// A script being run.
#[derive(Debug)]
pub struct Machine {
    frames: Vec<Frame>,
    /// What `:put` and `print` wrote.
    pub output: Vec<u8>,
    /// Rows changed so far.
    pub written: usize,
    caller: Caller,
    last: Val,
    line: u32,
    /// How many scripts started it, one inside the other.
    nested: u32,
    /// A `:return` ended it.
    pub returned: bool,
    over: Option<Result<Val, Failure>>,
}

impl Machine {
    /// A script with these variables.
    ///
    /// # Errors
    /// The first place of the text that is no script.
    pub fn new(
        router: &Router,
        source: &[u8],
        caller: &Caller,
        variables: &[(&str, String)],
    ) -> Result<Self, SyntaxError> {
        let body = parse::parse(router, source)?;
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), Val::text(value))).collect();
        let frame = Frame { body, next: 0, variables, kind: Kind::Once };
        Ok(Self {
            frames: vec![frame],
            output: Vec::new(),
            written: 0,
            caller: caller.clone(),
            last: Val::Nothing,
            line: 1,
            nested: 0,
            returned: false,
            over: None,
        })
    }

    /// How many statements it has, not counting those inside others.
    #[must_use]
    pub fn statements(&self) -> usize {
        self.frames.first().map_or(0, |frame| frame.body.len())
    }

    /// How many of those were begun.
    #[must_use]
    pub fn position(&self) -> usize {
        self.frames.first().map_or(usize::MAX, |frame| frame.next)
    }

    /// How it ended, when it did.
    #[must_use]
    pub fn result(&self) -> Option<&Result<Val, Failure>> {
        self.over.as_ref()
    }

    /// Runs one statement, or begins the next round of a loop.
    pub fn step(&mut self, router: &mut Router) -> Step {
        if self.over.is_some() {
            return Step::End;
        }
        if self.frames.is_empty() {
            self.over = Some(Ok(self.last.clone()));
            return Step::End;
        }
        match self.step_above(router, 0) {
            Ok(Step::End) => Step::More,
            Ok(step) => step,
            Err(failure) => {
                self.over = Some(Err(failure));
                Step::End
            }
        }
    }

    /// Runs to the end, waiting for nothing; at most `steps` steps.
    pub fn run(&mut self, router: &mut Router, steps: usize) {
        for _ in 0..steps {
            if self.step(router) == Step::End {
                return;
            }
        }
    }

    /// Runs a block to its end inside a statement; delays are not waited for.
    fn run_block(&mut self, router: &mut Router, body: &Block) -> Result<Val, Failure> {
        let floor = self.frames.len();
        self.last = Val::Nothing;
        self.push(Arc::clone(body), Kind::Once, HashMap::new());
        for _ in 0..STEPS_INSIDE {
            if self.frames.len() <= floor || self.over.is_some() {
                return Ok(std::mem::take(&mut self.last));
            }
            self.step_above(router, floor)?;
        }
        Err(Failure::plain("script runs for too long", self.line))
    }

    fn push(&mut self, body: Block, kind: Kind, variables: HashMap<String, Val>) {
        self.frames.push(Frame { body, next: 0, variables, kind });
    }

    fn step_above(&mut self, router: &mut Router, floor: usize) -> Result<Step, Failure> {
        let Some(frame) = self.frames.last_mut() else { return Ok(Step::End) };
        if frame.next >= frame.body.len() {
            return match self.next_round(router) {
                Ok(()) => Ok(Step::More),
                Err(failure) => self.unwind(failure, floor),
            };
        }
        let body = Arc::clone(&frame.body);
        let statement = &body[frame.next];
        frame.next += 1;
        self.line = statement.line;
        match self.act(router, statement) {
            Ok(Flow::Value(value)) => {
                self.last = value;
                Ok(Step::More)
            }
            Ok(Flow::Sleep(micros)) => Ok(Step::Sleep(micros)),
            Ok(Flow::Return(value)) => {
                self.frames.clear();
                self.returned = true;
                self.over = Some(Ok(value));
                Ok(Step::End)
            }
            Err(failure) => self.unwind(failure, floor),
        }
    }

    /// Leaves frames until one catches the failure.
    fn unwind(&mut self, failure: Failure, floor: usize) -> Result<Step, Failure> {
        while self.frames.len() > floor {
            let Some(frame) = self.frames.pop() else { break };
            if let Kind::Try { handler } = frame.kind {
                self.push(handler, Kind::Once, HashMap::new());
                return Ok(Step::More);
            }
        }
        Err(failure)
    }

    fn fail(&self, message: &str) -> Failure {
        Failure::plain(message, self.line)
    }

    fn trap(&self, trap: &Trap, path: &str, command: &str) -> Failure {
        let place = format!("{path}/{command}");
        let place = match blamed(&trap.message) {
            Some(arg) => format!("{place} ({arg})"),
            None => place,
        };
        Failure { message: trap.message.clone(), place: Some(place), line: self.line }
    }

    fn variable(&self, router: &Router, name: &str) -> Option<Val> {
        let local = self.frames.iter().rev().find_map(|frame| frame.variables.get(name));
        local.or_else(|| router.globals.get(name)).cloned()
    }

    fn declare(&mut self, name: &str, value: Val) {
        if let Some(frame) = self.frames.last_mut() {
            frame.variables.insert(name.to_owned(), value);
        }
    }

    fn assign(&mut self, router: &mut Router, name: &str, value: Val) {
        match self.frames.iter_mut().rev().find_map(|frame| frame.variables.get_mut(name)) {
            Some(place) => *place = value,
            None => {
                router.globals.insert(name.to_owned(), value);
            }
        }
    }
}

/// The argument a refusal speaks of.
fn blamed(message: &str) -> Option<&str> {
    let rest = message
        .strip_prefix("input does not match any value of ")
        .or_else(|| message.strip_prefix("ambiguous value of "))
        .or_else(|| message.strip_prefix("invalid value for argument "))
        .or_else(|| message.strip_prefix("value of "))?;
    rest.split([',', ' ']).next()
}
